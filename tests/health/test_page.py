"""The report as a page, and as tables for machines."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from errata.diagnostics import Span
from errata.health.panels import Bar, Column, HealthReport, Panel, Plot, Segment
from errata.health.report import as_csv, as_values, parse_report, render_report
from tests.support.validator import faults

if TYPE_CHECKING:
    from pathlib import Path

PANEL = Panel(
    "hosts",
    "Links by host",
    "2 links, see `errata check`",
    "How <links> are counted.",
    (
        Column("host", "Host"),
        Column("share", "Share", "share"),
        Column("place", "File", "place"),
        Column("also", "Also"),
    ),
    (("=1+1<script>alert(1)</script>", 0.5, Span("en/a.md", 3, 7), ("x", "y")),),
    Plot("Links", (Bar("a", (Segment("https", 3), Segment("http", 1))),)),
    {"links": 2},
)
REPORT = HealthReport("2026-03-01", 7, (PANEL,))


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    page = render_report(REPORT, "Ours & theirs")
    assert "<title>Content health of Ours &amp; theirs</title>" in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "src=" not in page


def test_the_page_is_valid_html(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(render_report(REPORT, "Ours"), "utf-8")
    assert faults(tmp_path) == []


def test_texts_of_articles_are_escaped_and_backticks_make_code() -> None:
    page = render_report(REPORT, "Ours")
    assert "=1+1&lt;script&gt;" in page
    assert '<p class="summary">2 links, see <code>errata check</code>.</p>' in page
    assert "How &lt;links&gt; are counted." in page


def test_bars_share_one_scale_and_each_part_has_its_place() -> None:
    page = render_report(REPORT, "Ours")
    assert '<rect class="c0" x="0.00" y="0" width="75.00" height="8">' in page
    assert '<rect class="c1" x="75.00" y="0" width="25.00" height="8">' in page
    assert '<span class="value">4</span>' in page


def test_each_table_is_csv_without_formulas() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(PANEL))))
    assert rows == [
        ["host", "share", "place", "also"],
        ["'=1+1<script>alert(1)</script>", "0.5", "en/a.md:3:7", "x | y"],
    ]


def test_a_report_s_json_is_what_a_later_one_compares_with() -> None:
    earlier = parse_report(json.dumps(as_values(REPORT)))
    assert earlier.day == "2026-03-01"
    assert earlier.measures == REPORT.measures == {"hosts/links": 2}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1, column 2: Expecting property name"),
        ("[]", "`the top`: Input should be"),
        ('{"format": "errata-health-1", "day": "", "panels": [{}]}', "`panels.0.id`: Field"),
        ('{"format": "other", "day": "", "panels": []}', "its `format` is `other`, not `errata-"),
    ],
)
def test_what_is_not_a_report_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("[", r"\[")):
        parse_report(text)
