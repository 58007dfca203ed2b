"""Finds the folder of articles in a project, such as `docs`."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from errata.files.passed_over import pass_over
from errata.files.walk import Walk
from errata.text.file_names import is_markdown
from errata.text.locales import locale_tag

if TYPE_CHECKING:
    from pathlib import Path

# Settings of a tool -> the folder that it reads articles from.
_TOOLS: Final = (
    ("docusaurus.config.*", "docs"),
    ("hugo.*", "content"),
    ("config.toml", "content"),
    ("config.y*ml", "content"),
    ("archetypes", "content"),
    ("mkdocs.y*ml", "docs"),
    ("zensical.toml", "docs"),
    ("astro.config.*", "src/content/docs"),
    ("book.toml", "src"),
)


def find_articles_folder(root: Path) -> str | None:
    """POSIX path below `root` of the folder of articles, `.` for itself; None without articles."""
    walk = Walk(root).run()
    articles = [f.path for f in walk.files if is_markdown(f.path) and pass_over(f.path) is None]
    if not articles:
        return None
    names = sorted(path.name for path in root.iterdir())
    for marker, folder in (("errata.toml", "kb"), *_TOOLS):
        has_marker = marker == "errata.toml" or any(fnmatchcase(name, marker) for name in names)
        if has_marker and any(path.startswith(f"{folder}/") for path in articles):
            return folder
    return "/".join(_common_folders(articles)) or "."


def _common_folders(articles: list[str]) -> list[str]:
    """The folders that all articles lie in, down to those of locales."""
    common: list[str] = []
    for parts in zip(*(path.split("/")[:-1] for path in articles), strict=False):
        if len(set(parts)) > 1 or locale_tag(parts[0]):
            break
        common.append(parts[0])
    return common
