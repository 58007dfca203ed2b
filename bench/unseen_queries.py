"""Queries made from the articles of any language, for `bench.search_engine --kb FOLDER`.

Nothing here knows a language's words, so that it serves a knowledge base nobody has tuned on: full
titles, titles without a third, titles with one slip, titles as a keyboard without the language's
letters has them, a sentence from the middle of an article, codes, and questions that no article
answers. Everything comes from one seeded generator: the same seed, the same queries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING, Final
from unicodedata import category, normalize

from bench.search_queries import Query, make_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.model import Article, Library

MOST: Final = 120
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
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
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
        *_titles(articles, random),
        *_sentences(articles, random),
        *_codes(library, locale, random),
    ]
    nothing = _NOTHING.get(locale.partition("-")[0], ())
    all_queries += [make_query("none", "words", text, []) for text in nothing]
    for index, query in enumerate(all_queries):
        query.update(id=f"{locale}-{index}", locale=locale)
    return all_queries


def _titles(articles: Sequence[Article], random: Random) -> Iterator[Query]:
    same: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        same[article.metadata.title.strip()].append(article.number)
    # A name of one word is the beginning of many titles.
    chosen = sorted(title for title in same if len(_PIECE.findall(title)) > 2)  # noqa: PLR2004 - pieces
    random.shuffle(chosen)
    for title in chosen[:MOST]:
        yield make_query("title", "full", title, same[title])
        yield make_query("title", "third", _without_third(title, random), same[title])
        yield make_query("typo", "slip", _slip(title, random), same[title])
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


def _slip(title: str, random: Random) -> str:
    """Make one slip: in a long word of letters, else leave out a syllable or an ideograph."""
    words = [m for m in _words(title) if len(m[0]) > 4 and re.fullmatch(r"[^\W\d_]+", m[0])]  # noqa: PLR2004 - letters
    words = [m for m in words if not _UNSPACED.search(m[0]) and not _HANGUL.search(m[0])]
    if not words:
        letters = [index for index, letter in enumerate(title) if letter.isalpha()][1:] or [0]
        index = random.choice(letters)
        return title[:index] + title[index + 1 :]
    chosen = random.choice(words)
    word = chosen[0].lower()
    index = random.randrange(len(word) - 1)
    head, tail = word[:index], word[index:]
    wrong = random.choice(
        (
            head + tail[1:],
            head + random.choice(_LETTERS) + tail[1:],
            head + random.choice(_LETTERS) + tail,
            head + tail[1] + tail[0] + tail[2:],
        )
    )
    return title[: chosen.start()] + wrong + title[chosen.end() :]


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
    for number in chosen[:MOST]:
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


def _codes(library: Library, locale: str, random: Random) -> Iterator[Query]:
    rows = [(code, list(where.get(locale, ()))) for code, where in library.codes.items()]
    rows = [row for row in rows if row[1]]
    for code, numbers in random.sample(rows, min(len(rows), MOST)):
        yield make_query("code", "canonical", code, numbers)
        yield make_query("code", "lower", code.lower(), numbers)
