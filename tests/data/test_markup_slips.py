"""Forms of markup that readers see as text: each takes and leaves what its examples say."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest

from errata.checks.kb812_markup_shown_as_text import MarkupForm, read_forms
from errata.data import read_data
from tests.support.linear import ends

CASES = [
    pytest.param(kind, form, row, id=str(row["takes"][0]))
    for kind in ("in_file", "in_paragraphs")
    for form, row in zip(
        read_forms(kind), cast("list[dict[str, Any]]", read_data("markup_slips")[kind]), strict=True
    )
]


@pytest.mark.parametrize(("kind", "form", "row"), CASES)
def test_a_form_of_markup_takes_and_leaves_what_its_examples_say(
    kind: str, form: MarkupForm, row: dict[str, Any]
) -> None:
    assert row["leaves"]
    for text in (*row["takes"], *row["leaves"]):
        if form.in_code:
            match = form.pattern.match(text)
        else:
            match = form.pattern.search(f"\n\n{text}" if kind == "in_file" else text)
        assert bool(match) == (text in row["takes"]), text
        if match and kind == "in_file":
            assert any(sign in f"\n\n{text}" for sign in form.signs), text
            if form.fix:
                place = match["at"] if "at" in form.pattern.groupindex else match[0]
                assert re.fullmatch(form.fix[0], place), text


@ends
@pytest.mark.parametrize(("kind", "form", "row"), CASES)
def test_a_form_of_markup_is_searched_in_proportion(
    kind: str, form: MarkupForm, row: dict[str, Any]
) -> None:
    """A line of 12,000 blanks took one of them 4 s."""
    examples = (*row["takes"], *row["leaves"])
    for char in sorted({" ", *"".join(examples)}):
        text = char * 100_000
        if form.in_code:
            form.pattern.match(text)
        else:
            form.pattern.search(f"\n\n{text}" if kind == "in_file" else text)
