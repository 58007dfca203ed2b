"""Plans the site: every output's pages and files, one for each path.

Paths are compared without regard to case, and none may be a folder of another, so that a site that
is complete on one disk is complete on every disk. The first to claim a path keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar, cast

from errata.diagnostics import Span
from errata.mapper import stage
from errata.model import Artifact, Bundle, Copy, Page, PlannedFile, has_many_articles
from errata.model.observations import PathConflict
from errata.model.observed import observe_article
from errata.site.context import SiteContext
from errata.site.facts import observe_library
from errata.site.feeds import (
    api,
    assets,
    hosting,
    llms,
    markdown_pages,
    search_index,
    sitemap,
    social,
)
from errata.site.pages import (
    article,
    articles,
    code,
    diagnose,
    family,
    home,
    product,
    redirects,
    search,
    sections,
)
from errata.site.urls import SOCIAL
from errata.text.paths import folders_above, safe_segment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.config import Config
    from errata.model import Keeper, Library, StaticFolder

Planned = Page | PlannedFile | Artifact
Claimant = TypeVar("Claimant", bound=Planned)
Made = TypeVar("Made")
Steps = Generator[None, None, Made]
Output = Callable[[SiteContext], Iterator[Planned | Bundle]]
Unpack = Callable[[Bundle], Iterable[PlannedFile | Artifact]]
# Outputs that are planned in one step: 200 take 3 ms, and of 1,179 articles there are 6,000.
_STEP: Final = 200

OUTPUTS: Final[tuple[Output, ...]] = (
    # Pages, in the order of their claims: those that every site has before those that authors name.
    home.emit,
    redirects.emit_not_found,
    code.emit,
    family.emit,
    product.emit,
    articles.emit,
    sections.emit,
    search.emit,
    diagnose.emit,
    sitemap.emit_opensearch,
    family.emit_statuses,
    article.emit,
    redirects.emit,
    # Pictures for shared links.
    social.emit,
    # Other forms of the pages, for machines.
    markdown_pages.emit,
    llms.emit,
    search.emit_box_words,
    api.emit,
    search_index.emit,
    sitemap.emit_news_feeds,
    hosting.emit,
    redirects.emit_old_addresses,
    redirects.emit_moved,
    # After all pages, which it lists.
    sitemap.emit,
    # After what hosts and programs read: files of articles never have the rights of `_headers`.
    assets.emit,
)


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The planned files of the site, sorted by path; none of them is made."""

    pages: tuple[Page, ...]
    files: tuple[PlannedFile | Artifact, ...]
    conflicts: tuple[PathConflict, ...]
    """Conflicts of those that are left out."""
    site: SiteContext = field(compare=False, repr=False)
    """The context of which all is made."""


def make_bundle(bundle: Bundle) -> Iterable[PlannedFile | Artifact]:
    """Make the files of a bundle: only then is their number known."""
    return bundle.make()


def _may_clash(bundles: Iterable[Bundle], planned: SitePlan, static: StaticFolder) -> bool:
    """Whether a file with an author's name may be one of a bundle that is not made yet."""
    moved = (page.path for page in planned.pages if page.template == "moved.html")
    artifacts = (file for file in planned.files if isinstance(file, Artifact))
    copied = (file.path for file in artifacts if isinstance(file.content, Copy))
    paths = (*static.files, *moved, *copied)
    return any(may_hold(bundle, path) for bundle in bundles for path in paths)


def may_hold(bundle: Bundle, path: str) -> bool:
    """Whether a file may be one of a bundle: its files have one ending."""
    beginning, ending = bundle.prefix.casefold(), bundle.path.rpartition(".")[2]
    return path.casefold().startswith(beginning) and path.casefold().endswith(f".{ending}")


def list_files(emitted: Iterable[Planned | Bundle]) -> Iterator[PlannedFile | Artifact]:
    """Yield the files of an output, without pages."""
    for item in emitted:
        if isinstance(item, Bundle):
            yield from make_bundle(item)
        elif not isinstance(item, Page):
            yield item


def open_site(
    library: Library,
    config: Config,
    languages: Mapping[str, Mapping[str, str]],
    keeper: Keeper | None = None,
    *,
    is_edited: bool = False,
) -> SiteContext:
    """Return the context of which outputs are planned and made; reads are noted.

    `languages` are the theme's strings. Of many articles only reads of contents are noted, unless
    the site follows edits.
    """
    notes_facts = is_edited or not has_many_articles(library.articles)
    if notes_facts:
        library = observe_library(library, tuple(map(observe_article, library.articles)))
    return SiteContext(library, config, languages, [], keeper=keeper)


class PlannedSite(NamedTuple):
    """Everything that will be in a site."""

    items: tuple[Planned, ...]
    """One for each path, sorted."""
    bundles: tuple[Bundle, ...]
    """Bundles whose files are not among the items."""
    conflicts: tuple[PathConflict, ...]


@stage("planning")
def plan_site(
    site: SiteContext, look: Iterable[Artifact], unpack: Unpack, *, defers: bool
) -> PlannedSite:
    """Plan the site; the parameters are those of `plan_site_in_steps`."""
    return finish_steps(plan_site_in_steps(site, look, unpack, defers=defers))


def plan_site_in_steps(
    site: SiteContext, look: Iterable[Artifact], unpack: Unpack, *, defers: bool
) -> Steps[PlannedSite]:
    """Plan the outputs with the theme's own files, `look`, and the static ones, in steps.

    `unpack` finds which files a bundle has. Bundles are left as they are, if `defers` says so and
    none of their files can be in conflict.
    """
    bundles: list[Bundle] = []

    def defer(bundle: Bundle) -> tuple[()]:
        bundles.append(bundle)
        return ()

    planned = yield from plan_in_steps(site, defer if defers else unpack)
    pages: list[Planned] = [*planned.pages, *look]
    listed = (*sorted(pages, key=lambda item: item.path), *planned.files)
    static = site.library.inputs.static
    items, conflicts = resolve_path_conflicts(listed, static)
    yield
    if _may_clash(bundles, planned, static):
        return (yield from plan_site_in_steps(site, look, unpack, defers=False))
    return PlannedSite(items, tuple(bundles), (*planned.conflicts, *conflicts))


def plan_in_steps(site: SiteContext, unpack: Unpack) -> Steps[SitePlan]:
    """Plan every page and file of the outputs, in steps between which others may use the site.

    `unpack` finds which files a bundle has. Conflicts of paths are noted.
    """
    # Outputs that name pages do so while they are planned: later ones would keep all in memory.
    pages = cast("list[Page]", site.pages)
    pages.clear()
    items: list[Planned] = []
    for output in OUTPUTS:
        emitted: list[Planned | Bundle] = []
        for item in output(site):
            emitted.append(item)
            if len(emitted) % _STEP == 0:
                yield
        for item in emitted:
            items += unpack(item) if isinstance(item, Bundle) else (item,)
        pages += (item for item in emitted if isinstance(item, Page))
        yield
    pages.clear()
    accepted, lost = claim_paths(items)
    yield
    conflicts = [_conflict(item, winner, item.path) for item, winner in lost if _is_authored(item)]
    return SitePlan(
        pages=tuple(item for item in accepted if isinstance(item, Page)),
        files=tuple(item for item in accepted if not isinstance(item, Page)),
        conflicts=tuple(conflicts),
        site=site,
    )


def finish_steps(steps: Steps[Made]) -> Made:
    """Take all steps, and return the result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("Made", end.value)


def _is_authored(item: Planned) -> bool:
    """Whether an author can rename it: its conflicts with other files are reported."""
    return isinstance(item, Page) or isinstance(item.content, Copy)


def resolve_path_conflicts(
    planned: Iterable[Planned], static: StaticFolder
) -> tuple[tuple[Planned, ...], tuple[PathConflict, ...]]:
    """Return the planned files by path, and each author's file whose path was taken.

    A theme's picture for shared links replaces the drawn one, and a static file replaces one for
    hosts. A page is never replaced.
    """
    own = [Artifact(path, Copy(path, static=True)) for path in static.files]
    replacing = [item for item in own if item.path in hosting.REPLACEABLE]
    accepted, lost = claim_paths((*replacing, *planned, *own))
    conflicts = tuple(
        _conflict(item, winner, f"{static.path}/{item.path}" if item in own else item.path)
        for item, winner in lost
        if item in own or not (item.path.startswith(SOCIAL) or item.path in hosting.REPLACEABLE)
    )
    return tuple(accepted), conflicts


def claim_paths(items: Iterable[Claimant]) -> tuple[list[Claimant], list[tuple[Claimant, str]]]:
    """Sort by path; the second list holds later claims, with the path that was taken.

    The same file emitted twice is not a conflict.
    """
    claimed: dict[str, Claimant] = {}
    folders: dict[str, str] = {}
    lost: list[tuple[Claimant, str]] = []
    for item in items:
        key = item.path.casefold()
        holder = claimed.get(key)
        if holder and _is_same(holder, item):
            continue
        # No file can be above a folder that contains a file, and all of those folders are known.
        is_known = key.rpartition("/")[0] in folders
        above = None if is_known else next((up for up in folders_above(key) if up in claimed), None)
        winner = holder.path if holder else claimed[above].path if above else folders.get(key)
        if winner:
            lost.append((item, winner))
            continue
        claimed[key] = item
        if not is_known:
            for up in folders_above(key):
                folders.setdefault(up, item.path)
    return sorted(claimed.values(), key=lambda item: item.path), lost


def order_by_subject(items: Iterable[Planned | Bundle], library: Library) -> list[Planned | Bundle]:
    """Put the outputs of an article together, with those of the codes it explains best.

    Large inputs are read for all of them at once. By their names alone codes would read articles
    all over the knowledge base: of 10,000 made-up ones, each was read twenty times.

    What is about many of them, such as lists, comes last. Lists explain the same codes, and one of
    two processes that make pages begins there.
    """
    best = {
        safe_segment(code): safe_segment(numbers[0])
        for code, locales in library.codes.items()
        for numbers in reversed([*locales.values()])
        if numbers
    }

    subjects = {safe_segment(article.number) for article in library.articles} | best.keys()

    def place(item: Planned | Bundle) -> tuple[bool, str, str, str]:
        subject = subject_of(item)
        return subject not in subjects, best.get(subject, subject), subject, item.path

    return sorted(items, key=place)


def subject_of(item: Planned | Bundle) -> str:
    """Return the article or code that an output is about, as far as its path says.

    `en/KA-1/index.html`, `en/KA-1/index.md` and `search/en/f/KA-1.js` have one subject; so have
    `en/search/index.html` and the bundle of files below `search/en/`, which share the index.
    """
    if isinstance(item, Bundle) and item.prefix:
        return item.prefix.partition("/")[0]
    folder, _, name = item.path.rpartition("/")
    stem = name.rpartition(".")[0]
    return folder.rpartition("/")[2] if stem == "index" else stem


def _is_same(first: Planned, other: Planned) -> bool:
    """Whether both are one file; the content is made only if two claim one path."""
    if first.path != other.path:
        return False
    if isinstance(first, Page) and isinstance(other, Page):
        return first == other and first.view == other.view
    if isinstance(first, Page) or isinstance(other, Page):
        return False
    return first.content == other.content


def _conflict(item: Planned, winner: str, place: str) -> PathConflict:
    written = item.source if isinstance(item, Page) else None
    return PathConflict(written or Span(place), item.path, winner, isinstance(item, Page))
