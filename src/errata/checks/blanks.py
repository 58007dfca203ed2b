"""Markdown with blanks for what is not prose: all places stay as they are in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from errata.data.patterns import compile_late

# "```sh", "> ~~~" and "1. ```" yes; "a ``` b" and "``" no.
_FENCE: Final = compile_late(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?(`{3,}+|~{3,}+)([^\n]*)")
# "``" and "`" around code; runs of other lengths do not close it.
_TICKS: Final = compile_late(r"`++")
# A line of nothing ends a paragraph, and with it what code is in it.
_BLANK: Final = compile_late(r"\n[ \t>]*+\n")
# "<!-- a note -->"; one that is not closed lasts to the end.
_COMMENT: Final = compile_late(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# "<pre>" and '<code class="a">', with what ends each.
_HTML_CODE: Final = compile_late(r"<(pre|code|script|style)\b[^<>]*+>", re.IGNORECASE)
_HTML_CODE_END: Final = {
    name: compile_late(rf"</{name}\s*+>", re.IGNORECASE)
    for name in ("pre", "code", "script", "style")
}
# "    code" and "\tcode" yes; "  code" no.
_INDENT: Final = compile_late(r" {0,3}\t| {4}")
# "data:image/png;base64,iVBO…" of a picture.
_DATA: Final = compile_late(r"data:[\w.+/-]++;base64,[A-Za-z0-9+/=%]*+")


def blank_places(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Replace these places by blanks; line ends stay."""
    parts, last = [], 0
    for start, end in spans:
        if start < last:
            continue
        lost = text[start:end]
        parts += [text[last:start], "\n".join(" " * len(line) for line in lost.split("\n"))]
        last = end
    return "".join((*parts, text[last:]))


def blank_code(text: str, begin: int = 0) -> str:
    """Replace everything before a place, fences and code spans by blanks."""
    body = blank_places(text, [(0, begin)])
    return blank_places(body, sorted(find_code(body)))


def find_code(body: str) -> Iterator[tuple[int, int]]:
    """Yield beginning and end of fences, then of code spans outside them."""
    fences = list(_fences(body))
    yield from fences
    if "`" in body:
        yield from _code_spans(blank_places(body, fences))


def _fences(body: str) -> Iterator[tuple[int, int]]:
    if "```" not in body and "~~~" not in body:
        return
    offset, opened, marker = 0, -1, ""
    for line in body.split("\n"):
        match = _FENCE.match(line)
        if match and opened < 0 and not ("`" in match[2] and match[1][0] == "`"):
            opened, marker = offset, match[1]
        elif match and opened >= 0 and match[1].startswith(marker) and not match[2].strip():
            yield opened, offset + len(line)
            opened = -1
        offset += len(line) + 1
    if opened >= 0:
        yield opened, len(body)


def _code_spans(body: str) -> Iterator[tuple[int, int]]:
    """Yield code spans: the text between two equal runs of backticks in a paragraph."""
    breaks = [match.start() for match in _BLANK.finditer(body)]
    runs = list(_TICKS.finditer(body))
    later: Mapping[tuple[int, int], list[int]] = defaultdict(list)
    for index, run in enumerate(runs):
        later[bisect_right(breaks, run.start()), len(run[0])].append(index)
    last = -1
    for index, run in enumerate(runs):
        if index <= last:
            continue
        same = later[bisect_right(breaks, run.start()), len(run[0])]
        place = bisect_right(same, index)
        if place < len(same):
            last = same[place]
            yield run.start(), runs[last].end()


def is_indented_code(lines: Sequence[str], number: int) -> bool:
    """Whether code without a fence begins on this line; a run begins after or on its fence."""
    if not 1 <= number <= len(lines) or not _INDENT.match(lines[number - 1]):
        return False
    above = lines[number - 2] if number > 1 else ""
    return not _FENCE.match(lines[number - 1]) and not _FENCE.match(above)


def blank_pictures(body: str) -> str:
    """Replace embedded pictures by blanks."""
    if "data:" not in body:
        return body
    return blank_places(body, [match.span() for match in _DATA.finditer(body)])


def blank_comments(prose: str) -> str:
    """Replace comments, and code in HTML, by blanks."""
    if "<" not in prose:
        return prose
    prose = blank_places(prose, [match.span() for match in _COMMENT.finditer(prose)])
    return blank_places(prose, _html_code(prose))


def _html_code(prose: str) -> Iterator[tuple[int, int]]:
    """Yield elements of code, from opening tag to end; one without an end does not count."""
    offset, endless = 0, set[str]()
    while opened := _HTML_CODE.search(prose, offset):
        name, offset = opened[1].lower(), opened.end()
        closed = None if name in endless else _HTML_CODE_END[name].search(prose, offset)
        if closed:
            yield opened.start(), closed.end()
            offset = closed.end()
        else:
            endless.add(name)
