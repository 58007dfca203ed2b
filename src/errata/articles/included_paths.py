"""What names of included files mean.

A name counts from the folder of the file that holds it, then from each folder above, and from the
folder `_includes` in each. Of what is outside the knowledge base, only folders that the
configuration names in `includes` are read; in them, the end of a path is enough. It is for code
that is alone with its name, too, in any case of letters: docfx and Hexo find it so.
"""

from __future__ import annotations

from collections import defaultdict
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.text.paths import file_name, is_markdown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

# The beginnings of paths that count from the root of a repository: "@site/docs/_note.mdx" of
# Docusaurus, "@/content/_note.mdx" and "~/content/_note.mdx" of Astro.
_ALIASES: Final = ("@site/", "@/", "~/")
# What counts for nothing where the end of a path is enough: "../../" of "../../includes/a.md",
# "@site/" and "/"; nothing of "a/../b.md".
_LEADING: Final = compile_late(r"^(?:@site/|[@~]/|\.{0,2}/)+")


def candidate_paths(name: str, folder: str) -> Iterator[str]:
    """Yield the paths below the knowledge base that a name may mean, the likeliest first."""
    alias = next((alias for alias in _ALIASES if name.startswith(alias)), "")
    path = name.removeprefix(alias).lstrip("/")
    start = "" if path != name else folder
    yield from _paths_above(path, start)
    # The knowledge base is one of the repository's folders.
    while alias and "/" in path and not path.startswith("../"):
        path = path.partition("/")[2]
        yield normpath(path)


def _paths_above(bare: str, start: str) -> Iterator[str]:
    while True:
        path = normpath(f"{start}/{bare}".lstrip("/"))
        if not path.startswith("../"):
            yield path
            yield normpath(f"{start}/_includes/{bare}".lstrip("/"))
        if not start:
            return
        start = start.rpartition("/")[0]


def find_included(
    name: str, file: str, files: Collection[str], nearby: Iterable[str] | None = None
) -> str:
    """Return the path that a name in a file means; empty if there is no such file.

    `nearby` are those of the files outside the knowledge base, if they are known. In `boards.md`,
    Jekyll's `{% include boards.md %}` means `_includes/boards.md`: a file itself is the last
    candidate.
    """
    paths = [path for path in candidate_paths(name, dirname(file)) if path in files]
    if not paths:
        paths = find_beside(name, files if nearby is None else nearby)
    return next((path for path in paths if path != file), paths[0] if paths else "")


def is_beside(path: str) -> bool:
    """Whether a file is outside the knowledge base, in a folder that the configuration names."""
    return path.startswith("../")


def find_beside(name: str, paths: Iterable[str]) -> list[str]:
    """Return the paths outside that end with a name, the shortest first."""
    end = f"/{normpath(_LEADING.sub('', name))}"
    return sorted((path for path in paths if is_beside(path) and path.endswith(end)), key=len)


class CodePaths:
    """Finds files of code by what articles call them."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Sort the paths of files of code by their names."""
        self._exact = {path.casefold(): path for path in paths if not is_markdown(path)}
        self._named: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._exact, key=lambda path: (len(path), path)):
            self._named[file_name(path)].append(path)

    def find(self, name: str, file: str) -> str:
        """Return the path that a name in a file means; empty if there is no such file."""
        for path in candidate_paths(name, dirname(file)):
            if exact := self._exact.get(path.casefold()):
                return exact
        end = f"/{_LEADING.sub('', name)}".casefold()
        same_name = self._named.get(file_name(end), ())
        alike = [path for path in same_name if f"/{path}".endswith(end)]
        outside = next(filter(is_beside, alike), alike[0] if len(alike) == 1 else "")
        return self._exact.get(outside, "")
