"""Searches a text for many literal texts at once, such as the words of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ahocorasick_rs import AhoCorasick, Implementation


class Literals:
    """Texts to search for, in one pass however many they are."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = distinct = sorted(set(texts))
        # The largest and fastest form of the automaton: that of 200 words takes 2 ms to make.
        self._automaton = AhoCorasick(distinct, implementation=Implementation.DFA)

    def are_in(self, text: str) -> bool:
        """Whether one of them is in a text."""
        return bool(_find(self._automaton, text, overlapping=False))

    def starts_in(self, text: str) -> list[int]:
        """Return every place in a text where one of them begins, sorted."""
        return sorted({start for _, start, _ in _find(self._automaton, text)})

    def first_in(self, text: str) -> dict[str, int]:
        """Map the texts that are in a text to the place where each begins first."""
        matches = _find(self._automaton, text)
        return {self._texts[index]: start for index, start, _ in reversed(matches)}


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
        return set().union(*(self._names[number] for number, _, _ in _find(self._automaton, text)))


def _find(
    automaton: AhoCorasick, text: str, *, overlapping: bool = True
) -> list[tuple[int, int, int]]:
    """Return number, start and end of each match."""
    try:
        return automaton.find_matches_as_indexes(text, overlapping=overlapping)
    except UnicodeEncodeError:  # half of a surrogate pair, as in the name of a file
        plain = text.encode("utf-8", "replace").decode("utf-8")
        return automaton.find_matches_as_indexes(plain, overlapping=overlapping)
