"""Tabs and shade boxes: the regions between two markers, each a block quote of its own.

`callouts` takes the markers out of their block quotes; then every region is folded within the
container it began in. What is left open, or closed twice, loses its marker and nothing else.

The tabs of docfx become the same markers: a heading that is nothing but a link to `#tab/windows`
begins a tab, a rule ends the group. Tabs that follow each other are put into one group.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import field

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.tokens import make_block, make_inline, make_text, open_details
from errata.model.observations import UnbalancedBlock
from errata.values import MutableRecord

_REGIONS: Final = {"TABS": "tabs", "SHADEBOX": "shadebox"}
REGION_MARKERS: Final = frozenset(
    {"TAB"} | {f"{edge}{name}" for edge in ("BEGIN", "END") for name in _REGIONS}
)


def extend(md: MarkdownIt) -> None:
    """Add the rules; that of callouts has made tokens of the markers."""
    md.core.ruler.push("linked_tabs", _find_linked_tabs)
    md.core.ruler.push("tab_groups", _group_tabs)
    md.core.ruler.push("regions", _find_regions)


def _find_regions(state: StateCore) -> None:
    if any(token.type == "marker" for token in state.tokens):
        state.tokens = _Fold(parse_context(state.env)).run(state.tokens)


class _Fold(MutableRecord):
    context: ParseContext
    tokens: list[Token] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    """Open blocks: `tabs`, `tab` and `shadebox` are ours; an empty text is any other block."""
    lines: list[int] = field(default_factory=list)
    """The line on which each of our open blocks began."""
    line: int = 0
    """Line of the current marker."""

    def run(self, tokens: list[Token]) -> list[Token]:
        for token in tokens:
            if token.type == "marker":
                self._mark(token)
                continue
            if token.nesting > 0:
                self.opened.append("")
            elif token.nesting < 0:
                self._close_until("")
                self.opened.pop()
            self.tokens.append(token)
        self._close_until("")
        return self.tokens

    def _mark(self, token: Token) -> None:
        self.line = self.context.line_of(token)
        name = token.info
        if name == "TAB":
            self._tab(token)
        elif name.startswith("BEGIN"):
            self._open(_REGIONS[name.removeprefix("BEGIN")], _unquote(token.children or []))
        elif self._inside(region := _REGIONS[name.removeprefix("END")]):
            self._close_until(region)
            self._close()
        else:
            self._missing(f"BEGIN{name.removeprefix('END')}", self.line)

    def _tab(self, token: Token) -> None:
        if not self._inside("tabs"):
            self._missing("BEGINTABS", self.line)
            self._open("tabs", [])
        self._close_until("tabs")
        self.opened.append("tab")
        self.lines.append(self.line)
        title = make_inline(token.children or [make_text("\u2026")])
        self.tokens += open_details("tab", title, is_open=True)

    def _open(self, region: str, title: list[Token]) -> None:
        self.opened.append(region)
        self.lines.append(self.line)
        self.tokens.append(make_block(f"{region}_open", "div", 1, class_=region))
        if title:
            self.tokens += [
                make_block("shadebox_title_open", "p", 1, class_="shadebox-title"),
                make_inline(title),
                make_block("shadebox_title_close", "p", -1),
            ]

    def _inside(self, region: str) -> bool:
        """Whether the region is open in this container."""
        for name in reversed(self.opened):
            if name in {"", region}:
                return name == region
        return False

    def _close_until(self, region: str) -> None:
        """Close everything that began inside the region, or inside this container."""
        while self.opened and self.opened[-1] != region:
            if self.opened[-1] != "tab":
                self._missing(f"END{self.opened[-1].upper()}", self.lines[-1])
            self._close()

    def _close(self) -> None:
        region = self.opened.pop()
        self.lines.pop()
        self.tokens.append(
            make_block(f"{region}_close", "details" if region == "tab" else "div", -1)
        )

    def _missing(self, name: str, line: int) -> None:
        self.context.observe(UnbalancedBlock(self.context.place(line), f"[!{name}]"))


def _unquote(title: list[Token]) -> list[Token]:
    """Remove the quotes around a shade box's title."""
    if title and title[0].type == "text":
        title[0].content = title[0].content.lstrip('"')
    if title and title[-1].type == "text":
        title[-1].content = title[-1].content.rstrip('" ')
    return [token for token in title if token.content or token.type != "text"]


_TARGET: Final = "#tab/"
# Tokens of a heading: opening, inline, closing; and of a link.
_HEADING: Final = 3


def _find_linked_tabs(state: StateCore) -> None:
    if _TARGET not in state.src:
        return
    result: list[Token] = []
    # Levels of the groups that are open.
    groups: list[int] = []
    index = 0
    while index < len(state.tokens):
        token = state.tokens[index]
        while groups and token.level < groups[-1]:
            groups.pop()
        inside = bool(groups) and groups[-1] == token.level
        if label := _linked_tab(state.tokens, index):
            result += [] if inside else [_marker("BEGINTABS", token, [])]
            groups += [] if inside else [token.level]
            result.append(_marker("TAB", token, label))
            index += _HEADING
            continue
        if inside and token.type == "hr":
            groups.pop()
            token = _marker("ENDTABS", token, [])
        result.append(token)
        index += 1
    state.tokens = result


def _linked_tab(tokens: list[Token], index: int) -> list[Token]:
    """Return the tab's name if a heading begins one."""
    if tokens[index].type != "heading_open":
        return []
    children = tokens[index + 1].children or []
    if len(children) < _HEADING or children[0].type != "link_open":
        return []
    target = str(children[0].attrGet("href") or "")
    return children[1:-1] if target.startswith(_TARGET) else []


def _marker(name: str, place: Token, title: list[Token]) -> Token:
    token = make_block("marker", "", 0)
    token.info, token.map, token.children = name, place.map, title
    return token


def _group_tabs(state: StateCore) -> None:
    if any(token.type == "tab_open" for token in state.tokens):
        state.tokens = list(_group(state.tokens))


def _group(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens with each run of ungrouped tabs put into a group."""
    opened: list[str] = []
    in_run = [False]
    for token in tokens:
        if token.type == "tab_open" and opened[-1:] != ["tabs_open"] and not in_run[-1]:
            in_run[-1] = True
            yield make_block("tabs_open", "div", 1, class_="tabs")
        elif token.type != "tab_open" and in_run[-1]:
            in_run[-1] = False
            yield make_block("tabs_close", "div", -1)
        if token.nesting > 0:
            opened.append(token.type)
            in_run.append(False)
        yield token
        if token.nesting < 0:
            opened.pop()
            in_run.pop()
    if in_run[-1]:
        yield make_block("tabs_close", "div", -1)
