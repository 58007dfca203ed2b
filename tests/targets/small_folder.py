"""A knowledge base in memory, linked, and what the links of one of its articles lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from errata.config import Config
from errata.linked_folder import link_folder
from errata.model import (
    AddressRef,
    AnchorRef,
    ArticleRef,
    AssetRef,
    BrokenRef,
    Folder,
    FolderRef,
    Inputs,
    Source,
)
from errata.targets.names import find_anchor
from errata.text.paths import is_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.model import Article, Library


def linked(
    files: Iterable[str],
    texts: dict[str, str],
    config: Config | None = None,
    *,
    titles: dict[str, str] | None = None,
) -> Library:
    """The library of files: each article has a number of its own, and the text given for it."""
    paths = sorted({*files, *texts})
    sources = [
        Source(
            path,
            path.partition("/")[0] if path.startswith(("de/", "en/")) else "en",
            article_file(path, texts.get(path, "Text."), (titles or {}).get(path, f"Of {path}")),
            page(path),
        )
        for path in paths
        if is_markdown(path)
    ]
    assets = {path: 1 for path in paths if not is_markdown(path)}
    folder = Folder(tuple(sources), assets, name="kb")
    return link_folder(folder, {}, config or Config(), Inputs()).library


def article_file(path: str, text: str, title: str) -> bytes:
    """An article, with its own front matter if it has any; translations have the same number."""
    own, _, text = text.removeprefix("---\n").rpartition("---\n")
    number = f"KA-{crc32(page(path).encode()) % 100_000:05}"
    return f'---\ntitle: "{title}"\narticle-number: {number}\n{own}---\n\n{text}\n'.encode()


def page(path: str) -> str:
    """Path of an article's file below its locale, without ending."""
    return path.removeprefix("de/").removeprefix("en/").rpartition(".")[0]


def targets(library: Library, source: str) -> list[str]:
    """What each link of an article leads to: an article's number, a file, an address, a fault."""
    (article,) = [article for article in library.articles if article.source == source]
    return [_target(ref, article, library) for ref in (*article.title.refs, *article.body.refs)]


def _target(ref: object, article: Article, library: Library) -> str:  # noqa: PLR0911 - one for each kind
    match ref:
        case ArticleRef(number, fragment):
            target = library.by_key.get((article.locale, number)) or library.by_key["en", number]
            anchor = find_anchor(target, fragment) if fragment else ""
            return f"article {page(target.source)}" + (f"#{anchor}" if anchor else "")
        case AssetRef(path):
            return f"file {path}"
        case FolderRef(folder):
            return f"section {folder}"
        case AddressRef(url):
            return url
        case AnchorRef(fragment):
            return f"#{find_anchor(article, fragment)}"
        case BrokenRef(fault=fault, path=path):
            return f"{fault} {path}"
    return str(ref)
