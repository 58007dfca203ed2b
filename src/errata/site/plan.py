"""Plans the site: every output's pages and files, one for each path.

Paths are compared without regard to case, and none may be a folder of another, so that a site
that is whole on one disk is whole on every disk. The first to claim a path keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.codes.published import SETTINGS
from errata.diagnostics import Span
from errata.diagnostics.registry import make_finding
from errata.model import Artifact, Page
from errata.site.feeds import (
    api,
    assets,
    hosting,
    llms,
    markdown_pages,
    news_feed,
    opensearch,
    search_index,
    search_words,
    sitemap,
    social,
)
from errata.site.pages import (
    article,
    code,
    diagnose,
    family,
    home,
    not_found,
    permalinks,
    product,
    recent,
    redirects,
    search,
    status,
    titles,
)
from errata.site.pages.redirects import GoneView, MovedView
from errata.site.urls import SOCIAL, article_path
from errata.text.slugs import folders_above
from errata.text.strings import strings_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.model import Library

OUTPUTS: Final = (
    home,
    not_found,
    code,
    family,
    product,
    titles,
    recent,
    search,
    diagnose,
    opensearch,
    permalinks,
    status,
    article,
    redirects,
    assets,
    social,
)
"""In the order of their claims."""
FORMS: Final = (api, search_index, news_feed)
"""Other forms of those pages: two that clash follow from two pages that do, which is told once."""
WORDED: Final = (markdown_pages, llms, search_words)
"""Such forms that need the interface's words."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What the site will hold, sorted by path."""

    pages: tuple[Page, ...]
    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def plan_site(
    library: Library, config: Config, languages: Mapping[str, Mapping[str, str]]
) -> SitePlan:
    """Every page and file of the site, and where two wanted one place.

    `languages` are the theme's strings.
    """
    emitted = [item for output in OUTPUTS for item in output.emit(library, config)]
    tags = library.locales or (config.default_locale,)
    words = {tag: strings_for(tag, languages) for tag in tags}
    forms: list[Page | Artifact]
    forms = [item for output in WORDED for item in output.emit(library, config, words)]
    forms += [item for output in FORMS for item in output.emit(library, config)]
    pages = [item for item in emitted if isinstance(item, Page)]
    sources = _sources(library, pages)
    forms += [*sitemap.emit(pages, config), *hosting.emit(pages, library, config)]
    kept, lost = claim_paths((*emitted, *forms))
    derived = {item.path for item in forms}
    found = [_diagnostic(item, won, sources) for item, won in lost if item.path not in derived]
    return SitePlan(
        pages=tuple(item for item in kept if isinstance(item, Page)),
        artifacts=tuple(item for item in kept if isinstance(item, Artifact)),
        diagnostics=tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key)),
    )


def _sources(library: Library, pages: Iterable[Page]) -> dict[str, Span]:
    """Site path -> where somebody wrote what the page is made of."""
    found = {article_path(a.locale, a.number): Span(a.source) for a in library.articles}
    for page in pages:
        if isinstance(page.view, MovedView | GoneView):
            written = library.inputs.redirect_places.get(page.view.old, Span(SETTINGS))
            found.setdefault(page.path, written)
    return found


def resolve_path_conflicts(
    artifacts: Iterable[Artifact],
) -> tuple[tuple[Artifact, ...], tuple[Diagnostic, ...]]:
    """The finished files by path, and where an author's file wanted the place of the theme's.

    A picture that the theme has for shared links takes the place of the one that was drawn.
    """
    kept, lost = claim_paths(artifacts)
    found = tuple(
        _diagnostic(item, winner, {}) for item, winner in lost if not item.path.startswith(SOCIAL)
    )
    return tuple(item for item in kept if isinstance(item, Artifact)), found


def claim_paths(
    items: Iterable[Page | Artifact],
) -> tuple[list[Page | Artifact], list[tuple[Page | Artifact, str]]]:
    """Sort by path; the second list holds what came too late, with the path that was taken.

    The same file emitted twice is no conflict.
    """
    taken: dict[str, Page | Artifact] = {}
    folders: dict[str, str] = {}
    lost: list[tuple[Page | Artifact, str]] = []
    for item in items:
        key = item.path.casefold()
        holder = taken.get(key)
        if holder == item:
            continue
        above = next((taken[up].path for up in folders_above(key) if up in taken), None)
        if winner := (holder.path if holder else above or folders.get(key)):
            lost.append((item, winner))
            continue
        taken[key] = item
        folders.update(dict.fromkeys(folders_above(key), item.path))
    return sorted(taken.values(), key=lambda item: item.path), lost


def _diagnostic(item: Page | Artifact, winner: str, sources: Mapping[str, Span]) -> Diagnostic:
    other = "page" if isinstance(item, Page) else "file"
    taken = f"another {other} of the site" if winner == item.path else f"`{winner}`"
    message = f"`{item.path}` is already taken by {taken}"
    span = sources.get(item.path, Span(item.path))
    return make_finding("KB901", message, span, "rename one of the two; this one is left out")
