"""Reads what Docusaurus keeps about a folder: `_category_.json` or `_category_.yml`."""

from __future__ import annotations

from contextlib import suppress
from math import inf, isfinite
from typing import TYPE_CHECKING, Final

import yaml

from errata.files.text import open_regular_file
from errata.model import FolderLabel

if TYPE_CHECKING:
    from pathlib import Path

# JSON is YAML, so one reader takes all.
LABEL_FILES: Final = frozenset(["_category_.json", "_category_.yml", "_category_.yaml"])
# Bytes: a label and a number take fewer than a hundred, a description a few more.
_MOST: Final = 16 * 1024


def read_label(file: Path) -> FolderLabel | None:
    """The title and order of the file's folder; None where it cannot be read."""
    with suppress(OSError, yaml.YAMLError, ValueError, OverflowError, RecursionError):
        opened = open_regular_file(file)
        if opened is None:
            return None
        with opened:
            text = opened.read(_MOST + 1)
        said = yaml.load(text, Loader=yaml.CSafeLoader) if len(text) <= _MOST else None
        if isinstance(said, dict):
            label, position = said.get("label"), said.get("position")
            title = " ".join(label.split()) if isinstance(label, str) else ""
            order = float(position) if isinstance(position, int | float) else inf
            return FolderLabel(title, order if isfinite(order) else None)
    return None
