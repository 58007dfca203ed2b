"""Where the front matter ends and the body begins.

python-frontmatter splits; this module only says where the parts lie, and what to do where there
are none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from frontmatter.default_handlers import YAMLHandler

from errata.diagnostics import Diagnostic, Severity, Span

_EXAMPLE = "begin the file with a line `---`, then `title: …`, then a line `---`"


class SourceParts(NamedTuple):
    """A file taken apart; lines are 1-based."""

    yaml: str
    """With a line end for each line of the file before it, so that places in it are the file's."""
    body: str
    body_line: int


class FrontMatterHandler(YAMLHandler):
    r"""python-frontmatter's handler, but a marker ends with its line.

    Its own pattern `\s*$` swallows the blank lines after a marker, and with them their numbers.
    """

    FM_BOUNDARY = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)


_HANDLER = FrontMatterHandler()
_BLANK = re.compile(r"(?:[^\S\n]*\n)*")


def split_source(text: str, path: str) -> SourceParts | Diagnostic:
    """The parts of a text with LF line ends; blank lines before the first `---` are let pass."""
    start = _BLANK.match(text)
    skipped = start.end() if start else 0
    rest = text[skipped:]
    first = text.count("\n", 0, skipped) + 1
    if not _HANDLER.detect(rest):
        return _missing(rest, Span(path, first))
    try:
        yaml, body = _HANDLER.split(rest)
    except ValueError:
        return _unclosed(rest, path, first)
    # Each part begins with the line end of its marker; the first one stands for that line.
    yaml = "\n" * (first - 1) + yaml
    return SourceParts(yaml, body[1:], yaml.count("\n") + 2)


def _missing(rest: str, span: Span) -> Diagnostic:
    message = "no front matter"
    if rest.startswith("|"):
        message = "the file begins with a table, which is no front matter"
    elif not rest.strip():
        message, span = "the file is empty", Span(span.path)
    return Diagnostic("KB001", Severity.ERROR, message, span, _EXAMPLE)


def _unclosed(rest: str, path: str, first: int) -> Diagnostic:
    """A guess at where the closing line belongs: before the first blank line or heading."""
    lines = rest.split("\n")
    candidates = (at for at, line in enumerate(lines[1:], 1) if not line.strip() or line[0] == "#")
    at = first + next(candidates, len(lines))
    message = "front matter is not closed by a line `---`"
    remedy = f"write `---` alone on a line, probably before line {at}"
    return Diagnostic("KB001", Severity.ERROR, message, Span(path, first), remedy)
