"""What HTML calls its elements, and what an article may do with each of them.

A name that is in none of these sets is no HTML at all but a placeholder such as `<host>`, which a
browser would swallow: it is shown as text.
"""

from __future__ import annotations

import re


def split_words(text: str) -> frozenset[str]:
    """The words of a text, for lists that would fill a page one to a line."""
    return frozenset(text.split())


INLINE = split_words(
    "a abbr b cite code del em i ins kbd mark q s samp small span strong sub sup time u var"
)
"""Kept, balanced, and without their attributes but those of `a`."""

BLOCK = split_words(
    "blockquote caption col colgroup dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr "
    "li ol p picture pre summary table tbody td tfoot th thead tr ul"
)
"""Kept in blocks of raw HTML; inside a paragraph the ones that begin a line become a line break."""

NEUTRAL = split_words(
    "acronym address article aside bdi bdo big body center data dfn font footer head header hgroup "
    "html main nav nobr noscript rb rp rt ruby search section strike tt wbr"
)
"""Harmless, but not kept: the text in them stays."""

SILENT = frozenset({"script", "style"})
"""Removed together with what is in them."""

FORBIDDEN = SILENT | split_words(
    "applet area audio base basefont bgsound button canvas datalist dialog dir embed fieldset form "
    "frame frameset iframe input label legend link map marquee math menu menuitem meta meter "
    "noembed noframes object optgroup option output param plaintext portal progress select slot "
    "source svg template textarea title track video xmp"
)
"""Removed, with a finding; the text in them stays unless they are silent."""

VOID = split_words(
    "area base basefont bgsound br col embed frame hr img input link meta param source track wbr"
)

KNOWN = INLINE | BLOCK | NEUTRAL | FORBIDDEN | {"br", "img"}

NEWLINE = split_words("div dd dt h1 h2 h3 h4 h5 h6 hr li p pre table tr blockquote")
"""Blocks that, inside a paragraph, are worth a line break."""

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:._-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>")
"""A tag: slash, name, attributes. Possessive, so that nothing is tried twice."""

_ATTRIBUTE = re.compile(
    r"([A-Za-z][\w:.-]*)(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?"
)


def parse_attributes(text: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case, the first of each name, values as written."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        name, *values = match.groups()
        found.setdefault(name.lower(), next(filter(None, values), ""))
    return found
