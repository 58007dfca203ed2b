"""The knowledge bases that are open in an editor: read once, and again when a file changes.

A file belongs to the nearest configuration above it, as it does for `errata check` in its folder.
The requested article counts as it is in the editor, all others as they are on disk. Nothing here
depends on the editor's protocol, and every method may be called from any thread.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Final

from errata.cache import Memo
from errata.commands._checked import folder_reviewer
from errata.commands._options import local_workers
from errata.commands._project import (
    Project,
    make_cached_mapper,
    open_loaded,
    read_articles,
    seen_from_here,
)
from errata.config import parse_config
from errata.editor.document import EditedText
from errata.editor.knowledge import Knowledge
from errata.files import LoadedConfig, read_config
from errata.files.text import display_path
from errata.files.walk import pass_over
from errata.review import ReviewContext, place_text, review_text

if TYPE_CHECKING:
    from errata.articles.parser import ArticleParser
    from errata.diagnostics import Diagnostic
    from errata.model import Source

CONFIG_FILES: Final = ("errata.toml", "pyproject.toml")
# Texts of one article whose reading is kept: it is asked for by several features in turn.
_KEPT: Final = 8

Found = dict[Path, tuple["Diagnostic", ...]]


@dataclass(frozen=True, eq=False)
class KnowledgeState:
    """A knowledge base as last read."""

    project: Project
    context: ReviewContext
    knowledge: Knowledge

    @property
    def parser(self) -> ArticleParser:
        """Parses an article with the options of all others."""
        return self.context.parser

    def source(self, path: str, text: str) -> Source:
        """Return the article at a path with another text."""
        return place_text(self.context, path, text.encode("utf-8", "surrogatepass"))


class OpenKnowledgeBase:
    """One knowledge base, as long as an editor shows articles of it."""

    def __init__(self, loaded: LoadedConfig, *, cache: bool) -> None:
        self.root = loaded.root
        self.config_file = loaded.path
        self._cache = cache
        self._memo = Memo()
        self._loading = RLock()
        # Apart, so that what was read answers while it is read again.
        self._lock = RLock()
        self._state: KnowledgeState | None = None
        self._texts: dict[tuple[str, str], EditedText] = {}

    def load(self) -> KnowledgeState:
        """Read everything, or what changed since; a failure keeps the former state.

        Raises:
            ErrataError: if the configuration or the folder cannot be used.
        """
        with self._loading:
            loaded = read_config(self.root, explicit=self.config_file)
            project = open_loaded(loaded, loaded.root / loaded.config.kb, cache=self._cache)
            folder = read_articles(project)
            self._memo.inner = make_cached_mapper(local_workers(), project)
            context = folder_reviewer(project, self._memo)(folder)
            linked = context.linked
            knowledge = Knowledge(folder, linked.library, linked.parsed, project.config)
            state = KnowledgeState(project, context, knowledge)
            # What checks find out from all articles, such as which sections are customary, takes
            # 0.8 s in the 2,358 real ones, a check of one 0.05 s: it is found out here.
            first = folder.sources[0]
            review_text(context, first.path, first.data)
            with self._lock:
                self._state = state
                self._texts.clear()
            return state

    @property
    def state(self) -> KnowledgeState:
        """The last state; read now if there is none."""
        if current := self._state:
            return current
        with self._loading:  # other requests wait, and do not read it again
            return self._state or self.load()

    @property
    def is_loaded(self) -> bool:
        """Whether it has been read."""
        return self._state is not None

    @property
    def watched(self) -> tuple[Path, ...]:
        """Files and folders whose changes matter."""
        return self._state.project.watched() if self._state else ()

    def path_of(self, file: Path) -> str:
        """Return the path of an article below the knowledge base; empty for other files."""
        kb = self.state.project.kb.resolve()
        is_article = file.suffix.lower() == ".md" and file.is_relative_to(kb)
        return file.relative_to(kb).as_posix() if is_article else ""

    def file_of(self, path: str) -> Path:
        """Return the file at a path below the knowledge base."""
        return (self.state.project.kb / path).resolve()

    def open_text(self, path: str, text: str) -> EditedText:
        """Return an article with a text that may be unsaved."""
        with self._lock:
            key = (path, text)
            if key not in self._texts:
                source = self.state.source(path, text)
                article = self.state.parser(source).article
                while len(self._texts) >= _KEPT:
                    del self._texts[next(iter(self._texts))]
                self._texts[key] = EditedText(path, text, source.locale, article)
            return self._texts[key]

    def check(self, path: str, text: str) -> Found:
        """Return what `errata check` would find in the article if it were saved with this text."""
        state = self.state
        if not self._is_article(path, state):
            return {}
        with self._lock:
            data = text.encode("utf-8", "surrogatepass")
            review = review_text(state.context, path, data).diagnostics
            return _by_file(seen_from_here(review, state.project, state.context.theme))

    def _is_article(self, path: str, state: KnowledgeState) -> bool:
        """Whether the file is an article, not an included file or a README at the top."""
        is_new = not self.file_of(path).exists() and pass_over(path) is None
        return path in state.knowledge.sources or is_new


def _by_file(diagnostics: tuple[Diagnostic, ...]) -> Found:
    by_file: dict[Path, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        by_file[Path(diagnostic.span.path).resolve()].append(diagnostic)
    return {file: tuple(several) for file, several in by_file.items()}


class EditorWorkspace:
    """The knowledge bases to which the open files belong."""

    def __init__(self, *, explicit: Path | None = None, cache: bool = True) -> None:
        """Start without open knowledge bases; `explicit` is the only configuration to use."""
        self._explicit = explicit
        self._cache = cache
        self._lock = RLock()
        self._open: dict[Path, OpenKnowledgeBase] = {}

    def find(self, file: Path) -> OpenKnowledgeBase | None:
        """Return the knowledge base of a file; None if there is no configuration above it.

        Raises:
            ConfigError: if the nearest configuration cannot be used.
        """
        with self._lock:
            opened = self._find_open(file)
            if opened:
                return opened
            loaded = read_config(file.parent, explicit=self._explicit)
            if loaded.path is None:
                return None
            knowledge_base = OpenKnowledgeBase(loaded, cache=self._cache)
            return self._open.setdefault(loaded.path.resolve(), knowledge_base)

    def _find_open(self, file: Path) -> OpenKnowledgeBase | None:
        """Return the nearest one, unless a nearer configuration was added since."""
        for folder in file.parents:
            for name in CONFIG_FILES:
                if opened := self._open.get(folder / name):
                    return opened
            if (folder / CONFIG_FILES[0]).is_file():
                return None
        return None

    @property
    def opened(self) -> tuple[OpenKnowledgeBase, ...]:
        """The knowledge bases that are open, by path."""
        with self._lock:
            return tuple(self._open[path] for path in sorted(self._open))


def check_config(text: str, file: Path) -> None:
    """Check a configuration that may be unsaved.

    Raises:
        ConfigError: with its place, if it has a fault.
    """
    parse_config(text, display_path(file))
