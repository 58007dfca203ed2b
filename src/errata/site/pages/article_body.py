"""What a page adds to an article's HTML: links to headings, landmarks, labels of messages.

Only the page has them, so that headings stay plain for contents, search and the other forms. Each
heading's link stands beside it, not in it: a screen reader then reads the heading as it is. The
link is named by the template's `errata-link` and the heading itself.

In the sanitiser's output a raw `<` only ever begins a tag, and no attribute holds `>`.

An article's body and title on its page: the HTML with its internal links filled in.

A picture whose file is not in the knowledge base keeps its element with the address `data:,`:
that is valid, asks no server for anything, loads as no picture, and so shows its alternative text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup, escape

from errata.model import AssetRef, BrokenRef, EmbeddedRef, SectionKind
from errata.site.images import image_attributes
from errata.site.links import asset_file, resolve_reference
from errata.site.views import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.model import Article, Body, Heading, Library, Picture, Ref


MESSAGE: Final = "<!--errata-message-->"
"""Where the template writes that what follows is an error message."""
LEADS: Final[Mapping[str, tuple[SectionKind, ...]]] = {
    "issue": (SectionKind.ISSUE, SectionKind.DESCRIPTION),
    "cause": (SectionKind.CAUSE,),
    "resolution": (SectionKind.RESOLUTION,),
}
"""What a reader asks, in that order -> the sections that answer, the better first."""
_LANDMARKS: Final = frozenset({SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.RESOLUTION})
_TOP, _SUB = 2, 3
"""Heading levels in the contents."""
_CONTENTS_FROM = 3
"""Headings below which contents would only repeat what one glance shows."""
_PHRASING: Final = frozenset({"a", "summary"})
"""Elements in which neither a block nor a link may stand."""
_BLOCKS = "blockquote|dd|details|div|dl|figcaption|figure|li|ol|table|td|th|ul"
_MARK = re.compile(
    rf"<(/?)({_BLOCKS}|a|summary)(?:>| [^>]*>)|<(h[2-6])(?: [^>]*)? id=\"([^\"]+)\"[^>]*>.*?</\3>",
    re.DOTALL,
)
_QUOTED = re.compile(r'<pre class="message"([^>]*>.*?</pre>)', re.DOTALL)

_SCROLLING = re.compile("<(pre|table)(?=[ >])")
"""What may be wider than the page: the keyboard must reach it to scroll it (WCAG 2.2, 2.1.1)."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A section that readers look for first."""

    kind: str
    """`issue`, `cause` or `resolution`: the string `lead_<kind>` names it."""
    href: str


@dataclass(frozen=True, slots=True)
class Contents:
    """One line of an article's table of contents."""

    text: str
    href: str
    children: tuple[Link, ...] = ()
    """The headings one level below."""


def add_heading_anchors(html: Markup, headings: Sequence[Heading]) -> Markup:
    """The body of an article as its page shows it."""
    text = str(html)
    if '<pre class="message"' in text:
        label = f'<figure class="message">\n<figcaption>{MESSAGE}</figcaption>\n'
        text = _QUOTED.sub(rf"{label}<pre\1\n</figure>", text)
    text = _SCROLLING.sub(r'<\1 tabindex="0"', text)
    known = {heading.id: heading for heading in headings}
    return Markup("".join(_pieces(text, known)))  # noqa: S704 - sanitised, but for what is added


def _pieces(text: str, known: Mapping[str, Heading]) -> Iterator[str]:
    at = depth = phrasing = 0
    opened: list[int] = []
    named: set[str] = set()
    for found in _MARK.finditer(text):
        heading = known.get(found[4] or "")
        if name := found[2]:
            step = -1 if found[1] else 1
            depth, phrasing = (
                (depth, phrasing + step) if name in _PHRASING else (depth + step, phrasing)
            )
        elif heading and not phrasing:
            yield text[at : found.start()]
            if not depth:
                yield _landmark(heading, opened, named)
            yield _linked(found[0], heading.id)
            at = found.end()
    yield text[at:]
    yield "</section>\n" * len(opened)


def _landmark(heading: Heading, opened: list[int], named: set[str]) -> str:
    """Ends the sections that this heading ends, and begins its own; each has a name of its own."""
    ends = ""
    while opened and opened[-1] >= heading.level:
        opened.pop()
        ends += "</section>\n"
    if heading.kind not in _LANDMARKS or heading.text in named:
        return ends
    opened.append(heading.level)
    named.add(heading.text)
    name = f"part part-{heading.kind}"
    return f'{ends}<section class="{name}" aria-labelledby="{heading.id}">\n'


def _linked(element: str, target: str) -> str:
    names = f"errata-link {target}"
    link = f'<a class="heading-link" href="#{quote(target)}" aria-labelledby="{names}">#</a>'
    return f'<div class="heading">{element}{link}</div>'


def quick_links(headings: Sequence[Heading]) -> tuple[Lead, ...]:
    """The sections that readers look for, where there are two to choose from."""
    found = [
        Lead(kind, f"#{quote(best.id)}")
        for kind, wanted in LEADS.items()
        if (best := _first(wanted, headings))
    ]
    return tuple(found) if len(found) > 1 else ()


def _first(wanted: Sequence[SectionKind], headings: Sequence[Heading]) -> Heading | None:
    ranked = (heading for kind in wanted for heading in headings if heading.kind is kind)
    return next(ranked, None)


def table_of_contents(headings: Sequence[Heading]) -> tuple[Contents, ...]:
    """The headings of the first two levels as a tree; nothing where there are fewer than three."""
    listed = [h for h in headings if h.level <= _SUB and not h.minor]
    if len(listed) < _CONTENTS_FROM:
        return ()
    groups: list[tuple[Heading, list[Heading]]] = []
    for heading in listed:
        if heading.level == _TOP or not groups:
            groups.append((heading, []))
        else:
            groups[-1][1].append(heading)
    return tuple(
        Contents(top.text, f"#{quote(top.id)}", tuple(Link(h.text, f"#{quote(h.id)}") for h in sub))
        for top, sub in groups
    )


MISSING: Final = "data:,"
_AROUND: Final = re.compile(r"<(/?)(a|picture)(?=[ >]|$)")
"""Elements in which a picture stays a plain one; the text may end where a link's address begins."""


def resolve_links(body: Body, article: Article, library: Library, page: str) -> Markup:
    """A body or title for the given page; what leads nowhere has no `href` and keeps its text."""
    parts, refs = body.parts, body.refs
    if not refs:
        return Markup("".join(parts))  # noqa: S704 - sanitised by the parse stage, last
    pieces = [parts[0]]
    for ref, part in zip(refs, parts[1:], strict=True):
        pieces.append(_attribute(ref, resolve_reference(ref, article, library, page)))
        pieces.append(part)
    return Markup("".join(pieces))  # noqa: S704 - sanitised parts, escaped attributes


def render_images(body: Body, article: Article, library: Library, page: str) -> Markup:
    """The same for an article's own page: pictures have sizes and smaller forms, animations wait.

    In the sanitiser's output no attribute holds a `<` or a `>`.
    """
    parts, refs = body.parts, body.refs
    pieces = [parts[0]]
    opened = _opened(parts[0], frozenset())
    seen = 0
    for ref, part in zip(refs, parts[1:], strict=True):
        url = resolve_reference(ref, article, library, page)
        picture = _picture(ref, article, library)
        before, _, tag = pieces[-1].rpartition("<")
        if picture and url and (tag == "img" or tag.startswith("img ")):
            seen += 1
            attributes, _, rest = part.partition(">")
            attributes = tag.removeprefix("img") + attributes
            image = image_attributes(picture, url, attributes, first=seen == 1, alone=not opened)
            pieces[-1:] = [before, image, rest]
        else:
            pieces += [_attribute(ref, url), part]
        opened = _opened(part, opened)
    return Markup("".join(pieces))  # noqa: S704 - sanitised parts, escaped attributes


def _opened(text: str, before: frozenset[str]) -> frozenset[str]:
    """Which links and pictures of the author's are open behind a text."""
    for found in _AROUND.finditer(text):
        before = before - {found[2]} if found[1] else before | {found[2]}
    return before


def _picture(ref: Ref, article: Article, library: Library) -> Picture | None:
    match ref:
        case AssetRef(path, "src"):
            found = asset_file(article, path, library)
            return library.pictures.get(found) if found else None
        case EmbeddedRef(path):
            return library.pictures.get(path)
        case _:
            return None


def _attribute(ref: Ref, url: str | None) -> str:
    match ref:
        case EmbeddedRef() | AssetRef(attribute="src") | BrokenRef(attribute="src"):
            return f' src="{escape(url or MISSING)}"'
        case _:
            return f' href="{escape(url)}"' if url else ""
