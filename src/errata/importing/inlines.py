"""Writes the content of a line: text, emphasis, code, links and pictures.

Text is escaped so that markdown shows it as it is, and stays readable if possible. A code such as
`ERR_FOO_BAR` stays whole: an underscore between letters means nothing. Text that could be markup in
other tools, which errata reads as well, is also escaped.

Blanks are joined as in a browser; a no-break blank stays. Where an asterisk would not open or close
emphasis, as beside a Japanese letter, the HTML element is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from html import escape
from typing import Final, Protocol

from bs4.element import NavigableString, PageElement, Tag

from errata.data.patterns import compile_late
from errata.text.markdown import write_code_span

# One alternative for each thing that could be markup within a line:
_INLINE: Final = compile_late(
    r"""
    (?P<backslash> \\ (?= [!-/:-@\[-`{-~] | \s*$ ) )  # "\*" yes; "C:\Users" no
    | (?P<star> \* )
    | (?P<under> _+ )
    | (?P<tick> ` )
    | (?P<angle> < (?= [A-Za-z/!?{%<] | $ ) )      # "<host>" yes; "a < b" no
    | (?P<amp> & (?= \#?[A-Za-z0-9]{1,32}; ) )     # "&amp;" yes; "R&D" no
    | (?P<open> \[ )
    | (?P<bang> ! (?= \[ | $ ) )
    | (?P<close> \] )
    | (?P<brace> \{ )                              # "{{ x }}", "{% if %}" and "{#id}"
    | (?P<tilde> ~ (?= ~ ) | (?<= ~ ) ~ )
    | (?P<equal> = (?= = ) | (?<= = ) = )          # "==mark==" of some tools
    | (?P<colon> : (?= [A-Za-z0-9_+-]{1,40}: ) | : (?= :: ) )  # ":icon:"
    | (?P<plus> \+ (?= \+ ) )
    """,
    re.VERBOSE,
)
# "[main]" yes; "[x]", "[^1]", "[!NOTE]", "[[a]]" and "[a](b)" no.
_HARMLESS: Final = compile_late(r"\[(?![xX ]\]|[!^\[])([^\[\]\n\\`*_<&!]{1,80})\](?![(\[:{])")
# At the beginning of a line: "# a", "- a", "+ a", "* a", "_ _ _", "-- -", "> a", "1. a", "~~~",
# "===", ":::", "!!! a", "///".
_LINE_START: Final = compile_late(
    r"(?P<mark>\#{1,6}(?=[ \t]|$)|[-+](?=[ \t]|$)|[*_]+(?=[ \t]|$)|>|~{3}|:{3}|={1,}[ \t]*$"
    r"|-(?=[- \t]*$)|\||!{3}|\?{3}|/{3}|\+{3}|={3}|;{3}|-{3}|:[ \t])"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=[ \t]|$)"
    r"|(?P<word>import|export)(?=[ \t])"
)
# Next to the text of an element is markup: neither a letter nor a blank.
_EDGE: Final = "\0"


def escape_text(text: str, after: str = "") -> str:
    """Escape text within a line; `after` is the character after its element."""
    harmless = {match.start() for match in _HARMLESS.finditer(text) if match[1] != "TOC"}
    harmless |= {match.end() - 1 for match in _HARMLESS.finditer(text) if match.start() in harmless}
    if text.endswith("]") and after in {"(", "["}:
        harmless = set()
    padded = f"{_EDGE}{text}{_EDGE}"
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())

    def escape(match: re.Match[str]) -> str:
        start = match.start()
        # The two characters around the match, in `padded`, which is one longer in front.
        left, right = padded[start], padded[match.end() + 1]
        match match.lastgroup:
            case "under" if left.isalnum() and right.isalnum():
                return match[0]
            # Blanks at the ends of the text may be lost with their element's.
            case "star" | "under" if (
                left.isspace() and right.isspace() and first < start and match.end() < last
            ):
                return match[0]
            case "angle":
                return "&lt;"
            case "amp":
                return "&amp;"
            case "open" | "close" if start in harmless:
                return match[0]
        return "".join(f"\\{character}" for character in match[0])

    return _INLINE.sub(escape, text)


def escape_block_start(line: str) -> str:
    """Escape the beginning of a line of finished markdown if it would open a block."""
    if not (match := _LINE_START.match(line)):
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.end('number') :]}"
    if match["word"]:
        return f"&#{ord(line[0])};{line[1:]}"
    return f"\\{line}"


def escape_cell(text: str) -> str:
    """Escape finished markdown within a cell of a table."""
    return text.replace("|", "\\|")


HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS: Final = frozenset(
    """
    h1 h2 h3 h4 h5 h6 address article aside blockquote body center dd details div dl dt fieldset
    figcaption figure footer form header hgroup hr html li main menu nav ol p pre section summary
    table tbody td tfoot th thead tr ul
    errata-callout errata-tabs errata-tab errata-code errata-notes
    """.split()  # noqa: SIM905 - a line for each of so many names could not be read
)
# Elements -> what markdown writes around their text.
_STARS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_AS_HTML: Final = {"**": "b", "*": "i", "~~": "del"}
_TILDES: Final = frozenset({"del", "s", "strike"})
_CODE: Final = frozenset({"code", "tt", "samp"})
# Markdown has nothing for them, and they mean something.
_KEPT: Final = frozenset({"u", "ins", "sub", "sup", "kbd", "mark", "q", "small", "abbr", "var"})
# What a browser joins: blanks, tabs and line ends; not U+00A0.
BLANKS: Final = compile_late(r"[ \t\n\r\f]+")
# Breaks at the ends of a paragraph show nothing.
_BREAK: Final = "\\\n"
# " ", a line end and a break at the edge of a text; not U+00A0.
_BLANK_EDGE: Final = compile_late(r"(?:[ \n]|\\\n)*")
# An id that may stand in "{#…}": "setup", "a-1" and "原因" yes; "a b" and "x}" no.
_ID: Final = compile_late(r"[^\s{}\"'<>\\`]{1,120}")


class LinkTargets(Protocol):
    """Finds where links and pictures lead in the new knowledge base."""

    def link(self, href: str) -> str | None:
        """Return the address to write; None if only the text stays."""

    def picture(self, tag: Tag) -> str | None:
        """Return the address to write; None if the picture is left out."""


def is_within(tag: Tag, names: Collection[str]) -> bool:
    """Whether it is inside one of these elements."""
    return any(outer.name in names for outer in tag.parents)


def is_block(node: PageElement) -> bool:
    """Whether an element is on lines of its own, even inside inline ones."""
    if not isinstance(node, Tag):
        return False
    if node.name in _BLOCKS:
        return True
    # "<span><p>…</p></span>" and "<a><div>…": the block counts, the wrapper does not.
    return node.name not in _CODE and any(
        isinstance(child, Tag) and child.name in _BLOCKS for child in node.descendants
    )


def text_of_code(tag: Tag) -> str:
    """Return the text of preformatted code: breaks are line ends, and all blanks stay."""
    parts: list[str] = []
    for node in tag.descendants:
        if isinstance(node, Tag):
            if (
                node.name in {"br", "p", "div", "li"} and parts and not parts[-1].endswith("\n")
            ) or node.name == "br":
                parts.append("\n")
        elif type(node) is NavigableString:
            parts.append(str(node))
    return "".join(parts).replace("\u00a0", " ").replace("\u200b", "")


class Inlines:
    """Writes runs of inline elements."""

    def __init__(self, links: LinkTargets, linked_ids: frozenset[str]) -> None:
        self.links = links
        self._linked_ids = linked_ids
        self._written: set[str] = set()

    def write(self, nodes: Iterable[PageElement]) -> str:
        """Write one paragraph, with line ends at the breaks of the text."""
        text = "".join(self._pieces(nodes))
        text = re.sub(r" *(?=\\\n)|(?<=\\\n) +", "", re.sub(r" {2,}", " ", text))
        return _strip(text)

    def write_line(self, nodes: Iterable[PageElement]) -> str:
        """Write the same on one line."""
        return " ".join(self.write(nodes).replace(_BREAK, " ").split(" ")).strip(" ")

    def write_cell(self, nodes: Iterable[PageElement]) -> str:
        """Write the same within a cell of a table."""
        return self.write(nodes).replace(_BREAK, "<br>").replace("\n", " ")

    def anchor(self, tag: Tag) -> str:
        """Write an anchor for an element that a link leads to."""
        name = str(tag.get("id") or (tag.get("name") if tag.name == "a" else "") or "")
        return f'<a id="{escape(name)}"></a>' if self._claim(name) else ""

    def heading_id(self, tag: Tag) -> str:
        """Return the id for links to a heading; anchors in it are written with its text."""
        name = str(tag.get("id") or "")
        return f" {{#{name}}}" if _ID.fullmatch(name) and self._claim(name) else ""

    def _claim(self, name: str) -> bool:
        """Whether an id is needed and not on the page yet."""
        if name not in self._linked_ids or name in self._written:
            return False
        self._written.add(name)
        return True

    def _pieces(self, nodes: Iterable[PageElement], before: str = "") -> Iterator[str]:
        """Yield the pieces; `before` is the text before them, empty after their element's mark."""
        for node in nodes:
            piece = self._piece(node, before)
            if piece:
                before = piece
                yield piece

    def _piece(self, node: PageElement, before: str) -> str:
        if isinstance(node, Tag):
            return self._tag(node, before)
        if type(node) is not NavigableString:
            return ""  # a comment, or a doctype
        text = BLANKS.sub(" ", str(node))
        return escape_text(text, _first_after(node))

    def _tag(self, tag: Tag, before: str) -> str:  # noqa: PLR0911 - one for each kind of element
        name = tag.name
        if name == "br":
            return _BREAK
        if name == "img":
            return self._picture(tag)
        if name == "a":
            return self._link(tag)
        if name in _CODE:
            return self._code(tag)
        if name == "errata-ref":
            return f"[^{tag['data-name']}]"
        is_marked = name in _KEPT or (
            (name in _STARS or name in _TILDES) and not is_within(tag, {name})
        )
        inner = "".join(self._pieces(tag.children, "" if is_marked else before))
        if name in _STARS:
            return self._emphasis(tag, inner, _STARS[name], before)
        if name in _TILDES:
            return self._emphasis(tag, inner, "~~", before)
        if name in _KEPT:
            return self.anchor(tag) + _wrap(inner, f"<{name}>", f"</{name}>")
        return self.anchor(tag) + inner

    def _emphasis(self, tag: Tag, inner: str, mark: str, before: str) -> str:
        if is_within(tag, {tag.name}):
            return inner
        head, core, tail = _split_edges(inner)
        if not core:
            return inner
        left = head[-1:] or before[-1:]
        right = tail[:1] or _first_after(tag)
        plain = mark != "~~" or "~" not in f"{left}{core}{right}"
        if plain and _BREAK not in core and _opens(left, core[0]) and _closes(core[-1], right):
            return f"{head}{mark}{core}{mark}{tail}"
        name = _AS_HTML[mark]
        return f"{head}<{name}>{core}</{name}>{tail}"

    def _code(self, tag: Tag) -> str:
        if tag.find(["a", "img"]):
            parts = []
            for child in tag.children:
                if type(child) is NavigableString:
                    parts.append(_code_span(str(child)))
                else:
                    parts.append(self._piece(child, ""))
            return "".join(parts)
        text = tag.get_text("\n" if tag.find("br") else "")
        return self.anchor(tag) + _code_span(text)

    def _link(self, tag: Tag) -> str:
        anchor = self.anchor(tag)
        href = tag.get("href")
        in_code = is_within(tag, _CODE)
        inner = _code_span(tag.get_text()) if in_code else "".join(self._pieces(tag.children))
        inner = inner.replace(_BREAK, " ")
        if href is None or is_within(tag, {"a"}):
            return anchor + inner
        target = self.links.link(str(href))
        if target is None or not inner.strip():
            return anchor + inner
        core = inner.strip(" \n")
        head, _, tail = inner.partition(core)
        return f"{anchor}{head}[{_without_links(core)}]({write_address(target)}){tail}"

    def _picture(self, tag: Tag) -> str:
        target = self.links.picture(tag)
        text = " ".join(str(tag.get("alt") or "").split())
        if target is None:
            return escape_text(text)
        return f"![{escape_text(text)}]({write_address(target)})"


def _strip(text: str) -> str:
    """Return the text without the blanks and breaks at its ends."""
    start = match.end() if (match := _BLANK_EDGE.match(text)) else 0
    # From the end on: a pattern would be tried at each of many breaks within the text.
    end = len(text)
    while end > start and text[end - 1] in " \n":
        end -= 2 if text[end - 2 : end] == _BREAK else 1
    return text[start:end]


def _wrap(inner: str, opens: str, closes: str) -> str:
    head, core, tail = _split_edges(inner)
    return f"{head}{opens}{core}{closes}{tail}" if core else inner


def _split_edges(inner: str) -> tuple[str, str, str]:
    """Return the blanks and breaks before a text, the text without them, and those behind it."""
    core = _strip(inner)
    return inner.partition(core) if core else ("", "", inner)


def _code_span(text: str) -> str:
    text = BLANKS.sub(" ", text.replace("\u00a0", " ").replace("\u200b", ""))
    if not text.strip():
        return text and " "
    head, tail = (" " if edge.isspace() else "" for edge in (text[0], text[-1]))
    return f"{head}{write_code_span(text.strip())}{tail}"


# A link in a link's text: "[a](b)" yes; "![a](b)" no.
_INNER_LINK: Final = compile_late(r"(?<![!\\])\[([^\[\]]*)\]\([^()\s]*\)")


def _without_links(text: str) -> str:
    return _INNER_LINK.sub(r"\1", text)


# What would end an address: " ", "(" and ")" yes; "%20" no. Between "<" and ">" only brackets do.
_AWKWARD: Final = compile_late(r"[\s()<>\\]")
_BRACKETS: Final = compile_late(r"[<>\\]")


def write_address(address: str) -> str:
    """Write an address for markdown's brackets."""
    if not _AWKWARD.search(address):
        return address
    return "<" + _BRACKETS.sub(r"\\\g<0>", " ".join(address.split())) + ">"


def _first_after(node: PageElement) -> str:
    """Return the character after an element in its paragraph; `*` for other markup."""
    for after in _following(node):
        if isinstance(after, Tag):
            if after.name in _STARS and after.get_text().strip():
                return "*"
            if after.name == "a":
                return "["
            if after.name in _CODE:
                return "`"
            if after.name in {"br", "img"} or after.name in _BLOCKS:
                return "\n" if after.name != "img" else "!"
            continue
        if type(after) is NavigableString and str(after):
            return str(after)[0]
    return ""


def _following(node: PageElement) -> Iterator[PageElement]:
    """Yield what follows in the order of the text, up to the end of the paragraph."""
    element: PageElement | None = node
    while element is not None and not (
        isinstance(element, Tag) and element is not node and is_block(element)
    ):
        for after in element.next_siblings:
            yield after
            if isinstance(after, Tag):
                yield from after.descendants
        element = element.parent


def _opens(left: str, first: str) -> bool:
    """Whether an asterisk between these two begins emphasis (CommonMark's left-flanking run)."""
    if left == "*" or first in "*_" or first.isspace():
        return False
    return not _is_mark(first) or not left or left.isspace() or _is_mark(left)


def _closes(last: str, right: str) -> bool:
    """Whether an asterisk between these two ends emphasis."""
    if right == "*" or last in "*_" or last.isspace():
        return False
    return not _is_mark(last) or not right or right.isspace() or _is_mark(right)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
