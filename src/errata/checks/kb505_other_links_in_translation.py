"""A translation that links to other pages than its original does.

A link was added, removed or changed in one of the two. The language of the linked page is ignored:
`/en/docs` and `?lang=en` count as the same link.
"""

from functools import partial

from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.checks.translations import Pair, count_links, link_place, translated_pairs
from errata.diagnostics import Finding, Findings, Related, Severity
from errata.model import Article
from errata.text.display import pluralise

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(kb: KnowledgeBase) -> Findings:
    """Compare the addresses elsewhere; KB301 checks links within the knowledge base."""
    for pair in translated_pairs(kb):
        original_links, translated_links = (observe_outside_links(article, kb) for article in pair)
        if original_links != translated_links:
            look = partial(_compare, pair, original_links, translated_links, kb)
            yield kb.observe_places("other links", Finding, pair.translation, look, pair.original)


def _compare(
    pair: Pair, original_links: frozenset[str], translated_links: frozenset[str], kb: KnowledgeBase
) -> Finding:
    original, translation = pair
    lacking, added = (
        sorted(original_links - translated_links),
        sorted(translated_links - original_links),
    )
    parts = [f"lacks {pluralise(len(lacking), 'link')} of its original"] if lacking else []
    parts += [f"has {pluralise(len(added), 'link')} of its own"] if added else []
    message = f"this translation {' and '.join(parts)}"
    example = f"`{(lacking or added)[0]}`"
    remedy = f"{'add' if lacking else 'look at'} {example}"
    place = link_place(original, lacking[0], kb) if lacking else title_place(original)
    other = Related(place.span, "the original's link" if lacking else "the original")
    place = link_place(translation, added[0], kb) if added else title_place(translation)
    count = len(lacking) + len(added)
    return place.finding(message, remedy, related=(other,), count=count)


def observe_outside_links(article: Article, kb: KnowledgeBase) -> frozenset[str]:
    """List the addresses elsewhere in an article that is translated, or a translation."""
    if not kb.library.has_translations(article):
        return frozenset()
    return kb.observe("links", frozenset[str], article, lambda: frozenset(count_links(article)))
