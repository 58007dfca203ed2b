"""Makes blocks of raw HTML whole, so that one of them can never swallow what follows it.

1. Each block is read as tags and text. Unknown tags, such as XML fragments, become text;
   what an article may not use goes; attributes go but a few.
2. Opening and closing tags are matched, within a block and across blocks of the same place
   (`<details>`, markdown, `</details>`); a tag without its partner goes.
3. What is left without the container that it needs, such as `<li>`, becomes a paragraph.

This keeps the content; that no script gets through is up to `sanitise`, which runs after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.repair import html_elements as names
from errata.articles.markdown.repair.content_model import ContentModel
from errata.articles.markdown.repair.inline_html import TagReport

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

CLASSES: frozenset[str] = frozenset()

_PIECE = re.compile(
    rf"(<!--.*?-->)|{names.TAG.pattern}|(<!--.*|[^<]++|<)",
    re.DOTALL,  # a comment without end is tried once: the rest of the block is then its text
)
_SILENT_END = re.compile(rf"</({'|'.join(sorted(names.SILENT))})\b", re.IGNORECASE)
_UNMATCHED = names.VOID | names.split_words(
    "caption colgroup dd dt li p tbody td tfoot th thead tr rb rp rt"
)
"""Void, or closed by what follows as HTML itself says."""
_REACH = 64
"""How far back a closing tag looks for its partner."""
_DEEPEST = 100
"""Elements within each other; nh3 takes time in proportion to the square of the depth."""
_KEPT_ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title", "width", "height"),
    "source": ("src", "media", "type"),
    "ol": ("start", "reversed", "type"),
    "li": ("value",),
    "td": ("colspan", "rowspan", "headers"),
    "th": ("colspan", "rowspan", "headers", "scope"),
    "col": ("span",),
    "colgroup": ("span",),
    "details": ("open",),
    "time": ("datetime",),
    "del": ("datetime",),
    "ins": ("datetime",),
    "abbr": ("title",),
}


@dataclass(slots=True)
class _Open:
    """A tag that waits for its partner."""

    name: str
    pieces: list[str]
    """The pieces of its block, where it is taken out if nobody closes it."""
    at: int
    level: int
    """Of its block among the tokens."""


@dataclass(slots=True)
class _Reader:
    report: TagReport
    stack: list[_Open] = field(default_factory=list)

    def read(self, token: Token) -> list[str]:
        """The block in pieces that are still open to change."""
        pieces: list[str] = []
        line = self.report.found.line_of(token)
        last_closing = {
            match[1].lower(): match.end() for match in _SILENT_END.finditer(token.content)
        }
        silent_until = 0
        for match in _PIECE.finditer(token.content):
            comment, slash, name, rest, text = match.groups()
            if match.start() < silent_until:
                continue
            if text:
                pieces.append(text.replace("<", "&lt;"))
            elif not comment and name.lower() in names.SILENT:
                silent_until = last_closing.get(name.lower(), 0)
                self.report.removed(f"`<{name.lower()}>`", line)
            elif not comment:
                self._tag(pieces, (slash, name, rest), token.level, line)
        return pieces

    def _tag(self, pieces: list[str], tag: tuple[str, str, str], level: int, line: int) -> None:
        slash, authored, rest = tag
        name = authored.lower()
        if name not in names.KNOWN:
            self.report.unknown(authored, line)
            pieces.append(escape(f"<{slash}{authored}{rest}>", quote=False))
            return
        attributes = names.parse_attributes(rest)
        self.report.attributes(name, attributes, line)
        if name in names.FORBIDDEN and name != "source":
            self.report.removed(f"`<{name}>`", line)
        elif name in names.NEUTRAL or not self._may_stand(pieces, name, level, bool(slash)):
            return
        else:
            kept = "" if slash else _attributes(name, attributes)
            pieces.append(f"<{slash}{name}{kept}>")

    def _may_stand(self, pieces: list[str], name: str, level: int, closing: bool) -> bool:  # noqa: FBT001 - reads well at its one call
        """Whether the tag has a partner, or may still find one."""
        if name in _UNMATCHED:
            return True
        if not closing:
            if len(self.stack) >= _DEEPEST:
                return False
            self.stack.append(_Open(name, pieces, len(pieces), level))
            return True
        reach = self.stack[-_REACH:]
        if not any(opened.name == name and opened.level == level for opened in reach):
            return False
        while (top := self.stack.pop()).name != name:
            top.pieces[top.at] = ""
        return True

    def leave(self, level: int) -> None:
        """Take out what stays open when a container ends."""
        while self.stack and self.stack[-1].level > level:
            top = self.stack.pop()
            top.pieces[top.at] = ""


def extend(md: MarkdownIt) -> None:
    """Add the rule; it needs nothing from the others."""
    md.core.ruler.push("raw_html", _repair)


def _repair(state: StateCore) -> None:
    if not any(token.type == "html_block" for token in state.tokens):
        return
    reader = _Reader(TagReport(parse_context(state.env)))
    blocks: dict[int, list[str]] = {}
    for token in state.tokens:
        reader.leave(token.level)
        if token.type == "html_block":
            blocks[id(token)] = reader.read(token)
    reader.leave(-1)
    _place(state.tokens, blocks)


def _place(tokens: list[Token], blocks: dict[int, list[str]]) -> None:
    places = ContentModel(_UNMATCHED)
    for token in tokens:
        places.leave(token.level)
        if pieces := blocks.get(id(token)):
            token.content = places.settled(pieces, token.level)


def _attributes(name: str, authored: dict[str, str]) -> str:
    kept = ((key, authored[key]) for key in _KEPT_ATTRIBUTES.get(name, ()) if key in authored)
    return "".join(f' {key}="{escape(unescape(value))}"' for key, value in kept)
