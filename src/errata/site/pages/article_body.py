"""An article's HTML on a page: its links and pictures, and what only the article's own page has.

In the sanitiser's output, `<` always begins a tag, and no attribute has `<` or `>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape

from errata.data.patterns import compile_late
from errata.model import (
    AddressRef,
    AnchorRef,
    Article,
    ArticleRef,
    AssetRef,
    Body,
    BrokenRef,
    CodeRef,
    EmbeddedRef,
    FolderRef,
    Heading,
    Picture,
    Ref,
    SectionKind,
    StaticRef,
)
from errata.site.context import PageContext
from errata.site.images import asset_file, image_element
from errata.site.urls import asset_path
from errata.site.views import Link
from errata.targets.names import find_anchor
from errata.values import Record

# Where the template writes that what follows is an error message.
MESSAGE: Final = "<!--errata-message-->"
# A picture whose file is not in the knowledge base keeps its element with this address: it is
# valid, asks no server for anything, loads as no picture, and so shows its alternative text.
MISSING: Final = "data:,"
# What a reader asks, in that order -> the sections that answer, the better first.
LEADS: Final[Mapping[str, tuple[SectionKind, ...]]] = {
    "issue": (SectionKind.ISSUE, SectionKind.DESCRIPTION),
    "cause": (SectionKind.CAUSE,),
    "resolution": (SectionKind.RESOLUTION,),
}
_LANDMARKS: Final = frozenset({SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.RESOLUTION})
# Heading levels in the contents.
_TOP, _SUB = 2, 3
# Headings below which contents would only repeat what one glance shows.
_CONTENTS_FROM = 3
# Elements in which neither a block nor a link may stand.
_PHRASING: Final = frozenset({"a", "summary"})
_BLOCKS = "blockquote|dd|details|div|dl|figcaption|figure|li|ol|table|td|th|ul"
# Tags that begin or end what a heading may stand in, and whole headings with an id:
# '<li>', '</a>' and '<h2 id="x">X</h2>'; not '<p>', nor '<h2>X</h2>', which nothing links.
_MARK = compile_late(
    rf"<(/?)({_BLOCKS}|a|summary)(?:>| [^>]*>)|<(h[2-6])(?: [^>]*)? id=\"([^\"]+)\"[^>]*>.*?</\3>",
    re.DOTALL,
)
# A code block that quotes a message: '<pre class="message"><code>…</pre>'; not '<pre>…</pre>'.
_QUOTED = compile_late(r'<pre class="message"([^>]*>.*?</pre>)', re.DOTALL)
# Elements that may be wider than the page: the keyboard must reach it to scroll it (WCAG 2.2,
# 2.1.1). '<pre' of '<pre>' and '<pre class="x">'; not '<table' of '<tablet>'.
_SCROLLING = compile_late("<(pre|table)(?=[ >])")
# Elements in which a picture stays a plain one: '<a' and '</picture'; not '<abbr'. The text may end
# where a link's address begins.
_AROUND: Final = compile_late(r"<(/?)(a|picture)(?=[ >]|$)")


class Lead(Record, frozen=True):
    """A section that readers look for first."""

    kind: str
    """`issue`, `cause` or `resolution`, named by the string `lead_<kind>`."""
    href: str


class Contents(Record, frozen=True):
    """One line of an article's table of contents."""

    text: str
    href: str
    children: tuple[Link, ...] = ()
    """The headings one level below."""


def add_heading_anchors(html: Markup, headings: Sequence[Heading]) -> Markup:
    """Return the body with links to headings, landmarks and labels of messages.

    Only the page has them, so that headings stay plain for contents, search and the other forms.
    """
    text = str(html)
    if '<pre class="message"' in text:
        label = f'<figure class="message">\n<figcaption>{MESSAGE}</figcaption>\n'
        text = _QUOTED.sub(rf"{label}<pre\1\n</figure>", text)
    text = _SCROLLING.sub(r'<\1 tabindex="0"', text)
    by_id = {heading.id: heading for heading in headings}
    return Markup("".join(_pieces(text, by_id)))  # noqa: S704 - sanitised, but for what is added


def _pieces(text: str, by_id: Mapping[str, Heading]) -> Iterator[str]:
    offset = depth = phrasing = 0
    opened: list[int] = []
    landmarks: set[str] = set()
    for match in _MARK.finditer(text):
        heading = by_id.get(match[4] or "")
        if name := match[2]:
            step = -1 if match[1] else 1
            depth, phrasing = (
                (depth, phrasing + step) if name in _PHRASING else (depth + step, phrasing)
            )
        elif heading and not phrasing:
            yield text[offset : match.start()]
            # A landmark around a heading within a list, table or quote would end outside it.
            if not depth:
                yield _landmark(heading, opened, landmarks)
            yield _linked(match[0], heading.id)
            offset = match.end()
    yield text[offset:]
    yield "</section>\n" * len(opened)


def _landmark(heading: Heading, opened: list[int], landmarks: set[str]) -> str:
    """End the sections that this heading ends, and begin its own, with a unique name."""
    ends = ""
    while opened and opened[-1] >= heading.level:
        opened.pop()
        ends += "</section>\n"
    # Two landmarks of one name would look the same.
    if heading.kind not in _LANDMARKS or heading.text in landmarks:
        return ends
    opened.append(heading.level)
    landmarks.add(heading.text)
    name = f"part part-{heading.kind}"
    return f'{ends}<section class="{name}" aria-labelledby="{heading.id}">\n'


def _linked(element: str, target: str) -> str:
    """Put a heading's link next to it, so that a screen reader reads the heading as it is.

    The link is named by the template's `errata-link` and the heading itself.
    """
    names = f"errata-link {target}"
    link = f'<a class="heading-link" href="#{quote(target)}" aria-labelledby="{names}">#</a>'
    return f'<div class="heading">{element}{link}</div>'


def quick_links(headings: Sequence[Heading]) -> tuple[Lead, ...]:
    """Return the sections that readers look for first, if there are two to choose from."""
    first = {heading.kind: heading.id for heading in reversed(headings)}
    best = {lead: next((k for k in kinds if k in first), None) for lead, kinds in LEADS.items()}
    links = [Lead(lead, f"#{quote(first[kind])}") for lead, kind in best.items() if kind]
    return tuple(links) if len(links) > 1 else ()


def table_of_contents(headings: Sequence[Heading]) -> tuple[Contents, ...]:
    """Return the first two levels of headings as a tree; nothing for fewer than three."""
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


def resolve_reference(ref: Ref, article: Article, page: PageContext) -> str | None:
    """Return the URL of a reference on the page; None if it leads nowhere."""
    url: str | None = None
    match ref:
        case ArticleRef():
            url = _article_url(ref, article, page)
        case AssetRef(path):
            file = asset_file(article, path, page.site.library)
            url = page.href(asset_path(file)) if file else None
        case CodeRef(code):
            url = page.href_of_code(code)
        case AnchorRef(fragment):
            url = _anchor_url(find_anchor(article, fragment))
        case AddressRef(address):
            url = address
        case FolderRef(folder):
            url = page.href_of_folder(folder)
        case EmbeddedRef(path) | StaticRef(path):
            url = page.href(path)
    return url or None


def _article_url(ref: ArticleRef, article: Article, page: PageContext) -> str | None:
    target = page.site.library.find_article(page.locale, ref.number)
    path = page.article_path(ref.number)
    if target is None or path is None:
        # The vendor's site has no article either that is not published.
        withheld = page.site.library.find_withheld(page.locale, ref.number)
        return None if withheld else ref.authored or None
    anchor = find_anchor(target, ref.fragment) if ref.fragment else None
    # On the page itself the anchor alone: the page is not loaded again.
    if anchor is not None and (target is article or path == page.path):
        return _anchor_url(anchor)
    return page.href(path) + (f"#{quote(anchor)}" if anchor else "")


def _anchor_url(anchor: str | None) -> str | None:
    """Return the URL of a place on the page itself; `main` is its beginning."""
    return None if anchor is None else f"#{quote(anchor or 'main')}"


def resolve_links(body: Body, article: Article, page: PageContext) -> Markup:
    """Return a body or title for the page; dead links have no `href` and keep their text."""
    parts, refs = body.parts, body.refs
    if not refs:
        return Markup("".join(parts))  # noqa: S704 - sanitised by the parse stage, last
    pieces = [parts[0]]
    for ref, part in zip(refs, parts[1:], strict=True):
        pieces.append(_attribute(ref, resolve_reference(ref, article, page)))
        pieces.append(part)
    return Markup("".join(pieces))  # noqa: S704 - sanitised parts, escaped attributes


def render_images(body: Body, article: Article, page: PageContext) -> Markup:
    """Return the same for an article's own page: pictures have sizes and smaller forms."""
    parts, refs = body.parts, body.refs
    pieces = [parts[0]]
    enclosing = _elements_around(parts[0], frozenset())
    images = 0
    for ref, part in zip(refs, parts[1:], strict=True):
        url = resolve_reference(ref, article, page)
        picture = _picture(ref, article, page)
        before, _, tag = pieces[-1].rpartition("<")
        if picture and url and (tag == "img" or tag.startswith("img ")):
            images += 1
            attributes, _, following = part.partition(">")
            attributes = tag.removeprefix("img") + attributes
            image = image_element(picture, url, attributes, first=images == 1, alone=not enclosing)
            pieces[-1:] = [before, image, following]
        else:
            pieces += [_attribute(ref, url), part]
        enclosing = _elements_around(part, enclosing)
    return Markup("".join(pieces))  # noqa: S704 - sanitised parts, escaped attributes


def _elements_around(text: str, before: frozenset[str]) -> frozenset[str]:
    """Return which of the author's links and pictures are open after a text."""
    for match in _AROUND.finditer(text):
        before = before - {match[2]} if match[1] else before | {match[2]}
    return before


def _picture(ref: Ref, article: Article, page: PageContext) -> Picture | None:
    library = page.site.library
    match ref:
        case AssetRef(path, "src"):
            file = asset_file(article, path, library)
            return library.pictures.get(file) if file else None
        case EmbeddedRef(path):
            return library.pictures.get(path)
        case _:
            return None


def _attribute(ref: Ref, url: str | None) -> str:
    match ref:
        case (
            EmbeddedRef()
            | AssetRef(attribute="src")
            | StaticRef(attribute="src")
            | BrokenRef(attribute="src")
        ):
            return f' src="{escape(url or MISSING)}"'
        case _:
            return f' href="{escape(url)}"' if url else ""
