"""Names of products, solutions and versions that drift apart."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from errata.health.panels import Column, Panel
from errata.text.display import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.health.panels import Cell
    from errata.health.subject import HealthSubject

# A name that so few articles have may be a slip.
_RARE: Final = 2
# Names alike to this degree (0 to 100) are shown together: "Campagin" and "Campaign" (88) yes,
# "Experience Manager Guides" and "Experience Manager Sites" (85) no.
_ALIKE: Final = 87
# A shorter name may be another one: "AEM" and "AAM".
_SHORTEST: Final = 6


def find_drift(subject: HealthSubject) -> Panel:
    """Rare names, each with the frequent one that is most like it."""
    rows: list[tuple[Cell, ...]] = []
    names = 0
    for key, counts in _counts(subject).items():
        names += len(counts)
        rows += _drift(key, counts)
    alike = sum(bool(row[3]) for row in rows)
    summary = (
        f"{pluralise(len(rows), 'name')} of {names:,} appear in one or two articles; "
        f"{alike:,} resemble a name of more"
        if rows
        else f"each of the {pluralise(names, 'name')} appears in several articles"
        if names
        else "no article names a product, a solution or a keyword"
    )
    rows.sort(key=lambda row: (not row[3], str(row[0]), str(row[1])))
    return Panel(
        "vocabulary",
        "Vocabulary",
        summary,
        "Values of `product`, `solution`, `applies-to` and `keywords` that one or two articles "
        "have, with the more frequent one that is most like each. List the right names in "
        "`[metadata.vocabulary]`, and `errata check` enforces them.",
        (
            Column("key", "Key"),
            Column("name", "Name"),
            Column("articles", "Articles", "number"),
            Column("like", "Like"),
            Column("like_articles", "In articles", "number"),
        ),
        tuple(rows),
        measures={"rare names": len(rows), "alike": alike},
    )


def _counts(subject: HealthSubject) -> Mapping[str, Counter[str]]:
    keys = ("product", "solution", "applies-to", "keywords")
    found: dict[str, Counter[str]] = {key: Counter() for key in keys}
    for article in subject.originals:
        data = article.metadata
        values = (data.products, data.solutions, data.applies_to, data.keywords)
        for key, texts in zip(keys, values, strict=True):
            found[key].update(set(texts))
    return found


def _drift(key: str, counts: Counter[str]) -> Iterator[tuple[Cell, ...]]:
    frequent = sorted(name for name, n in counts.items() if n > _RARE)
    for name in sorted(name for name, n in counts.items() if n <= _RARE):
        found = process.extractOne(
            name, frequent, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_ALIKE
        )
        like = found[0] if found and len(name) >= _SHORTEST else ""
        # Every article has keywords of its own; only those that resemble another one drift.
        if like or key != "keywords":
            yield (key, name, counts[name], like, counts[like] if like else 0)
