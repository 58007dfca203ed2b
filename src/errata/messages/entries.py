"""Messages and lines of a log in the form for comparison: words, pairs of neighbours and fields.

`src/web/diagnose/messages.ts` has the same.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import Final

from errata.data import expand_pattern, read_json
from errata.data.patterns import compile_late
from errata.messages.mask import PLACEHOLDER, mask_message, strip_prefix
from errata.messages.words import (
    CODE,
    MOST_WORDS,
    Fields,
    all_words,
    are_common,
    constant_words,
    find_spaced_pairs,
    has_quotes,
    split_fields,
)
from errata.values import Record

Pair = tuple[str, str]

# "403" of "(403)" yes; "5", "1234567", "12" of "v12" no
_NUMBER: Final = compile_late(r"(?<![0-9A-Za-z])[0-9]{2,5}(?![0-9A-Za-z])")
# How a format writes that a line tells of a failure, see `data/log_patterns.json`
_LEVEL: Final = compile_late(
    expand_pattern(read_json("log_patterns")["failure_level"]["pattern"], {}), re.ASCII
)
# The priority of syslog, of which the severity is the rest of a division by eight: "<11>" is an
# error, "<14>" is none
_PRIORITY: Final = compile_late(r"<([0-9]{1,3})>", re.ASCII)
_SEVERITIES: Final = 8
_WARNING: Final = 4


# Before a colon, where an author types one: "'class' : base" yes; "std::map", "a :b" no
_LOOSE_COLON: Final = compile_late(r" +(?=[:：](?: |$))")  # noqa: RUF001 - what Chinese authors type
# What ends a message as a sentence
_ENDS: Final = " .!。"


class Entry(Record, frozen=True):
    """A message of an article."""

    number: str
    bare: str
    """The template without the code, which a log may lack."""
    bare_words: tuple[str, ...]
    words: tuple[str, ...]
    own: tuple[str, ...]
    """The words without the code, including those in quotation marks."""
    pairs: frozenset[Pair]
    constant: tuple[Pair, ...]
    """Pairs that are always there: outside quotation marks, and without the code."""
    pieces: tuple[tuple[str, ...], ...]
    """The same words, divided where values stand."""
    fields: Fields
    """The words outside quotation marks."""
    numbers: frozenset[str]
    is_usual: bool
    """Whether any log has each of the words outside quotation marks."""
    literal: str
    """The template without the code, in the form of `LogText.literal`."""

    @classmethod
    def of(cls, number: str, text: str, template: str) -> Entry:
        """Make an entry, with pairs across quoted values and without them, since values differ."""
        fields, words = split_fields(text), all_words(text)
        without_codes = CODE.sub("", template).strip(" ")
        bare_words = constant_words(without_codes)
        return cls(
            number=number,
            bare=without_codes,
            bare_words=bare_words,
            words=words,
            own=all_words(CODE.sub("", text)),
            pairs=frozenset((*pairwise(words), *pairwise(fields.words))),
            constant=tuple(dict.fromkeys(pairwise(bare_words[:MOST_WORDS]))),
            pieces=tuple(filter(None, map(constant_words, PLACEHOLDER.split(without_codes)))),
            fields=fields,
            numbers=frozenset(_NUMBER.findall(text)),
            is_usual=are_common(bare_words),
            literal=_LOOSE_COLON.sub("", without_codes),
        )

    @property
    def beginnings(self) -> tuple[tuple[str, ...], ...]:
        """The first two words: with the code, outside quotation marks, and without the code."""
        return self.words[:2], self.fields.words[:2], self.bare_words[:2]


class LogText:
    """A line to look up; what few lines need is made on demand."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.text = strip_prefix(raw)
        self._has_quotes = has_quotes(self.text)
        self.template = mask_message(self.text)
        words = all_words(self.text) if self._has_quotes else constant_words(self.template)
        self.words = words[:MOST_WORDS]

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Pairs of neighbouring words, across quoted values and without them."""
        pairs = pairwise(self.words)
        return frozenset((*pairs, *pairwise(self.fields.words)) if self._has_quotes else pairs)

    @cached_property
    def spaced_pairs(self) -> frozenset[Pair]:
        """The pairs that are not parts of one name: "is down" of "till-front-end is down"."""
        across_quotes = self.pairs.difference(pairwise(self.words))
        return across_quotes.union(find_spaced_pairs(self.text))

    @cached_property
    def fields(self) -> Fields:
        """The words outside quotation marks."""
        return split_fields(self.text, self.template)

    @cached_property
    def bare_words(self) -> tuple[str, ...]:
        """The words of the template without the code."""
        return constant_words(CODE.sub("", self.template))

    @cached_property
    def literal(self) -> str:
        """The template without a space before a colon, which authors type and programs do not."""
        return _LOOSE_COLON.sub("", self.template)

    def is_literally_in(self, message: Entry) -> bool:
        """Whether one contains the other literally: people paste one sentence of several."""
        return message.literal in self.literal or self.literal.strip(_ENDS) in message.literal

    def is_nothing_but(self, message: Entry) -> bool:
        """Whether the whole line is a message, without a time or a level before it."""
        if self.text != self._raw.strip():
            return False
        return self.literal.strip(_ENDS).lower() == message.literal.strip(_ENDS).lower()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Short numbers, such as a status."""
        return frozenset(_NUMBER.findall(self.text))

    @cached_property
    def tells_of_failure(self) -> bool:
        """Whether its format shows a failure: by level or priority."""
        priority = _PRIORITY.match(self._raw)
        if priority and int(priority[1]) % _SEVERITIES <= _WARNING:
            return True
        return _LEVEL.search(self._raw) is not None
