"""What a report is made of: panels with a table each, and some with a plot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from errata.diagnostics import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

Cell = str | int | float | Span | tuple[str, ...]
"""A text, a number, a place in a file, or several texts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a panel's table."""

    name: str
    """Its key in JSON and its heading in CSV: `articles`."""
    title: str
    """Its heading on the page: `Articles`."""
    kind: Literal["text", "long", "number", "share", "place"] = "text"
    """`share` is a number from 0 to 1, shown in per cent."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar."""

    name: str
    """What it counts, the same in all bars of a plot."""
    value: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot."""

    label: str
    segments: tuple[Segment, ...]

    @property
    def total(self) -> float:
        """The length of the whole."""
        return sum(segment.value for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Plot:
    """Horizontal bars on one scale."""

    title: str
    bars: tuple[Bar, ...]
    unit: Literal["number", "share"] = "number"


@dataclass(frozen=True, slots=True)
class Panel:
    """One subject of the report."""

    id: str
    """In addresses, file names and JSON: `what-to-do-first`."""
    title: str
    summary: str
    """The finding, in one sentence."""
    method: str
    """What is counted and how, so that a reader can judge it."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """The most important first."""
    plot: Plot | None = None
    measures: Mapping[str, float] = field(default_factory=dict)
    """Numbers to compare with those of an earlier report: name -> number."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All panels, findings first."""

    day: str
    """ISO 8601, of the build; empty where nobody knows."""
    articles: int
    """Those that are published, in all locales."""
    panels: tuple[Panel, ...]

    @property
    def measures(self) -> dict[str, float]:
        """As in `EarlierReport`."""
        return {
            f"{panel.id}/{name}": value
            for panel in self.panels
            for name, value in panel.measures.items()
        }


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """What is known of a report that was made before."""

    day: str
    measures: Mapping[str, float]
    """Id of a panel, `/` and the name of a measure -> number."""
