"""The language switch keeps the page."""

from __future__ import annotations

from posixpath import dirname, join, normpath

from errata.config import parse_config
from errata.site.pages.redirects import NOT_FOUND
from tests.site.factories import full_article, library, plan_of

MOVED = '[redirects]\n"KA-00008" = "gone"\n"KA-00009" = "KA-00001"\n"RED-520099" = "RED-520025"\n'
KINDS = {
    *("404.html", "article.html", "code.html", "codes.html", "diagnose.html", "family.html"),
    *("gone.html", "home.html", "moved.html", "product.html", "recent.html", "search.html"),
    *("titles.html",),
}


def test_every_page_leads_to_the_same_page_in_each_language_that_has_it() -> None:
    linked_articles = library(
        *(full_article(f"KA-0000{n}", tag) for tag in ("de", "en", "ja") for n in (1, 2)),
        full_article("KA-00003"),
    )
    pages = plan_of(linked_articles, parse_config(MOVED, "errata.toml")).pages
    paths = {page.path for page in pages}
    kinds = set()
    for page in pages:
        for item in getattr(page.view.layout, "languages", ()):  # type: ignore[attr-defined] # a test asks every view for it
            below = page.path.removeprefix(f"{page.locale}/")
            there = NOT_FOUND if (item.tag, below) == ("en", NOT_FOUND) else f"{item.tag}/{below}"
            if page.path.startswith(f"{page.locale}/") and there in paths:
                folder = f"/{dirname(page.path)}"
                assert normpath(join(folder, item.href)) == f"/{there}"
                kinds.add(page.template)
    assert kinds >= KINDS
