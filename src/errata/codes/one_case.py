"""Codes that differ in case alone are one, in the spelling that most articles have.

Their pages would share an address on half of all disks; who looks for one means the other, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from errata.model import Body, CodeRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.model import Article, Mention, Message, Ref


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
