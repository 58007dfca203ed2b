"""One thing that is offered for a place, and the list of them, which has a length."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["key", "value", "article", "file", "heading", "code"]
# An editor shows a dozen and asks again as more is typed.
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Completion:
    """One text that may stand at a place."""

    label: str
    kind: Kind
    start: int
    """1-based column from which on the line is replaced, up to the cursor."""
    text: str
    detail: str = ""
    """What it is, on one line."""
    words: str = ""
    """What an editor compares with what is typed; empty: the label."""
    sort: str = ""
    """What an editor sorts by; empty: the label."""


@dataclass(slots=True)
class Offers:
    """What is offered at a column."""

    column: int
    is_complete: bool = True
    _found: list[Completion] = field(default_factory=list)

    @property
    def found(self) -> tuple[Completion, ...]:
        """All that was added."""
        return tuple(self._found)

    def add(self, one: Completion) -> None:
        """Offer one more, unless the list is full."""
        if len(self._found) < _MOST:
            self._found.append(one)
        else:
            self.is_complete = False

    def add_all(self, several: Iterable[Completion]) -> None:
        """Offer each."""
        for one in several:
            self.add(one)

    def fits(self, typed: str, words: str) -> bool:
        """Whether a text has all words that are typed, in any order."""
        folded = words.casefold()
        return all(word in folded for word in typed.casefold().split())
