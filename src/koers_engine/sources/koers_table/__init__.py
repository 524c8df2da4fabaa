"""Koers' own table format: a folder with dataset.toml, observations.csv and code lists."""

from koers_engine.sources.koers_table.reading import read_koers_table

__all__ = ["read_koers_table"]
