"""Reads the labels `[!UICONTROL Save]`, `[!DNL Campaign]` and `[!BADGE Beta]{type=Positive}`.

A label may hold any inline markup and be in any. Its end is found by pairing the brackets of the
whole text once, apart from code spans and escapes, so that a text of openers takes linear time.

Attributes may follow images, links and labels: `![…](…){width="300"}`, `[…](…){target=_blank}`;
machine translation puts blanks before them. Only a list wholly of known keys has an effect; other
text in braces, such as `{{tenant}}`, `{%%mcid%%}` or a CSS rule, is text. What is kept is
presentation that a class or a number can say: width and height in pixels, a width in percent as the
nearest quarter, an alignment. `target` is dropped, since whether a link opens a new tab is the
reader's choice (WCAG 3.2.5).

Lists of classes and ids, as kramdown, Python Markdown and MyST have them, are taken out: they stand
behind what they are about, or on a line of their own, and only another generator's style sheet
knows them.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.block_attributes import LIST
from errata.articles.markdown.tokens import ENDS, push_inside, push_text
from errata.data.patterns import compile_late

# The most characters of a list. It bounds the work for each brace, so that a text of braces takes
# linear time; a list of all the known keys has about a hundred.
_LONGEST: Final = 1000
# How many lines below a target are searched for its heading: authors leave one blank line.
_NEAR: Final = 20
# "300", "'a b'" and '"a b"' yes; "a b", "a=b" and "{a}" without quotes no.
_VALUE: Final = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'{}=]++)"""
# '{width="300"}' and "{ a=1 b = 2 }" yes; "{}", "{{tenant}}" and "{color: red}" no.
_LIST: Final = compile_late(rf"\{{\s*+(?:[A-Za-z][\w-]*+\s*+=\s*+{_VALUE}\s*+)++\}}")
# "width=300" and 'title = "a b"' in a list; not "=300".
_PAIR: Final = compile_late(rf"([A-Za-z][\w-]*+)\s*+=\s*+({_VALUE})")

# ".btn" and "#id" in a list, and "rel=x" and "-", which MyST and pandoc have.
_ITEM: Final = rf"(?:[.#][\w:.-]++|[A-Za-z][\w-]*+={_VALUE})"
# '{: .no_toc}', "{.btn #a x=1}" and '{:target="_blank"}' yes; "{foo}", "{{x}}" and "{: }" no.
_CLASSES: Final = compile_late(rf"\{{:?[ \t]*+{_ITEM}(?:[ \t]++{_ITEM})*+[ \t]*+\}}")
# "{::comment}", "{:/comment}" and "{:/}" of kramdown yes; "{:a}" no.
_EXTENSION: Final = compile_late(r"\{:[:/][^{}\n]{0,200}+\}")
# "(target)=" of MyST, on a line of its own; "(a) = b" no.
_TARGET: Final = compile_late(r"\([\w:.-]{1,100}+\)=")

_ALIGNMENTS: Final = frozenset({"left", "center", "right"})
# Per cent. There is a class for each, since the policy of the pages forbids styles.
_QUARTERS: Final = (25, 50, 75, 100)
# `zoomable`, `modal` and `transcript` are read and dropped: they only steer the vendor's pages.
# What a list may stand behind.
_LINKED: Final = frozenset({"image", "link_close"})
_TARGETS: Final = _LINKED | {"code_inline", "kbd_close", "badge_close"}
_EMPHASIS: Final = frozenset({"*", "**", "_", "__"})
# "{.a" and "{: a" yes; "{a=1" no.
_MARKED: Final = compile_late(r"\{(?::|[ \t]*[.#])")
_FIRST: Final = frozenset("{(")
_IMAGE_KEYS: Final = frozenset({"width", "height", "align", "zoomable", "modal"})
_LINK_KEYS: Final = frozenset({"target", "rel", "transcript", "modal"})
# The most digits of a width or height in pixels; no screen is wider than four can say.
_MAX_DIGITS: Final = 4


def read_braces(
    source: str, start: int, end: int, keys: frozenset[str]
) -> tuple[dict[str, str], int] | None:
    """Return the pairs of the list at `start` and the position after it; None if it is text."""
    match = _LIST.match(source, start, min(end, start + _LONGEST))
    if not match:
        return None
    pairs = {key.lower(): value.strip("\"'") for key, value in _PAIR.findall(match[0])}
    return (pairs, match.end()) if keys.issuperset(pairs) else None


def _read_attributes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != "{" or silent or state.pending.strip() or not state.tokens:
        return False
    token = state.tokens[-1]
    if not _may_have_attributes(token, is_adjacent=not state.pending):
        return False
    keys = {"image": _IMAGE_KEYS, "link_close": _LINK_KEYS}.get(token.type, frozenset())
    if attributes := read_braces(state.src, state.pos, state.posMax, keys):
        pairs, state.pos = attributes
        state.pending = ""
        if token.type == "image":
            _set_attributes(token, pairs)
        return True
    classes = _CLASSES.match(state.src, state.pos, min(state.posMax, state.pos + _LONGEST))
    # In `{a=1}` behind code, which may be code as well, nothing says that it is a list.
    is_list = classes and (token.type in _LINKED or _MARKED.match(classes[0]))
    if not classes or not is_list or state.pending:
        return False
    state.pos = classes.end()
    return True


def _may_have_attributes(token: Token, *, is_adjacent: bool) -> bool:
    if not is_adjacent:
        return token.type in _LINKED
    # While a text is read, marks of emphasis are still texts.
    return token.type in _TARGETS or (token.type == "text" and token.content in _EMPHASIS)


def _read_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a list on a line of its own, which is about the block above or below."""
    begin, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if state.src[begin : begin + 1] not in _FIRST or state.is_code_block(start):
        return False
    stop = min(stop, begin + _LONGEST)
    patterns = (_CLASSES, _EXTENSION, _TARGET)
    match = next(filter(None, (each.match(state.src, begin, stop) for each in patterns)), None)
    if not match or state.src[match.end() : state.eMarks[start]].strip():
        return False
    if ("#" in match[0] or match[0][0] == "(") and _is_headings(state, start, end):
        return False
    if not silent:
        written = state.push(LIST, "", 0)
        written.content, written.map = match[0], [start, start + 1]
        state.line = start + 1
    return True


def _is_headings(state: StateBlock, start: int, end: int) -> bool:
    """Whether the line is next to a heading, to which it may give an id."""
    if state.tokens and state.tokens[-1].type == "heading_close":
        return True
    line, end = start + 1, min(end, start + _NEAR)
    while line < end and (state.isEmpty(line) or state.src[state.bMarks[line]] == "("):
        line += 1
    return line < end and state.src[state.bMarks[line] + state.tShift[line]] == "#"


def _set_attributes(image: Token, pairs: dict[str, str]) -> None:
    for key in ("width", "height"):
        if pixels := _pixels(pairs.get(key, "")):
            image.attrSet(key, pixels)
    width = pairs.get("width", "")
    if width.endswith("%") and width[:-1].isdecimal():
        image.attrJoin("class", _quarter(width[:-1]))
    if (side := pairs.get("align", "").lower()) in _ALIGNMENTS:
        image.attrJoin("class", f"align-{side}")


def _pixels(value: str) -> str:
    number = value.removesuffix("px")
    plain = number.isascii() and number.isdecimal() and len(number) <= _MAX_DIGITS
    return str(int(number)) if plain and int(number) else ""


def _quarter(percent: str) -> str:
    share = int(percent[:4])
    return f"w-{min(_QUARTERS, key=lambda quarter: abs(quarter - share))}"


_TONES: Final = frozenset({"caution", "informative", "negative", "neutral", "positive"})
# "[!UICONTROL " and "[!badge " yes; "[!NOTE " and "[!BADGE]" no.
_OPENER: Final = compile_late(r"\[!(UICONTROL|DNL|BADGE)\s++", re.IGNORECASE)
# In "a[`]`" each of "[", "`", "]" and "`"; of "\\[" both characters, so that it is not a bracket.
_BRACKET: Final = compile_late(r"\\[\s\S]|`++|\[|\]")
# `newtab` is read and dropped: whether a link opens a new tab is the reader's choice.
_BADGE_KEYS: Final = frozenset({"type", "url", "tooltip", "newtab"})

# Key in `env`: for each text being read, where each `[` closes.
_PAIRS: Final = "errata.brackets"
# The key for brackets that nothing closes.
_UNCLOSED: Final = "errata.unclosed_brackets"
# So many of them are not an author's slip. Each costs a look at the 100 brackets behind it, and
# brackets in attributes of raw HTML, which are not distinguished here, are never as many.
_MANY: Final = 200


def extend(md: MarkdownIt) -> None:
    """Add the rules of labels before that of links, those of attributes behind images."""
    md.inline.ruler.before("link", "labels", _read_label)
    md.inline.ruler.before("labels", "open_brackets", _read_open_bracket)
    md.inline.ruler.after("image", "attributes", _read_attributes)
    md.block.ruler.before("fence", "attribute_line", _read_line, ENDS)


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
    """Read a `[` that nothing closes as text if there are very many: links would search on."""
    start = state.pos + state.src.startswith("!", state.pos)
    if not state.src.startswith("[", start) or start not in _unclosed_brackets(state):
        return False
    if not silent:
        state.push("text", "", 0).content = state.src[state.pos : start + 1]
    state.pos = start + 1
    return True


def _unclosed_brackets(state: StateInline) -> frozenset[int]:
    """Find the unclosed brackets of the text being read if they are very many; else none."""
    by_text: dict[str, frozenset[int]] = state.env.setdefault(_UNCLOSED, {})
    if (unclosed := by_text.get(state.src)) is None:
        unclosed = frozenset()
        if state.src.count("[") > _MANY:
            pairs = bracket_pairs(state)
            opened = (index for index, char in enumerate(state.src) if char == "[")
            unclosed = frozenset(index for index in opened if index not in pairs)
        by_text[state.src] = unclosed = unclosed if len(unclosed) > _MANY else frozenset()
    return unclosed


def _as_text(state: StateInline, *, silent: bool) -> bool:
    """Read a `[` that nothing closes as text: the link rule would search for its end again."""
    if not silent:
        state.push("text", "", 0).content = "["
    state.pos += 1
    return True


def bracket_pairs(state: StateInline) -> dict[int, int]:
    """Pair the brackets of the text being read, once."""
    by_text: dict[str, dict[int, int]] = state.env.setdefault(_PAIRS, {})
    if (pairs := by_text.get(state.src)) is None:
        parse_context(state.env).room_for_elements(state.src.count("["))
        by_text[state.src] = pairs = pair_brackets(state.src)
    return pairs


def pair_brackets(text: str) -> dict[int, int]:
    """Map the position of each `[` that has a partner to that of its `]`."""
    marks = list(_BRACKET.finditer(text))
    last_run = {mark[0]: index for index, mark in enumerate(marks) if mark[0][0] == "`"}
    pairs: dict[int, int] = {}
    opened: list[int] = []
    span = ""
    for index, mark in enumerate(marks):
        sign = mark[0]
        if span:
            span = "" if sign == span else span
        elif sign[0] == "`":
            span = sign if last_run[sign] > index else ""
        elif sign == "[":
            opened.append(mark.start())
        elif sign == "]" and opened:
            pairs[opened.pop()] = mark.start()
    return pairs


def _push(state: StateInline, name: str, start: int, close: int) -> None:
    behind = close + 1
    pairs: dict[str, str] = {}
    if name == "badge" and (braces := read_braces(state.src, behind, state.posMax, _BADGE_KEYS)):
        pairs, behind = braces
    tag, attributes = _element(state, name, pairs)
    state.push(f"{name}_open", tag, 1).attrs = attributes
    if start < close:
        push_inside(state, (start, close))
    elif tooltip := pairs.get("tooltip"):
        push_text(state, tooltip)
    state.push(f"{name}_close", tag, -1)
    state.pos = behind


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
