"""Gives every heading an id, takes the first one as the title and lists the others.

An authored id wins over one made from text wherever it is. All ids are letters, digits, `-` and
`_`, begin with a letter and are unique, also among the ids of the page's frame. A first-level
heading that is not the title is one of the second level: a page has one title.

`close_gaps` closes the gaps between the levels (WCAG technique G141): people who listen to a page
go from heading to heading by level, and take a gap for something missed. Markdown itself allows
gaps, so this runs on the finished tokens and is not an extension of the parser.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.anchors import OtherNames, claim_id
from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.heading_ids import headings_of
from errata.articles.markdown.section_names import section_kind
from errata.articles.markdown.tokens import plain_text_of
from errata.model import Heading
from errata.model.observations import SkippedLevel
from errata.text.anchors import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


# Level of the highest heading in the body; the title of the page is the first.
_HIGHEST: Final = 2


def extend(md: MarkdownIt) -> None:
    """Add the rule, which runs last of all that make or unmake headings."""
    md.core.ruler.push("heading_ids", _number_headings)


def _number_headings(state: StateCore) -> None:
    found = parse_context(state.env)
    headings = list(headings_of(state.tokens))
    unwanted: set[int] = set()
    names = OtherNames(found)
    above = 0
    if headings and found.title is None and _is_title(state.tokens, headings[0], found):
        opening, inline, _ = headings.pop(0)
        _take_title(opening, inline, names, found)
        unwanted.add(id(opening))
        above = int(opening.tag[1]) - 1
    for opening, _, closing in headings:
        opening.tag = closing.tag = f"h{max(_HIGHEST, int(opening.tag[1]) - above)}"
    named = [(opening, _text(inline)) for opening, inline, _ in headings]
    unwanted.update(id(opening) for opening, text in named if not text)
    if unwanted:
        state.tokens = _without(state.tokens, unwanted)
    _assign_ids([(opening, text) for opening, text in named if text], names, found)


def _take_title(opening: Token, inline: Token, names: OtherNames, found: ParseContext) -> None:
    found.title = inline.children
    if "id" in opening.meta:
        found.title_id = claim_id(opening.meta["id"], found)
    names.add(opening, _text(inline), found.title_id)


def _is_title(
    tokens: list[Token], heading: tuple[Token, Token, Token], found: ParseContext
) -> bool:
    """Whether the first heading is the page's own, and so not shown again below it.

    One of a lower level is where the front matter has no title and nothing stands before it.
    """
    opening, inline, _ = heading
    text = _text(inline)
    if opening.level or not text:
        return False
    if opening.tag == "h1":
        return True
    begins = found.untitled and tokens[0] is opening and not opening.meta.get("minor")
    return begins and section_kind(text, found.locale) is None


def _without(tokens: list[Token], unwanted: set[int]) -> list[Token]:
    """The tokens without these headings; one of only a picture becomes a paragraph."""
    kept: list[Token] = []
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
            kept.append(token)
    return kept


def _is_picture(inline: Token) -> bool:
    """It has no text, but shows something."""
    return not _text(inline) and any(
        child.type == "image" or child.content[:4].lower() == "<img"
        for child in inline.children or ()
    )


def _assign_ids(named: list[tuple[Token, str]], names: OtherNames, found: ParseContext) -> None:
    """Give ids, authored ones first, then note the headings in reading order."""
    for opening, _ in named:
        if "id" in opening.meta:
            opening.attrSet("id", claim_id(opening.meta["id"], found))
    for opening, text in named:
        if "id" not in opening.meta:
            opening.attrSet("id", claim_id(text.lower(), found))
        level, minor = int(opening.tag[1]), bool(opening.meta.get("minor"))
        heading_id = str(opening.attrGet("id"))
        names.add(opening, text, heading_id)
        names.add_path(level, text, heading_id)
        line = found.line_of(opening)
        found.headings.append(Heading(level, heading_id, text, line, minor=minor))
    names.note_all()


def _text(inline: Token) -> str:
    """Plain text of a heading, single spaces."""
    return " ".join(plain_text_of(inline).translate(INVISIBLE).split())


def close_gaps(tokens: list[Token], facts: ParseContext) -> None:
    """Each heading one level below the one that it belongs to, at most; siblings stay siblings.

    Tokens and `facts.headings` are changed; what was changed is noted for the checks.
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
    """The first heading that skips each level; those below one that does are right once it is."""
    counts: Counter[tuple[int, int]] = Counter()
    lines: dict[tuple[int, int], int] = {}
    previous = _HIGHEST - 1
    for authored, heading in zip(facts.headings, ranked, strict=True):
        if authored.level > max(heading.level, previous + 1) or authored.level < heading.level:
            pair = authored.level, heading.level
            counts[pair] += 1
            lines.setdefault(pair, heading.line)
        previous = authored.level
    for pair, count in counts.items():
        yield SkippedLevel(facts.place(lines[pair]), *pair, count)


def _ranked(headings: Iterable[Heading]) -> Iterator[Heading]:
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        yield replace(heading, level=len(above) + _HIGHEST)
        above.append(heading.level)
