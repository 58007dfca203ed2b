"""Copies an article for a translator: its structure in the other language, its text marked.

Headings of sections get their names in that language. Before everything else to translate
is a comment, which readers never see. The copy is a draft until somebody removes that key: no check
takes it for a translation, and no reader sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from errata.articles.front_matter.publication import is_publication_key
from errata.articles.front_matter.split import SourceParts, split_source
from errata.articles.markdown.sections import heading_name, section_kind
from errata.data.patterns import compile_late
from errata.model import INTERNAL_KEYS

MARK: Final = "<!-- untranslated -->"
# Keys that belong to the original: its dates, its old addresses, and what its exporter noted.
_DROPPED: Final = frozenset(
    {
        *INTERNAL_KEYS,
        *("article-created-date", "article-published-date", "updated", "redirect-from", "aliases"),
        *("exl-id", "source-git-commit", "workflow-type", "source-wordcount", "ht-degree"),
        "last-substantial-update",
    }
)
# A key of YAML or TOML at a line's beginning: "title: x" and "title = 'x'" yes; "  a: b" no.
_KEY: Final = compile_late(r"""["']?([\w.$@-]{1,80})["']?\s*[:=](?:\s|$)""")
# "## Cause {#cause} ##": marks, text, and an id with what closes the heading.
_HEADING: Final = compile_late(r"(#{1,6}[ \t]+)(.*?)([ \t]*(?:\{#[^}\s]+\})?[ \t]*#*[ \t]*)$")
# Blocks that hold no words to translate.
_SILENT: Final = frozenset({"fence", "code_block", "hr", "html_block"})


def copy_untranslated(text: str, path: str, locale: str, target: str) -> str:
    """Copy the text of an article as a draft of its translation from `locale` to `target`."""
    parts = split_source(text, path)
    if not isinstance(parts, SourceParts):
        return text
    body = _mark_body(parts.body, locale, target)
    front = text.removesuffix(parts.body) if text.endswith(parts.body) else ""
    return f"{_draft_front(front, parts.form)}{body}"


def _draft_front(front: str, form: str) -> str:
    match form:
        case "yaml" if front.lstrip().startswith("---"):
            return _draft_lines(front, "draft: true")
        case "toml":
            return _draft_lines(front, "draft = true")
        case "json" if "{" in front:
            return front.replace("{", '{\n  "draft": true,', 1)
        case "lines":
            return f"draft: true\n{front}"
        case _:
            return f"---\ndraft: true\n---\n{front}"


def _draft_lines(front: str, draft: str) -> str:
    """Drop keys of the original from the block, and add the draft's as its first."""
    lines = front.split("\n")
    opening = next(index for index, line in enumerate(lines) if line.strip())
    remaining, dropping, is_table = [], False, False
    for line in lines[opening + 1 :]:
        is_table = is_table or line.startswith("[")
        if not is_table and (match := _KEY.match(line)):
            key = match[1].lower()
            dropping = key in _DROPPED or is_publication_key(key)
        elif line[:1] not in {" ", "\t", "-", "#", "]", "}"} or line.strip() in {"---", "+++"}:
            dropping = False
        if not dropping:
            remaining.append(line)
    return "\n".join([*lines[: opening + 1], draft, *remaining])


def _mark_body(body: str, locale: str, target: str) -> str:
    lines = body.split("\n")
    marked: dict[int, str] = {}
    for token in _blocks(body):
        if token.map is None or token.type in _SILENT:
            continue
        line = token.map[0]
        if token.type == "heading_open" and (name := _named(lines[line], locale, target)):
            lines[line] = name
        else:
            marked[line] = MARK
    return "\n".join(
        f"{marked[index]}\n{line}" if index in marked else line for index, line in enumerate(lines)
    )


def _blocks(body: str) -> Iterator[Token]:
    """Yield the top-level blocks; what is in a list or quote is marked with it."""
    parser = MarkdownIt("commonmark").enable("table")
    yield from (token for token in parser.parse(body) if token.level == 0 and token.nesting >= 0)


def _named(line: str, locale: str, target: str) -> str:
    """Return a section's heading in the other language; empty for any other heading."""
    match = _HEADING.fullmatch(line)
    kind = section_kind(match[2], locale) if match else None
    name = heading_name(kind, target) if kind else ""
    return f"{match[1]}{name}{match[3]}" if match and name else ""
