"""What surrounds every page's content: title, address, policy, languages.

The content security policy is the one of the threat model, without `frame-ancestors`: browsers
ignore that directive in a `<meta>` element and report it as an error in the console.

The way from home to a page: what its breadcrumbs show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from errata.site.formatting import instant_of, language_with_territory, truncate_text
from errata.site.lists import latest_change, visible_articles
from errata.site.urls import (
    codes_path,
    diagnose_path,
    feed_path,
    home_path,
    logo_path,
    opensearch_path,
    recent_path,
    relative,
    search_path,
    social_path,
    titles_path,
)
from errata.site.views import Breadcrumb, HeadView, LanguageLink, Layout
from errata.text.locales import language_name, text_direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from errata.config import Config
    from errata.model import Library, Page


TITLE_LIMIT: Final = 70
ANY_LANGUAGE: Final = "x-default"
"""For readers of a language that the site does not have."""
ICON: Final = "assets/icon.svg"
STYLESHEET: Final = "assets/css/errata.css"
SCRIPT: Final = "assets/js/main.js"
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What a page says of itself to its frame."""

    path: str
    """Below the site's root."""
    locale: str
    title: str = ""
    """Empty: the template makes it from the interface's strings."""
    description: str = ""
    siblings: Mapping[str, str] = field(default_factory=dict)
    """Locale -> path of the same page there, the page's own included."""
    otherwise: str = ""
    """Path for readers of any other language; empty: the page in the site's first."""
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    """Locale without the page -> path of what it shows there in another language."""
    noindex: bool = False
    remote_images: bool = False
    workers: bool = False
    """Its scripts work in the background."""
    anywhere: bool = False
    """Served below any address, as a 404 page is: links start at the site's root."""
    trail: tuple[Breadcrumb, ...] = ()
    """The way here from home, with links as on the page."""
    twins: tuple[tuple[str, str], ...] = ()
    """(media type, site path) of the page's other forms."""
    kind: str = ""
    """As in `HeadView`."""
    created: datetime | None = None
    updated: datetime | None = None
    about: tuple[str, ...] = ()
    """Error codes."""


def build_layout(setting: PageMeta, library: Library, config: Config) -> Layout:
    """The frame of one page."""
    url = config.site.url
    alternates = _alternates(setting, library, url)
    return Layout(
        lang=setting.locale,
        dir=text_direction(setting.locale),
        title=page_title(setting.title, config.site.name),
        description=setting.description,
        icon=_link(setting, ICON, url),
        csp=content_security_policy(remote_images=setting.remote_images, workers=setting.workers),
        stylesheet=_link(setting, STYLESHEET, url),
        script=_link(setting, SCRIPT, url),
        root=_link(setting, "", url),
        logo=_link(setting, logo_path(logo) if (logo := config.site.logo) else ICON, url),
        home=_link(setting, home_path(setting.locale), url),
        codes=_link(setting, codes_path(setting.locale), url),
        search=_link(setting, search_path(setting.locale), url),
        diagnose=_link(setting, diagnose_path(setting.locale), url),
        titles=_link(setting, titles_path(setting.locale), url),
        recent=_link(setting, recent_path(setting.locale), url),
        trail=setting.trail,
        languages=language_links(setting, library, url),
        alternates=alternates,
        canonical=absolute_url(url, setting.path) if url and not setting.anywhere else "",
        noindex=setting.noindex,
        twins=tuple((kind, _link(setting, path, url)) for kind, path in setting.twins),
        opensearch=_link(setting, opensearch_path(setting.locale), url) if url else "",
        head=_head(setting, alternates, url),
    )


def layout_of(page: Page) -> Layout:
    """What surrounds the page: every view has it."""
    around: Layout = page.view.frame  # type: ignore[attr-defined] # a test asks every view for it
    return around


def _head(setting: PageMeta, alternates: tuple[LanguageLink, ...], url: str) -> HeadView:
    tags = (other.tag for other in alternates if other.tag not in {setting.locale, ANY_LANGUAGE})
    return HeadView(
        title=" ".join(setting.title.split()),
        kind=setting.kind,
        created=instant_of(setting.created),
        updated=instant_of(setting.updated),
        about=setting.about,
        locale=language_with_territory(setting.locale),
        other_locales=tuple(map(language_with_territory, tags)),
        picture=absolute_url(url, social_path(setting.locale)) if url else "",
        feed=_link(setting, feed_path(setting.locale), url) if url else "",
    )


def page_title(title: str, site: str) -> str:
    """At most 70 characters, with the site's name where it fits and is not the title itself.

    Counted as written in HTML, as validators do: `&` takes five.
    """
    named = f"{title}{_SEPARATOR}{site}"
    if title not in {"", site} and _width(named) <= TITLE_LIMIT:
        return named
    cuts = (truncate_text(title, limit) for limit in range(TITLE_LIMIT, 0, -1))
    return next(text for text in cuts if _width(text) <= TITLE_LIMIT)


def _width(text: str) -> int:
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def content_security_policy(*, remote_images: bool = False, workers: bool = False) -> str:
    """The content security policy of a page."""
    remote = " https:" if remote_images else ""
    working = "; worker-src 'self'" if workers else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src 'self' data:{remote}; font-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'{working}"
    )


def language_links(setting: PageMeta, library: Library, url: str = "") -> tuple[LanguageLink, ...]:
    """The page in every locale, or that locale's home; nothing on a site in one language."""
    if len(library.locales) < 2:  # noqa: PLR2004 - a choice takes two
        return ()
    there = {**setting.fallbacks, **setting.siblings}
    return tuple(
        LanguageLink(
            tag=tag,
            name=language_name(tag),
            href=_link(setting, there.get(tag, home_path(tag)), url),
            current=tag == setting.locale,
            translated=tag in setting.siblings,
        )
        for tag in library.locales
    )


def _link(setting: PageMeta, target: str, url: str) -> str:
    if setting.anywhere and url:
        return urlsplit(absolute_url(url, target, index=True)).path
    return relative(setting.path, target)


def absolute_url(url: str, path: str, *, index: bool = False) -> str:
    """The address of a site path; `index` keeps a folder's `index.html`."""
    shown = path if index else path.removesuffix("index.html")
    return f"{url.rstrip('/')}/{quote(shown)}"


def _alternates(setting: PageMeta, library: Library, url: str) -> tuple[LanguageLink, ...]:
    if not url or setting.noindex or len(setting.siblings) < 2:  # noqa: PLR2004 - an alternate takes two
        return ()
    tags = [tag for tag in library.locales if tag in setting.siblings]
    found = [LanguageLink(tag, "", absolute_url(url, setting.siblings[tag])) for tag in tags]
    otherwise = absolute_url(url, setting.otherwise) if setting.otherwise else found[0].href
    return (*found, LanguageLink(ANY_LANGUAGE, "", otherwise))


def home_breadcrumb(locale: str, page: str) -> Breadcrumb:
    """The locale's home."""
    return Breadcrumb("", relative(page, home_path(locale)), "home")


def codes_breadcrumbs(locale: str, page: str) -> tuple[Breadcrumb, ...]:
    """To a page below the index of codes."""
    return (
        home_breadcrumb(locale, page),
        Breadcrumb("", relative(page, codes_path(locale)), "codes"),
    )


def list_page_meta(
    path_of: Callable[[str], str],
    locale: str,
    library: Library,
    twins: tuple[tuple[str, str], ...] = (),
) -> PageMeta:
    """Of a page below home that every locale has and that lists all of its articles."""
    path = path_of(locale)
    return PageMeta(
        path,
        locale,
        siblings={tag: path_of(tag) for tag in library.locales},
        trail=(home_breadcrumb(locale, path),),
        updated=latest_change(visible_articles(library, locale)),
        twins=twins,
    )
