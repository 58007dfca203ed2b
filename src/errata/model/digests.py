"""Digests of values by their content: equal for equal values, on every machine.

Positions are left out: places in a file are only for findings, and an additional empty line in an
article changes no page.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from hashlib import sha256
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any, Final, cast

from msgspec import json

from errata.model.article import Article
from errata.model.codes import follows_closely
from errata.model.content import ArticleContent, Heading, heading_above
from errata.values import list_fields

_SCALARS: Final = frozenset({str, int, float, bool, type(None)})
# The key of an item. To sort by it takes a third of the time of sorting by all that is in an item.
_KEY: Final = cast("Any", itemgetter(0))
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
    plain = _plain(value)
    try:
        written = json.encode(plain)
    except UnicodeEncodeError:  # half of a surrogate pair
        written = repr(plain).encode("utf-8", "surrogatepass")
    return sha256(written).hexdigest()


def digest_facts(article: Article) -> str:
    """Digest what the pages of other articles may read of an article."""
    own = [getattr(article, name) for name in _FACTS]
    messages = article.messages
    close = [follows_closely(first, second) for first, second in pairwise(messages)]
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
    return value if kind in _SCALARS else _form_of(kind)(value)


def _plain_all(values: Iterable[object]) -> list[object]:
    return [x if type(x) in _SCALARS else _plain(x) for x in values]


@cache
def _form_of(kind: Any) -> Callable[[Any], object]:  # noqa: ANN401 - a class
    """Return how to write values of a class; an article has values of twenty classes."""
    if get := _getter(kind):
        return lambda value: {kind.__name__: _plain_all(get(value))}
    if issubclass(kind, tuple | list):
        return _plain_all
    if issubclass(kind, Mapping):
        return lambda value: {"map": _sort_items(list(map(_plain_all, value.items())))}
    if issubclass(kind, AbstractSet):
        return lambda value: {"set": sorted(map(_plain, value), key=repr)}
    if issubclass(kind, bytes):
        return lambda value: {kind.__name__: sha256(value).hexdigest()}
    return lambda value: {kind.__name__: repr(value)}


def _sort_items(items: list[list[object]]) -> list[list[object]]:
    try:
        return sorted(items, key=_KEY)
    except TypeError:  # keys of several classes
        return sorted(items, key=repr)


def list_fields_that_count(kind: Hashable) -> tuple[str, ...]:
    """Return the fields of a struct or a dataclass that count; none for another class."""
    names = list_fields(kind) if isinstance(kind, type) else ()
    return tuple(name for name in names if name not in POSITIONAL)


def _getter(kind: Hashable) -> Callable[[object], tuple[object, ...]] | None:
    """Return a function that gets the fields that count."""
    names = list_fields_that_count(kind)
    if not names:
        return None
    # With a single name, it would not return a tuple.
    get = attrgetter(*names, names[0])
    return lambda value: get(value)[:-1]
