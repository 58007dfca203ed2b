"""Error messages: their templates, and the articles that a pasted line belongs to."""
