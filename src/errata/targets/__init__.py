"""Finds what links mean: files, articles, headings."""
