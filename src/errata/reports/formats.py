"""How findings are written: every format by its name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from errata.reports import forges, json, junit, markdown, sarif, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TextIO

    from errata.diagnostics.registry import CheckCount
    from errata.reports import Report


class ReportWriter(Protocol):
    """Writes findings in one format."""

    def __call__(self, report: Report, stream: TextIO) -> None:
        """Write in the order given; the output ends with a line end."""


class StatisticsWriter(Protocol):
    """Writes counts in one format."""

    def __call__(self, counts: Sequence[CheckCount], stream: TextIO) -> None:
        """Write in the order given; the output ends with a line end."""


@cache
def report_formats() -> Mapping[str, ReportWriter]:
    """Name of a format -> how to write it, sorted by name."""
    return {
        "concise": text.write_concise,
        "full": text.write_full,
        "github": forges.write_github,
        "gitlab": forges.write_gitlab,
        "json": json.write_json,
        "jsonl": json.write_jsonl,
        "junit": junit.write,
        "markdown": markdown.write,
        "rdjson": forges.write_rdjson,
        "sarif": sarif.write,
    }


@cache
def statistics_formats() -> Mapping[str, StatisticsWriter]:
    """Name of a format that can write counts -> how, sorted by name; people get one form."""
    return {
        "concise": text.write_count_lines,
        "full": text.write_count_lines,
        "json": json.write_count_array,
        "jsonl": json.write_count_objects,
    }
