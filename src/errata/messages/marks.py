"""Marks the code that is a quoted error message, once the article's messages are known.

A piece of code is one where its first line is a message that tells of a failure or has a code; a
block of more lines than a message has is a log or a listing and stays as it is, and so does a
single word, such as the name of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.messages.templates import normalise_line, quotes_failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from errata.model import Message

_MOST_LINES: Final = 12


def tag_messages(tokens: Iterable[Token], messages: Iterable[Message]) -> None:
    """Note `message` in the `meta` of code blocks and spans, for their renderers."""
    quoted = frozenset(message.text for message in messages if quotes_failure(message))
    if not quoted:
        return
    for token in _code(tokens):
        lines = [line for line in token.content.split("\n") if line.strip()]
        if 0 < len(lines) <= _MOST_LINES and " " in lines[0] and normalise_line(lines[0]) in quoted:
            token.meta = {**token.meta, "message": True}


def _code(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type in {"fence", "code_block"}:
            yield token
        elif token.type == "inline":
            yield from (child for child in token.children or () if child.type == "code_inline")
