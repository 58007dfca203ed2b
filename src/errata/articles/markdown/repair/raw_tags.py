"""Reads one raw tag, in a paragraph as in a block: what HTML calls it and what becomes of it.

A name that HTML does not have is a placeholder such as `<host>`, which a browser would swallow: it
is shown as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.model.observations import RemovedHtml, UnknownTag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.articles.markdown.context import ParseContext


def split_words(text: str) -> frozenset[str]:
    """The words of a text, for lists that would fill a page one to a line."""
    return frozenset(text.split())


# Kept, balanced, and without their attributes but those of `a`.
INLINE: Final = split_words(
    "a abbr b cite code del em i ins kbd mark q s samp small span strong sub sup time u var"
)
# Kept in blocks of raw HTML.
BLOCK: Final = split_words(
    "blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr "
    "li ol p picture pre summary table tbody td tfoot th thead tr ul"
)
# Those that, inside a paragraph, become a line break.
NEWLINE: Final = split_words("div dd dt h1 h2 h3 h4 h5 h6 hr li p pre table tr blockquote")
# Harmless, but not kept: the text in them stays.
NEUTRAL: Final = split_words(
    "acronym address article aside bdi bdo big body center data dfn font footer head header hgroup "
    "html main nav nobr noscript rb rp rt ruby search section strike tt wbr"
)
# Removed together with what is in them.
SILENT: Final = frozenset({"script", "style"})
# Removed and reported; the text in them stays, unless they are silent.
FORBIDDEN: Final = SILENT | split_words(
    "applet area audio base basefont bgsound button canvas datalist dialog dir embed fieldset form "
    "frame frameset iframe input label legend link map marquee math menu menuitem meta meter "
    "noembed noframes object optgroup option output param plaintext portal progress select slot "
    "source svg template textarea title track video xmp"
)
# They have no closing tag.
VOID: Final = split_words(
    "area base basefont bgsound br col embed frame hr img input link meta param source track wbr"
)
KNOWN: Final = INLINE | BLOCK | NEUTRAL | FORBIDDEN | {"br", "img"}

# A tag as slash, name and attributes: "</b>" and '<a href="x>y">' yes; "<5>", "< b>" and "<b" no.
# Possessive, so that nothing is tried twice.
TAG: Final = re.compile(
    r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9:._-]*)"
    r"(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
)
# 'href="x"', "width=5" and "open" yes; "=5" no.
_ATTRIBUTE: Final = re.compile(
    r"([A-Za-z][\w:.-]*)(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?"
)
# How the attributes begin that run script, such as `onclick`; no other attribute does.
_EVENT: Final = "on"


class RawTag(NamedTuple):
    """A tag that may stay."""

    name: str
    """Lower case."""
    closing: bool
    attributes: Mapping[str, str]
    """Names in lower case, the first of each name, values as written."""


@dataclass(slots=True)
class TagJudge:
    """Says what becomes of the tags of one article, and notes each kind once for the checks."""

    context: ParseContext
    _noted: set[str] = field(default_factory=set)

    def judge(
        self, tag: re.Match[str], line: int, forbidden: frozenset[str] = FORBIDDEN
    ) -> RawTag | str:
        """The tag where it may stay; otherwise what is left of it: its own text, or nothing.

        Args:
            tag: a match of `TAG`.
            line: of the source file, for what is noted.
            forbidden: names that go.
        """
        name = tag["name"].lower()
        if name not in KNOWN:
            return self.placeholder(tag, line)
        read = read_tag(tag)
        for key in read.attributes:
            if key.startswith(_EVENT):
                self.removed(f"`{key}` of `<{name}>`", line)
        if name in forbidden:
            self.removed(f"`<{name}>`", line)
            return ""
        return read

    def placeholder(self, tag: re.Match[str], line: int) -> str:
        """The tag as text, noted as one that a browser would swallow."""
        self._note(tag["name"], UnknownTag(self.context.place(line), tag["name"]))
        return tag[0]

    def removed(self, what: str, line: int) -> None:
        """Note HTML that is not allowed."""
        self._note(f" {what}", RemovedHtml(self.context.place(line), what))

    def _note(self, key: str, seen: UnknownTag | RemovedHtml) -> None:
        if key not in self._noted:
            self._noted.add(key)
            self.context.observe(seen)


def read_tag(tag: re.Match[str]) -> RawTag:
    """What a match of `TAG` says."""
    return RawTag(tag["name"].lower(), bool(tag["slash"]), _parse_attributes(tag["rest"]))


def _parse_attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text) if text.strip() else ():
        name, *values = match.groups()
        found.setdefault(name.lower(), next(filter(None, values), ""))
    return found
