"""Decides whether a line and a message are alike, without reference to any other message.

`data/log_limits.json` has the numbers with their reasons. `src/web/diagnose/likeness.ts` has the
same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from errata.data import read_json
from errata.messages.entries import Entry, LogText, Pair
from errata.messages.words import Fields, are_common, is_common, weigh_letters
from errata.values import Record

_LIMITS: Final = read_json("log_limits")["matching"]
ENOUGH_IN_A_ROW: Final[float] = _LIMITS["ENOUGH_IN_A_ROW"]
ENOUGH_OF_WHOLE: Final[float] = _LIMITS["ENOUGH_OF_WHOLE"]
ENOUGH_WORDS: Final[int] = _LIMITS["ENOUGH_WORDS"]
LEAST_OF_MESSAGE: Final[float] = _LIMITS["LEAST_OF_MESSAGE"]
LEAST_UNUSUAL: Final[int] = _LIMITS["LEAST_UNUSUAL"]
MANY_WORDS: Final[int] = _LIMITS["MANY_WORDS"]
_LONG_ROW: Final[int] = _LIMITS["LONG_ROW"]
_ENOUGH: Final[float] = _LIMITS["ENOUGH"]
_WHOLE: Final[float] = _LIMITS["WHOLE"]
_WHOLE_LINE: Final[float] = _LIMITS["WHOLE_LINE"]
_OF_MESSAGE: Final[float] = _LIMITS["OF_MESSAGE"]
_OF_LINE: Final[float] = _LIMITS["OF_LINE"]
_OF_EITHER: Final[float] = _LIMITS["OF_EITHER"]
_VALUE_WORDS: Final[int] = _LIMITS["VALUE_WORDS"]


class Shares(Record, frozen=True):
    """What a line and a message have in common."""

    words: set[str]
    """Those in pairs, without names of values."""
    weight: float
    of_message: float
    of_line: float
    is_value: bool
    """Whether the field with these words is a whole value, as in quotation marks."""
    is_part: bool
    """Whether all of the message is in the line."""
    unusual: int
    """Number of the words that are not usual in logs."""
    is_telling: bool
    """Whether they are enough for a line with less than most of the message."""


def is_enough(shares: Shares) -> bool:
    """Whether the words that line and message have in common are most of one of them.

    With fewer than two words that not any log has, they must be all of the message or of a value,
    and without any all of both: "No such file or directory" ends lines of every system.
    """
    of_message, of_line = shares.of_message, shares.of_line
    whole_message, whole_line = of_message >= _WHOLE, of_line >= _WHOLE_LINE
    is_all = whole_line and shares.is_value
    unusual = shares.unusual
    if unusual < LEAST_UNUSUAL and not (whole_message and shares.is_part) and not is_all:
        return False
    if unusual:
        is_whole = of_line >= _OF_LINE and (whole_message or whole_line)
    else:
        is_whole = is_all and whole_message and len(shares.words) >= MANY_WORDS
    return (
        len(shares.words) >= ENOUGH_WORDS
        and shares.weight >= (ENOUGH_OF_WHOLE if is_whole else _ENOUGH)
        and of_message + of_line >= _OF_EITHER
        and (of_message >= _OF_MESSAGE or (of_line >= _OF_LINE and shares.is_telling))
    )


def fields_of(entry: Entry, line: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the line's words between separators, and between delimiters, around a message's."""
    shared = [index for index, pair in enumerate(pairwise(line.words)) if pair in entry.pairs]
    if not shared:
        return line.words, line.words
    first, last = shared[0], shared[-1] + 1
    return line.around(first, last), line.value_around(first, last)


def may_be_field(field: tuple[str, ...], *, is_value: bool) -> bool:
    """Whether a field that is a message is about it: a sentence has two words of it by chance."""
    is_telling = weigh_letters(field) >= ENOUGH_WORDS or is_value
    return is_telling and not are_common(field)


def is_distinct(words: Sequence[str]) -> bool:
    """Whether a line that is just this message is about it: a short common one may be anyone's."""
    return weigh_letters(words) >= ENOUGH_WORDS or not are_common(words)


def count_unusual(words: Iterable[str]) -> int:
    """Count the words that are not in any log; numbers are everywhere."""
    return sum(not (word.isdecimal() or is_common(word)) for word in set(words))


def runs_of(words: Sequence[str], pairs: frozenset[Pair]) -> Iterator[list[str]]:
    """Yield the stretches of words whose neighbours are neighbours in the message, too."""
    run = list(words[:1])
    for pair in pairwise(words):
        if pair not in pairs:
            yield run
            run = []
        run.append(pair[1])
    yield run


def is_part(entry: Entry, query: LogText) -> bool:
    """Whether all neighbours of the message are neighbours in the line, or have a value between."""
    if len(entry.constant) < ENOUGH_WORDS - 1:
        return False
    return query.pairs.issuperset(entry.constant) or has_pieces(query.words, entry.pieces)


def has_pieces(words: tuple[str, ...], pieces: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words have all pieces in order, with a value of few words between two of them.

    "open the till, front7, of the shop" has those of "open the till, {any}, of the shop".
    """
    if len(pieces) == 1:
        return False
    index, latest = 0, len(words)
    for piece in pieces:
        size = len(piece)
        starts = range(index, min(latest, len(words) - size) + 1)
        start = next((start for start in starts if words[start : start + size] == piece), None)
        if start is None:
            return False
        index, latest = start + size, start + size + _VALUE_WORDS
    return True


def has_row(words: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether the words have the others in a row."""
    size = len(row)
    starts = (start for start, word in enumerate(words) if word == row[0])
    return any(words[start : start + size] == row for start in starts)


def goes_on_otherwise(entry: Entry, line: Fields) -> bool:
    """Whether a sentence of a line begins like the message and continues with another usual word.

    "bad modes for file" is no "bad modes for chroot directory". An unusual word may be a value.
    """
    words, own = line.words, entry.fields.words
    shared = [index for index, pair in enumerate(pairwise(words)) if pair in entry.pairs]
    after = shared[-1] + 2 if shared else len(words)
    if len(shared) >= _LONG_ROW or after >= len(words) or after in line.starts:
        return False
    next_word = words[after]
    if not is_common(next_word) or next_word.isdecimal() or next_word in entry.words:
        return False
    rests = [
        own[index + 2 :]
        for index, pair in enumerate(pairwise(own))
        if pair == words[after - 2 : after]
    ]
    return any(rests) and all(set(words_after).difference(words) for words_after in rests)


def share_one_name(entry: Entry, query: LogText) -> bool:
    """Whether all that they share are parts of names, such as "kube-state-metrics"."""
    return entry.pairs.isdisjoint(query.spaced_pairs)


def share_a_row(entry: Entry, query: LogText) -> bool:
    """Whether they share three words in a row, or the message has no more.

    Pairs here and there are chance: "kind=DaemonSet apiVersion=apps/v1".
    """
    if len(entry.words) <= ENOUGH_WORDS:
        return True
    rows = chain.from_iterable(runs_of(w, entry.pairs) for w in (query.fields.words, query.words))
    return any(len(row) >= ENOUGH_WORDS for row in rows)
