"""Made-up words of three languages, for `bench.synthesise`: syllables, Zipf's frequencies."""

# ruff: noqa: S311 - the same seed gives the same words; nothing here is a secret

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Final

# A text of n words from these has about 10 n^0.55 different ones, as help articles do.
VOCABULARY: Final = 50_000
ZIPF: Final = 1.05


@dataclass(frozen=True, slots=True)
class Language:
    """The words of a language, and the names of its articles' sections."""

    locale: str
    onsets: tuple[str, ...]
    vowels: tuple[str, ...]
    codas: tuple[str, ...]
    common: tuple[str, ...]
    """The most frequent words, which every sentence has."""
    headings: tuple[str, str, str, str, str]
    spaced: bool = True
    nouns_capital: bool = False
    stop: str = "."


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES: Final = {
    "en": Language(
        "en",
        _split("b c d f g h l m n p r s t v w br ch cl dr fl gr pl pr sh sl st th tr"),
        _split("a e i o u ai ea ou ee"),
        ("", "", "", "n", "r", "l", "s", "t", "d", "nd", "st", "ck", "ng"),
        _split("the to of a is in and that for it with as on be this from by not"),
        ("Description", "Environment", "Issue/Symptoms", "Cause", "Resolution"),
    ),
    "de": Language(
        "de",
        _split("b d f g h k l m n p r s t w z br dr fl fr gr kl kn kr pf schl schw sp st tr zw"),
        _split("a e i o u ä ö ü ei au ie eu"),
        ("", "", "n", "r", "l", "s", "t", "ch", "cht", "nd", "rt", "ng", "tz", "ß"),
        _split("der die und in den von zu das mit sich des auf für ist im dem nicht ein eine"),
        ("Beschreibung", "Umgebung", "Problem/Symptome", "Ursache", "Lösung"),
        nouns_capital=True,
    ),
    "ja": Language(
        "ja",
        (),
        (),
        (),
        _split("の に は を た が で て と し れ さ ある いる も する から な こと として"),
        ("説明", "環境", "問題/症状", "原因", "解決策"),
        spaced=False,
        stop="。",
    ),
}
# Characters of words without spaces: some four hundred of the common block, and katakana.
_KANJI: Final = [chr(0x4E00 + 37 * at) for at in range(400)]
_KATAKANA: Final = [chr(code) for code in range(0x30A2, 0x30F3, 2)]


def happens(random: Random, share: float) -> bool:
    """Whether something that happens in this share of cases happens now."""
    return random.random() < share


class Words:
    """The vocabulary of a language, and texts from it."""

    def __init__(self, language: Language, seed: int) -> None:
        self.language = language
        self._random = Random(f"{seed} {language.locale}")
        own = Random(f"{seed} words {language.locale}")
        words = (_word(language, own) for _ in range(VOCABULARY * 2))
        self._words = list(dict.fromkeys((*language.common, *words)))[:VOCABULARY]
        self._weights = list(accumulate(1 / rank**ZIPF for rank in range(1, len(self._words) + 1)))

    def follow(self, random: Random) -> None:
        """Use this source for every choice from now on."""
        self._random = random

    def word(self) -> str:
        """Return a word that is not among the most frequent."""
        rare = len(self.language.common)
        low, high = self._weights[rare], self._weights[-1]
        return self._words[bisect(self._weights, self._random.uniform(low, high * 0.9999))]

    def sentence_words(self, count: int, random: Random) -> list[str]:
        """Return the words of a sentence."""
        return random.choices(self._words, cum_weights=self._weights, k=count)

    def title(self, count: int) -> str:
        """Return a sentence without its full stop."""
        between = " " if self.language.spaced else ""
        text = between.join(self.sentence_words(count, self._random))
        return text[:1].upper() + text[1:]

    def sentence(self, count: int) -> str:
        """Return a sentence with a capital and a full stop."""
        return self.title(max(2, count)) + self.language.stop


def _word(language: Language, random: Random) -> str:
    if not language.spaced:
        pool = _KANJI if happens(random, 0.7) else _KATAKANA
        return "".join(random.choices(pool, k=2 if pool is _KANJI else random.randrange(3, 6)))
    syllables = random.choice((1, 2, 2, 2, 3, 3, 4))
    word = "".join(
        random.choice(language.onsets) + random.choice(language.vowels) for _ in range(syllables)
    ) + random.choice(language.codas)
    is_noun = language.nouns_capital and happens(random, 0.5)
    return word.capitalize() if is_noun else word
