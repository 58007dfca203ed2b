"""Finds out whether links lead elsewhere after an edit, and links articles again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from errata.model import Article, FileRef, Folder, Library, Parsed
from errata.model.observed import digest_value
from errata.targets.names import ArticleNames, list_article_names
from errata.targets.resolve import LinkedContent, with_articles


def relink_references(
    library: Library, folder: Folder, parsed: Sequence[Parsed], before: Library
) -> Library:
    """Resolve the references again after an edit of articles, in a folder with the same files.

    `before` is the library as linked before, which has articles.
    """
    names = list_article_names(library, folder, parsed)
    content = before.articles[0].held
    assert isinstance(content, LinkedContent)  # noqa: S101 - all are linked
    old = content.resolver.files.names
    # Titles are looked up for links by name alone, and few folders have any.
    is_same = names == old or (
        structs.replace(names, by_title=old.by_title) == old
        and not any(map(_has_link_by_name, parsed))
    )
    resolver = content.resolver if is_same else content.resolver.with_names(names)
    by_source = {article.source: article for article in before.articles}
    link_again = resolver.link_again
    articles = tuple(
        link_again(article, by_source.get(article.source)) for article in library.articles
    )
    return with_articles(library, articles, resolver)


def describe_link_targets(library: Library, parsed: Sequence[Parsed]) -> object:
    """Describe what articles say of themselves that decides where links lead.

    Titles count only if there are links by name alone.
    """
    content = library.articles[0].held if library.articles else None
    if not isinstance(content, LinkedContent):
        return ()
    names = content.resolver.files.names
    return names if any(map(_has_link_by_name, parsed)) else structs.replace(names, by_title={})


def digest_targets(article: Article) -> str:
    """Digest what the files lead to that an article shows or links; empty if it has none."""
    content = article.held
    if not (isinstance(content, LinkedContent) and content.article.files):
        return ""
    resolver, parsed = content.resolver, content.article
    return digest_value([resolver.resolve(ref, parsed) for ref in parsed.files])


def has_same_targets(after: Library, before: Library) -> bool:
    """Whether `relink_references` has linked articles as they were linked before."""
    contents = [each.articles[0].held if each.articles else None for each in (after, before)]
    resolvers = [
        content.resolver if isinstance(content, LinkedContent) else None for content in contents
    ]
    return resolvers[0] is resolvers[1] is not None


def may_move_links(
    article: Article, before: Article, parsed: Iterable[Parsed], names: ArticleNames
) -> bool:
    """Return whether links may lead elsewhere after an edit of an article in its place.

    Links by name alone depend on titles, those of Sphinx on labels, any on addresses.
    """
    titles = {version.metadata.title.casefold() for version in (article, before)}
    labels = {(*version.anchors, *version.aliases) for version in (article, before)}
    return (
        _links_by_name(article)
        or article.metadata.redirect_from != before.metadata.redirect_from
        or (len(labels) > 1 and names.by_label is not None)
        or (len(titles) > 1 and any(map(_has_link_by_name, parsed)))
    )


def _has_link_by_name(item: Parsed) -> bool:
    return item.article is not None and _links_by_name(item.article)


def _links_by_name(article: Article) -> bool:
    return any(isinstance(ref, FileRef) and ref.by_name for ref in article.files)
