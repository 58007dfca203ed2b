"""Tabs and shade boxes: the regions between two markers, each a block quote of its own.

`callouts` takes the markers out of their block quotes; then every region is folded within the
container it began in. What is left open, or closed twice, loses its marker and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.tokens import make_block, make_inline, make_text
from errata.model.observations import UnbalancedBlock

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_REGIONS: Final = {"TABS": "tabs", "SHADEBOX": "shadebox"}
REGION_MARKERS: Final = frozenset(
    {"TAB"} | {f"{edge}{name}" for edge in ("BEGIN", "END") for name in _REGIONS}
)


def extend(md: MarkdownIt) -> None:
    """Add the rule; that of callouts has made tokens of the markers."""
    md.core.ruler.push("regions", _find_regions)


def _find_regions(state: StateCore) -> None:
    if any(token.type == "marker" for token in state.tokens):
        state.tokens = _Fold(parse_context(state.env)).run(state.tokens)


@dataclass(slots=True)
class _Fold:
    found: ParseContext
    made: list[Token] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    """`tabs`, `tab` and `shadebox` are ours; `` is any other block."""
    lines: list[int] = field(default_factory=list)
    """Where each of ours that is open began."""
    line: int = 0
    """Of the marker at hand."""

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
            self.made.append(token)
        self._close_until("")
        return self.made

    def _mark(self, token: Token) -> None:
        self.line = self.found.line_of(token)
        name = token.info
        if name == "TAB":
            self._tab(token)
        elif name.startswith("BEGIN"):
            self._open(_REGIONS[name.removeprefix("BEGIN")], _unquoted(token.children or []))
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
        self.made += [
            make_block("tab_open", "details", 1, class_="tab", open_=""),
            make_block("summary_open", "summary", 1),
            make_inline(token.children or [make_text("\u2026")]),
            make_block("summary_close", "summary", -1),
        ]

    def _open(self, region: str, title: list[Token]) -> None:
        self.opened.append(region)
        self.lines.append(self.line)
        self.made.append(make_block(f"{region}_open", "div", 1, class_=region))
        if title:
            self.made += [
                make_block("shadebox_title_open", "p", 1, class_="shadebox-title"),
                make_inline(title),
                make_block("shadebox_title_close", "p", -1),
            ]

    def _inside(self, region: str) -> bool:
        """The region is open in this container."""
        for name in reversed(self.opened):
            if name in {"", region}:
                return name == region
        return False

    def _close_until(self, region: str) -> None:
        """Close what began inside the region, or inside this container."""
        while self.opened and self.opened[-1] != region:
            if self.opened[-1] != "tab":
                self._missing(f"END{self.opened[-1].upper()}", self.lines[-1])
            self._close()

    def _close(self) -> None:
        region = self.opened.pop()
        self.lines.pop()
        self.made.append(make_block(f"{region}_close", "details" if region == "tab" else "div", -1))

    def _missing(self, name: str, line: int) -> None:
        self.found.observe(UnbalancedBlock(self.found.place(line), f"[!{name}]"))


def _unquoted(title: list[Token]) -> list[Token]:
    """A shade box's title without the quotes around it."""
    if title and title[0].type == "text":
        title[0].content = title[0].content.lstrip('"')
    if title and title[-1].type == "text":
        title[-1].content = title[-1].content.rstrip('" ')
    return [token for token in title if token.content or token.type != "text"]
