"""Links a knowledge base again after an edit of one article, without reading the others.

The result is as if the folder had been read again. Articles that have not changed stay the same
objects, so that results made of them can be used again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from errata.articles.conventions import resolve_conventions, shows_same_conventions
from errata.articles.includes import with_includes
from errata.articles.numbers import name_sources
from errata.codes.spelling import has_other_spelling
from errata.link import index_codes
from errata.linked_folder import LinkedFolder, join_articles
from errata.model import PublicationPolicy, digest, reason_to_withhold
from errata.review import place_text
from errata.site.images import with_image_sizes
from errata.targets.relinking import has_same_targets, may_move_links, relink_references
from errata.targets.resolve import LinkedContent, resolve_references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from errata.model import Article, Folder, ImageProbe, Inputs, Library, Parsed, Source
    from errata.review import ReviewContext

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Edited:
    """Another text of an article."""

    source: Source
    item: Parsed


def read_edit(context: ReviewContext, path: str, data: bytes) -> Edited | None:
    """Read another text of an article; None if others have to be read for it.

    That is so if it is new, includes a file or is included in another one.
    """
    if path not in context.index_by_path or _is_included(context, path):
        return None
    source = place_text(context, path, data)
    return None if _has_includes(source) else Edited(source, context.parser(source))


def _is_included(context: ReviewContext, path: str) -> bool:
    """Whether other articles include the text of this file."""
    sources = context.linked.sources
    return any(path in dict(source.includes.files) for source in sources if source.includes)


def list_names(context: ReviewContext) -> Iterator[str]:
    """Yield paths of everything in the folder of articles."""
    folder = context.folder
    yield from (source.path for source in folder.sources)
    yield from (file.span.path for file in folder.unusable)
    yield from (*folder.assets, *folder.fragments)
    yield from folder.passed_over.kinds if folder.passed_over else ()


def with_text(context: ReviewContext, source: Source, item: Parsed) -> ReviewContext:
    """Return the context with another text of an article; the others stay as read."""
    folder, linked, index = context.folder, context.linked, context.index_by_path[source.path]
    read = structs.replace(folder.sources[index], held=source.data)
    folder = structs.replace(folder, sources=_put(folder.sources, index, read))
    sources, parsed = _put(linked.sources, index, source), _put(linked.parsed, index, item)
    return replace(context, folder=folder, linked=linked._replace(sources=sources, parsed=parsed))


def relink_text(
    context: ReviewContext, source: Source, item: Parsed, probe: ImageProbe, now: datetime | None
) -> ReviewContext | None:
    """Return the context as if the folder were read again after an edit of one article.

    The article includes no file and is in no other. None if the edit changes how the others are
    read.
    """
    changed, old = with_text(context, source, item), context.linked
    folder, parsed, conventions = changed.folder, changed.linked.parsed, old.library.conventions
    if not (
        shows_same_conventions(old.sources[context.index_by_path[source.path]].data, source.data)
        or resolve_conventions(context.config, folder) == conventions
    ):
        return None
    inputs, memory = structs.replace(old.library.inputs, now=now), context.memory
    exchanged = _exchange(context, source.path, item, inputs)
    if exchanged:
        library, duplicates = exchanged, old.duplicates
    else:
        library, duplicates = join_articles(
            folder, parsed, context.config, inputs, conventions, memory
        )
        library = relink_references(library, folder, parsed, old.library)
    library = with_image_sizes(library, probe, old.library.pictures)
    read = old.parsed[context.index_by_path[source.path]]
    library = _with_digests_after_edit(library, old.library, read, item)
    linked = changed.linked._replace(library=library, duplicates=duplicates)
    return replace(changed, linked=linked, inputs=structs.replace(context.inputs, now=now))


def list_shown_files(article: Article) -> tuple[frozenset[str], frozenset[str]]:
    """List the pictures and downloads in an article, which are files of the site."""
    content = article.held.load()
    refs = (*content.title.refs, *content.body.refs)
    paths = frozenset(str(ref) for ref in refs if hasattr(ref, "attribute"))
    return paths, frozenset(file.path for file in content.embedded)


def _exchange(context: ReviewContext, path: str, item: Parsed, inputs: Inputs) -> Library | None:
    """Exchange an article for another version; None if that could change the places of others.

    To join 2,358 articles again takes 80 ms.
    """
    linked, library, new = context.linked, context.linked.library, item.article
    read = linked.parsed[context.index_by_path[path]].article
    old = next((article for article in library.articles if article.source == path), None)
    content = old.held if old else None
    if not (old and new and read and isinstance(content, LinkedContent)):
        return None
    if (content.article.facts_key, old.number) != (read.facts_key, read.number):
        return None  # others decide how its codes or its number are spelled
    policy = PublicationPolicy(inputs.now, context.config.site.audience, inputs.drafts)
    if (
        any(path in {duplicate.span.path, duplicate.first.path} for duplicate in linked.duplicates)
        or (new.locale, new.number, new.metadata.hidden)
        != (old.locale, old.number, old.metadata.hidden)
        or reason_to_withhold(new.metadata.publication, policy)
        or has_other_spelling(library.articles, {*new.codes} ^ {*read.codes})
        or may_move_links(new, read, linked.parsed, content.resolver.files.names)
    ):
        return None
    other = content.resolver.link_article(new)
    articles = tuple(other if article is old else article for article in library.articles)
    by_key = {**library.by_key, (new.locale, new.number): other}
    library = structs.replace(library, articles=articles, by_key=by_key, inputs=inputs)
    parsed = [
        article.held.article for article in articles if isinstance(article.held, LinkedContent)
    ]
    return index_codes(library, parsed, context.config.default_locale, context.memory)


def relink_folder(
    context: ReviewContext,
    folder: Folder,
    parse: Callable[[Source], Parsed],
    probe: ImageProbe,
    now: datetime | None,
) -> ReviewContext | None:
    """Return the context as if read again after articles were added, removed or renamed.

    None if that changes how the others are read, or if one cannot be read.
    """
    old, config = context.linked, context.config
    if structs.replace(folder, sources=()) != structs.replace(context.folder, sources=()):
        return None
    sources = name_sources(with_includes(folder))
    conventions = resolve_conventions(config, folder)
    if conventions != old.library.conventions or any(map(_has_includes, (*sources, *old.sources))):
        return None
    by_path = {
        source.path: (source, item) for source, item in zip(old.sources, old.parsed, strict=True)
    }
    parsed = [_take_or_parse(source, by_path.get(source.path), parse) for source in sources]
    if not all(item.article for item in parsed):
        return None
    inputs = structs.replace(old.library.inputs, now=now)
    library, duplicates = join_articles(folder, parsed, config, inputs, conventions, context.memory)
    library = resolve_references(library, folder, parsed, config)
    library = with_image_sizes(library, probe, old.library.pictures)
    facts = [(item.source, item.article and item.article.facts_key) for item in parsed]
    basis = digest((old.library.basis_digest, facts, now))
    library = structs.replace(library, basis_digest=basis, facts_digest=digest((facts, basis)))
    linked = LinkedFolder(sources, tuple(parsed), library, duplicates, old.options)
    inputs = structs.replace(context.inputs, now=now)
    return replace(context, folder=folder, linked=linked, inputs=inputs)


def _has_includes(source: Source) -> bool:
    return bool(source.includes and source.includes.files)


def _take_or_parse(
    source: Source, previous: tuple[Source, Parsed] | None, parse: Callable[[Source], Parsed]
) -> Parsed:
    return previous[1] if previous and previous[0] == source else parse(source)


def _with_digests_after_edit(
    library: Library, old: Library, before: Parsed, item: Parsed
) -> Library:
    """Return the library with digests that are the old ones only if their inputs are equal."""
    edit = (item.source, item.article.facts_key if item.article else "")
    basis = old.basis_digest
    if not _is_basis_same(library, old):
        now = library.inputs.now
        basis = digest((basis, edit, library.withheld, sorted(library.by_key), now))
    elif before.article and item.article and before.article.facts_key == item.article.facts_key:
        return structs.replace(library, facts_digest=old.facts_digest)
    facts = digest((old.facts_digest, edit, basis))
    return structs.replace(library, basis_digest=basis, facts_digest=facts)


def _is_basis_same(library: Library, old: Library) -> bool:
    """Whether the same articles are published, and links and pictures have the same targets."""
    pairs = zip(library.articles, old.articles, strict=False)
    return (
        list(library.by_key) == list(old.by_key)
        and all(new.source == before.source for new, before in pairs)
        and library.withheld == old.withheld
        and library.pictures == old.pictures
        and has_same_targets(library, old)
    )


def _put(items: Sequence[Item], index: int, item: Item) -> tuple[Item, ...]:
    return (*items[:index], item, *items[index + 1 :])
