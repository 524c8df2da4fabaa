"""Tables in the formats of SDMX: from Eurostat, from any agency, and from files."""
