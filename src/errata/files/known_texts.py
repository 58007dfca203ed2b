"""Knows the texts of articles by the states of their files, so that only changed ones are read.

The rule is that of the record of a site (`errata.files.record`): a file whose size, times and inode
are the same has the same content. A file that may have been written again within one tick of the
clock is not recorded, so it is read again. The record saves work and is never required: one that
is damaged, of another version of errata or of another user counts as missing.

A known text is read only where it is needed, as to parse it with other settings. If it is not the
one that is known, because it changed meanwhile or its file did not show the change, the run fails
instead of mixing both, and the next one reads every file.
"""

from __future__ import annotations

import os
from collections.abc import Container
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import time_ns
from typing import Final

from msgspec import MsgspecError, field, json

from errata.articles.conventions import find_traits
from errata.diagnostics import Span
from errata.errors import KnowledgeBaseError
from errata.files.text import display_path, read_regular, read_with_state
from errata.model import KnownText, TextTraits
from errata.own_files import SealedFile
from errata.stamp import FileState
from errata.values import MutableRecord, Value

# Another number is another form.
_FORMAT: Final = "errata-texts-1"


class _Known(Value, frozen=True):
    state: FileState
    digest: str
    traits: TextTraits


class TextReader(MutableRecord):
    """Reads the files of one run, except for those that are known."""

    record: SealedFile
    """What is known: 0.6 MB for 2,358 articles, so it has room for 200,000."""
    known: dict[str, _Known] = field(default_factory=dict)
    fresh: dict[str, _Known] = field(default_factory=dict)
    """What was found out in this run."""
    start: int = field(default_factory=time_ns)

    @classmethod
    def of(cls, caches: Path, program: bytes, kb: Path, *, read_all: bool = False) -> TextReader:
        """Return a reader that knows what earlier runs read, unless all is to be read.

        `program` is a digest of errata, which finds the traits.
        """
        key = f"{_FORMAT}\0{program.hex()}\0{kb.resolve()}"
        reader = cls(SealedFile(caches, "texts", key))
        with suppress(MsgspecError, UnicodeDecodeError):
            if not read_all:
                reader.known = json.decode(reader.record.read(), type=dict[str, _Known])
        return reader

    def read(self, path: str, place: str, most: int) -> bytes | KnownText:
        """Read the file of an article, of at most so many bytes, unless it is known.

        Raises:
            OSError: as `read_regular`.
        """
        entry = self.known.get(path)
        if entry and entry.state == FileState.of_input(os.stat(place)) and entry.state.size <= most:  # noqa: PTH116 - of 100,000 files
            read = partial(self._read_again, place, entry.digest)
            return KnownText(bytes.fromhex(entry.digest), entry.traits, read)
        data, state = read_with_state(place, most)
        if state and state.is_older_than(self.start):
            digest = sha256(data).hexdigest()
            traits = entry.traits if entry and entry.digest == digest else find_traits(data)
            self.fresh[path] = _Known(state, digest, traits)
        return data

    def _read_again(self, place: str, digest: str) -> bytes:
        with suppress(OSError):
            data = read_regular(place)
            if sha256(data).hexdigest() == digest:
                return data
        self._replace({})
        printed = display_path(Path(place))
        message = f"`{printed}` changed while errata was running"
        raise KnowledgeBaseError(message, span=Span(printed), help="run errata again")

    def save(self, files: Container[str]) -> None:
        """Record what is known of these files now, for the next run."""
        current = {path: text for path, text in self.known.items() if path in files} | self.fresh
        if current != self.known:
            self._replace(current)

    def _replace(self, texts: dict[str, _Known]) -> None:
        with suppress(UnicodeEncodeError):
            self.record.replace(json.encode(texts))
