"""Error codes: their families, and where one was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """A family of error codes, as `families.toml` describes it."""

    id: str
    pattern: str
    """A regular expression for one code, without groups; matched between non-word characters."""
    product: str
    meaning: str
    example: str = ""
    url: str = ""
    """The vendor's documentation."""
    wrapper: bool = False
    """Its codes wrap another message, which says more than they do."""
    kind: str = "error"
    """`error`, `status`, `exception` or `constant`."""


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """One code found in a text."""

    start: int
    end: int
    code: str
    """Canonical form."""
    family: str
    """The family's id."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an error code in an article."""

    code: str
    """Canonical form, such as `RED-520025`."""
    family: str
    """The family's id."""
    where: str
    """`title`, `description`, `keywords`, `prose`, `span` or `fence`."""
    line: int
