"""The report for machines: JSON of everything, and each panel's table as CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from errata.diagnostics import Span
from errata.health.panels import EarlierReport
from errata.reports.printable import escape_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.health.panels import Cell, HealthReport, Panel

_FORMAT: Final = "errata-health-1"


def as_values(report: HealthReport) -> Mapping[str, object]:
    """The report as JSON writes it; shares are numbers from 0 to 1."""
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
    """The panel's table, RFC 4180 with LF; no cell is a formula to a spreadsheet."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(column.name for column in panel.columns)
    table.writerows([_csv_value(cell) for cell in row] for row in panel.rows)
    return stream.getvalue()


def _csv_value(cell: Cell) -> str:
    text = " | ".join(cell) if isinstance(cell, tuple) else str(cell)
    return text if isinstance(cell, int | float) else escape_formula(text)


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
    """What an earlier report's JSON says, for a trend.

    Raises:
        ValueError: if it is not such a report; the message says why.
    """
    try:
        found = _ReportFile.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise ValueError(message) from None
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "the top"
        message = f"`{where}`: {error.errors()[0]['msg']}"
        raise ValueError(message) from None
    if found.format != _FORMAT:
        message = f"its `format` is `{found.format}`, not `{_FORMAT}`"
        raise ValueError(message)
    measures = {
        f"{panel.id}/{name}": value
        for panel in found.panels
        for name, value in panel.measures.items()
    }
    return EarlierReport(found.day, measures)
