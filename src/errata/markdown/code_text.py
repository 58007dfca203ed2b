"""Restores the text of a piece of code to what it was before the exporter.

The exporter put one space behind every `[` and `]`, escaped `<` and `>`, and turned each `**` into
`<b>` or `</b>` by turns, so that a masked `****` reads `<b></b>`. Each is undone only where the
piece shows that it happened; code that is authentic in that form is left alone.
"""

from __future__ import annotations

import re
from html import unescape

_SUSPECT = re.compile("[\u00a0\u200b-\u200d\u2060\ufeff&]|\\[ |</?b>")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]|(?<![^\0-\u024f])[\u200c\u200d](?![^\0-\u024f])")
_SMART = re.compile("[\u2018\u2019\u201c\u201d]")
_RAW_TAG = re.compile(r"<[A-Za-z/!?]")
_BOLD = re.compile(r"</?b>")
_MASK = re.compile(r"(?:<b></b>)+(?:</?b>)?\*?|</?b>\*")
_ENTITY = re.compile(r"&(?:lt|gt|quot|apos|#39|nbsp);|&#(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6]);")
_BLANK_ENTITY = re.compile(r"&(?:nbsp|#160|#x[aA]0);|&(?:#8203|#x200[bB]);")
_UNSPACED = re.compile(r"[\[\]](?![\s\u00a0]|$)")
_INJECTED = re.compile(r"\[ [^\s\[\]][^\[\]\n]*(?<=[^\s\[\]])\]|\]  |\[ \] ")
_BRACKET_SPACE = re.compile(r"([\[\]]) ")
_SINGLE = re.compile(r"\[ ([^\s\[\]]+)\]")


def has_escaped_html(text: str) -> bool:
    """Whether the code holds characters that do not survive being copied (KB802)."""
    return bool(_SUSPECT.search(text) and _INVISIBLE.search(text)) or "\u00a0" in text


def has_smart_quotes(text: str) -> bool:
    """Whether a word processor curled the quotes; they are kept, for that may be the subject."""
    return bool(_SMART.search(text))


def restore_code(text: str) -> str:
    """The code as it was; the same text for code that nothing happened to."""
    if not _SUSPECT.search(text):
        return text
    if "</" in text or "<b>" in text:
        text = _stars(text)
    if "[ " in text:
        text = _brackets(text)
    if "&" in text:
        text = _entities(text)
    return _INVISIBLE.sub("", text.replace("\u00a0", " "))


def _stars(text: str) -> str:
    """`<b>` and `</b>` were `**`; in code that is HTML only masks such as `<b></b>*` are."""
    is_html = _RAW_TAG.search(_BOLD.sub("", text))
    pattern = _MASK if is_html else _BOLD
    return pattern.sub(lambda match: _BOLD.sub("**", match[0]), text)


def _brackets(text: str) -> str:
    """Without the space behind brackets: all of them, or those of `[ main]` alone."""
    if not _UNSPACED.search(text) and _INJECTED.search(text):
        return _BRACKET_SPACE.sub(r"\1", text)
    return _SINGLE.sub(r"[\1]", text)


def _entities(text: str) -> str:
    if _RAW_TAG.search(text):
        return _blank(text)
    return _ENTITY.sub(lambda match: unescape(match[0]), _blank(text))


def _blank(text: str) -> str:
    return _BLANK_ENTITY.sub(lambda match: unescape(match[0]), text)
