"""The interface's words in one language, as the files for machines need them."""

from __future__ import annotations

from typing import Protocol


class Words(Protocol):
    """What `stages.strings` has for each locale."""

    def __call__(self, name: str, n: int | None = None, **values: str) -> str:
        """The text called `name` with its placeholders filled, in the plural form for `n`."""
        ...

    def forms(self, name: str) -> list[tuple[str, str]]:
        """The plural forms of a text, with their placeholders."""
        ...

    @property
    def lang(self) -> str:
        """The language of these words, which is not the locale's where it has none."""
        ...

    @property
    def intl(self) -> str:
        """By which locale scripts write numbers beside them; empty for the locale itself."""
        ...
