"""Takes the ids that authors gave to headings, as several tools write them, off the text.

| written | by |
|---|---|
| `## Cause {#cause}`, `## Cause {: #cause .x }` | Adobe, Pandoc, MkDocs, Hugo, VitePress |
| `## Cause {/* #cause */}` | Docusaurus |
| `{: #cause}` on the line below | Jekyll |
| `(cause)=` on the line above | MyST |

This runs before the inline markup is read, so that no underscore in an id is emphasis.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

# One attribute of a list: "#an-id", ".no_toc" and 'lang="de"' yes; "id" and "a b" no.
_ATTRIBUTE: Final = r"""(?:[#.][^\s{}]{1,200}|[\w-]{1,40}=(?:"[^"{}]*"|[^\s"{}]+))"""
# "{#an-id}", "{: #an-id .no_toc }" and "{ .x #y }" at the end of "Cause {#an-id}"; not "\{#an-id}"
# nor "{#an id}".
_AUTHORED: Final = re.compile(
    rf"(?<!\\)\{{:?[ \t]*((?=[#.]){_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*)[ \t]*\}}$"
)
# "{/* #an-id */}" yes; "{/* a remark */}" no.
_COMMENTED: Final = re.compile(r"(?<!\\)\{/\*\s*#([^\s{}*]{1,200})\s*\*/\}$")
# "{: #an-id}" and "{:.x #y}" yes; "{: Note}" no. The line may be the first of several.
_BELOW: Final = re.compile(
    rf"\{{:[ \t]*({_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*)[ \t]*\}}[ \t]*(?:\n|$)"
)
# "(an-id)=" and two of them on two lines yes; "(an-id)" and "(an-id)= a" no.
_ABOVE: Final = re.compile(r"(?:\([^()\s]{1,200}\)=[ \t]*(?:\n|$))+")
# "an-id" of "(an-id)="; nothing of "(an id)=".
_LABEL: Final = re.compile(r"\(([^()\s]+)\)=")
# Characters searched for an id: the longest one, its braces and sign, and a class or two.
_REACH: Final = 300
# Tokens of a heading or paragraph: opening, text, closing.
_BLOCK: Final = 3


def extend(md: MarkdownIt) -> None:
    """Add the rule between the block rules and the inline rules."""
    md.core.ruler.after("block", "authored_ids", _take_authored_ids)


def headings_of(tokens: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Opening, inline and closing token of each heading."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, tokens[index + 1], tokens[index + 2]


def _take_authored_ids(state: StateCore) -> None:
    if "{" in state.src:
        for opening, inline, _ in headings_of(state.tokens):
            _take_own(opening, inline)
        _take_around(state, _take_below)
    if ")=" in state.src:
        _take_around(state, _take_above)


def split_id(text: str) -> tuple[str, str]:
    """A heading without its attributes, and the id among them; empty where there is none."""
    content = text.rstrip()
    end = content[-_REACH:] if content.endswith("}") else ""
    if found := _AUTHORED.search(end):
        return content[: -len(found[0])].rstrip(), _id_of(found[1])
    if found := _COMMENTED.search(end):
        return content[: -len(found[0])].rstrip(), found[1]
    return text, ""


def _take_own(opening: Token, inline: Token) -> None:
    inline.content, authored = split_id(inline.content)
    if authored:
        opening.meta["id"] = authored


def _id_of(attributes: str) -> str:
    """The last one of a list, as kramdown and Pandoc have it."""
    ids = [one[1:] for one in attributes.split() if one.startswith("#")]
    return ids[-1] if ids else ""


def _take_around(state: StateCore, take: Callable[[list[Token], int], int | None]) -> None:
    """Take ids out of the paragraphs next to headings; a paragraph of nothing else goes."""
    gone: set[int] = set()
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open" and (paragraph := take(state.tokens, index)) is not None:
            gone.update(range(paragraph, paragraph + _BLOCK))
    if gone:
        state.tokens = [token for at, token in enumerate(state.tokens) if at not in gone]


def _take_below(tokens: list[Token], heading: int) -> int | None:
    """The index of the paragraph below the heading, if nothing is left of it; else None."""
    at = heading + _BLOCK
    if at >= len(tokens) or tokens[at].type != "paragraph_open":
        return None
    text = tokens[at + 1]
    if not (found := _BELOW.match(text.content)):
        return None
    if authored := _id_of(found[1]):
        tokens[heading].meta["id"] = authored
    text.content = text.content[found.end() :]
    return None if text.content else at


def _take_above(tokens: list[Token], heading: int) -> int | None:
    """The index of the paragraph above the heading, if it is nothing but labels; else None."""
    at = heading - _BLOCK
    if at < 0 or tokens[at].type != "paragraph_open":
        return None
    if not _ABOVE.fullmatch(tokens[at + 1].content):
        return None
    tokens[heading].meta["labels"] = _LABEL.findall(tokens[at + 1].content)
    return at
