"""No article takes the address of a page that every locale has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.model import Copy
from errata.site import urls
from errata.text.paths import LOCALE_PAGES

if TYPE_CHECKING:
    from tests.conftest import SiteTest

# With an address a site has sitemaps.
SETTINGS = '[site]\nurl = "https://help.example/"\n'


def test_every_page_of_a_locale_has_its_first_part_reserved() -> None:
    plain = (getattr(urls, name) for name in dir(urls) if name.endswith("_path"))
    of_locale = [path("en") for path in plain if getattr(path, "__name__", "") == "<lambda>"]
    named = [path("en", "x") for path in (urls.code_path, urls.status_path, urls.product_path)]
    named += [path("en", "x") for path in (urls.family_path, urls.section_path)]
    assert len(of_locale) > 7
    firsts = {path.split("/")[1] for path in (*of_locale, *named)}
    assert firsts - {"index.html"} <= LOCALE_PAGES


def test_articles_named_as_pages_of_the_site_are_all_built(site: SiteTest) -> None:
    site = site.configured(SETTINGS)
    for name in LOCALE_PAGES:
        site = site.file(f"en/{name}.md", f"# About {name}\n\nText.\n".encode())
    result = site.build().result
    assert result is not None
    assert not [each for each in result.diagnostics if each.severity.value == "error"]
    paths = {artifact.path for artifact in result.artifacts}
    for name in LOCALE_PAGES:
        assert f"en/{name}-article/index.html" in paths


def test_a_file_that_an_article_shows_replaces_none_that_the_site_makes(site: SiteTest) -> None:
    names = ("_headers", "robots.txt", "nginx.conf", "llms.txt", "sitemap.xml", "en/sitemap.xml")
    for name in names:
        site = site.file(name, b"<own/>")
    shown = " ".join(f"[{name}](/{name})" for name in names)
    built = site.configured(SETTINGS).article("KA-1", f"{shown}\n").build().built
    left_out = [each.span.path for each in built.diagnostics if each.code == "KB901"]
    assert sorted(left_out) == sorted(names)
    contents = {artifact.path: artifact.content for artifact in built.artifacts}
    assert not [name for name in names if isinstance(contents[name], Copy)]
