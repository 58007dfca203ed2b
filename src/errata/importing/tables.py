"""Writes a table: as lines with bars if markdown can express it, else as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from bs4.element import NavigableString, PageElement, Tag

from errata.data import read_texts
from errata.importing.inlines import BLANKS, Inlines, escape_cell, is_block, text_of_code
from errata.text.markdown import write_table_rows

_CELLS: Final = ("td", "th")
# Blocks whose text a cell of markdown can hold, with breaks between them.
_PLAIN: Final = frozenset({"p", "div", "section", "center"})
_INLINE: Final = frozenset(read_texts("imported_html", "in-cells"))


def is_layout(table: Tag) -> Tag | None:
    """Return the only cell of a table that is just a box, as mail programs draw them."""
    rows = _rows(table)
    cells = [cell for row in rows for cell in _cells(row)]
    return cells[0] if len(cells) == 1 and cells[0].name == "td" else None


def write_table(table: Tag, inlines: Inlines) -> str:
    """Write the table in the simplest form that keeps all of it."""
    rows = [_cells(row) for row in _rows(table)]
    rows = [row for row in rows if row]
    if not rows:
        return ""
    if _is_simple(rows):
        return _write_bars(rows, inlines)
    return _write_html(rows, inlines)


def is_complex(table: Tag) -> bool:
    """Whether the table will stay HTML."""
    rows = [row for row in map(_cells, _rows(table)) if row]
    return bool(rows) and not _is_simple(rows)


def _rows(table: Tag) -> list[Tag]:
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _cells(row: Tag) -> list[Tag]:
    return list(row.find_all(_CELLS, recursive=False))


def _is_simple(rows: list[list[Tag]]) -> bool:
    cells = [cell for row in rows for cell in row]
    if any(_span(cell, "colspan") > 1 or _span(cell, "rowspan") > 1 for cell in cells):
        return False
    if any(cell.name == "th" for row in rows[1:] for cell in row[1:]):
        return False
    return all(
        not isinstance(element, Tag)
        or not is_block(element)
        or element.name in _PLAIN
        or _is_inline(element)
        for cell in cells
        for element in cell.descendants
    )


def _is_inline(tag: Tag) -> bool:
    return tag.name in {"span", "font", "a", "b", "strong", "i", "em", "u"}


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return int(value) if value.isdecimal() and len(value) < 5 else 1  # noqa: PLR2004 - digits of a span


def _write_bars(rows: list[list[Tag]], inlines: Inlines) -> str:
    written = [[_cell(cell, inlines) for cell in row] for row in rows]
    has_header = all(cell.name == "th" for cell in rows[0]) or rows[0][0].find_parent("thead")
    if not has_header and all(_is_bold(cell) for cell in rows[0]):
        written[0] = [_unbold(text) for text in written[0]]
        has_header = True
    return write_table_rows(written if has_header else [[], *written])


def _cell(cell: Tag, inlines: Inlines) -> str:
    parts = [inlines.write_cell(run) for run in _runs(cell)]
    text = "<br>".join(part for part in parts if part.strip())
    return inlines.anchor(cell) + escape_cell(text)


def _runs(parent: Tag) -> Iterator[list[PageElement]]:
    """Yield the paragraphs of a cell."""
    run: list[PageElement] = []
    for child in parent.children:
        if isinstance(child, Tag) and is_block(child):
            yield run
            run = []
            yield from _runs(child)
        else:
            run.append(child)
    yield run


def _is_bold(cell: Tag) -> bool:
    text = cell.get_text().strip()
    bold = "".join(element.get_text().strip() for element in cell.find_all(["b", "strong"]))
    return bool(text) and bold == text


def _unbold(text: str) -> str:
    core = text.removeprefix("**").removesuffix("**")
    return core if "**" not in core else text


def _write_html(rows: list[list[Tag]], inlines: Inlines) -> str:
    lines = ["<table>"]
    for row in rows:
        lines.append("<tr>")
        for cell in row:
            spans = "".join(
                f' {name}="{_span(cell, name)}"'
                for name in ("colspan", "rowspan")
                if _span(cell, name) > 1
            )
            lines.append(f"<{cell.name}{spans}>{_html(cell, inlines)}</{cell.name}>")
        lines.append("</tr>")
    return "\n".join((*lines, "</table>"))


def _html(parent: Tag, inlines: Inlines) -> str:
    """Write a cell's content on one line: an empty one would end the block of HTML."""
    return "".join(_html_node(node, inlines) for node in parent.children).strip()


def _html_node(node: PageElement, inlines: Inlines) -> str:  # noqa: PLR0911 - one for each kind
    if not isinstance(node, Tag):
        text = (
            escape(BLANKS.sub(" ", str(node)), quote=False) if type(node) is NavigableString else ""
        )
        return text.replace("{", "&#123;")
    if node.name == "img":
        source = inlines.links.picture(node)
        alt = escape(" ".join(str(node.get("alt") or "").split()))
        return f'<img src="{escape(source)}" alt="{alt}">' if source else alt
    if node.name in {"pre", "errata-code"}:
        code = escape(text_of_code(node).strip("\n"), quote=False)
        return f"<pre>{code.replace(chr(10), '&#10;').replace('{', '&#123;')}</pre>"
    inner = _html(node, inlines) if node.name in {"p", "li", "ul", "ol"} else _inner(node, inlines)
    if node.name == "a" and node.get("href"):
        target = inlines.links.link(str(node["href"]))
        return f'<a href="{escape(target)}">{inner}</a>' if target else inner
    if node.name == "br":
        return "<br>"
    if node.name in _INLINE:
        return f"<{node.name}>{inner}</{node.name}>"
    return f"{inner}<br>" if is_block(node) and node.next_sibling else inner


def _inner(node: Tag, inlines: Inlines) -> str:
    return "".join(_html_node(child, inlines) for child in node.children)
