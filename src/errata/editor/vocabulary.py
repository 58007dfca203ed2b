"""The words that a knowledge base uses in its front matter, for completion and for the schema."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from errata.articles.conventions import read_preset
from errata.model import Conventions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.config import Config
    from errata.model import Library

# Values of one key that are offered, the most frequent first: more than a person reads.
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which keys mean what, and which values they have."""

    conventions: Conventions = field(default_factory=Conventions)
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Our key -> the only values that it may have, as the configuration lists them."""
    used: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Our key -> values that articles give it, the most frequent first."""
    offered_keys: frozenset[str] = frozenset()
    """Keys of this knowledge base's own and of its tools, in small letters; those of other tools
    are understood and not offered."""

    @classmethod
    def of(cls, library: Library, config: Config) -> Vocabulary:
        """Those of a library and its configuration."""
        conventions = library.conventions
        closed = {str(key): names for key, names in config.metadata.vocabulary.items()}
        tables = (read_preset(name).metadata.keys for name in conventions.presets)
        own = frozenset(key.lower() for keys in (config.metadata.keys, *tables) for key in keys)
        return cls(conventions, closed, _count_values(library), own)

    def values(self, key: str) -> tuple[str, ...]:
        """The values to offer for a key of ours."""
        return self.closed.get(key) or self.used.get(key, ())


def _count_values(library: Library) -> dict[str, tuple[str, ...]]:
    counts: dict[str, Counter[str]] = {
        key: Counter() for key in ("product", "solution", "applies-to", "keywords")
    }
    for article in library.articles:
        data = article.metadata
        counts["product"].update(data.products)
        counts["solution"].update(data.solutions)
        counts["applies-to"].update(data.applies_to)
        counts["keywords"].update(data.keywords)
    return {
        key: tuple(sorted(found, key=lambda text: (-found[text], text))[:_MOST])
        for key, found in counts.items()
    }
