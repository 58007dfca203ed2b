"""Reads the settings of the tool that a knowledge base was written for.

They say what the site is called, where its articles are and which of them are excluded. Settings
that are programs are not run, so that computed values are not found.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from os.path import normpath, relpath
from pathlib import Path
from typing import Final

import yaml

from errata.articles.front_matter.nodes import TextLoader
from errata.data import read_pairs, read_texts
from errata.files.locale_folders import has_docusaurus_translations
from errata.files.text import read_regular
from errata.files.walk import is_excluded, list_markdown_pages
from errata.stamp import PICTURE_FOLDERS
from errata.text.characters import remove_hidden
from errata.text.locales import locale_tag

_TABLE: Final = "other_tools"
# 'title: "Help" # a', "title = 'Help'" and '"name": "Help",' behind the key; not "t('help')".
_VALUE: Final = r"""(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'`{(\[|>&!][^#\n{(\[]*))[ \t,}]*(?:#.*)?$"""
# The most bytes of settings, and characters of a name: both far above real ones.
_MOST_BYTES, _LONGEST = 200_000, 80


def read_site_name(kb: Path, root: Path) -> str:
    """Return the site's name from the nearest settings, up to the root; empty if none has it."""
    for folder in list_folders_up(kb, root):
        for pattern, key in read_pairs(_TABLE, "site-names"):
            for file in _find(folder, pattern):
                if name := read_setting(file, key):
                    return name
    return ""


def list_theme_folders(kb: Path, root: Path) -> list[str]:
    """List the folders `theme.custom_dir` of MkDocs below the root, as POSIX paths.

    MkDocs publishes what is in it at the root of the site: pictures, too.
    """
    folders: dict[str, None] = {}
    for home in list_folders_up(kb, root):
        for file in _find(home, "mkdocs*.y*ml"):
            if custom := read_setting(file, "custom_dir"):
                folders[normpath(relpath(home / custom, root)).replace("\\", "/")] = None
    return [folder for folder in folders if folder.partition("/")[0] not in {".", ".."}]


def list_folders_up(kb: Path, root: Path) -> list[Path]:
    """List a folder and those above it, the nearest first, up to the root."""
    return [folder for folder in (kb, *kb.parents) if folder.is_relative_to(root)]


def _find(folder: Path, pattern: str) -> Iterator[Path]:
    *inside, name = pattern.split("/")
    home = folder.joinpath(*inside)
    entries = sorted(home.iterdir()) if home.is_dir() else ()
    return (entry for entry in entries if fnmatchcase(entry.name, name) and entry.is_file())


# Of i-doit's 1,419 pages, 1,412 are in `docs/de` and `docs/en`.
_NEARLY_ALL: Final = 0.95


def find_articles_folder(root: Path) -> str | None:
    """Return the POSIX path below `root` of the articles, `.` for itself; None without any."""
    articles = list_markdown_pages(root)
    if not articles:
        return None
    if has_docusaurus_translations(articles):
        return "."
    if any(path.startswith("kb/") for path in articles):
        return "kb"
    if folder := _folder_of_tool(root, articles):
        return folder
    if any((root / name).exists() for name in PICTURE_FOLDERS):
        return "."
    return (
        _folder_of_part(root, articles)
        or _folder_of_languages(articles)
        or "/".join(_common_folders(root, articles))
        or "."
    )


def _folder_of_tool(root: Path, articles: Sequence[str]) -> str:
    """Return the folder that the tool with settings at the root reads; empty if there is none."""
    names = sorted(path.name for path in root.iterdir())
    configured = [
        ("*", _widen_to_locales(folder, articles)) for folder in _configured_folders(root, names)
    ]
    for marker, folder in (*configured, *read_pairs(_TABLE, "articles")):
        has_marker = any(fnmatchcase(name, marker) for name in names)
        if has_marker and any(path.startswith(f"{folder}/") for path in articles):
            return folder
    return ""


def _folder_of_part(root: Path, articles: Sequence[str]) -> str:
    """Return the folder of articles of a tool whose settings are one folder below; or nothing.

    Repositories of programs have their site in `docs/` or `website/`, and other pages at the top.
    """
    folders = Counter(path.partition("/")[0] for path in articles if "/" in path)
    for name, count in sorted(folders.items()):
        below = [path.removeprefix(f"{name}/") for path in articles if path.startswith(f"{name}/")]
        if count < len(articles) / 2:
            continue
        if any((root / name / home).is_dir() for home in read_texts(_TABLE, "homes")):
            return name
        if has_docusaurus_translations(below):
            return name
        if folder := _folder_of_tool(root / name, below):
            return f"{name}/{folder}"
    return ""


def _folder_of_languages(articles: Sequence[str]) -> str:
    """Return the folder whose folders of languages have nearly all articles; empty if none has.

    The others are pages about the repository, such as `GUIDELINES.md`.
    """
    languages: dict[str, list[str]] = defaultdict(list)
    for path in articles:
        folders = path.split("/")[:-1]
        depth = next((n for n, name in enumerate(folders) if locale_tag(name)), 0)
        if depth:
            languages["/".join(folders[:depth])].append(folders[depth])
    for folder, names in languages.items():
        if len(names) >= _NEARLY_ALL * len(articles) and len(set(names)) > 1:
            return folder
    return ""


def _widen_to_locales(folder: str, articles: Iterable[str]) -> str:
    """Return the folder above that of one language, if others with articles lie beside it.

    Who builds each language with settings of its own names only one of them in each file:
    `docs_dir: docs/de`.
    """
    above, _, name = folder.rpartition("/")
    if not above or not locale_tag(name):
        return folder
    inside = (
        path.removeprefix(f"{above}/").split("/")
        for path in articles
        if path.startswith(f"{above}/")
    )
    others = {parts[0] for parts in inside if len(parts) > 1}
    return above if len(others) > 1 and all(map(locale_tag, others)) else folder


def _configured_folders(root: Path, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        for pattern, key in read_pairs(_TABLE, "folder-keys"):
            if fnmatchcase(name, pattern):
                folder = normpath(read_setting(root / name, key) or ".")
                yield from [folder] if folder != "." else []


def _common_folders(root: Path, articles: list[str]) -> list[str]:
    """Return the folders that contain all articles, down to those of locales or to settings."""
    common: list[str] = []
    homes = read_texts(_TABLE, "homes")
    for parts in zip(*(path.split("/")[:-1] for path in articles), strict=False):
        is_home = any(root.joinpath(*common, name).is_dir() for name in homes)
        if is_home or len(set(parts)) > 1 or locale_tag(parts[0]):
            break
        common.append(parts[0])
    return common


def list_excluded(kb: Path, articles: Iterable[str]) -> list[str]:
    """List what Jekyll's settings exclude, as far as there are such articles."""
    names = [name for file in _find(kb, "_config.y*ml") for name in _read_list(file, "exclude")]
    paths = list(articles)
    return [name for name in names if any(is_excluded(path, [name]) for path in paths)]


def read_setting(file: Path, key: str) -> str:
    """Return the text of a key in settings of any form; empty if there is none."""
    pattern = rf"""^[ \t{{]*(?:const[ \t]+)?["']?{key}["']?[ \t]*[:=][ \t]*{_VALUE}"""
    match = re.search(pattern, _read_text(file), re.MULTILINE)
    value = next(filter(None, match.groups()), "") if match else ""
    name = remove_hidden(" ".join(value.split()))
    return name if len(name) <= _LONGEST and "$" not in name and "{" not in name else ""


def _read_list(file: Path, key: str) -> list[str]:
    """Return the texts in the list of a key in settings that are YAML; none if there is no list."""
    with suppress(yaml.YAMLError, ValueError, RecursionError):
        settings = yaml.load(_read_text(file), Loader=TextLoader)  # noqa: S506 - it makes texts
        listed = settings.get(key) if isinstance(settings, dict) else None
        return (
            [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
        )
    return []


def _read_text(file: Path) -> str:
    """Return the text of settings; empty if they cannot be read, since they are another tool's."""
    try:
        return read_regular(file, _MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""
