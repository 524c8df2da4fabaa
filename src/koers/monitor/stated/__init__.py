"""What documents state on a place: drawn, listed, worded."""
