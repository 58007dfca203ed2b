"""`errata search`: the articles for a code, a message or a question, in the site's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from errata.commands import _console
from errata.commands._console import Settings, print_status
from errata.commands._lookup import Lookup, open_lookup
from errata.commands._project import Project
from errata.commands._writer import Writer
from errata.files import error_at_key, read_theme
from errata.model import Library
from errata.search.query import Answer, Searcher, search_script
from errata.site.context import SiteContext
from errata.site.feeds.search_index import index_of
from errata.text.display import pluralise, printable

# As many as a first page of results has: three lines each, so that they fit on a screen.
_DEFAULT_LIMIT: Final = 10
# More results than any knowledge base has for a meaningful query.
_MAX_LIMIT: Final = 1000
# A message that says "nothing found" repeats this much of the query: about two lines.
_MAX_QUOTE: Final = 200


@_console.command(
    "errata search APP-1001",
    "errata search sign-in fails after a password change",
    'errata search "2024-11-17 19:56:42 ERROR token expired" --limit 3',
    "errata search app 1001 --format json",
)
@click.argument("query", metavar="QUERY…", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(1, _MAX_LIMIT),
    default=_DEFAULT_LIMIT,
    metavar="N",
    help=f"Maximum number of articles to show.  [default: {_DEFAULT_LIMIT}]",
)
@_console.format_option(("text", "json"))
@_console.locale_option
@_console.kb_option
@_console.no_cache_option
def command(  # noqa: PLR0913 - one parameter an option
    settings: Settings,
    *,
    query: tuple[str, ...],
    limit: int,
    form: str,
    locale: str | None,
    kb: Path | None,
) -> int:
    """Search the articles for a code, a pasted message or a question, as the site does.

    The search uses the index that `errata build` writes. It does not use the network.

    If no article answers a question, the articles that share words with it are shown as such.

    The exit status is 0 if something was found, 1 if nothing was found, and 2 for an error.
    """
    lookup = open_lookup(settings, kb, locale)
    text = " ".join(query)
    answer = make_searcher(lookup.project, lookup.library, lookup.locale).ask(text)
    articles = list(_articles((*answer.hidden, *answer.numbers)[:limit], answer, lookup))
    nearest = list(_articles(answer.nearest[:limit], answer, lookup))
    head = {
        "query": text,
        "kind": answer.kind,
        "codes": list(answer.codes),
        "near": list(answer.near),
        "unknown": list(answer.unknown),
        "absent": list(answer.absent),
        "hidden": list(answer.hidden),
        "total": len(answer.numbers) + len(answer.hidden),
        "answered": bool(articles),
    }
    if nearest:
        _print_remarks(text, answer, 0)
    Writer(form).write({**head, "found": articles, "nearest": nearest}, _lines(articles or nearest))
    if not nearest:
        _print_remarks(text, answer, len(articles))
    return int(not articles)


def make_searcher(project: Project, library: Library, locale: str) -> Searcher:
    """Make a searcher that runs the site's own script over the articles of a locale."""
    # From the theme: the user's own templates may bring another script.
    with error_at_key(project.config_file, "templates"):
        script = search_script(read_theme(project.templates).assets)
    return Searcher(script, dict(index_of(SiteContext(library, project.config), locale).files()))


def _articles(
    numbers: Iterable[str], answer: Answer, lookup: Lookup
) -> Iterator[Mapping[str, object]]:
    for number in numbers:
        article = lookup.library.by_key[lookup.locale, number]
        yield {
            "number": number,
            "locale": article.locale,
            "title": article.metadata.title,
            "products": list(article.metadata.products),
            "excerpt": answer.excerpts.get(number, ""),
            "file": lookup.file_of(article),
        }


def _lines(articles: list[Mapping[str, object]]) -> Iterator[str]:
    for article in articles:
        number, title = str(article["number"]), str(article["title"])
        # An article without a number is called by its file, which may be named after the title.
        is_same = number.replace("-", " ").casefold() == title.casefold()
        yield title if is_same else f"{number} {title}"
        if article["excerpt"]:
            yield f"  {article['excerpt']}"
        yield f"  {article['file']}"


def _print_remarks(text: str, answer: Answer, shown_count: int) -> None:
    codes, near = printable(", ".join(answer.codes)), printable(", ".join(answer.near))
    if codes and not answer.numbers:
        hint = "`errata explain` shows the others"
        print_status(f"no article in this locale is about {codes}: {hint}")
    elif answer.unknown:
        unknown = printable(", ".join(answer.unknown))
        print_status(
            f"no article explains {unknown}: `errata explain` shows what is known about it"
        )
    elif answer.hidden:
        print_status(f"{printable(', '.join(answer.hidden))} is not listed on the site")
    elif not answer.numbers:
        rest = "; articles with some of these words:" if answer.nearest else ""
        print_status(f"nothing found for `{printable(text[:_MAX_QUOTE])}`{rest}")
    if answer.absent:
        print_status(f"not in any article: {printable(', '.join(answer.absent))}")
    if near:
        print_status(f"did you mean {near}?")
    if hidden_count := len(answer.numbers) + len(answer.hidden) - shown_count:
        print_status(f"{pluralise(hidden_count, 'more article')}: raise --limit to see more")
