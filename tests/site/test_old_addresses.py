"""Addresses that articles had on another site: a page and a rule at each, and none that harms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from errata.model import StaticFolder

if TYPE_CHECKING:
    from tests.conftest import SiteTest

URL = 'site.url = "https://help.example.com/help/"'


def findings(site: SiteTest) -> list[tuple[str, int, str]]:
    assert site.result is not None
    return [(d.code, d.span.line, d.message) for d in site.result.diagnostics]


def rules(site: SiteTest) -> list[str]:
    return site.page("_redirects").splitlines()


@pytest.mark.parametrize(
    ("line", "path", "rule"),
    [
        ("aliases: [/kb/old-page/]", "kb/old-page/index.html", "/kb/old-page/"),
        ("redirect_from: /kb/older.html", "kb/older.html", "/kb/older.html"),
        ("redirect-from: /kb/older", "kb/older/index.html", "/kb/older/"),
        ("permalink: /kb/index.html", "kb/index.html", "/kb/"),
        ("aliases: ['https://old.example.com/kb/a']", "kb/a/index.html", "/kb/a/"),
        ("aliases: [//old.example.com/kb/a/]", "kb/a/index.html", "/kb/a/"),
        ("slug: mail-late", "mail-late/index.html", "/mail-late/"),
        ("url: '/kb//a%2Db/'", "kb/a-b/index.html", "/kb/a-b/"),
    ],
)
def test_an_old_address_has_a_page_and_a_rule(
    site: SiteTest, line: str, path: str, rule: str
) -> None:
    key, _, value = line.partition(": ")
    built = site.article("KA-00001", **{key.replace("-", "_"): value}).build()
    page = built.page(path)
    up = "../" * path.count("/")
    assert f'<meta http-equiv="refresh" content="0; url={up}en/KA-00001/index.html">' in page
    assert f'href="{up}en/KA-00001/index.html"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert rules(built) == [f"{rule} /en/KA-00001/ 301"]
    assert findings(built) == []


def test_rules_stand_below_the_sites_own_path(site: SiteTest) -> None:
    built = site.configured(URL).article("KA-00001", aliases="[/help/old/, /older/]").build()
    assert rules(built) == [
        "/help/old/ /help/en/KA-00001/ 301",
        "/help/older/ /help/en/KA-00001/ 301",
    ]
    assert "refresh" in built.page("old/index.html")
    assert "old" not in built.page("sitemap.xml")


def test_an_address_that_not_every_disk_can_hold_has_a_rule_alone(site: SiteTest) -> None:
    aliases = "[/サポート/古い/, '/a b*/', /display/KB/Neu+starten]"
    built = site.article("KA-00001", aliases=aliases).build()
    assert rules(built) == [
        "/a%20b%2A/ /en/KA-00001/ 301",
        "/a%20b%2A /en/KA-00001/ 301",
        "/display/KB/Neu+starten/ /en/KA-00001/ 301",
        "/display/KB/Neu+starten /en/KA-00001/ 301",
        "/%E3%82%B5%E3%83%9D%E3%83%BC%E3%83%88/%E5%8F%A4%E3%81%84/ /en/KA-00001/ 301",
        "/%E3%82%B5%E3%83%9D%E3%83%BC%E3%83%88/%E5%8F%A4%E3%81%84 /en/KA-00001/ 301",
    ]
    assert findings(built) == []


@pytest.mark.parametrize(
    "address",
    [
        "/../../etc/passwd",
        "/kb/%2e%2e/%2e%2e/x",
        "../../x",
        "/kb/..\\\\x",
        "/.git/config",
        "/kb/a\\nb /x 301",
        "/?id=4",
        "/en/KA-00001?id=4",
        "/en/?id=4",
        "/kb#a",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://[::1/x",
        "/%ff/",
        "/assets/js/main.js",
        "/" + "a" * 2000,
    ],
)
def test_an_address_that_could_lead_elsewhere_is_a_finding_at_its_place(
    site: SiteTest, address: str
) -> None:
    plain = site.article("KA-00001").build()
    built = site.article("KA-00001", aliases=f'["{address}"]').build()
    (finding,) = findings(built)
    assert finding[:2] == ("KB314", 12)
    assert built.paths == plain.paths
    assert rules(built) == []


@pytest.mark.parametrize("address", ["/", "/index.html", "/en/", "/en/KA-00001/", "/en/index.html"])
def test_an_address_that_leads_here_already_is_left_alone(site: SiteTest, address: str) -> None:
    plain = site.article("KA-00001").build()
    built = site.article("KA-00001", permalink=address).build()
    assert (findings(built), rules(built)) == ([], [])
    assert built.page("en/index.html") == plain.page("en/index.html")


def test_no_page_of_the_site_is_replaced(site: SiteTest) -> None:
    both = site.article("KA-00001").article("KA-00002", aliases="[/en/KA-00001/, /en/codes/]")
    built = both.build()
    plain = site.article("KA-00001").article("KA-00002").build()
    for path in ("en/KA-00001/index.html", "en/codes/index.html"):
        assert built.page(path) == plain.page(path)
    assert [code for code, _, _ in findings(built)] == ["KB901", "KB901"]
    assert rules(built) == []


def test_of_two_articles_with_one_old_address_the_first_has_it(site: SiteTest) -> None:
    built = (
        site.article("KA-00001", aliases="[/old/]").article("KA-00002", aliases="[/Old]").build()
    )
    assert rules(built) == ["/old/ /en/KA-00001/ 301"]
    message = "`/Old` is already an old address of `en/KA-00001.md`"
    assert findings(built) == [("KB314", 12, message)]


def test_a_translation_has_the_address_below_its_language(site: SiteTest) -> None:
    built = (
        site.article("KA-00001", aliases="[/old/]")
        .article("KA-00001", locale="de", aliases="[/old/]")
        .build()
    )
    assert rules(built) == ["/de/old/ /de/KA-00001/ 301", "/old/ /en/KA-00001/ 301"]
    assert findings(built) == []


def test_a_file_of_the_owner_keeps_its_address(site: SiteTest) -> None:
    inputs = structs.replace(site.inputs, static=StaticFolder("../static", ("old/index.html",)))
    built = replace(site, inputs=inputs).article("KA-00001", aliases="[/old/]").build()
    assert (findings(built), rules(built)) == ([], [])


def test_nginx_compares_addresses_without_their_escapes(site: SiteTest) -> None:
    built = site.article("KA-00001", "", aliases="['/kb/a%20b/', '/kb/ä/', '/kb/$uri/']").build()
    nginx = built.page("nginx.conf")
    for written in ("/kb/a b/", "/kb/ä/", "/kb/$uri/"):
        assert f'location = "{written}" {{ return 301' in nginx


ASKED = "'/kb_view.do?sysparm_article=KB1'"


def test_an_old_address_with_a_query_is_known_to_the_page_of_missing_addresses(
    site: SiteTest,
) -> None:
    both = "'https://old.example.com/Pages/view.action?b=2&a=%C3%A4'"
    built = site.article("KA-00001", aliases=f"[{ASKED}, {both}, '/Pages/view.action?a=4']").build()
    assert built.page("old-addresses.js") == (
        'errata.moved({"kb_view.do":[["sysparm_article=KB1","en/KA-00001/index.html"]],'
        '"pages/view.action":[["a=%C3%A4\\u0026b=2","en/KA-00001/index.html"],'
        '["a=4","en/KA-00001/index.html"]]})\n'
    )
    assert (findings(built), rules(built)) == ([], [])


def test_a_site_without_such_addresses_has_no_list_and_a_hidden_article_is_not_in_it(
    site: SiteTest,
) -> None:
    assert "old-addresses.js" not in site.article("KA-00001", aliases="[/old/]").build().paths
    hidden = site.article("KA-00002", aliases=f"[{ASKED}]", hidden="true").build()
    assert "old-addresses.js" not in hidden.paths
    assert "kb_view" not in hidden.page("nginx.conf")


def test_nginx_looks_at_a_query_of_one_parameter_and_then_at_the_address(site: SiteTest) -> None:
    built = (
        site.article("KA-00001", aliases=f"[{ASKED}, '/kb.html?a=1&b=2', '/kb.html?id=7']")
        .article("KA-00002", aliases="[/kb.html]")
        .build()
    )
    lines = built.page("nginx.conf").splitlines()
    first, second = 'return 301 "/en/KA-00001/";', 'return 301 "/en/KA-00002/";'
    assert [line for line in lines if "/kb" in line] == [
        f'location = "/kb.html" {{ if ($arg_id = "7") {{ {first} }} {second} }}',
        f'location = "/kb_view.do" {{ if ($arg_sysparm_article = "KB1") {{ {first} }} }}',
    ]
