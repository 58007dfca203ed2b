"""Lines of a log that an article shows as one text, and messages that it shows in several lines."""

from __future__ import annotations

import pytest

from errata.messages.lines import join_lines, split_log, unwrap_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "ABC-29 Download error 12/11/2019 10:19:59 AM URL-140005 Unable to decode it.",
            ["ABC-29 Download error", "URL-140005 Unable to decode it."],
        ),
        (
            "It broke 29/06/2020 09:59:43 the file is gone 29/06/2020 09:59:44 so is the rest",
            ["It broke", "the file is gone", "so is the rest"],
        ),
        (
            "entries such as: 2019-01-17 17:55:47.374 *WARN* [main] It broke",
            ["*WARN* [main] It broke"],
        ),
        ("It broke. 17/06/2020 04:02:09 Again", ["It broke.", "17/06/2020 04:02:09 Again"]),
        ("It is broken since 17/06/2020 04:02:09 for you", None),
        ("2020-06-17 04:02:09 It broke", None),
    ],
)
def test_a_text_with_times_in_it_is_lines_of_a_log(text: str, lines: list[str] | None) -> None:
    assert split_log(text) == (lines or [text])


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (
            "Access to font at 'https://a.x'\n  from 'https://b.x' is blocked\n  by CORS",
            "Access to font at 'https://a.x' from 'https://b.x' is blocked by CORS",
        ),
        ("Cannot open the ledger\nof the harbour", "Cannot open the ledger of the harbour"),
        ("Cannot open the ledger\nCannot close it", ""),
        ("java.lang.X: it broke\n    at com.acme.A.run(A.java:3)", ""),
        ("if (broken) {\n  throw it;\n}", ""),
        ("It is broken for good.\n  not again", ""),
        ("<p>\n  it broke\n</p>", ""),
    ],
)
def test_a_message_that_a_block_wraps_is_one(block: str, message: str) -> None:
    found = [text for _, text in unwrap_lines(block.split("\n"))]
    assert found == ([message] if message else [])


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["the till", " ", "is open"], "the till is open"),
        (["the ", "till", "2"], "the till 2"),
        (["障", " ", "害"], "障害"),
        (["必要な", "機能", "がない"], "必要な機能がない"),
        (["障", " ", "till"], "障 till"),
        (["엔", " ", "진"], "엔 진"),
    ],
)
def test_pieces_of_a_paragraph_are_joined_as_its_language_writes(
    pieces: list[str], text: str
) -> None:
    assert join_lines(pieces) == text
