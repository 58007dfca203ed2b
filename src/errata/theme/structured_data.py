"""Structured data of a page for search engines: JSON-LD in a block that browsers never run.

TechArticle, BreadcrumbList and WebSite, which search engines still read; addresses must be
absolute, so a site without one has none of these.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from markupsafe import Markup

from errata.site.feeds.json import escape_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.site.views import Layout
    from errata.text.strings import Strings

_CONTEXT: Final = "https://schema.org"
_FEWEST: Final = 2
"""Steps that search engines take for a way."""

Value = str | int | list["Value"] | dict[str, "Value"]


def structured_data(frame: Layout, name: str, ui: Strings) -> Markup:
    """The JSON of the page's data for a `<script>`; empty where there is none.

    `name` is the site's. Frames of pages that search engines leave out have none.
    """
    if not frame.canonical or frame.noindex:
        return Markup()
    graph = [item for item in (_page(frame, name), _trail(frame, ui)) if item]
    if not graph:
        return Markup()
    text = json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False)
    return Markup(escape_json(text))  # noqa: S704 - JSON whose markup is escaped


def _page(frame: Layout, name: str) -> Mapping[str, Value]:
    match frame.head.kind:
        case "article":
            return _article(frame, name)
        case "home":
            found: dict[str, Value] = {"@type": "WebSite", "name": name, "url": frame.canonical}
            return found | _described(frame)
        case _:
            return {}


def _article(frame: Layout, name: str) -> Mapping[str, Value]:
    head = frame.head
    maker: dict[str, Value] = {"@type": "Organization", "name": name}
    found: dict[str, Value] = {
        "@type": "TechArticle",
        "headline": head.title,
        "url": frame.canonical,
        "author": maker,
        "publisher": maker,
        "isPartOf": {"@type": "WebSite", "name": name, "url": _address(frame, frame.home)},
    }
    dates = {"datePublished": head.created, "dateModified": head.updated}
    about: list[Value] = [{"@type": "Thing", "name": code} for code in head.about]
    return (
        found
        | {key: value for key, value in dates.items() if value}
        | _described(frame)
        | ({"about": about} if about else {})
    )


def _described(frame: Layout) -> dict[str, Value]:
    described: dict[str, Value] = {"inLanguage": frame.lang}
    return described | ({"description": frame.description} if frame.description else {})


def _trail(frame: Layout, ui: Strings) -> Mapping[str, Value]:
    steps: list[Value] = []
    for position, crumb in enumerate(frame.trail, 1):
        step: dict[str, Value] = {
            "@type": "ListItem",
            "position": position,
            "name": ui(crumb.string) if crumb.string else crumb.text,
        }
        if crumb.href:
            step["item"] = _address(frame, crumb.href)
        steps.append(step)
    if steps and frame.head.title:
        own: Value = {"@type": "ListItem", "position": len(steps) + 1, "name": frame.head.title}
        steps.append(own)
    return {"@type": "BreadcrumbList", "itemListElement": steps} if len(steps) >= _FEWEST else {}


def _address(frame: Layout, link: str) -> str:
    """Absolute, of a link on the page."""
    return urljoin(frame.canonical, link).removesuffix("index.html")
