"""A folder of articles, parsed by its own conventions and joined into one library."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from errata.articles.conventions import ParseOptions, resolve_conventions
from errata.articles.includes import restrict_fragments, with_includes
from errata.articles.numbers import name_sources
from errata.articles.parser import ArticleParser
from errata.codes.families import add_fitting_families
from errata.codes.index import CodeMemory
from errata.link import link_articles
from errata.mapper import map_serially, stage
from errata.model import PublicationPolicy, Source, digest
from errata.targets.relinking import describe_link_targets
from errata.targets.resolve import resolve_references

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.config import Config
    from errata.mapper import Mapper
    from errata.model import Article, Conventions, Folder, Inputs, Keeper, Library, Parsed
    from errata.model.observations import DuplicateNumber


class LinkedFolder(NamedTuple):
    """A folder's articles: as each was parsed, and joined into one library."""

    sources: Sequence[Source]
    parsed: Sequence[Parsed]
    """Results in the order of the sources."""
    library: Library
    duplicates: tuple[DuplicateNumber, ...]
    """Articles that the library lacks because their number is taken."""
    options: ParseOptions
    """The options with which the articles were parsed."""

    @property
    def withheld(self) -> tuple[Article, ...]:
        """The articles that are not published."""
        sources = {article.source for article in self.library.withheld}
        return tuple(
            item.article for item in self.parsed if item.source in sources and item.article
        )


@stage("linking")
def link_folder(  # noqa: PLR0913 - all that the result is a function of, and where it is made
    folder: Folder,
    strings: Mapping[str, Mapping[str, str]],
    config: Config,
    inputs: Inputs,
    *,
    mapper: Mapper = map_serially,
    keeper: Keeper | None = None,
) -> LinkedFolder:
    """Parse every article by the folder's own conventions, and join them; render no page.

    `keeper` keeps the index of their codes for the next run.
    """
    conventions = resolve_conventions(config, folder)
    inputs = add_fitting_families(inputs, conventions.families)
    options = ParseOptions.of(config, inputs.families, strings, conventions)
    sources = name_sources(with_includes(folder))
    policy = PublicationPolicy(inputs.now, config.site.audience, inputs.drafts)
    parsed = restrict_fragments(mapper(ArticleParser(options), sources), sources, policy)
    memory = CodeMemory(keeper=keeper)
    library, duplicates = join_articles(folder, parsed, config, inputs, conventions, memory)
    library = resolve_references(library, folder, parsed, config)
    library = with_basis_digests(library, folder, sources, parsed)
    return LinkedFolder(sources, parsed, library, duplicates, options)


def join_articles(  # noqa: PLR0913, PLR0917 - all that the library is a function of
    folder: Folder,
    parsed: Sequence[Parsed],
    config: Config,
    inputs: Inputs,
    conventions: Conventions,
    memory: CodeMemory | None = None,
) -> tuple[Library, tuple[DuplicateNumber, ...]]:
    """Join the articles into a library; links are not resolved yet."""
    library, duplicates = link_articles(parsed, config, inputs, folder.assets, memory)
    pages = {source.path: source.page_path for source in folder.sources}
    labelled = structs.replace(library, labels=folder.labels, places=folder.places)
    return structs.replace(labelled, conventions=conventions, pages=pages), duplicates


def with_basis_digests(
    library: Library, folder: Folder, sources: Sequence[Source], parsed: Sequence[Parsed]
) -> Library:
    """Return the library with digests of its inputs, except contents, configuration and inputs."""
    places = [(source.path, source.locale, source.page, source.name) for source in sources]
    published = [(article.source, article.locale, article.number) for article in library.articles]
    order = (folder.labels, folder.places)
    files = (folder.assets, folder.unusable, folder.passed_over, folder.name, order)
    made_of = (library.conventions, library.families, library.pages, library.withheld)
    basis = digest((places, published, files, made_of, describe_link_targets(library, parsed)))
    read = [(item.source, item.article.facts_key if item.article else "") for item in parsed]
    linked = [article.facts_key for article in library.articles]
    return structs.replace(library, basis_digest=basis, facts_digest=digest((basis, read, linked)))
