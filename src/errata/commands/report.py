"""`errata report`: the health of the knowledge base, for the people responsible for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from errata.commands import _console
from errata.commands._checked import review_project
from errata.commands._console import Settings, print_status, show_progress
from errata.commands._options import audience_option, local_workers
from errata.commands._project import (
    Project,
    make_cached_mapper,
    open_project,
    shorten_path,
    span_from_here,
)
from errata.commands._writer import Writer
from errata.commands.search import make_searcher
from errata.diagnostics import Span
from errata.errors import ConfigError
from errata.files.git import read_changes
from errata.files.site import write_site
from errata.files.text import display_path, read_text
from errata.health.panels import Cell, EarlierReport, HealthReport, HealthSubject, QueryResult
from errata.health.queries import QueryFileError, parse_queries
from errata.health.report import as_csv, as_values, assess_health, parse_report, render_report
from errata.model import Artifact, Library
from errata.search.query import Searcher
from errata.search.tokens import stemmer_for, tokenize
from errata.text.display import as_json

# The most words of a query that are looked up one by one to find the nearest article.
_MOST_WORDS: Final = 8


@_console.command(
    "errata report",
    "errata report --out health",
    "errata report --format json > health.json",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Also write a page, health.json and a CSV file for each table to this folder.",
)
@click.option(
    "--queries",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV file of searches or tickets; shows which ones the articles do not answer.",
)
@click.option(
    "--since",
    "before",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="health.json of an earlier report; shows what has changed since then.",
)
@_console.format_option(("text", "json"))
@_console.kb_option
@_console.no_cache_option
@audience_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    out: Path | None,
    queries: Path | None,
    before: Path | None,
    form: str,
    kb: Path | None,
    audience: str | None,
) -> int:
    """Report the health of the articles: what to do first, and why.

    The report covers the findings of `errata check`, weighted by how many readers see them;
    duplicates and contradictions; codes without an answer; articles due for review; outdated
    translations; links, structure and vocabulary. With --queries, it also covers searches without
    an answer.

    The report quotes places in files and is for the people who maintain the articles: do not
    publish it with the site. It contains nothing about individual people.
    """
    counts = _read_queries(queries) if queries else {}
    earlier = _read_report(before) if before else None
    project = open_project(settings.config, kb, cache=settings.cache, audience=audience)
    report = _assess(project, counts, earlier)
    Writer(form).write(as_values(report), _lines(report))
    if out:
        write_site(out, _files(report, project), project.kb, project.static)
        print_status(f"wrote {shorten_path(out)}/index.html, health.json and the tables as CSV")
    return 0


def _assess(
    project: Project, counts: Mapping[str, int], earlier: EarlierReport | None
) -> HealthReport:
    with show_progress() as stage:
        mapper = local_workers(stage)
        library, findings = review_project(project, make_cached_mapper(mapper, project))
        stage("running the queries …")
        queries = run_queries(counts, project, library)
        stage("reading the history …")
        changes = read_changes(project.kb, _translated_sources(library))
        subject = HealthSubject(library, project.config, findings, queries, changes, earlier)
        stage("comparing articles …")
        return _with_paths_from_here(assess_health(subject), project)


def _translated_sources(library: Library) -> Iterator[tuple[str, str]]:
    """Yield the sources of each original and its translations."""
    for article in library.visible:
        if not library.is_original(article):
            yield library.original_of(article).source, article.source


def _with_paths_from_here(report: HealthReport, project: Project) -> HealthReport:
    def rename(cell: Cell) -> Cell:
        return span_from_here(cell, project) if isinstance(cell, Span) else cell

    panels = (
        replace(panel, rows=tuple(tuple(map(rename, row)) for row in panel.rows))
        for panel in report.panels
    )
    return replace(report, panels=tuple(panels))


def _lines(report: HealthReport) -> Iterator[str]:
    width = max(len(panel.title) for panel in report.panels)
    for panel in report.panels:
        yield f"{panel.title:<{width}}  {panel.summary}"


def _files(report: HealthReport, project: Project) -> tuple[Artifact, ...]:
    page = render_report(report, project.config.site_name(project.config.default_locale))
    files = {
        "index.html": page,
        "health.json": f"{as_json(as_values(report))}\n",
        **{f"{panel.id}.csv": as_csv(panel) for panel in report.panels},
    }
    return tuple(Artifact(name, text.encode()) for name, text in sorted(files.items()))


def _read_queries(path: Path) -> Mapping[str, int]:
    printed = display_path(path)
    try:
        return parse_queries(read_text(path, ConfigError, piped=True))
    except QueryFileError as error:
        raise ConfigError(str(error), span=Span(printed, error.line), help=error.remedy) from None


def _read_report(path: Path) -> EarlierReport:
    printed = display_path(path)
    try:
        return parse_report(read_text(path, ConfigError, piped=True))
    except ValueError as error:
        message = f"`{printed}` is not a report of `errata report --format json`: {error}"
        raise ConfigError(message, span=Span(printed)) from None


def run_queries(
    counts: Mapping[str, int], project: Project, library: Library
) -> tuple[QueryResult, ...]:
    """Return each query with the articles that the search finds, in the order given."""
    if not counts:
        return ()
    locale = next(iter(library.locales), project.config.default_locale)
    searcher = make_searcher(project, library, locale)
    return tuple(_ask(searcher, text, count, locale) for text, count in counts.items())


def _ask(searcher: Searcher, text: str, count: int, locale: str) -> QueryResult:
    answer = searcher.ask(text)
    articles = (*answer.hidden, *answer.numbers)
    return QueryResult(text, count, articles, "" if articles else _nearest(searcher, text, locale))


def _nearest(searcher: Searcher, text: str, locale: str) -> str:
    """Return the article with most of the query's words, among the first for each word."""
    words = list(dict.fromkeys(tokenize(text, stemmer_for(locale))))[:_MOST_WORDS]
    counts: Counter[str] = Counter()
    for word in words:
        for place, number in enumerate(searcher.ask(word).numbers[:10]):
            counts[number] += 10 - place
    return max(sorted(counts), key=counts.__getitem__, default="")
