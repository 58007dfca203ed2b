"""Finds the files below a folder without ever leaving it, and decides which are articles.

A symlinked folder is followed if it stays inside the tree, but no further symlinked folder within
it: so hostile links can at most multiply the tree by their number, not exponentially.

`README.md` and the like describe the repository, `TOC.md` the order, `includes/` holds pieces of
articles, and other tools read other languages than markdown.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from errno import ENAMETOOLONG
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from msgspec import field

from errata.diagnostics import Span
from errata.files.manifest import MANIFEST
from errata.model import Copy
from errata.model.observations import PassedKind, UnusableFile
from errata.stamp import PICTURE_FOLDERS, is_hidden
from errata.text.locales import locale_tag
from errata.text.paths import (
    INDEX_NAMES,
    MARKDOWN_ENDINGS,
    file_name,
    folder_of,
    folders_above,
    is_index,
    is_markdown,
    strip_markdown_ending,
)
from errata.values import MutableRecord, Record

# Files that macOS and Windows leave in a folder that somebody has opened. Nobody misses them.
FILE_MANAGER_FILES: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
# Folders of tools that nobody writes articles in, and often large ones.
_SKIPPED: Final = frozenset(
    {"node_modules", "bower_components", "__pycache__", *FILE_MANAGER_FILES}
)
# Folders that nobody takes for articles, so that they need not be named.
_UNMISSED: Final = frozenset({".git", ".hg", ".svn", "__pycache__", *FILE_MANAGER_FILES})
# A folder that holds one of these was made by a tool: a finished site, a Python environment.
_MARKS: Final = frozenset({MANIFEST, "pyvenv.cfg"})
# What a folder `vendor` holds if it has the packages of Ruby, PHP or Go, with their read-me files.
_VENDORED: Final = frozenset({"bundle", "autoload.php", "modules.txt"})
# What a repository's own pages are called at its top, in any case.
_ABOUT: Final = frozenset(["readme", "changelog", "contributing", "license", "code_of_conduct"])
# What GitHub shows of a repository itself, at its top: only so spelled, as "support.md" may be an
# article.
_HEALTH: Final = frozenset(
    {"SECURITY.md", "SUPPORT.md", "GOVERNANCE.md", "MAINTAINERS.md", "PULL_REQUEST_TEMPLATE.md"}
)
# What programs that write code shall know of any folder, spelled as they look for it.
_FOR_AGENTS: Final = frozenset({"AGENTS.md", "CLAUDE.md", "GEMINI.md"})
# Tables of contents: of docfx and Adobe in any folder, of docsify and GitHub's wikis.
_CONTENTS: Final = frozenset(["toc", "_sidebar", "_navbar", "_coverpage", "_footer", "_header"])
HIDDEN_TABLES: Final = frozenset({".pages", ".nav.yml"})
"""Tables of contents that are read although their names begin with a dot: plug-ins of MkDocs."""
# The table of contents of mdBook and GitBook, at the top or in a locale; below it is an article.
_SUMMARY: Final = "summary"
# Folders of markdown that articles include: docfx, Jekyll, Docusaurus, Material for MkDocs.
_FRAGMENTS: Final = frozenset(
    [
        *("includes", "_includes", "_include", "partials", "_partials"),
        *("_snippets", "_fragments", "_shared", "_layouts", "_data"),
    ]
)
# The settings of Mintlify, which calls them `snippets`.
_MINTLIFY: Final = frozenset({"mint.json", "docs.json"})
# Languages that errata does not read, by the endings of their files.
_OTHER_MARKUP: Final = frozenset(
    ["rst", "adoc", "asciidoc", "textile", "org", "mediawiki", "wiki", "ipynb", "qmd", "rmd"]
)


class FoundFile(Record, frozen=True):
    """A file, or an entry with the name of one."""

    path: str
    """POSIX path below the root."""
    place: str
    """The path of the file itself."""

    @property
    def full(self) -> Path:
        """The same; to make it of each of 2,358 files takes as long as to look at them."""
        return Path(self.place)


class _Visit(Record, frozen=True):
    path: str
    full: Path
    linked: bool


class Walk(MutableRecord):
    """All files below `root`, sorted by path, and what was refused."""

    root: Path
    name: str = "the knowledge base"
    """Name of the root, for messages."""
    suffixes: tuple[str, ...] = MARKDOWN_ENDINGS
    """Endings of names that matter: a dead link or a folder is reported only if it has one."""
    skipped: Path | None = None
    """A folder inside that has another purpose."""
    files: list[FoundFile] = field(default_factory=list)
    refused: list[UnusableFile] = field(default_factory=list)
    passed_over: dict[str, PassedKind] = field(default_factory=dict)
    """Hidden files, and folders of tools, that may hold articles."""

    def run(self) -> Walk:
        """Visit every folder once."""
        self.root = self.root.resolve()
        self.skipped = self.skipped and self.skipped.resolve()
        # A list, not recursion: trees may be deeper than Python's stack.
        pending = [_Visit("", self.root, linked=False)]
        while pending:
            pending.extend(self._visit(pending.pop()))
        self.files.sort(key=lambda file: file.path)
        self.passed_over = dict(sorted(self.passed_over.items()))
        return self

    def _refuse(self, path: str, message: str, remedy: str) -> None:
        self.refused.append(UnusableFile(Span(path), message, remedy))

    def _visit(self, folder: _Visit) -> Iterator[_Visit]:
        for entry in self._entries(folder):
            path = f"{folder.path}/{entry.name}" if folder.path else entry.name
            # To Linux, names are bytes; one that is not UTF-8 can be neither shown nor linked to.
            printed = os.fsencode(path).decode("utf-8", "replace")
            if printed != path:
                self._refuse(printed, "the name of this file is not UTF-8", "rename it")
            elif entry.is_symlink():
                yield from self._follow(folder, path, Path(entry.path))
            elif not entry.is_dir(follow_symlinks=False):
                self.files.append(FoundFile(path, entry.path))
            elif self._matters(path):
                self._refuse(path, "a folder is named like an article", "rename the folder")
            elif Path(entry.path) != self.skipped:
                yield _Visit(path, Path(entry.path), folder.linked)

    def _entries(self, folder: _Visit) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder.full) as entries:
                listed = list(entries)
        except OSError as error:
            message = f"this folder cannot be read: {error.strerror or error}"
            is_long = error.errno == ENAMETOOLONG
            remedy = (
                "give the folders above it shorter names" if is_long else "check its permissions"
            )
            self._refuse(folder.path or ".", message, remedy)
            return []
        # The root itself may be one: a knowledge base next to a Python environment's files is read.
        names = {entry.name for entry in listed}
        marks = names & (_VENDORED if file_name(folder.path) == "vendor" else _MARKS)
        if folder.path and marks:
            # A site that errata wrote holds nothing that anybody would miss.
            if MANIFEST not in marks:
                self.passed_over[folder.path] = "tool"
            return []
        for entry in listed:
            self._note_skipped(folder, entry)
        return [entry for entry in listed if not _is_skipped(entry.name) or self._is_table(entry)]

    def _note_skipped(self, folder: _Visit, entry: os.DirEntry[str]) -> None:
        """Note a skipped file: authors must be able to find out why it is not read."""
        name = os.fsencode(entry.name).decode("utf-8", "replace")
        if not _is_skipped(entry.name) or name in _UNMISSED:
            return
        if entry.is_dir(follow_symlinks=False) or self._matters(name):
            path = f"{folder.path}/{name}" if folder.path else name
            self.passed_over[path] = "hidden" if is_hidden(name) else "tool"

    def _is_table(self, entry: os.DirEntry[str]) -> bool:
        """Whether a hidden file is a table of contents of the articles."""
        return entry.name in HIDDEN_TABLES and bool(self.suffixes) and entry.is_file()

    def _matters(self, path: str) -> bool:
        return path.lower().endswith(self.suffixes)

    def _follow(self, folder: _Visit, path: str, link: Path) -> Iterator[_Visit]:
        target = _target(link)
        if target is None:
            if self._matters(path) or not self.suffixes:
                self._refuse(path, "this symbolic link is broken", "remove it, or repair it")
        elif not may_publish(self.root, target):
            remedy = "put a copy of the file here instead"
            self._refuse(path, f"this symbolic link points outside {self.name}", remedy)
        elif not target.is_dir():
            self.files.append(FoundFile(path, str(target)))
        # A link in a linked folder could multiply the tree; one to a folder above has no end.
        elif folder.linked or folder.full.resolve().is_relative_to(target):
            remedy = "link to a folder that contains no linked folders"
            self._refuse(
                path, "this symbolic link is part of a loop, or points to another link", remedy
            )
        elif target != self.skipped:
            yield _Visit(path, target, linked=True)


def _is_skipped(name: str) -> bool:
    return is_hidden(name) or name in _SKIPPED


def may_publish(root: Path, target: Path) -> bool:
    """Whether a resolved file is in the tree and not in a hidden folder, such as `.git`."""
    if not target.is_relative_to(root):
        return False
    return not any(map(is_hidden, target.relative_to(root).parts))


class OriginalFolders(Record, frozen=True):
    """The folders of files that the site has copies of."""

    kb: Path
    static: Path

    def locate(self, copied: Copy) -> Path | None:
        """Return the file, resolved; None if it is gone, or a link now leads out of the folder."""
        root = (self.static if copied.static else self.kb).resolve()
        target = _target(root / copied.path)
        return target if target and may_publish(root, target) and target.is_file() else None


def _target(link: Path) -> Path | None:
    try:
        return link.resolve(strict=True)
    except (OSError, RuntimeError):  # a loop is a RuntimeError before Python 3.13
        return None


def pass_over(path: str) -> PassedKind | None:
    """Return why a file is not an article; None for an article and for unrelated files."""
    name, *folders = reversed(path.split("/"))
    if name in HIDDEN_TABLES:
        return "contents"
    if not is_markdown(name):
        return "markup" if name.rpartition(".")[2].lower() in _OTHER_MARKUP else None
    stem = strip_markdown_ending(name).lower()
    if stem in _CONTENTS or (stem == _SUMMARY and all(map(locale_tag, folders))):
        return "contents"
    # "[page].md" is a template of VitePress, Nuxt and Next, with one page for each record.
    is_template = stem.startswith("[") and stem.endswith("]")
    is_piece = stem.startswith("_") and stem not in INDEX_NAMES
    if is_template or is_piece or not _FRAGMENTS.isdisjoint(folders):
        return "fragment"
    if not PICTURE_FOLDERS.isdisjoint(folders):
        return "hidden"
    is_about = name in _FOR_AGENTS or (not folders and (stem in _ABOUT or name in _HEALTH))
    return "about" if is_about else None


def is_excluded(path: str, patterns: Iterable[str]) -> bool:
    """Whether a file, or a folder around it, is one of those that the configuration excludes."""
    paths = (path, *folders_above(path))
    return any(fnmatchcase(part, pattern.strip("/")) for pattern in patterns for part in paths)


def find_snippets(files: Iterable[str]) -> set[str]:
    """Find the files in Mintlify's folder `snippets`, which articles import."""
    paths = {*files}
    is_mintlify = not paths.isdisjoint(_MINTLIFY)
    return {path for path in paths if is_mintlify and path.startswith("snippets/")}


def drop_second_indexes(articles: Iterable[str]) -> set[str]:
    """Drop `README.md` next to `index.md`: a folder has one page, and the first name counts."""
    pages: dict[str, list[str]] = {}
    for path in articles:
        if is_index(path):
            pages.setdefault(folder_of(path), []).append(path)
    return {path for paths in pages.values() for path in sorted(paths, key=_index_rank)[1:]}


def _index_rank(path: str) -> tuple[int, str]:
    return INDEX_NAMES.index(strip_markdown_ending(file_name(path)).lower()), path


def list_markdown_pages(root: Path, skipped: Path | None = None) -> list[str]:
    """List the files below a folder that could be articles, except those in a `skipped` folder."""
    files = Walk(root, skipped=skipped).run().files
    return [file.path for file in files if is_markdown(file.path) and pass_over(file.path) is None]
