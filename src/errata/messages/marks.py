"""Marks the code of an article that is one of its messages, for the renderers.

Code is a message if its first line tells of a failure or has a code. A longer block than a message
is a log or a listing and stays as it is, and so does a single word, such as the name of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.messages.extract import normalise_line, quotes_failure
from errata.messages.line_codes import CODE_INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from errata.model import Message

# The most lines of a block of code that is a message as a whole
_MOST_LINES: Final = 12


def tag_messages(tokens: Iterable[Token], messages: Iterable[Message]) -> None:
    """Add `message` to the `meta` of code blocks and spans that are one."""
    quoted = [message for message in messages if quotes_failure(message)]
    texts = frozenset(message.text for message in quoted)
    with_code = tuple(message.text for message in quoted if CODE_INSIDE.match(message.text))
    for token in _code_tokens(tokens) if quoted else ():
        lines = [line for line in token.content.split("\n") if line.strip()]
        if 0 < len(lines) <= _MOST_LINES and " " in lines[0]:
            line = normalise_line(lines[0])
            if line in texts or line.endswith(with_code):
                token.meta = {**token.meta, "message": True}


def _code_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type in {"fence", "code_block"}:
            yield token
        elif token.type == "inline":
            yield from (child for child in token.children or () if child.type == "code_inline")
