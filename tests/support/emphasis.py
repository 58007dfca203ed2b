"""What a reader sees of HTML: each letter, and whether it is bold, italic or struck out."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

# Summaries, terms and captions are written as bold text, which is what they look like.
_LOOKS: Final = {
    **dict.fromkeys(("b", "strong", "summary", "dt", "figcaption"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "del"), "struck out"),
}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's interface
        if tag in _LOOKS or tag in {"code", "pre"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.reverse()
            self.open.remove(tag)
            self.open.reverse()

    def handle_data(self, data: str) -> None:
        code = {"code", "pre"} & {*self.open}
        looks = frozenset() if code else frozenset(_LOOKS[tag] for tag in self.open)
        self.seen += [(letter, looks) for letter in data if not letter.isspace()]


def emphasised_letters(html: str) -> list[tuple[str, frozenset[str]]]:
    """Every letter that is no blank, with its emphasis; code has none."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen
