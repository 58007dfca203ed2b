"""Which codes are explained, and which pages of codes are crowded."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.codes.lookup import CodeLookup
from errata.health.panels import Bar, Column, Panel, Plot, Segment
from errata.health.subject import percent
from errata.site.answers import answer_code
from errata.text.counts import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.health.panels import Cell
    from errata.health.subject import HealthSubject
    from errata.site.code_answer import CodeAnswer

# A reader compares this many explanations before choosing one.
_CROWDED: Final = 3
_MOST_BARS: Final = 15


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
    """Codes by family: with an answer, without one, and those of the catalogue without article."""
    known = list(_codes(subject))
    missing = _unexplained(subject)
    families = sorted({each.family for each in known} | set(missing))
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    for family in families:
        own = [each for each in known if each.family == family]
        resolved = sum(each.is_resolved for each in own)
        rows.append((family, len(own), resolved, len(own) - resolved, missing[family]))
        parts = {"resolved": resolved, "no resolution": len(own) - resolved}
        parts["no article"] = missing[family]
        bars.append(Bar(family, tuple(Segment(name, value) for name, value in parts.items())))
    order = sorted(range(len(rows)), key=lambda at: (-bars[at].total, families[at]))
    resolved = sum(each.is_resolved for each in known)
    share = resolved / len(known) if known else 1.0
    summary = f"{resolved:,} of {pluralise(len(known), 'code')} lead to a resolution"
    if missing:
        summary += f"; {pluralise(missing.total(), 'code')} of the catalogue have no article"
    return Panel(
        "codes",
        "Codes and their answers",
        f"{summary} ({percent(share)})" if known else "no article has an error code",
        "Codes of visible articles by family. A code is resolved where its page shows what to do. "
        "Codes without an article come from the configured `catalogue`.",
        (
            Column("family", "Family"),
            Column("codes", "Codes", "number"),
            Column("resolved", "Resolved", "number"),
            Column("unresolved", "No resolution", "number"),
            Column("unexplained", "No article", "number"),
        ),
        tuple(rows[at] for at in order),
        Plot("Codes by family", tuple(bars[at] for at in order[:_MOST_BARS])),
        {"codes": len(known), "resolved": resolved, "no article": missing.total()},
    )


def list_crowded_codes(subject: HealthSubject) -> Panel:
    """Codes whose page makes the reader choose between several explanations."""
    rows = sorted(
        (
            (
                each.code,
                len(each.answer.numbers),
                len(each.answer.groups),
                sum(not one.resolution.blocks for one in each.answer.explanations),
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


def _unexplained(subject: HealthSubject) -> Counter[str]:
    """Family -> codes of the catalogue that no article explains."""
    explained = CodeLookup(subject.library.codes)
    found: dict[str, int] = defaultdict(int)
    for entry in subject.library.inputs.catalogue:
        if explained.find(entry.code).code is None:
            found[entry.code.partition("-")[0]] += 1
    return Counter(found)
