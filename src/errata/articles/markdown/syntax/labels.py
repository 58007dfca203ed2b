"""Reads the labels `[!UICONTROL Save]`, `[!DNL Campaign]` and `[!BADGE Beta]{type=Positive}`.

A label may hold any inline markup and be in any. Its end is found by pairing the brackets of the
whole text once, apart from code spans and escapes, so that a text of openers takes linear time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.syntax.attributes import read_braces

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_TONES: Final = frozenset({"caution", "informative", "negative", "neutral", "positive"})
# "[!UICONTROL " and "[!badge " yes; "[!NOTE " and "[!BADGE]" no.
_OPENER: Final = re.compile(r"\[!(UICONTROL|DNL|BADGE)\s++", re.IGNORECASE)
# In "a[`]`" each of "[", "`", "]" and "`"; of "\\[" both characters, so that it is not a bracket.
_BRACKET: Final = re.compile(r"\\[\s\S]|`++|\[|\]")
# `newtab` is read and dropped: whether a link opens a new tab is the reader's choice.
_BADGE_KEYS: Final = frozenset({"type", "url", "tooltip", "newtab"})

# Key in `env`: for each text being read, where each `[` closes.
_PAIRS: Final = "errata.brackets"
# The same for the brackets that nothing closes.
_UNCLOSED: Final = "errata.unclosed_brackets"
# So many of them are no slip of an author. Each costs a look at the 100 brackets behind it, and
# brackets in attributes of raw HTML, which are not told apart here, are never as many.
_MANY: Final = 200


def extend(md: MarkdownIt) -> None:
    """Add the rules before that of links."""
    md.inline.ruler.before("link", "labels", _read_label)
    md.inline.ruler.before("labels", "open_brackets", _read_open_bracket)


def _read_label(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != "[" or not state.src.startswith("!", state.pos + 1):
        return False
    opener = _OPENER.match(state.src, state.pos, state.posMax)
    if not opener:
        return False
    close = bracket_pairs(state).get(state.pos, state.posMax)
    if close >= state.posMax:
        return _as_text(state, silent=silent)
    if silent:
        # The link rule looks for the end of a link around the label: to it these are brackets.
        return False
    _push(state, opener[1].lower(), opener.end(), close)
    return True


def _read_open_bracket(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """One that nothing closes, among very many: links and pictures look for the end of each."""
    at = state.pos + state.src.startswith("!", state.pos)
    if not state.src.startswith("[", at) or at not in _unclosed_brackets(state):
        return False
    if not silent:
        state.push("text", "", 0).content = state.src[state.pos : at + 1]
    state.pos = at + 1
    return True


def _unclosed_brackets(state: StateInline) -> frozenset[int]:
    """Those of the text that is being read, where they are very many; else none."""
    known: dict[str, frozenset[int]] = state.env.setdefault(_UNCLOSED, {})
    if (found := known.get(state.src)) is None:
        found = frozenset()
        if state.src.count("[") > _MANY:
            pairs = bracket_pairs(state)
            opened = (at for at, char in enumerate(state.src) if char == "[")
            found = frozenset(at for at in opened if at not in pairs)
        known[state.src] = found = found if len(found) > _MANY else frozenset()
    return found


def _as_text(state: StateInline, *, silent: bool) -> bool:
    """A bracket that nothing closes; the link rule would look for its end once more."""
    if not silent:
        state.push("text", "", 0).content = "["
    state.pos += 1
    return True


def bracket_pairs(state: StateInline) -> dict[int, int]:
    """Those of the text that is being read, paired once."""
    known: dict[str, dict[int, int]] = state.env.setdefault(_PAIRS, {})
    if (pairs := known.get(state.src)) is None:
        known[state.src] = pairs = pair_brackets(state.src)
    return pairs


def pair_brackets(text: str) -> dict[int, int]:
    """Position of each `[` that has a partner -> position of that `]`."""
    marks = list(_BRACKET.finditer(text))
    last_run = {mark[0]: index for index, mark in enumerate(marks) if mark[0][0] == "`"}
    pairs: dict[int, int] = {}
    opened: list[int] = []
    span = ""
    for index, mark in enumerate(marks):
        found = mark[0]
        if span:
            span = "" if found == span else span
        elif found[0] == "`":
            span = found if last_run[found] > index else ""
        elif found == "[":
            opened.append(mark.start())
        elif found == "]" and opened:
            pairs[opened.pop()] = mark.start()
    return pairs


def _push(state: StateInline, name: str, start: int, close: int) -> None:
    end, behind = state.posMax, close + 1
    pairs: dict[str, str] = {}
    if name == "badge" and (found := read_braces(state.src, behind, end, _BADGE_KEYS)):
        pairs, behind = found
    tag, attributes = _element(state, name, pairs)
    state.push(f"{name}_open", tag, 1).attrs = attributes
    state.pos, state.posMax = start, close
    if start < close:
        state.md.inline.tokenize(state)
    elif tooltip := pairs.get("tooltip"):
        state.push("text", "", 0).content = tooltip
    state.push(f"{name}_close", tag, -1)
    state.pos, state.posMax = behind, end


def _element(
    state: StateInline, name: str, pairs: dict[str, str]
) -> tuple[str, dict[str, str | int | float]]:
    if name == "dnl":
        return "span", {"class": "dnl", "translate": "no"}
    if name == "uicontrol":
        return "span", {"class": "uicontrol"}
    tone = pairs.get("type", "").lower()
    attributes: dict[str, str | int | float] = {
        "class": f"badge badge-{tone}" if tone in _TONES else "badge"
    }
    if tooltip := pairs.get("tooltip"):
        attributes["title"] = tooltip
    url = state.md.normalizeLink(pairs.get("url", ""))
    if url and not state.linkLevel and state.md.validateLink(url):
        return "a", attributes | {"href": url}
    return "span", attributes
