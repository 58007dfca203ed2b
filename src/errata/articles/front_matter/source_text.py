"""From bytes to text.

The text is UTF-8 with or without byte order mark; line ends become LF. A file that is not is left
out of the site. It is still read as far as possible, with the broken bytes replaced, so that its
internal values are known to the search of the finished site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.diagnostics import Span
from errata.model.observations import UnusableFile
from errata.text.characters import BIDI

if TYPE_CHECKING:
    from errata.model import Source


# Bidirectional controls as UTF-8: "\u202e" yes; "\u2028" no. They all begin with the same byte, and
# searching bytes is ten times as fast as searching the text.
_BIDI_BYTES: Final = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")


def decode_source(source: Source, limit: int) -> tuple[str, UnusableFile | None]:
    """The text with LF line ends, and the first thing that makes the file unusable.

    There is no text where the file is too large.

    Args:
        source: the file.
        limit: the most bytes it may have.
    """
    data = source.data
    if len(data) > limit:
        message = f"file of {len(data)} bytes is larger than the limit of {limit}"
        remedy = "move embedded pictures to files, or raise `limits.file-bytes`"
        return "", UnusableFile(Span(source.path), message, remedy)
    try:
        text = _with_lf(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _undecodable(source, error)
    return text, _find_forbidden_character(source, text)


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _undecodable(source: Source, error: UnicodeDecodeError) -> tuple[str, UnusableFile]:
    data = source.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message, remedy = "file is UTF-16, not UTF-8", "save the file as UTF-8"
    else:
        # `error.start` counts from the byte after the byte order mark that `utf-8-sig` skipped.
        message = f"byte `0x{error.object[error.start]:02x}` is not UTF-8"
        remedy = "save the file as UTF-8"
    before = _with_lf(error.object[: error.start].decode("utf-8", "replace"))
    text = _with_lf(data.decode("utf-8-sig", "replace"))
    return text, UnusableFile(_span(source.path, before), message, remedy)


def _find_forbidden_character(source: Source, text: str) -> UnusableFile | None:
    if b"\0" in source.data:
        span = _span(source.path, text[: text.index("\0")])
        return UnusableFile(span, "file holds a NUL byte", "remove it; is this a text file?")
    if not _BIDI_BYTES.search(source.data):
        return None
    found = BIDI.search(text)
    if found is None:  # pragma: no cover - the bytes are found only where the character is
        return None
    message = f"bidirectional control character `U+{ord(found[0]):04X}`"
    remedy = "remove it: it makes the text look different from what it is"
    return UnusableFile(_span(source.path, text[: found.start()]), message, remedy)


def _span(path: str, before: str) -> Span:
    """The place right after a text that begins the file."""
    return Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
