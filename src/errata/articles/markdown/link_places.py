"""Finds where each link of an article is in its file.

The sanitiser shows links in reading order and without places. `locate_links` notes from the
parser's tokens which block each one is in, and its address is searched for there. The address of a
reference is at its definition, where an author has to change it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from msgspec import field

from errata.data.patterns import compile_late
from errata.diagnostics import find_line_starts, locate_character
from errata.model import Position
from errata.values import MutableRecord

if TYPE_CHECKING:
    from markdown_it.token import Token

# The prefix of a wiki link: the page's name and, after another sign, its heading follow.
WIKI_PREFIX: Final = "#wiki/"
# How many characters are searched for one address, from the last link on. Beyond, a link has its
# block's line: work must not grow with the square of a long table.
_REACH: Final = 20_000
# How many are searched for an address that also has a definition, where it is certain to be found.
_NEAR: Final = 1_000
# How many characters are searched in vain, at most, for each character of the article, and for a
# short one: 250 rewritten addresses in 5 kB. The links back from many footnotes are in no text.
_IN_VAIN: Final = 200
_LEAST_IN_VAIN: Final = 10_000_000
# What may stand before an address, the most reliable first.
_BEFORE: Final = ("](", "](<", '="', "='", "]: ", "]: <", "[[", "")
# The attribute of a raw tag: 'href="a.md"' and "src=a.png" yes; "data-href" no.
_RAW: Final = compile_late(
    r"""(?<![\w-])(?:href|src)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
# Up to an empty address: "[a]()", "[a](<>)" and 'href=""' yes; 'alt=""' no.
_EMPTY: Final = compile_late(
    r"""\]\([ \t]*(?=(?:<>)?[ \t]*\))|(?<![\w-])(?:href|src)\s*+=\s*+(?:"(?=")|'(?='))"""
)


class LinkPlaces(MutableRecord):
    """The places of an article's links; each is asked for once, in reading order."""

    text: str = ""
    """The article's markdown."""
    first_line: int = 1
    """Line of the file on which that text begins."""
    blocks: Mapping[str, deque[int]] = field(default_factory=dict)
    """Address as rendered -> first line of each block that links it, from 0."""
    definitions: Mapping[str, int] = field(default_factory=dict)
    """Address -> line of its definition."""
    _starts: list[int] = field(default_factory=list)
    _last: int = 0
    """Offset of the last link."""
    _missed: set[str] = field(default_factory=set)
    _in_vain: int = 0
    """Characters searched without success."""

    def find(self, url: str) -> Position:
        """Return the place of the next link to an address, or its block's start if rewritten."""
        waiting = self.blocks.get(url)
        # Lines of an included file may be more than those of the article.
        line = min(waiting.popleft() if waiting else 0, len(self._line_starts()) - 1)
        offset, length = self._search(url, line)
        if offset >= 0:
            self._last = offset
            return self._place(offset, length)
        if url in self.definitions:
            starts = self._line_starts()
            start = starts[min(self.definitions[url], len(starts) - 1)]
            return self._place(*self._find(url, start, start + _REACH, start))
        return Position(self.first_line + line)

    def _search(self, url: str, line: int) -> tuple[int, int]:
        most = max(_IN_VAIN * len(self.text), _LEAST_IN_VAIN)
        if url in self._missed or self._in_vain > most:
            return -1, 0
        start = self._line_starts()[line]
        reach = _NEAR if url in self.definitions else _REACH
        # Links come in reading order: the next one of an address is behind the last.
        for begin in sorted({max(start, self._last + 1), start}, reverse=True):
            offset, length = self._find(url, begin, begin + reach, -1)
            if offset >= 0:
                return offset, length
        self._missed.add(url)
        self._in_vain += min(reach, len(self.text) - start) * len(_BEFORE)
        return -1, 0

    def _find(self, url: str, begin: int, end: int, otherwise: int) -> tuple[int, int]:
        """Return the offset and the length of an address."""
        url = url.removeprefix(WIKI_PREFIX)
        if not url:
            match = _EMPTY.search(self.text, begin, end)
            return (match.end(), 0) if match else (otherwise, 0)
        plain = unquote(url)
        escaped = plain.replace("_", r"\_")
        for form in dict.fromkeys((url, plain, escape(url), plain.replace(" ", "%20"), escaped)):
            for before in _BEFORE:
                if (offset := self.text.find(before + form, begin, end)) >= 0:
                    return offset + len(before), len(form)
        return otherwise, 0

    def _place(self, offset: int, length: int) -> Position:
        starts = self._line_starts()
        line, column = locate_character(starts, offset)
        return Position(self.first_line + line - 1, column, length)

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts = find_line_starts(self.text)
        return self._starts


def locate_links(
    tokens: Sequence[Token], env: MutableMapping[str, Any], text: str, first_line: int
) -> LinkPlaces:
    """Note the block of every link and picture among the tokens, and every definition."""
    blocks: dict[str, deque[int]] = defaultdict(deque)
    for token in tokens:
        if token.map and (token.children or token.type == "html_block"):
            for url in _addresses(token):
                blocks[url].append(token.map[0])
    references: Mapping[str, Mapping[str, Any]] = env.get("references", {})
    definitions = {str(item["href"]): int(item["map"][0]) for item in references.values()}
    return LinkPlaces(text, first_line, blocks, definitions)


def _addresses(token: Token) -> Iterator[str]:
    if token.type == "html_block":
        for match in _RAW.finditer(token.content):
            yield unescape(next(filter(None, match.groups()), "")).strip()
    for child in token.children or ():
        if (address := child.attrs.get("href", child.attrs.get("src"))) is not None:
            yield str(address)
