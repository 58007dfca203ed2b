"""Ids of headings: that of our page, and those that other tools make of the same text.

An author's links use the ids of the tool that the articles were written for. `heading_slugs` makes
each tool's id of a heading, so that such a link finds it here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from errata.data.patterns import compile_late

# For `str.translate`: zero-width characters and soft hyphens, which nobody sees in a heading.
INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

# The most characters of an id: it is part of an address, which people share.
_LONGEST: Final = 100
# "cause-2" and "原因" yes; "2-cause", "_cause" and "a.b" no.
_VALID: Final = compile_late(r"[^\W\d_][\w-]*+")
# The apostrophe of "don't"; not the quotes of "'word'".
_APOSTROPHE: Final = compile_late(r"(?<=\w)['\u2019](?=\w)")
# " / " in "issue / symptoms"; not the letters.
_NOT_IN_ID: Final = compile_late(r"[^\w]+")
# What VitePress replaces with a hyphen: " & " and "'" yes; "、" and "é" no.
_VITEPRESS: Final = compile_late(
    r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'\u201c\u201d\u2018\u2019<>,.?/]+"
)
# What Python-Markdown drops: "&" and "." yes; "_", "-" and " " no.
_MKDOCS: Final = compile_late(r"[^\w\s-]+")
# The ASCII characters that GitHub drops: "&" and "." yes; "_" and "-" no.
_NO_WORD: Final = compile_late(r"[^\w-]+", re.ASCII)
# The ASCII characters that Markdig replaces with a hyphen: "&" and " " yes; "_", "." and "-" no.
_NO_WORD_NOR_STOP: Final = compile_late(r"[^\w.-]", re.ASCII)
# What kramdown drops: "&", "_" and "é" yes; "-" and " " no.
_KRAMDOWN: Final = compile_late("[^A-Za-z0-9 -]+")
# What docutils replaces with a hyphen: " (" and "ß" yes; "a1" no.
_DOCUTILS: Final = compile_late("[^a-z0-9]+")
# What kramdown and docutils drop before the first letter: "1. " yes; "a" no.
_NO_LETTER: Final = compile_late("^[^a-z]+")
# What svelte.dev replaces with a hyphen: " " and "," yes; "$", "(" and "." no.
_SVELTE: Final = compile_late(r"[^a-zA-Z0-9$(.):'_]+")
# "--" yes; "-" no.
_HYPHENS: Final = compile_late("-{2,}")
_BLANKS: Final = compile_late(r"[-\s]+")  # " - " yes; "_" no
# Where Slugify divides words: in "net|Bird" and "API|Key"; not in "APIs", "API2" and "Bird".
_CAMEL: Final = compile_late(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-rt-z\d])")


class Slug(NamedTuple):
    """An id that a tool makes of a heading."""

    text: str
    separator: str
    """Separator before the number of its repetition, as in `overview-1` and `overview_1`."""


# As `heading_slugs`; each of its slugs is asked for, too.
@lru_cache(maxsize=16_384)
def valid_id(text: str) -> str:
    """Make a valid id: letters, digits, `-` and `_`, beginning with a letter."""
    cleaned = unicodedata.normalize("NFC", text)[:_LONGEST].translate(INVISIBLE)
    if not _VALID.fullmatch(cleaned):
        cleaned = _NOT_IN_ID.sub("-", _APOSTROPHE.sub("", cleaned)).strip("-")
    if not cleaned:
        return "section"
    return cleaned if cleaned[0].isalpha() and not cleaned.startswith("errata-") else f"s-{cleaned}"


@lru_cache(maxsize=16_384)
def fold_fragment(fragment: str) -> str:
    """Fold case and composed characters of a fragment."""
    return unicodedata.normalize("NFC", fragment).casefold()


# Half of the headings of 1,179 real articles are "Description", "Resolution" and the like.
@lru_cache(maxsize=4096)
def heading_slugs(text: str) -> tuple[Slug, ...]:
    """Return the tools' ids of a heading's text, the most common first; some may be equal."""
    lower = unicodedata.normalize("NFC", text).lower()
    slugs = [Slug(slug(lower), separator) for slug, separator in _RULES]
    slugs += (Slug(make_svelte_slug(text), "-"), Slug(_slugify(text), "-"))
    return tuple(slug for slug in slugs if slug.text)


def make_svelte_slug(text: str) -> str:
    """Make the id of svelte.dev, which joins ids of nested headings."""
    return _HYPHENS.sub("-", _SVELTE.sub("-", text)).strip("-")


def _slugify(text: str) -> str:
    """Make the anchor of Slugify, which Tailwind's templates for Next.js use."""
    divided = _CAMEL.sub(" ", _APOSTROPHE.sub("", text)).replace("&", " and ")
    return _DOCUTILS.sub("-", _ascii(divided).lower()).strip("-")


def _github(text: str) -> str:
    """Make the anchor of GitHub, docfx, Docusaurus, Hugo, MyST and Jekyll's GitHub markdown."""
    if text.isascii():
        return _NO_WORD.sub("", text.replace(" ", "-"))
    return "".join(char for char in text.replace(" ", "-") if _is_word(char))


def _is_word(char: str) -> bool:
    return char.isalnum() or char in "-_" or unicodedata.category(char)[0] == "M"


def _gitlab(text: str) -> str:
    return _HYPHENS.sub("-", _github(text))


def _vitepress(text: str) -> str:
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in letters if not "\u0300" <= c <= "\u036f")
    slug = _VITEPRESS.sub("-", text).strip("-")
    return f"_{slug}" if slug[:1].isdigit() else slug


def _mkdocs(text: str) -> str:
    return _BLANKS.sub("-", _MKDOCS.sub("", _ascii(text)).strip())


def _mkdocs_unicode(text: str) -> str:
    return _BLANKS.sub("-", _MKDOCS.sub("", text).strip())


def _kramdown(text: str) -> str:
    return _NO_LETTER.sub("", _KRAMDOWN.sub("", text)).replace(" ", "-")


def _docutils(text: str) -> str:
    return _NO_LETTER.sub("", _DOCUTILS.sub("-", _ascii(text))).strip("-")


def _markdig(text: str) -> str:
    """Make the anchor of docfx before it followed GitHub: full stops stay."""
    if text.isascii():
        spaced = _NO_WORD_NOR_STOP.sub("-", text)
    else:
        spaced = "".join(char if _is_word(char) or char == "." else "-" for char in text)
    return _HYPHENS.sub("-", spaced).strip("-.")


def _ascii(text: str) -> str:
    return (
        text
        if text.isascii()
        else unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    )


_RULES: Final[tuple[tuple[Callable[[str], str], str], ...]] = (
    (_github, "-"),
    (_mkdocs, "_"),
    (_mkdocs_unicode, "_"),
    (_vitepress, "-"),
    (_kramdown, "-"),
    (_gitlab, "-"),
    (_markdig, "-"),
    (_docutils, "-"),
)
