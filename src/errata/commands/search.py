"""`errata search`: the articles for a code, a message or a question, in the site's order."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from errata.commands import _console
from errata.commands._console import Command, Settings, examples, pluralise, print_status
from errata.commands._project import article_file, locale_option, open_library
from errata.files import error_at_key, read_theme
from errata.reports.printable import as_json, printable
from errata.search.query import Searcher, search_script
from errata.site.context import SiteContext
from errata.site.feeds.search_index import index_of

if TYPE_CHECKING:
    from pathlib import Path

    from errata.commands._project import Project
    from errata.model import Article, Library
    from errata.search.query import Answer

_EXAMPLES = examples(
    "errata search APP-1001",
    "errata search sign-in fails after a password change",
    'errata search "2024-11-17 19:56:42 ERROR token expired" --limit 3',
    "errata search app 1001 --format json",
)
_LIMIT = 10


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer with what is shown of its articles."""

    query: str
    answer: Answer
    articles: tuple[Article, ...]
    """The first of them, in order."""
    files: tuple[str, ...]
    """Of those articles, as seen from here."""


@click.command(cls=Command, epilog=_EXAMPLES)
@click.argument("query", metavar="QUERY…", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=_LIMIT,
    help=f"Most articles to show.  [default: {_LIMIT}]",
)
@_console.text_or_json
@locale_option
@_console.kb
@_console.no_cache
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    settings: Settings,
    *,
    query: tuple[str, ...],
    limit: int,
    form: str,
    locale: str | None,
    kb: Path | None,
) -> int:
    """Search the articles for a code, a pasted message or a question, in the site's own order.

    The index is the one that `errata build` writes, and nothing is asked of the network.

    The exit status is 0 if something was found, 1 if not, 2 for a fault.
    """
    project, library, chosen = open_library(settings, kb, locale)
    return run(search_library(" ".join(query), limit, project, library, chosen), form)


def search_library(
    query: str, limit: int, project: Project, library: Library, locale: str
) -> SearchResult:
    """The answer of the site's engine, with its first articles."""
    with error_at_key(project.config_file, "templates"):
        script = search_script(read_theme(project.templates).assets)
    files = dict(index_of(SiteContext(library, project.config), locale).files())
    answer = Searcher(script, files).ask(query)
    articles = tuple(library.by_key[locale, number] for number in answer.numbers[:limit])
    return SearchResult(query, answer, articles, tuple(article_file(project, a) for a in articles))


def run(found: SearchResult, form: str) -> int:
    """Write what was found; the exit status."""
    if form == "json":
        sys.stdout.write(f"{as_json(_object(found))}\n")
    else:
        sys.stdout.write("".join(f"{printable(line)}\n" for line in _lines(found)))
    sys.stdout.flush()
    _remark(found)
    return int(not found.answer.numbers)


def _remark(found: SearchResult) -> None:
    answer = found.answer
    if answer.codes and not answer.numbers:
        codes = printable(", ".join(answer.codes))
        print_status(
            f"no article in this locale is about {codes}: `errata explain` shows the others"
        )
    elif not answer.numbers:
        print_status(f"nothing is found for `{printable(found.query[:200])}`")
    if answer.near:
        print_status(f"did you mean {printable(', '.join(answer.near))}?")
    if rest := len(answer.numbers) - len(found.articles):
        print_status(f"{pluralise(rest, 'more article')}: raise --limit to see more")


def _lines(found: SearchResult) -> list[str]:
    lines = []
    for article, file in zip(found.articles, found.files, strict=True):
        lines.append(f"{article.number} {article.metadata.title}")
        if excerpt := found.answer.excerpts.get(article.number):
            lines.append(f"  {excerpt}")
        lines.append(f"  {file}")
    return lines


def _object(found: SearchResult) -> dict[str, object]:
    answer = found.answer
    return {
        "query": found.query,
        "kind": answer.kind,
        "codes": list(answer.codes),
        "near": list(answer.near),
        "total": len(answer.numbers),
        "found": [
            {
                "number": article.number,
                "locale": article.locale,
                "title": article.metadata.title,
                "products": list(article.metadata.products),
                "excerpt": answer.excerpts.get(article.number, ""),
                "file": file,
            }
            for article, file in zip(found.articles, found.files, strict=True)
        ],
    }
