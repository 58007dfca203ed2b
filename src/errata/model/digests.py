"""Digests of values by their content: equal for equal values, on every machine.

Positions are left out: places in a file are only for findings, and an additional empty line in an
article changes no page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from errata.model.article import Article
from errata.model.codes import follows_closely
from errata.model.content import heading_above

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from errata.model.content import ArticleContent, Heading

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})
# Fields that say where something was written.
POSITIONAL: Final = frozenset(
    [
        *("line", "column", "length", "is_exact", "position", "line_numbers"),
        *("key_lines", "value_places", "term_places"),
    ]
)


# The attributes of an article, without its content and the digests themselves.
_FACTS: Final = tuple(
    name for name in Article.__struct_fields__ if name not in {"held", "facts_key", "content_key"}
)


def digest(value: object) -> str:
    """Digest texts, numbers, dates and bytes, and collections, structs and dataclasses of them."""
    # ASCII, so that half of a surrogate pair has a form, too.
    return sha256(json.dumps(_plain(value), separators=(",", ":")).encode()).hexdigest()


def digest_facts(article: Article) -> str:
    """Digest what the pages of other articles may read of an article."""
    own = [getattr(article, name) for name in _FACTS]
    messages = article.messages
    close = [follows_closely(one, two) for one, two in pairwise(messages)]
    return digest((*own, close))


def digest_content(content: ArticleContent, article: Article) -> str:
    """Digest the rest of an article, with what its pages make of positions."""
    lines = [*(message.line for message in article.messages), *content.search.line_numbers]
    above = [heading.id if heading else None for heading in _above(content, lines)]
    return digest((content, above))


def _above(content: ArticleContent, lines: list[int]) -> list[Heading | None]:
    return [heading_above(content.headings, line) for line in lines]


def _plain(value: object) -> object:
    """Return a value for JSON; each class has a form of its own."""
    kind: type = type(value)
    if kind in _SCALARS:
        return value
    if get := _getter(kind):
        return {kind.__name__: [x if type(x) in _SCALARS else _plain(x) for x in get(value)]}
    match value:
        case tuple() | list():
            return [x if type(x) in _SCALARS else _plain(x) for x in value]
        case Mapping():
            return {"map": sorted(([_plain(k), _plain(v)] for k, v in value.items()), key=repr)}
        case AbstractSet():
            return {"set": sorted(map(_plain, value), key=repr)}
    text = sha256(value).hexdigest() if isinstance(value, bytes) else repr(value)
    return {kind.__name__: text}


def list_fields(kind: Hashable) -> tuple[str, ...]:
    """Return the fields of a struct or a dataclass that count; none for another class."""
    if not isinstance(kind, type):
        return ()
    listed = [field.name for field in fields(kind)] if is_dataclass(kind) else ()
    names: Sequence[str] = getattr(kind, "__struct_fields__", listed)
    return tuple(name for name in names if name not in POSITIONAL)


@cache
def _getter(kind: Hashable) -> Callable[[object], tuple[object, ...]] | None:
    """Return a function that gets the fields that count."""
    names = list_fields(kind)
    if not names:
        return None
    # With a single name, it would not return a tuple.
    get = attrgetter(*names, names[0])
    return lambda value: get(value)[:-1]
