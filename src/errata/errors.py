"""Errors that stop a build: in the environment, the configuration or the theme.

ErrataError                exit status 2
├── ConfigError            errata.toml, pyproject.toml or families.toml cannot be used
├── KnowledgeBaseError     the folder is missing, unreadable, or holds no article
├── ThemeError             a template has a syntax error or uses an undefined name
└── OutputError            the site cannot be written there
"""

from __future__ import annotations

from errata.diagnostics import Span, shorten_quotes


class ErrataError(Exception):
    """An error that is not in one article; nothing has been written when it is raised."""

    def __init__(self, message: str, *, span: Span | None = None, help: str = "") -> None:  # noqa: A002 - the word a Diagnostic uses
        super().__init__(message)
        self.message = message
        self.span = span
        self.help = help


class ConfigError(ErrataError):
    """A configuration file has a syntax error, an unknown key or a value out of range.

    A quoted value is shortened: it may be a whole file that was taken for a configuration.
    """

    def __init__(self, message: str, *, span: Span | None = None, help: str = "") -> None:  # noqa: A002 - as above
        super().__init__(shorten_quotes(message), span=span, help=shorten_quotes(help))


class KnowledgeBaseError(ErrataError):
    """The folder of articles is missing, cannot be read, or holds no article."""


class ThemeError(ErrataError):
    """A template is missing, has a syntax error, or uses a name that its view does not have."""


class OutputError(ErrataError):
    """The output folder cannot be written, is locked, or is not one this tool made."""
