"""Plans a knowledge base's files from the records of an export, and accounts for each part.

The account lists what was imported and what could not be, as text and as JSON.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Final, get_args

from bs4 import BeautifulSoup, Tag

from errata.importing.addresses import AddressBook, AttachmentFiles, BodyLinks
from errata.importing.components import find_components
from errata.importing.front_matter import ValueRules, write_front_matter
from errata.importing.inlines import escape_block_start, escape_text
from errata.importing.markdown import MarkdownWriter
from errata.importing.parsing import MOST_ELEMENTS, clean_html, make_parsable, parse_html, walk_tags
from errata.importing.placing import ArticlePlace, Surroundings, choose_locales, place_articles
from errata.importing.records import (
    FINE,
    MISSING,
    REMOVED,
    SIMPLIFIED,
    Account,
    ExportedArticle,
    ExportSource,
    ImportOutcome,
    Kind,
    Texts,
)
from errata.importing.tables import is_complex
from errata.model.inputs import ImportedFile
from errata.text.display import as_json

_PLURALS: Final = {
    "article": "articles",
    "picture": "pictures",
    "file": "files",
    "link": "links",
    "markup": "markup",
    "metadata": "metadata",
    "record": "records",
}
# Kinds in the order of their importance.
_KINDS: Final[tuple[str, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class ImportRules:
    """What an import depends on other than the export."""

    around: Surroundings
    vocabulary: ValueRules
    locale: str
    """Locale of articles that state none."""
    why_refused: Callable[[str, bytes], str] = field(default=lambda _name, _data: "")
    """Returns why a file may not be published, by its name and content; empty if it may."""


@dataclass(frozen=True, slots=True)
class ConvertedArticle:
    """One article to write, with the files that it needs."""

    article: ExportedArticle
    file: ImportedFile
    files: tuple[ImportedFile, ...]


def read_exported(
    source: ExportSource, texts: Texts, rules: ImportRules, account: Account
) -> list[ExportedArticle]:
    """Read the articles of an export, each with a title and the tag of its language."""
    for refused in texts.export.refused:
        account.note("record", REMOVED, refused.path, refused.path, refused.why)
    articles = choose_locales(source.read(texts, account), rules.around, rules.locale, account)
    titled = []
    for article in articles:
        if not article.title:
            account.note("metadata", MISSING, article.where, "title", "the number is its title")
        title = " ".join(article.title.split()) or article.number or article.key
        titled.append(replace(article, title=title, html=make_parsable(article.html)))
    return titled


def convert_articles(
    source: ExportSource,
    texts: Texts,
    articles: list[ExportedArticle],
    rules: ImportRules,
    account: Account,
) -> Iterator[ConvertedArticle]:
    """Yield each article in turn: the export may be larger than the memory."""
    places = place_articles(articles, rules.around, account)
    book = AddressBook.of(articles, source.identify)
    book.loose = AttachmentFiles(texts.export.sizes)
    book.paths = {key: place.path for key, place in places.items()}
    book.homes = {key: place.home for key, place in places.items()}
    for article in articles:
        links = BodyLinks(article, book, account, texts.export.read, rules.why_refused)
        place = places[article.key]
        text = _write(article, place, links, rules, account)
        file = ImportedFile(place.path, text.encode("utf-8"), article.key, place.number)
        files = tuple(links.files[path] for path in sorted(links.files))
        yield ConvertedArticle(article, file, files)
    book.note_unused(account)


def _write(
    article: ExportedArticle,
    place: ArticlePlace,
    links: BodyLinks,
    rules: ImportRules,
    account: Account,
) -> str:
    front = write_front_matter(article, place.number, place.old_number, rules.vocabulary, account)
    body = _body(article, links, account)
    heading = escape_block_start(escape_text(article.title))
    return f"{front}# {heading}\n\n{body}".rstrip("\n") + "\n"


def _body(article: ExportedArticle, links: BodyLinks, account: Account) -> str:
    soup = parse_html(article.html)
    if soup.is_above_limit:
        detail = f"more than {MOST_ELEMENTS:,} elements"
        account.note("markup", SIMPLIFIED, article.where, detail, "the text of the rest is kept")
    find_components(soup, article.where, account)
    clean_html(soup, article.where, account)
    _drop_title(soup, article.title)
    _note_unsaid(soup, article.where, account)
    linked_ids = frozenset(links.book.linked_ids.get(article.group, ()))
    text = MarkdownWriter(links, linked_ids).write(soup)
    if listed := links.list_files():
        items = "\n".join(f"- [{escape_text(name)}]({address})" for name, address in listed)
        text = f"{text}\n{items}\n"
    return text


def _drop_title(soup: BeautifulSoup, title: str) -> None:
    """Drop a title at the beginning of a body, which would be shown twice."""
    first = soup.find(["h1", "h2", "p", "ul", "ol", "table", "pre", "img"])
    if isinstance(first, Tag) and first.name == "h1":
        text = " ".join(first.get_text(" ").split())
        if text.casefold() == title.casefold() and not first.find("img"):
            first.decompose()


def _note_unsaid(soup: BeautifulSoup, place: str, account: Account) -> None:
    """Note what is kept in another form, or has no text to keep."""
    for table in soup.find_all("table"):
        if is_complex(table):
            account.note("markup", SIMPLIFIED, place, "a table with merged cells", "it stays HTML")
    for macro in [tag for tag in walk_tags(soup) if tag.has_attr("data-errata-macro")]:
        name = str(macro["data-errata-macro"])
        if macro.get_text(strip=True):
            account.note("markup", SIMPLIFIED, place, f"macro `{name}`", "its text is kept")
        else:
            account.note("markup", REMOVED, place, f"macro `{escape(name)}`", "it has no text")


def format_outcomes(outcomes: Sequence[ImportOutcome]) -> str:
    """Write a line for each kind, then everything that needs review."""
    lines = [*_totals(outcomes)]
    open_ones = [outcome for outcome in outcomes if not outcome.is_fine]
    if open_ones:
        lines += ["", "not carried over:"]
    place = ""
    for outcome in sorted(
        open_ones, key=lambda outcome: (outcome.where, _KINDS.index(outcome.kind), outcome)
    ):
        if outcome.where != place:
            place = outcome.where
            lines.append(f"  {place}")
        times = f" ({outcome.times} times)" if outcome.times > 1 else ""
        detail = f": {outcome.detail}" if outcome.detail else ""
        lines.append(f"    {outcome.kind} {outcome.what}{times}: {outcome.result}{detail}")
    return "\n".join(lines) + "\n"


def _totals(outcomes: Sequence[ImportOutcome]) -> Iterator[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        counts[outcome.kind][outcome.result] += outcome.times
    for kind in _KINDS:
        if totals := counts.get(kind):
            ranked = sorted(
                totals, key=lambda result: (result not in FINE, -totals[result], result)
            )
            listed = ", ".join(f"{totals[result]:,} {result}" for result in ranked)
            total = sum(totals.values())
            yield f"{_PLURALS[kind]}: {total:,}: {listed}"


def format_outcomes_as_json(outcomes: Sequence[ImportOutcome]) -> str:
    """Write totals by kind and result, and every outcome."""
    totals: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        by_result = totals.setdefault(_PLURALS[outcome.kind], {})
        by_result[outcome.result] = by_result.get(outcome.result, 0) + outcome.times
    items = [
        {
            "kind": outcome.kind,
            "result": outcome.result,
            "carried": outcome.is_fine,
            "where": outcome.where,
            "what": outcome.what,
            "detail": outcome.detail,
            "count": outcome.times,
        }
        for outcome in outcomes
    ]
    document = {
        "complete": all(outcome.is_fine for outcome in outcomes),
        "totals": totals,
        "items": items,
    }
    return as_json(document, indent=2) + "\n"
