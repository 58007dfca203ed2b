"""What was promised before this build: ids with addresses, and the vendor's catalogue of codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from errata.diagnostics import Span  # noqa: TC001 - pydantic resolves it as part of the configuration

IdKind = Literal["article", "code"]


@dataclass(frozen=True, slots=True)
class PublishedId:
    """An id that `ids.lock` records: its address must lead somewhere for ever."""

    kind: IdKind
    id: str
    """An article's number or an error code."""
    span: Span
    """Its line in `ids.lock`, as a person finds the file."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One line of the vendor's list of error codes."""

    code: str
    message: str
    """Empty where the list gives none."""
    url: str
    """The vendor's page, or empty."""
    span: Span
    """Its line in the list, as a person finds the file."""
