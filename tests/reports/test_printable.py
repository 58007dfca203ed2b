"""Text of others, before it reaches a terminal or a CI log."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.text.display import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ação, 環境, 👩\u200d🔧", "plain, ação, 環境, 👩\\u200d🔧"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("one\r\ntwo\tthree\x00", "one\\x0d\\x0atwo\\x09three\\x00"),
        ("\x9b2J", "\\x9b2J"),
        ("user\u202etxt.exe\u2066", "user\\u202etxt.exe\\u2066"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("half\ud800", "half\\ud800"),
        ("tag\U000e0041", "tag\\U000e0041"),
    ],
)
def test_what_is_not_visible_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error file=a::oh", "\\x3a:error file=a::oh"),
        ("  ::set-output name=a::b", "  \\x3a:set-output name=a::b"),
        ("see ##[error]oh", "see \\x23#[error]oh"),
        ("##vso[task.setvariable]x", "\\x23#vso[task.setvariable]x"),
        ("##teamcity[buildStop]", "\\x23#teamcity[buildStop]"),
        ("Net::SFTP::StatusException", "Net::SFTP::StatusException"),
        ("## Heading", "## Heading"),
    ],
)
def test_no_text_is_a_command_to_a_ci_runner(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(codec=None)))
def test_the_result_is_one_line_without_control_characters(text: str) -> None:
    line = printable(text)
    assert len(line.splitlines()) <= 1
    assert not {unicodedata.category(char) for char in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not line.lstrip().startswith("::")
