"""Reads attributes at the end of a block, and what they and plain words say of a block quote.

    > Save first.                 > Save first. {.is-warning}       >caution Save first.
    {.is-warning}

    - Mail {#mail}                an item, which links call `#mail`
    Save first. ^save             a block of Obsidian, which links call `#^save`

Wiki.js, and others with markdown-it-attrs, write lists of classes and ids behind the text of any
block; Wiki.js' classes of a quote make it a callout. So does the word with which Telerik's begin,
or a sign, as in ReadMe (`> ⚠️ Save first.`). All become the marker `[!WARNING]`, which `callouts`
reads. Ids become anchors, and other classes go: only a style sheet knows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.directives import read_callout_names
from errata.articles.markdown.tokens import make_block
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from typing import Any

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

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
# "warning" in ".is-warning .a"; nothing of ".a".
_QUOTE_CLASS: Final = compile_late(r"\.is-([a-z]+)")
# Key in the `meta` of a token: our callout for its quote.
_KIND: Final = "errata.kind"
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
    for token in state.tokens:
        last = before[0].type
        if has_block_ids and token.type == "inline" and (match := _BLOCK_ID.search(token.content)):
            token.content = f'<a id="{match[1]}"></a>{token.content[: match.start()]}'
        written = _list_of(token) if last != "heading_open" else ""
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
    match = _QUOTE_CLASS.search(written)
    return read_callout_names().get(match[1], "") if match else ""


def _with_markers(state: StateCore) -> Iterator[Token]:
    """Yield the tokens; quotes of a kind begin with its marker."""
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type == LIST:
            continue
        yield token
        if token.type != "blockquote_open":
            continue
        text = tokens[index + 2] if tokens[index + 1].type == "paragraph_open" else None
        word = (_WORD.match(text.content) or _SIGN.match(text.content)) if text else None
        kind = token.meta.get(_KIND) or (read_callout_names().get(word[1]) if word else None)
        if not kind:
            continue
        note_markers(state.env)
        if text:
            text.content = f"[!{kind}]\n{text.content[word.end() if word else 0 :]}"
        else:
            marker = make_block("inline", "", 0)
            marker.map, marker.content, marker.children = token.map, f"[!{kind}]", []
            yield from (make_block("paragraph_open", "p", 1), marker)
            yield make_block("paragraph_close", "p", -1)
