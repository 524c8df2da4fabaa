"""Tables in JSON-stat: from a file or an address."""
