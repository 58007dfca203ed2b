"""Gives every heading an id, takes the first one as the title and lists the others.

An authored `{#id}` is taken off before the inline markup is read, so that no underscore in it is
emphasis. An authored id wins over one made from text wherever it is. All ids are letters, digits,
`-` and `_`, begin with a letter and are unique, also among the ids of the page's frame. A
first-level heading that is not the title is one of the second level: a page has one title.

`close_gaps` closes the gaps between the levels (WCAG technique G141): people who listen to a page
go from heading to heading by level, and take a gap for something missed. Markdown itself allows
gaps, so this runs on the finished tokens and is not an extension of the parser.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.section_names import section_kind
from errata.articles.markdown.tokens import INVISIBLE, plain_text_of
from errata.model import Heading
from errata.model.observations import SkippedLevel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


CLASSES: frozenset[str] = frozenset()

# Ids of the page's own frame; it may use any that begins with `errata-`, too.
RESERVED: Final = frozenset({"main", "contents", "search", "top"})

# Level of the highest heading in the body; the title of the page is the first.
_HIGHEST: Final = 2
# "{#an-id}" at the end of "Cause {#an-id}"; not "\\{#an-id}" nor "{#an id}".
_AUTHORED: Final = re.compile(r"(?<!\\)\{#([^\s{}]{1,200})\}$")
# Characters searched for it: the longest id, its braces and sign, and a few more.
_AUTHORED_REACH: Final = 210
# Characters of an id: it is part of an address, which people share.
_LONGEST: Final = 100
# "cause-2" and "原因" yes; "2-cause", "_cause" and "a.b" no.
_VALID: Final = re.compile(r"[^\W\d_][\w-]*+")
# The apostrophe of "don't"; not the quotes of "'word'".
_APOSTROPHE: Final = re.compile(r"(?<=\w)['\u2019](?=\w)")
# " / " in "issue / symptoms"; not the letters.
_NOT_IN_ID: Final = re.compile(r"[^\w]+")


def extend(md: MarkdownIt) -> None:
    """Add both rules; the second runs last of all that make or unmake headings."""
    md.core.ruler.after("block", "authored_ids", _take_authored_ids)
    md.core.ruler.push("heading_ids", _number_headings)


def fragment_id(fragment: str) -> str:
    """The id on the page that a link to an authored `{#fragment}` means."""
    return _valid_id(fragment)


def heading_slug(text: str) -> str:
    """An id made from a heading's text."""
    return _valid_id(text.lower())


def _take_authored_ids(state: StateCore) -> None:
    if "{#" not in state.src:
        return
    for opening, inline, _ in _headings(state.tokens):
        content = inline.content.rstrip()
        if content.endswith("}") and (found := _AUTHORED.search(content[-_AUTHORED_REACH:])):
            opening.meta["id"] = found[1]
            inline.content = content[: -len(found[0])].rstrip()


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Opening, inline and closing token of each heading."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, tokens[index + 1], tokens[index + 2]


def _number_headings(state: StateCore) -> None:
    found = parse_context(state.env)
    headings = list(_headings(state.tokens))
    unwanted: set[int] = set()
    above = 0
    if headings and found.title is None and _is_title(state.tokens, headings[0], found):
        opening, inline, _ = headings.pop(0)
        found.title = inline.children
        unwanted.add(id(opening))
        above = int(opening.tag[1]) - 1
    for opening, _, closing in headings:
        opening.tag = closing.tag = f"h{max(_HIGHEST, int(opening.tag[1]) - above)}"
    named = [(opening, _text(inline)) for opening, inline, _ in headings]
    unwanted.update(id(opening) for opening, text in named if not text)
    if unwanted:
        state.tokens = _without(state.tokens, unwanted)
    _assign_ids([(opening, text) for opening, text in named if text], found)


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


def _assign_ids(named: list[tuple[Token, str]], found: ParseContext) -> None:
    """Give ids, authored ones first, then note the headings in reading order."""
    taken = _TakenIds(found.anchors)
    for opening, _ in named:
        if "id" in opening.meta:
            opening.attrSet("id", taken.claim(_valid_id(opening.meta["id"])))
    for opening, text in named:
        if "id" not in opening.meta:
            opening.attrSet("id", taken.claim(heading_slug(text)))
        level, minor = int(opening.tag[1]), bool(opening.meta.get("minor"))
        found.headings.append(
            Heading(level, str(opening.attrGet("id")), text, found.line_of(opening), minor=minor)
        )


class _TakenIds:
    """The ids of the page so far."""

    def __init__(self, anchors: set[str]) -> None:
        self._anchors = anchors
        self._next: dict[str, Iterator[int]] = {}

    def claim(self, wanted: str) -> str:
        """The wanted id, or the first free one among `wanted-2`, `wanted-3` and so on."""
        name = wanted
        while name in self._anchors or name in RESERVED:
            name = f"{wanted}-{next(self._next.setdefault(wanted, count(2)))}"
        self._anchors.add(name)
        return name


def _valid_id(text: str) -> str:
    """Letters, digits, `-` and `_`, a letter first: what the page's validator calls an id."""
    kept = unicodedata.normalize("NFC", text)[:_LONGEST].translate(INVISIBLE)
    if not _VALID.fullmatch(kept):
        kept = _NOT_IN_ID.sub("-", _APOSTROPHE.sub("", kept)).strip("-")
    if not kept:
        return "section"
    return kept if kept[0].isalpha() and not kept.startswith("errata-") else f"s-{kept}"


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
    for authored, heading in zip(facts.headings, ranked, strict=True):
        if authored != heading:
            place = facts.place(heading.line)
            facts.observe(SkippedLevel(place, authored.level, heading.level))
    facts.headings[:] = ranked


def _ranked(headings: Iterable[Heading]) -> Iterator[Heading]:
    above: list[int] = []
    for heading in headings:
        while above and above[-1] >= heading.level:
            above.pop()
        yield replace(heading, level=len(above) + _HIGHEST)
        above.append(heading.level)
