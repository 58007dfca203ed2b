"""Makes blocks of raw HTML whole, so that none of them can swallow what follows it.

1. Each block is read as tags and text. Unknown tags, such as XML fragments, become text; what an
   article may not use is removed, and so are all but a few attributes.
2. Opening and closing tags are matched, within a block and across blocks of the same container
   (`<details>`, markdown, `</details>`); a tag without its partner is removed.
3. What HTML does not allow where it is gets another form: a list item without a list, as an
   unclosed `<ul>` leaves it, becomes a paragraph, because screen readers would announce a list that
   is not there. A block in bold or in a heading leaves its text there.

No parser of HTML does 2 and 3: it closes what is open at the end of the page, and it accepts an
`<li>` anywhere. `sanitise`, which runs after this, keeps scripts out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import escape, unescape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import field

from errata.articles.markdown.ids import claim_raw_id
from errata.articles.markdown.repair.raw_tags import (
    BLOCK,
    FORBIDDEN,
    INLINE,
    NEUTRAL,
    SILENT,
    TAG,
    UNCLOSED,
    VOID,
    RawTag,
    TagJudge,
    read_html_words,
)
from errata.articles.markdown.tokens import ENDS
from errata.data import read_table
from errata.data.patterns import compile_late
from errata.model.observations import UnbalancedBlock
from errata.values import MutableRecord

# A comment, a tag, or text: "<!-- a -->", "<b>", "a", "< b"; of "a<b>" only "a". A comment without
# an end is tried once: the rest of the block is then its text.
_PIECE: Final = compile_late(
    rf"(?P<comment><!--.*?-->)|{TAG.pattern}|(?P<text><!--.*|[^<]++|<)", re.DOTALL
)
# "</script>" and "</STYLE " yes; "</scripts>" no.
_SILENT_END: Final = compile_late(rf"</({'|'.join(sorted(SILENT))})\b", re.IGNORECASE)
# "<svg>", "<svg width='1'>" and "<svg" at the end of a line; not "<svg-icon>".
_DRAWING: Final = compile_late(r"<svg(?=[\s>]|$)")
_DRAWING_ENDS: Final = "</svg>"
# The most characters of a drawing that is removed whole, which bounds the search for its end: icons
# have hundreds, the pictures that programs export have thousands.
_LARGEST: Final = 50_000
# A text behind an empty line shows that the drawing before it has no end: "</g>\n\nText" yes;
# "</g>\n\n  <path />" no.
_PROSE: Final = compile_late(r"\n[ \t]*\n\s*[^<\s]")
# "<li" and "</li" at the beginning of a piece; not "&lt;li".
_ELEMENT: Final = compile_late("<(/?)([a-z][a-z0-9]*)")
# How far back a closing tag looks for its partner: far deeper than pages nest, and it bounds the
# work for each tag.
_REACH: Final = 64
# Elements within each other. nh3 takes time in proportion to the square of the depth.
_DEEPEST: Final = 100
# What readers miss if its tag is removed: other elements only group what they hold.
_FOLDING: Final = frozenset({"details"})
_HOMES: Final = read_html_words("homes")
# Elements that contain text and pictures, but no blocks.
_PHRASES: Final = (INLINE - {"a", "del", "ins"}) | {
    *("h1", "h2", "h3", "h4", "h5", "h6"),
    "summary",
}
_KEPT_ATTRIBUTES: Final = {
    tag: words.split() for tag, words in read_table("html", "attributes").items()
}


def extend(md: MarkdownIt) -> None:
    """Add the rules; they need nothing from the others."""
    md.block.ruler.before("fence", "drawing", _read_drawing, ENDS)
    md.core.ruler.push("raw_html", _repair)


def _read_drawing(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `<svg>` and all that is in it, which may have empty lines and lines of tags."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<svg", begin) or state.is_code_block(start):
        return False
    if not _DRAWING.match(state.src, begin, state.eMarks[start]):
        return False
    close = state.src.find(_DRAWING_ENDS, begin, min(begin + _LARGEST, state.eMarks[end - 1]))
    line = bisect_left(state.eMarks, close, start, end)
    behind = close + len(_DRAWING_ENDS)
    if close < 0 or state.src[behind : state.eMarks[line]].strip():
        return False
    if _PROSE.search(state.src, begin, close):
        return False
    if not silent:
        state.line = line + 1
        token = state.push("html_block", "", 0)
        tag = TAG.match(state.src, begin, close)
        written = tag[0] if tag else "<svg>"
        token.map, token.content = [start, state.line], f"{written}{_DRAWING_ENDS}\n"
    return True


def _repair(state: StateCore) -> None:
    if not any(token.type == "html_block" for token in state.tokens):
        return
    reader = _BlockReader(TagJudge(state.env))
    blocks: dict[int, list[str]] = {}
    for token in state.tokens:
        reader.leave(token.level)
        if token.type == "html_block":
            blocks[id(token)] = reader.read(token)
    reader.leave(-1)
    places = _ContentModel()
    for token in state.tokens:
        places.leave(token.level)
        if (pieces := blocks.get(id(token))) is not None:
            token.content = "".join(places.fit(piece, token.level) for piece in pieces)


class _Open(MutableRecord):
    """A tag that waits for its partner."""

    name: str
    pieces: list[str]
    """The pieces of its block, from which it is removed if nothing closes it."""
    index: int
    level: int
    """The level of its block among the tokens."""
    line: int
    """The line of its block."""


class _BlockReader(MutableRecord):
    judge: TagJudge
    stack: list[_Open] = field(default_factory=list)

    def read(self, token: Token) -> list[str]:
        """Read a block as pieces that can still change."""
        pieces: list[str] = []
        line = self.judge.context.line_of(token)
        self.judge.context.count_elements(token.content.count("<"))
        last_closing = {
            match[1].lower(): match.end() for match in _SILENT_END.finditer(token.content)
        }
        silent_until = 0
        for match in _PIECE.finditer(token.content):
            if match.start() < silent_until or match["comment"]:
                continue
            if match["text"]:
                pieces.append(match["text"].replace("<", "&lt;"))
            elif (name := match["name"].lower()) in SILENT:
                # A closing tag alone takes nothing with it.
                silent_until = 0 if match["slash"] else last_closing.get(name, 0)
                self.judge.note_removed(f"`<{name}>`", line, match[0])
            else:
                tag = self.judge.judge(match, line, FORBIDDEN - {"source"})
                if isinstance(tag, str):
                    pieces.append(escape(tag, quote=False))
                else:
                    self._write(pieces, tag, token.level, line)
        return pieces

    def _write(self, pieces: list[str], tag: RawTag, level: int, line: int) -> None:
        anchor = claim_raw_id(tag, self.judge.context)
        if tag.name not in NEUTRAL and self._may_stay(pieces, tag, level, line):
            pieces.append(_write(tag, anchor))
        elif anchor:
            pieces += (f'<span id="{anchor}">', "</span>")

    def _may_stay(self, pieces: list[str], tag: RawTag, level: int, line: int) -> bool:
        """Whether the tag has a partner, or may still find one."""
        if tag.name in UNCLOSED:
            return True
        if not tag.closing:
            if len(self.stack) >= _DEEPEST:
                return False
            self.stack.append(_Open(tag.name, pieces, len(pieces), level, line))
            return True
        reach = self.stack[-_REACH:]
        if not any(opened.name == tag.name and opened.level == level for opened in reach):
            return False
        while (top := self.stack.pop()).name != tag.name:
            self._remove(top)
        return True

    def leave(self, level: int) -> None:
        """Remove what is open when a container ends."""
        while self.stack and self.stack[-1].level > level:
            self._remove(self.stack.pop())

    def _remove(self, opened: _Open) -> None:
        """Remove a tag that nothing closes."""
        opened.pieces[opened.index] = ""
        if opened.name in _FOLDING:
            context = self.judge.context
            context.observe(UnbalancedBlock(context.place(opened.line), f"</{opened.name}>"))


def _write(tag: RawTag, anchor: str) -> str:
    if tag.closing:
        return f"</{tag.name}>"
    keys = (key for key in _KEPT_ATTRIBUTES.get(tag.name, ()) if key in tag.attributes)
    written = "".join(f' {key}="{escape(unescape(tag.attributes[key]))}"' for key in keys)
    identity = f' id="{anchor}"' if anchor else ""
    return f"<{tag.name}{identity}{written}>"


class _ContentModel(MutableRecord):
    """The open elements, with the level of their block among the tokens."""

    opened: list[tuple[str, int]] = field(default_factory=list)
    replaced: list[tuple[str, int, str]] = field(default_factory=list)
    """Open elements that were replaced: name, number of elements around it, and what ends it now.
    """

    def leave(self, level: int) -> None:
        """End a container."""
        while self.opened and self.opened[-1][1] > level:
            self.opened.pop()

    def fit(self, piece: str, level: int) -> str:
        """Fit a piece to what HTML allows here; tags are matched, text does not begin with `<`."""
        tag = _ELEMENT.match(piece)
        if tag is None:
            return piece
        fit = self._close if tag[1] else self._open
        return fit(piece, tag[2], level)

    def _open(self, piece: str, name: str, level: int) -> str:
        if self.opened and self.opened[-1][0] in _PHRASES and name in BLOCK - {"picture"}:
            self.replaced.append((name, len(self.opened), " "))
            return " "
        homes = _HOMES.get(name)
        if homes is not None and (not self.opened or self.opened[-1][0] not in homes):
            if name in VOID:
                return ""
            self.replaced.append((name, len(self.opened), "</p>"))
            return "<p>"
        if name not in UNCLOSED:
            self.opened.append((name, level))
        return piece

    def _close(self, piece: str, name: str, level: int) -> str:
        depth = len(self.opened)
        for back, replaced in enumerate(self.replaced[: -_REACH - 1 : -1], 1):
            if replaced[:2] == (name, depth):
                del self.replaced[-back:]
                return replaced[2]
        if (name, level) in self.opened:
            while self.opened.pop()[0] != name:
                pass
        return piece
