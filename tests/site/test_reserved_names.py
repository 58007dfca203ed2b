"""No article takes the address of a page that every locale has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.site import urls
from errata.text.paths import LOCALE_PAGES

if TYPE_CHECKING:
    from tests.conftest import SiteTest


def test_every_page_of_a_locale_has_its_first_part_reserved() -> None:
    plain = (getattr(urls, name) for name in dir(urls) if name.endswith("_path"))
    of_locale = [path("en") for path in plain if getattr(path, "__name__", "") == "<lambda>"]
    named = [path("en", "x") for path in (urls.code_path, urls.status_path, urls.product_path)]
    named += [path("en", "x") for path in (urls.family_path, urls.section_path)]
    assert len(of_locale) > 7
    firsts = {path.split("/")[1] for path in (*of_locale, *named)}
    assert firsts - {"index.html"} <= LOCALE_PAGES


def test_articles_named_as_pages_of_the_site_are_all_built(site: SiteTest) -> None:
    for name in LOCALE_PAGES:
        site = site.file(f"en/{name}.md", f"# About {name}\n\nText.\n".encode())
    result = site.build().result
    assert result is not None
    assert not [found for found in result.diagnostics if found.severity.value == "error"]
    paths = {artifact.path for artifact in result.artifacts}
    for name in LOCALE_PAGES:
        assert f"en/{name}-article/index.html" in paths
