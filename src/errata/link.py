"""Links parsed articles into a library: what may be published, translations, and codes.

What may not be published is in no part of the library except the list of withheld articles.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from errata.codes.index import build_index
from errata.codes.spelling import respell_codes, unify_case
from errata.diagnostics import Span
from errata.model import Library, PublicationPolicy, WithheldArticle, reason_to_withhold
from errata.model.observations import DuplicateNumber
from errata.text.paths import number_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from errata.codes.index import CodeMemory
    from errata.config import Config
    from errata.model import Article, CodeEntry, Inputs, Parsed

Key = tuple[str, str]
_DAY: Final = timedelta(days=1)


def link_articles(
    parsed: Sequence[Parsed],
    config: Config,
    inputs: Inputs,
    assets: Mapping[str, int],
    memory: CodeMemory | None = None,
) -> tuple[Library, tuple[DuplicateNumber, ...]]:
    """Return the library, and articles left out because their number is taken in their locale.

    `memory` has parts of the index of codes from before an edit.
    """
    policy = PublicationPolicy(inputs.now, config.site.audience, inputs.drafts)
    published, withheld = _publish((item.article for item in parsed if item.article), policy)
    by_key, duplicates = _unique(published)
    locales = _locales(by_key, config.default_locale)
    rank = {locale: index for index, locale in enumerate(locales)}
    keys = sorted(by_key, key=lambda key: (rank[key[0]], key[1]))
    articles = unify_case(by_key[key] for key in keys)
    families = {family.id: family for family in inputs.families}
    index = build_index(articles, config.default_locale, families, memory)
    library = Library(
        articles=articles,
        by_key=dict(zip(keys, articles, strict=True)),
        locales=locales,
        translations=_translations(articles),
        codes=_codes_by_locale(index),
        families=families,
        assets=assets,
        index=index,
        inputs=inputs,
        fallback_pages=config.fallback_pages,
        withheld=withheld,
        withheld_by_number=_by_number(withheld, {number for _, number in keys}),
    )
    return library, duplicates


def index_codes(
    library: Library, articles: Sequence[Article], default_locale: str, memory: CodeMemory
) -> Library:
    """Return the library with its index of codes; the articles are given as they were read.

    It is the same object if the articles say the same of codes as before.
    """
    index = build_index(articles, default_locale, library.families, memory)
    if index is library.index:
        return library
    return replace(library, index=index, codes=_codes_by_locale(index))


def relink_article(
    library: Library, path: str, article: Article | None, policy: PublicationPolicy
) -> tuple[Library, tuple[DuplicateNumber, ...]]:
    """Return the library with another article, or none, in a file; codes' pages stay."""
    others = [other for other in library.articles if other.source != path]
    published, withheld = _publish([article] if article else [], policy)
    spellings = {code.casefold(): code for code in library.codes}
    spelled = (_respell(article, spellings) for article in published)
    by_key, duplicates = _unique((*others, *spelled))
    withheld = (*(other for other in library.withheld if other.source != path), *withheld)
    rank = {locale: index for index, locale in enumerate(library.locales)}
    keys = sorted(by_key, key=lambda key: (rank.get(key[0], len(rank)), key[1]))
    articles = tuple(by_key[key] for key in keys)
    changed = replace(
        library,
        articles=articles,
        by_key=dict(zip(keys, articles, strict=True)),
        translations=_translations(articles),
        withheld=withheld,
        withheld_by_number=_by_number(withheld, {number for _, number in keys}),
    )
    return changed, duplicates


def find_next_change(parsed: Iterable[Parsed], now: datetime | None) -> datetime | None:
    """Find the first moment after now at which time alone may change a page or a finding.

    That is when an article begins or ends to be published, when one of its dates is no longer in
    the future, and each midnight, when reviews become due.
    """
    if now is None:
        return None
    moments = {now.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY}
    for item in parsed:
        if item.article:
            data = item.article.metadata
            publication = data.publication
            limits = (publication.publish_from, publication.valid_until)
            dates = (data.created, data.published, data.updated)
            moments.update(limit for limit in limits if limit)
            moments.update(date - _DAY for date in dates if date)
    return min(moment for moment in moments if moment > now)


def _respell(article: Article, spellings: Mapping[str, str]) -> Article:
    """Return the article with its codes spelled as the library has them."""
    pairs = ((code, spellings.get(code.casefold(), code)) for code in article.codes)
    changes = {code: spelling for code, spelling in pairs if spelling != code}
    return respell_codes(article, changes) if changes else article


def _publish(
    articles: Iterable[Article], policy: PublicationPolicy
) -> tuple[list[Article], tuple[WithheldArticle, ...]]:
    """Return the articles that the site may show, and a note of each that it may not."""
    published: list[Article] = []
    withheld: list[WithheldArticle] = []
    for article in articles:
        data = article.metadata
        reason = reason_to_withhold(data.publication, policy)
        if reason is None:
            published.append(article)
            continue
        line = data.publication.line
        note = (article.source, article.locale, article.number, data.title, reason, line)
        withheld.append(WithheldArticle(*note, article.codes))
    return published, tuple(sorted(withheld, key=lambda item: item.source))


def _by_number(
    withheld: Iterable[WithheldArticle], published: Container[str]
) -> dict[str, tuple[WithheldArticle, ...]]:
    by_number: dict[str, list[WithheldArticle]] = defaultdict(list)
    for item in withheld:
        if item.number not in published:
            by_number[item.number].append(item)
    return {number: tuple(items) for number, items in by_number.items()}


def _unique(articles: Iterable[Article]) -> tuple[dict[Key, Article], tuple[DuplicateNumber, ...]]:
    """Choose one article per locale and number: the file of that name, then the first path."""
    claims: dict[Key, list[Article]] = defaultdict(list)
    for article in _with_one_spelling(articles):
        claims[article.locale, article.number].append(article)
    chosen: dict[Key, Article] = {}
    duplicates: list[DuplicateNumber] = []
    for key, claimants in claims.items():
        chosen[key], *others = (
            sorted(claimants, key=_rank_claim) if len(claimants) > 1 else claimants
        )
        for other in others:
            span, taken_by = _number_span(other), _number_span(chosen[key])
            duplicates.append(DuplicateNumber(span, other.number, taken_by))
    return chosen, tuple(duplicates)


def _with_one_spelling(articles: Iterable[Article]) -> Iterator[Article]:
    """Yield articles with one spelling of numbers that differ in case: the first path's."""
    spellings: dict[str, str] = {}
    for article in sorted(articles, key=lambda article: article.source):
        number = spellings.setdefault(number_key(article.number), article.number)
        if number == article.number:
            yield article
        else:
            yield replace(article, metadata=replace(article.metadata, number=number))


def _rank_claim(article: Article) -> tuple[bool, str]:
    """Return the rank of an article among those with its number; the lowest gets it."""
    stem = article.source.rpartition("/")[2].rpartition(".")[0]
    return (number_key(stem) != number_key(article.number), article.source)


def _number_span(article: Article) -> Span:
    return Span(article.source, article.metadata.key_lines.get("article-number", 1))


def _locales(by_key: Iterable[Key], default: str) -> tuple[str, ...]:
    locales = {locale for locale, _ in by_key}
    return (*(locales & {default}), *sorted(locales - {default}))


def _translations(articles: Iterable[Article]) -> dict[str, tuple[str, ...]]:
    translations: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        translations[article.number].append(article.locale)
    return {number: tuple(translations[number]) for number in sorted(translations)}


def _codes_by_locale(index: Mapping[str, CodeEntry]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Map error codes and locales to numbers of the articles about them, the best first."""
    by_locale: dict[str, dict[str, list[str]]] = {}
    for code, entry in index.items():
        if entry.kind == "error":
            numbers: dict[str, list[str]] = defaultdict(list)
            for use in entry.uses:
                numbers[use.locale].append(use.number)
            by_locale[code] = numbers
    return {
        code: {locale: tuple(by_locale[code][locale]) for locale in sorted(by_locale[code])}
        for code in sorted(by_locale)
    }
