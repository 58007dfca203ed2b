"""What surrounds every page's content: title, address, policy, languages, breadcrumbs.

The content security policy is that of the threat model, without `frame-ancestors`: browsers ignore
that directive in a `<meta>` element and report it as an error in the console.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlsplit

from msgspec import field

from errata.site.context import PageContext
from errata.site.formatting import instant_of, language_with_territory, truncate_text
from errata.site.urls import (
    codes_path,
    diagnose_path,
    feed_path,
    home_path,
    logo_path,
    opensearch_path,
    products_path,
    quote_path,
    recent_path,
    search_path,
    sections_path,
    social_path,
    titles_path,
)
from errata.site.views import Breadcrumb, HeadView, LanguageLink, Layout
from errata.text.locales import text_direction
from errata.values import Record

# The limit of html-validate's rule `long-title`: search engines cut off what is longer.
TITLE_LIMIT: Final = 70
# How `hreflang` names the page for readers of a language that the site does not have.
ANY_LANGUAGE: Final = "x-default"
ICON: Final = "assets/icon.svg"
STYLESHEET: Final = "assets/css/errata.css"
SCRIPT: Final = "assets/js/main.js"
_SEPARATOR = " · "


class PageMeta(Record, frozen=True):
    """A page's own data for the layout around it, and for sitemaps."""

    title: str = ""
    """Title; empty if the template makes it from the interface's strings."""
    description: str = ""
    siblings: Mapping[str, str] = field(default_factory=dict)
    """Locale -> path of the same page there, including the page itself."""
    otherwise: str = ""
    """Path for readers of any other language; empty: the page in the site's first."""
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    """Locale without the page -> path of what it shows there in another language."""
    canonical: str = ""
    """Path of the page that this one repeats; empty if it repeats none."""
    noindex: bool = False
    remote_images: bool = False
    workers: bool = False
    """Whether its scripts work in the background."""
    anywhere: bool = False
    """Whether it is served below any address, as a 404 page is: links start at the site's root."""
    breadcrumbs: tuple[Breadcrumb, ...] = ()
    """The steps from home to the page, with links as on the page."""
    formats: tuple[tuple[str, str], ...] = ()
    """Media type and site path of the page's other forms."""
    kind: str = ""
    """See `HeadView.kind`."""
    created: datetime | None = None
    updated: datetime | None = None
    about: tuple[str, ...] = ()
    """Error codes."""
    number: str = ""
    """Number of the article, or the code, for readers' feedback; empty if it is for neither."""


def build_layout(page: PageContext, meta: PageMeta) -> Layout:
    """Build the layout of one page."""
    config, locale = page.site.config, page.locale
    site, url = config.site, config.site.url
    link = _from_root(url) if meta.anywhere else page.href
    alternates = list_alternates(page, meta)
    return Layout(
        lang=locale,
        dir=text_direction(locale),
        title=page_title(meta.title, config.site_name(locale)),
        description=meta.description,
        icon=link(ICON),
        csp=content_security_policy(remote_images=meta.remote_images, workers=meta.workers),
        stylesheet=link(STYLESHEET),
        script=link(SCRIPT),
        root=link(""),
        logo=link(logo_path(site.logo) if site.logo else ICON),
        home=link(home_path(locale)),
        codes=link(codes_path(locale)) if page.site.has_codes.get(locale) else "",
        search=link(search_path(locale)),
        diagnose=link(diagnose_path(locale)),
        titles=link(titles_path(locale)),
        recent=link(recent_path(locale)) if page.site.has_dates else "",
        sections=_sections(page, link),
        products=link(products_path(locale)) if page.site.has_products.get(locale) else "",
        breadcrumbs=meta.breadcrumbs,
        languages=_languages(page, meta, link),
        alternates=alternates,
        canonical=_canonical(page, meta),
        noindex=meta.noindex,
        formats=tuple((kind, link(path)) for kind, path in meta.formats),
        feedback=_feedback(page, meta),
        opensearch=link(opensearch_path(locale)) if url else "",
        head=_head(page, meta, alternates, link(feed_path(locale)) if url else ""),
    )


def _feedback(page: PageContext, meta: PageMeta) -> str:
    address = page.site.config.site.feedback if meta.number else ""
    values = {"{number}": meta.number, "{title}": meta.title, "{locale}": page.locale}
    for name, value in values.items():
        address = address.replace(name, quote(value, safe=""))
    return address


def _sections(page: PageContext, link: Callable[[str], str]) -> str:
    has_any = page.site.has_categories.get(page.locale)
    return link(sections_path(page.locale)) if has_any else ""


def build_list_meta(
    page: PageContext, path_of: Callable[[str], str], formats: tuple[tuple[str, str], ...] = ()
) -> PageMeta:
    """Describe a page below home that every locale has and that lists all of its articles."""
    site = page.site
    return PageMeta(
        siblings=site.in_every_locale(path_of),
        breadcrumbs=(page.home_breadcrumb(),),
        updated=site.latest_changes[page.locale],
        formats=formats,
    )


def layout_of(view: object) -> Layout:
    """Return the layout, which every view has."""
    layout: Layout = view.layout  # type: ignore[attr-defined] # a test asks every view for it
    return layout


def _head(
    page: PageContext, meta: PageMeta, alternates: tuple[LanguageLink, ...], feed: str
) -> HeadView:
    url = page.site.config.site.url
    tags = (other.tag for other in alternates if other.tag not in {page.locale, ANY_LANGUAGE})
    return HeadView(
        title=" ".join(meta.title.split()),
        kind=meta.kind,
        created=instant_of(meta.created),
        updated=instant_of(meta.updated),
        about=meta.about,
        locale=language_with_territory(page.locale),
        other_locales=tuple(map(language_with_territory, tags)),
        picture=absolute_url(url, social_path(page.locale)) if url else "",
        feed=feed,
    )


def page_title(title: str, site: str) -> str:
    """Return at most 70 characters, with the site's name if it fits and is not the title.

    Counted as written in HTML, as validators do: `&` takes five.
    """
    full_title = f"{title}{_SEPARATOR}{site}"
    if title not in {"", site} and _written_width(full_title) <= TITLE_LIMIT:
        return full_title
    cuts = (truncate_text(title, limit) for limit in range(TITLE_LIMIT, 0, -1))
    return next(text for text in cuts if _written_width(text) <= TITLE_LIMIT)


def _written_width(text: str) -> int:
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def content_security_policy(*, remote_images: bool = False, workers: bool = False) -> str:
    """Return the content security policy of a page."""
    remote = " https:" if remote_images else ""
    working = "; worker-src 'self'" if workers else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src 'self' data:{remote}; font-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'{working}; "
        "require-trusted-types-for 'script'; trusted-types errata"
    )


def _languages(
    page: PageContext, meta: PageMeta, link: Callable[[str], str]
) -> tuple[LanguageLink, ...]:
    """Return the page in every locale, or that locale's home; nothing for one language."""
    locales = page.site.locales
    if len(locales) < 2:  # noqa: PLR2004 - a choice takes two
        return ()
    # Where a locale has neither the page nor a fallback, its home is the nearest place.
    paths = {**meta.fallbacks, **meta.siblings}
    return tuple(
        LanguageLink(
            tag=tag,
            name=page.site.language_name(tag),
            href=link(paths.get(tag, home_path(tag))),
            short=page.site.naming_tags[tag],
            current=tag == page.locale,
            translated=tag in meta.siblings,
        )
        for tag in locales
    )


def _from_root(url: str) -> Callable[[str], str]:
    """Return a function that links site paths from the root of the server."""
    return lambda path: urlsplit(absolute_url(url, path, index=True)).path


def absolute_url(url: str, path: str, *, index: bool = False) -> str:
    """Return the address of a site path; `index` keeps a folder's `index.html`."""
    short = path if index else path.removesuffix("index.html")
    return f"{url.rstrip('/')}/{quote_path(short)}"


def _canonical(page: PageContext, meta: PageMeta) -> str:
    url = page.site.config.site.url
    return absolute_url(url, meta.canonical or page.path) if url and not meta.anywhere else ""


def list_alternates(page: PageContext, meta: PageMeta) -> tuple[LanguageLink, ...]:
    """Return the translations that search engines get; the last is for all other languages."""
    url = page.site.config.site.url
    if not url or meta.noindex or len(meta.siblings) < 2:  # noqa: PLR2004 - an alternate takes two
        return ()
    tags = [tag for tag in page.site.locales if tag in meta.siblings]
    # Search engines want the page itself among its alternates.
    links = [LanguageLink(tag, "", absolute_url(url, meta.siblings[tag])) for tag in tags]
    otherwise = absolute_url(url, meta.otherwise) if meta.otherwise else links[0].href
    return (*links, LanguageLink(ANY_LANGUAGE, "", otherwise))
