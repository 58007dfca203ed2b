"""Reads every link and picture of the rendered HTML once, where the sanitiser shows them.

An internal one is replaced by a placeholder and collected as a `Ref`; `_cut` then cuts the HTML
at the placeholders. They hold a digest of the HTML itself, so no author can write one. Which file a
path means is found when all articles have been read.

References to definitions are bounded before: `[a]: https://…` is written once and may be used
often, and a text of 215 kB with one long address made gigabytes. As in cmark, the addresses and
titles that are put in may be as long as the text, or 100,000 characters in a shorter one. Further
references stay text, and that is reported. Abbreviations are bounded alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from msgspec import field

from errata.articles.markdown import images
from errata.articles.markdown.context import LimitError, parse_context
from errata.articles.markdown.link_places import WIKI_PREFIX, LinkPlaces
from errata.articles.numbers import fit_number
from errata.data.patterns import compile_late
from errata.model import (
    AnchorRef,
    ArticleRef,
    Body,
    BrokenRef,
    CodeRef,
    EmbeddedRef,
    FileRef,
    Ref,
)
from errata.model.observations import TooManyReferences
from errata.values import MutableRecord

# The prefix of a link to a code's page until the sanitiser's callback reads it; the code follows.
CODE_PREFIX: Final = "#code/"

# "KA-19371", "late.md" and "late.html/" yes; "mail/late" and "" no. No number is longer.
_NUMBER: Final = compile_late(r"(?i)^([^/]{1,80}?)(?:\.(?:md|html))?/?$")
# "en/" and "zh-Hant/" yes; "docs/" and "EN/" no.
_LOCALE_SEGMENT: Final = compile_late(r"^[a-z]{2,3}(?:-[A-Za-z]{2,4})?/")
# The scheme of an insecure picture: "http://" and "//" yes; "https://" no. The policy of the pages
# lets no picture come so, nor would a secure page.
_INSECURE: Final = compile_late(r"(?i)^(?:http:)?//")
# A link without a scheme: "//" yes; "http://" no. Opened from a disk it would lead to a file.
_NO_SCHEME: Final = compile_late("^//")
# ' href="ref-0123456789abcdef01234567-1"' yes; ' href="ref-1"' no.
_PLACEHOLDER: Final = compile_late(r' (?:href|src)="(ref-[0-9a-f]{24}-)\d+"')


class References(MutableRecord):
    """The internal references of one article, in reading order."""

    article_bases: Sequence[str]
    """Host and path before an article number, without the locale segment."""
    number_pattern: str = ""
    """See `Conventions.number`."""
    embedded: frozenset[str] = frozenset()
    """Paths of the pictures that really were embedded."""
    places: LinkPlaces = field(default_factory=LinkPlaces)
    refs: list[Ref] = field(default_factory=list)
    most: int = 10_000
    """Maximum number of links and pictures; links to codes' pages are counted as codes."""
    links: int = 0
    hosts: set[str] = field(default_factory=set)
    """Hosts of pictures on other servers."""
    _mark: str = ""

    def body(self, html: str, sanitise: Callable[[str, Callable[..., str | None]], str]) -> Body:
        """Sanitise the HTML and cut it at its internal references."""
        digest = hashlib.sha256(html.encode("utf-8", "replace")).hexdigest()[:24]
        self._mark = f"ref-{digest}-"
        first = len(self.refs)
        clean = sanitise(html, self._attribute) if "<" in html else html
        if self.links > self.most:
            message = f"more than {self.most:,} links in one article"
            raise LimitError(message, "mentions")
        return Body(tuple(self._cut(clean)), tuple(self.refs[first:]))

    def _cut(self, clean: str) -> Iterator[str]:
        offset = 0
        for match in _PLACEHOLDER.finditer(clean):
            if match[1] == self._mark:
                yield clean[offset : match.start()]
                offset = match.end()
        yield clean[offset:]

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        self.links += not value.startswith(CODE_PREFIX)
        ref = self._read(value.strip(), "src" if name == "src" else "href")
        if ref is None:
            secure = _INSECURE if name == "src" else _NO_SCHEME
            url = secure.sub("https://", value.strip(), count=1)
            if tag == "img":
                self.hosts.add(urlsplit(url).netloc)
            return url
        self.refs.append(ref)
        return f"{self._mark}{len(self.refs)}"

    def _read(self, url: str, attribute: str) -> Ref | None:
        """Read a URL as a reference; return None if it leaves the site."""
        if url.startswith("#"):
            return self._fragment(url, attribute)
        try:
            parts = urlsplit(url)
        except ValueError:
            return BrokenRef(url, attribute, self.places.find(url))
        if parts.scheme in {"mailto", "tel"}:
            return None
        if parts.netloc:
            return self._article(parts.netloc + parts.path, parts.fragment, url)
        place = self.places.find(url)
        path = unquote(parts.path).replace("\\", "/")
        if not path:
            return BrokenRef(url, attribute, place)
        return FileRef(path, parts.query, _heading_of(parts.fragment), attribute, url, place)

    def _fragment(self, url: str, attribute: str) -> Ref:
        if url.startswith(CODE_PREFIX):
            return CodeRef(unquote(url.removeprefix(CODE_PREFIX)))
        if url.startswith(WIKI_PREFIX):
            return self._wiki_page(url.removeprefix(WIKI_PREFIX), attribute)
        path = images.FOLDER + url.removeprefix(images.PREFIX)
        if path in self.embedded:
            return EmbeddedRef(path)
        return AnchorRef(_heading_of(url[1:]), self.places.find(url))

    def _wiki_page(self, target: str, attribute: str) -> Ref:
        name, _, heading = target.partition("#")
        place = self.places.find(f"{WIKI_PREFIX}{target}")
        if not name:
            return AnchorRef(unquote(heading), place)
        return FileRef(
            unquote(name), "", unquote(heading), attribute, unquote(target), place, by_name=True
        )

    def _article(self, address: str, fragment: str, authored: str) -> ArticleRef | None:
        host, _, path = address.partition("/")
        path = _LOCALE_SEGMENT.sub("", path)
        for base in self.article_bases:
            below = f"{host.lower()}/{path}".removeprefix(base)
            if len(below) <= len(path) and (number := self._number(below)):
                place = self.places.find(authored)
                return ArticleRef(number, _heading_of(fragment), authored, place)
        return None

    def _number(self, path: str) -> str:
        """Return the article number that ends an address; empty if it is another page's."""
        match = _NUMBER.match(path)
        name = unquote(match[1]) if match else ""
        return fit_number(name, self.number_pattern) if self.number_pattern else name


def _heading_of(fragment: str) -> str:
    """Return the heading's name in a fragment, without text to highlight: `options:~:text=Port`."""
    return unquote(fragment.partition(":~:")[0])


# How many characters references may always add, as in cmark.
_LEAST: Final = 100_000


class BoundedReferences(dict[str, dict[str, Any]]):
    """The definitions of a text by label, as long as there is room for what they add."""

    def __init__(self, references: dict[str, dict[str, Any]], source: str) -> None:
        super().__init__(references)
        self.room = max(_LEAST, len(source))

    def get(self, label: str, default: Any = None) -> Any:  # noqa: ANN401 - as that of a dictionary
        """Return a definition; the default if it is missing or too long for the room left."""
        reference = super().get(label)
        if not reference or self.room < 0:
            return default
        self.room -= len(reference["href"]) + len(reference["title"])
        return reference if self.room >= 0 else default


def extend(md: MarkdownIt) -> None:
    """Add a rule when all definitions are known, and one when all references are read."""
    md.core.ruler.before("inline", "bound_references", _bound)
    md.core.ruler.after("inline", "report_references", _report)


def _bound(state: StateCore) -> None:
    if references := state.env.get("references"):
        state.env["references"] = BoundedReferences(references, state.src)


def _report(state: StateCore) -> None:
    report_references(state, state.env.get("references"))


def report_references(state: StateCore, references: object) -> None:
    """Report references that there was no room for."""
    if isinstance(references, BoundedReferences) and references.room < 0:
        context = parse_context(state.env)
        context.observe(TooManyReferences(context.place(context.first_line)))
