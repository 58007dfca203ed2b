"""Turns every mention of an error code in the text into a link to the code's page.

Mentions are noted in `facts.mentions`. Inside a link the mention is noted but not linked again.
A link to a code's page is `#code/RED-520025` until the sanitiser's callback reads it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.token import Token

from errata.markdown.facts import Facts, facts
from errata.markdown.references import CODE_PREFIX
from errata.model import Mention, TextRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.utils import EnvType, OptionsDict

    from errata.model import CodeSpan

CLASSES = frozenset({"code"})

_BLOCKS = frozenset({"fence", "code_block"})


def extend(md: MarkdownIt) -> None:
    """Add the rule, and the code renderers that know links."""
    md.core.ruler.push("code_links", _link_codes)
    md.add_render_rule("code_inline", _render_span)
    md.add_render_rule("fence", _render_block)
    md.add_render_rule("code_block", _render_block)


def _link_codes(state: StateCore) -> None:
    found = facts(state.env)
    if found.scanner is None:
        return
    if found.title:
        run = TextRun("", "title", found.first_line)
        found.title = _link_inline(found.title, found, run)
    run = TextRun("", "prose", found.first_line)
    kinds = {heading.id: heading.kind for heading in found.headings if heading.kind}
    for token in state.tokens:
        if token.map:
            run = replace(run, line=found.line_of(token))
        if token.type == "heading_open" and (kind := kinds.get(str(token.attrGet("id")))):
            run = replace(run, section=kind)
        if token.type == "inline" and token.children:
            token.children = _link_inline(token.children, found, run)
        elif token.type in _BLOCKS:
            fence = replace(run, text=token.content, where="fence")
            _note(token, note_codes(fence, found))


def title_tokens(title: str, found: Facts) -> list[Token]:
    """A plain title as inline tokens, its codes linked; who reads the metadata notes them."""
    spans = tuple(found.scanner.scan(title)) if found.scanner else ()
    return _split(Token("text", "", 0, content=title), spans)


def _link_inline(children: list[Token], found: Facts, run: TextRun) -> list[Token]:
    linked: list[Token] = []
    depth = 0
    for token in children:
        depth += token.nesting if token.type == "link_open" or token.type == "link_close" else 0  # noqa: PLR1714 - this loop sees every token; two comparisons beat a set
        if token.type == "text":
            spans = note_codes(TextRun(token.content, run.where, run.line, run.section), found)
            linked.extend(_split(token, spans) if spans and not depth else [token])
        else:
            if token.type == "code_inline":
                spans = note_codes(TextRun(token.content, "span", run.line, run.section), found)
                _note(token, () if depth else spans)
            linked.append(token)
    return linked


def note_codes(run: TextRun, found: Facts) -> Sequence[CodeSpan]:
    """The codes of a text, noted as mentions up to the article's limit."""
    if found.scanner is None or not run.text:
        return ()
    found.runs.append(run)
    spans = tuple(found.scanner.scan(run.text))
    room = found.max_mentions - len(found.mentions)
    if len(spans) > room:
        found.overflow = True
        spans = spans[: max(room, 0)]
    found.mentions.extend(_mention(span, run) for span in spans)
    return spans


def _mention(span: CodeSpan, run: TextRun) -> Mention:
    below = run.text.count("\n", 0, span.start) + 1 if run.where == "fence" else 0
    surface = run.text[span.start : span.end]
    return Mention(
        span.code, span.family, run.where, run.line + below, span.kind, surface, run.section
    )


def _note(token: Token, spans: Sequence[CodeSpan]) -> None:
    if spans:
        token.meta = {**token.meta, "codes": spans}


def _split(token: Token, spans: Sequence[CodeSpan]) -> list[Token]:
    pieces: list[Token] = []
    at = 0
    for span in spans:
        pieces.append(Token("text", "", 0, content=token.content[at : span.start]))
        target = {"class": "code", "href": CODE_PREFIX + span.code}
        pieces.append(Token("link_open", "a", 1, attrs=dict(target)))
        pieces.append(Token("text", "", 0, content=token.content[span.start : span.end]))
        pieces.append(Token("link_close", "a", -1))
        at = span.end
    pieces.append(Token("text", "", 0, content=token.content[at:]))
    return [piece for piece in pieces if piece.content or piece.type != "text"]


def _render_span(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    del self, options, env
    return f"<code>{_linked(tokens[index])}</code>"


def _render_block(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """As CommonMark renders it; the language is told by a class as usual."""
    del self, options, env
    token = tokens[index]
    language = (unescapeAll(token.info).split(maxsplit=1) or [""])[0]
    attribute = f' class="language-{escapeHtml(language)}"' if language else ""
    return f"<pre><code{attribute}>{_linked(token)}</code></pre>\n"


def _linked(token: Token) -> str:
    spans: Sequence[CodeSpan] = token.meta.get("codes", ())
    if not spans:
        return escapeHtml(token.content)
    parts: list[str] = []
    at = 0
    for span in spans:
        surface = escapeHtml(token.content[span.start : span.end])
        parts.append(escapeHtml(token.content[at : span.start]))
        parts.append(f'<a class="code" href="{CODE_PREFIX}{escapeHtml(span.code)}">{surface}</a>')
        at = span.end
    parts.append(escapeHtml(token.content[at:]))
    return "".join(parts)
