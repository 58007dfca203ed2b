"""What people ask and the articles do not answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.health.panels import Column, Panel
from errata.health.subject import percent
from errata.messages.mask import hide_inserts
from errata.search.stemmer import stemmer_for
from errata.search.tokens import tokenize
from errata.text.counts import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errata.health.panels import Cell
    from errata.health.subject import AskedQuery, HealthSubject

# Queries with this share of their words in common ask for one thing.
_ALIKE: Final = 0.5
_MOST_EXAMPLES: Final = 3


class _Cluster(NamedTuple):
    queries: list[AskedQuery]
    terms: frozenset[str]


def find_gaps(subject: HealthSubject) -> Panel:
    """Searches and tickets without an answer, in clusters, the most frequent first."""
    asked = sum(query.count for query in subject.queries)
    open_ = [query for query in subject.queries if not query.numbers]
    missed = sum(query.count for query in open_)
    clusters = _cluster(open_, subject.site.first_locale)
    rows = sorted(map(_row, clusters), key=lambda row: (-int(str(row[1])), str(row[0])))
    share = missed / asked if asked else 0.0
    return Panel(
        "gaps",
        "Gaps",
        f"{missed:,} of {asked:,} searches found nothing "
        f"({percent(share)}), about {pluralise(len(rows), 'subject')}"
        if missed
        else "every search finds an article",
        "Each query was put to the site's own search. Those that share half of their words are one "
        "subject. The nearest article has most of the words: extend it, or write a new one. Values "
        "in the queries, such as names and numbers, are hidden.",
        (
            Column("query", "Query", "long"),
            Column("searches", "Searches", "number"),
            Column("spellings", "Spellings", "number"),
            Column("examples", "Also", "long"),
            Column("nearest", "Nearest article"),
        ),
        tuple(rows),
        measures={"searches": asked, "unanswered": missed, "subjects": len(rows)},
    )


def _row(cluster: _Cluster) -> tuple[Cell, ...]:
    queries = cluster.queries
    texts = list(dict.fromkeys(hide_inserts(query.text) for query in queries))
    near = Counter(query.nearest for query in queries if query.nearest)
    best = max(sorted(near), key=near.__getitem__, default="")
    total = sum(query.count for query in queries)
    return (texts[0], total, len(queries), tuple(texts[1 : _MOST_EXAMPLES + 1]), best)


def _cluster(queries: Iterable[AskedQuery], locale: str) -> list[_Cluster]:
    """Each query joins the first cluster whose leader it resembles; frequent ones lead."""
    stemmer = stemmer_for(locale)
    clusters: list[_Cluster] = []
    # Term -> clusters whose leader has it, so that a query is compared with those alone.
    leaders: dict[str, list[int]] = defaultdict(list)
    for query in sorted(queries, key=lambda one: (-one.count, one.text)):
        terms = frozenset(tokenize(query.text, stemmer)) or frozenset([query.text.casefold()])
        near = Counter(at for term in terms for at in leaders.get(term, ()))
        found = next((at for at in _by_likeness(near) if _alike(clusters[at].terms, terms)), None)
        if found is None:
            for term in terms:
                leaders[term].append(len(clusters))
            clusters.append(_Cluster([query], terms))
        else:
            clusters[found].queries.append(query)
    return clusters


def _by_likeness(near: Counter[int]) -> Sequence[int]:
    return sorted(near, key=lambda at: (-near[at], at))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)
