"""Error messages: their templates, and the articles a pasted line belongs to."""
