"""What an article says, regardless of how it is written: two spellings of one page are equal.

A safe fix does not change it. `errata check --fix` compares the article before and after, and
undoes a fix that changes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from posixpath import dirname, join, normpath, splitext
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from errata.articles.markdown.images import name_picture
from errata.data.patterns import compile_late
from errata.model import (
    AnchorRef,
    Article,
    ArticleRef,
    AssetRef,
    Body,
    BrokenRef,
    EmbeddedRef,
    FileRef,
    Metadata,
    Position,
    Publication,
    Ref,
)

# "<code>", "</a>" and '<img alt="a">'; not "a < b", which is escaped.
_TAG: Final = compile_late(r"<(/?)(\w+)([^<>]*+)>")
# What is not a mark within a line separates words: "<p>" and "<br>" yes, "<strong>" no.
_INLINE: Final = frozenset(
    [
        *("a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s"),
        *("samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr"),
    ]
)
# Tells where something was written, or by what: not a matter of what it says.
_PLACES: Final = frozenset({"key_lines", "value_places", "term_places"})


def extract_meaning(
    article: Article, pictures: Mapping[str, bytes] = MappingProxyType({})
) -> object:
    """Extract everything that readers see or search uses, in a form to compare.

    `pictures` are files below the knowledge base that do not exist yet: a link to one and the same
    picture as a `data:` URI are equal.
    """
    folder = dirname(article.source)
    names = {path: name_picture(data, splitext(path)[1]) for path, data in pictures.items()}
    return (
        _text(article.title, folder, names),
        _text(article.body, folder, names),
        tuple((each.level, each.id, each.text, each.kind, each.minor) for each in article.headings),
        tuple((section.kind, section.id, _words(section.text)) for section in article.sections),
        tuple((each.code, each.where, each.kind, each.section) for each in article.mentions),
        tuple((_words(message.text), message.where) for message in article.messages),
        tuple(_facts(article.metadata)),
        (article.anchors, tuple(sorted(article.aliases.items())), article.title_id),
        article.external,
    )


def _text(body: Body, folder: str, names: Mapping[str, str]) -> tuple[str, tuple[Ref, ...]]:
    """Return the text as read aloud, pictures with their texts, and the targets of links."""
    refs = tuple(_drop_positions(_as_embedded(body.refs, folder, names)))
    return _words(unescape(_TAG.sub(_text_of_tag, "".join(body.parts)))), refs


def _text_of_tag(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name == "img":
        return f" {tag[0]} "
    return "" if name in _INLINE else f" {name if name in {'li', 'td', 'th', 'pre'} else ''} "


def _words(text: str) -> str:
    return " ".join(text.split())


def _as_embedded(refs: Iterable[Ref], folder: str, names: Mapping[str, str]) -> Iterator[Ref]:
    for ref in refs:
        path = normpath(join(folder, ref.path)) if isinstance(ref, FileRef) else ""
        yield EmbeddedRef(names[path]) if path in names else ref


def _drop_positions(refs: Iterable[Ref]) -> Iterator[Ref]:
    for ref in refs:
        match ref:
            case FileRef() | ArticleRef() | AssetRef() | AnchorRef() | BrokenRef():
                yield replace(ref, position=Position())
            case _:
                yield ref


def _facts(metadata: Metadata) -> Iterator[object]:
    for name in metadata.__struct_fields__:
        value = getattr(metadata, name)
        if name == "publication":
            yield _unplaced_publication(value)
        elif name not in _PLACES:
            yield value


def _unplaced_publication(publication: Publication) -> Publication:
    return replace(publication, line=1)
