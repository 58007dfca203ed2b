"""Literal texts by which a line of a log is seen to be worth comparing with messages.

1. What a line shares with a message is words on end. So each few of a message's words between two
   volatile parts are an anchor: three with an unusual one among them, or else four or five.
2. A short message of usual words alone is told by a line that ends with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from errata.data import read_json
from errata.messages.common_words import CODE, COMMON, MOST_WORDS, TOKEN
from errata.messages.mask import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LIMITS: Final = read_json("log_limits")["anchors"]
_SHORTEST: Final[int] = _LIMITS["SHORTEST"]
_WORD_WEIGHT: Final[int] = _LIMITS["WORD_WEIGHT"]
_LETTER_WEIGHT: Final[int] = _LIMITS["LETTER_WEIGHT"]
_SINGLE_WEIGHT: Final[int] = _LIMITS["SINGLE_WEIGHT"]
_FEW: Final[int] = _LIMITS["FEW"]
_LEAST: Final[int] = _LIMITS["LEAST"]
_MANY: Final[int] = _LIMITS["MANY"]
_ALL: Final[int] = _LIMITS["ALL"]
_CJK: Final = chr(_LIMITS["CJK"])


class _Word(NamedTuple):
    start: int
    end: int
    usual: bool
    counts: int


def find_anchors(templates: Iterable[str]) -> tuple[bytes, ...]:
    """UTF-8 texts, sorted; a line without any of them is not worth comparing."""
    found = {
        text.encode("utf-8", "replace") for template in templates for text in _anchors(template)
    }
    return tuple(sorted(text for text in found if len(text) >= _SHORTEST))


def _anchors(template: str) -> Iterator[str]:
    pieces = PLACEHOLDER.split(CODE.sub("{any}", template))
    for piece in pieces:
        words = _words(piece)
        yield from (piece[start:end] for start, end in _windows(words))
        if len(pieces) == 1 and _FEW <= len(words) < _ALL and all(word.usual for word in words):
            yield from (f"{piece.strip()}\n", f"{piece.strip()}\r\n")


def _words(piece: str) -> list[_Word]:
    found = (match.span(match.lastindex or 0) for match in TOKEN.finditer(piece))
    return [
        _Word(start, end, piece[start:end].lower() in COMMON, _counts(piece[start:end]))
        for (start, end), _ in zip(found, range(MOST_WORDS), strict=False)
    ]


def _counts(word: str) -> int:
    if len(word) > 1:
        return _WORD_WEIGHT
    return _LETTER_WEIGHT if word > _CJK else _SINGLE_WEIGHT


def _windows(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """From each word on, as few as tell."""
    there = sum(word.counts for word in words)
    few = max(_LEAST * _WORD_WEIGHT, min(_FEW * _WORD_WEIGHT, there))
    many = max(_ALL * _WORD_WEIGHT, min(_MANY * _WORD_WEIGHT, there))
    for first, begin in enumerate(words):
        counted, usual = 0, True
        for word in words[first:]:
            counted += word.counts
            usual = usual and word.usual
            if counted >= many or (counted >= few and not usual):
                yield begin.start, word.end
                break
