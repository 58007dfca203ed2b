"""Removes what MDX adds to markdown: imports, exports, and components in a line.

    import Tabs from '@theme/Tabs'      <Icon name="x" />      {/* nobody sees it */}

What stands between the lines `<div>` and `</div>` is markdown there, however far it is indented.

A component counts in a file of MDX, where one encloses blocks, where the article imports it, or
where it is a known one with a property, such as `<Card title="a">`: `<Server>` elsewhere is a
placeholder. Components on a line of their own are directives.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from errata.articles.code_files import imported_code
from errata.articles.includes import imported_files, imported_pictures
from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.directives import list_components, reads_as_mdx
from errata.articles.markdown.syntax.foreign import mark_foreign, note_foreign
from errata.articles.markdown.syntax.spellings import read_arguments
from errata.articles.markdown.tokens import (
    ENDS,
    add_renderer,
    push_text,
)
from errata.data import read_patterns, read_texts
from errata.data.patterns import compile_late

_FORMS: Final = read_patterns("mdx")
# A property in braces: "{a}" and "{{ a: 1 }}"; not "{" alone.
_PROGRAM: Final = r"\{(?:[^{}]|\{[^{}]{0,500}+\}){0,500}+\}"
# "<Icon name='x' />", "</Icon>", "<svg-icon>" and "<Icon of={{ a: 1 }}/>" yes; "<icon>" no.
_COMPONENT: Final = compile_late(
    r"""</?([A-Z][\w.]*+|[a-z]\w*-[\w-]*+)(?:\s(?:[^<>"'{}]|"[^"]*"|'[^']*'"""
    rf"""|{_PROGRAM}){{0,500}}?)?/?>"""
)
# A tag that a line begins with: "<div>", "</div>", "<img\n  src='a.png'\n/>" and
# "<p style={{ a: 1 }}>", and "<prose.h3>" of a site that draws headings itself; not "<Note>",
# "<a@example.com>" and "< b".
_TAG: Final = compile_late(
    r"""</?(?:[a-z]\w*\.)?(?!(?:pre|script|style|svg|textarea)\b)([a-z][\w-]*+)"""
    r"""(?:\s(?:[^<>"'{}]|"[^"]{0,2000}+"|'[^']{0,2000}+'"""
    rf"""|{_PROGRAM}){{0,500}}+)?>"""
)
# What only components of Vue have: " :data='a'", " @click='b'" and " v-if='c'"; not " a:b='c'".
BOUND: Final = compile_late(r"\s(?::|@|v-)[a-z][\w:.-]*=")
# The most characters between two tags of a video, or before a tag of a drawing: it bounds the work.
_LONGEST: Final = 1000
# Keys in `env`: names of the components that are imported, and of others that were read; for
# paragraphs of a text, the line that ends the last of them.
_NAMES: Final = "errata.components"
_OPENED: Final = "errata.opened_components"
_GAPS: Final = "errata.gaps"
# Type of a token, and the components that become one: they only show a few words.
_BADGE: Final = "component_badge"
_BADGES: Final = frozenset({"Badge", "Label", "Tag"})


def extend(md: MarkdownIt) -> None:
    """Add the rules; names are read before anything else."""
    md.core.ruler.after("normalize", "imported_components", _find_names)
    md.block.ruler.before("fence", "mdx_module", _read_module)
    md.block.ruler.before("fence", "set_html", _read_set_html, ENDS)
    md.block.ruler.before("html_block", "mdx_tag", _read_tag, ENDS)
    md.block.ruler.at("paragraph", _read_paragraph)
    md.inline.ruler.before("html_inline", "component", _read_component)
    md.inline.ruler.before("backticks", "mdx_expression", _read_expression)
    add_renderer(md, _BADGE, lambda token: f'<span class="badge">{escape(token.content)}</span>')


def _find_names(state: StateCore) -> None:
    is_mdx = reads_as_mdx(state.src, state.env)
    if is_mdx or "import " in state.src:
        names = list_components(state.src.split("\n"), is_mdx=is_mdx)
        state.env[_NAMES] = names | state.env.get(_NAMES, frozenset())


def _read_module(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read lines of `import` and `export` up to the next empty line."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 2] not in {"im", "ex"} or state.level or silent:
        return False
    line = state.src[begin : state.eMarks[start]]
    form = (
        "import"
        if _FORMS["import"].match(line)
        else "export"
        if _FORMS["export"].match(line)
        else ""
    )
    if not form:
        return False
    note_foreign(state, form, start, is_replaced=True)
    number = start + 1
    while number < end and not state.isEmpty(number):
        number += 1
    context = parse_context(state.env)
    if _FORMS["exports_facts"].match(line):
        facts = _FORMS["fact"].finditer(state.src, begin, state.eMarks[number - 1])
        context.exported |= {fact[1]: fact[3] for fact in facts}
        context.untitled &= "title" not in context.exported
    file = context.file_of(context.first_line + start)
    written = state.src[begin : state.eMarks[number - 1]]
    context.imports |= {(file, name): path for name, path in imported_files(written).items()}
    context.pictures |= {(file, name): path for name, path in imported_pictures(written).items()}
    context.code_imports |= {(file, name): path for name, path in imported_code(written).items()}
    state.line = number
    return True


def _read_tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a line of HTML, after which markdown continues; elsewhere HTML lasts to an empty line.

    It is one tag, or an element with all that is in it: `<td>Two **words**</td>`.
    """
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 1] != "<" or not parse_context(state.env).is_mdx:
        return False
    match = _TAG.match(state.src, begin, state.eMarks[end - 1])
    if not match or (silent and _is_in_drawing(state.src, begin)):
        return False
    html = _whole_player(state, match, state.eMarks[end - 1])
    stop = start + 1 + html.count("\n")
    prefix = match[0][: match.start(1) - begin].strip("</")
    tail = state.src[begin + len(html) : state.eMarks[stop - 1]]
    inside, closing = _split_end(tail, prefix + match[1])
    html, closing = (text.replace(prefix, "", bool(prefix)) for text in (html, closing))
    if inside and not closing:
        return False
    if not silent:
        state.line = stop
        if inside:
            _push_html(state, html, start)
            text = state.push("inline", "", 0)
            text.map, text.content, text.children = [start, stop], inside, []
            _push_html(state, f"{closing}\n", start)
        # Paragraphs are made of what stands between the lines `<p>` and `</p>`.
        elif match[1] != "p":
            _push_html(state, f"{html}{closing}\n", start)
    return True


def _read_set_html(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001 - markdown-it's signature
    """Read a component of Astro whose content is HTML in a text of JavaScript."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 1] != "<" or not parse_context(state.env).is_mdx:
        return False
    match = _FORMS["set_html"].match(state.src, begin, state.eMarks[start])
    if not match:
        return False
    try:
        html = str(json.loads(match[1]))
    except ValueError:  # an escape that only JavaScript has
        return False
    if not silent:
        note_foreign(state, "set:html", start, is_replaced=True)
        state.line = start + 1
        _push_html(state, f"{html}\n", start)
    return True


def _is_in_drawing(source: str, position: int) -> bool:
    """Whether a place is in an `<svg>` of the same paragraph, whose tags are no lines of HTML."""
    opened = source.rfind("<svg", max(0, position - _LONGEST), position)
    before = source[opened:position] if opened >= 0 else "</svg>"
    return "</svg>" not in before and "\n\n" not in before


def _whole_player(state: StateBlock, tag: re.Match[str], end: int) -> str:
    """Return a tag, with all that is in it if it plays a video: that is not markdown."""
    if tag[1] in {"video", "audio"} and not tag[0].endswith("/>"):
        close = f"</{tag[1]}>"
        start_of_close = state.src.find(close, tag.end(), min(tag.end() + _LONGEST, end))
        return (
            state.src[tag.start() : start_of_close + len(close)] if start_of_close >= 0 else tag[0]
        )
    return tag[0]


def _split_end(tail: str, name: str) -> tuple[str, str]:
    """Split what follows a tag on its line into what is in the element, and its end tag."""
    text, end = tail.strip(), f"</{name}>"
    return (text.removesuffix(end), end) if text.endswith(end) else (text, "")


def _push_html(state: StateBlock, html: str, line: int) -> None:
    token = state.push("html_block", "", 0)
    token.map, token.content = [line, state.line], html


def _read_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a paragraph, which a tag ends however far it is indented."""
    outer = state.lineMax
    if parse_context(state.env).is_mdx:
        state.lineMax = _find_tag_or_gap(state, start, end)
    paragraph(state, start, state.lineMax, silent)
    state.lineMax = outer
    return True


def _find_tag_or_gap(state: StateBlock, start: int, end: int) -> int:
    """Return the first line below one that is empty or begins with a tag.

    All paragraphs above it have the same, so that many without a gap take linear time.
    """
    gaps: dict[tuple[str, int, int], tuple[int, int]] = state.env.setdefault(_GAPS, {})
    key = state.src, state.lineMax, state.level
    first, stop = gaps.get(key, (0, 0))
    if not first <= start < stop:
        stop = start + 1
        while (
            stop < state.lineMax
            and not state.isEmpty(stop)
            and not _read_tag(state, stop, end, silent=True)
        ):
            stop += 1
        gaps[key] = start, stop
    return stop


def _read_component(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != "<":
        return False
    match = _COMPONENT.match(state.src, state.pos, state.posMax)
    if not match or not _is_component(state, match):
        return False
    if _read_link(state, match, silent=silent):
        return True
    if not silent:
        text = read_arguments(match[0])[0].get("text", "") if match[1] in _BADGES else ""
        if text:
            # It is not part of a heading's name, nor of its address elsewhere.
            state.push(_BADGE, "span", 0).content = text
        mark_foreign(state, f"<{match[1]}>", match[0], is_replaced=bool(text))
    state.pos = match.end()
    return True


def _read_expression(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a text in braces, or a program, which goes."""
    if state.src[state.pos] != "{" or not parse_context(state.env).is_mdx:
        return False
    string = _FORMS["string"].match(state.src, state.pos, state.posMax)
    match = string or _FORMS["value"].match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent and string:
        push_text(state, string[2] or string[3] or "")
    elif not silent:
        mark_foreign(state, match[0], match[0], is_replaced=False)
    state.pos = match.end()
    return True


def _read_link(state: StateInline, match: re.Match[str], *, silent: bool) -> bool:
    """Read a component that is a link, with its text: `<Link href="/a">the page</Link>`."""
    if match[1].lower() not in read_texts("directives", "links") or state.linkLevel:
        return False
    attributes, _ = read_arguments(match[0])
    target = state.md.normalizeLink(attributes.get("href") or attributes.get("to", ""))
    end_tag, stop = f"</{match[1]}>", min(state.posMax, state.pos + _LONGEST)
    close = state.src.find(end_tag, match.end(), stop)
    if not target or not state.md.validateLink(target) or close < 0:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": target}
        outer, state.pos, state.posMax = state.posMax, match.end(), close
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.posMax = outer
        state.push("link_close", "a", -1)
        mark_foreign(state, f"<{match[1]}>", match[0], is_replaced=True)
    state.pos = close + len(end_tag)
    return True


def _is_component(state: StateInline, match: re.Match[str]) -> bool:
    """Whether a tag is imported, of Vue, or is a known component with a property or its end."""
    name, written = match[1].lower(), match[0]
    imported: frozenset[str] = state.env.get(_NAMES, frozenset())
    if name in imported or BOUND.search(written):
        return True
    opened: set[str] = state.env.setdefault(_OPENED, set())
    if name in read_texts("directives", "components") and (
        "=" in written or written.endswith("/>") or name in opened
    ):
        opened.add(name)
        return True
    return False
