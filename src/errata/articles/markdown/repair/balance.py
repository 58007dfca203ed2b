"""Balances the tags of one paragraph or heading: raw ones and markdown's own on one stack.

Crossed tags are closed and reopened, stray closing tags dropped, open ones closed at the end,
empty ones removed. Line breaks, raw or markdown's, are made one where several follow each other,
and none at either end. Texts next to each other are joined.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown_it.token import Token

from errata.articles.markdown.tokens import BREAKS, make_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from errata.articles.markdown.repair.inline_html import TagReader

_REACH = 16
"""How many elements a crossing tag may close and reopen; beyond, it waits for their own end."""


def balance_tags(children: list[Token], reader: TagReader) -> list[Token]:
    """The children without raw tags, balanced; the same list where there is none."""
    if not any(token.type == "html_inline" for token in children):
        return children
    return _Writer().run(_unflip(list(reader.read(children))))


def _unflip(tokens: list[Token]) -> list[Token]:
    """Turn `</b>word<b>` round: the exporter toggles, and one lost `**` inverts all that follow."""
    bold = [token for token in tokens if token.tag == "strong" and _is_raw(token)]
    if len(bold) % 2 or any(token.nesting != (-1, 1)[at % 2] for at, token in enumerate(bold)):
        return tokens
    for token in bold:
        token.nesting = 1 if token.nesting == -1 else -1
        token.type = "strong_open" if token.nesting == 1 else "strong_close"
    return tokens


def _is_raw(token: Token) -> bool:
    return "raw" in token.meta


@dataclass(slots=True)
class _Writer:
    out: list[Token] = field(default_factory=list)
    stack: list[Token] = field(default_factory=list)
    """Elements that are open, by their opening tokens."""
    depth: Counter[str] = field(default_factory=Counter)
    """How often each raw tag is open; only the first opening counts."""
    pending: Token | None = None
    """A line break that waits for something to follow it."""
    fresh: bool = True
    """Nothing stands on the present line yet."""
    joined: bool = False
    """The last event went on with an element that had just ended."""

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
        return _joined(self.out)

    def _break(self, token: Token) -> None:
        held = self.pending
        if held is None:
            self.pending = None if self.fresh else token
        elif held.type == "softbreak":
            held.type, held.tag = token.type, token.tag
        elif token.type == "softbreak":
            held.markup = ""

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
        """Whether it only goes on where its like just ended, as in `</b><b>`; then join the two."""
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
        """Close the one that is meant, and reopen what had to be closed on the way."""
        reopen: list[Token] = []
        while self.stack and not is_it(top := self._pop()):
            reopen.append(top if _is_raw(top) else top.copy(meta={"again": True}))
        for token in reversed(reopen):
            self._push(token.copy())

    def _pop(self) -> Token:
        """Close the innermost element, or remove it where nothing is in it."""
        token = self.stack.pop()
        space = self.out and self.out[-1].type == "text" and self.out[-1].content.isspace()
        at = -2 if space else -1
        if token.meta and len(self.out) >= -at and self.out[at].nesting == 1:
            del self.out[at]
        else:
            kind = token.type.replace("_open", "_close")
            self.out.append(Token(kind, token.tag, -1, markup=token.markup, meta=token.meta))
        return token


def _joined(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    texts: list[str] = []
    for token in tokens:
        if token.type == "text":
            texts.append(token.content)
            continue
        if texts:
            out.append(make_text("".join(texts)))
            texts = []
        out.append(token)
    if texts:
        out.append(make_text("".join(texts)))
    return out
