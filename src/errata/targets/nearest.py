"""Finds what a link means: the place of its fragment, or the name that was probably meant."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from posixpath import basename, dirname, relpath, splitext
from typing import TYPE_CHECKING, Final

from errata.diagnostics import LIKENESS, closest_name
from errata.text.anchors import fold_fragment, valid_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.model import Article


# How many names are compared on each side of the place where the wanted one would stand. Of 2,000
# links with one wrong character into 2,540 real files, 8 found as many as a comparison with all of
# them.
_NEIGHBOURS: Final = 8
# So many names are all compared: nine in ten articles have fewer headings.
_FEW: Final = 32


class NearestNames:
    """Names among which to find the nearest; each search needs only a few comparisons."""

    def __init__(self, names: Iterable[str], likeness: float = LIKENESS) -> None:
        self._likeness = likeness
        self._forward = sorted(set(names))
        self._backward = sorted(name[::-1] for name in self._forward)
        self._found: dict[str, str] = {}

    def find(self, name: str) -> str:
        """Return the nearest name; empty if none is similar."""
        if name not in self._found:
            near = [*_around(self._forward, name)]
            near += [other[::-1] for other in _around(self._backward, name[::-1])]
            self._found[name] = closest_name(name, near, self._likeness)
        return self._found[name]


def _around(names: list[str], name: str) -> list[str]:
    if len(names) <= _FEW:
        return names
    at = bisect_left(names, name)
    return names[max(at - _NEIGHBOURS, 0) : at + _NEIGHBOURS]


# Names of files are longer than keys and have words in common: "custom-bounce-domain" is not meant
# by "can-i-send-from-any-domain.md" (0.64), "suppression-list" is by "suppression-lists.md" (0.89).
_LIKENESS_OF_FILES: Final = 0.75
# How many files with the same name are compared by their folders: if there are more, as of
# `index.md`, the name says nothing.
_NAMESAKES: Final = 16
# Names of files that every folder may have: the name of the folder says which one is meant.
# "/src/mail/README.md" means "docs/mail/README.md", not "README.md".
_UNTELLING: Final = frozenset({"readme", "index", "_index"})


class MissingFiles:
    """The existing files, to find the nearest to a missing one."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths: dict[str, list[str]] = defaultdict(list)
        self._in_folders: dict[tuple[str, str], str] = {}
        for path in paths:
            self._paths[basename(path)].append(path)
            self._in_folders.setdefault((basename(dirname(path)), basename(path)), path)
        self._names = NearestNames(self._paths, _LIKENESS_OF_FILES)

    def nearest(self, wanted: str, source: str) -> str:
        """Return the file that was probably meant, as a link; empty if none is similar.

        Args:
            wanted: path below the knowledge base.
            source: of the article with the link.
        """
        name = basename(wanted)
        close = self._names.find(name if splitext(name)[1] else f"{name}.md")
        if not close:
            return ""
        if splitext(close)[0].lower() in _UNTELLING:
            path = self._in_folders.get((basename(dirname(wanted)), close), "")
            return relpath(path, dirname(source) or ".") if path else ""
        paths = self._paths[close][:_NAMESAKES]
        path = closest_name(wanted, paths, likeness=0) if len(paths) > 1 else paths[0]
        return relpath(path, dirname(source) or ".")


def find_anchor(article: Article, fragment: str) -> str | None:
    """Return the id in the article; empty for the page's top, None if there is none.

    A fragment is an id of the page, or another tool's name for it; finally, case is ignored.
    """
    if fragment in article.aliases:
        return article.aliases[fragment]
    if fragment in article.anchors:
        return fragment
    folded = fold_fragment(fragment)
    for name in (folded, valid_id(fragment), valid_id(folded)):
        if name in article.anchors:
            return name
        if name in article.aliases:
            return article.aliases[name]
    return None
