"""Finds the targets of links: files, articles, headings.

`resolve` finds them all, once all articles have been parsed, by `names` and by `files`. After an
edit `relinking` says whether they lead elsewhere.
"""
