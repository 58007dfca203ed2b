"""Removes the comments of HTML, templates and wikis, which nobody is to see.

    <!-- a -->, <!--- a --->                within a line; blocks of HTML are markdown-it's
    {/* a */}                               MDX
    {{!-- a --}}, {{! a }}                  Handlebars
    {# a #}                                 Jinja
    <%-- a --%>                             JSP
    {>>a<<}                                 CriticMarkup
    {% # a %}                               Liquid
    {% comment %} a {% endcomment %}        Liquid, Hugo's as well; within a line: `templates`
    %%a%%                                   Obsidian, where the knowledge base writes it
    % a                                     MyST, a line, where the knowledge base writes it

One that begins and ends a line may contain empty lines. In code all of these are text.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.templates import END_OF_COMMENT
from errata.articles.markdown.tokens import ENDS
from errata.data.patterns import compile_late

_LIQUID: Final = "liquid"
_HTML: Final = "html"
# Name -> how a comment begins and ends: "{{! a }}" and "{# a #}" yes; "{{!a}}" and "{#anchor}" no;
# "{% comment %}", "{{< comment >}}" and "{% # a %}" yes; "{% a %}" and "{% #id %}" no. "<!--->" is
# a comment for markdown-it, "<!--- a --->" is not.
_FORMS: Final = {
    "mdx": (r"\{/\*", r"\*/\}"),
    "handlebars": (r"\{\{!--", r"--\}\}"),
    "handlebars_line": (r"\{\{!(?=\s)", r"\}\}"),
    "jinja": (r"\{#(?=\s)", r"#\}"),
    "jsp": ("<%--", "--%>"),
    "critic": (r"\{>>", r"<<\}"),
    _HTML: ("<!--(?!-?>)", "-->"),
    "liquid_line": (r"\{%[-+]?\s*+#(?=\s)", r"%\}"),
    "obsidian": ("%%", "%%"),
    _LIQUID: (
        r"(?:\{%[-+]?\s*comment\s*[-+]?%\}|\{\{[<%]\s*comment\s*[>%]\}\})",
        END_OF_COMMENT,
    ),
}
_OPENING: Final = compile_late(
    "|".join(f"(?P<{name}>{opening})" for name, (opening, _) in _FORMS.items())
)
_CLOSING: Final = {name: compile_late(closing) for name, (_, closing) in _FORMS.items()}
# Form -> the dialect in which alone it is a comment.
_DIALECTS: Final = {"obsidian": "block-ids"}
# Characters of a comment within a line: it bounds the work for each brace.
_LONGEST: Final = 1000
# Key in `env`: the forms of which no end follows, and the text.
_UNCLOSED: Final = "errata.unclosed_comments"


def extend(md: MarkdownIt) -> None:
    """Add the rules for lines and within a line."""
    md.block.ruler.before("fence", "comment", _read_block, ENDS)
    md.block.ruler.before("fence", "myst_comment", _read_line, {"alt": ["paragraph"]})
    md.inline.ruler.before("template", "comment", _read_inline)


def _read_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a comment that begins and ends a line, with what is between."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 1] not in {"{", "%", "<"} or state.is_code_block(start):
        return False
    form = _read_opening(state, begin)
    close = _find_close(state, form, begin) if form not in {"", _HTML} else -1
    line = bisect_left(state.eMarks, close, start, end)
    if close < 0 or line >= end or state.src[close : state.eMarks[line]].strip():
        return False
    if not silent:
        state.line = line + 1
    return True


def _read_opening(state: StateBlock | StateInline, begin: int) -> str:
    """Return the form of the comment that begins at a place; empty if none does."""
    match = _OPENING.match(state.src, begin)
    form = match.lastgroup if match else None
    if not form or _DIALECTS.get(form, "") not in {"", *parse_context(state.env).dialects}:
        return ""
    return form


def _find_close(state: StateBlock, form: str, begin: int) -> int:
    """Return where a comment ends; -1 without an end, which is looked for once in a text."""
    unclosed: set[tuple[str, str]] = state.env.setdefault(_UNCLOSED, set())
    if (form, state.src) in unclosed:
        return -1
    # No beginning is an end: the one of Obsidian has two characters, others more.
    close = _CLOSING[form].search(state.src, begin + len("%%"))
    if not close:
        unclosed.add((form, state.src))
        return -1
    return close.end()


def _read_inline(state: StateInline, silent: bool) -> bool:  # noqa: ARG001, FBT001 - markdown-it's signature
    if state.src[state.pos] not in "{%<":
        return False
    form = _read_opening(state, state.pos)
    if not form or form == _LIQUID:
        return False
    stop = min(state.posMax, state.pos + _LONGEST)
    close = _CLOSING[form].search(state.src, state.pos + len("%%"), stop)
    if not close:
        return False
    state.pos = close.end()
    return True


def _read_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001 - markdown-it's signature
    """Read a line of MyST that begins with `%`."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("%", begin) or state.is_code_block(start):
        return False
    if "roles" not in parse_context(state.env).dialects:
        return False
    if not silent:
        state.line = start + 1
    return True
