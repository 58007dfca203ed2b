"""Answers of `errata explain` and `scan`, cached so that asking again reads no article.

A file in the cache folder holds the answer for each text that was asked, and for each code. It has
a stamp of everything that answers depend on: errata, the configuration, the articles, and a time
limit. If any of these changed, the file counts as missing. So does a file that is damaged, that
another user wrote, or that others can write.

No other heavy modules are imported here: importing the rest of errata takes five times as long as
an answer.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Final

from msgspec import field

from errata.commands._environment import choose_cache_folder, current_moment, list_variables
from errata.own_files import SealedFile
from errata.program import stamp_program
from errata.stamp import stamp_files
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Another number is another form.
_FORMAT: Final = "errata-lookups-1"
# Knowledge bases, folders to ask from, and languages.
_MOST_FILES: Final = 16
# Answers in one file: the codes of 10,000 articles, and what was asked.
_MOST_ANSWERS: Final = 5_000
_LONGEST_TEXT: Final = 500
_NAMES_OF_CONFIG: Final = ("errata.toml", "pyproject.toml")


class Origin(Record, frozen=True):
    """What answers depend on."""

    watched: tuple[str, ...]
    """Files and folders that were read."""
    enclosing: tuple[str, ...]
    """Folders whose names of files were read."""
    until: float
    """When time alone may change an answer."""

    def stamp(self) -> str:
        """Return a stamp that is equal only if nothing changed; empty if that is uncertain."""
        paths = {Path(path) for path in (*self.watched, *possible_configs())}
        return stamp_files(paths, map(Path, self.enclosing), time_ns())


class Recall(Record, frozen=True):
    """Cached answers to questions from one folder with the same options."""

    file: SealedFile | None
    """None without a folder of caches."""
    answers: dict[str, Sequence[object]] = field(default_factory=dict)

    @classmethod
    def of(cls, *options: object, cache: bool) -> Recall:
        """Load the cached answers of the knowledge base that the options choose."""
        folder = choose_cache_folder() if cache else None
        key = repr((_FORMAT, stamp_program(), os.getcwd(), options, list_variables()))  # noqa: PTH109 - as it is
        file = SealedFile(folder, "lookups", key, _MOST_FILES) if folder else None
        return cls(file, _load(file) if file else {})

    def find(self, text: str) -> Sequence[object] | None:
        """Return the cached answer for a text."""
        return self.answers.get(text)

    def keep(
        self, answers: Mapping[str, Sequence[object]], origin: Origin, cache: Path | None
    ) -> None:
        """Cache answers, which are JSON; do nothing if that fails."""
        stamp = origin.stamp()
        # A folder that the configuration names is not known before that is read.
        if not self.file or not stamp or cache != self.file.caches:
            return
        short = {text: answer for text, answer in answers.items() if len(text) <= _LONGEST_TEXT}
        newest = dict(list({**short, **self.answers}.items())[:_MOST_ANSWERS])
        head = {"watched": origin.watched, "enclosing": origin.enclosing, "until": origin.until}
        body = json.dumps(
            {**head, "stamp": stamp, "answers": newest}, separators=(",", ":")
        ).encode()
        self.file.replace(body)


def _load(file: SealedFile) -> dict[str, Sequence[object]]:
    try:
        loaded = json.loads(file.read())
    except (ValueError, RecursionError):
        return {}
    # Sealed, so its form is known.
    origin = Origin(tuple(loaded["watched"]), tuple(loaded["enclosing"]), loaded["until"])
    answers: dict[str, Sequence[object]] = loaded["answers"]
    is_current = current_moment().timestamp() < origin.until
    return answers if is_current and origin.stamp() == loaded["stamp"] else {}


def possible_configs() -> Iterator[str]:
    """Yield the files that would be the configuration if they existed."""
    working_folder = Path.cwd()
    for folder in (working_folder, *working_folder.parents):
        yield from (f"{folder}/{name}" for name in _NAMES_OF_CONFIG)
