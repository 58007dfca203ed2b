"""Gives each imported article its number, its file and its language's folder."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from errata.articles.numbers import NumberSeries, fit_number, is_number
from errata.data.patterns import compile_late
from errata.importing.records import SIMPLIFIED, UNREADABLE
from errata.text.locales import find_serving_locales, locale_tag
from errata.text.paths import safe_segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.importing.records import Account, ExportedArticle
    from errata.model.inputs import WrittenBefore

# What separates words in a file's name: " — " and "/" yes; "é" and "原因" no.
_NOT_IN_NAME: Final = compile_late(r"[\W_]+")
# "KB:1" and "aux" yes; "KB-1" and "記事1" no.
_NOT_ON_WINDOWS: Final = compile_late(
    r"[<>:\"|?*]|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE
)
# The most characters of a name made from a title: about a line of a list of files.
_LONGEST: Final = 60
# Names of folders that errata does not read as sections.
_RESERVED: Final = frozenset({"assets", "includes", "static", "node_modules"})
# Names of files that are not articles, or are those of their folder.
_OTHER_FILES: Final = frozenset(
    (
        *("index", "readme", "toc", "summary", "sidebar", "changelog", "contributing"),
        *("license", "code-of-conduct", "security"),
    )
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The knowledge base that receives the articles."""

    default_locale: str = "en"
    locales: frozenset[str] = frozenset()
    """Its locales."""
    pattern: str = ""
    numbers: frozenset[str] = frozenset()
    """Numbers that are or were in use and are not given again."""
    paths: frozenset[str] = frozenset()
    """Files of its articles."""
    is_flat: bool = False
    """Whether its articles are in no locale's folder."""
    has_sections: bool = True
    """Whether imported articles get folders for their former sections."""
    before: Mapping[str, WrittenBefore] = field(default_factory=dict)
    """Key of a record -> what an earlier import wrote for it."""


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """The place of an article."""

    path: str
    number: str
    """Number for its front matter; empty for none."""
    old_number: str
    """The former number, if it has another one now."""
    home: str
    """Name of the folder of its pictures."""


@dataclass(slots=True)
class _TakenNames:
    """Paths that are taken, and how far names made of one title are counted."""

    paths: set[str]
    """In small letters."""
    counts: dict[str, int] = field(default_factory=dict)
    """Path -> the number behind the last name that was made of it."""


def place_articles(
    articles: Sequence[ExportedArticle], around: Surroundings, account: Account
) -> dict[str, ArticlePlace]:
    """Map each article's key to its place."""
    groups: dict[str, list[ExportedArticle]] = defaultdict(list)
    for article in articles:
        groups[article.group].append(article)
    is_flat = around.is_flat and len({article.locale for article in articles}) == 1
    own = {one.number.lower() for one in around.before.values() if one.number}
    own_paths = {one.path.casefold() for one in around.before.values()}
    taken = {number.lower() for number in around.numbers} - own
    names = _TakenNames({path.casefold() for path in around.paths} - own_paths)
    series = NumberSeries(around.numbers, around.pattern)
    places: dict[str, ArticlePlace] = {}
    for group in sorted(groups, key=lambda name: _age(groups[name])):
        found = groups[group]
        lead = next((one for one in found if one.locale == around.default_locale), found[0])
        wanted = next((one.number for one in (lead, *found) if one.number), "")
        number = _number(lead, wanted, found, around, taken, series)
        if number:
            taken.add(number.lower())
            series.add(number)
        old = wanted if wanted and wanted.lower() != number.lower() else ""
        if old:
            detail = f"it is `{number}` now" if number else "it cannot be a number here"
            account.note("metadata", SIMPLIFIED, lead.where, f"number `{old}`", detail)
        stem = _free_stem(_stem(number) or _slug(lead), lead, found, around, is_flat, names)
        for article in found:
            path = _path(article, lead, stem, around, is_flat)
            names.paths.add(path.casefold())
            places[article.key] = ArticlePlace(path, number, old, safe_segment(stem))
    return places


def _age(group: Iterable[ExportedArticle]) -> tuple[str, str]:
    """Return a sort key by which the oldest articles get the lowest numbers."""
    return min((article.created, article.key) for article in group)


def _number(  # noqa: PLR0913, PLR0917 - what a number depends on
    lead: ExportedArticle,
    wanted: str,
    found: Iterable[ExportedArticle],
    around: Surroundings,
    taken: set[str],
    series: NumberSeries,
) -> str:
    for article in (lead, *found):
        if (known := around.before.get(article.key)) and known.number.lower() not in taken:
            return known.number
    fitting = fit_number(wanted, around.pattern) if around.pattern else wanted
    if fitting and is_number(fitting) and fitting.lower() not in taken:
        return fitting
    following = series.following()
    return "" if following.lower() in taken else following


def _stem(number: str) -> str:
    """Return the name of the file of an article with this number."""
    return safe_segment(number) if _NOT_ON_WINDOWS.search(number) else number


def _slug(article: ExportedArticle) -> str:
    slug = _NOT_IN_NAME.sub("-", article.title.casefold()).strip("-")[:_LONGEST].strip("-")
    if slug in _OTHER_FILES:
        return f"{slug}-article"
    return slug or _NOT_IN_NAME.sub("-", article.key.casefold()).strip("-")[-_LONGEST:] or "article"


def _free_stem(  # noqa: PLR0913, PLR0917 - what a file's name depends on
    stem: str,
    lead: ExportedArticle,
    found: Sequence[ExportedArticle],
    around: Surroundings,
    is_flat: bool,  # noqa: FBT001 - private
    names: _TakenNames,
) -> str:
    """Return the name, with a number after it if other articles have it."""
    for article in found:
        if known := around.before.get(article.key):
            return known.path.rpartition("/")[2].removesuffix(".md")
    first = _path(found[0], lead, stem, around, is_flat)
    count = names.counts.get(first, 1)
    candidate = stem if count == 1 else f"{stem}-{count}"
    while any(
        _path(one, lead, candidate, around, is_flat).casefold() in names.paths for one in found
    ):
        count += 1
        candidate = f"{stem}-{count}"
    names.counts[first] = count
    return candidate


def _path(
    article: ExportedArticle,
    lead: ExportedArticle,
    stem: str,
    around: Surroundings,
    is_flat: bool,  # noqa: FBT001 - private
) -> str:
    """Return the article's path; translations have the same one, with the original's folders."""
    if known := around.before.get(article.key):
        return known.path
    sections = [_folder(name) for name in lead.folders] if around.has_sections else []
    parts = [*([] if is_flat else [article.locale]), *filter(None, sections), f"{stem}.md"]
    return "/".join(parts)


def _folder(title: str) -> str:
    name = _NOT_IN_NAME.sub("-", title.casefold()).strip("-")[:_LONGEST].strip("-")
    if name in _RESERVED or locale_tag(name):
        return f"{name}-articles"
    return name


def choose_locales(
    articles: Iterable[ExportedArticle], around: Surroundings, default: str, account: Account
) -> list[ExportedArticle]:
    """Give the articles this knowledge base's tags: `en-us` is `en` if that is its English."""
    listed = list(articles)
    tags = {
        one.locale: locale_tag(one.locale.strip()) or "" for one in listed if one.locale.strip()
    }
    languages = {tag.partition("-")[0] for tag in tags.values() if tag}
    alone = {
        language
        for language in languages
        if len({tag for tag in tags.values() if tag.partition("-")[0] == language}) == 1
    }
    known = sorted({*around.locales, around.default_locale})
    result = []
    for article in listed:
        tag = tags.get(article.locale, default)
        if not tag:
            account.note(
                "metadata",
                UNREADABLE,
                article.where,
                f"language `{article.locale}`",
                "no language tag",
            )
            tag = default
        if tag not in known and tag.partition("-")[0] in alone:
            tag = next(iter(find_serving_locales(tag, known)), tag)
        result.append(replace(article, locale=tag))
    return result
