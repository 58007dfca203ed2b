"""Keeps the pages of articles that a site has and that can no longer be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.commands._project import shorten_path, span_from_here
from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.files.manifest import MANIFEST
from errata.reports.printable import printable
from errata.text.display import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from errata.commands._last_build import History
    from errata.commands._project import CompiledProject, Project

# The line of a front matter with an article's number, as in "article-number: KA-1" and `id: "A"`;
# not "identity: A". The front matter cannot be read, so its lines are looked at one by one.
_NUMBER: Final = compile_late(rb"^[\w-]*(?:number|id)[ \t]*:[ \t]*[\"']?([\w.-]+)", re.MULTILINE)
# How many bytes are searched for it: no front matter may be larger.
_FRONT_MATTER: Final = 65_536
# The most articles that are named; `errata check` lists all.
_MOST_NAMED: Final = 5


def find_lost_pages(
    compiled: CompiledProject, project: Project, site: Path, history: History
) -> tuple[str, ...]:
    """Return the place of each fault that would remove a page of the old site."""
    if not (site / MANIFEST).is_file():
        return ()
    unread = compiled.build.unread
    if history.saved is None:
        lost = {source for source in unread if _has_page(source, project, site)}
    else:
        known = history.saved.record.contents
        lost = {source for source in unread if _is_known(source, known)}
    return tuple(_place(source, compiled, project) for source in sorted(lost))


def describe_lost_pages(lost: Sequence[str], site: Path) -> str:
    """Describe why a build has written nothing."""
    articles = pluralise(len(lost), "article")
    named = ", ".join(lost[:_MOST_NAMED]) + (" …" if len(lost) > _MOST_NAMED else "")
    return (
        f"nothing was written: {articles} in `{shorten_path(site)}` cannot be read now: {named}\n"
        "fix what is wrong there, delete the file to remove its page, or run"
        " `errata build --keep-going` to publish the site without it"
    )


def _is_known(source: str, known: Mapping[str, str]) -> bool:
    """Whether the last build published an article in this file or folder."""
    return source in known or any(path.startswith(f"{source}/") for path in known)


def _has_page(source: str, project: Project, site: Path) -> bool:
    """Whether a site without a record seems to have the article's page."""
    return any(True for name in _names(source, project) for _ in site.glob(f"*/{name}/index.html"))


def _names(source: str, project: Project) -> Iterator[str]:
    yield source.rpartition("/")[2].rpartition(".")[0]
    try:
        with (project.kb / source).open("rb") as file:
            head = file.read(_FRONT_MATTER)
    except OSError:
        return
    yield from (found.decode("utf-8", "replace") for found in _NUMBER.findall(head))


def _place(source: str, compiled: CompiledProject, project: Project) -> str:
    """Return the place of the fault, as far as a finding gives it."""
    path = span_from_here(Span(source), project).path
    found = (one.span for one in compiled.diagnostics if one.span.path == path)
    span = min(found, default=Span(path))
    return printable(f"{span.path}:{span.line}:{span.column}")
