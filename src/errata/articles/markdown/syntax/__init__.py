"""articles/markdown/syntax."""
