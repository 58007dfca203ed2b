"""What machines read of a site: sitemaps, feeds, robots, models, shared links, servers."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import crossplane
import pytest
from lxml import etree
from msgspec.structs import replace
from PIL import Image, ImageChops

from errata.config import Config
from errata.model import Artifact, StaticFolder
from errata.site.feeds import llms, sitemap, social
from errata.site.plan import list_files, resolve_path_conflicts
from tests.site.factories import (
    article,
    context_of,
    full_article,
    library,
    mention,
    plan_of,
    shipped_theme,
    small_library,
)
from tests.support.rendering import render_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SiteTest

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
URL = "https://help.example.com/kb"
_FORM = re.compile(r'<link rel="alternate" type="([^"]+)"[^>]* href="(.*?)">')


def config(**changes: object) -> Config:
    return Config.model_validate({"site": {"name": "Help & more", "url": URL}, **changes})


def files(linked_articles: object = None, chosen: Config | None = None) -> dict[str, bytes]:
    """Path -> content of every file that is no page."""
    planned = plan_of(linked_articles or small_library(), chosen or config())  # type: ignore[arg-type] # a library
    return {a.path: a.content for a in list_files(planned.files) if isinstance(a.content, bytes)}


def pages(linked_articles: object = None, chosen: Config | None = None) -> dict[str, str]:
    chosen = chosen or config()
    planned = plan_of(linked_articles or small_library(), chosen)  # type: ignore[arg-type] # a library
    rendered = render_pages(planned.pages, shipped_theme(), chosen)
    return {a.path: a.content.decode() for a in rendered if isinstance(a.content, bytes)}


def addresses(data: bytes) -> list[str]:
    return [str(loc.text) for loc in etree.fromstring(data).iter(f"{MAP}loc")]


def test_a_sitemap_lists_each_page_that_search_engines_may_keep_and_no_other() -> None:
    listed = addresses(files()["en/sitemap.xml"])
    assert f"{URL}/en/KA-00001/" in listed
    assert f"{URL}/en/codes/RED-520025/" in listed
    assert f"{URL}/en/products/Campaign/" in listed
    assert f"{URL}/en/" in listed
    assert not [url for url in listed if "KA-00003" in url or "404" in url or "/e/" in url]
    paths_kept = {
        match[1]
        for path, page in pages().items()
        if path.startswith("en/") and "noindex" not in page
        if (match := re.search(r'<link rel="canonical" href="([^"]+)">', page))
    }
    assert set(listed) - {f"{URL}/"} == paths_kept


def test_readers_of_any_other_language_are_led_to_the_page_that_asks_for_theirs() -> None:
    root = etree.fromstring(files()["en/sitemap.xml"])
    alternates = {
        url.findtext(f"{MAP}loc"): [link.get("href") for link in url.iter(f"{XHTML}link")]
        for url in root
    }
    assert alternates[f"{URL}/"] == alternates[f"{URL}/en/"]
    assert alternates[f"{URL}/"][-1] == f"{URL}/"


def test_a_sitemap_that_would_be_too_long_goes_on_in_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_addresses = addresses(files()["en/sitemap.xml"])
    for name, value in (("MAX_LINKS", 20), ("MAX_ADDRESSES", 3)):
        with monkeypatch.context() as bounds:
            bounds.setattr(sitemap, name, value)
            contents = files()
        parts = [url.removeprefix(f"{URL}/") for url in addresses(contents["sitemap.xml"])]
        mine = [path for path in parts if path.startswith("en/")]
        assert len(mine) > 2
        assert [url for path in mine for url in addresses(contents[path])] == all_addresses


def test_the_sitemaps_index_names_one_for_each_locale() -> None:
    assert addresses(files()["sitemap.xml"]) == [
        f"{URL}/{tag}/sitemap.xml" for tag in ("en", "ja", "pt-BR")
    ]


def test_a_page_in_the_sitemap_names_its_translations_and_when_it_changed() -> None:
    root = etree.fromstring(files()["en/sitemap.xml"])
    (url,) = (u for u in root if u.findtext(f"{MAP}loc") == f"{URL}/en/KA-00001/")
    others = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
    assert others["pt-BR"] == f"{URL}/pt-BR/KA-00001/"
    assert others["x-default"] == others["en"] == f"{URL}/en/KA-00001/"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", url.findtext(f"{MAP}lastmod") or "")


def test_a_site_without_an_address_has_neither_sitemap_nor_feed_nor_picture() -> None:
    contents = files(chosen=Config())
    assert not [
        path for path in contents if "sitemap" in path or "feed" in path or "social" in path
    ]
    assert "Sitemap" not in contents["robots.txt"].decode()
    assert 'property="og:' not in "".join(pages(chosen=Config()).values())


def test_a_feed_has_the_newest_articles_first_and_is_as_old_as_the_newest() -> None:
    articles = [
        article(
            f"KA-000{n:02}",
            fields={"published": datetime(2024, 1, n, tzinfo=UTC), "title": f"<{n}>"},
        )
        for n in range(1, 4)
    ]
    (file,) = sitemap.emit_news_feeds(context_of(library(*articles), config()))
    assert isinstance(file.content, bytes)
    root = etree.fromstring(file.content)
    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == [
        "<3>",
        "<2>",
        "<1>",
    ]
    assert root.findtext(f"{ATOM}updated") == "2024-01-03T00:00:00Z"
    ids = [str(item.text) for item in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 4


def test_a_feed_is_xml_whatever_the_title_of_an_article_holds() -> None:
    fields = {
        "title": "a\xa0b\u3000c\x00\x0b\ud800\ufffe 😀\u200d🚀",
        "published": datetime(2024, 1, 1, tzinfo=UTC),
    }
    (file,) = sitemap.emit_news_feeds(
        context_of(library(article("KA-00001", fields=fields)), config())
    )
    assert isinstance(file.content, bytes)
    (title, *_) = etree.fromstring(file.content).iter(f"{ATOM}entry")
    assert title.findtext(f"{ATOM}title") == "a b c 😀\u200d🚀"


def test_a_feed_ends_at_fifty() -> None:
    articles = [
        article(f"KA-000{n:02}", fields={"published": datetime(2024, 1, 1, tzinfo=UTC)})
        for n in range(60)
    ]
    (file,) = sitemap.emit_news_feeds(context_of(library(*articles), config()))
    assert isinstance(file.content, bytes)
    assert len(list(etree.fromstring(file.content).iter(f"{ATOM}entry"))) == 50


def test_robots_are_let_in_and_told_of_the_sitemap() -> None:
    text = files()["robots.txt"].decode()
    assert text == f"User-agent: *\nAllow: /\nSitemap: {URL}/sitemap.xml\n"


def test_no_file_for_machines_names_a_hidden_article() -> None:
    hidden = full_article("KA-66666", title="Hidden away", hidden=True)
    contents = files(library(full_article(), hidden))
    kinds = ("llms", "sitemap", "feed", "_headers", "_redirects", "nginx", "robots")
    texts_by_name = {
        path: data for path, data in contents.items() if any(kind in path for kind in kinds)
    }
    assert len(texts_by_name) >= 8
    assert not [
        path for path, data in texts_by_name.items() if b"KA-66666" in data or b"away" in data
    ]


def structured(page: str) -> dict[str, dict[str, object]]:
    """Type -> item of a page's data."""
    match = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    graph = json.loads(match[1])["@graph"] if match else []
    return {item["@type"]: item for item in graph}


def test_an_article_says_what_it_is_in_structured_data() -> None:
    item = structured(pages()["en/KA-00001/index.html"])["TechArticle"]
    assert item["headline"] == "Tracking stops for KA-00001"
    assert item["url"] == f"{URL}/en/KA-00001/"
    assert item["inLanguage"] == "en"
    assert item["isPartOf"]["url"] == f"{URL}/en/"  # type: ignore[index] # an object
    assert {"@type": "Thing", "name": "RED-520025"} in item["about"]  # type: ignore[operator] # a list


def test_breadcrumbs_are_structured_data_with_the_words_of_the_page() -> None:
    item = structured(pages()["pt-BR/codes/RED-520025/index.html"])["BreadcrumbList"]
    steps = item["itemListElement"]
    assert [(s["name"], s.get("item")) for s in steps] == [  # type: ignore[attr-defined] # a list
        ("Início", f"{URL}/pt-BR/"),
        ("Códigos de erro", f"{URL}/pt-BR/codes/"),
        ("RED", f"{URL}/pt-BR/families/RED/"),
        ("RED-520025", None),
    ]
    assert "BreadcrumbList" not in structured(pages()["en/recent/index.html"])


def test_the_home_page_names_the_site() -> None:
    assert structured(pages()["en/index.html"])["WebSite"]["name"] == "Help & more"


def test_the_home_pages_say_what_they_are_where_the_site_does_not() -> None:
    for path in ("index.html", "en/index.html", "pt-BR/index.html"):
        page = pages()[path]
        assert "<title>Help &amp; more</title>" in page, path
        assert re.search(r'<meta name="description" content="[^"]{20,160}">', page), path


def test_data_is_the_only_script_that_stands_in_a_page() -> None:
    for path, page in pages().items():
        if path.endswith(".html"):
            linked = re.findall(r'<script src="[^"]+"></script>', page)
            data = re.findall(r'<script type="application/ld\+json">[^<]*</script>', page)
            assert len(linked) == 1, path
            assert len(data) <= 1, path
            assert page.count("<script") == len(linked) + len(data), path


def test_a_shared_permalink_says_what_the_code_is_about() -> None:
    page = pages()["e/RED-520025/index.html"]
    assert '<meta property="og:title" content="RED-520025">' in page
    assert f'<meta property="og:url" content="{URL}/en/codes/RED-520025/">' in page
    assert '<meta property="og:description" content="Tracking stops for KA-0000' in page


def test_structured_data_cannot_end_its_block() -> None:
    title = "</script><script>alert(1)</script> & \u2028"
    page = pages(library(article("KA-00001", fields={"title": title})))["en/KA-00001/index.html"]
    assert structured(page)["TechArticle"]["headline"] == "</script><script>alert(1)</script> &"
    assert "<script>alert" not in page


def test_a_shared_link_has_a_title_a_text_and_a_picture() -> None:
    page = pages(library(article("KA-00001", fields={"title": 'Say "no" & <go>'})))[
        "en/KA-00001/index.html"
    ]
    assert 'property="og:title" content="Say &#34;no&#34; &amp; &lt;go&gt;"' in page
    assert f'property="og:image" content="{URL}/assets/social/en.png"' in page
    assert "assets/social/en.png" in files()


def test_a_shared_link_says_its_languages_and_dates_as_open_graph_writes_them() -> None:
    page = pages()["en/KA-00001/index.html"]
    assert '<meta property="og:locale" content="en_US">' in page
    others = re.findall(r'property="og:locale:alternate" content="(\w+)"', page)
    assert others == ["pt_BR"]
    assert re.search(r'property="article:modified_time" content="\d{4}-\d\d-\d\dT', page)
    assert "article:" not in pages()["en/index.html"]


def test_the_picture_is_drawn_alike_each_time_and_small() -> None:
    first, other = (
        next(iter(social.emit(context_of(small_library(), config())))).content for _ in range(2)
    )
    assert isinstance(first, bytes)
    assert first == other
    assert Image.open(io.BytesIO(first)).size == (1200, 630)
    assert len(first) < 20_000


@pytest.mark.parametrize(
    "name", ["Help", "A help site with a name that is so long that it is cut", "x" * 20_000]
)
@pytest.mark.parametrize("about", ["", "Paste an error.", "word " * 20_000, "w" * 60_000])
def test_no_text_runs_over_the_edge_of_the_picture(name: str, about: str) -> None:
    chosen = Config.model_validate({"site": {"name": name, "url": URL, "description": about}})
    content = next(iter(social.emit(context_of(small_library(), chosen)))).content
    assert isinstance(content, bytes)
    drawn = Image.open(io.BytesIO(content)).convert("RGB")
    ground = Image.new("RGB", drawn.size, drawn.getpixel((0, 0)))
    left, top, right, bottom = ImageChops.difference(drawn, ground).getbbox() or (0, 0, 0, 0)
    assert left >= 60
    assert top >= 60
    assert right <= 1200 - 60
    assert bottom <= 630


def test_a_theme_s_own_picture_takes_the_place_of_the_drawn_one() -> None:
    path = "assets/social/en.png"
    own, drawn = Artifact(path, b"own"), Artifact(path, files()[path])
    assert resolve_path_conflicts([own, drawn], StaticFolder()) == ((own,), ())
    other = Artifact("assets/icon.svg", b"1"), Artifact("assets/icon.svg", b"2")
    assert len(resolve_path_conflicts(other, StaticFolder())[1]) == 1


def test_a_name_that_the_font_does_not_have_leaves_the_mark_alone() -> None:
    def drawn(name: str) -> bytes:
        chosen = Config.model_validate({"site": {"name": name, "url": URL}})
        content = next(iter(social.emit(context_of(small_library(), chosen)))).content
        assert isinstance(content, bytes)
        return content

    assert drawn("ヘルプ") == drawn("도움말") != drawn("Help")


def test_the_file_for_models_leads_to_every_visible_article_s_markdown() -> None:
    contents = files(chosen=Config())
    texts_by_path = {
        path: data.decode() for path, data in contents.items() if path.endswith(".txt")
    }
    assert texts_by_path["llms.txt"].startswith("# errata\n")
    assert "[English](en/llms.txt)" in texts_by_path["llms.txt"]
    assert "[Campaign](products/Campaign/llms.txt): 2 articles" in texts_by_path["en/llms.txt"]
    campaign = texts_by_path["en/products/Campaign/llms.txt"]
    assert "[Tracking stops for KA-00001](../../KA-00001/index.md): " in campaign
    assert "(RED-520025/index.md)" in texts_by_path["en/codes/llms.txt"]


def test_every_form_that_a_page_names_for_machines_is_there(site: SiteTest) -> None:
    built_site = site.configured(f'[site]\nurl = "{URL}"\n').article("KA-00001").build()
    links = [
        (path, kind, normpath(join(dirname(path), href.removeprefix("/kb/"))))
        for path in built_site.paths
        if path.endswith(".html")
        for kind, href in _FORM.findall(built_site.page(path))
    ]
    assert [(path, target) for path, _, target in links if target not in built_site.paths] == []
    named = {path for path, kind, _ in links if kind == "text/markdown"}
    assert {"en/index.html", "en/codes/index.html", "en/products/Campaign/index.html"} <= named


def test_what_models_read_is_in_the_language_of_the_articles() -> None:
    contents = files(chosen=Config())
    portuguese = contents["pt-BR/llms.txt"].decode()
    assert "## Produtos" in portuguese
    assert ": 1 artigo\n" in portuguese
    assert "## Error codes" in contents["en/llms.txt"].decode()


def test_a_long_list_for_models_goes_on_in_another_file() -> None:
    articles = [
        article(f"KA-{n:05}", fields={"title": f"Title {n}", "description": "word " * 30})
        for n in range(400)
    ]
    parts = [
        file
        for file in list_files(llms.emit(context_of(library(*articles))))
        if file.path.startswith("en/products/Campaign/")
    ]
    texts = [file.content.decode() for file in parts if isinstance(file.content, bytes)]
    assert len(texts) > 1
    assert all(len(text) < llms.MAX_LENGTH for text in texts)
    assert "[Page 2 of 2](llms-2.txt)" in texts[0]
    assert sum(text.count("/index.md)") for text in texts) == 400


def test_the_headers_have_the_strict_policy_and_what_only_headers_can_say() -> None:
    text = files(library(article("KA-00001")))["_headers"].decode()
    assert text.startswith(
        "/kb/*\n  Content-Security-Policy: default-src 'none'; script-src 'self'"
    )
    assert "frame-ancestors 'none'" in text
    assert "https:" not in text
    assert "Cache-Control: no-cache" in text
    remote = replace(article("KA-00001"), external=("img.example.com",))
    assert "img-src 'self' data: https:;" in files(library(remote))["_headers"].decode()


def test_what_is_gone_is_redirected_by_servers_too() -> None:
    chosen = config(redirects={"KA-00099": "KA-00001", "RED-1": "https://example.com/ä$1"})
    contents = files(chosen=chosen)
    lines = contents["_redirects"].decode().splitlines()
    assert "/kb/en/KA-00099/ /kb/en/KA-00001/ 301" in lines
    assert "/kb/e/RED-1/ https://example.com/%C3%A4$1 301" in lines
    forced = files(
        chosen=config(site={"url": URL, "host": "netlify"}, redirects={"KA-9": "KA-00001"})
    )
    assert b"/kb/en/KA-9/ /kb/en/KA-00001/ 301!\n" in forced["_redirects"]
    assert b"/kb/en/KA-9/index.html /kb/en/KA-00001/ 301!\n" in forced["_redirects"]
    nginx = contents["nginx.conf"].decode()
    assert 'location = "/kb/en/KA-00099/" { return 301 "/kb/en/KA-00001/"; }' in nginx
    assert 'location = "/kb/en/KA-00099/index.html" { return 301 "/kb/en/KA-00001/"; }' in nginx
    assert 'location = "/kb/en/KA-00099" { return 301 "/kb/en/KA-00001/"; }' in nginx
    assert '"https://example.com/%C3%A4%241"' in nginx


def test_servers_that_can_say_so_answer_that_what_was_removed_is_gone() -> None:
    redirects = {"KA-00099": "gone", "KA-00098": "KA-00001"}
    contents = files(chosen=config(redirects=redirects))
    assert b"KA-00099" not in contents["_redirects"]
    nginx = contents["nginx.conf"].decode()
    rule = "{ error_page 410 @gone/kb; return 410; }"
    assert f'location = "/kb/en/KA-00099/" {rule}' in nginx
    assert f'location = "/kb/pt-BR/KA-00099/index.html" {rule}' in nginx
    assert "location @gone/kb { try_files $uri ${uri}index.html =410; }" in nginx
    assert "410" not in files()["nginx.conf"].decode()
    chosen = config(site={"url": URL, "host": "netlify"}, redirects=redirects)
    netlify = files(chosen=chosen)["_redirects"].decode().splitlines()
    assert "/kb/en/KA-00099/ /kb/en/KA-00099/ 410!" in netlify
    assert "/kb/en/KA-00099/index.html /kb/en/KA-00099/ 410!" in netlify
    assert netlify.index("/kb/pt-BR/* /kb/pt-BR/404.html 404") == len(netlify) - 1


@pytest.mark.parametrize("url", ["", "https://help.example.com", f"{URL}/"])
def test_nginx_reads_its_file(url: str, tmp_path: Path) -> None:
    redirects = {"KA-9": "KA-00001", "KA-8": "gone", "RED-1": "https://example.com/?a=$b;{c}'d#e"}
    contents = files(chosen=config(site={"url": url}, redirects=redirects))
    (tmp_path / "own.conf").write_bytes(contents["nginx.conf"])
    config_file = tmp_path / "nginx.conf"
    config_file.write_text("events {} http { server { include own.conf; } }", "utf-8")
    read = crossplane.parse(str(config_file), strict=True)
    assert read["errors"] == []
    own = read["config"][1]["parsed"]
    exact = {d["args"][1]: d["block"] for d in own if d["args"][0] == "="}
    moves = {path: block[0]["args"][1] for path, block in exact.items() if len(block) == 1}
    prefix = urlsplit(url).path.rstrip("/")
    named = exact[f"{prefix}/en/KA-8/"][0]["args"][1]
    assert [d["args"] for d in own if d["args"] == [named]]
    assert moves[f"{prefix}/e/KA-9/"] == f"{prefix}/en/KA-00001/"
    assert moves[f"{prefix}/e/RED-1/"] == "https://example.com/?a=%24b;%7Bc%7D'd#e"


def test_servers_show_what_is_missing_in_the_language_of_the_address() -> None:
    contents = files()
    nginx = contents["nginx.conf"].decode().splitlines()
    assert "error_page 404 /kb/404.html;" in nginx
    assert "location /kb/pt-BR/ { error_page 404 /kb/pt-BR/404.html; }" in nginx
    assert b"404" not in contents["_redirects"]
    netlify = files(chosen=config(site={"url": URL, "host": "netlify"}))["_redirects"].decode()
    assert "/kb/pt-BR/* /kb/pt-BR/404.html 404" in netlify.splitlines()
    files_of_one = files(library(article("KA-00001")))
    assert b"404" not in files_of_one["_redirects"]
    assert files_of_one["nginx.conf"].count(b"error_page") == 1


def test_a_language_without_articles_to_list_has_an_empty_feed_and_a_picture() -> None:
    only = library(article("KA-00001", fields={"hidden": True}))
    (file,) = sitemap.emit_news_feeds(context_of(only, config()))
    assert isinstance(file.content, bytes)
    root = etree.fromstring(file.content)
    assert root.find(f"{ATOM}entry") is None
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert [picture.path for picture in social.emit(context_of(only, config()))] == [
        "assets/social/en.png"
    ]


def test_mentions_of_codes_are_what_an_article_is_about() -> None:
    changed = replace(article("KA-00001"), mentions=(mention("RED-520025"),))
    page = pages(library(changed))["en/KA-00001/index.html"]
    assert structured(page)["TechArticle"]["about"] == [{"@type": "Thing", "name": "RED-520025"}]
