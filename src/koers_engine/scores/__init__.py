"""Scores from 0 to 100 between goalposts, of indicators, goals and their index."""
