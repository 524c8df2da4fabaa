"""Bringing tables in: fetch at the edge, read a snapshot in the middle. A folder per publisher."""
