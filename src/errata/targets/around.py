"""What links find around the articles: static files, and the site that they are a part of.

Hugo and Docusaurus keep pictures in a folder of static files, too:

| link | file |
|---|---|
| `/img/a.png`, `/static/img/a.png`, `@site/static/img/a.png` | `static/img/a.png` |
| `../../static/img/a.png` | the same, where the link leads into the folder |
| `img/a.png` | the same: pages at the top are next to the files |

Many repositories hold one folder of a larger site. `[links] root` says where its links from the
root lead, `[links] outside` where the knowledge base's own folder is published there.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import basename, normpath
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from errata.targets.files import path_from, root_path, strip_ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import FileRef, StaticFolder


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


@dataclass(frozen=True, slots=True)
class SiteAround:
    """Where the other pages of the site are."""

    root: str = ""
    """A web address that links from the root continue; another value says nothing about them."""
    outside: str = ""
    """The web address of the knowledge base's folder; empty where nothing leads out of it."""

    def address(self, ref: FileRef, source: str) -> str:
        """The web address that a link means which is not a file here; empty where there is none.

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
