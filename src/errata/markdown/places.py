"""Says exactly where each mention of a code stands in the article's file.

The parser knows the line on which a block begins. The text is searched from there; what was
repaired may not stand in the file as it reads, and keeps its block's line.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.model import Mention

_REACH = 50_000
"""Characters of the longest block that is searched."""


def locate_mentions(mentions: Iterable[Mention], text: str) -> Iterator[Mention]:
    """The mentions with exact line and column; `text` is the whole file."""
    starts = _line_starts(text)
    after: dict[tuple[str, int], int] = {}
    for mention in mentions:
        written, line = mention.surface or mention.code, min(mention.line, len(starts))
        begin = starts[max(line - 1, 0)]
        at = text.find(written, after.get((written, line), begin), _end(text, begin))
        if at < 0:
            yield mention
            continue
        after[written, line] = at + len(written)
        exact = bisect_right(starts, at)
        yield replace(mention, line=exact, column=at - starts[exact - 1] + 1)


def _end(text: str, begin: int) -> int:
    """Of the block: an empty line, where it is not too long."""
    blank = text.find("\n\n", begin, begin + _REACH)
    return blank if blank >= 0 else begin + _REACH


def _line_starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n") + 1
    while at:
        starts.append(at)
        at = text.find("\n", at) + 1
    return starts
