"""Codes: which are explained, which pages are crowded, and which searches have no answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.codes.lookup import CodeLookup
from errata.health.panels import Bar, Column, Panel, Plot, Segment, percent
from errata.messages.mask import hide_inserts
from errata.search.tokens import stemmer_for, tokenize
from errata.site.answers import answer_code
from errata.text.display import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.health.panels import Cell, HealthSubject, QueryResult
    from errata.site.code_answer import CodeAnswer


# A reader compares this many explanations before choosing one.
_CROWDED: Final = 3
_MOST_BARS: Final = 15
# Queries with this share of their words in common ask for one thing.
_ALIKE: Final = 0.5
_MOST_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class _CodeHealth:
    code: str
    family: str
    answer: CodeAnswer

    @property
    def is_resolved(self) -> bool:
        return any(
            each.is_resolution and each.resolution.blocks for each in self.answer.explanations
        )


def cover_codes(subject: HealthSubject) -> Panel:
    """Count codes by family: answered, unanswered, and catalogue codes without an article."""
    codes = list(_codes(subject))
    missing = _count_unexplained(subject)
    families = sorted({each.family for each in codes} | set(missing))
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    for family in families:
        own = [each for each in codes if each.family == family]
        resolved = sum(each.is_resolved for each in own)
        rows.append((family, len(own), resolved, len(own) - resolved, missing[family]))
        parts = {"resolved": resolved, "no resolution": len(own) - resolved}
        parts["no article"] = missing[family]
        bars.append(Bar(family, tuple(Segment(name, value) for name, value in parts.items())))
    order = sorted(range(len(rows)), key=lambda index: (-bars[index].total, families[index]))
    resolved = sum(each.is_resolved for each in codes)
    share = resolved / len(codes) if codes else 1.0
    summary = f"{resolved:,} of {pluralise(len(codes), 'code')} lead to a resolution"
    if missing:
        summary += f"; {pluralise(missing.total(), 'code')} of the catalogue have no article"
    return Panel(
        "codes",
        "Codes and their answers",
        f"{summary} ({percent(share)})" if codes else "no article has an error code",
        "Codes of visible articles by family. A code is resolved where its page shows what to do. "
        "Codes without an article come from the configured `catalogue`.",
        (
            Column("family", "Family"),
            Column("codes", "Codes", "number"),
            Column("resolved", "Resolved", "number"),
            Column("unresolved", "No resolution", "number"),
            Column("unexplained", "No article", "number"),
        ),
        tuple(rows[index] for index in order),
        Plot("Codes by family", tuple(bars[index] for index in order[:_MOST_BARS])),
        {"codes": len(codes), "resolved": resolved, "no article": missing.total()},
    )


def list_crowded_codes(subject: HealthSubject) -> Panel:
    """List codes whose page makes the reader choose between several explanations."""
    rows = sorted(
        (
            (
                each.code,
                len(each.answer.numbers),
                len(each.answer.groups),
                sum(not explanation.resolution.blocks for explanation in each.answer.explanations),
                each.answer.numbers,
            )
            for each in _codes(subject)
            if len(each.answer.groups) >= _CROWDED
        ),
        key=lambda row: (-row[2], -row[1], row[0]),
    )
    summary = (
        f"{pluralise(len(rows), 'code')} with {_CROWDED} or more different explanations"
        if rows
        else f"no code has {_CROWDED} or more different explanations"
    )
    return Panel(
        "crowded-codes",
        "Crowded codes",
        summary,
        "Explanations that differ count; copies of one count once. Merge articles, or say in each "
        "for which message it is.",
        (
            Column("code", "Code"),
            Column("articles", "Articles", "number"),
            Column("explanations", "Explanations", "number"),
            Column("without", "Without resolution", "number"),
            Column("numbers", "Which"),
        ),
        tuple(rows),
        measures={"codes": len(rows)},
    )


def _codes(subject: HealthSubject) -> Iterator[_CodeHealth]:
    site = subject.site
    for code in site.codes_by_locale.get(site.first_locale, ()):
        family = site.family_by_code.get(code) or subject.library.index[code].family
        yield _CodeHealth(code, family, answer_code(site, code, site.first_locale))


def _count_unexplained(subject: HealthSubject) -> Counter[str]:
    """Count the catalogue's codes by family that no article explains."""
    explained = CodeLookup(subject.library.codes)
    counts: dict[str, int] = defaultdict(int)
    for entry in subject.library.inputs.catalogue:
        if explained.find(entry.code).code is None:
            counts[entry.code.partition("-")[0]] += 1
    return Counter(counts)


class _Cluster(NamedTuple):
    queries: list[QueryResult]
    terms: frozenset[str]


def find_gaps(subject: HealthSubject) -> Panel:
    """Group searches and tickets without an answer, the most frequent first."""
    searches = sum(query.count for query in subject.queries)
    open_ = [query for query in subject.queries if not query.numbers]
    missed = sum(query.count for query in open_)
    clusters = _cluster(open_, subject.site.first_locale)
    rows = sorted(map(_row, clusters), key=lambda row: (-int(str(row[1])), str(row[0])))
    share = missed / searches if searches else 0.0
    return Panel(
        "gaps",
        "Gaps",
        f"{missed:,} of {searches:,} searches found nothing "
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
        measures={"searches": searches, "unanswered": missed, "subjects": len(rows)},
    )


def _row(cluster: _Cluster) -> tuple[Cell, ...]:
    queries = cluster.queries
    texts = list(dict.fromkeys(hide_inserts(query.text) for query in queries))
    nearest_counts = Counter(query.nearest for query in queries if query.nearest)
    best = max(sorted(nearest_counts), key=nearest_counts.__getitem__, default="")
    total = sum(query.count for query in queries)
    return (texts[0], total, len(queries), tuple(texts[1 : _MOST_EXAMPLES + 1]), best)


def _cluster(queries: Iterable[QueryResult], locale: str) -> list[_Cluster]:
    """Cluster queries: each joins the first similar leader; frequent ones lead."""
    stemmer = stemmer_for(locale)
    clusters: list[_Cluster] = []
    # Term -> clusters whose leader has it, so that a query is compared with those alone.
    leaders: dict[str, list[int]] = defaultdict(list)
    for query in sorted(queries, key=lambda cluster: (-cluster.count, cluster.text)):
        terms = frozenset(tokenize(query.text, stemmer)) or frozenset([query.text.casefold()])
        overlaps = Counter(index for term in terms for index in leaders.get(term, ()))
        leader = next(
            (index for index in _by_likeness(overlaps) if _alike(clusters[index].terms, terms)),
            None,
        )
        if leader is None:
            for term in terms:
                leaders[term].append(len(clusters))
            clusters.append(_Cluster([query], terms))
        else:
            clusters[leader].queries.append(query)
    return clusters


def _by_likeness(overlaps: Counter[int]) -> Sequence[int]:
    return sorted(overlaps, key=lambda index: (-overlaps[index], index))


def _alike(first: frozenset[str], other: frozenset[str]) -> bool:
    return len(first & other) >= _ALIKE * len(first | other)
