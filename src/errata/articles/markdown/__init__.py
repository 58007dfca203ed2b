"""Markdown as the articles are authored: one module per extension, one for repairs."""
