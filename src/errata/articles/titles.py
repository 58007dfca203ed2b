"""An article's title where its front matter gives none: its first heading, else its file's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.tokens import make_inline, plain_text_of
from errata.text.anchors import INVISIBLE
from errata.text.file_names import is_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

# What orders files and is no part of a name: "2024-01-31-" and "01-" in "01-setup"; nothing of
# "17-inch" (one hyphen, but a number of that kind is rare), nor of "404" and "1603-fails".
_ORDER: Final = re.compile(r"^(?:\d{4}-\d{2}-\d{2}|\d{1,3})[-_. ]+(?=[^\W\d_])")
# Between "disk" and "Almost" in "diskAlmostFull", "HTTP" and "Server" in "HTTPServer"; not in "v2".
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])")
# "-", "_" and "%20" yes; "." no.
_GAPS: Final = re.compile(r"(?:[-_\s]|%20)+")


def title_of_file(path: str) -> str:
    """A title made of a file's path, such as `Disk almost full` of `disk-almost-full.md`.

    A name in capitals, such as `SUP-17`, is a number or a code and stays as it is.
    """
    *folders, name = path.split("/")
    stem = name.rpartition(".")[0] or name
    if is_index(stem) and folders:
        stem = folders[-1]
    plain = _ORDER.sub("", stem, count=1)
    if plain == plain.upper() and any(map(str.isdigit, plain)):
        return plain
    words = " ".join(_GAPS.sub(" ", _HUMP.sub(" ", plain)).split())
    return f"{words[:1].upper()}{words[1:]}" or stem


def plain_title(tokens: Sequence[Token]) -> str:
    """The text of a heading's inline tokens."""
    return " ".join(plain_text_of(make_inline(tokens)).translate(INVISIBLE).split())
