"""Translates the keys that authors write to ours, by the conventions of their knowledge base.

Keys are compared without case, and ours without hyphens and underscores as well. Several keys may
mean the same: lists are joined; of other values, the first one in the order of the conventions
counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from errata.articles.front_matter import normalise
from errata.articles.front_matter.entries import EntryValue, FrontMatterEntry, NestedValue
from errata.articles.front_matter.keys import BOOLEANS, KNOWN_KEYS, LIST_KEYS, OTHER_NAMES
from errata.messages.lines import unwrap_lines
from errata.messages.telling import tells_of_failure
from errata.model import Conventions
from errata.model.inputs import DECLARED_MEANINGS

# In brackets, since errata has keys of these names itself.
INTERNAL, PUBLIC_FACT, IGNORED = "(internal)", "(public)", "(ignored)"
_WITHHELD: Final = frozenset({INTERNAL, IGNORED})
_MESSAGES: Final = "messages"
_HIDING: Final = frozenset({"hide", "hidefromtoc"})
# Keys of which an article can have only one. Not dates: `date` and `lastmod` may both be days of a
# change.
_SINGLE: Final = frozenset({"title", "description", "navigation-title", "article-number", "order"})
_DECLARED: Final = {word: f"({word})" for word in DECLARED_MEANINGS}


class MappedEntries(NamedTuple):
    """A front matter under our keys."""

    known: tuple[FrontMatterEntry, ...]
    """One entry for each of our keys."""
    facts: tuple[FrontMatterEntry, ...]
    """Entries that are declared as public."""
    unknown: tuple[FrontMatterEntry, ...]
    every: tuple[FrontMatterEntry, ...]
    """Every entry that may decide whether an article is shown: one refusal is enough."""
    contradicted: tuple[tuple[FrontMatterEntry, FrontMatterEntry], ...] = ()
    """Entries with another value than an entry before, whose key is another spelling of theirs."""
    overruled: tuple[tuple[FrontMatterEntry, FrontMatterEntry], ...] = ()
    """Entries whose value is not used, because an entry with another key means the same."""


def map_entries(entries: Iterable[FrontMatterEntry], conventions: Conventions) -> MappedEntries:
    """Sort the entries of a front matter by what their keys mean."""
    listed = tuple(entries)
    meanings = {entry.key: find_meaning(entry.key, conventions) for entry in listed}
    by_meaning: defaultdict[str, list[FrontMatterEntry]] = defaultdict(list)
    for entry in listed:
        by_meaning[meanings[entry.key]].append(entry)
    unknown, facts = (tuple(by_meaning.pop(word, ())) for word in ("", PUBLIC_FACT))
    combined = {
        key: _combine(key, same, conventions)
        for key, same in by_meaning.items()
        if key not in _WITHHELD
    }
    every = tuple(_translate(listed, meanings, conventions, combined))
    contradicted = tuple(_find_contradictions(by_meaning))
    overruled = tuple(_find_overruled(by_meaning, conventions))
    return MappedEntries(tuple(combined.values()), facts, unknown, every, contradicted, overruled)


def _find_contradictions(
    by_meaning: Mapping[str, Sequence[FrontMatterEntry]],
) -> Iterator[tuple[FrontMatterEntry, FrontMatterEntry]]:
    """Yield each entry whose key has another value before, in another spelling.

    Keys of other tools are no contradiction: `date` and `lastmod` may both be days of a change.
    """
    for key, same in by_meaning.items():
        if len(same) > 1 and key in KNOWN_KEYS and key not in LIST_KEYS:
            ours = [
                entry
                for entry in same
                if entry.value is not None and _in_our_spelling(entry.key) == key
            ]
            yield from ((entry, ours[0]) for entry in ours[1:] if entry.value != ours[0].value)


def _find_overruled(
    by_meaning: Mapping[str, Sequence[FrontMatterEntry]], conventions: Conventions
) -> Iterator[tuple[FrontMatterEntry, FrontMatterEntry]]:
    """Yield each entry that loses its value to one of another tool, or of ours."""
    for key, same in by_meaning.items():
        if len(same) > 1 and key in _SINGLE:
            ranked = [e for e in _rank(key, same, conventions) if e.value is not None]
            for entry in ranked[1:]:
                is_ours = _in_our_spelling(entry.key) == key
                # `hero.name` and `hero.text` are parts of one thing.
                is_part = "." in entry.key and "." in ranked[0].key
                if not (is_ours or is_part) and entry.value != ranked[0].value:
                    yield entry, ranked[0]


def _translate(
    entries: Iterable[FrontMatterEntry],
    meanings: Mapping[str, str],
    conventions: Conventions,
    combined: Mapping[str, FrontMatterEntry],
) -> Iterator[FrontMatterEntry]:
    """Yield every entry under our key, even if several mean the same, but no declared ones."""
    times = Counter(meanings[entry.key] for entry in entries)
    for entry in entries:
        meaning = meanings[entry.key]
        if meaning in KNOWN_KEYS:
            alone = times[meaning] == 1
            yield combined[meaning] if alone else _combine(meaning, [entry], conventions)
        elif not meaning or entry.key.lower() not in conventions.keys:
            # A declaration about `build` says nothing about `build.list`.
            yield entry


def find_meaning(key: str, conventions: Conventions) -> str:
    """Return our key for a key, or how it is declared; empty if it is unknown."""
    folded = key.lower()
    if meaning := conventions.keys.get(folded):
        return _DECLARED.get(meaning, meaning)
    own = _in_our_spelling(folded)
    own = OTHER_NAMES.get(own, own)
    return own if own in KNOWN_KEYS else _meaning_of_parent(folded, conventions)


def _in_our_spelling(key: str) -> str:
    return key.lower().replace("_", "-").replace(" ", "-")


def _meaning_of_parent(folded: str, conventions: Conventions) -> str:
    """Find what is declared of a parent key: `menu` counts for `menu.main.name`."""
    while "." in folded:
        folded = folded.rpartition(".")[0]
        if word := _DECLARED.get(conventions.keys.get(folded, "")):
            return word
    return ""


def _combine(
    key: str, entries: Sequence[FrontMatterEntry], conventions: Conventions
) -> FrontMatterEntry:
    """Combine all entries with the same meaning into one."""
    ranked = _rank(key, entries, conventions) if len(entries) > 1 else entries
    with_value = [entry for entry in ranked if entry.value is not None] or ranked
    first = with_value[0]
    if key in _HIDING:
        # If one of them hides the article, another cannot show it.
        first = next((entry for entry in with_value if not _is_false(entry)), first)
    value = first.value
    if key == _MESSAGES:
        value = tuple(text for entry in with_value for text in _list_messages(entry)) or None
    elif len(with_value) > 1 and key in LIST_KEYS:
        value = normalise.drop_repeated_values(
            item for entry in with_value for item in _items(entry)
        )
    if not key:
        return first
    written = "" if _in_our_spelling(first.key) == key else first.key
    mapped = _ours(key, value, conventions)
    if key == first.key and mapped is first.value and written == first.written:
        return first
    return first._replace(key=key, value=mapped, written=written)


def _is_false(entry: FrontMatterEntry) -> bool:
    return isinstance(entry.value, str) and BOOLEANS.get(entry.value.strip().casefold()) is False


def _rank(
    key: str, entries: Sequence[FrontMatterEntry], conventions: Conventions
) -> list[FrontMatterEntry]:
    """Sort entries: our own key first, then in the order of the conventions."""
    order = {name: index for index, name in enumerate(conventions.keys, 2)}
    return sorted(
        entries, key=lambda entry: 0 if entry.key == key else order.get(entry.key.lower(), 1)
    )


def _list_messages(entry: FrontMatterEntry) -> Iterator[str]:
    """Yield the lines of an entry that are messages.

    Under another tool's key they must tell of a failure, but for the first of each `message`: that
    is one whatever its words, with the lines that continue it.
    """
    if isinstance(entry.value, NestedValue):
        for text in entry.value.messages:
            lines = enumerate(_join_wrapped(text.strip().splitlines()))
            yield from (line for place, line in lines if not place or tells_of_failure(line))
        return
    is_ours = _in_our_spelling(entry.key) == _MESSAGES
    for line in "\n".join(entry.texts).splitlines():
        if is_ours or tells_of_failure(line):
            yield line


def _join_wrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, each with those that continue it."""
    place = 0
    for places, text in unwrap_lines(lines):
        yield from lines[place : places.start]
        yield text
        place = places.stop
    yield from lines[place:]


def _items(entry: FrontMatterEntry) -> Iterable[str]:
    return (
        entry.texts
        if isinstance(entry.value, NestedValue)
        else normalise.split_list(entry.value or "")
    )


def _ours(key: str, value: EntryValue, conventions: Conventions) -> EntryValue:
    """Translate an author's values to ours, such as the names of states."""
    words = conventions.values.get(key)
    match value:
        case str() if words:
            return words.get(value.strip().lower(), value)
        case tuple() if words:
            return tuple(words.get(text.strip().lower(), text) for text in value)
    return value
