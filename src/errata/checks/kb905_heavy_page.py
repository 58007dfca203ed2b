"""An article's page that weighs more than its budget.

Readers on a phone wait for it, and some pay for it. What counts is the page itself and the pictures
that it shows, in the form in which a browser fetches them. The budget is `page-bytes` of `[limits]`
in `errata.toml`. Only a build knows the weight: `errata build` reports it, and `errata check
--site`.
"""

from collections.abc import Iterator
from typing import Final

from errata.checks.subjects import FinishedSite
from errata.config import Config
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import Article, Artifact, AssetRef, Kept, Library, Spooled
from errata.site.images import asset_file
from errata.site.urls import article_path

SEVERITY = Severity.INFO
MAY_WAIT = True

_MEGABYTE: Final = 1_000_000


def check(site: FinishedSite) -> Findings:
    """Add up the page of each article and its pictures."""
    budget = (site.config or Config()).limits.page_bytes
    sizes = {artifact.path: _size(artifact) for artifact in site.artifacts}
    for article in site.library.articles:
        page = sizes.get(article_path(article.locale, article.number), 0)
        pictures = dict(_pictures(article, site.library))
        weight = page + sum(pictures.values())
        if not page or weight <= budget:
            continue
        message = f"the page weighs {_format_size(weight)}, more than {_format_size(budget)}"
        remedy = "write an article for each question that it answers"
        largest = max(pictures, key=lambda path: (pictures[path], path), default="")
        if largest and pictures[largest] > page:
            remedy = f"make its pictures smaller: `{largest}` has {_format_size(pictures[largest])}"
        yield Finding(message, Span(article.source), remedy)


def _size(artifact: Artifact) -> int:
    """Return the bytes of an artifact that is not copied."""
    match artifact.content:
        case bytes() as made:
            return len(made)
        case Kept() | Spooled() as known:
            return known.size
    return 0


def _pictures(article: Article, library: Library) -> Iterator[tuple[str, int]]:
    """Yield each picture that the page shows, with the bytes that a browser fetches of it."""
    # An article's pictures are a fact about it: reading all contents took a tenth of a build after
    # an edit.
    embedded = article.embedded if article.embeds else ()
    sizes = {item.path: len(item.data) for item in embedded}
    for ref in article.files:
        if isinstance(ref, AssetRef) and ref.attribute == "src":
            path = asset_file(article, ref.path, library)
            if path:
                sizes[path] = library.assets[path]
    for path, size in sizes.items():
        picture = library.pictures.get(path)
        smaller = (picture.smaller or picture.still) if picture else b""
        yield path, len(smaller) or size


def _format_size(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB"
