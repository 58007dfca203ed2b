"""Builds the index of codes: which articles are about each, and what stands beside it.

1. Each article's mentions become one use per code, primary or secondary.
2. A translation inherits the codes of its source (the default locale's article of its number), so
   that a code which machine translation damaged still leads to it.
3. A damaged code counts as the one that was meant, where that is one of the library's.
4. Uses, messages and neighbours are gathered per code, the uses by how well an article explains
   it. Hidden articles are in no index.

Codes that differ in case alone are one, in the spelling that most articles have.

Their pages would share an address on half of all disks; who looks for one means the other, too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from errata.codes.suspects import resolve_suspect
from errata.model import Body, CodeEntry, CodeRef, CodeUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.model import Article, Family, Mention, Message, Ref, Salience


MOST_TOGETHER = 8
MOST_MESSAGES = 6

_SPACE = re.compile(r"\s+")
_METADATA = frozenset({"title", "description", "keywords"})
_NAMED = frozenset({"title", "description"})
_RETURNED = frozenset({"IRC", "ERRNO", "EXIT", "EXIT_VALUE", "EXIT_CODE"})


def build_index(
    articles: Sequence[Article], default_locale: str, families: Mapping[str, Family]
) -> dict[str, CodeEntry]:
    """Every code of every kind, sorted by code."""
    visible = [article for article in articles if not article.metadata.hidden]
    sources = {a.number: a for a in visible if a.locale == default_locale}
    repaired = _repaired(visible, families)
    uses: dict[str, list[CodeUse]] = defaultdict(list)
    first: dict[str, Mention] = {}
    for article in visible:
        for use_code, mention, use in _uses(article, sources.get(article.number), repaired):
            uses[use_code].append(use)
            first.setdefault(use_code, mention)
    by_key = {(article.locale, article.number): article for article in visible}
    messages = _messages(visible)
    together = _together(visible)
    return {
        code: CodeEntry(
            code=code,
            family=first[code].family,
            kind=first[code].kind,
            uses=tuple(_ranked(code, uses[code], by_key)),
            messages=_most(messages[code], MOST_MESSAGES),
            together=_most(together[code], MOST_TOGETHER),
        )
        for code in sorted(uses)
    }


def _repaired(articles: Iterable[Article], families: Mapping[str, Family]) -> dict[str, str]:
    """Damaged code -> the one that was meant, where an article names that one."""
    mentions = [mention for article in articles for mention in article.mentions]
    known = {mention.code for mention in mentions if mention.kind == "error"}
    damaged = {m.code: m.family for m in mentions if m.kind == "suspect"}
    found = {
        code: resolve_suspect(code, families.get(damaged[code]), sorted(known))
        for code in sorted(damaged)
    }
    return {code: right for code, right in found.items() if right in known}


def _uses(
    article: Article, source: Article | None, repaired: Mapping[str, str]
) -> Iterable[tuple[str, Mention, CodeUse]]:
    own = _by_code(article.mentions, repaired)
    inherited = _by_code(source.mentions, repaired) if source and source is not article else {}
    for code, mentions in {**inherited, **own}.items():
        use = CodeUse(article.locale, article.number, salience_of(mentions), code not in own)
        yield code, mentions[0], use


def _by_code(mentions: Iterable[Mention], repaired: Mapping[str, str]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if code := repaired.get(mention.code):
            found[code].append(replace(mention, code=code, kind="error"))
        elif mention.kind not in {"suspect", "unknown"}:
            found[mention.code].append(mention)
    return found


def salience_of(mentions: Sequence[Mention]) -> Salience:
    """`primary` if one mention stands where an author names the subject, else `secondary`.

    Secondary are exceptions that only a trace has, and what a function or a process returned
    beside a message, unless title, description or keywords name them.
    """
    if any(mention.where in _METADATA for mention in mentions):
        return "primary"
    if mentions and mentions[0].family in _RETURNED:
        return "secondary"
    in_trace = all(mention.where == "fence" for mention in mentions)
    traced = bool(mentions) and mentions[0].family == "EXCEPTION"
    return "secondary" if in_trace and traced else "primary"


def _messages(articles: Iterable[Article]) -> dict[str, Counter[str]]:
    """Code -> message -> how often; what is told in prose only where nothing is quoted.

    Messages that differ in their volatile parts alone are one, in the words of the first.
    """
    quoted: dict[str, Counter[str]] = defaultdict(Counter)
    told: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, str] = {}
    for article in articles:
        for message in article.messages:
            found = quoted if message.where in {"span", "fence"} else told
            text = first.setdefault(_SPACE.sub(" ", message.template).strip(" .*'\""), message.text)
            for code in message.codes:
                found[code][text] += 1
    return defaultdict(Counter, {**told, **quoted})


def _together(articles: Iterable[Article]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        for code in article.codes:
            found[code].update(other for other in article.codes if other != code)
    return found


def _most(counted: Mapping[str, int], limit: int) -> tuple[str, ...]:
    ranked = sorted(counted, key=lambda name: (-counted[name], name))
    return tuple(ranked[:limit])


def _ranked(
    code: str, uses: Iterable[CodeUse], by_key: Mapping[tuple[str, str], Article]
) -> list[CodeUse]:
    """Primary, own before inherited, named most in title and description, few codes, newest."""

    def rank(use: CodeUse) -> tuple[bool, bool, int, int, float, str, str]:
        article = by_key[use.locale, use.number]
        named = sum(m.code == code and m.where in _NAMED for m in article.mentions)
        when = article.metadata.published
        age = -when.timestamp() if when else 0.0
        place = (use.locale, use.number)
        return use.salience != "primary", use.inherited, -named, len(article.codes), age, *place

    return sorted(uses, key=rank)


def unify_case(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles in their order, each code of them in one spelling."""
    listed = tuple(articles)
    other = _others(listed)
    if not other:
        return listed
    return tuple(_respelt(a, other) if not other.keys().isdisjoint(a.codes) else a for a in listed)


def _others(articles: Iterable[Article]) -> dict[str, str]:
    """Spelling -> the one that stands for it; only of codes that have several."""
    counts = Counter(code for article in articles for code in article.codes)
    spelt: dict[str, list[str]] = defaultdict(list)
    for code in sorted(counts, key=lambda code: (-counts[code], code)):
        spelt[code.casefold()].append(code)
    return {code: best for best, *rest in spelt.values() for code in rest}


def _respelt(article: Article, other: Mapping[str, str]) -> Article:
    return replace(
        article,
        title=_body(article.title, other),
        body=_body(article.body, other),
        mentions=tuple(_mention(mention, other) for mention in article.mentions),
        messages=tuple(_message(message, other) for message in article.messages),
    )


def _body(body: Body, other: Mapping[str, str]) -> Body:
    return replace(body, refs=tuple(_ref(ref, other) for ref in body.refs))


def _ref(ref: Ref, other: Mapping[str, str]) -> Ref:
    return CodeRef(other.get(ref.code, ref.code)) if isinstance(ref, CodeRef) else ref


def _mention(mention: Mention, other: Mapping[str, str]) -> Mention:
    best = other.get(mention.code) if mention.kind == "error" else None
    return replace(mention, code=best) if best else mention


def _message(message: Message, other: Mapping[str, str]) -> Message:
    codes = dict.fromkeys(other.get(code, code) for code in message.codes)
    return replace(message, codes=tuple(codes))
