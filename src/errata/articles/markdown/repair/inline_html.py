"""Reads the raw tags of one paragraph: which are kept, which become text, which go.

A tag that is kept becomes an ordinary token, so that it can be balanced and never reaches the
output as written; `<b>` becomes `<strong>`. Attributes go, except the target of a link and what a
picture needs. Unknown names are placeholders that a browser would swallow; HTML that no article
may use is removed. Both are noted for the checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Literal

from markdown_it.token import Token

from errata.articles.markdown.repair import html_elements as names
from errata.articles.markdown.tokens import make_text
from errata.model.observations import RemovedHtml, UnknownTag

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt

    from errata.articles.markdown.context import ParseContext

_MEANING = {"b": "strong", "strike": "s", "tt": "code"}
_TYPES = {"strong": "strong", "em": "em", "s": "s", "a": "link"}
_PLACEHOLDERS = names.split_words("data label link map menu object output param section title")
"""HTML names that authors use as placeholders, too, where nothing closes them: `<title>`."""
_EVENT = "on"


@dataclass(slots=True)
class TagReport:
    """What the checks shall know of the tags of one article, each once."""

    found: ParseContext
    noted: set[str] = field(default_factory=set)

    def unknown(self, name: str, line: int) -> None:
        """Note a placeholder that a browser would take for a tag."""
        self._note(name, UnknownTag(self.found.place(line), name))

    def removed(self, what: str, line: int) -> None:
        """Note HTML that is not allowed."""
        self._note(f" {what}", RemovedHtml(self.found.place(line), what))

    def attributes(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Note attributes that run script."""
        for key in attributes:
            if key.startswith(_EVENT):
                self.removed(f"`{key}` of `<{name}>`", line)

    def _note(self, key: str, seen: UnknownTag | RemovedHtml) -> None:
        if key not in self.noted:
            self.noted.add(key)
            self.found.observe(seen)


@dataclass(slots=True)
class TagReader:
    """Replaces the raw tags among the children of one inline token."""

    md: MarkdownIt
    """Decides which links are allowed."""
    report: TagReport
    line: int
    """Where the block begins."""
    last_closing: dict[str, int] = field(default_factory=dict)
    """Name -> index of its last closing tag in the block."""

    def read(self, children: Sequence[Token]) -> Iterator[Token]:
        """The children without raw tags; tokens that stand for kept ones carry `meta["raw"]`."""
        matches = [
            names.TAG.fullmatch(token.content) if token.type == "html_inline" else None
            for token in children
        ]
        for index, match in enumerate(matches):
            if match and match[1]:
                self.last_closing[match[2].lower()] = index
        silent_until = -1
        for index, (token, match) in enumerate(zip(children, matches, strict=True)):
            if index <= silent_until:
                continue
            if token.type != "html_inline":
                yield token
            elif match is None:
                yield from _not_a_tag(token.content)
            elif match[2].lower() in names.SILENT:
                silent_until = self.last_closing.get(match[2].lower(), -1)
                self.report.removed(f"`<{match[2].lower()}>`", self.line)
            else:
                yield from self._read(match, index)

    def _read(self, match: re.Match[str], index: int) -> Iterator[Token]:
        closing, name, rest = bool(match[1]), match[2].lower(), match[3]
        if name == "br" or name in names.NEWLINE:
            yield Token("hardbreak", "br", 0, markup="<br>")
            return
        placeholder = name in _PLACEHOLDERS and not rest and self._is_alone(name, index)
        if name not in names.KNOWN or placeholder:
            self.report.unknown(match[2], self.line)
            yield make_text(match[0])
            return
        attributes = names.parse_attributes(rest) if rest.strip() else {}
        self.report.attributes(name, attributes, self.line)
        if name in names.FORBIDDEN:
            self.report.removed(f"`<{name}>`", self.line)
        elif name == "img":
            yield from self._picture(attributes)
        elif name == "a" and not closing:
            yield from self._link(attributes)
        elif name in names.INLINE or name in _MEANING:
            yield _tag(_MEANING.get(name, name), closing=closing)

    def _is_alone(self, name: str, index: int) -> bool:
        return self.last_closing.get(name, -1) < index

    def _link(self, attributes: dict[str, str]) -> Iterator[Token]:
        if not (authored := unescape(attributes.get("href", "")).strip()):
            return
        href = self.md.normalizeLink(authored)
        if not self.md.validateLink(href):
            self.report.removed("a link that is neither web nor mail", self.line)
            return
        title = {"title": unescape(attributes["title"])} if attributes.get("title") else {}
        yield _tag("a", closing=False, attrs={"href": href, **title})

    def _picture(self, attributes: dict[str, str]) -> Iterator[Token]:
        source = self.md.normalizeLink(unescape(attributes.get("src", "")).strip())
        alt = make_text(unescape(attributes.get("alt", "")))
        if not source or not self.md.validateLink(source):
            self.report.removed("a picture without a usable address", self.line)
            yield alt
            return
        sizes = {
            key: attributes[key]
            for key in ("width", "height")
            if attributes.get(key, "").isdecimal()
        }
        title = {"title": unescape(attributes["title"])} if attributes.get("title") else {}
        attrs: dict[str, str | int | float] = {"src": source, "alt": "", **title, **sizes}
        yield Token("image", "img", 0, attrs=attrs, children=[alt], content=alt.content)


def _not_a_tag(content: str) -> Iterator[Token]:
    """Comments go; declarations, processing instructions and the like were meant to be seen."""
    if not content.startswith("<!--"):
        yield make_text(content)


def _tag(name: str, *, closing: bool, attrs: dict[str, str | int | float] | None = None) -> Token:
    nesting: Literal[-1, 1] = -1 if closing else 1
    kind = f"{_TYPES.get(name, 'html_tag')}_{'close' if closing else 'open'}"
    return Token(kind, name, nesting, attrs=attrs or {}, meta={"raw": True})
