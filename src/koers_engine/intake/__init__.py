"""Bringing a table in: collect, read, check, keep. The edge: files, network and clock."""
