"""Says which paths below the knowledge base an author's path may mean, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import normpath
from typing import TYPE_CHECKING, Final

from errata.targets.files import fold_path
from errata.text.file_names import is_markdown, strip_markdown_ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import Conventions, Source

# Where tools keep pictures whose addresses do not name the folder, besides those of the presets;
# `docs` is the root of MkDocs, also in `en/docs/` next to `de/docs/`.
_ASSET_ROOTS: Final = ("static", "public", "assets", "images", "docs")
# What begins a path from the root in Docusaurus and in docfx.
_ROOTS: Final = ("@site/", "~/")


@dataclass(frozen=True, slots=True)
class PathReader:
    """Reads paths as the knowledge base's tool and its configuration mean them."""

    conventions: Conventions
    kb_name: str = ""
    """Name of the knowledge base's folder, where links from the root may begin with it."""

    def candidates(self, path: str, source: str, home: str) -> Iterator[str]:
        """Paths in which nothing leads out of the knowledge base; empty for its top.

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

    def below_root(self, path: str) -> str:
        """The path without the configured root, where it begins with it."""
        root = self.conventions.link_root.rstrip("/")
        return path.removeprefix(f"{root}/") if root else path

    def _from_root(self, path: str, home: str) -> Iterator[str]:
        for below in self._below_root(path):
            yield from _inside(below)
            yield from _inside(home + below)
        for assets in dict.fromkeys((*self.conventions.asset_roots, *_ASSET_ROOTS)):
            yield from _inside(f"{assets}/{path}")
            yield from _inside(f"{home}{assets}/{path}")

    def _below_root(self, path: str) -> Iterator[str]:
        root = self.conventions.link_root
        prefix = "" if "://" in root else root.strip("/")
        if prefix:
            yield from _without_prefix(path, prefix)
            yield f"{prefix}/{path}"
        yield path
        if self.kb_name and "://" not in root:
            yield from _without_prefix(path, self.kb_name)


def path_from(source: str, path: str) -> str:
    """A path from the folder of a file, as one from the top: `..` in front leads out of it."""
    return normpath(f"{source.rpartition('/')[0]}/{path}".lstrip("/"))


def leads_out(path: str, source: str) -> bool:
    """Whether an author's path leads out of the knowledge base."""
    rooted = root_path(path).lstrip("/")
    joined = normpath(rooted) if rooted else path_from(source, path)
    return joined.partition("/")[0] == ".."


def root_path(path: str) -> str:
    """The path from the root, with its slash; empty for one from the article's folder."""
    if path.startswith("/"):
        return path
    return next((f"/{path.removeprefix(root)}" for root in _ROOTS if path.startswith(root)), "")


def _without_prefix(path: str, prefix: str) -> Iterator[str]:
    if fold_path(path).startswith(f"{fold_path(prefix)}/"):
        yield path[len(prefix) + 1 :]


def _inside(path: str) -> Iterator[str]:
    """The path without `.` and `..`, unless it leads out."""
    joined = normpath(path.lstrip("/")) if path.strip("/") else "."
    if joined == ".":
        yield ""
    elif joined != ".." and not joined.startswith("../"):
        yield joined


def locale_folder(source: Source) -> str:
    """The folder of an article's locale, with a slash; empty where that is the top."""
    path = strip_markdown_ending(source.path)
    return path.removesuffix(source.page_path) if path.endswith(f"/{source.page_path}") else ""
