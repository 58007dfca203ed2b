"""Gives each imported article its number, its file and its language's folder."""

from __future__ import annotations

import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from errata.articles.numbers import NumberSeries, fit_number, is_number
from errata.importing.records import SIMPLIFIED, UNREADABLE, Account, ExportedArticle
from errata.model.inputs import WrittenBefore
from errata.text.locales import find_serving_locales, locale_tag, tag_of_name
from errata.text.paths import (
    fold_path,
    is_windows_name,
    readable_name,
    safe_segment,
    strip_markdown_ending,
)

# Folders that are not sections for errata.
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
    """As `fold_path` gives them."""
    homes: set[str] = field(default_factory=set)
    """Folders of pictures, as `fold_path` gives them."""
    counts: dict[str, int] = field(default_factory=dict)
    """Path -> the number behind the last name that was made of it."""


def place_articles(
    articles: Sequence[ExportedArticle], surroundings: Surroundings, account: Account
) -> dict[str, ArticlePlace]:
    """Map each article's key to its place."""
    groups: dict[str, list[ExportedArticle]] = defaultdict(list)
    for article in articles:
        groups[article.group].append(article)
    is_flat = surroundings.is_flat and len({article.locale for article in articles}) == 1
    own = {article.number.lower() for article in surroundings.before.values() if article.number}
    own_paths = {fold_path(article.path) for article in surroundings.before.values()}
    used = {number.lower() for number in surroundings.numbers} - own
    names = _TakenNames({fold_path(path) for path in surroundings.paths} - own_paths)
    series = NumberSeries(surroundings.numbers, surroundings.pattern)
    places: dict[str, ArticlePlace] = {}
    for group in sorted(groups, key=lambda name: _age(groups[name])):
        members = groups[group]
        lead, preferred = _choose_lead(members, surroundings.default_locale)
        number = _number(lead, preferred, members, surroundings, used, series)
        if number:
            used.add(number.lower())
            series.add(number)
        old = preferred if preferred and preferred.lower() != number.lower() else ""
        if old:
            detail = f"it is `{number}` now" if number else "it cannot be a number here"
            account.note("metadata", SIMPLIFIED, lead.where, f"number `{old}`", detail)
        stem = _free_stem(_stem(number) or _slug(lead), lead, members, surroundings, is_flat, names)
        home = _free_home(stem, _path(lead, lead, stem, surroundings, is_flat), names)
        own_files: set[str] = set()
        for article in members:
            path = _path(article, lead, stem, surroundings, is_flat)
            if fold_path(path) in own_files:
                # Two articles of one number and language: neither may replace the other.
                path = _free_path(path, names.paths)
            own_files.add(fold_path(path))
            names.paths.add(fold_path(path))
            places[article.key] = ArticlePlace(path, number, old, home)
    return places


def _choose_lead(
    members: Sequence[ExportedArticle], default_locale: str
) -> tuple[ExportedArticle, str]:
    """Return the article that gives its translations their name, and the number they ask for."""
    own = (member for member in members if member.locale == default_locale)
    lead = next(own, members[0])
    number = next((member.number for member in (lead, *members) if member.number), "")
    return lead, unicodedata.normalize("NFC", number)


def _free_path(path: str, taken: Container[str]) -> str:
    start = strip_markdown_ending(path)
    candidates = (f"{start}-{count}.md" for count in itertools.count(2))
    return next(candidate for candidate in candidates if fold_path(candidate) not in taken)


def _free_home(stem: str, path: str, names: _TakenNames) -> str:
    """Return the folder of an article's pictures: articles in two folders may have one name."""
    home = safe_segment(stem)
    if fold_path(home) in names.homes:
        home = safe_segment(strip_markdown_ending(path))
    names.homes.add(fold_path(home))
    return home


def _age(group: Iterable[ExportedArticle]) -> tuple[str, str]:
    """Return a sort key by which the oldest articles get the lowest numbers."""
    return min((article.created, article.key) for article in group)


def _number(  # noqa: PLR0913, PLR0917 - what a number depends on
    lead: ExportedArticle,
    preferred: str,
    members: Iterable[ExportedArticle],
    surroundings: Surroundings,
    used: set[str],
    series: NumberSeries,
) -> str:
    for article in (lead, *members):
        if (earlier := surroundings.before.get(article.key)) and earlier.number.lower() not in used:
            return earlier.number
    fitting = fit_number(preferred, surroundings.pattern) if surroundings.pattern else preferred
    if fitting and is_number(fitting) and fitting.lower() not in used:
        return fitting
    following = series.following()
    return "" if following.lower() in used else following


def _stem(number: str) -> str:
    """Return the name of the file of an article with this number."""
    if number.lower() in _OTHER_FILES:
        return f"{number}-article"
    is_visible = not number.startswith(".")
    return number if is_visible and is_windows_name(number) else safe_segment(number)


def _slug(article: ExportedArticle) -> str:
    slug = readable_name(article.title)
    if slug in _OTHER_FILES:
        return f"{slug}-article"
    return slug or readable_name(article.key) or "article"


def _free_stem(  # noqa: PLR0913, PLR0917 - what a file's name depends on
    stem: str,
    lead: ExportedArticle,
    members: Sequence[ExportedArticle],
    surroundings: Surroundings,
    is_flat: bool,  # noqa: FBT001 - private
    names: _TakenNames,
) -> str:
    """Return the name, with a number after it if other articles have it."""
    for article in members:
        if earlier := surroundings.before.get(article.key):
            return earlier.path.rpartition("/")[2].removesuffix(".md")
    first = _path(members[0], lead, stem, surroundings, is_flat)
    count = names.counts.get(first, 1)
    candidate = stem if count == 1 else f"{stem}-{count}"
    while any(
        fold_path(_path(member, lead, candidate, surroundings, is_flat)) in names.paths
        for member in members
    ):
        count += 1
        candidate = f"{stem}-{count}"
    names.counts[first] = count
    return candidate


def _path(
    article: ExportedArticle,
    lead: ExportedArticle,
    stem: str,
    surroundings: Surroundings,
    is_flat: bool,  # noqa: FBT001 - private
) -> str:
    """Return the article's path; translations have the same one, with the original's folders."""
    if earlier := surroundings.before.get(article.key):
        return earlier.path
    sections = [_folder(name) for name in lead.folders] if surroundings.has_sections else []
    parts = [*([] if is_flat else [article.locale]), *filter(None, sections), f"{stem}.md"]
    return "/".join(parts)


def _folder(title: str) -> str:
    name = readable_name(title)
    if name in _RESERVED or locale_tag(name):
        return f"{name}-articles"
    return name


def choose_locales(
    articles: Iterable[ExportedArticle], surroundings: Surroundings, default: str, account: Account
) -> list[ExportedArticle]:
    """Give the articles this knowledge base's tags: `en-us` is `en` if that is its English."""
    listed = list(articles)
    tags = {
        article.locale: locale_tag(article.locale.strip()) or tag_of_name(article.locale)
        for article in listed
        if article.locale.strip()
    }
    languages = {tag.partition("-")[0] for tag in tags.values() if tag}
    alone = {
        language
        for language in languages
        if len({tag for tag in tags.values() if tag.partition("-")[0] == language}) == 1
    }
    locales = sorted({*surroundings.locales, surroundings.default_locale})
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
        if tag not in locales and tag.partition("-")[0] in alone:
            tag = next(iter(find_serving_locales(tag, locales)), tag)
        result.append(replace(article, locale=tag))
    return result
