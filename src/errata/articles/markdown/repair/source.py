"""What is done to the source before and while blocks are read.

Control characters, which no page can show, such as those of a pasted terminal, become zero-width
spaces: they keep the columns of what follows on the line, and the repairs of text and code remove
them. References to bidirectional controls, such as `&#x202e;`, are shown as they are written.

In CommonMark a line of only `<br>` or `<b>` opens a block of raw HTML that swallows the markdown up
to the next blank line: headings, lists, everything. Here only block elements, comments and the like
open one; a line that begins with `<b>`, `<br>` or an unknown name such as `<host>` is an ordinary
paragraph, whose tags `inline_html` then reads. `<h1 align="center">Title</h1>` alone is a heading,
and markdown goes on behind `<div markdown="1">`, as in Python-Markdown. A text behind a comment, or
below an element that is closed, is a paragraph, as in kramdown and Python-Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_core import StateCore

from errata.data.patterns import compile_late
from errata.text.characters import neutralise_hidden

# "<div" and "</p" yes; "<!--", "<5" and "< p" no.
_NAME: Final = compile_late(r"</?([A-Za-z][A-Za-z0-9-]*)")
# "<div markdown>" and '<details markdown="1"> <summary>A</summary>' of Python-Markdown; not
# '<div markdown="0">' and "<div markdown>A".
_HOLDS_MARKDOWN: Final = compile_late(
    r"""<([a-z]\w*)\s(?:[^<>]*\s)?markdown(?:=["']?(?:1|block|span)["']?)?(?:\s[^<>]*)?>"""
    r"""[ \t]*(?:<summary>.*</summary>)?[ \t]*$""",
    re.IGNORECASE,
)
# '<div dir="ltr">' alone; not "<div>a" and "<pre>".
_OPENING: Final = compile_late(r"<(div|center|details)(?:\s[^<>]*)?>[ \t]*$", re.IGNORECASE)
_FENCES: Final = ("```", "~~~")
# '<h1 align="center">' and "<h2>" yes; "<hr>" and "</h1>" no.
_HEADING: Final = compile_late(r"<h([1-6])(?:\s[^<>]{0,300})?>", re.IGNORECASE)
# "</h1>" at the end of a line; not "</h1> a".
_HEADING_END: Final = compile_late(r"</h([1-6])>[ \t]*$", re.IGNORECASE | re.MULTILINE)
# The tag of a heading that its author hides: ' style="display: none"' and " hidden" yes; "" no.
_HIDDEN: Final = compile_late(
    r"\sstyle=[\"'][^\"']{0,200}display:\s*none|\shidden\b", re.IGNORECASE
)
# The most characters of a heading: four times a long title, with tags.
_LONGEST: Final = 1000
# Elements around a title; a table may have headings of its own in cells.
_AROUND: Final = frozenset(
    {
        *("div", "center", "p", "header", "section", "article", "main", "body", "html", "ul", "ol"),
    }
)
# How a line of markdown begins that nobody puts into HTML.
_MARKDOWN: Final = ("- [", "* [", "- **", "## ", "### ", "___", "---", *_FENCES)
# Liquid's text within HTML; `{{ text | markdownify }}` below it says that it is markdown.
_CAPTURES: Final = ("{% capture ", "{%- capture ")
# Far more than anybody hides; it bounds the work for comments without an end.
_LONGEST_COMMENT: Final = 100_000
# "a" of ' id="a"'; nothing of ' data-id="a"'.
_ID: Final = compile_late(r"""\sid=["']?([^\s"'<>]+)""", re.IGNORECASE)
# "<div" and "</p"; not "<!--".
_TAG: Final = compile_late(r"<(/?)([a-z]\w*)", re.IGNORECASE)
# "</div>" alone; not "</div> a".
_END: Final = compile_late(r"</([a-z]\w*)>[ \t]*$", re.IGNORECASE)
# Lines without an empty one among them, and the last of them that is code, in `env`.
_RUNS: Final = "errata.lines_without_gap"
# Names of elements that hold markdown, in `env`.
_HOLDING: Final = "errata.markdown_elements"
_OPENS_BLOCK: Final = frozenset(block_names) | {
    *("script", "pre", "style", "textarea", "picture", "video", "audio"),
}


def extend(md: MarkdownIt) -> None:
    """Add one rule before blocks are read, and replace that of raw HTML."""
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    md.core.ruler.after("normalize", "control_characters", _replace_control_characters)
    md.block.ruler.at("html_block", _html_block, alternatives)


def _replace_control_characters(state: StateCore) -> None:
    state.src = neutralise_hidden(state.src)


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the rule's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", begin):
        return False
    name = _NAME.match(state.src, begin)
    if name and name[1].lower() not in _OPENS_BLOCK:
        return False
    if not name and _has_text_behind_comment(state.src[begin : state.eMarks[start]]):
        return False
    return (
        _read_heading(state, start, end, silent=silent)
        or _read_holder(state, start, silent=silent)
        or _read_html(
            state, start, end if silent else _find_markdown(state, name, start, end), silent=silent
        )
    )


def _has_text_behind_comment(line: str) -> bool:
    """Whether a line is a comment, as it may stand in a sentence, and a text without another."""
    comment = HTML_TAG_RE.match(line) if line.startswith("<!--") else None
    text = line[comment.end() :].strip() if comment else ""
    return bool(text) and not text.startswith("<") and "<!--" not in text


def _find_markdown(state: StateBlock, name: re.Match[str] | None, start: int, end: int) -> int:
    """Return the line of markdown that ends a block of HTML around it, or where it must end.

    It is a heading, `{% capture a %}`, a text below the end of the element, or behind another
    closing tag a line such as "- [a](b.md)": kramdown reads it.
    """
    if name and name[1].lower() in _AROUND:
        depth = 0
        for line in _list_lines_inside(state, start):
            above = state.bMarks[line - 1] + state.tShift[line - 1], state.eMarks[line - 1]
            tags = (tag for tag in _TAG.finditer(state.src, *above) if tag[2] == name[1])
            depth += sum(-1 if tag[1] else 1 for tag in tags)
            is_whole = depth <= 0 and state.src[slice(*above)].rstrip().endswith(f"</{name[1]}>")
            if is_whole and not _begins(state, line, ("<",)):
                return line
            is_closed = _END.match(state.src, *above)
            if _find_heading(state, line, end) or (is_closed and _begins(state, line, _MARKDOWN)):
                return line
            if _begins(state, line, _CAPTURES):
                return line
    return end


def _list_lines_inside(state: StateBlock, start: int) -> range:
    """Return the lines from the next one to an empty one; none if one of them is indented as code.

    Outside the block it would be code. All blocks above the same empty line look at it once, so
    that many elements without an empty line take linear time.
    """
    runs: dict[tuple[str, int, int, int], tuple[int, int, int]] = state.env.setdefault(_RUNS, {})
    key = state.src, state.lineMax, state.level, state.blkIndent
    first, stop, last_code = runs.get(key, (0, 0, 0))
    if not first <= start < stop:
        stop, last_code = start + 1, 0
        while stop < state.lineMax and not state.isEmpty(stop):
            last_code = stop if state.is_code_block(stop) else last_code
            stop += 1
        runs[key] = start, stop, last_code
    return range(start + 1, stop if last_code <= start else start + 1)


def _read_html(state: StateBlock, start: int, end: int, *, silent: bool) -> bool:
    """Read a block of HTML; a comment in it lasts to its end, over empty lines, too."""
    last = state.lineMax
    if not html_block(state, start, end, silent):
        return False
    token = state.tokens[-1] if not silent else None
    if token and token.content.rfind("<!--") > token.content.rfind("-->"):
        begin = state.bMarks[state.line] if state.line < last else len(state.src)
        close = state.src.find("-->", begin, begin + _LONGEST_COMMENT)
        if begin <= close < state.eMarks[last - 1]:
            state.line = bisect_right(state.bMarks, close, 0, last)
            token.content = state.getLines(start, state.line, state.blkIndent, keepLastLF=True)
            token.map = [start, state.line]
    return True


def _find_heading(state: StateBlock, line: int, end: int) -> tuple[re.Match[str], str] | None:
    """Return the tag of a heading that begins a line, and its text; in a list, of one line."""
    begin = state.bMarks[line] + state.tShift[line]
    opening = _HEADING.match(state.src, begin, state.eMarks[line])
    if not opening:
        return None
    last = state.eMarks[line if state.level else end - 1]
    close = _HEADING_END.search(state.src, opening.end(), min(begin + _LONGEST, last))
    text = state.src[opening.end() : close.start()] if close else ""
    is_whole = close and close[1] == opening[1] and "\n\n" not in text
    return (opening, text) if is_whole else None


def _read_heading(state: StateBlock, start: int, end: int, *, silent: bool) -> bool:
    heading = _find_heading(state, start, end)
    if heading and not silent:
        tag, written = heading
        state.line = start + 1 + written.count("\n")
        if _HIDDEN.search(tag[0]):
            return True
        opening = state.push("heading_open", f"h{tag[1]}", 1)
        if authored := _ID.search(tag[0]):
            opening.meta["id"] = authored[1]
        text = state.push("inline", "", 0)
        text.content, text.children = " ".join(written.split()), []
        opening.map = text.map = [start, state.line]
        state.push("heading_close", opening.tag, -1)
    return heading is not None


def _read_holder(state: StateBlock, start: int, *, silent: bool) -> bool:
    """Read a line that begins or ends an element; the markdown in it continues on the next line."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    holding: set[str] = state.env.setdefault(_HOLDING, set())
    opening = _HOLDS_MARKDOWN.match(line)
    # No reader shall see the signs of a block of code.
    if not opening and _begins(state, start + 1, _FENCES):
        opening = _OPENING.match(line)
    if opening:
        holding.add(opening[1].lower())
    elif not ((closing := _END.match(line)) and closing[1].lower() in holding):
        return False
    if not silent:
        token = state.push("html_block", "", 0)
        token.map, token.content = [start, start + 1], f"{line}\n"
        state.line = start + 1
    return True


def _begins(state: StateBlock, line: int, signs: tuple[str, ...]) -> bool:
    return line < state.lineMax and state.src.startswith(
        signs, state.bMarks[line] + state.tShift[line]
    )
