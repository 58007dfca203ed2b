"""The articles of one reader's locale, for commands that answer questions about them.

Of these, `find_number` finds the one that a person means by its number, its name or its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec import structs

from errata.commands._console import Settings, print_status, show_progress
from errata.commands._options import local_workers
from errata.commands._project import (
    Project,
    link_project,
    make_cached_mapper,
    open_project,
    read_articles,
    shorten_path,
)
from errata.commands._replay import ReadInputs
from errata.data.patterns import compile_late
from errata.errors import KnowledgeBaseError
from errata.link import find_next_change
from errata.messages.match import MessageIndex
from errata.model import Article, Library, WithheldArticle
from errata.text.display import pluralise
from errata.text.paths import number_key
from errata.values import Record


class Lookup(Record, frozen=True):
    """The articles that `codes`, `explain`, `scan` and `search` query, in one reader's locale."""

    project: Project
    library: Library
    locale: str
    notice: str = ""
    inputs: ReadInputs | None = None
    """What was read, if answers may be cached."""
    until: float = 0.0
    """When time alone may change an answer, in seconds."""

    def find_articles(self, numbers: Iterable[str]) -> list[Article]:
        """Return the articles that exist, in the order of the numbers."""
        articles = (self.library.find_article(self.locale, number) for number in numbers)
        return [article for article in articles if article]

    def file_of(self, article: Article | WithheldArticle) -> str:
        """Return the path of an article's file as seen from here."""
        return shorten_path(self.project.kb / article.source)


def open_lookup(settings: Settings, kb: Path | None, locale: str | None) -> Lookup:
    """Read and link the articles of the locale and of the default one.

    Raises:
        KnowledgeBaseError: if there are no articles in the locale.
    """
    project = open_project(settings.config, kb, cache=settings.cache)
    default = project.config.default_locale
    chosen = locale or default
    # Other locales have no part in the answer, and each would take as long to parse.
    if (project.kb / default).is_dir() and not project.config.locales:
        locales = tuple(dict.fromkeys((default, chosen)))
        config = project.config.model_copy(update={"locales": locales})
        project = structs.replace(project, config=config)
    inputs = project.stamp_inputs() if project.cache_folder else None
    with show_progress() as stage:
        folder = read_articles(project, skip_known=True)
        # All processors, unlike a build: a person waits for one answer.
        mapper = local_workers(stage)
        linked = link_project(folder, project, make_cached_mapper(mapper, project))
    library, notice = linked.library, ""
    if lost := len(folder.sources) - len(library.articles) - len(library.withheld):
        notice = f"{pluralise(lost, 'article')} cannot be used: run `errata check` to see why"
        print_status(notice)
    if locale and locale not in library.locales:
        remedy = f"there are articles in {', '.join(library.locales)}"
        raise KnowledgeBaseError(f"there are no articles in the locale `{locale}`", help=remedy)
    change = find_next_change(linked.parsed, project.inputs.now)
    until = change.timestamp() if change else 0.0
    return Lookup(project, library, chosen, notice, inputs, until)


def index_messages(library: Library) -> MessageIndex:
    """Index every message of visible articles; each finds all translations of its article."""
    from errata.messages.match import MessageIndex  # noqa: PLC0415 - only for questions about messages

    visible = tuple(library.visible)
    return MessageIndex(
        ((article.number, message) for article in visible for message in article.messages),
        ((article.number, article.metadata.title) for article in visible),
    )


# All but letters and digits: "-", "_" and " " yes; "a", "é" and "0" no.
_SIGNS: Final = compile_late(r"[\W_]+")
# Zeros before a number's digits: "000" of "00017"; not the "0" of "10".
_ZEROS: Final = compile_late(r"(?<!\d)0+(?=\d)")
# "4014346" and "000012345" yes; "17" and "SUP4014346" no. Two digits end many numbers.
_DIGITS: Final = compile_late(r"\d{3,}")
# The most characters of a path that people type or paste; what is longer is a log.
_LONGEST: Final = 300


def find_number(text: str, lookup: Lookup) -> str:
    """Return the number of the article that a text names; empty for none or several.

    `KA-19371`, `ka19371`, `KA-19371.md`, `en/KA-19371.md` and `broken-link` are recognised.
    """
    name = text.strip().removeprefix("./").replace("\\", "/")
    if len(name) > _LONGEST:
        return ""
    for matches in (_is_number, _is_file, _is_alike):
        numbers = {a.number for a in _all_articles(lookup) if matches(name, a, lookup)}
        if numbers:
            return numbers.pop() if len(numbers) == 1 else ""
    return ""


def find_number_by_digits(text: str, lookup: Lookup) -> str:
    """Return the number with the digits of a text, such as `4014346`; empty for none or several."""
    digits = text.strip()
    if not _DIGITS.fullmatch(digits):
        return ""
    numbers = {a.number for a in _all_articles(lookup) if _has_digits(digits, a.number)}
    return numbers.pop() if len(numbers) == 1 else ""


def _all_articles(lookup: Lookup) -> tuple[Article | WithheldArticle, ...]:
    """Return all articles, drafts too: the answer for one says that it is not published."""
    return (*lookup.library.articles, *lookup.library.withheld)


def _is_number(text: str, article: Article | WithheldArticle, _: Lookup) -> bool:
    return number_key(text) == number_key(article.number)


def _is_file(text: str, article: Article | WithheldArticle, lookup: Lookup) -> bool:
    """Whether it is the article's path from here or below any folder, with or without ending."""
    # A path from here ends in the same name, and takes longer to make.
    name = article.source.rpartition("/")[2].rpartition(".")[0].casefold()
    if name not in text.casefold():
        return False
    for path in (article.source, lookup.file_of(article)):
        forms = (path, path.rpartition(".")[0])
        if text and any(f"/{form}".casefold().endswith(f"/{text}".casefold()) for form in forms):
            return True
    return False


def _is_alike(text: str, article: Article | WithheldArticle, _: Lookup) -> bool:
    """Whether numbers are equal without signs and zeros; names without digits do not count."""
    key = _fold(text.removesuffix(".md"))
    return any(map(str.isdigit, key)) and key == _fold(article.number)


# The numbers of all articles are folded for each text that is looked up.
@lru_cache(maxsize=1 << 15)
def _fold(text: str) -> str:
    return _SIGNS.sub("", _ZEROS.sub("", text)).casefold()


def _has_digits(digits: str, number: str) -> bool:
    prefix = number.rstrip("0123456789")
    return number.removeprefix(prefix).lstrip("0") == digits.lstrip("0")
