r"""Gives every heading an id, takes the first one as the title and lists the others.

The ids that authors gave to headings are taken off the text before the inline markup is read, so
that no underscore in an id is emphasis:

| written | by |
|---|---|
| `## Cause {#cause}`, `## Cause {: #cause .x }` | Adobe, Pandoc, MkDocs, Hugo, VitePress |
| `## Cause {/* #cause */}`, `## Cause \{#cause}` in MDX | Docusaurus |
| `{: #cause}` or `{#cause}` on the line below | Jekyll, Wiki.js |
| `(cause)=` on the line above | MyST |

An authored id wins over one made from text wherever it is. A first-level heading that is not the
title is one of the second level: a page has one title.

`close_gaps` closes the gaps between the levels (WCAG technique G141): people who listen to a page
go from heading to heading by level, and take a gap for something missed. Markdown itself allows
gaps, so this runs on the finished tokens and is not an extension of the parser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec.structs import replace

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.ids import OtherNames, claim_id
from errata.articles.markdown.sections import names_article, section_kind
from errata.articles.markdown.tokens import plain_text_of
from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.model import Heading
from errata.model.observations import FurtherTitle, LevelChange, RepeatedId, SkippedLevel
from errata.text.anchors import INVISIBLE

# One attribute of a list: "#an-id", ".no_toc" and 'lang="de"' yes; "id" and "a b" no.
_ATTRIBUTE: Final = r"""(?:[#.][^\s{}]{1,200}|[\w-]{1,40}=(?:"[^"{}]*"|[^\s"{}]+))"""
# "{#an-id}", "{: #an-id .no_toc }" and "{ .x #y }" at the end of "Cause {#an-id}"; not "\{#an-id}"
# nor "{#an id}".
_AUTHORED: Final = compile_late(
    rf"(?<!\\)\{{:?[ \t]*((?=[#.]){_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*)[ \t]*\}}$"
)
# "{/* #an-id */}" yes; "{/* a remark */}" no.
_COMMENTED: Final = compile_late(r"(?<!\\)\{/\*\s*#([^\s{}*]{1,200})\s*\*/\}$")
# "[#an-id]" at the end of "Cause [#an-id]", for Nextra and Fumadocs; not "[#12]", a number of an
# issue, nor "\[#an-id]".
_BRACKETED: Final = compile_late(r"(?<!\\)\[#([^\W\d][^\s\[\]]{0,200})\]$")
# The backslash of "\{#an-id}" in MDX, where a brace begins a program; not of "\{#an id}".
_ESCAPED: Final = compile_late(r"\\(?=\{#[^\s{}]{1,200}\}\s*$)")
# "{: #an-id}", "{:.x #y}" and "{#an-id}" yes; "{: Note}" no. The line may be the first of several.
_BELOW: Final = compile_late(
    rf"\{{(?::[ \t]*|(?=[#.]))({_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*)[ \t]*\}}[ \t]*(?:\n|$)"
)
# Repairs took the joiners out where no script needs them; Persian and Hindi words have them.
_UNWANTED: Final = {sign: by for sign, by in INVISIBLE.items() if chr(sign) not in "\u200c\u200d"}
# "(an-id)=" and two of them on two lines yes; "(an-id)" and "(an-id)= a" no.
_ABOVE: Final = compile_late(r"(?:\([^()\s]{1,200}\)=[ \t]*(?:\n|$))+")
# "an-id" of "(an-id)="; nothing of "(an id)=".
_LABEL: Final = compile_late(r"\(([^()\s]+)\)=")
# How many characters are searched for an id: the longest one, its braces and sign, and a class or
# two.
_REACH: Final = 300
# Tokens of a heading or paragraph: opening, text, closing.
_BLOCK: Final = 3


def headings_of(tokens: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Yield the opening, inline and closing token of each heading."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, tokens[index + 1], tokens[index + 2]


def _take_authored_ids(state: StateCore) -> None:
    if "{" in state.src or "[#" in state.src:
        is_mdx = parse_context(state.env).is_mdx
        for opening, inline, _ in headings_of(state.tokens):
            if is_mdx:
                inline.content = _ESCAPED.sub("", inline.content)
            _take_own(opening, inline)
        _take_around(state, _take_below)
    if ")=" in state.src:
        _take_around(state, _take_above)


def split_id(text: str) -> tuple[str, str]:
    """Split a heading into its text without attributes and its id; empty if there is none."""
    content = text.rstrip()
    end = content[-_REACH:] if content.endswith(("}", "]")) else ""
    if match := _AUTHORED.search(end):
        return content[: -len(match[0])].rstrip(), _id_of(match[1])
    if match := _COMMENTED.search(end) or _BRACKETED.search(end):
        return content[: -len(match[0])].rstrip(), match[1]
    return text, ""


def _take_own(opening: Token, inline: Token) -> None:
    inline.content, authored = split_id(inline.content)
    if authored:
        opening.meta["id"] = authored


def _id_of(attributes: str) -> str:
    """Return the last id of a list of attributes, as kramdown and Pandoc do."""
    ids = [attribute[1:] for attribute in attributes.split() if attribute.startswith("#")]
    return ids[-1] if ids else ""


def _take_around(state: StateCore, take: Callable[[list[Token], int], int | None]) -> None:
    """Take ids out of the paragraphs next to headings; a paragraph of nothing else goes."""
    taken: set[int] = set()
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open" and (paragraph := take(state.tokens, index)) is not None:
            taken.update(range(paragraph, paragraph + _BLOCK))
    if taken:
        state.tokens = [token for index, token in enumerate(state.tokens) if index not in taken]


def _take_below(tokens: list[Token], heading: int) -> int | None:
    """Return the index of the paragraph below a heading if nothing is left of it; else None."""
    index = heading + _BLOCK
    if index >= len(tokens) or tokens[index].type != "paragraph_open":
        return None
    text = tokens[index + 1]
    if not (match := _BELOW.match(text.content)):
        return None
    if authored := _id_of(match[1]):
        tokens[heading].meta["id"] = authored
    text.content = text.content[match.end() :]
    return None if text.content else index


def _take_above(tokens: list[Token], heading: int) -> int | None:
    """Return the index of the paragraph above a heading if it only has labels; else None."""
    index = heading - _BLOCK
    if index < 0 or tokens[index].type != "paragraph_open":
        return None
    if not _ABOVE.fullmatch(tokens[index + 1].content):
        return None
    tokens[heading].meta["labels"] = _LABEL.findall(tokens[index + 1].content)
    return index


# Level of the highest heading in the body; the title of the page is the first.
_HIGHEST: Final = 2


def extend(md: MarkdownIt) -> None:
    """Add the rules; the second runs last of all that make or unmake headings."""
    md.core.ruler.after("block", "authored_ids", _take_authored_ids)
    md.core.ruler.push("heading_ids", _number_headings)


def _number_headings(state: StateCore) -> None:
    context = parse_context(state.env)
    headings = list(headings_of(state.tokens))
    unwanted: set[int] = set()
    names = OtherNames(context)
    above = 0
    # With the name of the wiki above it, the first heading of its own is the article's title.
    if is_below_shared := _is_shared(headings, context):
        unwanted.add(id(headings.pop(0)[0]))
    is_titled = context.title is not None or not headings
    if not is_titled and (is_below_shared or _is_title(state.tokens[0], headings, context)):
        opening, inline, _ = headings.pop(0)
        _take_title(opening, inline, names, context)
        unwanted.add(id(opening))
        above = int(opening.tag[1]) - 1
    _note_further_titles(headings, context)
    for opening, _, closing in headings:
        opening.tag = closing.tag = f"h{max(_HIGHEST, int(opening.tag[1]) - above)}"
    with_texts = [(opening, heading_text(inline)) for opening, inline, _ in headings]
    unwanted.update(id(opening) for opening, text in with_texts if not text)
    if unwanted:
        state.tokens = _drop_tokens(state.tokens, unwanted)
    _assign_ids([(opening, text) for opening, text in with_texts if text], names, context)


def _note_further_titles(
    headings: Sequence[tuple[Token, Token, Token]], context: ParseContext
) -> None:
    """Note authored first-level headings after the title, not those made of bold lines."""
    further = [opening for opening, _, _ in headings if opening.tag == "h1" and not opening.level]
    if further and context.title is not None:
        place = context.place(context.line_of(further[0]))
        context.observe(FurtherTitle(place, len(further)))


def _take_title(opening: Token, inline: Token, names: OtherNames, context: ParseContext) -> None:
    context.title = inline.children
    if "id" in opening.meta:
        context.title_id = claim_id(opening.meta["id"], context)
    names.add(opening, heading_text(inline), context.title_id)


def _is_shared(headings: Sequence[tuple[Token, Token, Token]], context: ParseContext) -> bool:
    """Whether most articles begin with the first heading, and the second can be the title."""
    if not context.shared_heading or not headings[1:]:
        return False
    opening, inline, _ = headings[0]
    is_same = inline.content.strip() == context.shared_heading and opening.tag == "h1"
    return is_same and _is_title(headings[1][0], headings[1:], context)


def _is_title(
    first: Token, headings: Sequence[tuple[Token, Token, Token]], context: ParseContext
) -> bool:
    """Whether the first heading is the page's own, and so not shown again below it.

    A lower-level heading is, if the front matter has no title and it is what comes `first`.
    """
    opening, inline, _ = headings[0]
    text = heading_text(inline)
    if opening.level or not text:
        return False
    if opening.tag == "h1":
        return True
    begins = context.untitled and first is opening and not opening.meta.get("minor")
    if not begins or section_kind(text, context.locale) is not None:
        return False
    others = (int(other.tag[1]) for other, _, _ in headings[1:] if not other.level)
    return names_article(text, int(opening.tag[1]), others, context.path)


def _drop_tokens(tokens: list[Token], unwanted: set[int]) -> list[Token]:
    """Remove unwanted headings; one with only a picture becomes a paragraph."""
    remaining: list[Token] = []
    skip = 0
    for index, token in enumerate(tokens):
        if id(token) in unwanted:
            if _is_picture(tokens[index + 1]):
                token.type, token.tag = "paragraph_open", "p"
                tokens[index + 2].type, tokens[index + 2].tag = "paragraph_close", "p"
            else:
                skip = 3
        if skip:
            skip -= 1
        else:
            remaining.append(token)
    return remaining


def _is_picture(inline: Token) -> bool:
    """Whether a heading has no text but shows a picture."""
    return not heading_text(inline) and any(
        child.type == "image" or child.content[:4].lower() == "<img"
        for child in inline.children or ()
    )


def _assign_ids(
    headings: list[tuple[Token, str]], names: OtherNames, context: ParseContext
) -> None:
    """Give ids, authored ones first, then note the headings in reading order."""
    claimed: dict[str, Span] = {}
    for opening, _ in headings:
        if "id" in opening.meta:
            own_id, place = str(opening.meta["id"]), context.place(context.line_of(opening))
            free_id = claim_id(own_id, context)
            if own_id in claimed:
                context.observe(RepeatedId(place, own_id, claimed[own_id], free_id))
            claimed.setdefault(own_id, place)
            opening.attrSet("id", free_id)
    for opening, text in headings:
        if "id" not in opening.meta:
            opening.attrSet("id", claim_id(text.lower(), context))
        level, minor = int(opening.tag[1]), bool(opening.meta.get("minor"))
        heading_id = str(opening.attrGet("id"))
        names.add(opening, text, heading_id)
        names.add_path(level, text, heading_id)
        line = context.line_of(opening)
        context.headings.append(Heading(level, heading_id, text, line, minor=minor))
    names.note_all()


def heading_text(inline: Token) -> str:
    """Return the plain text of a heading with single spaces."""
    return " ".join(plain_text_of(inline).translate(_UNWANTED).split())


def close_gaps(tokens: list[Token], facts: ParseContext) -> None:
    """Put each heading at most one level below its parent; siblings stay siblings.

    Changes the tokens and `facts.headings`, and notes the changes for the checks.
    """
    ranked = list(_ranked(facts.headings))
    levels = {heading.id: heading.level for heading in ranked}
    closing = ""
    for token in tokens:
        if token.type == "heading_open" and (level := levels.get(str(token.attrGet("id")))):
            token.tag = closing = f"h{level}"
        elif token.type == "heading_close":
            token.tag = closing or token.tag
    for skipped in _skipped_levels(facts, ranked):
        facts.observe(skipped)
    facts.headings[:] = ranked


def _skipped_levels(facts: ParseContext, ranked: Sequence[Heading]) -> Iterator[SkippedLevel]:
    """Yield the first heading that skips each level; fixing it fixes those below."""
    counts: Counter[tuple[int, int]] = Counter()
    lines: dict[tuple[int, int], int] = {}
    previous = _HIGHEST - 1
    for authored, heading in zip(facts.headings, ranked, strict=True):
        if authored.level > max(heading.level, previous + 1) or authored.level < heading.level:
            pair = authored.level, heading.level
            counts[pair] += 1
            lines.setdefault(pair, heading.line)
        previous = authored.level
    changes = tuple(
        LevelChange(facts.place(authored.line), authored.level, ranked_heading.level)
        for authored, ranked_heading in zip(facts.headings, ranked, strict=True)
        if authored.level != ranked_heading.level
    )
    for pair, times in counts.items():
        yield SkippedLevel(facts.place(lines[pair]), *pair, times, changes)


def _ranked(headings: Iterable[Heading]) -> Iterator[Heading]:
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        level = len(above) + _HIGHEST
        yield heading if heading.level == level else replace(heading, level=level)
        above.append(heading.level)
