"""Writes the cleaned elements of a body as markdown; what markdown cannot say stays HTML.

Elements that this module knows beside HTML's, made by `components`: `errata-callout` (kind, title),
`errata-tabs` with `errata-tab` (label), `errata-code` (language), `errata-note` (name) and
`errata-notes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Final

from bs4.element import NavigableString, PageElement, Tag

from errata.data.patterns import compile_late
from errata.importing.inlines import (
    HEADINGS,
    Inlines,
    LinkTargets,
    escape_block_start,
    escape_text,
    is_block,
    text_of_code,
)
from errata.importing.parsing import element_before
from errata.importing.tables import is_layout, write_table
from errata.text.markdown import write_code_fence

# "3" and "12" as the number of a list's item; not "a" and "-1".
_DIGIT: Final = compile_late(r"\d{1,9}")
# The deepest heading of HTML.
_TOP_LEVEL: Final = 6


class MarkdownWriter:
    """Writes one body; headings go below the article's title."""

    def __init__(self, links: LinkTargets, linked_ids: frozenset[str] = frozenset()) -> None:
        self.inlines = Inlines(links, linked_ids)
        self._linked_ids = linked_ids
        self._shift = 0
        self._marked_otherwise: set[int] = set()
        self._blocks: dict[str, Callable[[Tag], Iterator[str]]] = {
            "ul": self._list,
            "ol": self._list,
            "pre": self._code,
            "errata-code": self._code,
            "table": self._table,
            "blockquote": self._quote,
            "hr": lambda _: iter(["***"]),
            "details": self._details,
            "dl": self._definitions,
            "errata-callout": self._callout,
            "errata-tabs": self._tabs,
            "errata-notes": self._notes,
            **dict.fromkeys(HEADINGS, self._heading),
        }

    def write(self, root: Tag) -> str:
        """Write all blocks of an element."""
        levels = [int(tag.name[1]) for tag in root.find_all(list(HEADINGS))]
        # The title is the first level's only heading.
        self._shift = 2 - min(levels) if levels and min(levels) == 1 else 0
        return "\n\n".join(self.blocks(root)) + "\n"

    def blocks(self, parent: Tag) -> list[str]:
        """Return the blocks of an element, without empty lines around them."""
        return [block for block in self._every(parent) if block.strip()]

    def _every(self, parent: Tag) -> Iterator[str]:
        run: list[PageElement] = []
        for child in parent.children:
            if is_block(child):
                yield self._paragraph(run)
                run = []
                assert isinstance(child, Tag)  # noqa: S101 - only tags are blocks
                yield from self._block(child)
            else:
                run.append(child)
        yield self._paragraph(run)

    def _block(self, tag: Tag) -> Iterator[str]:
        anchor = "" if tag.name in HEADINGS else self.inlines.anchor(tag)
        blocks = self._blocks[tag.name](tag) if tag.name in self._blocks else self._every(tag)
        if anchor:
            yield anchor
        yield from blocks

    def _paragraph(self, run: list[PageElement]) -> str:
        text = self.inlines.write(run)
        return "\n".join(escape_block_start(line) for line in text.split("\n"))

    def _heading(self, tag: Tag) -> Iterator[str]:
        if any(is_block(child) for child in tag.descendants):
            # A table or a picture's frame in a heading is a block of its own.
            yield from self._every(tag)
            return
        text = self.inlines.write_line(tag.children)
        if not text.strip():
            return
        level = min(int(tag.name[1]) + self._shift, _TOP_LEVEL)
        # "## C #" would lose its last sign.
        text = re.sub(r"(^|(?<=\s))(#+)$", r"\\\2", text)
        yield f"{'#' * level} {text}{self.inlines.heading_id(tag)}"

    def _list(self, tag: Tag) -> Iterator[str]:
        items = [child for child in tag.children if _is_item(child)]
        start = _DIGIT.match(str(tag.get("start") or ""))
        number = int(start[0]) if start and tag.name == "ol" else 1
        written = []
        other = self._follows_list(tag)
        for item in items:
            if isinstance(item, Tag) and (value := _DIGIT.match(str(item.get("value") or ""))):
                number = int(value[0])
            dot = ")" if other else "."
            mark = f"{number}{dot}" if tag.name == "ol" else "*" if other else "-"
            written.append(self._item(item, mark))
            number += 1
        loose = any("\n\n" in item for item in written)
        yield ("\n\n" if loose else "\n").join(filter(None, written))

    def _follows_list(self, tag: Tag) -> bool:
        """Return whether a list needs other marks than the list right before it."""
        before = element_before(tag)
        is_beside = before is not None and before.name == tag.name
        if is_other := is_beside and id(before) not in self._marked_otherwise:
            self._marked_otherwise.add(id(tag))
        return is_other

    def _item(self, item: PageElement, mark: str) -> str:
        indent = " " * (len(mark) + 1)
        if not isinstance(item, Tag):
            return f"{mark} {self._paragraph([item])}"
        blocks = self.blocks(item)
        task = ""
        if state := item.get("data-errata-task"):
            task = "[x] " if state == "done" else "[ ] "
        anchor = self.inlines.anchor(item)
        if not blocks:
            return f"{mark} {task}{anchor}".rstrip() if task or anchor else ""
        # A table, a heading or code as the first thing of an item begins on its own line.
        text = blocks[0]
        for block in blocks[1:]:
            is_list = block.startswith(("- ", "* ", "1. ", "1) ")) and not is_loose_list(block)
            text += ("\n" if is_list and "\n\n" not in text else "\n\n") + block
        lines = f"{task}{anchor}{text}".split("\n")
        return f"{mark} " + "\n".join(
            line if not index or not line else f"{indent}{line}" for index, line in enumerate(lines)
        )

    def _code(self, tag: Tag) -> Iterator[str]:
        text = text_of_code(tag).strip("\n")
        if text.strip():
            yield write_code_fence(text, str(tag.get("data-language") or ""))

    def _table(self, tag: Tag) -> Iterator[str]:
        if cell := is_layout(tag):
            yield from self._every(cell)
            return
        if (caption := tag.find("caption")) and isinstance(caption, Tag):
            yield self._paragraph(list(caption.extract().children))
        yield write_table(tag, self.inlines)

    def _quote(self, tag: Tag) -> Iterator[str]:
        yield _prefix("> ", "\n\n".join(self.blocks(tag)))

    def _details(self, tag: Tag) -> Iterator[str]:
        summary = tag.find("summary")
        title = ""
        if isinstance(summary, Tag):
            title = " ".join(summary.extract().get_text(" ").split())
        opened = " open" if tag.has_attr("open") else ""
        yield f"<details{opened}>\n<summary>{escape(title, quote=False)}</summary>"
        yield from self._every(tag)
        yield "</details>"

    def _definitions(self, tag: Tag) -> Iterator[str]:
        for child in tag.children:
            if isinstance(child, Tag) and child.name == "dt":
                text = self.inlines.write_line(child.children)
                yield f"**{text}**" if text and "*" not in text and "<" not in text else text
            elif isinstance(child, Tag):
                yield from self._every(child)
            elif str(child).strip():
                yield self._paragraph([child])

    def _callout(self, tag: Tag) -> Iterator[str]:
        title = escape_text(" ".join(str(tag.get("data-title") or "").split()))
        body = "\n\n".join(self.blocks(tag))
        yield _prefix(
            "> ", f"[!{tag['data-kind']}] {title}".rstrip() + (f"\n{body}" if body else "")
        )

    def _tabs(self, tag: Tag) -> Iterator[str]:
        parts = []
        for tab in tag.find_all("errata-tab", recursive=False):
            label = str(tab.get("data-label") or "").replace('"', "'")
            body = "\n\n".join(self.blocks(tab))
            parts.append(f'=== "{label}"\n\n{_prefix("    ", body)}')
        yield "\n\n".join(parts)

    def _notes(self, tag: Tag) -> Iterator[str]:
        for note in tag.find_all("errata-note", recursive=False):
            body = _prefix("    ", "\n\n".join(self.blocks(note))).lstrip(" ")
            yield f"[^{note['data-name']}]: {body}"


def is_loose_list(block: str) -> bool:
    """Whether blank lines separate a list's items."""
    return "\n\n" in block


def _is_item(child: PageElement) -> bool:
    return isinstance(child, Tag) or (type(child) is NavigableString and bool(str(child).strip()))


def _prefix(mark: str, text: str) -> str:
    lines: Iterable[str] = text.split("\n")
    return "\n".join(f"{mark}{line}".rstrip() if not line else f"{mark}{line}" for line in lines)
