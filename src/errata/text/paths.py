"""Paths of articles' files and of pages: what a name means, and names made from content."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from errata.data.patterns import compile_late

# Endings that programs give to markdown, in small letters: "NOTES.MD" is markdown, too. MDX is
# markdown with components, although authors write it in `.md` for Docusaurus, too.
MARKDOWN_ENDINGS: Final = (".md", ".mdx", ".markdown", ".mdown", ".mkd")

# The names of a folder's page, by priority: Hugo's is `_index`.
INDEX_NAMES: Final = ("index", "_index", "readme")


def is_markdown(path: str) -> bool:
    """Whether a file is markdown by its name."""
    return path.lower().endswith(MARKDOWN_ENDINGS)


def strip_markdown_ending(path: str) -> str:
    """Remove the ending of markdown from a path: `mail/first` for `mail/first.md`.

    Middleman and Slate name what becomes of it, too: `index.html.md`.
    """
    return path[: path.rindex(".")].removesuffix(".html") if is_markdown(path) else path


def file_name(path: str) -> str:
    """Return the last part of a path: `first.md` for `mail/first.md`."""
    return path.rpartition("/")[2]


def folder_of(path: str) -> str:
    """Return the folder of a file; empty at the top."""
    return path.rpartition("/")[0]


def is_index(path: str) -> bool:
    """Whether a page is its folder's: `mail/index.md`, `mail/README.md`, `mail/_index`."""
    return file_name(strip_markdown_ending(path)).lower() in INDEX_NAMES


# Every run of other characters becomes one hyphen: "/" yes, " ö" yes; "." no, "_" no
_UNSAFE = compile_late(r"[^A-Za-z0-9._-]+")
# Names that Windows gives to devices, with any suffix: "con", "LPT1.txt"; not "console".
_DEVICE = compile_late(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
# What no name of a file has on Windows: "a?", "a|b", "a." and "a " yes; "a.b" and "é" no
_NOT_ON_WINDOWS = compile_late(r'[<>:"|?*\\/\x00-\x1f]|[. ]$')
# The endings of pictures that browsers show.
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
# The pages that each locale has itself at these addresses, so that no article can.
LOCALE_PAGES = frozenset(
    {
        *("articles", "codes", "diagnose", "families", "http", "products", "recent", "search"),
        *("sections", "404.html", "feed.xml", "llms.txt", "opensearch.xml", "sitemap.xml"),
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
    safe = _UNSAFE.sub("-", text).strip(".-")[:_LONGEST]
    if safe and safe == text and not _DEVICE.match(safe):
        return safe
    if _DEVICE.match(safe):
        safe = safe.replace(".", "-")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{safe[: _LONGEST - 9]}-{digest}".lstrip("-")


def is_windows_name(name: str) -> bool:
    """Whether a file or folder can have this name on Windows, and so on every system."""
    return not (_DEVICE.match(name) or _NOT_ON_WINDOWS.search(name))


def is_portable_name(name: str) -> bool:
    """Whether a new file or folder may have this name: it can be seen, and be on every system."""
    return bool(name) and name.isprintable() and is_windows_name(name)


# What separates words in a file's name: " — " and "/" yes; "é" and "原因" no.
_NOT_IN_NAME: Final = compile_late(r"[\W_]+")
# The most characters of a name made from a title: about a line of a list of files.
_LONGEST_NAME: Final = 60


def readable_name(title: str) -> str:
    """Return a name for a file or folder; empty for a title without letters and digits."""
    composed = unicodedata.normalize("NFC", title.casefold())
    return _NOT_IN_NAME.sub("-", composed).strip("-")[:_LONGEST_NAME].strip("-")


def number_key(number: str) -> str:
    """Return a key that is equal for two spellings of an article number, without case.

    Addresses that differ only in case are the same on the disks of Windows and macOS.
    """
    return number.lower()


def fold_path(path: str) -> str:
    """Return a key that is equal for two paths that are one file on some disk.

    Windows ignores case; macOS ignores how accents are composed as well.
    """
    return unicodedata.normalize("NFC", path).casefold()


def folders_above(path: str) -> Iterator[str]:
    """Yield `a/b` and `a` for `a/b/c`."""
    while path := path.rpartition("/")[0]:
        yield path
