"""What the templates of pages that find things may see, as `errata.views.shared` has it."""

from __future__ import annotations

from dataclasses import dataclass

from errata.views.shared import Layout, Link  # noqa: TC001 - a test resolves the annotations


@dataclass(frozen=True, slots=True)
class SearchFamily:
    """A family of codes as the search page explains what can be looked up."""

    name: str
    """The product, else the family's id."""
    meaning: str
    example: Link
    """A code that has a page in this locale."""


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page; its answers are made in the browser."""

    frame: Layout
    families: tuple[SearchFamily, ...] = ()
    contact: str = ""
    """Web or mail address for who finds nothing; empty where there is none."""


@dataclass(frozen=True, slots=True)
class DiagnoseView:
    """The page that reads a log; its answers are made in the browser."""

    frame: Layout
    data: tuple[str, ...]
    """The scripts that hold what is known: seen from `main.js`, which loads them, no ending."""


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page a server shows where there is none."""

    frame: Layout
