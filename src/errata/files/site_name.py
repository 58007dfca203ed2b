"""Reads the name of a site from the settings of the tool that it was written for."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from errata.files.text import read_regular
from errata.text.characters import remove_hidden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Settings below a folder -> their key for the name of the site.
_KEYS: Final = (
    ("mkdocs.y*ml", "site_name"),
    ("zensical.toml", "site_name"),
    ("docusaurus.config.*", "title"),
    (".vuepress/config.*", "title"),
    (".vitepress/config.*", "title"),
    ("astro.config.*", "title"),
    ("hugo.*", "title"),
    ("config.toml", "title"),
    ("book.toml", "title"),
    ("_config.y*ml", "title"),
    ("docs.json", "name"),
    ("mint.json", "name"),
    ("conf.py", "project"),
)
# 'title: "Help" # a', "title = 'Help'" and '"name": "Help",' behind the key; not "t('help')".
_VALUE: Final = r"""(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'`{(\[|>&!][^#\n{(\[]*))[ \t,}]*(?:#.*)?$"""
# The most bytes of settings, and characters of a name: both far above real ones.
_MOST_BYTES, _LONGEST = 200_000, 80


def read_site_name(kb: Path, root: Path) -> str:
    """Return the site's name from the nearest settings, up to the root; empty if none has it.

    Settings that are programs are not run: a name that they put together is not found.
    """
    folders = [kb, *(above for above in kb.parents if above.is_relative_to(root))]
    for folder in folders:
        for pattern, key in _KEYS:
            for file in _find(folder, pattern):
                if name := read_setting(file, key):
                    return name
    return ""


def _find(folder: Path, pattern: str) -> Iterator[Path]:
    *inside, name = pattern.split("/")
    home = folder.joinpath(*inside)
    entries = sorted(home.iterdir()) if home.is_dir() else ()
    return (entry for entry in entries if fnmatchcase(entry.name, name) and entry.is_file())


def read_setting(file: Path, key: str) -> str:
    """Return the text of a key in settings of any form; empty if there is none."""
    try:
        text = read_regular(file, _MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
    pattern = rf"""^[ \t{{]*(?:const[ \t]+)?["']?{key}["']?[ \t]*[:=][ \t]*{_VALUE}"""
    match = re.search(pattern, text, re.MULTILINE)
    value = next(filter(None, match.groups()), "") if match else ""
    name = remove_hidden(" ".join(value.split()))
    return name if len(name) <= _LONGEST and "$" not in name and "{" not in name else ""
