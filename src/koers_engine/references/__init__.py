"""What a place is held against: fixed areas, ranges of an indicator, lists, and peers by likeness."""
