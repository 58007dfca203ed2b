"""Takes suffixes off words, so that `deliveries` and `delivery` are one term.

Each language has a table, `data/stemmer.toml`. It is small on purpose: it is sent to the browser.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from errata.data import read_word_lists

# Letters that are left, so that short words stay as they are: `sing`, `used`, `this`.
_MIN_STEM: Final = 4


class Stemmer:
    """The suffixes of one language; none for a language without a table."""

    def __init__(self, suffixes: str = "") -> None:
        """Take `suffix` or `suffix>replacement`, separated by spaces: as it is sent to browsers."""
        self.suffixes = suffixes
        pairs = (entry.partition(">") for entry in suffixes.split())
        self._replacements = {suffix: replacement for suffix, _, replacement in pairs}
        self._longest = max(map(len, self._replacements), default=0)

    def stem(self, word: str) -> str:
        """The word without its longest suffix; only words of ASCII letters have one."""
        if not (word.isascii() and word.isalpha()):
            return word
        for length in range(min(self._longest, len(word) - 1), 0, -1):
            replacement = self._replacements.get(word[-length:])
            if replacement is not None and len(word) - length + len(replacement) >= _MIN_STEM:
                return word[:-length] + replacement
        return word


@cache
def stemmer_for(locale: str) -> Stemmer:
    """The stemmer of a locale's language."""
    language = locale.partition("-")[0].lower()
    return Stemmer(" ".join(read_word_lists("stemmer").get(language, ())))
