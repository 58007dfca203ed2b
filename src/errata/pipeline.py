"""The whole compiler: a folder of articles and a theme in, files and findings out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from errata.articles.conventions import ParseOptions, resolve_conventions
from errata.articles.includes import restrict_fragments, with_includes
from errata.articles.numbers import name_sources
from errata.articles.parser import ArticleParser
from errata.checks.severities import apply_severities, weigh_by_state
from errata.checks.subjects import FinishedSite, Interface, KnowledgeBase
from errata.codes.packs import add_fitting_families
from errata.codes.published import present_ids
from errata.diagnostics.registry import run_checks
from errata.link import link_articles
from errata.mapper import map_serially
from errata.model import Build, PublicationPolicy, no_image_sizes, unfinished_reason
from errata.model.observations import UnknownKeys
from errata.site.images import with_image_sizes
from errata.site.plan import plan_site, resolve_path_conflicts
from errata.targets.resolve import resolve_references
from errata.theme.render import render_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.config import Config
    from errata.mapper import Mapper
    from errata.model import Article, Artifact, Folder, ImageProbe, Inputs, Library, Parsed, Theme
    from errata.model.observations import DuplicateNumber


class LinkedFolder(NamedTuple):
    """A folder's articles: as each was read, and joined into one library."""

    parsed: Sequence[Parsed]
    library: Library
    duplicates: tuple[DuplicateNumber, ...]
    """Articles that the library lacks because their number is taken."""


def link_folder(
    folder: Folder,
    strings: Mapping[str, Mapping[str, str]],
    config: Config,
    inputs: Inputs,
    *,
    over: Mapper = map_serially,
) -> LinkedFolder:
    """Read every article by the folder's own conventions, and join them; no page is rendered."""
    conventions = resolve_conventions(config, folder)
    inputs = add_fitting_families(inputs, conventions.families)
    options = ParseOptions.of(config, inputs.families, strings, conventions)
    sources = name_sources(with_includes(folder))
    policy = PublicationPolicy(inputs.now, config.site.audience, inputs.drafts)
    parsed = restrict_fragments(over(ArticleParser(options), sources), sources, policy)
    library, duplicates = link_articles(parsed, config, inputs, folder.assets)
    pages = {source.path: source.page_path for source in folder.sources}
    library = replace(library, conventions=conventions, pages=pages, labels=folder.labels)
    library = resolve_references(library, folder, parsed, config)
    return LinkedFolder(parsed, library, duplicates)


def build(  # noqa: PLR0913 - all that a site is a function of
    folder: Folder,
    theme: Theme,
    config: Config,
    inputs: Inputs,
    *,
    over: Mapper = map_serially,
    album: ImageProbe = no_image_sizes,
) -> Build:
    """Compile a knowledge base; pure, so that the same input gives the same bytes.

    `over` runs what is done to each article, `album` looks at the pictures that articles show.

    Raises:
        ThemeError: if a template has a syntax error or names what its view does not have.
    """
    linked = link_folder(folder, theme.strings, config, inputs, over=over)
    library = with_image_sizes(linked.library, album)
    planned = plan_site(library, config, theme.strings)
    artifacts, conflicts = resolve_path_conflicts(
        (*render_pages(planned.pages, theme, config, inputs.families_locale), *planned.artifacts),
        inputs.static,
    )
    unusable = (*folder.unusable, *inputs.static.unusable)
    found = run_checks(
        *(*unusable, *linked.duplicates, *planned.conflicts, *conflicts),
        *([folder.passed_over] if folder.passed_over else ()),
        KnowledgeBase(library, config, _withheld(library, linked.parsed)),
        Interface(theme, library.locales),
        UnknownKeys(tuple(key for item in linked.parsed for key in item.unknown_keys)),
        _finished_site(artifacts, library, linked.parsed, theme, config),
    )
    findings = (*found, *(one for item in linked.parsed for one in item.diagnostics))
    return Build(
        artifacts,
        apply_severities(weigh_by_state(findings, linked.parsed), config),
        tuple(sorted(present_ids(library))),
        library.withheld,
        sum(_is_unfinished(article, inputs) for article in library.articles),
    )


def _is_unfinished(article: Article, inputs: Inputs) -> bool:
    return unfinished_reason(article.metadata.publication, inputs.now) is not None


def _withheld(library: Library, parsed: Sequence[Parsed]) -> tuple[Article, ...]:
    kept_back = {item.source for item in library.withheld}
    return tuple(item.article for item in parsed if item.source in kept_back and item.article)


def _finished_site(
    artifacts: Sequence[Artifact],
    library: Library,
    parsed: Sequence[Parsed],
    theme: Theme,
    config: Config,
) -> FinishedSite:
    return FinishedSite(
        artifacts=artifacts,
        library=library,
        secrets={item.source: item.secrets for item in parsed},
        withheld=_withheld(library, parsed),
        theme=theme,
        config=config,
    )
