"""The outlines of areas in one year, to draw figures on."""
