"""A project during edits: it is read as a whole once, and then only what has changed.

Of an article that cannot be read, the last good version is shown while somebody fixes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import Final, TypeVar, cast

from msgspec.structs import replace

from errata.articles.parser import ArticleParser
from errata.cache import Memo
from errata.commands._console import Settings
from errata.commands._edits import read_edits
from errata.commands._environment import current_moment
from errata.commands._project import (
    Project,
    make_cached_mapper,
    make_image_probe,
    open_project,
    read_articles,
    with_static,
)
from errata.diagnostics import Diagnostic
from errata.files.theme import read_whole_theme
from errata.mapper import Mapper, map_serially
from errata.model import ImageProbe, Parsed, Picture
from errata.preview import LiveContent, Preview
from errata.relink import Edited, relink_text
from errata.review import ReviewContext, prepare_review
from errata.site.urls import article_path

# Articles that are read again before the first edit: most patterns are used in some of them, and to
# compile one takes up to 20 ms.
_REHEARSED: Final = 24


class Extent(Enum):
    """How much an edit changes."""

    NOTHING = auto()
    """Only files that no longer exist and from which nothing was read."""
    TEXT = auto()
    """Only the text of articles."""
    FACTS = auto()
    """Also what other pages show about an article."""
    ALL = auto()
    """Everything has to be read again; nothing was."""


class EditedProject:
    """One project and its preview, as of the last reported change."""

    def __init__(self, settings: Settings, kb: Path | None, audience: str | None = None) -> None:
        self._memo = Memo()
        self.articles = LastGood(self._memo)
        self.made_of = (settings, kb, audience)
        self._project: Project | None = None
        self._preview: Preview | None = None
        self._probed: dict[bytes, Picture] = {}
        self._probe: ImageProbe | None = None

    @property
    def project(self) -> Project:
        """The project as last read; only after `load`."""
        assert self._project  # noqa: S101 - as said
        return self._project

    @property
    def preview(self) -> Preview:
        """The preview of the site; only after `load`."""
        assert self._preview  # noqa: S101 - as said
        return self._preview

    def load(self) -> Preview:
        """Read everything, the configuration as well, and plan the site."""
        settings, kb, audience = self.made_of
        project = open_project(
            settings.config, kb, cache=settings.cache, audience=audience, drafts=True
        )
        self._project = project
        self._memo.inner = make_cached_mapper(map_serially, project)
        self._probe = replace(make_image_probe(project), probed=self._probed)
        context = prepare_preview(project, self.articles, self._probe)
        self._preview = Preview(context, self.articles.cells, self._preview)
        return self._preview

    def follow(self, paths: frozenset[str]) -> Extent:
        """Read what has changed in these files; the preview must not be used meanwhile.

        The preview may be asked for nothing meanwhile.
        """
        previous = self._preview
        edits = read_edits(self.project, previous.context, paths, self._read) if previous else None
        if edits is None:
            return Extent.FACTS if self._read_folder(paths) else Extent.ALL
        if not edits:
            return Extent.NOTHING
        if all(map(self._edit, edits)):
            return Extent.TEXT
        return Extent.FACTS if self._relink(edits) else Extent.ALL

    def list_pages(self, paths: frozenset[str]) -> list[str]:
        """List the folders of the pages that are shown for the articles in these files."""
        kb = self.project.kb.resolve()
        full = (Path(path).resolve() for path in sorted(paths))
        names = (path.relative_to(kb).as_posix() for path in full if path.is_relative_to(kb))
        return [page for name in names for page in self.articles.pages_of(name)]

    def prepare(self) -> Iterator[None]:
        """Do what the next edit or page would wait for, in steps of some milliseconds."""
        yield from self.preview.prepare_plan()
        for page in self.preview.list_shared_pages():
            with suppress(Exception):  # a request for the page gets the reason
                self.preview.get(page)
            yield

    def rehearse(self) -> Iterator[None]:
        """Read some articles and link one again, as after an edit, and discard the results.

        Modules imported and patterns compiled for it stay.
        """
        context = self.preview.context
        sources = context.linked.sources
        for source in sources[:: -(-len(sources) // _REHEARSED) or 1]:
            edited = self.preview.read(source.path, source.data)
            yield
            if edited and self._probe and source is sources[0]:
                relink_text(context, edited.source, edited.item, self._probe, context.inputs.now)

    def _read(self, name: str, data: bytes) -> Edited | None:
        return None if name in self.articles.faults else self.preview.read(name, data)

    def _read_folder(self, paths: frozenset[str]) -> bool:
        """Whether it is enough to read the articles that were added or renamed."""
        if not (self._preview and self._project and self._probe) or self.articles.faults:
            return False
        kb = self._project.kb.resolve()
        full = [Path(path).resolve() for path in paths]
        if not all(path.is_relative_to(kb) and path.suffix == ".md" for path in full):
            return False
        folder = read_articles(self._project)
        renewed = self._preview.read_folder(folder, self._probe, current_moment())
        if renewed is None:
            return False
        for item in renewed.context.linked.parsed:
            self.articles.remember(item)
        self._preview = renewed
        return True

    def _edit(self, edit: Edited) -> bool:
        """Whether it is enough to discard what depends on the article."""
        self.articles.remember(edit.item)
        return self.preview.edit(edit)

    def _relink(self, edits: Sequence[Edited]) -> bool:
        """Whether it is enough to link one article again."""
        if len(edits) != 1 or not self._probe:
            return False
        renewed = self.preview.relink(edits[0], self._probe, current_moment())
        if renewed:
            self._preview = renewed
        return renewed is not None


def prepare_preview(project: Project, mapper: Mapper, probe: ImageProbe) -> ReviewContext:
    """Read the articles and the theme, without making anything of them."""
    folder = read_articles(project)
    logo = project.path_of(project.config.site.logo)
    theme = read_whole_theme(project.config_file, project.templates, logo)
    return prepare_review(
        folder, theme, project.config, with_static(project), mapper=mapper, probe=probe
    )


In = TypeVar("In")
Out = TypeVar("Out")


class LastGood:
    """A mapper that remembers each article, and uses it when the article cannot be read."""

    def __init__(self, inner: Mapper = map_serially) -> None:
        self.inner = inner
        self.faults: Mapping[str, tuple[Diagnostic, ...]] = {}
        """Path of each unreadable article -> why."""
        self.cells: Mapping[str, LiveContent] = {}
        """Path of each article -> its content, which an edit may replace."""
        self._good: dict[str, Parsed] = {}

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        """Run the inner mapper, and replace unreadable articles by their last good versions."""
        results = self.inner(function, items)
        if not isinstance(function, ArticleParser):
            return results
        parsed = cast("Sequence[Parsed]", results)
        self.faults = {item.source: item.diagnostics for item in parsed if item.article is None}
        paths = {item.source for item in parsed}
        readable = {item.source: item for item in parsed if item.article}
        earlier = {path: item for path, item in self._good.items() if path in paths}
        self._good = {**earlier, **readable}
        as_shown = [self._replace_unreadable(item) for item in parsed]
        self.cells = {
            item.source: LiveContent(item.article.held) for item in as_shown if item.article
        }
        live = [
            item.holding(self.cells[item.source]) if item.article else item for item in as_shown
        ]
        return cast("Sequence[Out]", live)

    def remember(self, item: Parsed) -> None:
        """Remember an article that was read alone."""
        self._good[item.source] = item

    def pages_of(self, path: str) -> tuple[str, ...]:
        """Return the folder of the page that is shown for an article; none if it has none."""
        good = self._good.get(path)
        article = good.article if good else None
        if article is None:
            return ()
        return (article_path(article.locale, article.number).removesuffix("index.html"),)

    def without_old_findings(
        self, diagnostics: Sequence[Diagnostic], kb: Path
    ) -> tuple[Diagnostic, ...]:
        """Drop findings in the old text of an article that cannot be read now."""
        reasons = {
            (kb / path).resolve(): {(diagnostic.code, diagnostic.message) for diagnostic in earlier}
            for path, earlier in self.faults.items()
        }
        return tuple(
            diagnostic
            for diagnostic in diagnostics
            if (own := reasons.get(Path(diagnostic.span.path).resolve())) is None
            or (diagnostic.code, diagnostic.message) in own
        )

    def _replace_unreadable(self, item: Parsed) -> Parsed:
        good = self._good.get(item.source)
        if item.article or good is None:
            return item
        # What was internal then is still internal.
        secrets = (*good.secrets, *item.secrets)
        return replace(item, article=good.article, secrets=secrets)
