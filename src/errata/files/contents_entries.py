"""Reads one table of contents of any tool to its entries: titles, targets, what is below them.

The formats are those of `contents`. Programs are not run, and entries with aliases of YAML, which
may have no end, are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase, translate
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from errata.articles.front_matter.nodes import TextLoader
from errata.articles.front_matter.normalise import clean_labels
from errata.data import read_pairs, read_texts
from errata.data.patterns import compile_late
from errata.files.text import read_regular
from errata.text.characters import remove_hidden
from errata.text.locales import locale_tag
from errata.text.paths import file_name, is_markdown
from errata.values import Record

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.tree import SyntaxTreeNode

# Names of files in small letters -> the key with the entries; empty: the whole file is a list.
_FORMATS: Final = read_pairs("other_tools", "contents")
# "toc.yml", "mint.json" and "summary.md" yes; "toc.html" and "a-toc.md" no. One pattern takes a
# tenth of the time of many, and all names of a folder are looked at.
_NAMES: Final = compile_late("|".join(translate(pattern) for pattern, _ in _FORMATS))
# Those that lie beside the articles.
BESIDE: Final = ("mkdocs.yml", "mkdocs.yaml")
# Where tools keep an entry's title, and its target.
_TITLES: Final = read_texts("other_tools", "contents-titles")
_TARGETS: Final = read_texts("other_tools", "contents-targets")
# " {#payments}" behind a title, as Adobe's have it; nothing of "a {b}".
_ATTRIBUTES: Final = re.compile(r"\s*\{[#.:][^{}]*\}\s*$")
# Far above real ones: that of a cloud's documentation with 2,500 pages has 300 kB.
_MOST_BYTES: Final = 1_000_000


class ListedEntries(NamedTuple):
    """The entries of one table of contents."""

    entries: list[ContentsEntry]
    base: Path
    """The folder that targets count from."""
    translations: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    """See `TableOfContents.translations`."""


class ContentsEntry(Record, frozen=True):
    """A line of a table of contents, with those below it."""

    title: str = ""
    target: str = ""
    children: tuple[ContentsEntry, ...] = ()


def is_contents(path: str) -> bool:
    """Whether a file among the articles is a table of contents, by its name."""
    name = file_name(path).lower()
    return name not in BESIDE and _NAMES.match(name) is not None


def read_listed_entries(file: Path, base: Path) -> ListedEntries:
    """Read a file; `base` is the folder that its targets count from, unless it names another.

    Raises:
        OSError: if the file cannot be read.
        yaml.YAMLError, ValueError, RecursionError: if it cannot be understood.
    """
    text = read_regular(file, _MOST_BYTES).decode("utf-8-sig", "replace")
    if is_markdown(file.name):
        return ListedEntries(list(_read_list(text)), base)
    key = next(key for pattern, key in _FORMATS if fnmatchcase(file.name.lower(), pattern))
    if file.suffix == ".json":
        data = json.loads(text)
        values = data if isinstance(data, dict) else {}
        entries = _entries_of(values.get(key)) if key else _read_names(values)
        return ListedEntries(list(entries), base)
    if file.name not in BESIDE:
        document = read_yaml(text, key)[key]
        # docfx: `items: […]`, perhaps with `metadata` beside it.
        listed = document.get("items", document) if isinstance(document, dict) else document
        return ListedEntries(list(_entries_of(listed)), base)
    settings = read_yaml(text, key, "docs_dir")
    folder = settings["docs_dir"] if isinstance(settings["docs_dir"], str) else "docs"
    return ListedEntries(list(_entries_of(settings[key])), base / folder, _read_translations(text))


def read_yaml(text: str, *keys: str) -> dict[str, object]:
    """Return values of a file, whose scalars are texts; the key "" is the whole file."""
    loader = TextLoader(text)
    document = loader.get_single_node()
    pairs = document.value if isinstance(document, yaml.MappingNode) else ()
    nodes = {name.value: node for name, node in pairs if isinstance(name, yaml.ScalarNode)}
    values: dict[str, object] = {}
    for key in keys:
        node = nodes.get(key) if key else document
        _refuse_aliases(node, set())
        values[key] = loader.construct_document(node) if node else None
    return values


def _read_translations(text: str) -> dict[str, dict[str, str]]:
    """Read the titles that MkDocs' settings translate; none if these have aliases of YAML."""
    if "nav_translations" in text:
        with suppress(yaml.YAMLError):
            return dict(_translations_of(read_yaml(text, "plugins")["plugins"]))
    return {}


def _translations_of(plugins: object) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the locales of MkDocs' plugin i18n with the titles that it translates."""
    for plugin in plugins if isinstance(plugins, list) else ():
        options = plugin.get("i18n") if isinstance(plugin, dict) else None
        languages = options.get("languages") if isinstance(options, dict) else None
        for language in languages if isinstance(languages, list) else ():
            texts = language.get("nav_translations") if isinstance(language, dict) else None
            if isinstance(texts, dict) and (locale := locale_tag(str(language.get("locale")))):
                yield (
                    locale,
                    {
                        title: remove_hidden(" ".join(text.split()))
                        for title, text in texts.items()
                        if isinstance(text, str) and text
                    },
                )


def _refuse_aliases(node: yaml.Node | None, visited: set[int]) -> None:
    if id(node) in visited and node:
        raise yaml.MarkedYAMLError(problem="aliases are not read", problem_mark=node.start_mark)
    visited.add(id(node))
    for child in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in child if isinstance(child, tuple) else (child,):
            _refuse_aliases(part, visited)


def _entries_of(value: object) -> Iterator[ContentsEntry]:
    """Yield entries of YAML or JSON: `a.md`, `{A: a.md}`, `{name: A, href: a.md, items: […]}`."""
    if isinstance(value, str):
        yield ContentsEntry(target=value)
    elif isinstance(value, list):
        for item in value:
            yield from _entries_of(item)
    elif isinstance(value, dict):
        texts = {str(key): item for key, item in value.items() if isinstance(item, str)}
        title = next((texts[key] for key in _TITLES if key in texts), "")
        target = next((texts[key] for key in _TARGETS if key in texts), "")
        children = [item for part in value.values() for item in _below(part)]
        if len(value) == 1 and not title and not target:
            ((title, target),) = ((str(key), texts.get(str(key), "")) for key in value)
        yield ContentsEntry(title, target, tuple(children))


def _read_names(values: Mapping[str, object]) -> Iterator[ContentsEntry]:
    """Yield entries of names with their titles: `{a: "A", b: {title: "B"}}`."""
    for name, value in values.items():
        title = value.get("title") if isinstance(value, dict) else value
        yield ContentsEntry(title if isinstance(title, str) else "", name)


def _below(value: object) -> Iterator[ContentsEntry]:
    return _entries_of(value) if isinstance(value, list | dict) else iter(())


def _read_list(text: str) -> Iterator[ContentsEntry]:
    """Yield entries of markdown; a heading begins a group of those below it."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most folders have no such file
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 - as above

    title, group = "", list[ContentsEntry]()
    for node in SyntaxTreeNode(MarkdownIt("commonmark").parse(text)).children:
        if node.type == "heading":
            yield ContentsEntry(title, children=tuple(group))
            title, group = _text_of(node), []
        else:
            group += _items_of(node)
    yield ContentsEntry(title, children=tuple(group))


def _items_of(node: SyntaxTreeNode) -> Iterator[ContentsEntry]:
    if node.type != "list_item":
        for child in node.children:
            yield from [_link_of(child)] if child.type == "link" else _items_of(child)
        return
    first, *nested = node.children or [node]
    link = next((part for part in first.walk() if part.type == "link"), None)
    children = tuple(entry for child in nested for entry in _items_of(child))
    yield ContentsEntry(_text_of(link or first), _link_of(link).target if link else "", children)


def _link_of(link: SyntaxTreeNode) -> ContentsEntry:
    return ContentsEntry(_text_of(link), str(link.attrs.get("href", "")))


def _text_of(node: SyntaxTreeNode) -> str:
    parts = (part.content for part in node.walk() if part.type in {"text", "code_inline"})
    return clean_labels(_ATTRIBUTES.sub("", "".join(parts)))
