"""Finds the articles whose messages a pasted line contains, or is a part of.

1. The line without its prefix is masked: an equal template is the surest match.
2. Otherwise pairs of neighbouring words, without placeholders, vote for messages. A word's weight
   is its rarity among the messages, and small if any log has it.
3. A message matches if enough weight is shared, and most of it or of the line: so a line that is
   cut, wrapped or longer is found, and one that shares a phrase with a message is not. Any line
   matches that has the message as a whole, or many of its words in a row.
4. A message of words that any log has matches if it is the whole line, or all that a line says or a
   value in it, and the line tells of a failure or has a word of the article's title.
5. Of two articles that match alike, one that lists many messages comes second.

`data/log_limits.json` has the numbers with their reasons.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log
from typing import Final

from errata.data import read_json
from errata.messages.entries import Entry, LogText, Pair
from errata.messages.likeness import (
    ENOUGH_IN_A_ROW,
    ENOUGH_OF_WHOLE,
    ENOUGH_WORDS,
    LEAST_OF_MESSAGE,
    LEAST_UNUSUAL,
    MANY_WORDS,
    Shares,
    count_unusual,
    fields_of,
    goes_on_otherwise,
    has_row,
    is_distinct,
    is_enough,
    is_part,
    may_be_field,
    runs_of,
    share_a_row,
    share_one_name,
)
from errata.messages.words import (
    are_common,
    constant_words,
    find_anchors,
    find_raw_words,
    is_common,
    weigh_letters,
)
from errata.model import Message
from errata.values import Record

_LIMITS: Final = read_json("log_limits")["matching"]
_PARTS: Final[int] = _LIMITS["PARTS"]
_COMMON_WEIGHT: Final[float] = _LIMITS["COMMON_WEIGHT"]
_ENOUGH: Final[float] = _LIMITS["ENOUGH"]
_ENOUGH_EXACTLY: Final[float] = _LIMITS["ENOUGH_EXACTLY"]
_LITERALLY: Final[float] = _LIMITS["LITERALLY"]
_SAME_NUMBERS: Final[float] = _LIMITS["SAME_NUMBERS"]
_LIST: Final[int] = _LIMITS["LIST"]
_OF_LIST: Final[float] = _LIMITS["OF_LIST"]
_COLLECTION: Final[int] = _LIMITS["COLLECTION"]
_NEARLY: Final[float] = _LIMITS["NEARLY"]
_OF_TITLED: Final[float] = _LIMITS["OF_TITLED"]
_TELLING: Final[float] = _LIMITS["TELLING"]
_MOST_FOUND: Final[int] = _LIMITS["MOST_FOUND"]
_BEGINNING: Final[int] = _LIMITS["BEGINNING"]
_WHOLE_USUAL: Final[int] = _LIMITS["WHOLE_USUAL"]
_DISTINCT_ROW: Final[int] = _LIMITS["DISTINCT_ROW"]
_MOST_OF_AN_ANCHOR: Final[int] = _LIMITS["MOST_OF_AN_ANCHOR"]
# If a person looks one line up, so little weight is enough, with this share of the line: a wrong
# answer costs one look, unlike in a long log. Only Python has these. Of 88 English log lines and
# messages of the labelled queries, 84 find their article first with a weight of 2 or 4, 82 with 6;
# of unrelated lines 1 % are answered with a share of 0.75, 6 % with 0.6 (`bench/messages.py`).
_ENOUGH_FOR_QUESTION: Final = 2.0
_OF_QUESTION: Final = 0.75


class Match(Record, frozen=True):
    """One article that a line belongs to."""

    number: str
    score: float
    """Shared weight, and up to as much again for the share of message and line that it is."""
    text: str
    """The message as the article quotes it; of several with one template, always the same one."""
    numbers: frozenset[str] = frozenset()
    """Numbers of all messages that were found: the order depends on which of them the line has."""


class MessageIndex:
    """An index of messages and titles by article number; queried by line."""

    def __init__(
        self, messages: Iterable[tuple[str, Message]], titles: Iterable[tuple[str, str]] = ()
    ) -> None:
        chosen = sorted({(number, message.text, message.template) for number, message in messages})
        self._entries = tuple(Entry.of(*each) for each in chosen)
        # In a small knowledge base a word is as rare as among so many messages.
        total = max(len(chosen) + 1, _LIMITS["FEWEST_MESSAGES"])
        self._rarity = _rarities([entry.words for entry in self._entries], total)
        # A word of no message weighs half as much as the rarest.
        self._unseen = round(log(total) / 2 * _PARTS)
        self._telling = _TELLING * log(total)
        self._texts = {(number, template): text for number, text, template in reversed(chosen)}
        self._keys = [(number, template) for number, _, template in chosen]
        counts = Counter(number for number, _, _ in chosen)
        self._counts = counts
        self._weights = [self._weigh_all(e.bare_words, e.words) for e in self._entries]
        self._postings = _postings(self._entries)
        self._by_anchor = _places_by_anchor(chosen)
        self._subjects = _subjects(titles)

    def anchors(self) -> tuple[bytes, ...]:
        """Return literal texts: a line of a log without any of them need not be looked up."""
        return tuple(sorted(self._by_anchor))

    def words_with_digits(self) -> Iterator[bytes]:
        """List words of messages such as `sha256`: lines that differ in them are not alike."""
        return (word.encode() for word in self._rarity if any(map(str.isdecimal, word)))

    def may_have(self, text: str, anchors: Iterable[bytes]) -> bool:
        """Whether a line with these anchors may have one of their messages: a fast check.

        It compares a few more words than the full comparison, so that it never rejects a match.
        """
        if not text.isascii():
            return True
        words = find_raw_words(text)
        for anchor in anchors:
            places = self._by_anchor[anchor]
            if len(places) > _MOST_OF_AN_ANCHOR or any(
                self._may_be(index, words) for index in places
            ):
                return True
        return False

    def find(self, line: str, limit: int = _MOST_FOUND, *, question: bool = False) -> list[Match]:
        """Return the articles with the most similar messages, the best first; one match each.

        A question is what a person looks up, not any line of a log: it needs less to be answered.
        """
        query = LogText(line)
        best: dict[str, tuple[Match, int]] = {}
        scores = [
            (index, score)
            for index in self._candidates(query)
            if (score := self._score(index, query, question=question)) > 0
        ]
        numbers = frozenset(each for index, _ in scores for each in self._entries[index].numbers)
        for index, score in scores:
            number = self._entries[index].number
            if number not in best or best[number][0].score < score:
                best[number] = Match(number, score, self._texts[self._keys[index]], numbers), index
        return self._sort([*best.values()])[:limit]

    def _sort(self, matches: Sequence[tuple[Match, int]]) -> list[Match]:
        """Sort articles by score, each match with the index of its message.

        An article that is titled with its message comes before an index of such articles, which may
        quote it without the code. Of those that quote it alike, first the one whose title has its
        words; a collection of messages is less about this one.
        """
        least = _NEARLY * max((match.score for match, _ in matches), default=0.0)
        order = {}
        for match, index in matches:
            subject = self._subjects.get(match.number, set())
            about = self._weigh(subject.intersection(self._entries[index].words))
            is_titled = match.score >= least and about >= _OF_TITLED * self._weights[index]
            size = self._counts[match.number] // _COLLECTION
            order[match.number] = not is_titled, -match.score, -about, size, match.number
        return sorted((match for match, _ in matches), key=lambda match: order[match.number])

    def _candidates(self, query: LogText) -> list[int]:
        """Return the messages that share most with the line, by the weight of common pairs."""
        votes: defaultdict[int, int] = defaultdict(int)
        rarity, unseen = self._rarity, self._unseen
        for pair in query.pairs:
            if places := self._postings.get(pair):
                weight = rarity.get(pair[0], unseen) + rarity.get(pair[1], unseen)
                for index in places:
                    votes[index] += weight
        return sorted(votes, key=lambda index: (-votes[index], index))[: _LIMITS["MOST_CANDIDATES"]]

    def _weigh(self, words: Iterable[str]) -> float:
        rarity, unseen = self._rarity, self._unseen
        return sum(rarity.get(word, unseen) for word in words) / _PARTS

    def _weigh_all(self, bare: Iterable[str], words: Iterable[str]) -> float:
        """Return the weight of a message or a line, without its code unless nothing is left."""
        weight = self._weigh(set(bare))
        return weight if weight >= _ENOUGH_EXACTLY else self._weigh(set(words)) or 1.0

    def _score(self, index: int, query: LogText, *, question: bool) -> float:
        entry, entry_weight = self._entries[index], self._weights[index]
        common = {word for pair in entry.pairs & query.pairs for word in pair}
        shared = self._weigh(common)
        if not question and self._cannot_be_accepted(index, query, common, shared):
            return 0.0
        if len(common) < ENOUGH_WORDS and not question and not _may_be_field(entry, query):
            return 0.0
        field, value = fields_of(entry, query.fields)
        line_weight = self._weigh_all(query.bare_words, query.words)
        weight = min(line_weight, self._weigh(set(field)) or line_weight)
        of_message = min(shared / entry_weight, 1.0)
        of_line = min(shared / weight, 1.0)
        words = common.difference(query.fields.keys)
        shares = Shares(
            words,
            shared,
            of_message,
            of_line,
            value == field,
            is_part(entry, query),
            count_unusual(words),
            of_message >= LEAST_OF_MESSAGE
            or (shared >= self._telling and len(words) > ENOUGH_WORDS),
        )
        if not (
            (question and _is_answer(entry, query, shared, of_line))
            or self._is_accepted(index, query, shares, field, value)
        ):
            return 0.0
        if not question and share_one_name(entry, query):
            return 0.0
        if not (question or shares.is_part) and (
            goes_on_otherwise(entry, query.fields) or not share_a_row(entry, query)
        ):
            return 0.0
        return self._rank(entry, query, of_message, of_line)

    def _rank(self, entry: Entry, query: LogText, of_message: float, of_line: float) -> float:
        """Return the score of a message that the line has, from the shares of both."""
        shared = self._weigh(set(query.words).intersection(entry.words))
        literally = _LITERALLY if query.is_literally_in(entry) else 0.0
        same = len(entry.numbers & query.numbers) / (len(entry.numbers) or 1) * _SAME_NUMBERS
        factor = 1 + of_message * 0.5 + of_line * 0.5 + literally + same
        return round(shared * factor * (_OF_LIST if self._counts[entry.number] >= _LIST else 1), 4)

    def _is_accepted(
        self,
        index: int,
        query: LogText,
        shares: Shares,
        field: tuple[str, ...],
        value: tuple[str, ...],
    ) -> bool:
        """Whether a line has enough of a message, in one of the ways in which lines have them."""
        entry = self._entries[index]
        return (
            is_enough(shares)
            or (entry.words == query.words and is_distinct(entry.words))
            or (entry.fields.words == field and may_be_field(field, is_value=shares.is_value))
            or self._is_inside(index, query, shares.words, shares.weight)
            or self._is_beginning(entry, field, query.fields.keys)
            or (entry.is_usual and self._is_cued(entry, query, field, value))
            or (entry.is_usual and query.is_nothing_but(entry))
        )

    def _may_be(self, index: int, words: set[str]) -> bool:
        """Whether a line of these words, in any order, may have a message."""
        entry = self._entries[index]
        common = words.intersection(entry.words)
        shared = self._weigh(common)
        return self._is_telling(index, common, shared) or any(
            words.issuperset(pair) for pair in entry.beginnings
        )

    def _is_telling(self, index: int, common: set[str], shared: float) -> bool:
        """Whether the words are enough of a message, or many."""
        if shared >= self._telling or shared >= LEAST_OF_MESSAGE * self._weights[index]:
            return True
        return len(common) >= MANY_WORDS and shared >= ENOUGH_IN_A_ROW

    def _cannot_be_accepted(
        self, index: int, query: LogText, common: set[str], shared: float
    ) -> bool:
        """Whether no later check can accept the candidate, as is true of most."""
        entry = self._entries[index]
        return not (
            self._is_telling(index, common, shared)
            or any(pair in query.pairs for pair in entry.beginnings)
            or any(pair in query.pairs for pair in entry.constant[:1])
        )

    def _is_inside(self, index: int, query: LogText, common: set[str], shared: float) -> bool:
        """Whether the line has the message as a whole, or many words of it in a row.

        Then the rest of the line does not matter.
        """
        entry = self._entries[index]
        if len(common) < ENOUGH_WORDS or are_common(common):
            return False
        if self._weights[index] >= ENOUGH_OF_WHOLE and is_part(entry, query):
            return True
        if len(common) < MANY_WORDS or shared < ENOUGH_IN_A_ROW:
            return False
        runs = runs_of(query.fields.words, entry.pairs)
        rows = [run for run in runs if len(run) >= MANY_WORDS]
        words = {word for row in rows for word in row}
        # Two rows are not a coincidence, even of usual words, and neither is a long one.
        least = LEAST_UNUSUAL if len(rows) == 1 and len(rows[0]) < _DISTINCT_ROW else 1
        unusual = count_unusual(words - query.fields.keys)
        return unusual >= least and self._weigh(words) >= ENOUGH_IN_A_ROW

    def _is_beginning(self, entry: Entry, field: tuple[str, ...], keys: frozenset[str]) -> bool:
        """Whether a field is the beginning of a message that continues elsewhere, or is cut."""
        return (
            sum(word not in keys for word in field) >= _BEGINNING
            and entry.bare_words[: len(field)] == field
            and count_unusual(field) > 0
            and self._weigh(set(field)) >= _ENOUGH
        )

    def _is_cued(
        self, entry: Entry, query: LogText, field: tuple[str, ...], value: tuple[str, ...]
    ) -> bool:
        """Whether a message of words that any log has is there, with evidence that it counts.

        Evidence is a name in it, such as `find 'fusion' element`, the level of a line that says
        nothing else or has a long one as a whole, or a word of the article's title.
        """
        if weigh_letters(entry.own) >= ENOUGH_WORDS and not are_common(entry.own):
            return has_row(query.words, entry.own)
        if len(entry.bare_words) >= _WHOLE_USUAL and is_part(entry, query):
            return query.tells_of_failure
        if entry.fields.words != field:
            return False
        if weigh_letters(field) >= ENOUGH_WORDS and value == field and query.tells_of_failure:
            return True
        words_outside = set(query.words).difference(entry.words)
        return not words_outside.isdisjoint(self._subjects.get(entry.number, ()))


def _rarities(texts: Sequence[Sequence[str]], total: int) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for words in texts:
        for word in set(words):
            counts[word] += 1
    return {
        word: round(log(total / count) * (_COMMON_WEIGHT if is_common(word) else 1.0) * _PARTS)
        for word, count in counts.items()
    }


def _postings(entries: Sequence[Entry]) -> dict[Pair, list[int]]:
    """Map pairs of words to the messages that have them, without too frequent pairs."""
    postings: defaultdict[Pair, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        for pair in entry.pairs:
            postings[pair].append(index)
    most = _LIMITS["MOST_OF_A_PAIR"]
    return {pair: places for pair, places in postings.items() if len(places) <= most}


def _places_by_anchor(chosen: Sequence[tuple[str, str, str]]) -> dict[bytes, list[int]]:
    """Map anchors to the messages that have them."""
    by_anchor: defaultdict[bytes, list[int]] = defaultdict(list)
    for index, (_, text, template) in enumerate(chosen):
        for anchor in find_anchors(text, template):
            by_anchor[anchor].append(index)
    return dict(by_anchor)


def _subjects(titles: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Map numbers to the words of their titles that are not in any log."""
    subjects: defaultdict[str, set[str]] = defaultdict(set)
    for number, title in titles:
        subjects[number].update(word for word in constant_words(title) if not is_common(word))
    return dict(subjects)


def _may_be_field(entry: Entry, query: LogText) -> bool:
    """Whether the line or a field of it may be the message, although few words are shared."""
    return query.pairs.issuperset(pairwise(entry.fields.words)) or entry.words == query.words


def _is_answer(entry: Entry, query: LogText, shared: float, of_line: float) -> bool:
    """Whether a match answers a person who looks the line up."""
    return shared >= _ENOUGH_FOR_QUESTION and (of_line >= _OF_QUESTION or is_part(entry, query))
