"""Remembers what texts of settings were validated to, so that the next run need not do it again.

To import what validates them takes a tenth of the time of a check of one article. Each text has a
sealed file, whose name is a digest of the text, of this program and of all that is installed.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path  # noqa: TC003 - the annotation of a struct
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from msgspec import MsgspecError, msgpack

from errata.own_files import SealedFile
from errata.program import stamp_program
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = TypeVar("Kind")

# Knowledge bases with a configuration, families and synonyms of their own.
_MOST_FILES: Final = 64


class ValidatedTexts(Record, frozen=True):
    """What texts were validated to, in a folder of caches; without a folder, nothing is known."""

    folder: Path | None = None

    def parse(self, kind: Any, parse: Callable[..., Kind], *arguments: object) -> Kind:  # noqa: ANN401 - a class, or a collection of one
        """Return what a pure function returns for texts; `kind` is the class of it."""
        file = self._find_file((parse.__qualname__, arguments))
        if file is None:
            return parse(*arguments)
        with suppress(MsgspecError):  # nothing is there
            return cast("Kind", msgpack.decode(file.read(), type=kind))
        value = parse(*arguments)
        with suppress(UnicodeEncodeError):  # half of a surrogate pair
            file.replace(msgpack.encode(value))
        return value

    def _find_file(self, basis: object) -> SealedFile | None:
        try:
            key = repr((basis, stamp_program()))
        except OSError:  # the package is inside an archive
            return None
        return SealedFile(self.folder, "settings", key, _MOST_FILES) if self.folder else None
