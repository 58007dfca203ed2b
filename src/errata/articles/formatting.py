"""Writes the markdown of an article in one style, and leaves it alone where a page would change.

mdformat writes the text below the front matter, which stays as it is, byte for byte. The article is
read before and after: where both do not give the same page, or a second run would change the file
again, the file is left as it is.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final
from weakref import WeakKeyDictionary

import mdformat
from markdown_it import MarkdownIt
from mdformat.renderer import RenderTreeNode, _context
from mdformat.renderer._util import is_tight_list
from msgspec.structs import replace

from errata.articles.front_matter.split import SourceParts, split_source, with_lf
from errata.articles.meaning import extract_meaning
from errata.articles.read import ArticleReader
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from errata.articles.conventions import ParseOptions
    from errata.model import Article, Source

# Line ends are where the author put them: a paragraph's lines may be sentences, for their diffs.
_OPTIONS: Final = {"wrap": "keep", "number": False}
_EXTENSIONS: Final = frozenset({"gfm"})
# Code on a page: "<pre><code>a\n b</code></pre>". Blanks count there alone.
_PRE: Final = compile_late(r"(<pre\b.*?</pre>)", re.DOTALL)
_BLANKS: Final = compile_late(r"\s+")


@dataclass(frozen=True, slots=True)
class Formatting:
    """An article's file before and after formatting."""

    path: str
    old: bytes
    new: bytes
    why_left: str = ""
    """Why a file that needs formatting was left as it is."""
    line: int = 1
    """The first line where that shows."""


class ArticleFormatter:
    """Formats a source; a class because pools need a picklable function."""

    doing: ClassVar = "formatting articles"

    def __init__(self, options: ParseOptions) -> None:
        self.options = options

    def __reduce__(self) -> tuple[type[ArticleFormatter], tuple[ParseOptions]]:
        return ArticleFormatter, (self.options,)

    @cached_property
    def _reader(self) -> ArticleReader:
        return ArticleReader(self.options)

    def __call__(self, source: Source) -> Formatting:
        """Format one article."""
        if source.path.lower().endswith(".mdx"):
            return _leave(source, "it is MDX, whose components are not markdown")
        try:
            text = with_lf(source.data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return _leave(source, "it is not UTF-8")
        parts = split_source(text, source.path)
        if not isinstance(parts, SourceParts) or not text.endswith(parts.body):
            return _leave(source, "its front matter cannot be read")
        front = text.removesuffix(parts.body)
        body = format_markdown(parts.body)
        if body == parts.body:
            return Formatting(source.path, source.data, source.data)
        new = _encode(front + body, source.data)
        before = self._reader.read(source).article
        why = self._why_left(before, replace(source, held=new), body)
        if why:
            return _leave(source, why, self._first_change(source, parts) if before else 1)
        return Formatting(source.path, source.data, new)

    def _why_left(self, before: Article | None, formatted: Source, body: str) -> str:
        if before is None:
            return "it cannot be read"
        after = self._reader.read(formatted).article
        if after is None or _read_page(before) != _read_page(after):
            return "its page would change"
        return "" if format_markdown(body) == body else "formatting it again would change it again"

    def _first_change(self, source: Source, parts: SourceParts) -> int:
        """Find the line of the first block that would not be shown as before."""
        lines = parts.body.split("\n")
        for token in MarkdownIt("commonmark").enable("table").parse(parts.body):
            if token.level or token.map is None:
                continue
            block = "\n".join(lines[token.map[0] : token.map[1]])
            pair = (block, format_markdown(block))
            rendered = [self._read_block(source, text) for text in pair]
            if rendered[0] != rendered[1]:
                return parts.body_line + token.map[0]
        return 1

    def _read_block(self, source: Source, text: str) -> object:
        # Without a heading of its own, a block would be taken for the title.
        data = f"---\ntitle: t\n---\n# t\n\n{text}\n".encode()
        article = self._reader.read(replace(source, held=data)).article
        return article and _read_page(article)


_tight_lists: Final = WeakKeyDictionary[RenderTreeNode, bool]()


def _is_tight_list_item(node: RenderTreeNode) -> bool:
    """Return what mdformat's function returns, which reads the whole list for each of its items."""
    parent = node.parent or node
    if parent not in _tight_lists:
        _tight_lists[parent] = is_tight_list(parent)
    return _tight_lists[parent]


_places: Final = WeakKeyDictionary[RenderTreeNode, dict[RenderTreeNode, int]]()


def _find_sibling(node: RenderTreeNode, distance: int) -> RenderTreeNode | None:
    """Return the node so many places after this one, without a search of all its siblings."""
    if (parent := node.parent) is None:
        return None
    if parent not in _places:
        _places[parent] = {child: index for index, child in enumerate(parent.children)}
    index = _places[parent][node] + distance
    return parent.children[index] if 0 <= index < len(parent.children) else None


_has_second_marker: Final = WeakKeyDictionary[RenderTreeNode, bool]()


def _get_list_marker_type(node: RenderTreeNode) -> str:
    """Return "-" or "*" as mdformat's function, which goes through all lists before this one."""
    before = node.previous_sibling
    is_second = (
        before is not None and before.type == node.type and not _has_second_marker.get(before)
    )
    _has_second_marker[node] = is_second
    return ("-*" if node.type == "bullet_list" else ".)")[is_second]


# mdformat has no hook for these. With its own, 20,000 words in bold in a paragraph took minutes.
_context.is_tight_list_item = _is_tight_list_item  # type: ignore[attr-defined] # imported there
_context.get_list_marker_type = _get_list_marker_type  # type: ignore[attr-defined] # as above
RenderTreeNode.next_sibling = property(lambda node: _find_sibling(node, 1))  # type: ignore[assignment,method-assign] # of its base
RenderTreeNode.previous_sibling = property(lambda node: _find_sibling(node, -1))  # type: ignore[assignment,method-assign] # as above


def format_markdown(text: str) -> str:
    """Format markdown in one style; the caller checks that its meaning stays."""
    begin = text[: len(text) - len(text.lstrip("\n"))]
    formatted = mdformat.text(text, options=_OPTIONS, extensions=_EXTENSIONS)
    # Whether a blank line follows the front matter is the author's choice.
    return begin[:1] + formatted if begin else formatted


def _leave(source: Source, why: str, line: int = 1) -> Formatting:
    return Formatting(source.path, source.data, source.data, why, line)


def _encode(text: str, old: bytes) -> bytes:
    """Encode a text with the line ends and the byte order mark of the file it replaces."""
    if old.count(b"\r\n") * 2 > old.count(b"\n"):
        text = text.replace("\n", "\r\n")
    return (BOM_UTF8 if old.startswith(BOM_UTF8) else b"") + text.encode("utf-8")


def _read_page(article: Article) -> object:
    """Return what readers see, with its markup, and everything that search reads."""
    return _html(article.body.parts), _html(article.title.parts), extract_meaning(article)


def _html(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        piece if piece.startswith("<pre") else _BLANKS.sub(" ", piece)
        for part in parts
        for piece in _PRE.split(part)
    )
