"""Pictures on an article's page: sizes, smaller forms, animations that wait."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from errata.model import Copy, Picture
from errata.site.images import image_element

if TYPE_CHECKING:
    from tests.conftest import SiteTest

PLAIN = Picture(400, 300)
LARGE = Picture(1600, 800, smaller=b"webp")
EMBEDDED = b64encode(b"\x89PNG\r\n\x1a\n damaged").decode()
MOVING = Picture(40, 30, still=b"webp")


def page_of(site: SiteTest, markdown: str, **pictures: Picture) -> str:
    """The page of an article whose pictures are known to be these, by their names."""
    for name in pictures:
        site = site.file(f"en/assets/{name}.png", b"x")
    known = {f"en/assets/{name}.png": picture for name, picture in pictures.items()}
    return replace(site.article("KA-00001", markdown), pictures=known).build().page("en/KA-00001/")


def test_a_picture_has_its_size_and_only_the_first_is_fetched_at_once(site: SiteTest) -> None:
    html = page_of(site, "![one](assets/a.png)\n\n![two](assets/b.png)\n", a=PLAIN, b=PLAIN)
    assert '<img src="../assets/a.png" width="400" height="300" decoding="async" alt="one">' in html
    assert 'height="300" loading="lazy" decoding="async" alt="two">' in html


def test_a_smaller_form_stands_before_the_original(site: SiteTest) -> None:
    html = page_of(site, "![one](assets/a.png)\n", a=LARGE)
    source = '<picture><source type="image/webp" srcset="../assets/a.png.webp"><img src='
    assert source + '"../assets/a.png" width="1600"' in html
    assert html.count("<picture>") == html.count("</picture>") == 1


def test_an_animation_waits_beside_a_link_to_it(site: SiteTest) -> None:
    html = page_of(site, "![one](assets/a.png)\n", a=MOVING)
    assert '<img src="../assets/a.png.still.webp" width="40"' in html
    assert 'alt="one"><a href="../assets/a.png" aria-labelledby="errata-play">▶</a></span>' in html


def test_a_smaller_form_is_not_put_into_a_picture_of_the_authors(site: SiteTest) -> None:
    raw = '<picture>\n<img src="assets/a.png" alt="x">\n</picture>\n\n![two](assets/a.png)\n'
    html = page_of(site, raw, a=LARGE)
    assert html.count("<picture>") == 2
    assert html.count("<source") == 1
    assert html.index('alt="x"') < html.index("<source") < html.index('alt="two"')


@pytest.mark.parametrize("target", ["https://example.com/", "../KA-00001.md"])
def test_an_animation_in_a_link_keeps_to_that_link(site: SiteTest, target: str) -> None:
    html = page_of(site, f"[![one](assets/a.png)]({target}) ![two](assets/a.png)\n", a=MOVING)
    assert html.count('class="animation"') == 1
    assert html.index('alt="one"') < html.index('class="animation"')


@pytest.mark.parametrize(
    ("authored", "shown"),
    [
        ('width="80"', 'width="80" height="60"'),
        ('height="60"', 'width="80" height="60"'),
        ('width="80" height="999"', 'width="80" height="60"'),
        ('width="50%"', 'width="400" height="300"'),
        ('width="0"', 'width="400" height="300"'),
    ],
)
@pytest.mark.parametrize("around", ["{}", "<details>\n<summary>{}</summary>\n</details>"])
def test_an_authored_size_stays_and_the_other_one_follows(
    site: SiteTest, around: str, authored: str, shown: str
) -> None:
    raw = f'<img alt="x" {authored} src="assets/a.png">'
    html = page_of(site, f"{around.format(raw)}\n", a=PLAIN)
    assert f'<img src="../assets/a.png" {shown} decoding="async" alt="x">' in html


def test_what_stood_in_the_element_stands_there_once() -> None:
    tag = ' loading="eager" alt="x" decoding="sync" class="y"'
    html = image_element(PLAIN, "a.png", tag, first=False, alone=True)
    attributes = 'loading="eager" decoding="sync" alt="x" class="y"'
    assert html == f'<img src="a.png" width="400" height="300" {attributes}>'


@pytest.mark.parametrize("name", ["assets/a.png", "https://example.com/a.png"])
@pytest.mark.parametrize("around", ["{}", "<table><tr><td>{}</td></tr></table>"])
def test_a_picture_without_a_text_is_decorative(site: SiteTest, name: str, around: str) -> None:
    html = page_of(site, around.format(f'<img src="{name}" title="alt=">') + "\n", a=PLAIN)
    (image,) = (part for part in html.split("<") if part.startswith("img") and "a.png" in part)
    assert image.count(' alt=""') == 1


def test_a_picture_that_nothing_is_known_of_is_shown_as_it_is(site: SiteTest) -> None:
    site_with_pictures = site.file("en/assets/a.png", b"x").article(
        "KA-00001", "![one](assets/a.png)\n"
    )
    assert '<img src="../assets/a.png" alt="one">' in site_with_pictures.build().page(
        "en/KA-00001/"
    )


def test_other_forms_of_an_article_name_the_picture_alone(site: SiteTest) -> None:
    site_with_pictures = site.file("en/assets/a.png", b"x").article(
        "KA-00001", "![one](assets/a.png)\n"
    )
    built = replace(site_with_pictures, pictures={"en/assets/a.png": LARGE}).build()
    twin = built.artifact("en/KA-00001/index.md").content
    assert isinstance(twin, bytes)
    assert twin.strip().endswith(b"![one](../assets/a.png)")


def test_an_address_is_escaped_for_the_list_of_sources() -> None:
    html = image_element(LARGE, "a,b&c.png", ' alt=""', first=True, alone=True)
    assert 'srcset="a%2Cb&amp;c.png.webp"' in html
    assert 'src="a,b&amp;c.png"' in html


def test_smaller_forms_and_stills_are_files_of_the_site(site: SiteTest) -> None:
    site_with_pictures = site.article("KA-00001", "![one](assets/a.png)\n\n![two](assets/b.gif)\n")
    site_with_pictures = site_with_pictures.file("en/assets/a.png", b"x").file(
        "en/assets/b.gif", b"x"
    )
    known = {"en/assets/a.png": LARGE, "en/assets/b.gif": MOVING}
    built = replace(site_with_pictures, pictures=known).build()
    assert built.artifact("en/assets/a.png.webp").content == b"webp"
    assert built.artifact("en/assets/b.gif.still.webp").content == b"webp"


def test_a_form_that_is_made_yields_to_a_file_of_the_author_s(site: SiteTest) -> None:
    site_with_pictures = site.article(
        "KA-00001", "![1](assets/a.png) ![2](assets/b.gif) [3](assets/a.png.webp)\n"
    )
    for name in ("a.png", "b.gif", "a.png.webp", "B.gif.still.webp"):
        site_with_pictures = site_with_pictures.file(f"en/assets/{name}", b"x")
    known = {"en/assets/a.png": LARGE, "en/assets/b.gif": MOVING}
    built = replace(site_with_pictures, pictures=known).build()
    assert "<picture" not in built.page("en/KA-00001/")
    assert 'src="../assets/b.gif"' in built.page("en/KA-00001/")
    assert built.artifact("en/assets/a.png.webp").content == Copy("en/assets/a.png.webp")
    assert [each for each in built.built.diagnostics if each.code == "KB901"] == []


def test_a_picture_that_cannot_be_read_is_told_once_where_it_is_shown_first(
    site: SiteTest,
) -> None:
    site_with_pictures = site.file("en/assets/a.png", b"x").article(
        "KA-00001", "text\n\n![one](assets/a.png)\n"
    )
    site_with_pictures = site_with_pictures.article(
        "KA-00001", "![one](assets/a.png)\n", "pt-BR"
    ).article("KA-00002")
    built = (
        replace(site_with_pictures, pictures={"en/assets/a.png": Picture(fault="why")})
        .build()
        .built
    )
    (diagnostic,) = (d for d in built.diagnostics if d.code == "KB310")
    assert diagnostic.message == "the picture `en/assets/a.png` cannot be shown: why"
    assert (diagnostic.span.path, diagnostic.span.line) == ("en/KA-00001.md", 16)


def test_an_embedded_picture_that_cannot_be_read_is_told_at_its_line(site: SiteTest) -> None:
    site_with_pictures = site.article(
        "KA-00001", f"text\n\n![one](data:image/png;base64,{EMBEDDED})\n"
    ).build()
    (path,) = (path for path in site_with_pictures.paths if path.startswith("assets/embedded/"))
    built = replace(site_with_pictures, pictures={path: Picture(fault="why")}).build().built
    (diagnostic,) = (d for d in built.diagnostics if d.code == "KB310")
    assert (diagnostic.span.path, diagnostic.span.line) == ("en/KA-00001.md", 16)
