"""The encoding of a log, and the text of a packed one.

`data/log_files.json` has the marks by which files are recognised; `src/web/diagnose/files.ts` does
the same.
"""

from __future__ import annotations

import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from errata.data import read_json

_FACTS: Final = read_json("log_files")
GUESSED: Final[int] = _FACTS["GUESSED"]
MOST_UNPACKED: Final[int] = _FACTS["MOST_UNPACKED"]
GZIP: Final = bytes.fromhex(_FACTS["gzip"])
_FORMATS: Final = tuple((name, bytes.fromhex(mark)) for name, mark in _FACTS["formats"])
# The share of zero bytes in every other place: those of a text in Latin letters are nearly all
# zero, and a text of Japanese has blanks, digits and line ends.
_MANY_ZEROS: Final = 0.75
_SOME_ZEROS: Final = 0.1
_LOOKED_AT: Final[int] = _FACTS["LOOKED_AT"]
_MANY_CONTROLS: Final[float] = _FACTS["MANY_CONTROLS"]
_KINDS_OF_CONTROLS: Final[int] = _FACTS["KINDS_OF_CONTROLS"]
_WITHOUT_BLANK: Final[int] = _FACTS["WITHOUT_BLANK"]
# Without tab, line feed, vertical tab, form feed, carriage return and the escape of colours.
_CONTROLS: Final = bytes({*range(1, 32), 127} - {*b"\t\n\v\f\r\x1b"})
# The number of bytes from which on a share means something.
_SHORTEST: Final = 8
# How many bytes of text are unpacked at once, so that memory stays flat.
_PIECE: Final = 1 << 20
# What makes zlib read gzip, see https://docs.python.org/3/library/zlib.html#zlib.decompress.
_GZIP_WINDOW: Final = 31


def find_format(head: bytes) -> str:
    """Return the format of a file that is not text, by its first bytes; empty for any other."""
    name = next((name for name, mark in _FORMATS if head.startswith(mark)), "")
    return name or ("UTF-32" if _is_utf32(head[:GUESSED]) else "")


def _is_utf32(start: bytes) -> bool:
    """Whether the two bytes with the highest digits of each character are zero."""
    pairs = (start[2::4] + start[3::4], start[::4] + start[1::4])
    return len(start) == GUESSED and any(start.strip(b"\0") and not any(pair) for pair in pairs)


def find_encoding(head: bytes) -> str:
    """Return Python's name of a log's encoding, by its first bytes; empty for UTF-8."""
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    start = head[:GUESSED]
    zeros = start[::2].count(0), start[1::2].count(0)
    places = len(start) / 2
    is_wide = max(zeros) >= _MANY_ZEROS * places > min(zeros)
    is_wide |= max(zeros) >= _SOME_ZEROS * places and not min(zeros) and not _is_utf8(start)
    if len(start) < _SHORTEST or not is_wide:
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def looks_binary(start: bytes) -> bool:
    """Whether a log that begins so is not text, such as random bytes or an unknown encoding."""
    start = start.lstrip(b"\0")[:_LOOKED_AT]
    if find_encoding(start):
        return False
    controls = len(start) - len(start.translate(None, _CONTROLS))
    least = _MANY_CONTROLS * (len(start) - start.count(0))
    if controls >= least and len({*start}.intersection(_CONTROLS)) >= _KINDS_OF_CONTROLS:
        return True
    is_dense = len(start) >= _WITHOUT_BLANK and b" " not in start and b"\n" not in start
    return is_dense and not _is_utf8(start)


def _is_utf8(start: bytes) -> bool:
    """Whether it may continue as UTF-8; its last character may be incomplete."""
    try:
        getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


class LogFileError(Exception):
    """A file that cannot be read as a log, at all or to its end; the message names its type."""


def unpack_blocks(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the text of a log, unpacked if it is packed by gzip.

    Raises:
        LogFileError: if it is of another format, damaged, or unpacks to more than `MOST_UNPACKED`,
            and at its end if it is not text: readers may still want what is in it.
    """
    start = b""
    for block in _unpack(blocks):
        if len(start) < _LOOKED_AT:
            start = (start + block[: 2 * _LOOKED_AT]).lstrip(b"\0")
        yield block
    if looks_binary(start):
        message = "looks like binary data, not text: only its readable parts were scanned"
        raise LogFileError(message)


def _unpack(blocks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(blocks, b"")
    if name := find_format(first):
        message = f"is not text but {name}: unpack it, or save it as text, and scan that"
        raise LogFileError(message)
    if not first.startswith(GZIP):
        yield first
        yield from blocks
        return
    size = 0
    for piece in _inflate(chain((first,), blocks)):
        if not size and (name := "gzip" if piece.startswith(GZIP) else find_format(piece)):
            message = f"has {name} in it, not text: unpack it twice, and scan the result"
            raise LogFileError(message)
        size += len(piece)
        yield piece
        if size > MOST_UNPACKED:
            message = f"unpacks to more than {MOST_UNPACKED >> 30} GiB: the rest was not read"
            raise LogFileError(message)


def _inflate(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack files that were joined as one."""
    inflater = zlib.decompressobj(_GZIP_WINDOW)
    is_complete = True
    try:
        for block in blocks:
            remaining = block
            while remaining:
                yield inflater.decompress(remaining, _PIECE)
                is_complete = inflater.eof
                remaining = inflater.unconsumed_tail
                if is_complete:
                    # Zeros fill the last block of some archives.
                    remaining = inflater.unused_data.lstrip(b"\0")
                    inflater = zlib.decompressobj(_GZIP_WINDOW)
    except zlib.error as error:
        message = "is damaged: only the part before the damage was read"
        raise LogFileError(message) from error
    if not is_complete:
        yield inflater.flush()
        message = "ends too early: only the existing part was read"
        raise LogFileError(message)
