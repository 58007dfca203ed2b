"""How wide a text is on a screen."""

from __future__ import annotations

from unicodedata import east_asian_width


def display_width(text: str) -> int:
    """Characters of a line, wide ones counted twice, as a terminal and a list of results do."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
