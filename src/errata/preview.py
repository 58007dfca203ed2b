"""A site whose files are made on request, as `errata serve` shows it.

1. An edit of a text discards what was made of it and nothing else: what other pages say of an
   article is made of its facts, and reads of its content are recorded.
2. After an edit of facts the article is linked again, and everything that has read those facts is
   discarded. The list of the site's files is made only when needed: pages of articles and codes are
   shown before.
3. An edit of which articles are published, or of where links lead, plans the site again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.link import find_next_change
from errata.model import Artifact, Page, make_once
from errata.pipeline import describe_site, finish_build
from errata.relink import list_shown_files, read_edit, relink_folder, relink_text, with_text
from errata.search.index import IndexMemory
from errata.site.edits import list_changed_articles, without_readers
from errata.site.plan import (
    finish_steps,
    make_bundle,
    may_hold,
    open_site,
    plan_site_in_steps,
)
from errata.site.urls import code_path
from errata.targets.resolve import LinkedContent
from errata.theme.render import PageRenderer, list_look

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from errata.model import (
        ArticleContent,
        Build,
        Bundle,
        ContentSource,
        Copy,
        Folder,
        ImageProbe,
        Kept,
        Parsed,
        PlannedFile,
        Source,
        Spooled,
    )
    from errata.model.observations import PathConflict
    from errata.model.reads import Read
    from errata.relink import Edited
    from errata.review import ReviewContext
    from errata.site.context import SiteContext
    from errata.site.plan import Planned, Steps, Unpack

    Content = bytes | Copy | Kept | Spooled


# Pages that a site has for each locale or each article, whatever the articles say. Of the outputs,
# those that claim their paths before articles do make no page with the name of an article.
_IN_EVERY_PLAN: Final = frozenset({"article.html", "codes.html", "search.html"})
# The search index, and what a result shows of an article: "search/en/f/KA-1.js" yes; a code's card,
# "search/en/c/RED-5.js", no.
_SEARCH: Final = "search/"
_FRAGMENT: Final = compile_late(r"search/[^/]+/f/.+")
# Pages of a locale that depend on the search index, all codes, all articles, or what they share.
_OF_THE_WHOLE: Final = frozenset({"search.html", "codes.html", "home.html", "article.html"})


@dataclass(slots=True, eq=False)
class LiveContent:
    """The content of an article that is being edited: another one may replace it."""

    current: ContentSource

    def load(self) -> ArticleContent:
        """See `ContentSource.load`."""
        return self.current.load()


@dataclass(frozen=True, slots=True)
class _Plan:
    items: Mapping[str, Planned]
    bundles: tuple[Bundle, ...]
    """Bundles whose files are not among the items."""
    conflicts: tuple[PathConflict, ...]
    site: SiteContext
    look: frozenset[str]
    """Paths of the theme's own files."""


class Preview:
    """The files of a site, each made once, and again when its inputs have changed."""

    def __init__(
        self,
        context: ReviewContext,
        cells: Mapping[str, LiveContent],
        before: Preview | None = None,
    ) -> None:
        """Plan the site without making anything.

        `cells` are the contents of the articles in the context, by source. Compiled templates of
        the preview `before` are used again if they are the same.

        Raises:
            ThemeError: if a template has a fault.
        """
        self.context = context
        self._parser = context.parser
        self._cells = cells
        self._parsed = {item.source: item for item in context.linked.parsed}
        self._shown = {article.source: article for article in context.linked.library.articles}
        self._plan = _make_plan(context)
        self._remember_indexes(before)
        self._made: dict[str, tuple[Content, Collection[Read]]] = {}
        self._unpacked: dict[str, tuple[dict[str, PlannedFile | Artifact], Collection[Read]]] = {}
        self._dropped: tuple[object, ...] = ()
        self._is_planned = True
        self._until = context.next_change
        self._renderer = self._choose_renderer(before)

    def get(self, path: str) -> Content | None:
        """Return the content of a file; None if there is none."""
        if not (self._is_planned or self._is_certain(path)):
            self.complete_plan()
        item = self._plan.items.get(path)
        if item:
            return self._give(item)
        for bundle in self._plan.bundles:
            if may_hold(bundle, path) and path in self._unpack(bundle):
                return self._give_part(bundle, path)
        return None

    def __contains__(self, path: object) -> bool:
        """Whether there is a file; it is made only if its name depends on others."""
        self.complete_plan()
        return path in self._plan.items or self.get(str(path)) is not None

    def complete_plan(self) -> None:
        """Find which files the site has after an edit, if that is not known yet."""
        finish_steps(self.prepare_plan())

    def prepare_plan(self) -> Steps[None]:
        """Do the same in steps, between which the preview may be used; an edit begins anew."""
        self._dropped = ()
        steps = None if self._is_planned else _plan_in_steps(self.context, site=self._plan.site)
        while steps and not self._is_planned:
            try:
                next(steps)
            except StopIteration as end:
                self._plan, self._is_planned = end.value, True
            yield

    def list_shared_pages(self) -> list[str]:
        """List pages whose making prepares what many others need; they may be made ahead."""
        pages = [page for page in self._plan.items.values() if isinstance(page, Page)]
        first = {(page.template, page.locale): page.path for page in reversed(pages)}
        return sorted(path for (name, _), path in first.items() if name in _OF_THE_WHOLE)

    def edit(self, edited: Edited) -> bool:
        """Show an article with another text; return False if that changes more than its readers."""
        old, path, new = self._parsed[edited.source.path], edited.source.path, edited.item.article
        if not (old.article and new) or old.article.facts_key != new.facts_key:
            return False
        if list_shown_files(old.article) != list_shown_files(new):
            return False
        cell = self._cells[path]
        cell.current = new.held
        item = edited.item.holding(cell)
        self.context = with_text(self.context, edited.source, item)
        page = self._shown.get(path)
        self._plan.site.renew_content(path, new.content_key)
        if page and isinstance(page.held, LinkedContent):
            page.held.resolver.linked.take(path)
        self._forget(path)
        return True

    def read(self, path: str, data: bytes) -> Edited | None:
        """Read another text of an article; None if all articles have to be read for it."""
        edited = read_edit(self.context, path, data) if path in self._cells else None
        return edited if edited and edited.item.article else None

    def relink(self, edited: Edited, probe: ImageProbe, now: datetime | None) -> Preview | None:
        """Show the site after an edit that other pages mention; return None as for `read`.

        The result is this preview if possible, which must not be used meanwhile.
        """
        assert edited.item.article  # noqa: S101 - `read` says so
        if now and self._until and now >= self._until:
            return None
        cell = LiveContent(edited.item.article.held)
        item = edited.item.holding(cell)
        context = relink_text(self.context, edited.source, item, probe, now)
        if context is None:
            return None
        cells = {**self._cells, edited.source.path: cell}
        changed = list_changed_articles(self.context.linked.library, context.linked.library)
        if changed is None:
            return Preview(context, cells, self)
        self._follow(context, cells, item, changed | {item.source})
        return self

    def read_folder(
        self, folder: Folder, probe: ImageProbe, now: datetime | None
    ) -> Preview | None:
        """Show the site after articles were added, removed or renamed, without reading the others.

        None if all have to be read.
        """
        cells = dict(self._cells)

        def parse(source: Source) -> Parsed:
            item = self._parser(source)
            if item.article:
                cells[item.source] = LiveContent(item.article.held)
                item = item.holding(cells[item.source])
            return item

        context = relink_folder(self.context, folder, parse, probe, now)
        return Preview(context, cells, self) if context else None

    def _follow(
        self,
        context: ReviewContext,
        cells: Mapping[str, LiveContent],
        item: Parsed,
        changed: frozenset[str],
    ) -> None:
        """Show the site of another library, in which facts of these articles differ."""
        library = context.linked.library
        self.context, self._cells = context, cells
        self._parsed[item.source] = item
        self._shown = {article.source: article for article in library.articles}
        self._is_planned = False
        # Freed once nobody waits for a page: that takes time.
        self._dropped = (self._plan.site.follow(library, changed), self._made, self._unpacked)
        self._made, self._unpacked = {}, {}
        next_change = find_next_change([item], context.inputs.now)
        self._until = min(filter(None, (self._until, next_change)), default=None)

    def _is_certain(self, path: str) -> bool:
        """Whether the next plan has the same at a path as this one.

        The articles are the same, and their pages claim their paths before most others.
        """
        item, site = self._plan.items.get(path), self._plan.site
        if item is None:
            indexes = (bundle for bundle in self._plan.bundles if bundle.prefix.startswith(_SEARCH))
            return any(
                may_hold(bundle, path) and path in self._unpack(bundle) for bundle in indexes
            )
        if not isinstance(item, Page):
            return path in self._plan.look or _FRAGMENT.fullmatch(path) is not None
        if item.template == "code.html":
            codes = site.codes_by_locale[item.locale]
            return path in {code_path(item.locale, code) for code in codes}
        return item.template in _IN_EVERY_PLAN

    def finish(self, stop: Callable[[], bool]) -> Build | None:
        """Make all files and findings; return None if stopped before the end.

        If files are requested meanwhile, `complete_plan` has to be called before.
        """
        self.complete_plan()
        own = self._plan.items
        for item in own.values():
            if stop():
                return None
            self._give(item)
        plan = _make_plan(self.context, self._list_files)
        artifacts = [
            Artifact(path, self._give(own.get(path, item)))
            for path, item in sorted(plan.items.items())
        ]
        site = replace(describe_site(self.context), artifacts=tuple(artifacts))
        return None if stop() else finish_build(self.context, site, plan.conflicts)

    def _give(self, item: Planned) -> Content:
        return make_once(self._made, item.path, partial(self._make, item))

    def _make(self, item: Planned) -> Content:
        return self._renderer(item.look()) if isinstance(item, Page) else item.content

    def _give_part(self, bundle: Bundle, path: str) -> Content:
        return make_once(self._made, path, lambda: self._unpack(bundle)[path].content)

    def _unpack(self, bundle: Bundle) -> dict[str, PlannedFile | Artifact]:
        def make() -> dict[str, PlannedFile | Artifact]:
            return {item.path: item for item in bundle.make()}

        return make_once(self._unpacked, bundle.path, make)

    def _list_files(self, bundle: Bundle) -> Iterable[Artifact]:
        return [Artifact(path, self._give_part(bundle, path)) for path in self._unpack(bundle)]

    def _forget(self, source: str) -> None:
        """Discard what was made of an article; unfinished work ends in the old dictionaries."""
        # Freed once nobody waits for a page.
        self._dropped = (self._dropped, self._made, self._unpacked, self._plan.site.forget(source))
        self._made = without_readers(self._made, source)
        self._unpacked = without_readers(self._unpacked, source)

    def _remember_indexes(self, before: Preview | None) -> None:
        """Take over the intermediate results for the search index of each locale."""
        earlier = before._plan.site.memories if before else {}  # noqa: SLF001 - another of this class
        memories = {
            tag: earlier.get(tag, IndexMemory()) for tag in self.context.linked.library.locales
        }
        self._plan.site.memories.update(memories)

    def _choose_renderer(self, before: Preview | None) -> PageRenderer:
        """Return a renderer whose templates compile, and can make a page each."""
        context = self.context
        pages = [item for item in self._plan.items.values() if isinstance(item, Page)]
        locales = tuple(sorted({page.locale for page in pages}))
        language = context.inputs.families_locale
        renderer = PageRenderer(context.theme, context.config, locales, language)
        if before and before._renderer == renderer:  # noqa: SLF001 - another of this class
            return before._renderer  # noqa: SLF001 - as above
        renderer.compile_templates()
        for page in {page.template: page for page in pages}.values():
            renderer(page.look())
        return renderer


def _make_plan(context: ReviewContext, unpack: Unpack | None = None) -> _Plan:
    return finish_steps(_plan_in_steps(context, unpack))


def _plan_in_steps(
    context: ReviewContext, unpack: Unpack | None = None, site: SiteContext | None = None
) -> Steps[_Plan]:
    """Plan the site with the files of bundles; without `unpack` they may stay unknown.

    `site` is the one planned before, whose facts have changed.
    """
    library, config, theme = context.linked.library, context.config, context.theme
    site = site or open_site(library, config, theme.strings, is_edited=True)
    look = list_look(theme, config)
    planned = yield from plan_site_in_steps(
        site, look, unpack or make_bundle, defers=unpack is None
    )
    items = {item.path: item for item in planned.items}
    own = frozenset(item.path for item in look if items.get(item.path) is item)
    return _Plan(items, planned.bundles, planned.conflicts, site, own)
