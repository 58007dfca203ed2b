"""What the name of a file says: whether it is markdown, and whether it is a folder's page."""

from __future__ import annotations

from typing import Final

# Endings that programs give to markdown, in small letters: "NOTES.MD" is markdown, too.
MARKDOWN_ENDINGS: Final = (".md", ".markdown", ".mdown", ".mkd")

# What the page of a folder is called, the one that counts first: Hugo's is `_index`.
INDEX_NAMES: Final = ("index", "_index", "readme")


def is_markdown(path: str) -> bool:
    """Whether a file is markdown by its name."""
    return path.lower().endswith(MARKDOWN_ENDINGS)


def strip_markdown_ending(path: str) -> str:
    """The path without the ending of markdown: `mail/first` for `mail/first.md`."""
    ending = next((end for end in MARKDOWN_ENDINGS if path.lower().endswith(end)), "")
    return path[: len(path) - len(ending)]


def file_name(path: str) -> str:
    """The last part of a path: `first.md` for `mail/first.md`."""
    return path.rpartition("/")[2]


def folder_of(path: str) -> str:
    """The folder that a file lies in; empty at the top."""
    return path.rpartition("/")[0]


def is_index(path: str) -> bool:
    """Whether a page is that of its folder: `mail/index.md`, `mail/README.md`, `mail/_index`."""
    return file_name(strip_markdown_ending(path)).lower() in INDEX_NAMES
