"""Finds files of the knowledge base and around it by the many ways in which links name them.

| link | file |
|---|---|
| `setup/first.md`, `setup/first`, `setup/first.html`, `setup/first/` | `setup/first.md` |
| `setup/`, `setup` | `setup/index.md`, `setup/README.md`, `setup/_index.md` |
| `$state`, `02-runes/state` | `02-runes/02-$state.md`: order numbers are not part of an address |

A file is found whatever the case of its name and however its letters are composed. Of the paths
that an author's path may mean, the likeliest comes first.

Hugo and Docusaurus keep pictures in a folder of static files, too:

| link | file |
|---|---|
| `/img/a.png`, `/static/img/a.png`, `@site/static/img/a.png` | `static/img/a.png` |
| `../../static/img/a.png` | the same, where the link leads into the folder |
| `img/a.png` | the same: pages at the top are next to the files |
| `/img/a.png` | `website/static/img/a.png`, in repositories with the site in a folder of its own |

Many repositories hold one folder of a larger site. `[links] root` says where its links from the
root lead, `[links] outside` where the knowledge base's own folder is published there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from posixpath import basename, normpath
from typing import Final
from urllib.parse import urljoin, urlsplit

from errata.data.patterns import compile_late
from errata.model import Conventions, FileRef, Source, StaticFolder
from errata.text.paths import fold_path, is_markdown, strip_markdown_ending
from errata.values import Record

# Endings of pages: ".md" of "a.md" and ".HTML" of "a.HTML"; not ".5" of "v2.5".
_ENDING: Final = compile_late(r"\.(?:md|mdx|markdown|mdown|mkd|html?)$", re.IGNORECASE)
# The page of a folder: "index", "setup/README" and "_index"; not "setup/my-index".
_FOLDER_PAGE: Final = compile_late(r"(?:^|/)(?:_?index|readme)$", re.IGNORECASE)
# Order numbers and dates: "02-" of "02-state", "1. " of "a/1. b", "2024-05-01-" of "2024-05-01-x";
# nothing of "404" and "7zip".
_ORDER: Final = compile_late(r"(^|/)\d+(?:-\d\d-\d\d)?[-_. ]+(?=[^\s/])")


class FileMatch(Record, frozen=True):
    """The file of the knowledge base that a link means."""

    path: str
    differs: bool = False
    """Whether the link has another case."""

    @property
    def is_top_page(self) -> bool:
        """Whether it is a page of the knowledge base's top, such as `README.md`."""
        return "/" not in self.path and _FOLDER_PAGE.search(strip_ending(self.path)) is not None


class FileIndex:
    """The files of a knowledge base by every name that links use."""

    def __init__(self, files: Collection[str], pages: Iterable[str]) -> None:
        """Index the files; `pages` are those that are articles."""
        self._all, self._pages = files, pages

    # Each index is made when a link first needs it: most links name a file as it is.
    @cached_property
    def _files(self) -> Mapping[str, Sequence[str]]:
        return _index(self._all, _same)

    @cached_property
    def _folded_files(self) -> Mapping[str, Sequence[str]]:
        return _index(self._all, fold_path)

    @cached_property
    def _file_names(self) -> Mapping[str, Sequence[str]]:
        return _index(self._all, _file_name)

    @cached_property
    def _route_of(self) -> Mapping[str, str]:
        """Path -> address of each page; pages of folders come last."""
        names = {path: strip_ending(_same(path)) for path in self._pages}
        ordered = sorted(names, key=lambda path: (bool(_FOLDER_PAGE.search(names[path])), path))
        return {path: _FOLDER_PAGE.sub("", names[path]) for path in ordered}

    @cached_property
    def _routes(self) -> Mapping[str, Sequence[str]]:
        return _index(self._route_of, self._route_of.__getitem__)

    @cached_property
    def _folded_routes(self) -> Mapping[str, Sequence[str]]:
        return _index(self._route_of, lambda path: fold_path(self._route_of[path]))

    @cached_property
    def _unordered(self) -> Mapping[str, Sequence[str]]:
        return _index(self._route_of, lambda path: fold_path(_without_order(self._route_of[path])))

    @cached_property
    def _page_names(self) -> Mapping[str, Sequence[str]]:
        return _index(self._route_of, lambda path: _page_name(self._route_of[path]))

    def find(self, path: str, *, is_folder: bool = False) -> FileMatch | None:
        """Return the file that a path below the knowledge base means; for a folder, its page."""
        composed = unicodedata.normalize("NFC", path)
        if not is_folder and (paths := self._files.get(composed)):
            return FileMatch(paths[0])
        route = _route(composed)
        # All pages that the address may mean in any form; a missing picture needs no other index.
        pages = self._unordered.get(fold_path(_without_order(route)), ())
        if pages and (paths := self._routes.get(route)):
            return FileMatch(paths[-1] if is_folder else paths[0])
        if not is_folder and (paths := self._folded_files.get(fold_path(path))):
            return FileMatch(paths[0], differs=True)
        if pages and (paths := self._folded_routes.get(fold_path(route))):
            return FileMatch(paths[-1] if is_folder else paths[0], differs=True)
        return _only(pages)

    def find_page_name(self, name: str, homes: Iterable[str]) -> FileMatch | None:
        """Return the only page of a name, in any folder; of several, the only one in a home.

        `homes` are folders of locales with a slash at their end, the reader's before others.
        """
        return _only_in(self._page_names.get(_page_name(name), ()), homes)

    def find_file_name(self, name: str, homes: Iterable[str]) -> FileMatch | None:
        """Return the only file of a name as `find_page_name` does: `en/a.png` beside `de/a.png`."""
        return _only_in(self._file_names.get(_file_name(name), ()), homes)


def is_route(path: str) -> bool:
    """Whether a path has no file ending, like addresses of pages."""
    return "." not in path.rpartition("/")[2]


def _page_name(route: str) -> str:
    """Return a page's name in any folder: hyphens for blanks, without an order number."""
    name = _without_order(_ENDING.sub("", route)).rpartition("/")[2]
    return fold_path(name).replace(" ", "-").replace("_", "-")


def _file_name(path: str) -> str:
    return fold_path(path.rpartition("/")[2])


def _only(paths: Sequence[str]) -> FileMatch | None:
    return FileMatch(paths[0]) if len(paths) == 1 else None


def _only_in(paths: Sequence[str], homes: Iterable[str]) -> FileMatch | None:
    choices = [paths, *([path for path in paths if path.startswith(home)] for home in homes)]
    return next(filter(None, map(_only, choices)), None)


def _index(paths: Iterable[str], key: Callable[[str], str]) -> dict[str, Sequence[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        index[key(path)].append(path)
    return dict(index)


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def strip_ending(path: str) -> str:
    """Remove the ending of a page from a path."""
    return _ENDING.sub("", path)


def _route(path: str) -> str:
    """Return the address of a page: without ending, and a folder's page as the folder."""
    return _FOLDER_PAGE.sub("", strip_ending(unicodedata.normalize("NFC", path)))


def _without_order(route: str) -> str:
    return _ORDER.sub(r"\1", route)


# Where tools keep pictures whose addresses do not name the folder, besides those of the presets;
# `docs` is the root of MkDocs, also in `en/docs/` next to `de/docs/`.
_ASSET_ROOTS: Final = ("static", "public", "assets", "images", "docs")
# "website/static" of "website/static/img/a.png"; nothing of "static/a.png" and "a/static.png".
_STATIC: Final = compile_late(r"((?:[^/]+/){1,3}?(?:static|public))/")
# Each is tried for each link from the root that leads to no file: a site has one or two.
_MOST_FOLDERS: Final = 4
# The beginnings of a path from the root in Docusaurus and in docfx.
_ROOTS: Final = ("@site/", "~/")


class PathReader(Record, frozen=True):
    """Interprets paths as the knowledge base's tool and its configuration do."""

    conventions: Conventions
    kb_name: str = ""
    """Name of the knowledge base's folder, with which links from the root may begin."""
    static_folders: tuple[str, ...] = ()
    """Folders of static files that are not at the top: `website/static`."""

    def candidates(self, path: str, source: str, home: str) -> Iterator[str]:
        """Yield paths that stay inside the knowledge base; empty for its top.

        Args:
            path: as in a `FileRef`.
            source: of the article.
            home: the folder of the locale in which the article is, with a slash; empty for the top.
        """
        if rooted := root_path(path):
            yield from self._from_root(rooted.lstrip("/"), home)
            return
        yield from _inside(path_from(source, path))
        # Authors who write for sites whose pages are folders count from the page's own.
        if not is_markdown(path):
            yield from _inside(path_from(f"{strip_markdown_ending(source)}/", path))
        elif self.conventions.links_from_top and not path.startswith("."):
            yield from self._from_root(path, home)

    def below_root(self, path: str) -> str:
        """Remove the configured root from the beginning of a path."""
        root = self.conventions.link_root.rstrip("/")
        return path.removeprefix(f"{root}/") if root else path

    def _from_root(self, path: str, home: str) -> Iterator[str]:
        for below in self._below_root(path):
            yield from _inside(below)
            yield from _inside(home + below)
        for assets in dict.fromkeys((*self.conventions.asset_roots, *_ASSET_ROOTS)):
            yield from _inside(f"{assets}/{path}")
            yield from _inside(f"{home}{assets}/{path}")
        for folder in self.static_folders:
            yield from _inside(f"{folder}/{path}")

    def _below_root(self, path: str) -> Iterator[str]:
        root = self.conventions.link_root
        prefix = "" if "://" in root else root.strip("/")
        if prefix:
            yield from _without_prefix(path, prefix)
            yield f"{prefix}/{path}"
        yield path
        if self.kb_name and "://" not in root:
            yield from _without_prefix(path, self.kb_name)


def find_static_folders(files: Iterable[str]) -> tuple[str, ...]:
    """Return the folders `static` and `public` inside others, the shallowest first; a few."""
    folders = {match[1] for path in files if (match := _STATIC.match(path))}
    return tuple(sorted(folders, key=lambda folder: (folder.count("/"), folder))[:_MOST_FOLDERS])


def path_from(source: str, path: str) -> str:
    """Return a path relative to a file's folder as one from the top: `..` in front leads out."""
    return normpath(f"{source.rpartition('/')[0]}/{path}".lstrip("/"))


def leads_out(path: str, source: str) -> bool:
    """Whether an author's path leads out of the knowledge base."""
    rooted = root_path(path).lstrip("/")
    joined = normpath(rooted) if rooted else path_from(source, path)
    return joined.partition("/")[0] == ".."


def root_path(path: str) -> str:
    """Return a path from the root, with its slash; empty if it is from the article's folder."""
    if path.startswith("/"):
        return path
    return next((f"/{path.removeprefix(root)}" for root in _ROOTS if path.startswith(root)), "")


def _without_prefix(path: str, prefix: str) -> Iterator[str]:
    if fold_path(path).startswith(f"{fold_path(prefix)}/"):
        yield path[len(prefix) + 1 :]


def _inside(path: str) -> Iterator[str]:
    """Yield the path without `.` and `..`, unless it leads out."""
    joined = normpath(path.lstrip("/")) if path.strip("/") else "."
    if joined == ".":
        yield ""
    elif joined != ".." and not joined.startswith("../"):
        yield joined


def locale_folder(source: Source) -> str:
    """Return the folder of an article's locale, with a slash; empty if that is the top."""
    path = strip_markdown_ending(source.path)
    return path.removesuffix(source.page_path) if path.endswith(f"/{source.page_path}") else ""


class StaticFiles(Record, frozen=True):
    """The static files at the root of the site."""

    folder: str
    """The folder as seen from the knowledge base, such as `../static`."""
    files: frozenset[str]

    @classmethod
    def of(cls, folder: StaticFolder) -> StaticFiles:
        """Make it of a folder that was read."""
        return cls(folder.path, frozenset(folder.files))

    def find(self, path: str, source: str, home: str) -> str | None:
        """Return the path in the site of the file that an author's path means.

        Args:
            path: as in a `FileRef`.
            source: of the article.
            home: the folder of the locale in which the article is, with a slash; empty for the top.
        """
        if not self.files:
            return None
        candidates = self._candidates(path, source, home)
        return next((candidate for candidate in candidates if candidate in self.files), None)

    def _candidates(self, path: str, source: str, home: str) -> Iterator[str]:
        if rooted := root_path(path):
            below = normpath(rooted.lstrip("/"))
            yield below
            yield below.removeprefix(f"{basename(self.folder)}/")
            return
        joined = path_from(source, path)
        yield joined.removeprefix(f"{self.folder}/")
        yield joined.removeprefix(home)
        # `{{< figure src="img/a.png" >}}` of Hugo counts from the root.
        yield normpath(path)


class SiteAround(Record, frozen=True):
    """Addresses of the site's other pages."""

    root: str = ""
    """A web address to which links from the root are relative; another value says nothing about
    them.
    """
    outside: str = ""
    """The web address of the knowledge base's folder; empty if nothing leads out of it."""

    def address(self, ref: FileRef, source: str) -> str:
        """Return the web address of a link to a page that is not a file here; empty if none.

        Pictures of other sites are not shown.
        """
        if ref.attribute == "src" or ref.by_name:
            return ""
        if ref.path.startswith("/"):
            return urljoin(self.root, ref.authored) if "://" in self.root else ""
        if not self.outside:
            return ""
        parts = urlsplit(ref.authored)
        # A repository's pages have the names of their files, those of a site have not.
        path = parts.path if "/blob/" in self.outside else strip_ending(parts.path)
        folder = f"{source.rpartition('/')[0]}/".lstrip("/")
        return urljoin(self.outside.rstrip("/") + "/" + folder, parts._replace(path=path).geturl())
