"""The report: every panel in order, as one self-contained HTML file, as JSON, and each as CSV."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, ValidationError

from errata.diagnostics import Span
from errata.health.codes import cover_codes, find_gaps, list_crowded_codes
from errata.health.findings import count_by_check, list_leaks, rank_articles
from errata.health.freshness import count_translations, list_due, list_outdated, measure_age
from errata.health.panels import EarlierReport, HealthReport, Panel, percent
from errata.health.totals import (
    compare_reports,
    count_articles,
    count_links_by_host,
    score_articles,
    share_parts,
)
from errata.health.vocabulary import find_contradictions, find_drift, pair_duplicates
from errata.text.display import write_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from errata.health.panels import Bar, Cell, Column, HealthSubject, Plot

# Colours of segments that the style sheet has; a ninth name begins anew.
_COLOURS: Final = 8
_FORMAT: Final = "errata-health-1"


def render_report(report: HealthReport, name: str) -> str:
    """Render the page, for the knowledge base of that name."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["cell"] = _show_cell
    environment.filters["legend"] = _name_segments
    environment.filters["value"] = _show_total
    environment.filters["prose"] = _mark_code
    package = files("errata.health")
    # Our own file, without a value from elsewhere.
    style = Markup((package / "report.css").read_text("utf-8"))  # noqa: S704 - see above
    template = environment.from_string((package / "report.html").read_text("utf-8"))
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
    """Return the text with parts in backticks as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else part
        for index, part in enumerate(parts)
    )


def _name_segments(plot: Plot) -> tuple[str, ...]:
    """Return the names of the segments, in the order of their first use."""
    return tuple(dict.fromkeys(part.name for bar in plot.bars for part in bar.segments))


def _show_total(bar: Bar, plot: Plot) -> str:
    return percent(bar.total) if plot.unit == "share" else f"{bar.total:,.0f}"


def as_values(report: HealthReport) -> Mapping[str, object]:
    """Return the report as JSON writes it; shares are numbers from 0 to 1."""
    return {
        "format": _FORMAT,
        "day": report.day,
        "articles": report.articles,
        "panels": [_panel_values(panel) for panel in report.panels],
    }


def _panel_values(panel: Panel) -> Mapping[str, object]:
    names = [column.name for column in panel.columns]
    return {
        "id": panel.id,
        "title": panel.title,
        "summary": panel.summary,
        "method": panel.method,
        "measures": dict(panel.measures),
        "rows": [dict(zip(names, map(_json_value, row), strict=True)) for row in panel.rows],
    }


def _json_value(cell: Cell) -> object:
    if isinstance(cell, Span):
        return {"path": cell.path, "line": cell.line, "column": cell.column}
    return list(cell) if isinstance(cell, tuple) else cell


def as_csv(panel: Panel) -> str:
    """Write the panel's table, RFC 4180 with LF; spreadsheets read no cell as a formula."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(column.name for column in panel.columns)
    table.writerows([_csv_value(cell) for cell in row] for row in panel.rows)
    return stream.getvalue()


def _csv_value(cell: Cell) -> str:
    text = " | ".join(cell) if isinstance(cell, tuple) else str(cell)
    return text if isinstance(cell, int | float) else write_cell(text)


class _PanelFile(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str
    measures: dict[str, float]


class _ReportFile(BaseModel):
    model_config = ConfigDict(extra="ignore")
    format: str
    day: str
    panels: list[_PanelFile]


def parse_report(text: str) -> EarlierReport:
    """Parse the JSON of an earlier report, for a trend.

    Raises:
        ValueError: if it is not such a report; the message says why.
    """
    try:
        parsed = _ReportFile.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise ValueError(message) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValidationError as error:
        location = ".".join(map(str, error.errors()[0]["loc"])) or "the top"
        message = f"`{location}`: {error.errors()[0]['msg']}"
        raise ValueError(message) from None
    if parsed.format != _FORMAT:
        message = f"its `format` is `{parsed.format}`, not `{_FORMAT}`"
        raise ValueError(message)
    measures = {
        f"{panel.id}/{name}": value
        for panel in parsed.panels
        for name, value in panel.measures.items()
    }
    return EarlierReport(parsed.day, measures)


PANELS: Final[tuple[Callable[[HealthSubject], Panel], ...]] = (
    rank_articles,
    list_leaks,
    find_gaps,
    pair_duplicates,
    find_contradictions,
    cover_codes,
    list_crowded_codes,
    list_due,
    measure_age,
    count_translations,
    list_outdated,
    share_parts,
    count_links_by_host,
    find_drift,
    count_by_check,
    count_articles,
)


def assess_health(subject: HealthSubject) -> HealthReport:
    """Make the whole report, with gaps if queries are known, and a trend if a report is."""
    chosen = [panel for panel in PANELS if panel is not find_gaps or subject.queries]
    panels = [panel(subject) for panel in chosen]
    score = score_articles(subject)
    if subject.before:
        panels.append(compare_reports(subject.before, (*panels, score)))
    now = subject.library.inputs.now
    day = now.date().isoformat() if now else ""
    return HealthReport(day, len(subject.library.articles), (*panels, score))
