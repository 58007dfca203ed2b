"""The checks: one module per rule, `kbNNN_what_it_allows.py`, discovered and sorted by code.

A rule module has a docstring, which is its documentation, `SEVERITY`, and, unless its findings
are made while an article is read, `check(library, config) -> Iterator[Diagnostic]`.
"""
