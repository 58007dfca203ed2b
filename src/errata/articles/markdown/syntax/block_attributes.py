"""Reads attributes at the end of a block, and what they and plain words say of a block quote.

    > Save first.                 > Save first. {.is-warning}       >caution Save first.
    {.is-warning}

    > **Warning:** Hot.           > ![warning] Hot.               !> Hot (docsify: a paragraph)
    {: .warning }, above a quote or paragraph (kramdown, Just the Docs)

    - Mail {#mail}                an item, which links call `#mail`
    Save first. ^save             a block of Obsidian, which links call `#^save`

Wiki.js, and others with markdown-it-attrs, write lists of classes and ids behind the text of any
block; Wiki.js' classes of a quote make it a callout. So does the word with which Telerik's begin,
a sign, as in ReadMe (`> ⚠️ Save first.`), or a bold label: what callouts are called in English and
in the article's language. All become the marker `[!WARNING]`, which `callouts` reads. Ids become
anchors, and other classes go: only a style sheet knows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from itertools import zip_longest
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.directives import read_callout_names
from errata.articles.markdown.tokens import make_block
from errata.data.patterns import compile_late

# Type of a token that carries a list on a line of its own, next to a block quote or in it.
LIST: Final = "attribute_list"
# " {.is-info #a}" at the end of "Mail {.is-info #a}", "{#a}" of "Mail{#a}"; nothing of
# "Mail \\{.a}", "{{.a}}" and "{a}".
_AT_END: Final = compile_late(
    r"\s*+(?<![\\{$`])\{(?::[ \t]*+)?([.#][\w:-]++(?:[ \t]++[.#][\w:-]++)*+)[ \t]*+\}\s*+$"
)
# " ^quote-of-the-day" and " ^37066d" at the end of a block of Obsidian, or alone on a line; nothing
# of "x^2", "2 ^10" and "[^note]".
_BLOCK_ID: Final = compile_late(r"(?:^|(?<=\s))\^((?=[\d-]*+[A-Za-z])[A-Za-z\d-]++)\s*+$")
# "caution " in "caution Save first" and "note `a`"; not "note that" nor "Note: a".
_WORD: Final = compile_late(r"(note|tip|important|caution|warning)[ \t]++(?=[A-Z`*\[])")
# "⚠" of "⚠️ Save first" and ":warning:" of ":warning: a"; nothing of "note".
_SIGN: Final = compile_late("([⚠\u2139❗🚧📘👍]|:[a-z_]{1,30}:)\ufe0f?[ \\t]*+")
# "warning" in ".is-warning .a", ".prompt-warning" and ".warning-title"; the names say which count.
_QUOTE_CLASS: Final = compile_late(r"\.(?:is-|prompt-)?([a-z]+)(?:-title)?\b")
# "info" of "![info]" and "![WARNING] Text", which exports of Zendesk have; not "![info](a.png)".
_BANG: Final = compile_late(r"!\[([A-Za-z]{1,30}+)\](?![(\[])[ \t]*\n?")
# "Note" of "**Note:** a", "**Note**: a", "**⚠️ Note**\na" and "**注意:**a"; not "**Note** that".
_LABEL_SIGN: Final = r"(?:[^\w\s*\[<`\\]{1,2}\ufe0f?[ ]?|:[a-z_]{1,30}:[ ]?)?"
_LABEL: Final = compile_late(
    rf"{_LABEL_SIGN}\*\*{_LABEL_SIGN}([^*:\uff1a\n]{{1,30}}?)[ \u00a0]?"
    r"(?:[:\uff1a]\*\*|\*\*[:\uff1a]|\*\*(?=[ \t]*(?:\n|$)))\s*+"
)
# "!> " and "?> " at the beginning of a paragraph of docsify; not "!>".
_DOCSIFY: Final = {"!> ": "IMPORTANT", "?> ": "TIP"}
# Key in the `meta` of a token: our callout for its quote.
_KIND: Final = "errata.kind"
# How the keys of the words for callouts begin.
_CALLOUT: Final = "callout_"
# Key in `env`: whether markers were written that the article does not have.
_WRITTEN: Final = "errata.written_markers"


def extend(md: MarkdownIt) -> None:
    """Add the rule before texts are read."""
    md.core.ruler.after("block", "block_attributes", _read_attributes)


def has_markers(src: str, env: MutableMapping[str, Any]) -> bool:
    """Whether a text may have quotes that open with `[!NOTE]`."""
    return "[!" in src or _WRITTEN in env


def note_markers(env: MutableMapping[str, Any]) -> None:
    """Note that markers were written which the article does not have."""
    env[_WRITTEN] = True


def _read_attributes(state: StateCore) -> None:
    has_block_ids = "block-ids" in parse_context(state.env).dialects and "^" in state.src
    if "{" not in state.src and ">" not in state.src and not has_block_ids:
        return
    opened: list[Token] = []
    before = state.tokens[:1]
    closed: Token | None = None
    for token, below in zip_longest(state.tokens, state.tokens[1:]):
        last = before[0].type
        if has_block_ids and token.type == "inline" and (match := _BLOCK_ID.search(token.content)):
            token.content = f'<a id="{match[1]}"></a>{token.content[: match.start()]}'
        written = _list_of(token) if last != "heading_open" else ""
        if below and _is_about(token, below):
            written = ""
        quote = closed if last == "blockquote_close" else opened[-1] if opened else None
        if quote and (kind := _kind_of(written)):
            quote.meta = {_KIND: kind}
        if token.type == "blockquote_open":
            opened.append(token)
        elif token.type == "blockquote_close":
            closed = opened.pop()
        before = [token]
    state.tokens = list(_with_markers(state))


def _list_of(token: Token) -> str:
    """Return the list that a token is, or that ends its text, from which it is taken."""
    if token.type != "inline":
        return token.content if token.type == LIST else ""
    match = _AT_END.search(token.content) if token.content.rstrip().endswith("}") else None
    if not match:
        return ""
    ids = (name[1:] for name in match[1].split() if name.startswith("#"))
    anchors = "".join(f'<a id="{name}"></a>' for name in ids)
    token.content = f"{anchors}{token.content[: match.start()]}"
    return match[1]


def _kind_of(written: str) -> str:
    """Return our callout for the classes of a quote; empty if they name none."""
    names = (match[1] for match in _QUOTE_CLASS.finditer(written))
    return next(filter(None, map(read_callout_names().get, names)), "")


def _with_markers(state: StateCore) -> Iterator[Token]:
    """Yield the tokens; what is of a kind is a quote that begins with its marker."""
    tokens = state.tokens
    labels = _list_labels(parse_context(state.env).words)
    written: Token | None = None
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.type == LIST:
            written = token
            continue
        # What a line of classes is about begins right below it.
        kind = _kind_of(written.content) if written and _is_about(written, token) else ""
        written = None
        if token.type == "paragraph_open" and (kind or tokens[index].content[:3] in _DOCSIFY):
            yield from _make_quote(state, tokens[index - 1 : index + 2], kind)
            index += 2
            continue
        yield token
        if token.type == "blockquote_open":
            kind = kind or token.meta.get(_KIND, "")
            text = tokens[index + 1] if tokens[index].type == "paragraph_open" else None
            yield from _mark_quote(state, token, (text, kind, labels))


def _is_about(written: Token, below: Token) -> bool:
    """Whether a line of kramdown's classes stands right above a block."""
    is_line = written.type == LIST and written.content.startswith("{:")
    return bool(is_line and written.map and below.map and written.map[1] == below.map[0])


def _list_labels(words: Mapping[str, str]) -> dict[str, str]:
    """Map what a callout is called, in English and in the article's language, to our callout."""
    usual = (key for key in words if key.startswith(_CALLOUT))
    kinds = {words[key].casefold(): key.removeprefix(_CALLOUT).upper() for key in usual}
    return {**kinds, **read_callout_names()}


def _mark_quote(
    state: StateCore, quote: Token, marked: tuple[Token | None, str, Mapping[str, str]]
) -> Iterator[Token]:
    """Write the marker of a quote of a kind into its first text, or yield a text with it."""
    text, kind, labels = marked
    title, begin = "", 0
    if text and (word := _WORD.match(text.content) or _SIGN.match(text.content)):
        kind, begin = kind or labels.get(word[1], ""), word.end()
    elif text and (bang := _BANG.match(text.content)):
        kind, begin = kind or labels.get(bang[1].lower(), ""), bang.end()
    if text and (label := _LABEL.match(text.content)) and label[1].casefold() in labels:
        kind, begin, title = kind or labels[label[1].casefold()], label.end(), f" {label[1]}"
    if not kind:
        return
    note_markers(state.env)
    if text:
        text.content = f"[!{kind}{title}]\n{text.content[begin:]}"
    else:
        marker = make_block("inline", "", 0)
        marker.map, marker.content, marker.children = quote.map, f"[!{kind}]", []
        yield from (make_block("paragraph_open", "p", 1), marker)
        yield make_block("paragraph_close", "p", -1)


def _make_quote(state: StateCore, paragraph: list[Token], kind: str) -> Iterator[Token]:
    """Yield a paragraph of a kind as a quote with the kind's marker."""
    text = paragraph[1]
    begin = 0 if kind else len("!> ")
    kind = kind or _DOCSIFY[text.content[:begin]]
    note_markers(state.env)
    text.content = f"[!{kind}]\n{text.content[begin:]}"
    opening = make_block("blockquote_open", "blockquote", 1)
    opening.map = paragraph[0].map
    yield from (opening, *paragraph, make_block("blockquote_close", "blockquote", -1))
