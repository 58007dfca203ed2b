"""Finds the static files that links name: Hugo and Docusaurus keep pictures in such a folder, too.

| link | file |
|---|---|
| `/img/a.png`, `/static/img/a.png`, `@site/static/img/a.png` | `static/img/a.png` |
| `../../static/img/a.png` | the same, where the link leads into the folder |
| `img/a.png` | the same: pages at the top are next to the files |
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import basename, normpath
from typing import TYPE_CHECKING

from errata.targets.paths import path_from, root_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import StaticFolder


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The files that the site has at its root."""

    folder: str
    """Seen from the knowledge base, such as `../static`."""
    files: frozenset[str]

    @classmethod
    def of(cls, folder: StaticFolder) -> StaticFiles:
        """Those of a folder that was read."""
        return cls(folder.path, frozenset(folder.files))

    def find(self, path: str, source: str, home: str) -> str | None:
        """The path in the site of the file that an author's path means.

        Args:
            path: as in a `FileRef`.
            source: of the article.
            home: the folder of the locale in which the article is, with a slash; empty for the top.
        """
        if not self.files:
            return None
        candidates = self._candidates(path, source, home)
        return next((found for found in candidates if found in self.files), None)

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
