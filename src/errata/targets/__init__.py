"""Finds the targets of links: files, articles, headings."""
