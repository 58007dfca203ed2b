"""A knowledge base of any size: `python -m bench.synthesise FOLDER ARTICLES [--seed N]`.

Writes `errata.toml` and `kb/` with articles in English, German and Japanese, in folders of at most
500. The words are made up: syllables by language, frequencies after Zipf. Lengths, sections, links,
tables, codes and messages are distributed as in `kb/` and in the real articles that it was measured
on, none of whose text is used. Two articles share no message; translations share their number,
codes and messages. The same seed and number of articles give the same bytes; the first articles of
a larger folder are not those of a smaller one.
"""

# ruff: noqa: S311 - the same seed gives the same articles; nothing here is a secret

from __future__ import annotations

import argparse
import sys
from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from math import isqrt
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_ONE_FOLDER: Final = 500
FOLDERS: Final = 12
SEED: Final = 2026
# Of ten articles six are English, three German, one Japanese; the others' originals are there.
SHARES: Final = {"en": 0.6, "de": 0.3, "ja": 0.1}
# Codes that an article mentions beside its own: `kb/` has a median of 2 and 5 at the 90th
# hundredth. A few of each folder are mentioned by dozens of articles, most by one.
MENTIONED: Final = (0, 0, 1, 1, 1, 2, 2, 3, 4, 5)
# Codes of known products, which the default families recognise.
KNOWN: Final = ("ORA-12541", "0x80070005", "HTTP 503", "ECONNREFUSED", "ORA-00600", "HTTP 404")
# Words of a paragraph, and paragraphs of a section: 80 to 920 words an article, 400 the median.
PARAGRAPH: Final = (14, 22, 28, 35, 48, 60)
PARAGRAPHS: Final = (1, 1, 1, 2, 2, 3, 4)
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


@dataclass(frozen=True, slots=True)
class Plan:
    """An article's content in every language."""

    number: str
    folder: str
    product: int
    code: str
    message: str
    mentions: tuple[str, ...]
    links: tuple[int, ...]
    day: int


def main() -> int:
    """Write the folder; return 2 if it exists."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("articles", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if options.folder.exists():
        print(f"{options.folder} exists: delete it first", file=sys.stderr)
        return 2
    write_knowledge_base(options.folder, options.articles, options.seed)
    return 0


def write_knowledge_base(folder: Path, articles: int, seed: int = SEED) -> None:
    """Write `errata.toml` and `kb/` with that many articles, all languages together."""
    kb = folder / "kb"
    kb.mkdir(parents=True)
    products = _names(seed, max(8, isqrt(articles)))
    prefixes = _prefixes(seed)
    (folder / "errata.toml").write_text(_CONFIGURATION, "utf-8")
    (kb / "families.toml").write_text("\n".join(map(_family, prefixes)), "utf-8")
    plans = _plans(seed, round(articles * SHARES["en"]), len(products), prefixes)
    for locale, share in SHARES.items():
        words = Words(LANGUAGES[locale], seed)
        for plan in plans[: round(articles * share)]:
            path = kb / locale / plan.folder / f"{plan.number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_article(plan, plans, words, products, seed), "utf-8")


def _names(seed: int, count: int) -> list[str]:
    words = Words(LANGUAGES["en"], seed + 1)
    names = dict.fromkeys(
        f"{words.word().capitalize()} {words.word().capitalize()}" for _ in range(count * 2)
    )
    return list(names)[:count]


def _prefixes(seed: int) -> list[str]:
    random = Random(seed)
    letters = "ABCDEFGHKLMNPRSTUVWXZ"
    prefixes = ("".join(random.choices(letters, k=3)) for _ in range(60))
    return list(dict.fromkeys(prefixes))[:30]


def _plans(seed: int, count: int, products: int, prefixes: list[str]) -> list[Plan]:
    random, words = Random(seed), Words(LANGUAGES["en"], seed + 2)
    popular = list(accumulate(1 / rank for rank in range(1, products + 1)))
    codes = [f"{random.choice(prefixes)}-{number:06}" for number in _numbers(random, count)]
    common = list(accumulate(1 / rank for rank in range(1, IN_ONE_FOLDER + 1)))
    plans = []
    for index in range(count):
        # Of the codes of its own folder, the first ones most.
        first = index - index % IN_ONE_FOLDER
        ranks = random.choices(range(IN_ONE_FOLDER), cum_weights=common, k=random.choice(MENTIONED))
        mentions = [codes[first + rank] for rank in ranks if first + rank < count]
        known = random.sample(KNOWN, 1) if happens(random, 0.1) else []
        near = range(max(0, index - IN_ONE_FOLDER), min(count, index + IN_ONE_FOLDER))
        plans.append(
            Plan(
                number=f"KA-{index + 1:06}",
                folder=_folder(index),
                product=random.choices(range(products), cum_weights=popular)[0],
                code=codes[index] if happens(random, 0.8) else "",
                message=_message(random, words),
                mentions=tuple(dict.fromkeys((*mentions, *known))),
                links=tuple(random.choices(near, k=random.choice((0, 1, 1, 1, 2, 3, 6)))),
                day=random.randrange(3000),
            )
        )
    return plans


def _folder(index: int) -> str:
    part = index // IN_ONE_FOLDER
    return f"area-{part // FOLDERS + 1:02}/part-{part % FOLDERS + 1:02}"


def _numbers(random: Random, count: int) -> list[int]:
    return random.sample(range(1_000_000), count)


def _message(random: Random, words: Words) -> str:
    """Make a program's message: words that vary, with a path, a number or an address."""
    text = words.sentence_words(random.choice((4, 6, 8, 9, 12)), random)
    kind = random.choice(("path", "status", "time", "words"))
    if kind == "path":
        text.insert(random.randrange(1, len(text)), f"'/var/{words.word()}/{words.word()}.log'")
    elif kind == "status":
        text.append(f"(rc=-{random.randrange(9999)})")
    elif kind == "time":
        text.append(f"after {random.randrange(9999)} ms on 0x{random.randrange(16**8):08x}")
    return " ".join(text).capitalize()


def _article(plan: Plan, plans: list[Plan], words: Words, products: list[str], seed: int) -> str:
    language = words.language
    random = Random(f"{seed} {plan.number} {language.locale}")
    words.follow(random)
    title = _title(plan, words, random)
    day, product = plan.day, products[plan.product]
    date = f"{2016 + day // 360}-{day // 30 % 12 + 1:02}-{day % 28 + 1:02}"
    lines = [
        "---",
        f"title: '{title}'",
        f"description: '{words.sentence(random.choice((14, 18, 22)))}'",
        f"product: {product}",
        f"applies-to: {product}",
        f"keywords: {', '.join([words.word() for _ in range(random.randrange(3, 8))])}",
        f"article-created-date: {date}T09:30:00Z",
        f"article-published-date: {date}T10:30:00Z",
        f"article-number: {plan.number}",
        "---",
        f"# {title}",
        "",
        *_body(plan, plans, words, random, product),
    ]
    return "\n".join(lines)


def _title(plan: Plan, words: Words, random: Random) -> str:
    title = words.title(random.choice((4, 6, 7, 9)))
    return f"{title} {plan.code}" if plan.code and happens(random, 0.4) else title


def _body(
    plan: Plan, plans: list[Plan], words: Words, random: Random, product: str
) -> Iterator[str]:
    heads = words.language.headings
    yield from _text(words, random, 1)
    yield from (
        f"## {heads[0]} {{#description}}",
        "",
        f"### {heads[1]}",
        "",
        f"{product}, *v7*",
        "",
    )
    yield from (f"### {heads[2]}", "")
    yield from _text(words, random, random.choice(PARAGRAPHS))
    yield from ("```", f"{plan.code} {plan.message}".strip(), "```", "")
    for code in plan.mentions:
        yield from (f"{words.sentence(random.choice(PARAGRAPH))} `{code}`", "")
    if happens(random, 0.15):
        yield from _table(words, random)
    yield from (f"### {heads[3]}", "")
    yield from _text(words, random, random.choice(PARAGRAPHS))
    yield from (f"## {heads[4]} {{#resolution}}", "")
    for step in range(random.choice((0, 2, 3, 4, 5, 8))):
        yield f"{step + 1}. {words.sentence(random.choice((8, 12, 18)))} `{words.word()}`"
    yield ""
    if happens(random, 0.2):
        yield from (">[!NOTE]", ">", f">{words.sentence(20)}", "")
    yield from _text(words, random, random.choice(PARAGRAPHS))
    for index in plan.links:
        other = plans[index]
        yield from (f"[{words.title(5)}](../../{other.folder}/{other.number}.md)", "")


def _text(words: Words, random: Random, paragraphs: int) -> Iterator[str]:
    for _ in range(paragraphs):
        length = random.choice(PARAGRAPH)
        yield " ".join(words.sentence(n) for n in (length // 3, length // 3, length // 3))
        yield ""


def _table(words: Words, random: Random) -> Iterator[str]:
    yield f"| {words.word()} | {words.word()} |"
    yield "| --- | --- |"
    for _ in range(random.randrange(3, 12)):
        yield f"| `{words.word()}` | {words.sentence(8)} |"
    yield ""


def _family(prefix: str) -> str:
    return f"""[[family]]
id = "{prefix}"
name = "{prefix} messages"
pattern = '{prefix}-\\d{{6}}'
product = "{prefix}"
meaning = "A message of the part {prefix}."
example = "{prefix}-000001"
"""


_CONFIGURATION: Final = """kb = "kb"
out = "site"
families = ["default", "kb/families.toml"]
default-locale = "en"
fallback-pages = false

[site]
name = "Synthetic"
url = "https://help.example.com/"
"""


if __name__ == "__main__":
    sys.exit(main())
