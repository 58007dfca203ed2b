"""The keys of a front matter that say whether, when and to whom its article may be shown.

The strictest of them counts. A value that decides about publication and cannot be read keeps the
article from being published: what was meant to be internal must not come out by a slip of the pen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import field

from errata.articles.front_matter import normalise
from errata.articles.front_matter.keys import BOOLEANS, KNOWN_KEYS, PUBLICATION
from errata.data import read_table
from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.model import AUDIENCES, Audience, Publication, State
from errata.model.observations import MalformedValue, UnreadableDate
from errata.text.display import shorten_line
from errata.values import MutableRecord

if TYPE_CHECKING:
    from errata.articles.front_matter.entries import FrontMatterEntry

# The values of `valid-until` for an article that never expires.
NEVER: Final = frozenset({"never", "none", "no", "false", "n/a", "-"})
# What stands between the letters of a word: "-" of "not-validated", "_" and " "; not "/".
_BETWEEN: Final = compile_late(r"[\s_-]+")
# What some tools write between items: "|" and ";" of "Admin|ITPro; Developer"; not "-".
_BAR: Final = compile_late(r"[|;]")
# Alike, in per cent, from which on a word is taken for a slip of the pen: "intenal" is by 93 and
# "drfat" by 80; "international" is by 76 and "external" by 75, and both mean something else.
_ALIKE: Final = 80
# The words that a misspelt one is compared with: any other, such as "review", resembles too many
# words.
UNMISTAKABLE: Final = ("draft", "internal", "confidential", "private")
AUDIENCE_SLIPS: Final = ("internal", "confidential", "private", "partner", "customer")
_UNMISTAKABLE_KEYS: Final = ("draft", "published", "unlisted", "audience", "visibility")
# States from the one that says most about publication; of several, the first one counts.
_STRICTEST: Final = (
    State.DRAFT,
    State.WORK_IN_PROGRESS,
    State.ARCHIVED,
    State.NOT_VALIDATED,
    State.VALIDATED,
)

# What keeps an article from being published, in the order in which `reason_to_withhold` looks.
_DECISIVE: Final = (
    *(audience.value for audience in AUDIENCES[:-1]),
    *("draft", "work-in-progress", "unlisted", "unreadable", "publishdate", "validuntil"),
)

_STATE_NAMES: Final = frozenset(state.value for state in State)
_AUDIENCE_NAMES: Final = frozenset(audience.value for audience in AUDIENCES)

Fault = MalformedValue | UnreadableDate


class _Reading(MutableRecord):
    """What the keys of one front matter say, collected key by key."""

    path: str
    states: set[State] = field(default_factory=set)
    audiences: set[Audience] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    """`unlisted`, `hidden`, `unreadable`."""
    days: dict[str, datetime] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """What was said -> the line of the first key that said it."""
    faults: list[Fault] = field(default_factory=list)

    def add(self, meaning: str, entry: FrontMatterEntry) -> None:
        """Note what one value means: a state, an audience or a flag."""
        self.lines.setdefault(meaning, entry.line)
        if meaning in _STATE_NAMES:
            self.states.add(State(meaning))
        elif meaning in _AUDIENCE_NAMES:
            self.audiences.add(Audience(meaning))
        else:
            self.flags.add(meaning)

    def report(self, entry: FrontMatterEntry, message: str, remedy: str) -> None:
        """Report a fault of a value."""
        place, end = self.place(entry), entry.value_end
        fault = MalformedValue(place, f"`{entry.key}`: {message}", remedy, end=end)
        self.faults.append(fault)

    def place(self, entry: FrontMatterEntry) -> Span:
        """Return the place of a value."""
        return Span(self.path, entry.value_line, entry.value_column)


def read_publication(
    entries: Iterable[FrontMatterEntry], path: str, *, unlisted_is_hidden: bool = False
) -> tuple[Publication, tuple[Fault, ...]]:
    """Read what a front matter says about publication, and which of it is faulty.

    Every key counts in any spelling, and a file may say one thing with several keys. For
    Docusaurus, an unlisted page can be reached but is in no list.
    """
    reading = _Reading(path)
    for entry in entries:
        texts = [text.strip() for text in entry.texts if text.strip()]
        if texts:
            _read_entry(fold_key(entry.key), entry, texts, reading)
    publication = Publication(
        state=next((state for state in _STRICTEST if state in reading.states), None),
        unlisted="unlisted" in reading.flags and not unlisted_is_hidden,
        hidden="hidden" in reading.flags or (unlisted_is_hidden and "unlisted" in reading.flags),
        audience=min(reading.audiences, key=AUDIENCES.index, default=Audience.PUBLIC),
        publish_from=reading.days.get("publishdate"),
        valid_until=reading.days.get("validuntil"),
        review_date=reading.days.get("reviewdate"),
        unreadable="unreadable" in reading.flags,
        line=next((reading.lines[key] for key in _DECISIVE if key in reading.lines), 1),
    )
    return publication, tuple(reading.faults)


def fold_key(key: str) -> str:
    """Return the canonical form of a key of publication; any other key is only folded."""
    folded = _fold(key).replace(" ", "")
    return key_aliases().get(folded, folded)


def key_aliases() -> Mapping[str, str]:
    """Map authors' keys, folded, to ours."""
    return read_table("publication", "aliases")


def is_publication_key(key: str) -> bool:
    """Whether a key says something about publication, in whatever spelling."""
    folded = fold_key(key)
    return folded in _keys() or folded in if_true() or folded in other_values()


@cache
def _keys() -> frozenset[str]:
    return frozenset(key.replace("-", "") for key in PUBLICATION)


def _read_entry(key: str, entry: FrontMatterEntry, texts: list[str], reading: _Reading) -> None:
    if key in {"status", "state", "confidence"}:
        _read_state(entry, texts, reading)
    elif key in {"audience", "visibility"}:
        _read_audience(entry, texts, reading)
    elif key in {"validuntil", "publishdate", "reviewdate"}:
        _read_day(key, entry, texts, reading)
    elif key in if_true() or key in if_false():
        _read_flag(key, entry, texts, reading)
    elif key in other_values():
        _read_word(key, entry, texts, reading)
    elif entry.key not in KNOWN_KEYS and (
        # The last part of a key such as `params.draft` counts.
        similar_key := _alike(key.rpartition(".")[2], _UNMISTAKABLE_KEYS)
    ):
        _read_misspelt(similar_key, entry, texts, reading)


def _read_word(key: str, entry: FrontMatterEntry, texts: list[str], reading: _Reading) -> None:
    for text in _items(texts):
        if meaning := other_values()[key].get(text.casefold()):
            reading.add(meaning, entry)


def _read_flag(key: str, entry: FrontMatterEntry, texts: list[str], reading: _Reading) -> None:
    """Read a key that is true or false; any other value counts as the one that withholds."""
    meaning = if_true().get(key) or if_false()[key]
    value = BOOLEANS.get(texts[0].casefold()) if len(texts) == 1 else None
    if value is None and key == "published" and (day := normalise.parse_date(texts[0])):
        # "published: 2024-05-01" says when, not whether.
        _note_day("publishdate", day, entry, reading)
    elif value is None:
        is_mild = meaning == "hidden" or meaning in _AUDIENCE_NAMES
        reading.add(meaning if is_mild else "unreadable", entry)
        message = f"`{shorten_line(texts[0])}` is not `true` or `false`"
        reading.report(
            entry, message, "write `true` or `false`; until then, the article is not published"
        )
    elif value is (key in if_true()):
        reading.add(meaning, entry)


def _read_state(entry: FrontMatterEntry, texts: list[str], reading: _Reading) -> None:
    """Read a state; a word that is not a state, such as `new`, says nothing about publication."""
    for text in texts:
        word = _fold(text)
        if meaning := words_of("states").get(word):
            reading.add(meaning, entry)
        elif similar_word := _alike(word, UNMISTAKABLE):
            reading.add(words_of("states")[similar_word], entry)
            _report_word(entry, text, similar_word, reading)


def _read_audience(entry: FrontMatterEntry, texts: list[str], reading: _Reading) -> None:
    """Read the widest audience; other words, such as `ITPro`, describe the reader."""
    audiences: set[Audience] = set()
    for text in _items(texts):
        word = _fold(text)
        if meaning := words_of("audiences").get(word):
            audiences.add(Audience(meaning))
        elif similar_word := _alike(word, AUDIENCE_SLIPS):
            audiences.add(Audience(words_of("audiences")[similar_word]))
            _report_word(entry, text, similar_word, reading)
    if audiences:
        reading.add(max(audiences, key=AUDIENCES.index), entry)


def _items(texts: list[str]) -> Iterable[str]:
    return (item for text in texts for item in normalise.split_list(_BAR.sub(",", text)))


def _report_word(entry: FrontMatterEntry, text: str, meaning: str, reading: _Reading) -> None:
    message = f"`{shorten_line(text)}` is an unknown value and is read as `{meaning}`"
    reading.report(entry, message, f"write `{meaning}`, or the value that you mean")


def _read_day(key: str, entry: FrontMatterEntry, texts: list[str], reading: _Reading) -> None:
    if key == "validuntil" and texts[0].casefold() in NEVER:
        return
    day = normalise.parse_date(texts[0]) if len(texts) == 1 else None
    if day is None and key == "reviewdate":
        return  # the schema reports it
    if day is None:
        reading.add("unreadable", entry)
        message = f"`{entry.key}`: `{shorten_line(texts[0])}` is not a date"
        remedy = (
            f"write it as `{normalise.ISO_FORM[:10]}`; until then, the article is not published"
        )
        reading.faults.append(UnreadableDate(reading.place(entry), message, remedy))
        return
    if key == "validuntil" and day.time() == time(0):
        day += timedelta(days=1)  # valid to the end of that day
    _note_day(key, day, entry, reading)


def _note_day(key: str, day: datetime, entry: FrontMatterEntry, reading: _Reading) -> None:
    """Note a day; of several, the one that shows the article for the shortest time counts."""
    reading.lines.setdefault(key, entry.line)
    narrower = min if key == "validuntil" else max
    reading.days[key] = narrower(day, reading.days.get(key, day))


def _read_misspelt(key: str, entry: FrontMatterEntry, texts: list[str], reading: _Reading) -> None:
    """Count a key that is nearly one of these if its value would withhold the article."""
    trial = _Reading(reading.path)
    value = BOOLEANS.get(texts[0].casefold())
    if key in {"audience", "visibility"}:
        _read_audience(entry, texts, trial)
    elif value is (key in if_true()):
        trial.add("draft", entry)
    if trial.states or trial.audiences - {Audience.PUBLIC}:
        reading.states |= trial.states
        reading.audiences |= trial.audiences
        reading.lines = trial.lines | reading.lines
        message = f"unknown key is read as `{key}`"
        reading.report(entry, message, f"write `{key}`, or the key that you mean")


def _alike(word: str, words: tuple[str, ...]) -> str:
    """Return the known word that was probably meant, or an empty text."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most words are known

    match = process.extractOne(word[:40], words, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return match[0] if match else ""


def _fold(text: str) -> str:
    """Fold case and width, and replace everything between letters by a space."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _BETWEEN.sub(" ", folded).strip()


@cache
def words_of(table: str) -> Mapping[str, str]:
    """Map the words for the `states` or the `audiences` to their meanings."""
    meanings = read_table("publication", table)
    return {_fold(word): meaning for meaning, words in meanings.items() for word in words}


def if_true() -> Mapping[str, str]:
    """Map folded keys to what they mean if they are true."""
    return read_table("publication", "if-true")


def if_false() -> Mapping[str, str]:
    """Map folded keys to what they mean if they are false."""
    return read_table("publication", "if-false")


def other_values() -> Mapping[str, Mapping[str, str]]:
    """Map folded keys of other tools to the meanings of their values."""
    return read_table("publication", "values")
