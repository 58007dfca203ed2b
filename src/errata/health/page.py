"""The report as one HTML file that needs nothing else: no script, no request, no other file."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from errata.diagnostics import Span
from errata.health.subject import percent

if TYPE_CHECKING:
    from errata.health.panels import Bar, Cell, Column, HealthReport, Plot

# Colours of segments that the style sheet has; a ninth name begins anew.
_COLOURS: Final = 8


def render_report(report: HealthReport, name: str) -> str:
    """The page, for the knowledge base of that name."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["cell"] = _show_cell
    environment.filters["legend"] = _name_segments
    environment.filters["value"] = _show_total
    environment.filters["prose"] = _mark_code
    here = files("errata.health")
    # Our own file, without a value from elsewhere.
    style = Markup((here / "report.css").read_text("utf-8"))  # noqa: S704 - see above
    template = environment.from_string((here / "report.html").read_text("utf-8"))
    return template.render(report=report, name=name, style=style, colours=_COLOURS)


def _show_cell(cell: Cell, column: Column) -> str:
    if column.kind == "share" and isinstance(cell, int | float):
        return percent(cell)
    if isinstance(cell, bool | str | Span):
        return str(cell)
    if isinstance(cell, tuple):
        return ", ".join(cell)
    return f"{cell:,}"


def _mark_code(text: str) -> Markup:
    """The text with what stands between backticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts)
    )


def _name_segments(plot: Plot) -> tuple[str, ...]:
    """The names of the segments, in the order in which they first stand."""
    return tuple(dict.fromkeys(part.name for bar in plot.bars for part in bar.segments))


def _show_total(bar: Bar, plot: Plot) -> str:
    return percent(bar.total) if plot.unit == "share" else f"{bar.total:,.0f}"
