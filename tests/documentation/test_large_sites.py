"""What the documentation says of large knowledge bases is what was measured."""

from __future__ import annotations

import json

from bench.scale_report import MEASURED, ROOT, draw_plot, list_documented

RESULTS = json.loads(MEASURED.read_text("utf-8"))


def test_its_tables_have_the_measured_figures() -> None:
    page = (ROOT / "kb/en/errata/large-sites.md").read_text("utf-8")
    for row in list_documented(RESULTS):
        assert row in page.splitlines(), "run `python -m bench.scale_report`, and copy the rows"


def test_a_plot_shows_what_an_article_costs_beside_one_of_the_smallest_size() -> None:
    one = next(iter(RESULTS.values()))
    first = one["first"]
    twice = {"first": {**first, "processor": 20 * first["processor"], "memory": first["memory"]}}
    drawn = draw_plot({"1000": one, "10000": twice}, [1000, 10000])
    assert '<polyline class="processor" points="52.0,150.0 588.0,52.0"/>' in drawn
    assert '<polyline class="memory" points="52.0,150.0 588.0,238.2"/>' in drawn
