"""`errata fmt`: write the markdown of articles in one style, without changing a page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from errata.articles.conventions import ParseOptions, resolve_conventions
from errata.commands import _console
from errata.commands._console import Settings, print_status, require_extra, show_progress
from errata.commands._fixes import print_diff
from errata.commands._options import local_workers
from errata.commands._project import Project, open_project, read_articles
from errata.errors import KnowledgeBaseError
from errata.files.articles import Change, write_articles
from errata.files.text import display_path
from errata.model import Source
from errata.text.display import pluralise, printable

if TYPE_CHECKING:
    from errata.articles.formatting import Formatting


@_console.command(
    "errata fmt",
    "errata fmt kb/en/mail --diff",
    "errata fmt --check",
    "errata fmt - < article.md",
)
@click.argument("paths", nargs=-1, metavar="[PATH…]", type=click.Path(path_type=Path))
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with status 1 if a file would change."
)
@click.option("--diff", is_flag=True, help="Like --check, but also show the changes.")
@_console.kb_option
def command(
    settings: Settings,
    paths: tuple[Path, ...],
    kb: Path | None,
    *,
    check: bool,
    diff: bool,
) -> int:
    """Format the markdown of articles.

    PATH is an article or a folder of articles. Without PATH, all articles are formatted. Use - to
    format standard input to standard output. Front matter is not changed.

    Each article is rendered before and after. A file whose page would change is not formatted, and
    is listed on stderr.
    """
    require_extra("fmt", "mdformat", "mdformat_gfm")
    project = open_project(settings.config, kb)
    if paths == (Path("-"),):
        return _format_stdin(project, check=check, diff=diff)
    results = _format_all(project, paths)
    changed = {
        result.path: Change(result.old, result.new)
        for result in results
        if result.new != result.old
    }
    if diff:
        print_diff(changed, project.kb)
    elif check:
        for path in sorted(changed):
            click.echo(printable(display_path(project.kb / path)))
    else:
        write_articles(project.kb, changed)
    _report(results, project, written=not (check or diff))
    return int(bool(changed)) if check or diff else 0


def _format_all(project: Project, paths: Sequence[Path]) -> Sequence[Formatting]:
    from errata.articles.formatting import ArticleFormatter  # noqa: PLC0415 - an extra

    folder = read_articles(project)
    conventions = resolve_conventions(project.config, folder)
    families = project.inputs.families
    options = ParseOptions.of(project.config, families, conventions=conventions)
    sources = _choose_sources(folder.sources, paths, project.kb)
    with show_progress() as stage:
        mapper = local_workers(stage)
        return mapper(ArticleFormatter(options), sources)


def _choose_sources(sources: Sequence[Source], paths: Sequence[Path], kb: Path) -> list[Source]:
    """Return the articles at or below the paths, or all of them without paths.

    Raises:
        KnowledgeBaseError: if a path is not there, or holds no article.
    """
    if not paths:
        return list(sources)
    root = kb.resolve()
    chosen: dict[str, Source] = {}
    for path in paths:
        full = path.resolve()
        below = [source for source in sources if (root / source.path).is_relative_to(full)]
        if not below:
            printed = display_path(path)
            why = "is not an article in the knowledge base" if path.exists() else "does not exist"
            raise KnowledgeBaseError(
                f"`{printed}` {why}", help=f"articles are in `{display_path(kb)}`"
            )
        chosen.update({source.path: source for source in below})
    return list(chosen.values())


def _format_stdin(project: Project, *, check: bool, diff: bool) -> int:
    from errata.articles.formatting import ArticleFormatter  # noqa: PLC0415 - an extra

    data = sys.stdin.buffer.read()
    source = Source("stdin.md", project.config.default_locale, data)
    result = ArticleFormatter(ParseOptions.of(project.config, project.inputs.families))(source)
    if diff:
        change = {"stdin.md": Change(result.old, result.new)}
        print_diff(change if result.old != result.new else {}, Path())
    elif not check:
        sys.stdout.buffer.write(result.new)
        sys.stdout.buffer.flush()
    if result.why_left:
        print_status(f"stdin:{result.line}: not formatted: {result.why_left}")
    return int(result.old != result.new) if check or diff else 0


def _report(results: Sequence[Formatting], project: Project, *, written: bool) -> None:
    untouched = [result for result in results if result.why_left]
    for result in untouched:
        printed = printable(display_path(project.kb / result.path))
        print_status(f"{printed}:{result.line}: not formatted: {result.why_left}")
    count = sum(result.new != result.old for result in results)
    done = "formatted" if written else "would format"
    remark = (
        f", left {pluralise(len(untouched), 'article')} as it is" if len(untouched) == 1 else ""
    )
    remark = remark or (f", left {len(untouched):,} articles as they are" if untouched else "")
    print_status(f"{done} {pluralise(count, 'article')} of {len(results):,}{remark}")
