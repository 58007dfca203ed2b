"""Names of the keys that a front matter may have, and what they are for."""

from __future__ import annotations

from typing import Final

from errata.data import read_table, read_texts
from errata.data.patterns import compile_late
from errata.model import INTERNAL_KEYS

_FILE: Final = "front_matter_keys"
PUBLIC: Final[dict[str, str]] = {**read_table(_FILE, "public")}
"""Public key -> what it is for."""
PUBLICATION: Final[dict[str, str]] = {**read_table(_FILE, "publication")}
"""Key that says whether, when and to whom an article is shown -> what it is for."""
OTHER_NAMES: Final = {
    name: key for key, names in read_table(_FILE, "other-names").items() for name in names
}
"""Another tool's name for a key -> the key."""
PUBLIC_KEYS: Final = frozenset(PUBLIC) | frozenset(PUBLICATION)
KNOWN_KEYS: Final = PUBLIC_KEYS | frozenset(INTERNAL_KEYS)

LIST_KEYS: Final = frozenset(read_texts(_FILE, "lists"))
"""Keys that may hold several values."""
BOOLEANS: Final = {
    **dict.fromkeys(read_texts(_FILE, "yes"), True),
    **dict.fromkeys(read_texts(_FILE, "no"), False),
}
"""Spelling of true or false -> which of the two."""
PAGE_PARTS: Final = frozenset(read_texts(_FILE, "page-parts"))
"""The parts of a page that `hide` removes in MkDocs."""
_SORTED: Final = sorted(KNOWN_KEYS)
# How much alike, in per cent, a key must be to a known one to be taken for a slip of the pen:
# "titel" and "title" are by 80, "tag" and "kt" by 40.
_ALIKE: Final = 75
# "title", "Article_Number2", "ms.date" and "タイトル" yes; "a key", "2nd", "" and a sentence of a
# language without spaces no.
_WORD: Final = compile_late(r"[A-Za-z][\w.-]{0,60}|[^\W\d_]\w{0,11}")


def display_key(key: str) -> str:
    """Name a key in a message; hide it if it may be text that lost its indentation."""
    return f"`{key}`" if _WORD.fullmatch(key) else "`…`"


def closest_key(key: str) -> str:
    """Return the known key that was probably meant, or an empty text."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most runs find no unknown key

    folded = key.casefold().replace("_", "-").replace(" ", "-")[:60]
    match = process.extractOne(folded, _SORTED, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return match[0] if match else ""
