"""The demonstration's official figures: from CBS files to Koers' own table format."""
