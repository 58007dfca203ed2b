"""Reads marks of other generators within raw HTML: `<a href="{{< relref "a.md" >}}">`.

An address becomes that of the page or file, as in markdown's links; other marks go. Of Adobe's
labels, such as `[!DNL Target]`, the text stays.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape, unescape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.foreign import note_mark
from errata.articles.markdown.syntax.templates import END_OF_COMMENT, RAW, form_of, target_url
from errata.data.patterns import compile_late

_SIGNS: Final = ("{{", "{%")
# The most characters of a tag.
_LONGEST: Final = 1000
# "{{< a >}}", "{{% a %}}", "{% a %}" and "{{ a }}" in raw HTML; not "{{{a}}}" nor "{%%a%%}".
# "{% comment %} a {% endcomment %}" and "{{< comment >}} a {{< /comment >}}" with what is hidden.
_ANY: Final = compile_late(
    r"(?:\{%[-+]?\s*comment\b[^%\n]{0,200}+%\}|\{\{[<%]\s*comment\s*[>%]\}\})[\s\S]{0,1000}?"
    rf"{END_OF_COMMENT}"
    r"|\{\{[<%][^{}\n]{1,500}+\}\}|\{%[-+]?\s[^%\n]{1,500}+%\}"
    r"|(?<!\{)\{\{[ \t]*[\w.$][^{}\n]{0,200}+\}\}(?!\})"
)
# A mark within a value, with quotes of its own: '{{< relref "a.md" >}}' and "{% link a.md %}"; "{"
# of no mark, too.
_INSIDE: Final = r"\{\{[^{}\n]{1,300}+\}\}|\{%[^%\n]{1,300}+%\}|\{(?![{%])"
# 'href="{{ site.baseurl }}{% link a.md %}"' and "src='{{ x }}/a.png'" of a raw tag, and 'href="a"',
# which has no mark; not 'alt="{{ a }}"'.
_ATTRIBUTE: Final = compile_late(
    rf"""\b(href|src)=(?:"((?:[^"<>\n{{]|{_INSIDE}){{1,300}}+)\""""
    rf"""|'((?:[^'<>\n{{]|{_INSIDE}){{1,300}}+)')""",
    re.IGNORECASE,
)
# "[!DNL Target]" and "[!UICONTROL Save]" in raw HTML; of "<code>[!DNL a]</code>" all, which stays.
_LABEL: Final = compile_late(
    r"<(?P<code>code|pre)\b[\s\S]{0,2000}?</(?P=code)\s*>"
    r"|\[!(?:DNL|UICONTROL)[ \t]++(?P<text>[^\[\]\n]{1,300}+)\]",
    re.IGNORECASE,
)
# '<a href="{{< relref "a.md" >}}" class="b">', whose quotes end a value early in HTML; not "<a b".
_TAG: Final = compile_late(
    rf"""<[A-Za-z][\w-]{{0,30}}+(?:\s++[\w:@.-]{{1,50}}+(?:=(?:"(?:[^"\n{{]|{_INSIDE}){{0,300}}+\""""
    rf"""|'(?:[^'\n{{]|{_INSIDE}){{0,300}}+'|[^\s"'=<>`{{]{{1,300}}+))?){{0,20}}+\s*+/?>"""
)


def extend(md: MarkdownIt) -> None:
    """Add the rules, before what comes of raw HTML is looked at."""
    md.core.ruler.after("block", "template_html", _clean_html)
    md.core.ruler.after("inline", "template_tags", _clean_tags)
    md.inline.ruler.before("html_inline", "template_tag", _read_tag)


def _read_tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    end = min(state.posMax, state.pos + _LONGEST)
    if state.src[state.pos] != "<" or state.src.find("{", state.pos, end) < 0:
        return False
    match = _TAG.match(state.src, state.pos, end)
    if not match or not any(sign in match[0] for sign in _SIGNS):
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _clean_html(state: StateCore) -> None:
    """Remove the marks from blocks of raw HTML."""
    for token in state.tokens:
        if token.type == "html_block":
            _clean_token(state, token, token)


def _clean_tags(state: StateCore) -> None:
    """Remove the marks from raw tags within a text."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "html_inline":
                _clean_token(state, child, token)


def _clean_token(state: StateCore, html: Token, block: Token) -> None:
    if any(sign in html.content for sign in _SIGNS):
        line = block.map[0] if block.map else 0
        targets = partial(_with_target, state, line)
        clean = partial(_without_mark, state, line)
        html.content = _ANY.sub(clean, _ATTRIBUTE.sub(targets, html.content))
    if "[!" in html.content:
        html.content = _LABEL.sub(lambda match: match["text"] or match[0], html.content)


def _with_target(state: StateCore, line: int, match: re.Match[str]) -> str:
    written = unescape(match[2] or match[3])
    form = form_of(written)
    if not form or not (target := target_url(state.md, written)):
        return match[0]
    context = parse_context(state.env)
    place = context.place(context.first_line + line)
    note_mark(state.env, form, place, is_replaced=True)
    return f'{match[1]}="{escape(target)}"'


def _without_mark(state: StateCore, line: int, match: re.Match[str]) -> str:
    written = match[0]
    context = parse_context(state.env)
    name = written.startswith("{{") and not written.startswith(("{{<", "{{%"))
    if name and "templates" not in context.dialects:
        return written
    form = form_of(written)
    is_raw = form in RAW
    note_mark(state.env, form, context.place(context.first_line + line), is_replaced=is_raw)
    return ""
