"""Renders pages: templates and views in, files of HTML out.

Templates come from memory only: a user's own first, then the shipped ones, which `default/<name>`
always names, so that an override can extend what it replaces. They run in Jinja's sandbox, see only
`page`, `ui`, `site` and `data`, a page's structured data, and are all compiled before the first
page is rendered. Articles are values, never template source: braces in their text stay braces.

Structured data are JSON-LD, for search engines, in a block that browsers never run: the types that
they still read, TechArticle, BreadcrumbList and WebSite. Their addresses must be absolute, so a
site without `site.url` has none of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import ClassVar, Final
from urllib.parse import quote, urljoin

from markupsafe import Markup

from errata.config import Config
from errata.diagnostics import Span
from errata.mapper import Mapper, stage
from errata.model import Artifact, Page, Theme, ViewedPage
from errata.site.layout import layout_of
from errata.site.views import Layout, Link
from errata.text.display import escape_json
from errata.text.locales import text_direction
from errata.text.strings import Strings, strings_for
from errata.theme.errors import make_missing_template_error, to_theme_error
from errata.theme.sandbox import begin_page
from errata.theme.templates import TemplateCache, TemplateSet, compile_all, join_style_sheets
from errata.values import Record

# The file of a theme that is every page's icon.
_ICON: Final = "icon.svg"
# Characters: the shipped one has 500, which are 0.3 kB of a page.
_LARGEST_ICON: Final = 1_000


class SiteView(Record, frozen=True):
    """Data of the site for every template, in the language of its page."""

    name: str
    url: str
    description: str
    locales: tuple[str, ...]
    # Families describe their codes in one language, whatever the page's.
    codes_lang: str = "en"
    codes_dir: str = "ltr"
    footer: tuple[Link, ...] = ()
    """Texts and links at the foot of every page."""
    icon: str = ""
    """The theme's icon inside the page; empty if it is too large for that."""


@stage("compiling templates")
def make_renderer(
    pages: Iterable[Page],
    theme: Theme,
    config: Config,
    families_locale: str = "en",
    cache: TemplateCache | None = None,
) -> PageRenderer:
    """Make a renderer of these pages of a site; `cache` may have compiled templates.

    Raises:
        ThemeError: on the first syntax error or block that overrides nothing, by template.
    """
    locales = tuple(sorted({page.locale for page in pages}))
    renderer = PageRenderer(theme, config, locales, families_locale, cache)
    # All of them before the first page, so that an error shows whichever pages a site has.
    renderer.compile_templates()
    return renderer


def list_look(theme: Theme, config: Config) -> tuple[Artifact, ...]:
    """Return the theme's own files, sorted by path."""
    look = join_style_sheets(theme.assets, config.site.colours)
    return tuple(Artifact(f"assets/{path}", data) for path, data in sorted(look.items()))


@dataclass(frozen=True)
class PageRenderer:
    """Makes the bytes of a page's file. Other processes get the sources, and compile them."""

    doing: ClassVar = "rendering pages"
    theme: Theme
    config: Config
    locales: tuple[str, ...]
    """Locales of all pages of the site."""
    families_locale: str = "en"
    cache: TemplateCache | None = None

    def __call__(self, page: ViewedPage) -> bytes:
        """Render the page as HTML.

        Raises:
            ThemeError: with the template's file and line.
        """
        return _render(page, self._templates, *self._interfaces[page.locale])

    def render_all(self, pages: Sequence[ViewedPage], mapper: Mapper) -> list[Artifact]:
        """Render each page as a file; `mapper` runs them.

        Raises:
            ThemeError: with the template's file and line.
        """
        rendered = mapper(self, pages)
        return [Artifact(page.path, data) for page, data in zip(pages, rendered, strict=True)]

    def compile_templates(self) -> None:
        """Compile all templates, before a page needs them.

        Raises:
            ThemeError: on the first syntax error or block that overrides nothing, by template.
        """
        _ = self._templates

    def __getstate__(self) -> dict[str, object]:
        """Return the state without compiled templates, which cannot travel, and their cache."""
        return {item.name: getattr(self, item.name) for item in fields(self)} | {"cache": None}

    @cached_property
    def _templates(self) -> TemplateSet:
        return compile_all(self.theme, self.cache)

    @cached_property
    def _interfaces(self) -> dict[str, tuple[Strings, SiteView]]:
        """Strings, and the templates' data of the site, by locale."""
        icon = _written_out(self.theme.assets.get(_ICON, b""))
        return {
            tag: (
                strings_for(tag, self.theme.strings),
                _site(tag, self.locales, self.config, self.families_locale, icon),
            )
            for tag in self.locales
        }


def _written_out(icon: bytes) -> str:
    """Return a picture as a data address: as a file it takes one of six connections."""
    written = quote(" ".join(icon.decode("utf-8", "replace").split()), safe="=:/(),;!*+-.")
    return f"data:image/svg+xml,{written}" if icon and len(written) <= _LARGEST_ICON else ""


def _site(
    locale: str, locales: tuple[str, ...], config: Config, families_locale: str, icon: str
) -> SiteView:
    footer = tuple(Link(item.text, item.url) for item in config.site.footer)
    return SiteView(
        config.site_name(locale),
        config.site.url,
        config.site_description(locale),
        locales,
        families_locale,
        text_direction(families_locale),
        footer,
        icon,
    )


def _render(page: ViewedPage, templates: TemplateSet, ui: Strings, site: SiteView) -> bytes:
    template = templates.by_name.get(page.template)
    if template is None:
        raise make_missing_template_error(page.template, templates.files, Span(page.template))
    begin_page()
    try:
        data = structured_data(layout_of(page.view), site.name, ui)
        text = template.render(page=page.view, ui=ui, site=site, data=data)
    except Exception as error:  # an expression in a template can fail in any way
        raise to_theme_error(error, templates.files, page.template) from error
    return text.encode("utf-8", "replace")


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
            return data | _describe_layout(layout)
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
        | _describe_layout(layout)
        | ({"about": about} if about else {})
    )


def _describe_layout(layout: Layout) -> dict[str, Value]:
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
