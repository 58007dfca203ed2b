"""Tells how severe a code is, where its own letters or digits say so."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from errata.model import Family


def severity_of(code: str, family: Family | None) -> str:
    """In the words of `families.toml`; empty where the code says nothing of it."""
    forms = family.severity if family else ()
    return next((said for form, said in forms if fnmatchcase(code, form)), "")
