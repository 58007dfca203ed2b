"""Queries made from the articles themselves: codes in every spelling, disguised messages, slips.

Those of `unseen_queries` know no language's words, so that they serve a knowledge base nobody has
tuned on: full titles, titles without a third, titles with one slip, titles as a keyboard without
the language's letters has them, a sentence from the middle of an article, codes, and questions that
no article answers.

Everything comes from one seeded generator: the same seed, the same queries. A query is a dictionary
as the labels have it: `id`, `locale`, `kind`, `sub`, `query`, `relevant`; for near codes `near`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category, normalize

from bench.noise import disguised
from errata.codes.lookup import CodeLookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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


# ── of any language ─────────────────────────────────────────────────────────────────────────

_MOST_UNSEEN: Final = 120
"""Maximum number of queries of one kind."""
# A piece of a text without spaces: "設定", "する", "サーバー", "설정", "AEM"; not "、".
_PIECE: Final = re.compile(
    "[\u3041-\u309f]+|[\u30a0-\u30ff]+|[\u3400-\u9fff]{1,2}|[\uac00-\ud7a3]+|[^\\W\u3041-\u9fff]+"
)
_UNSPACED: Final = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
# splits "Stop. Start." at the space, "停止。開始" after the full stop; not "v7.3.1"
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|(?<=[\u3002\uff01\uff1f])|\n+")
# Says something: "Klicken Sie", "設定する"; not "+-----+".
_WORDY: Final = re.compile(r"[^\W\d_]{2}")
# Characters of a sentence; half as many in scripts without spaces.
_SHORTEST, _LONGEST = 40, 160
_MOST_HOLDERS: Final = 3
_TYPED: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
_NOTHING: Final = {
    "en": ("what is the meaning of life", "how to bake sourdough bread", "best hiking boots"),
    "de": ("was ist der sinn des lebens", "wie backe ich sauerteigbrot", "beste wanderschuhe"),
    "fr": ("quel est le sens de la vie", "comment faire du pain au levain", "tour de france 1998"),
    "es": ("cuál es el sentido de la vida", "cómo hacer pan de masa madre", "equipos de fútbol"),
    "pt": ("qual é o sentido da vida", "como fazer pão caseiro", "time de futebol campeão"),
    "ko": ("인생의 의미는 무엇인가", "김치찌개 맛있게 끓이는 법", "제주도 여행 추천"),
    "zh": ("人生的意义是什么", "红烧肉怎么做才好吃", "北京旅游景点推荐"),
    "ja": ("人生の意味とは何ですか", "美味しいカレーの作り方", "京都の紅葉の見頃はいつ"),
}


def unseen_queries(library: Library, locale: str, seed: int = 11) -> list[Query]:
    """Make all queries of one locale."""
    random = Random(f"{seed} {locale}")  # noqa: S311 - repeatable, no secret
    articles = [a for a in library.articles if a.locale == locale and not a.metadata.hidden]
    all_queries = [
        *_unseen_titles(articles, random),
        *_sentences(articles, random),
        *_unseen_codes(library, locale, random),
    ]
    nothing = _NOTHING.get(locale.partition("-")[0], ())
    all_queries += [make_query("none", "words", text, []) for text in nothing]
    for index, query in enumerate(all_queries):
        query.update(id=f"{locale}-{index}", locale=locale)
    return all_queries


def _unseen_titles(articles: Sequence[Article], random: Random) -> Iterator[Query]:
    same: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        same[article.metadata.title.strip()].append(article.number)
    # A name of one word is the beginning of many titles.
    chosen = sorted(title for title in same if len(_PIECE.findall(title)) > 2)  # noqa: PLR2004 - pieces
    random.shuffle(chosen)
    for title in chosen[:_MOST_UNSEEN]:
        yield make_query("title", "full", title, same[title])
        yield make_query("title", "third", _without_third(title, random), same[title])
        yield make_query("typo", "slip", _slip_in_title(title, random), same[title])
        typed = _type_plainly(title)
        if typed != title.lower():
            yield make_query("title", "typed", typed, same[title])


def _without_third(title: str, random: Random) -> str:
    """Return the title's words in order, in lower case, a third of them left out."""
    pieces = list(_PIECE.finditer(title)) if _UNSPACED.search(title) else _words(title)
    left = set(random.sample(range(len(pieces)), max(1, len(pieces) // 3)))
    joint = "" if _UNSPACED.search(title) else " "
    shortened = joint.join(m[0] for index, m in enumerate(pieces) if index not in left).lower()
    return shortened if len(_PIECE.findall(shortened)) > 1 else title.lower()


def _words(title: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\S+", title))


def _slip_in_title(title: str, random: Random) -> str:
    """Make one slip: in a long word of letters, else leave out a syllable or an ideograph."""
    words = [m for m in _words(title) if len(m[0]) > 4 and re.fullmatch(r"[^\W\d_]+", m[0])]  # noqa: PLR2004 - letters
    words = [m for m in words if not _UNSPACED.search(m[0]) and not _HANGUL.search(m[0])]
    if not words:
        letters = [index for index, letter in enumerate(title) if letter.isalpha()][1:] or [0]
        index = random.choice(letters)
        return title[:index] + title[index + 1 :]
    chosen = random.choice(words)
    return title[: chosen.start()] + _slip(chosen[0].lower(), random) + title[chosen.end() :]


def _type_plainly(title: str) -> str:
    """Type umlauts as two letters, no other accents, spaces for apostrophes; half-width kana."""
    for letter, typed in _TYPED.items():
        title = title.replace(letter, typed)
    apart = normalize("NFD", title.replace("\u2019", " ").replace("'", " "))
    plain = "".join(c for c in apart if category(c) != "Mn" or "\u3040" < c < "\u30ff")
    return normalize("NFC", plain).lower()


def _sentences(articles: Sequence[Article], random: Random) -> Iterator[Query]:
    """Yield a sentence from the middle of each article, except formulas that many have."""
    texts = {a.number: "\n".join(section.text for section in a.sections) for a in articles}
    plain = {number: " ".join(text.split()) for number, text in texts.items()}
    chosen = sorted(texts)
    random.shuffle(chosen)
    for number in chosen[:_MOST_UNSEEN]:
        least = _SHORTEST // 2 if _UNSPACED.search(texts[number][:500]) else _SHORTEST
        sentences = [" ".join(line.split()) for line in _SENTENCE.split(texts[number])]
        usable = [
            line for line in sentences if least <= len(line) <= _LONGEST and _WORDY.search(line)
        ]
        if not usable:
            continue
        sentence = usable[len(usable) // 2]
        holders = [other for other, text in plain.items() if sentence in text]
        if len(holders) <= _MOST_HOLDERS:
            yield make_query("message", "middle", sentence, holders)


def _unseen_codes(library: Library, locale: str, random: Random) -> Iterator[Query]:
    rows = [(code, list(where.get(locale, ()))) for code, where in library.codes.items()]
    rows = [row for row in rows if row[1]]
    for code, numbers in random.sample(rows, min(len(rows), _MOST_UNSEEN)):
        yield make_query("code", "canonical", code, numbers)
        yield make_query("code", "lower", code.lower(), numbers)
