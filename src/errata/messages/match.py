"""Finds the articles whose messages a pasted line contains, or is a part of.

1. The line without its prefix, masked: the same template is the surest answer.
2. Else pairs of neighbouring words, placeholders left out, vote for messages. A word weighs by its
   rarity among the messages, and little where any log has it.
3. A message is taken where enough weight is shared, and most of it or of the line: so a line that
   is cut, wrapped or longer is found, and one that shares a phrase with a message is not. It is
   taken from any line that has it as a whole, or many of its words in a row.

`data/log_limits.json` has the numbers with their reasons.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice, pairwise
from math import log
from typing import TYPE_CHECKING, Final

from errata.data import read_json
from errata.messages.mask import mask_message, strip_prefix
from errata.messages.words import (
    CODE,
    MOST_WORDS,
    Fields,
    all_words,
    are_common,
    constant_words,
    find_anchors,
    is_common,
    split_fields,
    weigh_letters,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.model import Message

    Pair = tuple[str, str]

_LIMITS: Final = read_json("log_limits")["matching"]
_PARTS: Final[int] = _LIMITS["PARTS"]
_COMMON_WEIGHT: Final[float] = _LIMITS["COMMON_WEIGHT"]
_ENOUGH: Final[float] = _LIMITS["ENOUGH"]
_ENOUGH_OF_WHOLE: Final[float] = _LIMITS["ENOUGH_OF_WHOLE"]
_WHOLE: Final[float] = _LIMITS["WHOLE"]
_WHOLE_LINE: Final[float] = _LIMITS["WHOLE_LINE"]
_ENOUGH_EXACTLY: Final[float] = _LIMITS["ENOUGH_EXACTLY"]
_ENOUGH_IN_A_ROW: Final[float] = _LIMITS["ENOUGH_IN_A_ROW"]
_LITERALLY: Final[float] = _LIMITS["LITERALLY"]
_SAME_NUMBERS: Final[float] = _LIMITS["SAME_NUMBERS"]
# "403" of "(403)" yes; "5", "1234567", "12" of "v12" no
_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]{2,5}(?![0-9A-Za-z])")
_ENOUGH_WORDS: Final[int] = _LIMITS["ENOUGH_WORDS"]
_LEAST_UNUSUAL: Final[int] = _LIMITS["LEAST_UNUSUAL"]
_MANY_WORDS: Final[int] = _LIMITS["MANY_WORDS"]
_OF_MESSAGE: Final[float] = _LIMITS["OF_MESSAGE"]
_OF_LINE: Final[float] = _LIMITS["OF_LINE"]
_LEAST_OF_MESSAGE: Final[float] = _LIMITS["LEAST_OF_MESSAGE"]
_TELLING: Final[float] = _LIMITS["TELLING"]
_OF_EITHER: Final[float] = _LIMITS["OF_EITHER"]
_MOST_FOUND: Final[int] = _LIMITS["MOST_FOUND"]
_BEGINNING: Final[int] = _LIMITS["BEGINNING"]
# What a person looks up finds a message by as little weight, and by this share of the line: nobody
# reads a log through such a search, so that a wrong answer costs a look. Only Python asks so. Of 88
# English log lines and messages of the labelled queries, 84 find their article first with a weight
# of 2 or 4, and 82 with 6; of unrelated lines 1 % are answered with a share of 0.75, 6 % with 0.6.
_ENOUGH_ASKED: Final = 2.0
_OF_QUESTION: Final = 0.75


@dataclass(frozen=True, slots=True)
class Match:
    """One article that a line belongs to."""

    number: str
    score: float
    """Weight shared, and up to as much again for how much of message and line it is."""
    text: str
    """The message as the article quotes it; of several with one template, always the same."""
    numbers: frozenset[str] = frozenset()
    """Those of all messages that were found: the order depends on which of them the line has."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A message, or the line that is looked up; then the number is empty."""

    number: str
    template: str
    bare: str
    """The template without the code, which a log may not have."""
    bare_words: tuple[str, ...]
    words: tuple[str, ...]
    pairs: frozenset[Pair]
    constant: frozenset[Pair]
    """Those of them that are there every time: outside quotation marks, and without the code."""
    fields: Fields
    """The words outside quotation marks."""
    numbers: frozenset[str]
    weight: float


class MessageIndex:
    """Built once from (article number, message); looked up by line."""

    def __init__(self, messages: Iterable[tuple[str, Message]]) -> None:
        chosen = sorted({(number, message.text, message.template) for number, message in messages})
        words = [all_words(text) for _, text, _ in chosen]
        # In a small knowledge base a word is as rare as among so many messages.
        total = max(len(chosen) + 1, _LIMITS["FEWEST_MESSAGES"])
        self._rarity = _rarities(words, total)
        # A word of no message weighs half as much as the rarest.
        self._unseen = round(log(total) / 2 * _PARTS)
        self._telling = _TELLING * log(total)
        self._texts = {(number, template): text for number, text, template in reversed(chosen)}
        self._entries = tuple(
            self._entry(number, text, template, own)
            for (number, text, template), own in zip(chosen, words, strict=True)
        )
        self._postings = _postings(self._entries)

    def anchors(self) -> tuple[bytes, ...]:
        """Literal texts: a line of a log that has none of them is not worth looking up."""
        return find_anchors(entry.template for entry in self._entries)

    def words_with_digits(self) -> Iterator[bytes]:
        """Those of the messages, such as `sha256`: lines that differ in them are not alike."""
        return (word.encode() for word in self._rarity if any(map(str.isdecimal, word)))

    def find(self, line: str, limit: int = _MOST_FOUND, *, question: bool = False) -> list[Match]:
        """The articles of the messages most like the line, the best first; one match an article.

        A question is what a person looks up, not any line of a log: less is enough to answer it.
        """
        line = strip_prefix(line)
        query = self._entry("", line, mask_message(line), all_words(line)[:MOST_WORDS])
        best: dict[str, Match] = {}
        scores = [
            (entry, score)
            for entry in self._candidates(query)
            if (score := self._score(entry, query, question=question)) > 0
        ]
        numbers = frozenset(number for entry, _ in scores for number in entry.numbers)
        for entry, score in scores:
            if entry.number not in best or best[entry.number].score < score:
                text = self._texts[entry.number, entry.template]
                best[entry.number] = Match(entry.number, score, text, numbers)
        return sorted(best.values(), key=lambda match: (-match.score, match.number))[:limit]

    def _entry(self, number: str, text: str, masked: str, words: tuple[str, ...]) -> _Entry:
        """Pairs with quoted values between them and without, for the values differ."""
        fields = split_fields(text)
        template = CODE.sub("", masked).strip(" ")
        bare = constant_words(template)
        weight = self._weigh(set(bare))
        return _Entry(
            number=number,
            template=masked,
            bare=template,
            bare_words=bare[:MOST_WORDS],
            words=words,
            pairs=frozenset((*pairwise(words), *pairwise(fields.words))),
            constant=frozenset(pairwise(bare[:MOST_WORDS])),
            fields=fields,
            numbers=frozenset(_NUMBER.findall(text)),
            weight=weight if weight >= _ENOUGH_EXACTLY else self._weigh(set(words)) or 1.0,
        )

    def _candidates(self, query: _Entry) -> list[_Entry]:
        """The messages that share most with the line, by the weight of common pairs."""
        votes: defaultdict[int, int] = defaultdict(int)
        rarity, unseen = self._rarity, self._unseen
        for pair in query.pairs:
            for at in self._postings.get(pair, ()):
                votes[at] += rarity.get(pair[0], unseen) + rarity.get(pair[1], unseen)
        likely = sorted(votes, key=lambda at: (-votes[at], at))[: _LIMITS["MOST_CANDIDATES"]]
        return [self._entries[at] for at in likely]

    def _weigh(self, words: Iterable[str]) -> float:
        rarity, unseen = self._rarity, self._unseen
        return sum(rarity.get(word, unseen) for word in words) / _PARTS

    def _score(self, entry: _Entry, query: _Entry, *, question: bool) -> float:
        common = {word for pair in entry.pairs & query.pairs for word in pair}
        shared = self._weigh(common)
        if not question and self._is_hopeless(entry, query, common, shared):
            return 0.0
        field, value = _fields_of(entry, query.fields)
        weight = min(query.weight, self._weigh(set(field)) or query.weight)
        of_message = min(shared / entry.weight, 1.0)
        of_line = min(shared / weight, 1.0)
        shares = _Shares(
            common,
            shared,
            of_message,
            of_line,
            value == field,
            _is_part(entry, query),
            _count_unusual(common - query.fields.keys),
            of_message >= _LEAST_OF_MESSAGE or shared >= self._telling,
        )
        if not (
            _is_enough(shares)
            or (entry.words == query.words and _is_distinct(entry.words))
            or (entry.fields.words == field and _may_be_field(field, is_value=shares.is_value))
            or self._is_inside(entry, query, common, shared)
            or self._is_beginning(entry, field)
            or (question and _is_answer(entry, query, shared, of_line))
        ):
            return 0.0
        both = self._weigh(set(query.words).intersection(entry.words))
        literally = _LITERALLY if entry.bare in query.template else 0.0
        same = len(entry.numbers & query.numbers) / (len(entry.numbers) or 1) * _SAME_NUMBERS
        return round(both * (1 + of_message * 0.5 + of_line * 0.5 + literally + same), 4)

    def _is_hopeless(self, entry: _Entry, query: _Entry, common: set[str], shared: float) -> bool:
        """Whether it is seen at once that nothing below will say yes: most candidates are such."""
        if len(common) >= _MANY_WORDS and shared >= _ENOUGH_IN_A_ROW:
            return False
        if shared >= self._telling or shared >= _LEAST_OF_MESSAGE * entry.weight:
            return False
        beginnings = (entry.words[:2], entry.fields.words[:2], entry.bare_words[:2])
        return not (
            any(pair in query.pairs for pair in beginnings)
            or any(pair in query.pairs for pair in islice(entry.constant, 1))
        )

    def _is_inside(self, entry: _Entry, query: _Entry, common: set[str], shared: float) -> bool:
        """Whether the line has the message as a whole, or many words of it in a row.

        Then it does not matter what else is there.
        """
        if len(common) < _ENOUGH_WORDS or are_common(common):
            return False
        if entry.weight >= _ENOUGH_OF_WHOLE and _is_part(entry, query):
            return True
        return (len(common) >= _MANY_WORDS and shared >= _ENOUGH_IN_A_ROW) and any(
            len(run) >= _MANY_WORDS
            and _count_unusual(set(run) - query.fields.keys) >= _LEAST_UNUSUAL
            and self._weigh(set(run)) >= _ENOUGH_IN_A_ROW
            for run in _runs(query.fields.words, entry.pairs)
        )

    def _is_beginning(self, entry: _Entry, field: tuple[str, ...]) -> bool:
        """Whether a field is how the message begins; it goes on in other lines, or is cut."""
        return (
            len(field) >= _BEGINNING
            and entry.bare_words[: len(field)] == field
            and _count_unusual(field) > 0
            and self._weigh(set(field)) >= _ENOUGH
        )


def _rarities(texts: Sequence[Sequence[str]], total: int) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for words in texts:
        for word in set(words):
            counts[word] += 1
    return {
        word: round(log(total / count) * (_COMMON_WEIGHT if is_common(word) else 1.0) * _PARTS)
        for word, count in counts.items()
    }


def _fields_of(entry: _Entry, line: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the line between its separators, and its delimiters, around a message's."""
    shared = [at for at, pair in enumerate(pairwise(line.words)) if pair in entry.pairs]
    if not shared:
        return line.words, line.words
    first, last = shared[0], shared[-1] + 1
    return line.around(first, last), line.value_around(first, last)


def _may_be_field(field: tuple[str, ...], *, is_value: bool) -> bool:
    """Whether a field that is a message is about it: a sentence has two of its words by chance."""
    is_telling = weigh_letters(field) >= _ENOUGH_WORDS or is_value
    return is_telling and not are_common(field)


def _postings(entries: Sequence[_Entry]) -> dict[Pair, list[int]]:
    """Pair of words -> the messages that have it; without pairs that are in too many."""
    found: defaultdict[Pair, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        for pair in entry.pairs:
            found[pair].append(at)
    most = _LIMITS["MOST_OF_A_PAIR"]
    return {pair: postings for pair, postings in found.items() if len(postings) <= most}


def _is_distinct(words: Sequence[str]) -> bool:
    """Whether a line that is just this message is about it: a short common one may be anyone's."""
    return weigh_letters(words) >= _ENOUGH_WORDS or not are_common(words)


def _count_unusual(words: Iterable[str]) -> int:
    """How many of them not any log has; numbers are everywhere."""
    return sum(not (word.isdecimal() or is_common(word)) for word in set(words))


def _runs(words: Sequence[str], pairs: frozenset[Pair]) -> Iterator[list[str]]:
    """The stretches of the words whose neighbours are all neighbours in the message, too."""
    run = list(words[:1])
    for pair in pairwise(words):
        if pair not in pairs:
            yield run
            run = []
        run.append(pair[1])
    yield run


def _is_part(entry: _Entry, query: _Entry) -> bool:
    """Whether all neighbours of the message are neighbours in the line, too."""
    return len(entry.constant) >= _ENOUGH_WORDS - 1 and entry.constant <= query.pairs


def _is_answer(entry: _Entry, query: _Entry, shared: float, of_line: float) -> bool:
    """Whether a person who looks the line up is served."""
    return shared >= _ENOUGH_ASKED and (of_line >= _OF_QUESTION or _is_part(entry, query))


@dataclass(frozen=True, slots=True)
class _Shares:
    """What a line and a message have in common."""

    words: set[str]
    weight: float
    of_message: float
    of_line: float
    is_value: bool
    """The field with these words is a whole value, as in quotation marks."""
    is_part: bool
    """All of the message is in the line."""
    unusual: int
    """How many of the words not any log has, and are no names of values."""
    is_telling: bool
    """They are enough for a line that has less than most of the message."""


def _is_enough(shares: _Shares) -> bool:
    """Whether the words that line and message have in common are most of one of them.

    With fewer than two words that not any log has, they must be all of the message or of a value,
    and without any all of both: "No such file or directory" ends lines of every system.
    """
    of_message, of_line = shares.of_message, shares.of_line
    whole_message, whole_line = of_message >= _WHOLE, of_line >= _WHOLE_LINE
    is_all = whole_line and shares.is_value
    unusual = shares.unusual
    if unusual < _LEAST_UNUSUAL and not (whole_message and shares.is_part) and not is_all:
        return False
    if unusual:
        whole = of_line >= _OF_LINE and (whole_message or whole_line)
    else:
        whole = is_all and whole_message and len(shares.words) >= _MANY_WORDS
    return (
        len(shares.words) >= _ENOUGH_WORDS
        and shares.weight >= (_ENOUGH_OF_WHOLE if whole else _ENOUGH)
        and of_message + of_line >= _OF_EITHER
        and (of_message >= _OF_MESSAGE or (of_line >= _OF_LINE and shares.is_telling))
    )
