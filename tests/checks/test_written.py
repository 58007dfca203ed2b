"""An article's text as its author wrote it."""

from __future__ import annotations

import pytest

from errata.checks.written import WrittenText, read_text_as_written
from tests.support.linear import ends


def written(text: str, body_line: int = 1) -> WrittenText:
    return read_text_as_written("a.md", text, body_line)


def test_code_comments_and_front_matter_are_blank_and_places_stay() -> None:
    text = "---\ntitle: x\n---\na `b` ``c ` d`` e\n\n```sh\nf\n```\n<!-- g\n-->h\n"
    text_of_file = written(text, 4)
    assert len(text_of_file.prose) == len(text)
    assert text_of_file.prose.split() == ["a", "e", "h"]
    assert str(text_of_file.span(text.index(">h") + 1)) == "a.md:10:4"


def test_a_backtick_alone_and_one_in_another_paragraph_are_no_code() -> None:
    assert "b" in written("a ` b\n\nc ` d").prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md)", [(False, "a", "b.md")]),
        ("[a](<b c.md> 'T')", [(False, "a", "b c.md")]),
        ("![x](y.png)", [(True, "x", "y.png")]),
        ("[![x](y.png)](z.md)", [(False, "![x](y.png)", "z.md"), (True, "x", "y.png")]),
        ("[a](b_(c).md)", [(False, "a", "b_(c).md")]),
        ("[a][1]", [(False, "a", "")]),
        ('<a href="b.md">a <b>c</b></a>', [(False, "a c", "b.md")]),
        ("<img src=y.png alt='x'>", [(True, "x", "y.png")]),
        ("[a] (b.md), `[c](d)`", []),
    ],
)
def test_links_and_pictures_are_found_as_written(
    text: str, expected: list[tuple[bool, str, str]]
) -> None:
    links = written(text).links
    assert [(link.is_picture, link.text, link.address) for link in links] == expected
    assert all(text[link.address_start :].startswith(link.address) for link in links)


def test_only_an_address_that_is_text_is_bare() -> None:
    text = "https://a.io [https://b.io](https://c.io) <https://d.io>\n\n"
    text += "[x]: https://e.io\n[y]:\n  https://f.io\n"
    bare = [address.host for address in written(text).addresses() if address.is_bare]
    assert bare == ["a.io"]


@ends
@pytest.mark.parametrize(
    "unit", ["[", "![", "`a", "```\n", "<!--", "[a](", "<a ", "https://", "<table>", "| |\n", "a@"]
)
def test_the_time_grows_with_the_length_alone(unit: str) -> None:
    text_of_file = written(unit * 100_000)
    list(text_of_file.addresses(code=True))
