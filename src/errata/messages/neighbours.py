"""Short literal texts by which a log's line is seen to be worth comparing with messages.

A line may hold a part of a message only, so each message gives several: neighbouring words of which
two are unusual, and each stretch between volatile parts as a whole.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from errata.messages.words import COMMON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PLACEHOLDER: Final = re.compile(r"\{[a-z]{2,8}\}")
_WORD: Final = re.compile(r"[^\W\d_]\w*")
_SHORTEST: Final = 10
_MOST_WORDS: Final = 160
_FAR: Final = 3
"""Words of which the first and the last are unusual."""


def neighbours(templates: Iterable[str]) -> frozenset[bytes]:
    """UTF-8 texts; a line without any of them is not worth comparing."""
    return frozenset(
        text.encode("utf-8", "replace")
        for template in templates
        for piece in _PLACEHOLDER.split(template)
        for text in _texts(piece.strip())
        if len(text) >= _SHORTEST and "\n" not in text
    )


def _texts(piece: str) -> Iterator[str]:
    yield piece
    words = list(_WORD.finditer(piece))[:_MOST_WORDS]
    unusual = [at for at, word in enumerate(words) if word[0].lower() not in COMMON]
    for first, last in pairwise(unusual):
        if last - first <= _FAR:
            yield piece[words[first].start() : words[last].end()]
