"""What the search index takes from one article: its terms by field, and lines for excerpts.

1. Title, description and keywords, as the front matter has them.
2. The body block by block: paragraphs as sentences, code as lines; no boilerplate.
3. Lines for excerpts besides the messages: what describes the issue first, then the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from errata.messages.lines import join_lines
from errata.model import Message, Metadata, SearchText, SectionKind, TextRun
from errata.search.tokens import join_terms, stemmer_for
from errata.text.sentences import split_sentences
from errata.values import MutableRecord, Record

# The most characters of a line, so that an excerpt is two or three lines of a result: of the real
# articles' lines, half have more than 75, one in a hundred is cut.
_MAX_LINE: Final = 240
# The most characters of an article's lines in all: a little more than a fragment has room for (see
# `fragments`). Half of the real articles have under 760; of a tenth, some lines are left out.
_MAX_LINES: Final = 2_000
# Terms of one field. The longest real article has 5,442; one with more is a listing.
_MAX_TERMS: Final = 20_000
# The fewest characters of a line that says something: "Do this:" and "Step 2." are shorter.
_MIN_LINE: Final = 12
_ISSUE: Final = (None, SectionKind.DESCRIPTION, SectionKind.ISSUE, SectionKind.CAUSE)
# Its text is the same in every article.
_NOT_SEARCHED: Final = frozenset({SectionKind.BOILERPLATE})
# Names of products and titles of other articles: found, but no answer.
_NO_EXCERPT: Final = frozenset({SectionKind.ENVIRONMENT, SectionKind.RELATED})


class Document(Record, frozen=True):
    """One article as it is indexed."""

    text: SearchText
    source_terms: str = ""
    """Terms that the source's messages add to a translation, see `site.feeds.search_index`."""
    synonyms: str = ""

    @property
    def fields(self) -> tuple[list[str], ...]:
        """The terms of each field, in the order of `postings.FIELD_WEIGHTS`."""
        own = self.text
        texts = (own.title, own.description, own.keywords, own.body)
        return tuple(text.split() for text in (*texts, self.source_terms, self.synonyms))


class KnownDocument(MutableRecord, eq=False):
    """A document that is already indexed: its terms are in the postings, and rarely needed."""

    load: Callable[[], Document] = lambda: Document(SearchText())

    @property
    def fields(self) -> tuple[list[str], ...]:
        """See `Document.fields`."""
        return self.load().fields


def extract_search_text(
    metadata: Metadata, runs: Sequence[TextRun], messages: Sequence[Message], locale: str
) -> SearchText:
    """Extract what the search index uses of an article."""
    stemmer = stemmer_for(locale)

    def terms(text: str) -> str:
        joined = join_terms(text, stemmer)
        return joined if len(joined) < _MAX_TERMS else " ".join(joined.split()[:_MAX_TERMS])

    blocks = list(_blocks(runs))
    quoted = tuple(message.text for message in messages if message.where != "title")
    snippets = list(_fitting(_lines(blocks, quoted)))
    return SearchText(
        title=terms(metadata.title),
        description=terms(metadata.description),
        keywords=terms("\n".join(metadata.keywords)),
        body=terms("\n".join(block.text for block in blocks)),
        lines=tuple(text for text, _ in snippets),
        line_numbers=tuple(number for _, number in snippets),
    )


class _Block(NamedTuple):
    text: str
    line: int
    section: SectionKind | None


def _blocks(runs: Sequence[TextRun]) -> Iterator[_Block]:
    """Yield each paragraph and each piece of code, with its pieces joined."""
    searched = (run for run in runs if run.section not in _NOT_SEARCHED)
    body = (run for run in searched if run.where in {"prose", "span", "fence"})
    for _, group in groupby(body, key=lambda run: (run.line, run.where == "fence")):
        block = list(group)
        first = block[0]
        text = first.text if len(block) == 1 else join_lines(run.text for run in block)
        yield _Block(text, first.line, first.section)


def _lines(blocks: Sequence[_Block], quoted: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield sentences and lines of code outside messages, with their block's line number."""
    messages = "\n".join(quoted)
    issue = [block for block in blocks if block.section in _ISSUE]
    remaining = [block for block in blocks if block.section not in (*_ISSUE, *_NO_EXCERPT)]
    for block in (*issue, *remaining):
        for sentence in split_sentences(block.text):
            line = " ".join(sentence.split())
            if len(line) >= _MIN_LINE and line not in messages:
                yield line, block.line


def _fitting(lines: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield distinct lines, long ones cut at a word, as many as there is room for."""
    texts: set[str] = set()
    room = _MAX_LINES
    for line, number in lines:
        short = line if len(line) <= _MAX_LINE else _cut(line)
        if short in texts:
            continue
        texts.add(short)
        room -= len(short)
        if room < 0:
            return
        yield short, number


def _cut(line: str) -> str:
    return line[:_MAX_LINE].rpartition(" ")[0] or line[:_MAX_LINE]
