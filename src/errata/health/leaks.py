"""What may tell strangers more than it should: the findings of the checks on privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.diagnostics.registry import all_checks
from errata.health.panels import Column, Panel
from errata.text.counts import pluralise

if TYPE_CHECKING:
    from errata.health.subject import HealthSubject

# The codes of the checks on privacy begin so.
_PRIVACY: Final = "KB6"


def list_leaks(subject: HealthSubject) -> Panel:
    """Each finding on privacy with its place; the value itself is not repeated here."""
    found = [one for one in subject.diagnostics if one.code.startswith(_PRIVACY)]
    found.sort(key=lambda one: (one.severity.rank, one.sort_key))
    files = len({one.span.path for one in found})
    summary = (
        f"{pluralise(len(found), 'place')} in {pluralise(files, 'file')} to read again"
        if found
        else "nothing that looks internal was found"
    )
    return Panel(
        "leaks",
        "Leaks",
        summary,
        "Findings of the checks on privacy. The values are not repeated here, so that this report "
        "can be passed on: `errata check --select KB6` shows them.",
        (
            Column("check", "Check"),
            Column("kind", "What it looks like", "long"),
            Column("severity", "Severity"),
            Column("place", "File", "place"),
        ),
        tuple(
            (one.code, all_checks()[one.code].title, one.severity.value, one.span) for one in found
        ),
        measures={"places": len(found)},
    )
