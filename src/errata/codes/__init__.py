"""Error codes: families as data, the scanner, the index."""
