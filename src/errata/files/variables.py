"""Reads the values of other tools' settings that articles name: `{{ site.version }}`.

| file, beside the articles or above them | of | name in articles |
|---|---|---|
| `_config.yml` | Jekyll | `site.key`, `site.key.key` |
| `_data/file.yml`, `.yaml` or `.json` beside it | Jekyll | `site.data.file.key` |
| `presets.yaml` | Diplodoc | a key of its preset `default` |
| `mkdocs.yml` with the plug-in macros | MkDocs | a key of `extra` |

Only texts and numbers are read, no lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

import yaml

from errata.files.contents_entries import read_yaml
from errata.files.other_tools import list_folders_up
from errata.files.text import read_regular
from errata.text.characters import remove_hidden

# Name of a file -> the key with the values, empty for the whole file, and what names begin with.
_FILES: Final = {
    "_config.yml": ("", "site."),
    "presets.yaml": ("default", ""),
    "mkdocs.yml": ("extra", ""),
}
# How YAML and JSON write that there is none.
_NOTHING: Final = frozenset({"", "null", "~"})
_DATA_ENDINGS: Final = frozenset({".yml", ".yaml", ".json"})
# Far above real ones: Telerik's settings have 60 kB and 300 values, most of them for programs.
_MOST_BYTES, _MOST_VALUES, _LONGEST, _DEEPEST = 200_000, 5_000, 500, 8


def list_variable_files(kb: Path, root: Path) -> list[Path]:
    """List the files with values, the nearest first, up to the root."""
    folders = list_folders_up(kb, root)
    files = [folder / name for folder in folders for name in _FILES]
    for folder in folders:
        data = folder / "_data"
        # A link may lead out of the project, as one of the files may, see below.
        if (folder / "_config.yml").is_file() and not data.is_symlink():
            files += sorted(file for file in data.glob("*") if file.suffix in _DATA_ENDINGS)
    return [file for file in files if file.is_file() and not file.is_symlink()]


def read_variables(kb: Path, root: Path) -> dict[str, str]:
    """Map names to values; of two with one name, the nearest counts."""
    variables: dict[str, str] = {}
    for file in list_variable_files(kb.resolve(), root.resolve()):
        with suppress(OSError, yaml.YAMLError, ValueError, RecursionError):
            for name, value in islice(_read_file(file), _MOST_VALUES - len(variables)):
                variables.setdefault(name, value)
    return variables


def _read_file(file: Path) -> Iterator[tuple[str, str]]:
    key, prefix = _FILES.get(file.name, ("", f"site.data.{file.stem}."))
    text = read_regular(file, _MOST_BYTES).decode("utf-8-sig", "replace")
    if file.name != "mkdocs.yml" or "macros" in text:
        yield from _flatten(read_yaml(text, key)[key], prefix, 0)


def _flatten(value: object, prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield `a.b` and its value for `{a: {b: value}}`; a template in a value is no text."""
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from _flatten(inner, f"{prefix}{key}.", depth + 1)
    elif isinstance(value, str) and depth and len(value) <= _LONGEST and "{" not in value:
        text = remove_hidden(" ".join(value.split()))
        yield from [(prefix[:-1], text)] if text not in _NOTHING else []
