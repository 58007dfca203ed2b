"""What a knowledge base's own keys say is on the page where the configuration calls them public."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import SiteTest

TOML = '[metadata.keys]\n"Abteilung" = "public"\n"ms.custom" = "public"\nreviewer = "internal"\n'


def test_a_public_key_is_a_fact_of_the_page_with_each_of_its_values(site: SiteTest) -> None:
    keys = {"Abteilung": "Vertrieb <Süd>", "ms.custom": "[one, two]", "reviewer": "Ada Example"}
    page = site.configured(TOML).article("KA-00001", **keys).build().page("en/KA-00001/")
    assert "<dt>Abteilung</dt>" in page
    assert "<dd>Vertrieb &lt;Süd&gt;</dd>" in page
    assert (
        page.index("<dt>ms.custom</dt>") < page.index("<dd>one</dd>") < page.index("<dd>two</dd>")
    )
    assert "Ada Example" not in page


def test_a_key_that_nobody_declared_is_not_shown(site: SiteTest) -> None:
    site_with_pictures = site.article("KA-00001", Abteilung="Vertrieb").build()
    assert "Vertrieb" not in site_with_pictures.page("en/KA-00001/")
