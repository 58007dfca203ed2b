"""Finds which folders of a knowledge base are locales, and the place of an article in its locale.

1. `locales` in the configuration names the folders. Without it they are locales if all top-level
   folders with articles have names of locales: `it/` next to `network/` is a department.
2. Some folders are locales whatever is next to them: `pt_BR` and `zh-cn`; `de/`, if most of its
   pages have a namesake at the top, where VitePress and Starlight keep the first language; `de/`
   and `en/`, or `cn/` and `jp/` (countries), if they have mostly the same pages; five languages or
   more, next to less than half as many other folders, since names of pages may be translated.
3. The top may be deeper: for `docs/en/` and `docs/de/` it is `docs/`.
4. Docusaurus keeps translations in `i18n/<locale>/docusaurus-plugin-content-docs/current/`, next
   to `docs/`. Its blog, other pages and old versions, which are next to both, are no articles then.
5. `setup.de.md` next to `setup.md` is its translation, but not where folders are the languages:
   `upgrade.ee.md` in `en_US/` is about an edition.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import field

from errata.config import Config
from errata.data.patterns import compile_late
from errata.text.locales import COUNTRIES, LANGUAGES_OR_COUNTRIES, locale_tag
from errata.text.paths import file_name, folders_above, is_index, strip_markdown_ending
from errata.values import Record

# Docusaurus' folder of translations: "i18n/de/docusaurus-plugin-content-docs/current/a.md" yes,
# "site/i18n/pt-BR/docusaurus-plugin-content-docs/current/a.md" yes; "i18n/de/code.md" no
_DOCUSAURUS: Final = compile_late(
    r"((?:[^/]+/)*?)(i18n/([^/]+)/docusaurus-plugin-content-docs/current)/"
)
# What Docusaurus calls the folder of the originals, next to `i18n`.
_ORIGINALS: Final = "docs"
# What else it keeps there: "blog/2024-01-01-news.md", "versioned_docs/version-1.0/a.md".
_NOT_DOCS: Final = ("blog/", "src/", "versioned_docs/", "i18n/")


# Pages of one folder that have a namesake at the top. All pages of 11 of 13 languages of a public
# site do; a department's folder may share one name with the top, such as `vpn.md`.
_LEAST: Final = 2
# Folders with names of locales that are no departments. Departments have such names as `it`, `hr`,
# `is` and `no`, which are four; a public vault has 34 languages, next to two other folders.
_MANY: Final = 5


class Place(Record, frozen=True):
    """The place of an article."""

    locale: str
    page: str
    """Path below the locale's folder, without ending and locale: `mail/first`; the same for its
    translations.
    """


class LocaleFolders(Record, frozen=True):
    """The folders that are locales."""

    default: str
    tags: Mapping[str, str] = field(default_factory=dict)
    """Folder -> locale, such as `en`, or `docs/pt_BR` -> `pt-BR`."""
    translated: frozenset[str] = frozenset()
    """Paths of articles whose names end in a locale: `setup.de.md`."""

    def home(self, path: str) -> str:
        """Return the folder of a file's locale; empty if that is the whole knowledge base."""
        return next((above for above in folders_above(path) if above in self.tags), "")

    def locate(self, path: str) -> Place:
        """Return the place of a file."""
        home = self.home(path)
        locale = self.tags.get(home, self.default)
        page = strip_markdown_ending(path[len(home) + 1 if home else 0 :])
        if path in self.translated:
            page, _, suffix = page.rpartition(".")
            locale = _read_suffix(suffix) or locale
        return Place(locale, page)


def find_locale_folders(articles: Sequence[str], config: Config) -> LocaleFolders:
    """Find the locales of a folder, by the paths of its articles."""
    tags = dict(_in_docusaurus(articles, config.default_locale))
    top = _top(articles)
    tops = _folders_at(top, articles)
    tag_of_folder = {folder: tag for folder in tops if (tag := locale_tag(file_name(folder)))}
    configured = {*config.locales, config.default_locale} if config.locales else set()
    spelled = {folder: tag for folder in tops if (tag := _spelled_tag(folder)) in configured}
    if len(tag_of_folder) != len(tops):
        places = _place_tags(tops)
        mirrors = set() if config.locales else _mirrors(top, articles, places)
        if config.locales or not _are_languages(len(tag_of_folder), len(tops)):
            tag_of_folder = {folder: tag for folder, tag in tag_of_folder.items() if "-" in tag}
        tag_of_folder |= {folder: places[folder] for folder in mirrors}
    tags |= tag_of_folder | spelled
    named = articles
    if not config.locales and len({*tags.values()}) > 1:
        named = [path for path in articles if tags.keys().isdisjoint(folders_above(path))]
    return LocaleFolders(config.default_locale, tags, frozenset(_list_translated(named, config)))


def find_doubtful_folders(articles: Sequence[str], folders: LocaleFolders) -> list[tuple[str, str]]:
    """Find top-level folders that are sections and seem to be locales, with their tags.

    Two have a page of the same name, one has a page of the same name as the top has, as VitePress
    keeps its first language there, or one has the name of the default locale.
    """
    namesakes: dict[str, set[str]] = defaultdict(set)
    folders_with_articles = set(articles)
    for path in articles:
        top, slash, rest = path.partition("/")
        if slash and top not in folders.tags and _spelled_tag(top):
            namesakes[rest].add(top)
    # Every folder may have an index.
    twice = [
        tops
        for rest, tops in namesakes.items()
        if (len(tops) > 1 or rest in folders_with_articles) and not is_index(rest)
    ]
    tops = set().union(*namesakes.values())
    doubtful = set().union(*twice) | {top for top in tops if _spelled_tag(top) == folders.default}
    return sorted((top, _spelled_tag(top)) for top in doubtful)


def _spelled_tag(folder: str) -> str:
    """Return the locale that a folder's name means, in capitals too; empty if none."""
    name = file_name(folder)
    return locale_tag(name) or locale_tag(name.lower()) or ""


def _top(articles: Iterable[str]) -> str:
    """Return the folder, ending in a slash, below which articles are in several places."""
    top = ""
    while True:
        below = {path[len(top) :] for path in articles}
        first = {path.partition("/")[0] for path in below}
        if len(first) != 1 or not all("/" in path for path in below):
            return top
        (name,) = first
        if locale_tag(name):
            return top
        top = f"{top}{name}/"


def _folders_at(top: str, articles: Iterable[str]) -> set[str]:
    """Return the folders with articles directly below the top."""
    below = (path[len(top) :].partition("/") for path in articles)
    return {f"{top}{name}" for name, slash, _ in below if slash}


def _are_languages(languages: int, folders: int) -> bool:
    """Whether so many folders with names of locales, among all, are no departments."""
    return languages >= _MANY and languages > 2 * (folders - languages)


def _place_tags(folders: Iterable[str]) -> dict[str, str]:
    """Return the locales that folders' names may mean, those of countries included.

    `tw` is a language, but the country next to `cn`.
    """
    names = {folder: file_name(folder) for folder in folders}
    by_country = COUNTRIES | (
        LANGUAGES_OR_COUNTRIES if not COUNTRIES.keys().isdisjoint(names.values()) else {}
    )
    tags = {folder: by_country.get(name) or locale_tag(name) for folder, name in names.items()}
    return {folder: tag for folder, tag in tags.items() if tag}


def _mirrors(top: str, articles: Sequence[str], folders: Container[str]) -> set[str]:
    """Find the folders most of whose pages have a namesake at the top or in each other's place.

    None is found if each has but one.
    """
    stems = {strip_markdown_ending(path) for path in articles}
    below = [stem.removeprefix(top).partition("/") for stem in sorted(stems)]
    pages = [(f"{top}{name}", page) for name, slash, page in below if slash]
    places = Counter(page for folder, page in pages if folder in folders)
    namesakes: dict[str, list[bool]] = defaultdict(list)
    for folder, page in pages:
        if folder in folders and not is_index(page):
            namesakes[folder].append(f"{top}{page}" in stems or places[page] > 1)
    counts = {folder: sum(has_namesake) for folder, has_namesake in namesakes.items()}
    most = {folder for folder, count in counts.items() if count * 2 > len(namesakes[folder])}
    return most if any(counts[folder] >= _LEAST for folder in most) else set()


def _in_docusaurus(articles: Iterable[str], default: str) -> Iterator[tuple[str, str]]:
    for path in articles:
        match = _DOCUSAURUS.match(path)
        if match and (tag := locale_tag(match[3])):
            yield f"{match[1]}{match[2]}", tag
            yield f"{match[1]}{_ORIGINALS}", default


def has_docusaurus_translations(articles: Iterable[str]) -> bool:
    """Whether translations are kept as Docusaurus does, with `i18n` at the top."""
    return any((match := _DOCUSAURUS.match(path)) and not match[1] for path in articles)


def list_pages_beside_docs(articles: Sequence[str]) -> Iterator[str]:
    """List the pages of Docusaurus' sites that are next to documentation with translations."""
    homes = dict(_in_docusaurus(articles, ""))
    sites = {match[1] for path in articles if (match := _DOCUSAURUS.match(path))}
    others = tuple(f"{site}{folder}" for site in sorted(sites) for folder in _NOT_DOCS)
    for path in articles:
        if path.startswith(others) and homes.keys().isdisjoint(folders_above(path)):
            yield path


def _list_translated(articles: Iterable[str], config: Config) -> Iterator[str]:
    """Yield articles named `x.de.md` next to `x.md` or `x` in another locale."""
    stems = [strip_markdown_ending(path) for path in articles]
    groups = Counter(_without_locale(stem) for stem in stems)
    for path, stem in zip(articles, stems, strict=True):
        bare = _without_locale(stem)
        if bare != stem and groups[bare] > 1 and _is_wanted(stem, config):
            yield path


def _without_locale(stem: str) -> str:
    # A dot may also be in the name of a folder, and then what follows is not a locale.
    bare, _, suffix = stem.rpartition(".")
    return bare if file_name(bare) and _read_suffix(suffix) else stem


def _read_suffix(suffix: str) -> str | None:
    """Return the locale of `de` in `a.de.md`; `cn` is the country, as for folders."""
    return COUNTRIES.get(suffix) or locale_tag(suffix)


def _is_wanted(stem: str, config: Config) -> bool:
    return not config.locales or _read_suffix(stem.rpartition(".")[2]) in config.locales
