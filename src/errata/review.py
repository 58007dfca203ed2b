"""Finds faults without a site: a folder of articles in, findings out; no page is made.

`prepare_review` reads a folder once; then `review` judges all of it or some of its files, and
`review_text` one text that an editor has changed, with the rest as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import structs

from errata.articles.includes import may_include, restrict_fragments, with_includes
from errata.articles.numbers import name_sources
from errata.articles.parser import ArticleParser
from errata.checks.selection import (
    apply_severities,
    chosen_checks,
    name_articles,
    select_findings,
    weigh_by_state,
)
from errata.checks.subjects import FinishedSite, Interface, KnowledgeBase, kept_key, read_nothing
from errata.checks.suppressions import find_unused, read_suppressions, split_suppressed
from errata.codes.index import CodeMemory
from errata.diagnostics.registry import all_checks, list_observers, run_checks
from errata.link import find_next_change, relink_article
from errata.linked_folder import link_folder, with_basis_digests
from errata.mapper import map_serially, stage
from errata.model import Keeper, PublicationPolicy, Source, SourceTexts, digest, no_image_sizes
from errata.model.observations import PathConflict, UnknownKeys
from errata.site.images import with_image_sizes, with_picture_digests
from errata.targets.resolve import make_resolver
from errata.text.paths import folders_above

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.linked_folder import LinkedFolder
    from errata.mapper import Mapper
    from errata.model import Folder, ImageProbe, Inputs, Parsed, Theme
    from errata.targets.resolve import LinkResolver

Item = TypeVar("Item")


@dataclass(frozen=True)
class ReviewContext:
    """A knowledge base as read and linked, with everything that judging it needs."""

    folder: Folder
    theme: Theme
    config: Config
    inputs: Inputs
    linked: LinkedFolder
    keeper: Keeper = field(default_factory=Keeper)
    """Keeps what checks saw in articles that have not changed."""
    read_static: Callable[..., bytes] = read_nothing  # as in `FinishedSite`
    memory: CodeMemory = field(default_factory=CodeMemory)
    """Keeps what articles that have not changed add to the index of codes."""

    @cached_property
    def knowledge_base(self) -> KnowledgeBase:
        """All articles, as checks look at them; keeps what checks observe."""
        library = self.linked.library
        self.keeper.expect(map(kept_key, library.articles))
        return KnowledgeBase(
            *(library, self.config, self.linked.withheld, SourceTexts(self.linked.sources)),
            keeper=self.keeper,
            links_digest=self._links_digest,
            observers=() if type(self.keeper) is Keeper else list_observers(),
        )

    @property
    def _links_digest(self) -> str:
        library, inputs = self.linked.library, structs.replace(self.inputs, now=None)
        settings = self.config.model_dump_json()
        # A code or a date of an article moves no link to it: with all facts in the digest, the
        # links of 1,179 articles were looked at again after such an edit, a sixth of its build.
        targets = [
            (each.source, sorted(each.anchors), {**each.aliases}, each.metadata.hidden)
            for each in library.articles
        ]
        return digest((library.basis_digest, repr(targets), settings, inputs))

    @cached_property
    def parser(self) -> ArticleParser:
        """Parses an article with the options of the others."""
        return ArticleParser(self.linked.options)

    @cached_property
    def resolver(self) -> LinkResolver:
        """Finds the targets of an article's links."""
        return make_resolver(self.linked.library, self.folder, self.linked.parsed, self.config)

    @cached_property
    def index_by_path(self) -> Mapping[str, int]:
        """Path of each article -> its index among the sources."""
        return {source.path: index for index, source in enumerate(self.linked.sources)}

    @property
    def suppressing_files(self) -> Iterator[tuple[str, bytes]]:
        """Path and content of each article whose comments may suppress findings."""
        for source in self.linked.sources:
            if not source.traits or source.traits.suppresses:
                yield source.path, source.data

    @cached_property
    def next_change(self) -> datetime | None:
        """The first moment at which time alone may change a page or a finding."""
        return find_next_change(self.linked.parsed, self.inputs.now)

    @property
    def policy(self) -> PublicationPolicy:
        """The policy of what may be published."""
        return PublicationPolicy(self.inputs.now, self.config.site.audience, self.inputs.drafts)


def prepare_review(  # noqa: PLR0913 - all that the findings are a function of
    folder: Folder,
    theme: Theme,
    config: Config,
    inputs: Inputs,
    *,
    mapper: Mapper = map_serially,
    probe: ImageProbe = no_image_sizes,
    keeper: Keeper | None = None,
) -> ReviewContext:
    """Read and link a folder. Of the theme only strings and the user's templates are looked at.

    `mapper` parses the articles, `probe` looks at the pictures that they show, and `keeper` keeps
    for the next run what checks observe.
    """
    linked = link_folder(folder, theme.strings, config, inputs, mapper=mapper, keeper=keeper)
    library = with_image_sizes(linked.library, probe)
    linked = linked._replace(library=library)
    return ReviewContext(folder, theme, config, inputs, linked, keeper or Keeper())


def with_digests(context: ReviewContext) -> ReviewContext:
    """Return the context with the digests that it would have if its folder were read anew.

    What checks keep after an edit then serves other processes, too.
    """
    linked = context.linked
    library = with_basis_digests(linked.library, context.folder, linked.sources, linked.parsed)
    return replace(context, linked=linked._replace(library=with_picture_digests(library)))


def review(context: ReviewContext, paths: AbstractSet[str] | None = None) -> WeighedFindings:
    """Find what is wrong, except for what only the finished site can show.

    `paths` are files and folders below the knowledge base, or files outside as findings name them:
    only these are judged. Links, numbers and duplicates are judged against the whole.
    """
    if paths is None or "" in paths:
        return weigh_findings(
            find_faults(context), context.linked.parsed, context.config, context.suppressing_files
        )
    judged = frozenset(path for path in context.index_by_path if is_in(path, paths))
    contents = [(path, data) for path, data in context.suppressing_files if path in judged]
    raw = (fault for fault in find_faults(context, judged) if is_in(fault.span.path, paths))
    return weigh_findings(raw, context.linked.parsed, context.config, contents)


def is_in(path: str, paths: AbstractSet[str]) -> bool:
    """Whether a path is one of these, or below one; the empty path is the whole folder."""
    return path in paths or "" in paths or any(folder in paths for folder in folders_above(path))


def find_faults(
    context: ReviewContext, judged: frozenset[str] | None = None
) -> tuple[Diagnostic, ...]:
    """Find what is wrong in the articles, or those judged, with each check's own severity."""
    read = (diagnostic for item in _judged(context, judged) for diagnostic in item.diagnostics)
    return (*judge_folder(context, judged), *read)


@stage("checking articles")
def judge_folder(
    context: ReviewContext, judged: frozenset[str] | None = None
) -> tuple[Diagnostic, ...]:
    """Find what is wrong that reading each article alone does not show."""
    folder, linked = context.folder, context.linked
    return run_checks(
        *(*folder.unusable, *context.inputs.static.unusable, *linked.duplicates),
        *([folder.passed_over] if folder.passed_over else ()),
        replace(context.knowledge_base, judged=judged),
        Interface(context.theme, linked.library.locales),
        UnknownKeys(tuple(key for item in _judged(context, judged) for key in item.unknown_keys)),
    )


def _judged(context: ReviewContext, paths: AbstractSet[str] | None) -> list[Parsed]:
    return [item for item in context.linked.parsed if paths is None or item.source in paths]


def review_text(context: ReviewContext, path: str, data: bytes) -> WeighedFindings:
    """Find what is wrong in one article if its file, which may not exist, held these bytes.

    The others are as they were read. What all of them show together, such as which sections are
    usual, is as it was then.
    """
    source = place_text(context, path, data)
    item = context.parser(source)
    index = context.index_by_path.get(path)
    with_source = _with_item(context.linked.sources, index, source)
    read = _with_item(context.linked.parsed, index, item)
    parsed = restrict_fragments(read, with_source, context.policy)
    item = parsed[-1 if index is None else index]
    article = item.article and context.resolver.link_article(item.article)
    library, duplicates = relink_article(context.linked.library, path, article, context.policy)
    kb = replace(
        context.knowledge_base,
        library=library,
        files=SourceTexts(with_source),
        judged=frozenset({path}),
        links_digest="",
    )
    diagnostics = run_checks(*duplicates, kb, UnknownKeys(item.unknown_keys))
    unusable = run_checks(*(file for file in context.folder.unusable if file.span.path == path))
    own = (each for each in (*diagnostics, *unusable) if each.span.path == path)
    return weigh_findings((*own, *item.diagnostics), [item], context.config, [(path, data)])


def _with_item(items: Sequence[Item], index: int | None, item: Item) -> tuple[Item, ...]:
    return (*items, item) if index is None else (*items[:index], item, *items[index + 1 :])


def place_text(context: ReviewContext, path: str, data: bytes) -> Source:
    """Return the article of a path with other content; a new one is placed like its neighbours."""
    folder, index = context.folder, context.index_by_path.get(path)
    if index is not None:
        source = structs.replace(context.linked.sources[index], held=data, includes=None)
    else:
        source = _place_new(context, path, data)
    if not may_include(data):
        return source
    alone = structs.replace(folder, sources=(source,))
    files = {**folder.fragments, **{read.path: read.data for read in folder.sources}}
    return with_includes(structs.replace(alone, fragments=files))[0]


def _place_new(context: ReviewContext, path: str, data: bytes) -> Source:
    neighbour = min(
        context.linked.sources,
        key=lambda source: (-_common(source.folder, path.rpartition("/")[0]), source.path),
    )
    folder = neighbour.path.removesuffix(f"{neighbour.page_path}.md")
    page = path.removeprefix(folder).removesuffix(".md") if path.startswith(folder) else ""
    locale = neighbour.locale if path.startswith(folder) else context.config.default_locale
    placed = Source(path, locale, data, page)
    return name_sources((*context.linked.sources, placed))[-1]


def _common(folder: str, other: str) -> int:
    """Return how many folders two paths share at their beginning."""
    count = 0
    for first, second in zip(folder.split("/"), other.split("/"), strict=False):
        if first != second:
            break
        count += 1
    return count


class WeighedFindings(NamedTuple):
    """Findings as they are reported."""

    diagnostics: tuple[Diagnostic, ...]
    suppressed: int = 0
    """Number of findings that comments in the articles suppress."""


@stage("weighing findings")
def weigh_findings(
    findings: Iterable[Diagnostic],
    parsed: Iterable[Parsed],
    config: Config,
    files: Iterable[tuple[str, bytes]],
    *,
    site: bool = False,
) -> WeighedFindings:
    """Adjust findings to the article's state and the configuration, and drop unwanted ones.

    `files` are those whose comments count: paths and contents. With `site`, all checks were run.
    """
    raw, results, chosen = list(findings), list(parsed), chosen_checks(config)
    comments = [read_suppressions(path, data) for path, data in files]
    suppressions = [suppression for valid, _ in comments for suppression in valid]
    checks_run = chosen if site else chosen - site_checks()
    faults = [fault for _, faulty in comments for fault in faulty]
    raw += run_checks(*faults, *find_unused(suppressions, raw, checks_run))
    weighed = apply_severities(weigh_by_state(name_articles(raw, results), results), config)
    reported, count = split_suppressed(select_findings(weighed, config, chosen), suppressions)
    return WeighedFindings(tuple(reported), count)


def site_checks() -> frozenset[str]:
    """Return the checks that only examine the finished site."""
    site = {FinishedSite, PathConflict}
    return frozenset(code for code, check in all_checks().items() if {*check.scope} <= site)
