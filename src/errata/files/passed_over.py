"""Which files of a knowledge base are articles, and in which folder of a project they lie.

`README.md` and its like speak of the repository, `TOC.md` of the order, `includes/` holds pieces of
articles, and what other tools read is written in another language than markdown.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from errata.files.walk import Walk
from errata.text.locales import locale_tag
from errata.text.paths import (
    INDEX_NAMES,
    file_name,
    folder_of,
    is_index,
    is_markdown,
    strip_markdown_ending,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from errata.model.observations import PassedKind


# What a repository's own pages are called at its top, in any case.
_ABOUT: Final = frozenset(["readme", "changelog", "contributing", "license", "code_of_conduct"])
# Tables of contents: of docfx and Adobe in any folder, of docsify and GitHub's wikis.
_CONTENTS: Final = frozenset(["toc", "_sidebar", "_navbar", "_coverpage", "_footer", "_header"])
# The table of contents of mdBook and GitBook, at the top or in a locale; below it is an article.
_SUMMARY: Final = "summary"
# Folders of markdown that articles include: docfx, Jekyll, Docusaurus, Material for MkDocs.
_FRAGMENTS: Final = frozenset(
    ["includes", "_includes", "_include", "_partials", "_snippets", "_shared", "_layouts", "_data"]
)
# Languages that errata does not read, by the endings of their files.
_OTHER_MARKUP: Final = frozenset(
    ["mdx", "rst", "adoc", "asciidoc", "textile", "org", "mediawiki", "wiki", "ipynb", "qmd", "rmd"]
)


def pass_over(path: str) -> PassedKind | None:
    """Why a file is not an article; None for an article and for what looks like none."""
    name, *folders = reversed(path.split("/"))
    if not is_markdown(name):
        return "markup" if name.rpartition(".")[2].lower() in _OTHER_MARKUP else None
    stem = strip_markdown_ending(name).lower()
    if stem in _CONTENTS or (stem == _SUMMARY and all(map(locale_tag, folders))):
        return "contents"
    if not _FRAGMENTS.isdisjoint(folders) or (stem[:1] == "_" and stem not in INDEX_NAMES):
        return "fragment"
    return "about" if not folders and stem in _ABOUT else None


def spare_indexes(articles: Iterable[str]) -> set[str]:
    """`README.md` next to `index.md`: a folder has one page, and the first name counts."""
    pages: dict[str, list[str]] = {}
    for path in articles:
        if is_index(path):
            pages.setdefault(folder_of(path), []).append(path)
    return {path for found in pages.values() for path in sorted(found, key=_index_rank)[1:]}


def _index_rank(path: str) -> tuple[int, str]:
    return INDEX_NAMES.index(strip_markdown_ending(file_name(path)).lower()), path


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
