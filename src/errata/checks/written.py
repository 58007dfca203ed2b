"""An article's text as its author wrote it, for checks that report characters.

`WrittenText.prose` is the whole file with blanks for everything that is not prose: front matter,
code, comments and embedded pictures. `WrittenText.body` includes the code. Both are as long as the
file, so that their places are the file's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from errata.checks.blanks import (
    blank_comments,
    blank_pictures,
    blank_places,
    find_code,
    is_indented_code,
)
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Span, find_line_starts, locate_character
from errata.model import ReadArticle
from errata.text.paths import is_markdown
from errata.values import Record

# "[text", with one level of brackets in it, as in "[![alt](a.png)" and "[the [new] way".
_TEXT: Final = r"(!?)\[((?:[^\[\]\\]|\\.|!?\[[^\[\]]{0,500}+\](?:\([^()\s]{0,500}+\))?){0,1000}+)\]"
# "[a](b.md "title")", "![a](<b c.png>)" and "[a](b_(c).md)"; not "[a] (b)".
_LINK: Final = compile_late(
    _TEXT
    + r"(?:\(\s{0,9}(<[^<>\n]{0,2000}+>|[^\s()<>]{0,2000}+(?:\([^\s()]{0,500}+\)[^\s()]{0,500}+)?)"
    r"(?:\s{1,9}(?:\"[^\"]{0,500}+\"|'[^']{0,500}+'))?\s{0,9}\)|\[([^\[\]]{0,200}+)\])"
)
# "![alt](" inside the text of a link.
_INNER: Final = compile_late(r"!\[([^\[\]]{0,500}+)\]\(([^()\s]{0,2000}+)")
# "<img src=…>" and "<a href=…>more</a>".
_IMAGE_TAG: Final = compile_late(r"<img\b[^<>]*+>", re.IGNORECASE)
_ANCHOR_TAG: Final = compile_late(r"<a\b([^<>]*+)>(.{0,500}?)</a\s*>", re.IGNORECASE | re.DOTALL)
# 'alt="A dialog"', "src=a.png".
_ATTRIBUTE: Final = compile_late(
    r"""\b(alt|src|href)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))"""
)
# "<b>" and "</p>"; not "a < b".
_TAG: Final = compile_late(r"<[^<>]*+>")
# "[docs]: " and "[docs]:\n    " before an address; not "see [docs]: a" and not "[docs]:\n\n".
_DEFINITION: Final = compile_late(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*\n?[ \t]*\Z", re.MULTILINE)
# How many characters before an address are searched for the name.
_REACH: Final = 250
# "https://a.b/c" in "(see https://a.b/c)."; nothing of "xhttps://a.b". What stands before it is
# looked at behind its first letter: to search for that is three times as fast.
_ADDRESS: Final = compile_late(
    r"[Hh](?<![A-Za-z0-9].)[Tt][Tt][Pp][Ss]?://[^\s<>\"'`)\]\\|\u3000-\u303f\uff00-\uffef]++"
)
_ENDING: Final = ".,;:!?*_"
# The sign that ends an address, as a reference: "&quot;" and "&#39;" yes; "&amp;" and "&lang=" no.
_REFERENCE: Final = compile_late(r"&(?:quot|lt|gt|apos|#39|#34);")


class WrittenLink(Record, frozen=True):
    """A link or a picture."""

    start: int
    """Its first character in the file's text."""
    end: int
    """The position after its last character."""
    text: str
    """The text as written; of a picture, its alternative text."""
    address: str
    """The address as written; empty if a reference gives it."""
    address_start: int
    address_end: int
    """The end of the written address, which may have entities that `address` does not have."""
    is_picture: bool = False
    is_decorative: bool = False
    """Whether its author says that the picture shows nothing: `alt=""`."""


class WrittenAddress(Record, frozen=True):
    """A web address anywhere in the text."""

    start: int
    url: str
    host: str
    """The host in lower case, without user and port."""
    is_bare: bool
    """Whether it is plain text without a link."""

    @property
    def end(self) -> int:
        """The position after its last character."""
        return self.start + len(self.url)


@dataclass(frozen=True, slots=True)
class WrittenText:
    """One article's file."""

    path: str
    text: str
    body: str
    prose: str
    links: tuple[WrittenLink, ...]
    code: tuple[tuple[int, int], ...]
    """Beginning and end of each piece of code with its fences or backticks; sorted."""
    _starts: list[int] = field(repr=False)
    _addresses: dict[bool, tuple[WrittenAddress, ...]] = field(default_factory=dict, repr=False)

    def span(self, offset: int) -> Span:
        """Return the place of a character."""
        return Span(self.path, *locate_character(self._starts, offset))

    def end(self, offset: int) -> tuple[int, int]:
        """Return line and column of a character, as the end of what comes before it."""
        span = self.span(offset)
        return span.line, span.column

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Make the edit that replaces some characters."""
        return Edit(self.span(start), self.end(end), text)

    def offset(self, line: int) -> int:
        """Return the offset of the first character of a 1-based line."""
        return self._starts[min(max(line, 1), len(self._starts)) - 1]

    @property
    def without_code(self) -> str:
        """The body with blanks for code; comments stay."""
        return blank_places(self.body, self.code)

    def _is_defined(self, offset: int) -> bool:
        """Whether an address follows `[a name]: `; it may be on the next line."""
        return _DEFINITION.search(self.text[max(0, offset - _REACH) : offset]) is not None

    def addresses(self, *, code: bool = False) -> tuple[WrittenAddress, ...]:
        """Return every web address in the prose, or in the body; kept for several checks."""
        if code not in self._addresses:
            text = self.body if code else self.prose
            self._addresses[code] = tuple(self._find_addresses(text)) if "://" in text else ()
        return self._addresses[code]

    def _find_addresses(self, text: str) -> Iterator[WrittenAddress]:
        linked = [(link.start, link.address_end) for link in self.links]
        for match in _ADDRESS.finditer(text):
            url = _REFERENCE.split(match[0], maxsplit=1)[0].rstrip(_ENDING)
            try:
                host = urlsplit(url).hostname or ""
            except ValueError:
                continue
            offset = match.start()
            before = self.text[offset - 1 : offset]
            after = self.text[offset + len(url) : offset + len(url) + 1]
            inside = before in {"<", "(", '"', "'", "="} or self._is_defined(offset)
            in_link = any(start <= offset < end for start, end in _around(linked, offset))
            is_bare = not inside and not in_link and after not in {"<", "{", "]"}
            yield WrittenAddress(offset, url, host, is_bare)


# The article that was asked for last: a dozen checks look at one after the other.
_last: list[tuple[ReadArticle, WrittenText]] = []


def read_written(read: ReadArticle) -> WrittenText:
    """Return the text of an article; the last one is kept for several checks."""
    for last_read, written in _last:
        if last_read is read:
            return written
    written_text = read_text_as_written(
        read.article.source, read.text, read.body_line, _indented(read)
    )
    _last[:] = [(read, written_text)]
    return written_text


def list_written_texts(read: ReadArticle) -> Iterator[WrittenText]:
    """Yield the text of an article, and of each file that it includes."""
    yield read_written(read)
    for path, text in read.included.items():
        yield _read_included(path, text)


def find_written_text(read: ReadArticle, span: Span) -> WrittenText:
    """Return the text of the file that has a place of an article."""
    included = read.included.get(span.path)
    return read_written(read) if included is None else _read_included(span.path, included)


def _read_included(path: str, text: str) -> WrittenText:
    """Return the text of an included file; all of one that is not markdown is code."""
    return read_text_as_written(path, text, 1 if is_markdown(path) else text.count("\n") + 2)


def read_file_as_written(path: str, data: bytes) -> WrittenText:
    """Return the text of an article that was parsed earlier, for the place of a finding."""
    # Imported here: reading front matter loads YAML, and most runs have no such finding.
    from errata.articles.front_matter.split import SourceParts, split_source, with_lf  # noqa: PLC0415 - see above

    text = with_lf(data.decode("utf-8-sig", "replace"))
    parts = split_source(text, path)
    body_line = parts.body_line if isinstance(parts, SourceParts) else 1
    return read_text_as_written(path, text, body_line)


def _indented(read: ReadArticle) -> tuple[int, ...]:
    """Return the 1-based lines of code that is marked only by indentation."""
    if read.included:
        return ()
    lines = read.text.split("\n")
    indented: set[int] = set()
    for run in read.runs:
        if run.where == "fence" and is_indented_code(lines, run.line):
            indented.update(range(run.line, run.line + run.text.rstrip("\n").count("\n") + 1))
    return tuple(sorted(number for number in indented if number <= len(lines)))


@lru_cache(maxsize=2)
def read_text_as_written(
    path: str, text: str, body_line: int, indented: tuple[int, ...] = ()
) -> WrittenText:
    """Return a file's text; its body begins on `body_line`, `indented` are lines of code."""
    starts = find_line_starts(text)
    begin = starts[body_line - 1] if body_line <= len(starts) else len(text)
    body = blank_pictures(blank_places(text, [(0, begin)]))
    ends = [*starts[1:], len(text) + 1]
    lines = [(starts[n - 1], ends[n - 1] - 1) for n in indented]
    code = tuple(sorted([*lines, *find_code(blank_places(body, lines))]))
    prose = blank_comments(blank_places(body, code))
    return WrittenText(path, text, body, prose, tuple(_links(prose, text)), code, starts)


def _around(spans: list[tuple[int, int]], offset: int) -> list[tuple[int, int]]:
    """Return the spans that may hold a place; they are sorted, and few hold another."""
    index = bisect_right(spans, offset, key=lambda span: span[0])
    return spans[max(0, index - 2) : index]


def _links(prose: str, text: str) -> Iterator[WrittenLink]:
    links = (
        [*_markdown_links(prose, text), *_html_links(prose)] if "[" in prose or "<" in prose else []
    )
    yield from sorted(links, key=lambda link: link.start)


def _markdown_links(prose: str, text: str) -> Iterator[WrittenLink]:
    if "](" not in prose and "][" not in prose:
        return
    for match in _LINK.finditer(prose):
        address = (match[3] or "").strip("<>")
        start = match.start(3) + (match[3] or "").startswith("<") if match[3] else match.end(2)
        label = text[match.start(2) : match.end(2)]
        span = (start, start + len(address))
        yield WrittenLink(*match.span(), label, address, *span, is_picture=bool(match[1]))
        for inner in _INNER.finditer(prose, match.start(2), match.end(2)):
            close = prose.find(")", inner.end(), match.end(2)) + 1
            yield WrittenLink(
                *(inner.start(), close or inner.end(), inner[1], inner[2], *inner.span(2)),
                is_picture=True,
            )


def _html_links(prose: str) -> Iterator[WrittenLink]:
    for match in _IMAGE_TAG.finditer(prose):
        values = {match[1].lower(): match for match in _ATTRIBUTE.finditer(match[0])}
        alt, src = _value(values.get("alt")), values.get("src")
        start, end = _value_span(src) if src else (0, 0)
        span = (match.start() + start, match.start() + end)
        decorative = "alt" in values and not alt
        yield WrittenLink(
            *(*match.span(), alt, _value(src), *span), is_picture=True, is_decorative=decorative
        )
    for match in _ANCHOR_TAG.finditer(prose):
        values = {match[1].lower(): match for match in _ATTRIBUTE.finditer(match[1])}
        if href := values.get("href"):
            text = _TAG.sub("", match[2]) if "<img" not in match[2].lower() else match[2]
            start, end = _value_span(href)
            span = (match.start(1) + start, match.start(1) + end)
            yield WrittenLink(*match.span(), text, _value(href), *span)


def _value(match: re.Match[str] | None) -> str:
    return unescape(next(filter(None, match.groups()[1:]), "")).strip() if match else ""


def _value_span(match: re.Match[str]) -> tuple[int, int]:
    return max(match.span(group) for group in (2, 3, 4))
