"""What an article is called that no number names: its file's name, else its path.

The name is made from all files together, so that no two articles get one name and translations,
which lie at the same path in another locale's folder, get the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from errata.articles.numbers import is_taken
from errata.text.characters import BIDI, to_visible_text
from errata.text.file_names import is_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.model import Source

# White space, and what no address or file's name should have: " " and "%20" yes; "." and "é" no.
_GAPS: Final = re.compile(r"(?:[\s\\/]|%20)+")
# Of one file: its own and its path's.
_MOST_NAMES: Final = 2


def name_sources(sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources with their names: the shortest that is one file's, in all locales, alone."""
    paths = {source.path: unicodedata.normalize("NFC", source.page_path) for source in sources}
    names = _choose_names(paths.values())
    return tuple(replace(source, name=names[paths[source.path].casefold()]) for source in sources)


def _choose_names(paths: Iterable[str]) -> dict[str, str]:
    """Path without case -> name; paths that differ in case alone are translations of one."""
    spelled = {path.casefold(): path for path in sorted(set(paths), reverse=True)}
    names = {key: list(_candidates(path)) for key, path in spelled.items()}
    # Whoever shares its name tries the next one; after all have, what is shared is a finding.
    for _ in range(_MOST_NAMES):
        shared = Counter(own[0].casefold() for own in names.values())
        names = {
            key: own[1:] if own[1:] and shared[own[0].casefold()] > 1 else own
            for key, own in names.items()
        }
    return {key: own[0] for key, own in names.items()}


def _candidates(path: str) -> Iterator[str]:
    """At least one name, the shortest first."""
    folder, _, stem = path.rpartition("/")
    wanted = (stem, path)
    if is_index(stem):
        wanted = (folder or stem, path)
    names = [name for text in wanted if (name := _clean(text)) and not is_taken(name)]
    yield from dict.fromkeys(names or [f"{_clean(stem)}-article".lstrip("-")])


def _clean(text: str) -> str:
    """As a part of an address; empty where nothing could be read in it."""
    name = _GAPS.sub("-", BIDI.sub("", to_visible_text(text))).strip("-")
    return name if any(map(str.isalnum, name)) else ""
