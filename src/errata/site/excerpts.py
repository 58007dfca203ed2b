"""Writes excerpts: as HTML on a page, as markdown in its twin, as pieces on a search card."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from errata.data.patterns import compile_late
from errata.site.blocks import BlockKind
from errata.site.feeds.markdown_text import code_span, escape_markdown
from errata.text.sentences import CODE_END, CODE_START, take_sentences, without_code_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from errata.site.blocks import Block
    from errata.site.passages import Excerpt

# "\x02" and "\x03", around code, yes; "`" no
_MARK: Final = compile_late(f"[{CODE_START}{CODE_END}]")
_LISTS: Final = {BlockKind.STEP: "ol", BlockKind.ITEM: "ul"}


def split_code(text: str) -> list[str]:
    """Text and code by turns, text first; an odd place is code."""
    return _MARK.split(text)


def render_excerpt(excerpt: Excerpt) -> Markup:
    """The excerpt as HTML: paragraphs, lists and blocks of code."""
    runs = groupby(excerpt.blocks, key=lambda block: block.kind)
    return Markup("\n").join(_render_run(kind, list(blocks)) for kind, blocks in runs)


def _render_run(kind: BlockKind, blocks: Sequence[Block]) -> Markup:
    if kind is BlockKind.CODE:
        text = "\n".join(block.text for block in blocks)
        return Markup('<pre tabindex="0"><code>{}</code></pre>').format(text)
    tag = _LISTS.get(kind)
    inner = "li" if tag else "p"
    items = Markup("").join(
        Markup(f"<{inner}>{{}}</{inner}>").format(_render_text(block.text))  # noqa: S704 - a tag's name
        for block in blocks
    )
    return Markup(f"<{tag}>{{}}</{tag}>").format(items) if tag else items  # noqa: S704 - a tag's name


def _render_text(text: str) -> Markup:
    pieces = split_code(text)
    return Markup("").join(
        Markup("<code>{}</code>" if at % 2 else "{}").format(piece)  # noqa: S704 - one of two texts
        for at, piece in enumerate(pieces)
    )


def shorten_excerpt(excerpt: Excerpt, limit: int) -> str:
    """Its first lines as one text, whole ones as long as there is room; sentences of a long one."""
    text = ""
    for line in map(without_code_marks, excerpt.lines):
        longer = f"{text} {' '.join(line.split())}".strip()
        if len(longer) > limit:
            return text or take_sentences(longer, limit, limit * 3 // 2)
        text = longer
    return text


def write_excerpt(excerpt: Excerpt) -> str:
    """The excerpt in one line of markdown."""
    pieces = split_code(" ".join(excerpt.lines))
    return "".join(
        code_span(piece) if at % 2 else escape_markdown(piece) for at, piece in enumerate(pieces)
    )
