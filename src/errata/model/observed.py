"""Articles and tables that record which facts are read, and digests of what was read.

Pages are made of facts of many articles, and an edit changes those of one. Each fact that a page
reads is noted by name, so that the next build can compare the value behind each name: the page is
unchanged if all of them are. A table that is made of all articles, such as which are related, is
noted by the row that was looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, ItemsView, Iterator, Mapping, ValuesView
from collections.abc import Set as AbstractSet
from enum import Enum
from functools import cache, partial
from hashlib import sha256
from types import CodeType, FunctionType, MethodType
from typing import Any, Final, Generic, TypeVar, cast, overload

from pydantic_core import PydanticSerializationError, to_json

from errata.data.patterns import LatePattern
from errata.model.article import Article
from errata.model.digests import list_fields_that_count
from errata.model.reads import Read, note_fact, note_reads

Key = TypeVar("Key")
Value = TypeVar("Value")
Default = TypeVar("Default")
Name = tuple["Hashable", ...]

KEYS: Final = "keys"
HAS: Final = "has"
LIBRARY: Final = "library"


class ObservedMapping(Mapping[Key, Value]):
    """A mapping that notes which of its items are read; so do mappings in it.

    A mapping in it is noted by what is read there, and by being there: of `codes["E-1"]["en"]` the
    numbers in English, not those in German.
    """

    __slots__ = ("_inner", "_name")

    def __init__(self, name: Name, inner: Mapping[Key, Value]) -> None:
        self._name = name
        self._inner = inner

    def __getitem__(self, key: Key) -> Value:
        return cast("Value", self._observe(key, self._inner[key]))

    @overload
    def get(self, key: Key, /) -> Value | None: ...
    @overload
    def get(self, key: Key, /, default: Value | Default) -> Value | Default: ...
    def get(self, key: Key, /, default: Any = None) -> Any:
        """Return an item, and note the read."""
        return self._observe(key, self._inner.get(key, default))

    def _observe(self, key: Key, value: Any) -> Any:  # noqa: ANN401 - the value, or the caller's default
        name = (*self._name, key)
        observed = observe_value(name, value)
        note_reads((name if observed is value else (HAS, *name),))
        return observed

    def __contains__(self, key: object) -> bool:
        note_reads(((HAS, *self._name, key),))
        return key in self._inner

    def __iter__(self) -> Iterator[Key]:
        note_reads(((KEYS, *self._name),))
        return iter(self._inner)

    def __len__(self) -> int:
        note_reads(((KEYS, *self._name),))
        return len(self._inner)

    def items(self) -> ItemsView[Key, Value]:
        """Return all items, noted as one read."""
        note_reads((self._name,))
        return self._inner.items()

    def values(self) -> ValuesView[Value]:
        """Return all values, noted as one read."""
        note_reads((self._name,))
        return self._inner.values()

    @property
    def unobserved(self) -> Mapping[Key, Value]:
        """The same mapping, which notes nothing."""
        return self._inner


def observe_value(name: Name, value: Value) -> Value:
    """Return a value that was looked up; a mapping then notes its own reads."""
    kind: type = type(value)
    if _is_unobserved(kind):
        return cast("Value", ObservedMapping(name, cast("Any", value)))
    return value


@cache
def _is_unobserved(kind: Any) -> bool:  # noqa: ANN401 - a class; 40 values for each article
    return issubclass(kind, Mapping) and not issubclass(kind, ObservedMapping)


class _Fact(Generic[Value]):
    """A field of an article that notes when it is read."""

    def __init__(self, slot: Any) -> None:  # noqa: ANN401 - Python's own descriptor of the field
        self._slot, self._name = slot, slot.__name__

    def __get__(self, article: Any, owner: type | None = None) -> Value:  # noqa: ANN401 - an article
        note_fact(article.source, self._name)
        return cast("Value", self._slot.__get__(article, owner))

    def __set__(self, article: object, value: Value) -> None:
        """Set the field, as `__init__` does once."""
        self._slot.__set__(article, value)


_FIELDS: Final = Article.__struct_fields__
# Not those by which it is found and its content, which is noted where it is loaded.
_UNNOTED: Final = {"source", "locale", "held", "facts_key", "content_key"}


class ObservedArticle(Article, frozen=True):
    """An article that notes when its facts are read; its number belongs to its identity."""

    @property
    def number(self) -> str:
        """See `Article.number`."""
        return _METADATA(self).number  # type: ignore[no-any-return] # the field's descriptor

    @property
    def is_hidden(self) -> bool:
        """As in `Article`: for tables of all articles, which are compared themselves."""
        return _METADATA(self).hidden  # type: ignore[no-any-return] # the field's descriptor


_METADATA: Final = cast("Any", Article).metadata.__get__
for _name in _FIELDS:
    if _name not in _UNNOTED:
        setattr(ObservedArticle, _name, _Fact[object](getattr(Article, _name)))


def observe_article(article: Article) -> ObservedArticle:
    """Return the same article, which notes reads."""
    return ObservedArticle(*(getattr(article, name) for name in _FIELDS))


def renew_article(observed: ObservedArticle, article: Article) -> None:
    """Replace the article's version in place: all holders see the new one."""
    for name in _FIELDS:
        getattr(Article, name).__set__(observed, getattr(article, name))


def list_differing_fields(before: Article, after: Article) -> set[str]:
    """Return the names of facts that differ between two versions of an article."""
    getters = ((name, getattr(Article, name).__get__) for name in _FIELDS if name not in _UNNOTED)
    return {name for name, read in getters if read(before) != read(after)}


def digest_value(value: object) -> str:
    """Digest a value, so that digests are equal only if readers see no difference.

    An article counts by its identity: what is read of it is noted. Functions count by what is bound
    in them, and a class with a `digest_name` by that. Positions are left out, as in
    `errata.model.digests`.

    Raises:
        TypeError: for what cannot be compared, such as an iterator.
    """
    try:
        written = to_json(_shape(value))
    except (PydanticSerializationError, UnicodeError):  # half of a surrogate pair
        written = repr(_shape(value)).encode("utf-8", "surrogatepass")
    return sha256(written).hexdigest()[:_LENGTH]


# The length of a digest: 128 bits, and a record holds ten thousand.
_LENGTH: Final = 32
_SCALARS: Final = frozenset({str, int, float, bool, type(None)})


def _shape(value: object) -> object:
    kind: type = type(value)
    return value if kind in _SCALARS else _way_of(kind)(value)


@cache
def _way_of(kind: Any) -> Callable[[Any], object]:  # noqa: ANN401, PLR0911 - a class; one for each kind
    """Return how to write values of a class; a build has 160,000 of them, of a hundred classes."""
    if name := getattr(kind, "digest_name", ""):
        return lambda _: name
    if issubclass(kind, Article):
        return lambda value: ["article", value.source, value.locale, value.number]
    if issubclass(kind, tuple | list):
        return lambda value: [kind.__name__, *map(_shape, value)]
    if issubclass(kind, Mapping):
        return _shape_of_mapping
    if names := list_fields_that_count(kind):
        return lambda value: [kind.__qualname__, *(_shape(getattr(value, name)) for name in names)]
    if issubclass(kind, AbstractSet):
        return lambda value: ["set", *sorted(map(_shape, value), key=repr)]
    if issubclass(kind, partial):
        return lambda value: ["partial", *map(_shape, (value.func, value.args, value.keywords))]
    if issubclass(kind, FunctionType):
        return _shape_of_function
    return _shape_of_rest


def _shape_of_mapping(member: Mapping[object, object]) -> object:
    inner = member.unobserved if isinstance(member, ObservedMapping) else member
    return ["map", *([_shape(key), _shape(member)] for key, member in inner.items())]


def _shape_of_rest(value: object) -> object:
    match value:
        case str() | Enum():
            return [type(value).__qualname__, str(value)]
        case bytes():
            return ["bytes", sha256(value).hexdigest()]
        case re.Pattern() | LatePattern():
            return ["pattern", value.pattern, value.flags]
        case _ if type(value).__module__ == "datetime":
            return [type(value).__name__, repr(value)]
        case MethodType():
            return ["method", _shape(value.__func__), _shape(value.__self__)]
        case type():
            return [value.__module__, value.__qualname__]
    message = f"{type(value)} has no digest"
    raise TypeError(message)


def _shape_of_function(function: FunctionType) -> object:
    return (_shape_of_closure if "<" in function.__qualname__ else _shape_of_named)(function)


# Six thousand outputs have a hundred functions with a name of their own.
@cache
def _shape_of_named(function: FunctionType) -> object:
    return _shape_of_closure(function)


def _shape_of_closure(function: FunctionType) -> object:
    bound = [cell.cell_contents for cell in function.__closure__ or ()]
    defaults = (function.__defaults__, function.__kwdefaults__)
    name = [function.__module__, function.__qualname__]
    # For a function with a name of its own, the program's digest covers the rest.
    body = _shape_of_code(function.__code__) if "<" in function.__qualname__ else None
    return [*name, body, *map(_shape, (*defaults, *bound))]


def _shape_of_code(code: CodeType) -> object:
    constants = [
        _shape_of_code(constant) if isinstance(constant, CodeType) else repr(constant)
        for constant in code.co_consts
    ]
    return [code.co_firstlineno, code.co_code.hex(), code.co_names, constants]


def list_facts(reads: AbstractSet[Read]) -> tuple[Name, ...]:
    """List the reads of facts, sorted."""
    return tuple(sorted((read for read in reads if not isinstance(read, str)), key=repr))


def list_sources(reads: AbstractSet[Read]) -> tuple[str, ...]:
    """List the reads of articles' contents, sorted."""
    return tuple(sorted(read for read in reads if isinstance(read, str)))
