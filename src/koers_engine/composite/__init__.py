"""Composite indices: their steps as the OECD/JRC handbook names them, and how sure they are.

A step is a module with functions of arrays, which take a stack of variants as well as one table;
`building` lines them up as a `Recipe` says.
"""
