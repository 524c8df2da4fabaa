"""Where a place stands by one indicator, as the page of a figure shows it."""
