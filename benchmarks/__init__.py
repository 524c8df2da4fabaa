"""How long the engine takes, as a ratio to a bare DuckDB query over the same file."""
