"""The interface's words in one language, as the files for machines need them."""

from __future__ import annotations

from typing import Protocol


class Words(Protocol):
    """What `stages.strings` has for each locale."""

    def __call__(self, name: str, n: int | None = None, **values: str) -> str:
        """The text called `name` with its placeholders filled, in the plural form for `n`."""
        ...
