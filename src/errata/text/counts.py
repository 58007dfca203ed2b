"""How messages count things."""

from __future__ import annotations


def pluralise(number: int, noun: str) -> str:
    """`1 error`, `2,412 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
