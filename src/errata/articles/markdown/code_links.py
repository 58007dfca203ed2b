"""Turns every mention of an error code in the text into a link to the code's page.

1. The texts of a block are joined and scanned at once: the word that makes a number a code may be
   outside the code span or the emphasis.
2. Every code found is noted in the context's `mentions`; its text runs in `runs`.
3. Errors become links, each within its token. Inside a link nothing is linked again.

A link to a code's page is `#code/RED-520025` until the sanitiser's callback reads it.

`tag_messages` marks the code that is one of the article's messages, for the renderers: code whose
first line tells of a failure or has a code. A longer block than a message is a log or a listing and
stays as it is, and so does a single word, such as the name of a file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec.structs import replace

from errata.articles.markdown.context import (
    ALL_REJECTED,
    LimitError,
    ParseContext,
    parse_context,
)
from errata.articles.markdown.raw_html import read_raw_html
from errata.articles.markdown.references import CODE_PREFIX
from errata.articles.markdown.sections import KindsInside
from errata.articles.markdown.tables import TableColumns
from errata.articles.markdown.tokens import (
    BLOCKS_OF_CODE,
    BREAKS,
    TEXTS,
    add_renderer,
    draws_diagram,
    make_text,
    plain_text_of,
)
from errata.messages.extract import normalise_line, quotes_failure
from errata.messages.line_codes import CODE_INSIDE
from errata.model import CodeSpan, Mention, Message, TextRun

_LINKS: Final = frozenset({"link_open", "link_close"})
# Tags with which authors set off what a program says
_ITALICS: Final = frozenset({"em", "i", "cite"})
_EMPHASIS: Final = _ITALICS | {"strong", "b", "u", "q", "mark", "samp"}
# Between two texts one of which ends or begins so, nothing is put when they are joined.
_SPACES: Final = frozenset(" \t\n\u00a0.,;:!?)'\"")


def extend(md: MarkdownIt) -> None:
    """Add the rule, and the code renderers that know links."""
    md.core.ruler.push("code_links", _link_codes)
    add_renderer(md, "code_inline", _render_span)
    add_renderer(md, "fence", _render_block)
    add_renderer(md, "code_block", _render_block)


def _link_codes(state: StateCore) -> None:
    context = parse_context(state.env)
    if context.scanner is None:
        return
    if context.title:
        run = TextRun("", "title", context.first_line)
        context.title = _link_inline(context.title, context, run)
    line, section = context.first_line, None
    columns = TableColumns()
    sections = KindsInside(context.headings)
    for index, token in enumerate(state.tokens):
        if token.map:
            line = context.first_line + token.map[0]
        columns.follow(token.tag, is_end=token.nesting < 0)
        if token.type == "inline" and columns.in_heading:
            columns.add_heading(plain_text_of(token))
        if token.type == "inline" and token.children:
            head = _head_of(state.tokens, index)
            run = TextRun("", "prose", line, section, column=columns.column, head=head)
            token.children = _link_inline(token.children, context, run)
        elif token.type == "heading_open":
            section = sections.enter(str(token.attrGet("id")))
        elif token.type in BLOCKS_OF_CODE and not draws_diagram(token):
            _note_codes(token, find_codes(TextRun(token.content, "fence", line, section), context))
        elif token.type == "html_block":
            _read_raw_html(token, context, TextRun("", "prose", line, section), columns)


def _head_of(tokens: Sequence[Token], index: int) -> str:
    """Return what a block is that may head an explanation, see `TextRun.head`."""
    before, opening = tokens[max(index - 2, 0)], tokens[index - 1]
    if opening.type in {"heading_open", "dt_open"}:
        return opening.tag
    if opening.type == "callout_title_open":
        return str(before.attrGet("class") or "").rpartition(" ")[2]
    return before.tag if before.type == "list_item_open" else ""


def _read_raw_html(
    token: Token, context: ParseContext, run: TextRun, columns: TableColumns
) -> None:
    """Note the texts in a block of raw HTML; its tags stay, and its codes are not linked."""
    for text in read_raw_html(token.content, columns):
        line = run.line + text.above
        if text.pre:
            # A fence begins on the line before its text.
            find_codes(TextRun(text.pre, "fence", line - 1, run.section), context)
        else:
            own = TextRun("", run.where, line, run.section, column=text.column)
            _link_inline(text.tokens, context, own)


def make_title_tokens(title: str, context: ParseContext) -> list[Token]:
    """Make inline tokens of a plain title, with its codes linked."""
    spans = _scan(TextRun(title, "title", context.first_line), context)
    return _link_text(make_text(title), spans)


def _link_inline(children: list[Token], context: ParseContext, run: TextRun) -> list[Token]:
    joined, begins = _join_texts(children, context, run)
    joined_run = TextRun(joined, run.where, run.line, run.section)
    spans = _within_limit(_scan(joined_run, context), context) if joined else ()
    if not spans:
        return children
    starts, indexes = list(begins.values()), list(begins)
    spans_in: dict[int, list[CodeSpan]] = {}
    for span in spans:
        index = indexes[bisect_right(starts, span.start) - 1]
        spans_in.setdefault(index, []).append(span)
    linked: list[Token] = []
    depth = 0
    for index, token in enumerate(children):
        depth += token.nesting if token.type in _LINKS else 0
        if not (inside := spans_in.get(index)):
            linked.append(token)
            continue
        place = "span" if token.type == "code_inline" else run.where
        piece = TextRun(joined, place, run.line, run.section)
        context.mentions.extend(_mentions(inside, piece))
        own = [] if depth else list(_shift(inside, begins[index], len(token.content)))
        if token.type == "text" and own:
            linked.extend(_link_text(token, own))
        else:
            _note_codes(token, own)
            linked.append(token)
    return linked


def _join_texts(
    children: list[Token], context: ParseContext, run: TextRun
) -> tuple[str, dict[int, int]]:
    """Join a block's text, and map each token to where its text begins in it.

    The tokens' runs are noted.
    """
    parts: list[str] = []
    begins: dict[int, int] = {}
    length, glue, block = 0, False, len(context.runs)
    for index, (token, emphasis) in enumerate(zip(children, _emphases(children), strict=True)):
        is_break = token.type in BREAKS
        if not is_break and (token.type not in TEXTS or not token.content):
            continue
        text = (" " if token.type == "softbreak" else "\n") if is_break else token.content
        place = "span" if token.type == "code_inline" else run.where
        noted = replace(run, text=text, where=place, block=block, emphasis=emphasis)
        context.runs.append(noted)
        content = "\n" if is_break else text
        if glue and content[0] not in _SPACES:
            parts.append(" ")
            length += 1
        if not is_break:
            begins[index] = length
        parts.append(content)
        length += len(content)
        glue = content[-1] not in _SPACES
    return "".join(parts), begins


def _emphases(children: Sequence[Token]) -> list[int]:
    """Return for each token the number of its emphasised stretch, from 1; 0 outside.

    That of a stretch in italics is negative.
    """
    numbers: list[int] = []
    count = depth = number = 0
    for token in children:
        if token.tag in _EMPHASIS:
            depth += token.nesting
            if token.nesting == 1 == depth:
                count += 1
                number = -count if token.tag in _ITALICS else count
        numbers.append(number if depth else 0)
    return numbers


def _shift(spans: Iterable[CodeSpan], begin: int, length: int) -> Iterator[CodeSpan]:
    """Yield the spans relative to their token, except those that extend beyond it."""
    for span in spans:
        if span.end - begin <= length:
            yield replace(span, start=span.start - begin, end=span.end - begin)


def find_codes(run: TextRun, context: ParseContext) -> Sequence[CodeSpan]:
    """Find the codes of a text, and note them as mentions up to the article's limit."""
    if context.scanner is None or not run.text:
        return ()
    context.runs.append(run)
    spans = _within_limit(_scan(run, context), context)
    context.mentions.extend(_mentions(spans, run))
    return spans


def _scan(run: TextRun, context: ParseContext) -> Sequence[CodeSpan]:
    """Return what the scanner finds and the author does not reject."""
    if context.scanner is None or ALL_REJECTED in context.rejected:
        return ()
    spans = tuple(context.scanner.read(run.text, run.where))
    if not context.rejected:
        return spans
    denied = context.rejected
    return [s for s in spans if s.code not in denied and run.text[s.start : s.end] not in denied]


def _within_limit(spans: Sequence[CodeSpan], context: ParseContext) -> Sequence[CodeSpan]:
    """Return the spans if the article's limit leaves room for them."""
    if len(spans) > context.max_mentions - len(context.mentions):
        message = f"more than {context.max_mentions:,} error codes in one article"
        raise LimitError(message, "mentions")
    return spans


def _mentions(spans: Iterable[CodeSpan], run: TextRun) -> Iterator[Mention]:
    """Yield a mention for each code; `spans` are in the order of the text."""
    line, counted = run.line + (run.where == "fence"), 0
    for span in spans:
        if run.where == "fence":
            line, counted = line + run.text.count("\n", counted, span.start), span.start
        surface = run.text[span.start : span.end]
        yield Mention(span.code, span.family, run.where, line, span.kind, surface, run.section)


def _note_codes(token: Token, spans: Sequence[CodeSpan]) -> None:
    linked = [span for span in spans if span.kind == "error"]
    if linked:
        token.meta = {**token.meta, "codes": linked}


def _link_text(token: Token, spans: Sequence[CodeSpan]) -> list[Token]:
    pieces: list[Token] = []
    offset = 0
    for span in spans:
        if span.kind != "error":
            continue
        pieces.append(make_text(token.content[offset : span.start]))
        target = {"class": "code", "href": _address(span.code)}
        pieces.append(Token("link_open", "a", 1, attrs=dict(target)))
        pieces.append(make_text(token.content[span.start : span.end]))
        pieces.append(Token("link_close", "a", -1))
        offset = span.end
    pieces.append(make_text(token.content[offset:]))
    return [piece for piece in pieces if piece.content or piece.type != "text"]


def _address(code: str) -> str:
    return CODE_PREFIX + quote(code, safe="")


def _render_span(token: Token) -> str:
    mark = ' class="message"' if token.meta.get("message") else ""
    return f"<code{mark}>{_link_code(token)}</code>"


def _render_block(token: Token) -> str:
    """Render a block as CommonMark does, with the usual class for its language."""
    language = (unescapeAll(token.info).split(maxsplit=1) or [""])[0]
    attribute = f' class="language-{escapeHtml(language)}"' if language else ""
    mark = ' class="message"' if token.meta.get("message") else ""
    return f"<pre{mark}><code{attribute}>{_link_code(token)}</code></pre>\n"


def _link_code(token: Token) -> str:
    spans: Sequence[CodeSpan] = token.meta.get("codes", ())
    if not spans:
        return escapeHtml(token.content)
    parts: list[str] = []
    offset = 0
    for span in spans:
        surface = escapeHtml(token.content[span.start : span.end])
        parts.append(escapeHtml(token.content[offset : span.start]))
        parts.append(f'<a class="code" href="{escapeHtml(_address(span.code))}">{surface}</a>')
        offset = span.end
    parts.append(escapeHtml(token.content[offset:]))
    return "".join(parts)


# The most lines of a block of code that is a message as a whole
_MOST_LINES: Final = 12


def tag_messages(tokens: Iterable[Token], messages: Iterable[Message]) -> None:
    """Add `message` to the `meta` of code blocks and spans that are one."""
    quoted = [message for message in messages if quotes_failure(message)]
    texts = frozenset(message.text for message in quoted)
    with_code = tuple(message.text for message in quoted if CODE_INSIDE.match(message.text))
    for token in _code_tokens(tokens) if quoted else ():
        lines = [line for line in token.content.split("\n") if line.strip()]
        if 0 < len(lines) <= _MOST_LINES and " " in lines[0]:
            line = normalise_line(lines[0])
            if line in texts or line.endswith(with_code):
                token.meta = {**token.meta, "message": True}


def _code_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type in BLOCKS_OF_CODE:
            yield token
        elif token.type == "inline":
            yield from (child for child in token.children or () if child.type == "code_inline")
