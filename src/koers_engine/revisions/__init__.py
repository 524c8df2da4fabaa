"""What a new vintage changed: figures, and the conclusions that rest on them."""
