"""Composite indices of stored figures: made in the workspace, recorded in versions, published."""
