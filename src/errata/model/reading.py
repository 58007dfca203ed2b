"""What is read: a folder of articles, and the theme they are shown in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Source:
    """One article file as it lies on disk."""

    path: str
    """POSIX path below the knowledge base, such as `en/KA-19371.md`."""
    locale: str
    """BCP 47 tag of the folder it is in, or the default locale."""
    data: bytes

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    @property
    def folder(self) -> str:
        """The file's folder below the knowledge base, empty for the top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Folder:
    """A knowledge base as it was read: articles in memory, assets by name only."""

    sources: tuple[Source, ...]
    """Sorted by path."""
    assets: Mapping[str, int]
    """POSIX path below the knowledge base -> size in bytes."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Files that could not be read; each is left out."""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """One Jinja template and where a person finds it."""

    text: str
    path: str
    """Shown in messages."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates, interface strings and files of the look, all in memory."""

    defaults: Mapping[str, TemplateFile]
    """The shipped templates by name, such as `article.html`; also reachable as `default/…`."""
    overrides: Mapping[str, TemplateFile]
    """A user's own templates; they win."""
    strings: Mapping[str, Mapping[str, str]]
    """Locale -> message id -> text in that language."""
    assets: Mapping[str, bytes]
    """Path below the site's `assets/` -> content."""
    wording: Mapping[str, TemplateFile] = field(default_factory=dict)
    """Locale -> a user's own file of strings as it is written, for messages."""
