"""articles/markdown/repair."""
