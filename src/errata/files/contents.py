"""Reads the order of articles and folders, and their names: tables of contents, and labels.

| file | of | entries |
|---|---|---|
| `mkdocs.yml` | MkDocs | `nav`, with paths below `docs_dir` |
| `toc.yml` | docfx, Diplodoc | `name`, `href`, `items` |
| `_toc.yml` | Jupyter Book | `title`, `file`, `sections` |
| `docs.json`, `mint.json` | Mintlify | `navigation`: `group`, `pages` |
| `SUMMARY.md`, `TOC.md`, `_sidebar.md` | mdBook, GitBook; Adobe; docsify, GitHub's wikis | links |
| `.pages`, `.nav.yml` | plug-ins of MkDocs | `nav`: names beside it; `title` |
| `meta.json` | Fumadocs | `pages`: names beside it; `title` |
| `_meta.json` | Nextra | names beside it, with their titles |
| `_order.yaml` | ReadMe | names beside it |
| `_category_.json` | Docusaurus | the label and the place of its folder |

An entry can name a folder: it stands for the entries of the folder's own table, and after them for
what else is in the folder, by name.

MkDocs' settings lie beside the articles, the others among them. They have titles in other languages
as well, if its plugin i18n is used (`nav_translations`). Settings that are programs are not run,
and entries with aliases of YAML, which may have no end, are not read.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from math import inf, isfinite
from os.path import commonpath, normpath, relpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import yaml
from msgspec import field
from msgspec.structs import replace

from errata.articles.front_matter.hidden import describe_hidden_character
from errata.articles.front_matter.nodes import TextLoader
from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.files.contents_entries import (
    BESIDE,
    ContentsEntry,
    ListedEntries,
    is_contents,
    read_listed_entries,
)
from errata.files.other_tools import list_folders_up
from errata.files.text import read_regular
from errata.files.walk import HIDDEN_TABLES, FoundFile
from errata.model import FolderLabel, Source
from errata.model.observations import UnusableFile
from errata.text.characters import find_hidden, remove_hidden
from errata.text.paths import (
    INDEX_NAMES,
    file_name,
    folder_of,
    folders_above,
    strip_markdown_ending,
)
from errata.values import MutableRecord, Record

if TYPE_CHECKING:
    from errata.files.locale_folders import LocaleFolders


class TableOfContents(Record, frozen=True):
    """The tables of contents of a knowledge base, as one."""

    titles: Mapping[str, str] = field(default_factory=dict)
    """Path of an article's file -> its title."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Path of a page below its locale's folder, see `Source.page_path` -> its place."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """Path of a folder -> the title of the group of exactly its pages."""
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Locale -> title in the default locale -> title in that locale."""
    faults: tuple[UnusableFile, ...] = ()
    """The files that cannot be read, by path."""

    def add_title(self, source: Source) -> Source:
        """Return the article with its title in the table."""
        title = self.titles.get(source.path, "")
        return replace(source, listed_title=title) if title else source

    def label_folders(
        self, folders: LocaleFolders
    ) -> Iterator[tuple[tuple[str, str], FolderLabel]]:
        """Yield the labels of folders; see `Folder.labels`."""
        for path, title in self.folders.items():
            place = folders.locate(f"{path}/{INDEX_NAMES[0]}")
            folder = folder_of(place.page)
            yield (place.locale, folder), FolderLabel(title)
            for locale, texts in self.translations.items():
                yield (locale, folder), FolderLabel(texts.get(title, title))


def list_contents_beside(kb: Path, root: Path) -> list[Path]:
    """List the tables of contents around the articles, up to the root."""
    folders = list_folders_up(kb, root)
    return [file for folder in folders for name in BESIDE if (file := folder / name).is_file()]


def read_contents(
    kb: Path,
    root: Path,
    files: Iterable[FoundFile],
    sources: Sequence[Source],
    folders: LocaleFolders,
) -> TableOfContents:
    """Read the tables of contents among the files, and beside them; the first place counts.

    Plug-ins of MkDocs leave the locale out of paths: `a.md` is `en/a.md` and `a.en.md` as well.
    """
    kb_folder = kb.resolve()
    homes = [folder for folder, tag in sorted(folders.tags.items()) if tag == folders.default]
    found = [*_find_tables(kb_folder, root.resolve(), files)]
    if not found:
        return TableOfContents()
    tables, faults = dict[str, ListedEntries](), list[UnusableFile]()
    for file, base in found:
        path = relpath(file, kb_folder)
        try:
            tables[path] = read_listed_entries(file, base)
        except (OSError, yaml.YAMLError, ValueError, RecursionError) as error:
            faults.append(_describe_fault(error, PurePosixPath(path)))
    stems = _index_by_stem(sources, folders)
    collector = _Collector(kb_folder, stems, ("", *homes), _Folders(kb_folder, sources, tables))
    for path, contents in tables.items():
        hidden = collector.add(contents)
        faults += [
            describe_hidden_character(character, Span(path), None) for character in hidden[:1]
        ]
    return TableOfContents(
        collector.titles | dict(collector.translate_titles(sources)),
        collector.places,
        collector.name_folders(),
        collector.translations,
        tuple(faults),
    )


def _find_tables(kb: Path, root: Path, files: Iterable[FoundFile]) -> Iterator[tuple[Path, Path]]:
    """Yield the tables of contents, with the folders that their paths begin at."""
    yield from ((file, file.parent) for file in list_contents_beside(kb, root))
    tables = (table for table in files if is_contents(table.path))
    for table in sorted(tables, key=lambda table: (table.path.count("/"), table.path)):
        yield table.full, kb / folder_of(table.path)


def _index_by_stem(sources: Sequence[Source], folders: LocaleFolders) -> dict[str, Source]:
    """Map articles by their paths without endings; `a.en.md` is `a` too, in the default locale."""
    unmarked = [each for each in sources if each.path in folders.translated]
    return {
        **{each.page_path.casefold(): each for each in unmarked if each.locale == folders.default},
        **{strip_markdown_ending(each.path).casefold(): each for each in sources},
    }


def _describe_fault(error: Exception, path: PurePosixPath) -> UnusableFile:
    line, column, problem = 1, 1, str(error)
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark):
        line, column, problem = mark.line + 1, mark.column + 1, error.problem or ""
    elif isinstance(error, json.JSONDecodeError):
        line, column, problem = error.lineno, error.colno, error.msg
    elif isinstance(error, OSError):
        problem = error.strerror or ""
    elif isinstance(error, RecursionError):
        problem = "it is nested too deeply"
    message = f"this table of contents cannot be read: {problem}"
    remedy = "correct it: until then, errata has neither its order nor its titles"
    return UnusableFile(Span(str(path), line, column), message, remedy, is_left_out=False)


class _Folders:
    """What each folder holds, for entries that name one."""

    def __init__(
        self, kb: Path, sources: Sequence[Source], tables: Mapping[str, ListedEntries]
    ) -> None:
        """Take the articles, and the tables of contents by their path."""
        self._kb = kb
        self._names = defaultdict[str, set[str]](set)
        for path in (source.path for source in sources):
            for inner, folder in pairwise((path, *folders_above(path))):
                self._names[folder].add(file_name(inner))
        self._tables = {folder_of(path): contents for path, contents in tables.items()}
        self._visited = set[str]()

    def list_entries(self, folder: str) -> Iterator[tuple[ContentsEntry, Path]]:
        """Yield a folder's entries and their base, once: those of its own table come first."""
        if folder in self._visited or folder not in self._names:
            return
        self._visited.add(folder)
        if own := self._tables.get(folder):
            yield from ((entry, own.base) for entry in own.entries)
        for name in sorted(self._names[folder], key=str.casefold):
            yield ContentsEntry(target=name), self._kb / folder


class _Collector(MutableRecord):
    """Collects the entries of all files."""

    kb: Path
    sources: Mapping[str, Source]
    """Paths without endings and case -> articles."""
    homes: tuple[str, ...]
    """Folders below which a path may count."""
    folders: _Folders
    titles: dict[str, str] = field(default_factory=dict)
    page_titles: dict[str, str] = field(default_factory=dict)
    """Paths of pages below their locales' folders -> titles."""
    places: dict[str, int] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    translations: dict[str, Mapping[str, str]] = field(default_factory=dict)
    groups: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    """Titles of groups and paths of their articles; a group within another one comes first."""

    hidden: list[str] = field(default_factory=list)
    """Control characters of titles."""

    def add(self, contents: ListedEntries) -> list[str]:
        """Add entries in their order; return the control characters that their titles had."""
        before = len(self.hidden)
        for entry in contents.entries:
            self._add(entry, contents.base)
        self.translations = {**contents.translations, **self.translations}
        return self.hidden[before:]

    def translate_titles(self, sources: Iterable[Source]) -> Iterator[tuple[str, str]]:
        """Yield the paths of translations that are not listed, with the titles in their locale."""
        for source in sources:
            texts = self.translations.get(source.locale)
            title = self.page_titles.get(source.page_path)
            if title and texts is not None and source.path not in self.listed:
                yield source.path, texts.get(title, title)

    def _add(self, entry: ContentsEntry, base: Path) -> frozenset[str]:
        article = self._find(entry.target, base)
        title = " ".join(entry.title.split())
        if character := find_hidden(title):
            self.hidden.append(character)
            title = remove_hidden(title)
        if article:
            if title and article.path not in self.listed:
                self.titles[article.path] = title
                self.page_titles.setdefault(article.page_path, title)
            self.places.setdefault(article.page_path, len(self.places))
            self.listed.add(article.path)
        paths = [*self._list_paths(entry.target, base)]
        below = [self._add(child, base) for child in entry.children]
        below += [self._add(*child) for path in paths for child in self.folders.list_entries(path)]
        pages = frozenset([article.path] if article else []).union(*below)
        if below and title:
            self.groups.append((title, pages))
        return pages

    def _find(self, target: str, base: Path) -> Source | None:
        """Return the article that an entry names: `a.md`, `a`, `/a` or `a/`."""
        for path in self._list_paths(target, base):
            stem = strip_markdown_ending(path).casefold()
            names = (stem, *(f"{stem}/{name}".removeprefix("./") for name in INDEX_NAMES))
            if match := next(filter(None, map(self.sources.get, names)), None):
                return match
        return None

    def _list_paths(self, target: str, base: Path) -> Iterator[str]:
        """Yield the paths below the knowledge base that an entry can mean."""
        path = unquote(target.partition("#")[0].partition("?")[0])
        if not path or "://" in path:
            return
        tops = (base, self.kb) if path[:1] == "/" else (base,)
        for folder in (top / home for top in tops for home in self.homes):
            full_path = PurePosixPath(normpath(folder / path.lstrip("/")))
            if full_path.is_relative_to(self.kb):
                yield str(full_path.relative_to(self.kb))

    def name_folders(self) -> dict[str, str]:
        """Return the titles of folders all of whose listed articles, and no others, are a group."""
        sizes = Counter(folder for path in self.listed for folder in folders_above(path))
        labels: dict[str, str] = {}
        for title, pages in self.groups:
            folder = commonpath(map(folder_of, pages)) if pages else ""
            if folder and len(pages) == sizes[folder]:
                labels.setdefault(folder, title)
        return labels


# JSON is YAML, so one reader takes all.
LABEL_FILES: Final = frozenset(
    ["_category_.json", "_category_.yml", "_category_.yaml", "meta.json", *HIDDEN_TABLES]
)
# Bytes: a label and a number take fewer than a hundred, a description a few more.
_MOST: Final = 16 * 1024
# Bytes: three lines for each label; that of 12 sections has 2 kB.
_MOST_TRANSLATIONS: Final = 1 << 20


def read_labels(
    files: Iterable[FoundFile], folders: LocaleFolders
) -> Iterator[tuple[tuple[str, str], FolderLabel]]:
    """Yield the labels of folders by their own files; see `Folder.labels`."""
    for file in files:
        if file_name(file.path) in LABEL_FILES and (label := read_label(file.full)):
            place = folders.locate(file.path)
            yield (place.locale, folder_of(place.page)), label


def read_label(file: Path) -> FolderLabel | None:
    """Read the title and order of the file's folder; None if it says neither."""
    with suppress(OSError, yaml.YAMLError, ValueError, RecursionError):
        data = yaml.load(read_regular(file, _MOST), Loader=TextLoader)  # noqa: S506 - it makes texts
        if isinstance(data, dict):
            label, position = data.get("label", data.get("title")), data.get("position")
            title = remove_hidden(" ".join(label.split())) if isinstance(label, str) else ""
            order = _read_order(position)
            return FolderLabel(title, order) if title or order is not None else None
    return None


def complete_labels(
    labels: Mapping[tuple[str, str], FolderLabel],
    folders: LocaleFolders,
    files: Mapping[str, FoundFile],
) -> dict[tuple[str, str], FolderLabel]:
    """Add the default locale's labels for folders that have none in another locale.

    Docusaurus has their translations next to its folder of articles: "current.json".
    """
    completed = dict(labels)
    for home, tag in folders.tags.items():
        file = files.get(f"{home}.json")
        texts = _read_translations(file.full) if file else {}
        for (locale, folder), label in labels.items():
            if locale == folders.default:
                title = texts.get(label.title, label.title)
                completed.setdefault((tag, folder), FolderLabel(title, label.order))
    return completed


# "Public DNS" of "sidebar.docs.category.Public DNS"; nothing of "version.label"
_CATEGORY: Final = compile_late(r"sidebar\.[^.]+\.category\.(.+)")


def _read_translations(file: Path) -> dict[str, str]:
    """Read Docusaurus' translations of labels; none if they cannot be read."""
    with suppress(OSError, ValueError, RecursionError):
        data = json.loads(read_regular(file, _MOST_TRANSLATIONS))
        if isinstance(data, dict):
            return {
                match[1]: remove_hidden(" ".join(text.split()))
                for key, value in data.items()
                if (match := _CATEGORY.fullmatch(key)) and isinstance(value, dict)
                if isinstance(text := value.get("message"), str)
            }
    return {}


def _read_order(position: object) -> float | None:
    with suppress(ValueError):
        order = float(position) if isinstance(position, str) else inf
        return order if isfinite(order) else None
    return None
