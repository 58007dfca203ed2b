"""What is found in a log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogHit:
    """One fault found in one line."""

    line: int
    """1-based; 0 where the hit is one of a line that many lines may be."""
    kind: str
    """`code`, `message`, or `unknown`: a code of a known family that no article explains."""
    name: str
    """The code in canonical form, or the message as articles quote it, `…` for what changes."""
    surface: str
    """As the log has it; empty for a message."""
    articles: tuple[str, ...] = ()
    """Numbers, the best first."""


# The number of a line and its hits, which have none
LineHits = tuple[int, tuple[LogHit, ...]]
