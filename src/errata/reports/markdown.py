"""A comment for a pull or merge request: findings by file, each with the page that it is on.

The author of an article wrote a part of each finding, and the comment carries the name of the bot
that posts it. So no text is markup here: it is shown as code, or each character that markdown,
GitHub or GitLab interprets is escaped. No text begins a line, where GitLab reads `/close` as a
command.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import Final, TextIO

from errata.data.patterns import compile_late
from errata.diagnostics import Diagnostic
from errata.reports import Report, count_findings
from errata.text.display import printable

# The mark that a later run looks for, so that it replaces its comment instead of adding one.
MARKER: Final = "<!-- errata -->"
# GitHub refuses a comment of more than 65,536 characters, GitLab one of a million. The rest is for
# the last lines, and for what else the comment holds.
_MOST_CHARACTERS: Final = 60_000
# A screen or two: who has to fix more than that opens the log.
_MOST_FINDINGS: Final = 50

# All ASCII punctuation may follow a backslash (CommonMark 2.4), so that "*", "<", "&", "[", ":" of
# "https://" and "|" are themselves; letters and spaces no.
_PUNCTUATION: Final = compile_late(r"([!-/:-@\[-`{-~])")
# "@team", "#12", "!12", "GH-12" and addresses are looked for after markdown, where backslashes are
# gone. With a character of no width behind it none is a mention or a link. "50 %", "C#" and "a:b"
# get one too or none, which nobody sees. "www." is a link without any punctuation before it.
_MENTION: Final = compile_late(r"[@#!$%~&]|:(?=//)|\b(?i:www)(?=\.)|\bGH(?=-\d)")
_NO_WIDTH: Final = "\u200b"
# "a `value` here": "value" yes; a single "`", an empty "``" no
_VALUE: Final = compile_late(r"`([^`]+)`")


def write(report: Report, stream: TextIO) -> None:
    """Write the comment, errors first."""
    stream.write(f"{MARKER}\n")
    stream.write(f"### errata: {count_findings(report.diagnostics)}\n")
    chosen = _choose(report)
    for path, group in groupby(chosen, key=lambda diagnostic: diagnostic.span.path):
        stream.write(_heading(path, report))
        stream.writelines(_item(diagnostic, report) for diagnostic in group)
    hidden = len(report.diagnostics) + report.left_out - len(chosen)
    if hidden:
        stream.write(f"\n… and {hidden:,} more: see the log of this check.\n")


def _choose(report: Report) -> Sequence[Diagnostic]:
    """Return the most severe findings that fit, in the order of places."""
    worst = sorted(report.diagnostics, key=lambda diagnostic: diagnostic.severity.rank)[
        :_MOST_FINDINGS
    ]
    sizes = (
        len(_heading(diagnostic.span.path, report)) + len(_item(diagnostic, report))
        for diagnostic in worst
    )
    number = sum(size <= _MOST_CHARACTERS for size in accumulate(sizes))
    return sorted(worst[:number], key=lambda diagnostic: diagnostic.sort_key)


def _heading(path: str, report: Report) -> str:
    page = report.pages.get(path, "")
    link = f" ([preview]({_address(page)}))" if page else ""
    return f"\n**{_as_code(printable(report.path_in_repository(path)))}**{link}\n\n"


def _item(diagnostic: Diagnostic, report: Report) -> str:
    url = report.url_of(diagnostic.code)
    link = f"[{diagnostic.code}]({url})" if url else diagnostic.code
    place = f"line {diagnostic.span.line}, column {diagnostic.span.column}"
    text = f"- **{diagnostic.severity}**, {place}: {escape_comment(diagnostic.message)} ({link})\n"
    for related in diagnostic.related:
        other = f"{report.path_in_repository(related.span.path)}:{related.span.line}"
        text += f"  - see {_as_code(printable(other))}: {escape_comment(related.message)}\n"
    return text + (f"  - {escape_comment(diagnostic.help)}\n" if diagnostic.help else "")


def escape_comment(text: str) -> str:
    """Escape a text: values in backticks become code, all else is shown as it is."""
    pieces = _VALUE.split(printable(text))
    # Odd pieces are what the group took.
    return "".join(
        _as_code(piece) if index % 2 else _as_text(piece) for index, piece in enumerate(pieces)
    )


def _as_text(text: str) -> str:
    marked = _MENTION.sub(lambda match: f"{match[0]}{_NO_WIDTH}", text)
    return _PUNCTUATION.sub(r"\\\1", marked)


def _as_code(text: str) -> str:
    """Return a code span, in which only its own end has a meaning."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    # One space at each end is taken off; without it a backtick there would lengthen the fence.
    pad = " " if longest or (text != text.strip() and not text.isspace()) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _address(url: str) -> str:
    """Escape in an address between brackets what would end the link."""
    return "".join(f"%{ord(char):02X}" if char in "()<>\\` \"'|[]" else char for char in url)
