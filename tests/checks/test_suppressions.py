"""Comments that keep findings quiet: what they are about, and that nobody sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.checks.suppressions import read_suppressions

if TYPE_CHECKING:
    from tests.conftest import SiteTest

WHY = "zanzibar"


def lines(text: str) -> list[tuple[tuple[str, ...], int, int]]:
    """Checks of each comment, and the first and last line that it is about."""
    suppressions, faults = read_suppressions("en/a.md", text.encode())
    assert not faults
    return [
        (suppression.selectors, suppression.first, suppression.last) for suppression in suppressions
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("<!-- errata: ignore KB306: x -->\n\n![](a.png)\n![](b.png)\n\nText\n", 3, 4),
        ("Text\n![](a.png) <!-- errata: ignore KB306: x -->\nText\n", 2, 2),
        ("<!-- errata: ignore KB306:\n     x -->\n- a\n- b\n\n- c\n", 3, 4),
        ("<!-- errata: ignore KB306: x -->\n```\na\n\nb\n```\nText\n", 2, 6),
        ("# A\n\n<!-- errata: ignore-file KB306: x -->\n\nText", 1, 5),
        ("---\n# errata: ignore KB306: x\nkey:\n  - a\n- b\nother: 1\n---\nText\n", 3, 5),
        ("---\nkey: 1 # errata: ignore KB306: x\nother: 1\n---\nText\n", 2, 2),
        ("---\na: 1\n---\n<!-- errata: ignore KB306: x -->\nText\n", 5, 5),
        ("<!-- errata: ignore KB306: x -->\n", 3, 3),
    ],
)
def test_a_comment_is_about_the_block_below_or_the_line_that_it_ends(
    text: str, first: int, last: int
) -> None:
    assert lines(text) == [(("KB306",), first, last)]


def test_comments_in_a_row_are_about_one_block() -> None:
    text = "<!-- errata: ignore KB306: x -->\n<!-- errata: ignore KB307, kb305: x -->\nText\n"
    assert lines(text) == [(("KB306",), 3, 3), (("KB307", "kb305"), 3, 3)]


def test_what_is_in_code_is_an_example() -> None:
    assert (
        lines("```\n<!-- errata: ignore KB306: x -->\n```\n`<!-- errata: ignore KB3: x -->`\n")
        == []
    )


def test_no_file_of_the_site_has_a_comment_or_its_reason(site: SiteTest) -> None:
    comment = f"<!-- errata: ignore KB306, KB307: {WHY} -->"
    body = (
        f"# Upload fails {comment}\n\n{comment}\n## Issue {comment}\n\n"
        f"{comment}\nText {comment}\n\n"
        f"- item {comment}\n\n| a | b |\n|---|---|\n| c {comment} | d |\n\n"
        f"> [!NOTE] {comment}\n> {comment}\n> Text\n\n{comment}\n```\ncode\n```\n"
    )
    built = site.article("KA-00001", body).build()
    paths = [
        item.path
        for item in built.built.artifacts
        if isinstance(item.content, bytes) and (WHY.encode() in item.content)
    ]
    assert paths == []


def test_a_suppressed_finding_is_counted_and_not_reported(site: SiteTest) -> None:
    body = f"## Issue\n\nSee [here](gone.md). <!-- errata: ignore KB301, KB307: {WHY} -->\n"
    built = site.article("KA-00001", body).build().built
    assert {each.code for each in built.diagnostics}.isdisjoint({"KB301", "KB307", "KB005"})
    assert built.suppressed == 2
