"""Queries made from the articles themselves: codes in every spelling, disguised messages, slips.

Everything comes from one seeded generator: the same seed, the same queries. A query is a dictionary
as the labels have it: `id`, `locale`, `kind`, `sub`, `query`, `relevant`; for near codes `near`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING, Any, Final

from bench.noise import disguised
from errata.codes.lookup import CodeLookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.model import Article, Library

MOST: Final = 150
"""Maximum number of queries of one kind and locale."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_CAMPAIGN: Final = re.compile(r"[A-Z]{3}-\d{6}")
_UNKNOWN_CODES: Final = (
    *("0x80070005", "ERR_SSL_PROTOCOL", "E11000", "SQLSTATE 08001", "CVE-2021-44228", "M365-10012"),
    *("AADSTS700016", "TS2307", "NU1101", "CS1061", "MSB4018", "SAML-4401", "EACCES_9917"),
)
_UNKNOWN_NAMES: Final = (
    *("django.db.utils.IntegrityError", "ZeroDivisionError", "KeyNotFoundException"),
    *("org.springframework.beans.factory.BeanCreationException", "StackOverflowError"),
    *("io.netty.channel.ConnectTimeoutException", "ArithmeticException", "RecursionError"),
    *("System.InvalidCastException", "android.os.DeadObjectException", "AssertionError"),
)
_UNKNOWN_WORDS: Final = (
    *("sourdough hydration crumb", "zebra giraffe savanna", "qwertyuiop", "mortgage refinancing"),
    *("violin concerto rehearsal", "glacier moraine erosion", "lorem ipsum dolor", "kjhgfdsa"),
    *("hamster wheel lubricant", "espresso grinder burr", "origami crane folding"),
)
Query = dict[str, Any]


def queries(library: Library, locale: str, seed: int = 7) -> list[Query]:
    """Make all queries of one locale."""
    random = Random(f"{seed} {locale}")  # noqa: S311 - repeatable, no secret
    articles = [a for a in library.articles if a.locale == locale and not a.metadata.hidden]
    all_queries = [
        *_codes(library, locale, random),
        *_messages(articles, random),
        *_titles(articles, random),
        *_nothing(library, random),
    ]
    for index, query in enumerate(all_queries):
        query.update(id=f"{locale}-{query['kind']}-{query['sub']}-{index}", locale=locale)
    return all_queries


def make_query(kind: str, sub: str, query: str, relevant: list[str], **more: object) -> Query:
    """Make a query in the labels' form, without id and locale."""
    return {"kind": kind, "sub": sub, "query": query, "relevant": relevant, **more}


def _codes(library: Library, locale: str, random: Random) -> Iterator[Query]:
    lookup = CodeLookup(code for code in library.index)
    for code, where in library.codes.items():
        numbers = list(where.get(locale, ()))
        if not numbers:
            continue
        for sub, text in _spellings(code):
            if len(lookup.find(text).matches) == 1:
                yield make_query("code", sub, text, numbers)
        if _CAMPAIGN.fullmatch(code):
            slip = _digit_slip(code, random)
            near = lookup.find(slip).near
            if near:
                relevant = [n for c in near for n in library.codes.get(c, {}).get(locale, ())]
                yield make_query("typo", "near-code", slip, relevant, near=list(near))


def _spellings(code: str) -> Iterator[tuple[str, str]]:
    yield "canonical", code
    yield "lower", code.lower()
    yield "in-words", f"error {code}: what does it mean"
    if _CAMPAIGN.fullmatch(code):
        yield "joined", code.replace("-", "")
        yield "space", code.replace("-", " ").lower()
        yield "dash", code.replace("-", "\u2011")
        yield "digits", code[4:]
        yield "glued", f"PM{code}"
        yield (
            "wide",
            code.translate({character: character + 0xFEE0 for character in range(33, 127)}),
        )
        yield "quoted", f'"{code}".'


def _digit_slip(code: str, random: Random) -> str:
    place = random.randrange(6, 9)
    if random.random() < 0.5:  # noqa: PLR2004 - half of them
        return code[:place] + code[place + 1 :]
    return code[:place] + str((int(code[place]) + random.randrange(1, 9)) % 10) + code[place + 1 :]


def _messages(articles: list[Article], random: Random) -> Iterator[Query]:
    holders: Mapping[str, set[str]] = defaultdict(set)
    texts: dict[str, str] = {}
    for article in articles:
        for message in article.messages:
            if message.where in {"span", "fence"} and len(message.text.split()) > 5:  # noqa: PLR2004 - words
                holders[message.template].add(article.number)
                texts[message.template] = message.text
    chosen = sorted(texts)
    random.shuffle(chosen)
    for template in chosen[:MOST]:
        relevant = sorted(holders[template])
        text = disguised(texts[template], random, code=random.random() < 0.5)  # noqa: PLR2004 - a half
        yield make_query("logline", "disguised", text, relevant)
        words = texts[template].split()
        start = random.randrange(max(1, len(words) - 7))
        part = " ".join(words[start : start + 7])
        also = [a.number for a in articles if any(part in m.text for m in a.messages)]
        yield make_query("message", "fragment", part, sorted({*relevant, *also}))


def _titles(articles: list[Article], random: Random) -> Iterator[Query]:
    same: Mapping[str, list[str]] = defaultdict(list)
    for article in articles:
        same[article.metadata.title].append(article.number)
    chosen = sorted(same)
    random.shuffle(chosen)
    for title in chosen[:MOST]:
        words = title.split()
        if len(words) < 4:  # noqa: PLR2004 - too few to lose one
            continue
        words_left = [word for word in words if random.random() < 0.7] or words  # noqa: PLR2004 - a share
        words_left = words_left if len(words_left) > 2 else words  # noqa: PLR2004 - words
        yield make_query("title", "shortened", " ".join(words_left).lower(), same[title])
        slipped = _slipped(words, random)
        yield make_query("typo", "words", slipped, same[title])


def _slipped(words: list[str], random: Random) -> str:
    """Misspell one or two long words."""
    long = [index for index, word in enumerate(words) if len(word) > 4 and word.isalpha()]  # noqa: PLR2004 - letters
    changed = [word.lower() for word in words]
    for index in random.sample(long, min(len(long), random.choice((1, 2)))):
        changed[index] = _slip(changed[index], random)
    return " ".join(changed)


def _slip(word: str, random: Random) -> str:
    place = random.randrange(len(word) - 1)
    head, tail = word[:place], word[place:]
    return random.choice(
        (
            head + tail[1:],
            head + random.choice(_LETTERS) + tail[1:],
            head + random.choice(_LETTERS) + tail,
            head + tail[1] + tail[0] + tail[2:],
        )
    )


def _nothing(library: Library, random: Random) -> Iterator[Query]:
    lookup = CodeLookup(library.index)
    for family in library.families.values():
        if not family.module:
            continue
        code = f"{family.id}-{random.randrange(10**6):06}"
        if not lookup.find(code).matches and not lookup.find(code).near:
            yield make_query("none", "code", code, [])
    for sub, texts in (
        ("code", _UNKNOWN_CODES),
        ("exception", _UNKNOWN_NAMES),
        ("words", _UNKNOWN_WORDS),
    ):
        yield from (make_query("none", sub, text, []) for text in texts)
