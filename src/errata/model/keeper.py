"""What depends on one article alone is made once and kept for the next run, by its content.

    words = keeper.keep("words", int, article.content_key, lambda: count_words(article))

What is made must depend on nothing but the key and the program, and must hold no positions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

Value = TypeVar("Value")


class Keeper(Protocol):
    """Where such values are kept."""

    def expect(self, keys: Iterable[str]) -> None:
        """Say in which order values are asked for: those that follow are read at once."""

    def keep(
        self, kind: str, form: Hashable, key: str, make: Callable[[], Value], basis: str = ""
    ) -> Value:
        """The value of a kind for a key: what `make` gives, now or earlier.

        `form` is its class, such as `int`, `tuple[str, ...]` or a dataclass of the model; what was
        kept counts only where it is of that class. `basis` is a digest of what else it depends on,
        such as `Library.facts_digest`: with another one the value is made again, and replaced.
        """

    def flush(self) -> None:
        """Write what was made, where the next run can read it."""


class KeepNothing:
    """Makes each value when it is asked for."""

    def expect(self, keys: Iterable[str]) -> None:
        """Nothing is read."""

    def keep(
        self,
        kind: str,  # noqa: ARG002 - as all below: it is a `Keeper`
        form: Hashable,  # noqa: ARG002 - the protocol names it, and nothing is kept
        key: str,  # noqa: ARG002 - the protocol names it, and nothing is kept
        make: Callable[[], Value],
        basis: str = "",  # noqa: ARG002 - the protocol names it, and nothing is kept
    ) -> Value:
        """What `make` gives."""
        return make()

    def flush(self) -> None:
        """Nothing is written."""
