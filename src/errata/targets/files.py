"""Finds files of the knowledge base by the many ways in which links name them.

| link | file |
|---|---|
| `setup/first.md`, `setup/first`, `setup/first.html`, `setup/first/` | `setup/first.md` |
| `setup/`, `setup` | `setup/index.md`, `setup/README.md`, `setup/_index.md` |
| `$state`, `02-runes/state` | `02-runes/02-$state.md`: order numbers are no part of an address |

A file is found whatever the case of its name and however its letters are composed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# Endings of pages: ".md" of "a.md" and ".HTML" of "a.HTML"; not ".5" of "v2.5".
_ENDING: Final = re.compile(r"\.(?:md|mdx|markdown|mdown|mkd|html?)$", re.IGNORECASE)
# The page of a folder: "index", "setup/README" and "_index"; not "setup/my-index".
_FOLDER_PAGE: Final = re.compile(r"(?:^|/)(?:_?index|readme)$", re.IGNORECASE)
# Order numbers and dates: "02-" of "02-state", "1. " of "a/1. b", "2024-05-01-" of "2024-05-01-x";
# nothing of "404" and "7zip".
_ORDER: Final = re.compile(r"(^|/)\d+(?:-\d\d-\d\d)?[-_. ]+(?=[^\s/])")


@dataclass(frozen=True, slots=True)
class FileMatch:
    """The file of the knowledge base that a link means."""

    path: str
    differs: bool = False
    """The link writes it in another case."""


class FileIndex:
    """The files of a knowledge base by every name that links give them."""

    def __init__(self, files: Iterable[str], pages: Iterable[str]) -> None:
        """`pages` are those of the files that are articles."""
        self._files = _index(files, _same)
        self._folded_files = _index(files, fold_path)
        ordered = sorted(
            pages, key=lambda path: (bool(_FOLDER_PAGE.search(strip_ending(path))), path)
        )
        self._routes = _index(ordered, _route)
        self._folded_routes = _index(ordered, lambda path: fold_path(_route(path)))
        self._unordered = _index(ordered, lambda path: fold_path(_without_order(_route(path))))
        self._page_names = _index(ordered, lambda path: _page_name(_route(path)))
        self._file_names = _index(files, _file_name)

    def find(self, path: str, *, is_folder: bool = False) -> FileMatch | None:
        """The file that a path below the knowledge base means; a folder means its page."""
        composed = unicodedata.normalize("NFC", path)
        if not is_folder and (found := self._files.get(composed)):
            return FileMatch(found[0])
        route = _route(composed)
        if found := self._routes.get(route):
            return FileMatch(found[-1] if is_folder else found[0])
        if not is_folder and (found := self._folded_files.get(fold_path(path))):
            return FileMatch(found[0], differs=True)
        if found := self._folded_routes.get(fold_path(route)):
            return FileMatch(found[-1] if is_folder else found[0], differs=True)
        return _only(self._unordered.get(fold_path(_without_order(route)), ()))

    def find_page_name(self, name: str) -> FileMatch | None:
        """The only page of a name, in whatever folder it is."""
        return _only(self._page_names.get(_page_name(name), ()))

    def find_file_name(self, name: str) -> FileMatch | None:
        """The only file of a name, in whatever folder it is."""
        return _only(self._file_names.get(_file_name(name), ()))


def is_route(path: str) -> bool:
    """Whether a path has no file's ending, as addresses of pages have none."""
    return "." not in path.rpartition("/")[2]


def fold_path(path: str) -> str:
    """A path without the differences of case and of composed characters."""
    return unicodedata.normalize("NFC", path).casefold()


def _page_name(route: str) -> str:
    """What a page is called in any folder: blanks are hyphens, and order numbers do not count."""
    name = _without_order(_ENDING.sub("", route)).rpartition("/")[2]
    return fold_path(name).replace(" ", "-").replace("_", "-")


def _file_name(path: str) -> str:
    return fold_path(path.rpartition("/")[2])


def _only(found: Sequence[str]) -> FileMatch | None:
    return FileMatch(found[0]) if len(found) == 1 else None


def _index(paths: Iterable[str], key: Callable[[str], str]) -> dict[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        found[key(path)].append(path)
    return dict(found)


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def strip_ending(path: str) -> str:
    """A path without the ending of a page."""
    return _ENDING.sub("", path)


def _route(path: str) -> str:
    """The address of a page: without ending, and a folder's page as the folder."""
    return _FOLDER_PAGE.sub("", strip_ending(unicodedata.normalize("NFC", path)))


def _without_order(route: str) -> str:
    return _ORDER.sub(r"\1", route)
