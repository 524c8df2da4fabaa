"""What is looked at when a table arrives: parts and totals, stocks and flows, jumps."""
