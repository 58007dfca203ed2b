"""Bounds what references to definitions may add to a page.

`[a]: https://…` is written once and may be used often: a text of 215 kB with one long address made
gigabytes. As in cmark, the addresses and titles that are put in for references may be as long as
the text, or 100,000 characters in a shorter one. Further references stay text, and that is
reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from errata.articles.markdown.context import parse_context
from errata.model.observations import TooManyReferences

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

# How many characters references may always add, as in cmark.
_LEAST: Final = 100_000


class BoundedReferences(dict[str, dict[str, Any]]):
    """The definitions of a text by label, as long as there is room for what they add."""

    def __init__(self, references: dict[str, dict[str, Any]], room: int) -> None:
        super().__init__(references)
        self.room = room

    def get(self, label: str, default: Any = None) -> Any:  # noqa: ANN401 - as that of a dictionary
        """Return a definition; the default if it is missing or too long for the room left."""
        reference = super().get(label)
        if not reference or self.room < 0:
            return default
        self.room -= len(reference["href"]) + len(reference["title"])
        return reference if self.room >= 0 else default


def extend(md: MarkdownIt) -> None:
    """Add a rule when all definitions are known, and one when all references are read."""
    md.core.ruler.before("inline", "bound_references", _bound)
    md.core.ruler.after("inline", "report_references", _report)


def _bound(state: StateCore) -> None:
    if references := state.env.get("references"):
        state.env["references"] = BoundedReferences(references, max(_LEAST, len(state.src)))


def _report(state: StateCore) -> None:
    references = state.env.get("references")
    if isinstance(references, BoundedReferences) and references.room < 0:
        context = parse_context(state.env)
        context.observe(TooManyReferences(context.place(context.first_line)))
