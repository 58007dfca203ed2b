"""File names made from content: the only way from an author's text to a path on the disk."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every run of other characters becomes one hyphen: "/" yes, " ö" yes; "." no, "_" no
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# Names that Windows gives to devices, with any suffix: "con", "LPT1.txt"; not "console".
_DEVICE = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
# What each locale has at these addresses itself, so that no article can.
LOCALE_PAGES = frozenset(
    {
        *("articles", "codes", "diagnose", "families", "http", "products", "recent", "search"),
        *("sections", "404.html", "feed.xml", "llms.txt", "opensearch.xml"),
    }
)
# File systems allow 255 bytes; this leaves room for endings and temporary suffixes.
_LONGEST = 100


@lru_cache(maxsize=16_384)
def safe_segment(text: str) -> str:
    """Turn any text into one file name; the only way from content to the disk.

    Made of `[A-Za-z0-9._-]`, without leading dot or Windows device name, at most 100 characters.
    A text that has to be changed gets a digest of itself, so that two texts never share a name.
    """
    kept = _UNSAFE.sub("-", text).strip(".-")[:_LONGEST]
    if kept and kept == text and not _DEVICE.match(kept):
        return kept
    if _DEVICE.match(kept):
        kept = kept.replace(".", "-")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{kept[: _LONGEST - 9]}-{digest}".lstrip("-")


def number_key(number: str) -> str:
    """What two spellings of one article number have in common: numbers are compared without case.

    Addresses in another case are the same to the disks of Windows and macOS.
    """
    return number.lower()


def folders_above(path: str) -> Iterator[str]:
    """`a/b` and `a` for `a/b/c`."""
    while path := path.rpartition("/")[0]:
        yield path
