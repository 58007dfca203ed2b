"""Static files in the site: at the paths that they have, never in the place of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from errata.model import Copy, StaticFolder

if TYPE_CHECKING:
    from tests.conftest import SiteTest


def built(site: SiteTest, *files: str) -> SiteTest:
    """The site of one article and some static files."""
    static = StaticFolder("../static", tuple(sorted(files)))
    return (
        replace(site, inputs=structs.replace(site.inputs, static=static))
        .article("KA-00001")
        .build()
    )


def conflicts(site: SiteTest) -> list[tuple[str, str, str]]:
    diagnostics = site.built.diagnostics
    return [(d.span.path, d.severity, d.message) for d in diagnostics if d.code == "KB901"]


def test_a_static_file_keeps_its_path(site: SiteTest) -> None:
    built_site = built(site, "CNAME", "downloads/a b.zip")
    for path in ("CNAME", "downloads/a b.zip"):
        assert built_site.artifact(path).content == Copy(path, static=True)
    assert conflicts(built_site) == []


def test_an_own_file_for_hosts_takes_the_place_of_the_generated_one(site: SiteTest) -> None:
    names = ("_headers", "_redirects", "nginx.conf", "robots.txt")
    built_site = built(site, *names)
    assert conflicts(built_site) == []
    assert [built_site.artifact(name).content for name in names] == [
        Copy(name, static=True) for name in names
    ]
    assert len(built_site.paths) == len(set(built_site.paths)) == len(built(site).paths)


def test_a_page_and_every_other_file_of_the_site_is_never_replaced(site: SiteTest) -> None:
    taken = ("404.html", "assets/icon.svg", "en/KA-00001/index.html", "llms.txt")
    built_site = built(site, *taken)
    assert [(path, severity) for path, severity, _ in conflicts(built_site)] == sorted(
        (f"../static/{name}", "error") for name in taken
    )
    assert all(isinstance(built_site.artifact(name).content, bytes) for name in taken)


def test_a_static_file_cannot_be_what_is_a_folder_or_differ_in_case_alone(site: SiteTest) -> None:
    built_site = built(site, "EN", "en/KA-00001/index.html/x", "Robots.txt", "a.txt", "A.txt")
    assert [(path, message) for path, _, message in conflicts(built_site)] == [
        ("../static/EN", "`EN` is already taken by `en/KA-00001/index.html`"),
        ("../static/Robots.txt", "`Robots.txt` is already taken by `robots.txt`"),
        (
            "../static/a.txt",
            "`a.txt` is already taken by `A.txt`",
        ),
        (
            "../static/en/KA-00001/index.html/x",
            "`en/KA-00001/index.html/x` is already taken by `en/KA-00001/index.html`",
        ),
    ]
    assert {"A.txt", "robots.txt"} <= set(built_site.paths)
