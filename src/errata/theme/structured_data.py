"""Structured data of a page for search engines: JSON-LD in a block that browsers never run.

These are the types that search engines still read: TechArticle, BreadcrumbList and WebSite. Their
addresses must be absolute, so a site without `site.url` has none of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from markupsafe import Markup

from errata.text.display import escape_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.site.views import Layout
    from errata.text.strings import Strings

_CONTEXT: Final = "https://schema.org"
# Google asks for at least two steps in a BreadcrumbList.
_MIN_STEPS: Final = 2

Value = str | int | list["Value"] | dict[str, "Value"]


def structured_data(layout: Layout, name: str, ui: Strings) -> Markup:
    """Return the JSON of the page's data for a `<script>`; empty if there is none.

    `name` is the site's. A page that search engines leave out has none.
    """
    if not layout.canonical or layout.noindex:
        return Markup()
    graph = [item for item in (_page(layout, name), _breadcrumbs(layout, ui)) if item]
    if not graph:
        return Markup()
    text = json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False)
    return Markup(escape_json(text))  # noqa: S704 - JSON whose markup is escaped


def _page(layout: Layout, name: str) -> Mapping[str, Value]:
    match layout.head.kind:
        case "article":
            return _article(layout, name)
        case "home":
            data: dict[str, Value] = {"@type": "WebSite", "name": name, "url": layout.canonical}
            return data | _described(layout)
        case _:
            return {}


def _article(layout: Layout, name: str) -> Mapping[str, Value]:
    head = layout.head
    # The site speaks for its articles: who wrote them is internal.
    maker: dict[str, Value] = {"@type": "Organization", "name": name}
    data: dict[str, Value] = {
        "@type": "TechArticle",
        "headline": head.title,
        "url": layout.canonical,
        "author": maker,
        "publisher": maker,
        "isPartOf": {"@type": "WebSite", "name": name, "url": _address(layout, layout.home)},
    }
    dates = {"datePublished": head.created, "dateModified": head.updated}
    about: list[Value] = [{"@type": "Thing", "name": code} for code in head.about]
    return (
        data
        | {key: value for key, value in dates.items() if value}
        | _described(layout)
        | ({"about": about} if about else {})
    )


def _described(layout: Layout) -> dict[str, Value]:
    described: dict[str, Value] = {"inLanguage": layout.lang}
    return described | ({"description": layout.description} if layout.description else {})


def _breadcrumbs(layout: Layout, ui: Strings) -> Mapping[str, Value]:
    steps: list[Value] = []
    for position, crumb in enumerate(layout.breadcrumbs, 1):
        step: dict[str, Value] = {
            "@type": "ListItem",
            "position": position,
            "name": ui(crumb.string) if crumb.string else crumb.text,
        }
        if crumb.href:
            step["item"] = _address(layout, crumb.href)
        steps.append(step)
    if steps and layout.head.title:
        own: Value = {"@type": "ListItem", "position": len(steps) + 1, "name": layout.head.title}
        steps.append(own)
    return {"@type": "BreadcrumbList", "itemListElement": steps} if len(steps) >= _MIN_STEPS else {}


def _address(layout: Layout, link: str) -> str:
    """Return the absolute address of a link on the page."""
    return urljoin(layout.canonical, link).removesuffix("index.html")
