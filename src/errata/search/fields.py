"""Reads the words and the telling lines out of one article, while it is parsed.

1. Title, description and keywords, as the front matter has them.
2. The body block by block: paragraphs as sentences, code as lines; no boilerplate.
3. Lines for excerpts beside the messages: what describes the issue, then the rest.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from errata.messages.extract import join_lines
from errata.model import SearchText, SectionKind
from errata.search.stems import stemmer_for
from errata.search.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.model import Message, Metadata, TextRun

LONGEST_LINE: Final = 240
_MOST_OF_LINES: Final = 2_000
"""Characters of an article's lines in all."""
_MOST_WORDS: Final = 20_000
"""Words of one field; an article with more is a listing."""
_SHORTEST: Final = 12
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|(?<=[\u3002\uff01\uff1f])\s*|\n+")
_SPACE: Final = re.compile(r"\s+")
_ISSUE: Final = (None, SectionKind.DESCRIPTION, SectionKind.ISSUE, SectionKind.CAUSE)
_SILENT: Final = frozenset({SectionKind.BOILERPLATE})
_NO_LINE: Final = frozenset({SectionKind.ENVIRONMENT, SectionKind.RELATED})


def search_text(
    metadata: Metadata, runs: Sequence[TextRun], messages: Sequence[Message], locale: str
) -> SearchText:
    """What the search index takes from an article."""
    stemmer = stemmer_for(locale)

    def told(text: str) -> str:
        return " ".join(list(words(text, stemmer))[:_MOST_WORDS])

    blocks = list(_blocks(runs))
    quoted = tuple(message.text for message in messages if message.where != "title")
    return SearchText(
        title=told(metadata.title),
        description=told(metadata.description),
        keywords=told("\n".join(metadata.keywords)),
        body=told("\n".join(text for text, _ in blocks)),
        lines=tuple(_bounded(_lines(blocks, quoted))),
    )


def _blocks(runs: Sequence[TextRun]) -> Iterator[tuple[str, SectionKind | None]]:
    """Text and section of each paragraph and each piece of code, with its pieces joined."""
    body = (r for r in runs if r.where in {"prose", "span", "fence"} and r.section not in _SILENT)
    for _, group in groupby(body, key=lambda run: (run.line, run.where == "fence")):
        block = list(group)
        yield join_lines(run.text for run in block), block[0].section


def _lines(
    blocks: Sequence[tuple[str, SectionKind | None]], quoted: Sequence[str]
) -> Iterator[str]:
    """Sentences and lines of code that are in no message."""
    known = "\n".join(quoted)
    issue = [text for text, section in blocks if section in _ISSUE]
    rest = [text for text, section in blocks if section not in _ISSUE and section not in _NO_LINE]
    for text in (*issue, *rest):
        for sentence in _SENTENCE.split(text):
            line = _SPACE.sub(" ", sentence).strip()
            if len(line) >= _SHORTEST and line not in known:
                yield line


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """Distinct lines, the long ones cut at a word, as many as there is room for."""
    seen: set[str] = set()
    room = _MOST_OF_LINES
    for line in lines:
        short = line if len(line) <= LONGEST_LINE else _cut(line)
        if short in seen:
            continue
        seen.add(short)
        room -= len(short)
        if room < 0:
            return
        yield short


def _cut(line: str) -> str:
    return line[:LONGEST_LINE].rpartition(" ")[0] or line[:LONGEST_LINE]
