"""Names the file that an author probably meant by a link to one that does not exist."""

from __future__ import annotations

from collections import defaultdict
from posixpath import basename, relpath, splitext
from typing import TYPE_CHECKING, Final

from errata.diagnostics import closest_name
from errata.targets.nearest import NearestNames

if TYPE_CHECKING:
    from collections.abc import Iterable

# Of files with one name, how many are compared by their folders: more are called `index.md`, and
# then the name says nothing.
_NAMESAKES: Final = 16


class MissingFiles:
    """The files that there are, to find the nearest to one that is missing."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths: dict[str, list[str]] = defaultdict(list)
        for path in paths:
            self._paths[basename(path)].append(path)
        self._names = NearestNames(self._paths)

    def nearest(self, wanted: str, source: str) -> str:
        """The file that was probably meant, as a link from an article; empty where none is like it.

        Args:
            wanted: path below the knowledge base.
            source: of the article with the link.
        """
        name = basename(wanted)
        close = self._names.find(name if splitext(name)[1] else f"{name}.md")
        if not close:
            return ""
        paths = self._paths[close][:_NAMESAKES]
        path = closest_name(wanted, paths, likeness=0) if len(paths) > 1 else paths[0]
        return relpath(path, source.rpartition("/")[0] or ".")
