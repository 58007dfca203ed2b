"""Reads the folder of static files, which are published unchanged at the site's root.

Pages and scripts are allowed: people who can write here can write templates as well. Templates of
other tools, which may lie beside what they publish, are not.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Final

from errata.diagnostics import Span
from errata.errors import ConfigError
from errata.files.manifest import MANIFEST
from errata.files.output_paths import is_safe_path
from errata.files.text import display_path, open_regular_file, read_regular
from errata.files.walk import FoundFile, OriginalFolders, Walk
from errata.model import Copy, StaticFolder
from errata.model.inputs import PICTURES
from errata.model.observations import UnusableFile

# Bytes in which a file that is not text has a NUL: those of PNG, ZIP and PDF have one among the
# first fifty, as a rule.
_SAMPLE: Final = 4096
# Files with NUL that are searched: texts in UTF-16, and the metadata of pictures.
_SEARCHED: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, *PICTURES)
# The most bytes of a text that are searched: a log of this size takes half a second.
_MOST_TEXT: Final = 8 << 20


def read_static(folder: Path, kb: Path, *, required: bool = False) -> StaticFolder:
    """Read the names of the files; one that cannot be published is noted for the checks.

    Raises:
        ConfigError: if the folder is required and missing, or holds the articles or a site.
    """
    # The folder is optional: only one that the configuration names must exist.
    if not folder.is_dir() and not required and not folder.exists():
        return StaticFolder()
    _refuse_folder(folder, kb)
    folder_name = _seen_from(kb, folder)
    walk = Walk(folder, "the folder of static files", suffixes=()).run()
    problems = [*walk.refused, *(finding for file in walk.files for finding in _problem(file))]
    left_out = {problem.span.path for problem in problems}
    files = tuple(
        file.path
        for file in walk.files
        if file.path not in left_out and not _is_template(file.full)
    )
    placed = (each._replace(span=Span(f"{folder_name}/{each.span.path}")) for each in problems)
    return StaticFolder(folder_name, files, tuple(sorted(placed, key=lambda finding: finding.span)))


def _refuse_folder(folder: Path, kb: Path) -> None:
    # The articles hold internal notes, and a site would be published within itself.
    reasons = {
        "is a file" if folder.exists() else "does not exist": not folder.is_dir(),
        "contains the articles": kb.resolve().is_relative_to(folder.resolve()),
        "is a site that errata wrote": (folder / MANIFEST).exists(),
    }
    if reason := next((reason for reason, holds in reasons.items() if holds), ""):
        remedy = "use a folder that contains only files to publish as they are"
        message = f"the folder of static files `{display_path(folder)}` {reason}"
        raise ConfigError(message, help=remedy)


def _seen_from(kb: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(folder, kb)).as_posix()
    except ValueError:  # another drive
        return folder.as_posix()


def _is_template(file: Path) -> bool:
    """Whether it is a part of a page, such as those of MkDocs in `theme.custom_dir`.

    `{% extends "base.html" %}` and `<div>{{ config.copyright }}</div>`, but no page of its own that
    is about templates.
    """
    if file.suffix.lower() != ".html":
        return False
    text = b""
    with suppress(OSError):  # too large for a template
        text = read_regular(file, _MOST_TEXT).lower()
    return b"<html" not in text and (b"{%" in text or b"{{" in text)


def _problem(file: FoundFile) -> Iterator[UnusableFile]:
    """Yield why a file is not published, if it is not."""
    span = Span(file.path)
    if not is_safe_path(file.path):
        remedy = "rename it: use letters, digits, `-`, `_` and `.`"
        yield UnusableFile(span, "this file name is not valid on every system", remedy)
    elif not _is_readable(file.full):
        remedy = "check that it is a file and that you have permission to read it"
        yield UnusableFile(span, "this file cannot be read", remedy)


def _is_readable(file: Path) -> bool:
    try:
        opened = open_regular_file(file)
    except OSError:
        return False
    if opened:
        opened.close()
    return opened is not None


def read_searched(folders: OriginalFolders, copied: Copy) -> bytes:
    """Read a text or picture that is published unchanged; nothing of other files."""
    try:
        path = folders.locate(copied)
        file = open_regular_file(path) if path else None
        if file is None:
            return b""
        with file:
            head = file.read(_SAMPLE)
            is_searched = b"\0" not in head or head.startswith(_SEARCHED)
            return head + _read_rest(file) if is_searched else b""
    except OSError:  # writing the site reports it
        return b""


def _read_rest(file: FileIO) -> bytes:
    parts = []
    remaining = _MOST_TEXT
    while remaining and (part := file.read(remaining)):
        parts.append(part)
        remaining -= len(part)
    return b"".join(parts)
