"""Reads the raw tags of one paragraph or heading and balances them with markdown's own.

A tag that stays becomes an ordinary token, so that it can be balanced and never reaches the output
as written; `<b>` becomes `<strong>`. Attributes go, except the target of a link and what a picture
needs.

Raw tags and markdown's own are balanced on one stack: crossed tags are closed and reopened, stray
closing tags dropped, open ones closed at the end, empty ones removed. Runs of line breaks, raw or
markdown's, become one, and go at either end. Adjacent texts are joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import groupby
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import field

from errata.articles.markdown.ids import claim_raw_id
from errata.articles.markdown.repair.raw_tags import (
    FORBIDDEN,
    INLINE,
    KNOWN,
    NEWLINE,
    PLACEHOLDERS,
    SILENT,
    TAG,
    TagJudge,
    read_tag,
)
from errata.articles.markdown.tokens import BREAKS, make_text
from errata.values import MutableRecord

_MEANING: Final = {"b": "strong", "strike": "s", "tt": "code"}
_TYPES: Final = {"strong": "strong", "em": "em", "s": "s", "a": "link"}
_MAY_BE_ANCHORS: Final = KNOWN - FORBIDDEN
# How many elements a crossing tag may close and reopen; beyond, it waits for their own end. Nobody
# nests deeper inside a paragraph, and it bounds the work for each tag.
_REACH: Final = 16


def balance_tags(children: list[Token], judge: TagJudge, md: MarkdownIt, line: int) -> list[Token]:
    """Balance the raw tags among children; return the same list if there are none.

    Args:
        children: of one inline token.
        judge: says which tags stay.
        md: decides which links are allowed.
        line: where the block begins.
    """
    if not any(token.type == "html_inline" for token in children):
        return children
    return _Balancer().run(_unflip(list(_TagReader(md, judge, line).read(children))))


class _TagReader(MutableRecord):
    """Replaces the raw tags among the children of one inline token."""

    md: MarkdownIt
    judge: TagJudge
    line: int
    last_closing: dict[str, int] = field(default_factory=dict)
    """Name -> index of its last closing tag in the block."""

    def read(self, children: Sequence[Token]) -> Iterator[Token]:
        """Yield the children without raw tags; tokens of kept tags have `meta["raw"]`."""
        matches = [
            TAG.fullmatch(token.content) if token.type == "html_inline" else None
            for token in children
        ]
        for index, match in enumerate(matches):
            if match and match["slash"]:
                self.last_closing[match["name"].lower()] = index
        silent_until = -1
        for index, (token, match) in enumerate(zip(children, matches, strict=True)):
            if index <= silent_until:
                continue
            if token.type != "html_inline":
                yield token
            elif match is None:
                # Comments go; declarations, processing instructions and the like are text.
                yield from () if token.content.startswith("<!--") else (make_text(token.content),)
            elif (name := match["name"].lower()) in SILENT:
                silent_until = -1 if match["slash"] else self.last_closing.get(name, -1)
                self.judge.note_removed(f"`<{name}>`", self.line, match[0])
            else:
                yield from self._read(match, index)

    def _read(self, match: re.Match[str], index: int) -> Iterator[Token]:
        name = match["name"].lower()
        if anchor := self._anchor(match):
            yield anchor
        if name == "br" or name in NEWLINE:
            yield Token("hardbreak", "br", 0, markup="<br>")
            return
        is_alone = not match["rest"] and self.last_closing.get(name, -1) < index
        if name in PLACEHOLDERS and is_alone:
            yield make_text(self.judge.placeholder(match, self.line))
            return
        tag = self.judge.judge(match, self.line)
        if isinstance(tag, str):
            yield from (make_text(tag),) if tag else ()
        elif name == "img":
            yield from self._picture(tag.attributes, match[0])
        elif name == "a" and not tag.closing:
            yield from self._link(tag.attributes, match[0])
        elif name in INLINE or name in _MEANING:
            yield _make_tag(_MEANING.get(name, name), closing=tag.closing)

    def _anchor(self, match: re.Match[str]) -> Token | None:
        """Make an element with only a tag's id: the tag loses its own if it stays."""
        # Every other tag, of which there are very many, has neither.
        if "id" not in match["rest"] and "name" not in match["rest"]:
            return None
        if match["name"].lower() not in _MAY_BE_ANCHORS:
            return None
        claimed = claim_raw_id(read_tag(match), self.judge.context)
        return (
            Token("html_inline", "", 0, content=f'<span id="{claimed}"></span>')
            if claimed
            else None
        )

    def _link(self, attributes: Mapping[str, str], tag: str) -> Iterator[Token]:
        if not (authored := unescape(attributes.get("href", "")).strip()):
            return
        href = self.md.normalizeLink(authored)
        if self.md.validateLink(href):
            yield _make_tag("a", closing=False, attrs={"href": href, **_title(attributes)})
        else:
            self.judge.note_removed("a link that is neither web nor mail", self.line, tag)

    def _picture(self, attributes: Mapping[str, str], tag: str) -> Iterator[Token]:
        source = self.md.normalizeLink(unescape(attributes.get("src", "")).strip())
        alt = make_text(unescape(attributes.get("alt", "")))
        if not source or not self.md.validateLink(source):
            self.judge.note_removed("a picture without a usable address", self.line, tag)
            yield alt
            return
        sizes = {
            key: attributes[key]
            for key in ("width", "height")
            if attributes.get(key, "").isdecimal()
        }
        attrs: dict[str, str | int | float] = {
            "src": source,
            "alt": "",
            **_title(attributes),
            **sizes,
        }
        yield Token("image", "img", 0, attrs=attrs, children=[alt], content=alt.content)


def _title(attributes: Mapping[str, str]) -> dict[str, str]:
    return {"title": unescape(attributes["title"])} if attributes.get("title") else {}


def _make_tag(
    name: str, *, closing: bool, attrs: dict[str, str | int | float] | None = None
) -> Token:
    nesting: Literal[-1, 1] = -1 if closing else 1
    kind = f"{_TYPES.get(name, 'html_tag')}_{'close' if closing else 'open'}"
    return Token(kind, name, nesting, attrs=attrs or {}, meta={"raw": True})


def _unflip(tokens: list[Token]) -> list[Token]:
    """Turn `</b>word<b>` round: the exporter toggles, and one lost `**` inverts all that follow."""
    bold = [token for token in tokens if token.tag == "strong" and _is_raw(token)]
    if len(bold) % 2 or any(
        token.nesting != (-1, 1)[index % 2] for index, token in enumerate(bold)
    ):
        return tokens
    for token in bold:
        token.nesting = 1 if token.nesting == -1 else -1
        token.type = "strong_open" if token.nesting == 1 else "strong_close"
    return tokens


def _is_raw(token: Token) -> bool:
    return "raw" in token.meta


class _Balancer(MutableRecord):
    out: list[Token] = field(default_factory=list)
    stack: list[Token] = field(default_factory=list)
    """Open elements, by their opening tokens."""
    depth: Counter[str] = field(default_factory=Counter)
    """How often each raw tag is open; only the first opening counts."""
    pending: Token | None = None
    """A line break that waits for something to follow it."""
    fresh: bool = True
    """Whether the present line is still empty."""
    joined: bool = False
    """Whether the last event continued an element that had just ended."""

    def run(self, tokens: Iterable[Token]) -> list[Token]:
        for token in tokens:
            if token.type in BREAKS:
                self._break(token)
            elif token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close(token)
            else:
                self._leaf(token)
        while self.stack:
            self._pop()
        while self.out and self.out[-1].type in BREAKS:
            self.out.pop()
        return list(_join_texts(self.out))

    def _break(self, token: Token) -> None:
        pending = self.pending
        if pending is None:
            self.pending = None if self.fresh else token
        elif pending.type == "softbreak":
            pending.type, pending.tag = token.type, token.tag
        elif token.type == "softbreak":
            pending.markup = ""

    def _leaf(self, token: Token) -> None:
        if token.type == "text":
            if self.fresh or self.pending:
                token.content = token.content.lstrip()
            if not token.content:
                return
            if self.joined and self._lost_separator(token.content):
                token.content = " > " + token.content
        self._flush()
        self.out.append(token)
        self.fresh = self.joined = False

    def _lost_separator(self, text: str) -> bool:
        """Whether the exporter lost the `>` of a menu path, as in `<b>Tools</b><b>Console</b>`."""
        before = self.out[-1].content if self.out else ""
        return before[-1:].islower() and text[:1].isupper()

    def _flush(self) -> None:
        if self.pending:
            self.out.append(self.pending)
            self.pending = None
            self.fresh = True

    def _open(self, token: Token) -> None:
        if _is_raw(token):
            self.depth[token.tag] += 1
            if self.depth[token.tag] > 1 or (token.tag == "a" and self._in_link()):
                return
        self._push(token)

    def _in_link(self) -> bool:
        return any(token.tag == "a" for token in self.stack[-_REACH:])

    def _push(self, token: Token) -> None:
        self._flush()
        self.joined = bool(token.meta) and self._continues(token)
        if not self.joined:
            self.out.append(token)
        self.stack.append(token)

    def _continues(self, token: Token) -> bool:
        """Whether an element of the same kind just ended, as in `</b><b>`; then they are joined."""
        if not self.out or token.tag == "a":
            return False
        before = self.out[-1]
        if before.nesting != -1 or before.tag != token.tag or not before.meta:
            return False
        self.out.pop()
        return True

    def _close(self, token: Token) -> None:
        if not _is_raw(token):
            self._close_until(lambda top: not _is_raw(top))
            return
        depth = self.depth[token.tag]
        self.depth[token.tag] = max(0, depth - 1)
        reach = self.stack[-_REACH:]
        if depth == 1 and any(top.tag == token.tag and _is_raw(top) for top in reach):
            self._close_until(lambda top: top.tag == token.tag and _is_raw(top))

    def _close_until(self, is_it: Callable[[Token], bool]) -> None:
        """Close an element, and reopen those that had to be closed before it."""
        reopen: list[Token] = []
        while self.stack and not is_it(top := self._pop()):
            reopen.append(top if _is_raw(top) else top.copy(meta={"again": True}))
        for token in reversed(reopen):
            self._push(token.copy())

    def _pop(self) -> Token:
        """Close the innermost element, or remove it if it is empty."""
        token = self.stack.pop()
        space = self.out and self.out[-1].type == "text" and self.out[-1].content.isspace()
        place = -2 if space else -1
        if token.meta and len(self.out) >= -place and self.out[place].nesting == 1:
            del self.out[place]
        else:
            kind = token.type.replace("_open", "_close")
            self.out.append(Token(kind, token.tag, -1, markup=token.markup, meta=token.meta))
        return token


def _join_texts(tokens: list[Token]) -> Iterator[Token]:
    for is_text, group in groupby(tokens, lambda token: token.type == "text"):
        if is_text:
            yield make_text("".join(token.content for token in group))
        else:
            yield from group
