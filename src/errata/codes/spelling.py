"""Unifies codes that differ only in case, in the spelling that most articles have.

Their pages would share an address on half of all disks, and readers who look for one mean the
other too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from errata.model import Article, ArticleContent, Body, CodeRef, ContentSource, digest
from errata.values import Record


def unify_case(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles in their order, with each code in one spelling."""
    listed = tuple(articles)
    best = _best_spellings(listed)
    return tuple(
        article if best.keys().isdisjoint(article.codes) else respell_codes(article, best)
        for article in listed
    )


def _best_spellings(articles: Iterable[Article]) -> dict[str, str]:
    """Map each spelling to the most frequent one of the same code, if it has several."""
    counts = Counter(code for article in articles for code in article.codes)
    spellings: dict[str, list[str]] = defaultdict(list)
    for code in sorted(counts, key=lambda code: (-counts[code], code)):
        spellings[code.casefold()].append(code)
    return {code: best for best, *others in spellings.values() for code in others}


def has_other_spelling(articles: Iterable[Article], codes: AbstractSet[str]) -> bool:
    """Return whether articles may spell one of these codes in another way."""
    folded = {code.casefold() for code in codes}
    mentioned = {mention.code for article in articles for mention in article.mentions}
    return len(folded) < len(codes) or any(
        code.casefold() in folded for code in mentioned - codes if folded
    )


def respell_codes(article: Article, best: Mapping[str, str]) -> Article:
    """Return the article with some codes in another spelling."""

    def spell(code: str) -> str:
        return best.get(code, code)

    spellings = tuple(sorted(best.items()))
    return replace(
        article,
        facts_key=digest((article.facts_key, spellings)),
        content_key=digest((article.content_key, spellings)),
        held=RespelledContent(article.held, best),
        headed=tuple(map(spell, article.headed)),
        mentions=tuple(
            replace(mention, code=spell(mention.code)) if mention.kind == "error" else mention
            for mention in article.mentions
        ),
        messages=tuple(
            replace(message, codes=tuple(dict.fromkeys(map(spell, message.codes))))
            for message in article.messages
        ),
    )


class RespelledContent(Record, frozen=True):
    """A content with some codes in another spelling."""

    origin: ContentSource
    best: Mapping[str, str]
    """Spelling -> the one to use."""

    def load(self) -> ArticleContent:
        """See `ContentSource.load`."""
        content = self.origin.load()
        return replace(
            content,
            title=self._respell(content.title),
            body=self._respell(content.body),
            code_sections=tuple(
                replace(section, code=self.best.get(section.code, section.code))
                for section in content.code_sections
            ),
        )

    def _respell(self, body: Body) -> Body:
        refs = (
            CodeRef(self.best.get(ref.code, ref.code)) if isinstance(ref, CodeRef) else ref
            for ref in body.refs
        )
        return replace(body, refs=tuple(refs))
