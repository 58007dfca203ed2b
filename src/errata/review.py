"""What reading and linking show: a folder of articles in, findings out; no page is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from errata.articles.conventions import ParseOptions, resolve_conventions
from errata.articles.includes import restrict_fragments, with_includes
from errata.articles.numbers import name_sources
from errata.articles.parser import ArticleParser
from errata.checks.severities import apply_severities, name_articles, weigh_by_state
from errata.checks.subjects import Interface, KnowledgeBase
from errata.codes.packs import add_fitting_families
from errata.diagnostics.registry import run_checks
from errata.link import link_articles
from errata.mapper import map_serially
from errata.model import PublicationPolicy, no_image_sizes
from errata.model.observations import UnknownKeys
from errata.site.images import with_image_sizes
from errata.targets.resolve import resolve_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.mapper import Mapper
    from errata.model import Article, Folder, ImageProbe, Inputs, Library, Parsed, Theme
    from errata.model.observations import DuplicateNumber


class LinkedFolder(NamedTuple):
    """A folder's articles: as each was read, and joined into one library."""

    parsed: Sequence[Parsed]
    library: Library
    duplicates: tuple[DuplicateNumber, ...]
    """Articles that the library lacks because their number is taken."""

    @property
    def withheld(self) -> tuple[Article, ...]:
        """The articles that are not published."""
        kept_back = {item.source for item in self.library.withheld}
        return tuple(
            item.article for item in self.parsed if item.source in kept_back and item.article
        )


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


def review(  # noqa: PLR0913 - all that the findings are a function of
    folder: Folder,
    theme: Theme,
    config: Config,
    inputs: Inputs,
    *,
    over: Mapper = map_serially,
    album: ImageProbe = no_image_sizes,
) -> tuple[Diagnostic, ...]:
    """What is wrong in a knowledge base, but for what only its finished site can show.

    Of the theme only the user's own templates and the strings are looked at.
    """
    linked = link_folder(folder, theme.strings, config, inputs, over=over)
    linked = linked._replace(library=with_image_sizes(linked.library, album))
    return settle(find_faults(linked, folder, theme, config, inputs), linked, config)


def find_faults(
    linked: LinkedFolder, folder: Folder, theme: Theme, config: Config, inputs: Inputs
) -> tuple[Diagnostic, ...]:
    """What is wrong in the articles, as each check weighs it."""
    found = run_checks(
        *(*folder.unusable, *inputs.static.unusable, *linked.duplicates),
        *([folder.passed_over] if folder.passed_over else ()),
        KnowledgeBase(linked.library, config, linked.withheld),
        Interface(theme, linked.library.locales),
        UnknownKeys(tuple(key for item in linked.parsed for key in item.unknown_keys)),
    )
    return (*found, *(one for item in linked.parsed for one in item.diagnostics))


def settle(
    findings: Iterable[Diagnostic], linked: LinkedFolder, config: Config
) -> tuple[Diagnostic, ...]:
    """The findings as they are reported: weighed by the article's state and the configuration."""
    named = name_articles(findings, linked.parsed)
    return apply_severities(weigh_by_state(named, linked.parsed), config)
