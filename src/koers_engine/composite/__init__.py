"""Composite indices: their steps as the OECD/JRC handbook names them, and how sure they are."""
