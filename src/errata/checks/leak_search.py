"""Searches texts for needles: in one pass for each form, however many there are.

Nearly every text holds none, and most of the time goes into finding its words. So the letters of a
text are checked first: if no needle's letters are in it in a row, it holds no needle.
"""

from __future__ import annotations

from bisect import bisect
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick

from errata.checks.needles import NeedleForm
from errata.text.plain_words import (
    BLOCK,
    BOUNDARY,
    letters_of,
    plain_words,
    split_blocks,
    words_in_picture,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from errata.checks.needles import Needle


# How pages begin. They have their frame, their headings and much more in common: with what is known
# of its blocks, a page takes 0.6 of the time. Other files have few blocks.
_PAGE: Final = b"<!doctype html"
# Blocks that are remembered, and bytes of one.
_MOST_BLOCKS: Final = 65_536
_LONGEST_BLOCK: Final = 1_000
# How many bytes are searched for a place at once; a needle is much shorter, however it is escaped.
_WINDOW: Final = 4096
# The fewest letters of ASCII that a needle must have to be looked for by them alone: fewer are in
# many texts by chance. It is the shortest value, too.
_MIN_LETTERS: Final = 4
# All bytes that are neither an ASCII letter nor a digit.
_OTHERS: Final = bytes(byte for byte in range(256) if byte >= 0x80 or not chr(byte).isalnum())  # noqa: PLR2004 - the end of ASCII


class LeakSearch:
    """Finds needles, and returns their numbers."""

    def __init__(self, needles: Sequence[Needle], without: Collection[int] = ()) -> None:
        """Prepare the search; needles whose numbers are in `without` are not searched for."""
        numbers: dict[NeedleForm, list[int]] = {form: [] for form in NeedleForm}
        for at, needle in enumerate(needles):
            if at not in without:
                numbers[needle.form].append(at)
        self._needles, self._numbers = needles, numbers
        self._harmless: set[bytes] = set()

    # Made when the first text is looked at: after an edit there may be none.
    @cached_property
    def _automata(self) -> Mapping[NeedleForm, BytesAhoCorasick]:
        return {
            form: BytesAhoCorasick([self._needles[at].words for at in found])
            for form, found in self._numbers.items()
            if found
        }

    @cached_property
    def _suspicion(self) -> _Suspicion:
        return _Suspicion(self._needles, self._numbers)

    def find(self, content: bytes) -> set[int]:
        """Return the needles in a text or a file; known harmless blocks of pages are skipped."""
        if content[: len(_PAGE)].lower() != _PAGE:
            return self._find_in_text(content)
        blocks = dict.fromkeys(split_blocks(content))
        new = [block for block in blocks if block not in self._harmless]
        return self._find_in_new(new) if new else set()

    def may_hold(self, text: str, needles: Collection[int]) -> bool:
        """Whether it is worth the time to search a text for some of the needles."""
        suspects = self._suspicion.look_at(text)
        return suspects is None or not suspects.isdisjoint(needles)

    def find_in_picture(self, content: bytes) -> set[int]:
        """Return the needles in a picture's metadata."""
        return self._find_words(words_in_picture(content)) | self._find(NeedleForm.WRITTEN, content)

    def _find_in_new(self, blocks: Sequence[bytes]) -> set[int]:
        """Search all blocks at once: most hold nothing, and that is remembered of each."""
        found = self._find_in_text(BLOCK.join(blocks))
        if not found:
            if len(self._harmless) > _MOST_BLOCKS:
                self._harmless.clear()
            self._harmless.update(block for block in blocks if len(block) <= _LONGEST_BLOCK)
        return found

    def _find_in_text(self, text: bytes) -> set[int]:
        written = self._find(NeedleForm.WRITTEN, text)
        suspects = self._suspicion.look_at(text)
        is_clear = suspects is not None and not suspects
        return written if is_clear else written | self._find_words(plain_words(text))

    def find_loosely(self, text: str) -> set[int]:
        """Search as `find`, and also across the ends of paragraphs."""
        data = text.encode("utf-8", "replace")
        words = plain_words(data)
        together = b" ".join(words.replace(BOUNDARY, b" ").split())
        found = self._find_words(words) | self._find_words(together)
        return found | self._find(NeedleForm.WRITTEN, data)

    def _find_words(self, words: bytes) -> set[int]:
        found = self._find(NeedleForm.SPACED, b" %b " % words)
        return found | self._find(NeedleForm.JOINED, words.replace(b" ", b""))

    def _find(self, form: NeedleForm, text: bytes) -> set[int]:
        automaton = self._automata.get(form)
        if automaton is None:
            return set()
        # Overlapping: a value inside a longer one, such as a surname in a full name, counts, too.
        found = automaton.find_matches_as_indexes(text, overlapping=True)
        numbers = self._numbers[form]
        return {numbers[index] for index in {index for index, _, _ in found}}


class _Suspicion:
    """Finds which needles a text may hold, by its letters."""

    def __init__(
        self, needles: Sequence[Needle], numbers: Mapping[NeedleForm, Sequence[int]]
    ) -> None:
        self._numbers = sorted((*numbers[NeedleForm.SPACED], *numbers[NeedleForm.JOINED]))
        whole = [needles[at].words.replace(b" ", b"") for at in self._numbers]
        letters = [words.translate(None, _OTHERS) for words in whole]
        # "Núñez" has "nez", and a sentence in Japanese perhaps "pdf".
        self._beyond_ascii = any(
            len(some) < max(_MIN_LETTERS, len(words) // 2)
            for some, words in zip(letters, whole, strict=True)
        )
        self._automaton = BytesAhoCorasick(whole if self._beyond_ascii else letters)

    def look_at(self, text: str | bytes) -> set[int] | None:
        """Return the numbers of the only needles that the text may hold; None for all of them."""
        if not self._numbers:
            return set()
        texts = letters_of(text, beyond_ascii=self._beyond_ascii)
        if texts is None:
            return None
        found = (self._automaton.find_matches_as_indexes(one, overlapping=True) for one in texts)
        return {self._numbers[index] for index in {match[0] for some in found for match in some}}


def find_place(data: bytes, needle: Needle) -> tuple[int, int] | None:
    """Return line and column of a needle in a file; None if it is not in one place."""
    search = LeakSearch([needle])
    for start in range(0, len(data), _WINDOW // 2):
        window = data[start : start + _WINDOW]
        if search.find(window):
            end = bisect(range(len(window)), 0, key=lambda at: -(not search.find(window[:at])))
            head = window[:end]
            before = bisect(range(end), 0, key=lambda at: int(not search.find(head[at:])))
            return _place_of(data, start + before - 1)
    return None


def _place_of(data: bytes, offset: int) -> tuple[int, int]:
    line = data.count(b"\n", 0, offset) + 1
    start = data.rfind(b"\n", 0, offset) + 1
    return line, len(data[start:offset].decode("utf-8", "replace")) + 1
