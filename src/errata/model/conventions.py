"""How a knowledge base writes: whose keys it uses, how its articles are numbered, its dialects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


# What a key may be instead of one of ours: for nobody, for everybody, for other tools.
DECLARED_MEANINGS: Final = ("internal", "public", "ignored")


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a folder of articles takes for granted, from presets and the configuration.

    Reading depends on it, so its texts are the same for the same folder in every run: sequences are
    sorted or ordered, never sets.
    """

    presets: tuple[str, ...] = ()
    """Names of the tools whose conventions were found or configured."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """A key as the authors write it, in small letters, nested ones joined by dots -> our key, or
    `public`, `internal` or `ignored`."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Our key -> a value as the authors write it, in small letters -> our value."""
    required: tuple[str, ...] = ()
    """Our keys that every article must have, besides its title."""
    number: str = ""
    """Pattern of an article's number; empty: any text is one."""
    dialects: tuple[str, ...] = ()
    """Names of syntax that plain markdown could mean otherwise, sorted."""
    families: tuple[str, ...] = ()
    """Names of packs of error-code families."""
    link_root: str = ""
    """Address of the articles' folder in links from the root, such as `/docs/`."""
    asset_roots: tuple[str, ...] = ()
    """Folders in which a picture's address from the root is looked for."""
    article_bases: tuple[str, ...] = ()
    """Host and path in front of an article number, without the locale segment after the host."""
