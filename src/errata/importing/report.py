"""Says what an import carried over and what it could not, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, get_args

from errata.importing.records import FINE, ImportOutcome, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PLURALS: Final = {
    "article": "articles",
    "picture": "pictures",
    "file": "files",
    "link": "links",
    "markup": "markup",
    "metadata": "metadata",
    "record": "records",
}
# Kinds in the order of their importance.
_KINDS: Final[tuple[str, ...]] = get_args(Kind)


def write_text(outcomes: Sequence[ImportOutcome]) -> str:
    """A line for each kind, then everything that somebody has to look at."""
    lines = [*_totals(outcomes)]
    open_ones = [one for one in outcomes if not one.is_fine]
    if open_ones:
        lines += ["", "not carried over:"]
    where = ""
    for one in sorted(open_ones, key=lambda one: (one.where, _KINDS.index(one.kind), one)):
        if one.where != where:
            where = one.where
            lines.append(f"  {where}")
        times = f" ({one.times} times)" if one.times > 1 else ""
        detail = f": {one.detail}" if one.detail else ""
        lines.append(f"    {one.kind} {one.what}{times}: {one.result}{detail}")
    return "\n".join(lines) + "\n"


def _totals(outcomes: Sequence[ImportOutcome]) -> Iterator[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        counts[one.kind][one.result] += one.times
    for kind in _KINDS:
        if found := counts.get(kind):
            ranked = sorted(found, key=lambda result: (result not in FINE, -found[result], result))
            listed = ", ".join(f"{found[result]:,} {result}" for result in ranked)
            total = sum(found.values())
            yield f"{_PLURALS[kind]}: {total:,}: {listed}"


def write_json(outcomes: Sequence[ImportOutcome]) -> str:
    """Totals by kind and result, and every outcome."""
    totals: dict[str, dict[str, int]] = {}
    for one in outcomes:
        by_result = totals.setdefault(_PLURALS[one.kind], {})
        by_result[one.result] = by_result.get(one.result, 0) + one.times
    items = [
        {
            "kind": one.kind,
            "result": one.result,
            "carried": one.is_fine,
            "where": one.where,
            "what": one.what,
            "detail": one.detail,
            "count": one.times,
        }
        for one in outcomes
    ]
    document = {"complete": all(one.is_fine for one in outcomes), "totals": totals, "items": items}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
