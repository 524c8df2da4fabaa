"""The profile of a place, as the site shows it."""
