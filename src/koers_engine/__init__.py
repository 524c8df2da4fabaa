"""Koers' statistics engine: official figures, their vintages, and where a place stands.

Knows neither Django nor the web. Data flow one way: sources → observations → areas →
indicators → position; `koers` (cli) is on top.
"""
