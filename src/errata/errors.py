"""What stops a build: faults of the environment, the configuration or the theme.

ErrataError                exit status 2
├── ConfigError            errata.toml, pyproject.toml or families.toml cannot be used
├── KnowledgeBaseError     the folder is missing, unreadable, or holds no article
├── ThemeError             a template has a syntax error or uses an undefined name
└── OutputError            the site cannot be written there
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from errata.diagnostics import Span


class ErrataError(Exception):
    """A fault that is not one article's; nothing has been written when it is raised."""

    def __init__(self, message: str, *, span: Span | None = None, help: str = "") -> None:  # noqa: A002 - the word a Diagnostic uses
        super().__init__(message)
        self.message = message
        self.span = span
        self.help = help


# "`a value`" yes; nothing of "``". Possessive, so that no text is slow.
_QUOTED: Final = re.compile(r"`([^`]++)`")
# Characters of a quoted value: about four lines of a terminal.
_LONGEST_QUOTE: Final = 300
# Of a message that quotes several, or a value without backticks.
_LONGEST: Final = 1_000


class ConfigError(ErrataError):
    """A configuration file has a syntax error, an unknown key or a value out of range.

    A quoted value is cut: it may be all of a file that was taken for a configuration.
    """

    def __init__(self, message: str, *, span: Span | None = None, help: str = "") -> None:  # noqa: A002 - as above
        super().__init__(_shorten(message), span=span, help=_shorten(help))


def _shorten(text: str) -> str:
    if len(text) <= _LONGEST_QUOTE:
        return text
    cut = _QUOTED.sub(lambda found: f"`{_cut(found[1], _LONGEST_QUOTE)}`", text)
    return _cut(cut, _LONGEST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


class KnowledgeBaseError(ErrataError):
    """The folder of articles is missing, cannot be read, or holds no article."""


class ThemeError(ErrataError):
    """A template is missing, has a syntax error, or names what its view does not have."""


class OutputError(ErrataError):
    """The output folder cannot be written, is locked, or is not one this tool made."""
