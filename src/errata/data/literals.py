"""Searches a text for many literal texts at once, such as the words of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, Implementation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Literals:
    """Texts to search for, in one pass however many they are."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = distinct = sorted(set(texts))
        # The largest and fastest form of the automaton: that of 200 words takes 2 ms to make.
        self._automaton = AhoCorasick(distinct, implementation=Implementation.DFA)

    def are_in(self, text: str) -> bool:
        """Whether one of them is in a text."""
        try:
            return bool(self._automaton.find_matches_as_indexes(text))
        except UnicodeEncodeError:  # half of a surrogate pair, as in the name of a file
            return bool(self._automaton.find_matches_as_indexes(_without_halves(text)))

    def starts_in(self, text: str) -> list[int]:
        """Return every place in a text where one of them begins, sorted."""
        return sorted({start for _, start, _ in self._find(text)})

    def first_in(self, text: str) -> dict[str, int]:
        """Map the texts that are in a text to the place where each begins first."""
        return {self._texts[index]: start for index, start, _ in reversed(self._find(text))}

    def _find(self, text: str) -> list[tuple[int, int, int]]:
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            plain = _without_halves(text)
            return self._automaton.find_matches_as_indexes(plain, overlapping=True)


class NamedLiterals:
    """Named lists of texts to search for, all in one pass."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        names: dict[str, set[str]] = {}
        for name, texts in lists.items():
            for text in texts:
                names.setdefault(text, set()).add(name)
        self._names = [names[text] for text in sorted(names)]
        self._automaton = AhoCorasick(sorted(names), implementation=Implementation.DFA)

    def names_in(self, text: str) -> set[str]:
        """Return the names of the lists of which the text has an item."""
        try:
            matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            matches = self._automaton.find_matches_as_indexes(
                _without_halves(text), overlapping=True
            )
        return set().union(*(self._names[number] for number, _, _ in matches))


def _without_halves(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
