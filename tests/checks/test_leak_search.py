"""An internal value is found in whatever form a template, a filter or a minifier gives it."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from html import escape
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from jinja2 import Environment
from msgspec import structs

from errata.cache import CacheStore, StoredKeeper
from errata.checks.kb606_internal_value_published import check
from errata.checks.leak_search import SiteSearch
from errata.checks.subjects import FinishedSite
from errata.model import Artifact, Copy, Library, Secret, TemplateFile
from errata.pipeline import describe_site
from tests.support.linear import ends

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.conftest import SiteTest

EMPTY = Library((), {}, (), {}, {}, {}, {})
NOTE = """The customer "Núñez & Sons" runs <legacy> build 7 against our advice.
Escalate to the cell phone of the on-call lead, see OPS-48213 and C:\\new\\traces."""
CRM = "https://crm.example.invalid/main.aspx?pagetype=entityrecord&id=46710856-4a90-ee11-8179-6045"
NAME = "Casey Núñez-Canary"
JAPANESE = "この顧客は契約を更新しない見込みなので、障害の優先度を下げてよい。担当は山田太郎です。"
FILTERED = Environment(autoescape=True)


def filtered(template: str, value: str) -> str:
    return FILTERED.from_string(template).render(value=value)


def shown(template: str, value: str = NOTE) -> tuple[str, str]:
    return value, filtered(template, value)


def in_json(value: str, *, ascii_only: bool = True) -> str:
    return json.dumps({"title": "Mail", "note": value, "n": 1}, ensure_ascii=ascii_only)


FORMS = {
    "plain": (NOTE, NOTE),
    "escaped": shown("<p>{{ value }}</p>"),
    "escaped twice": shown("<p>{{ value | string | escape | forceescape }}</p>"),
    "in an attribute": shown('<p title="{{ value }}">x</p>'),
    "named entities": (NOTE, NOTE.replace("ú", "&uacute;").replace("ñ", "&ntilde;")),
    "numbered entities": (NAME, "".join(f"&#{ord(sign)};" for sign in NAME)),
    "hexadecimal entities": (NAME, "".join(f"&#x{ord(sign):x};" for sign in NAME)),
    "entities without semicolon": (
        NOTE,
        escape(NOTE).replace("&lt;", "&lt").replace("&gt;", "&gt"),
    ),
    "line end collapsed": (NOTE, " ".join(NOTE.split())),
    "line end as <br>": shown("{{ value | replace('\n', '<br>' | safe) }}"),
    "line end as <br />": (NOTE, NOTE.replace("\n", "<br />\n")),
    "lines as paragraphs": (NOTE, "".join(f"<p>{line}</p>" for line in NOTE.splitlines())),
    "lines as items": (NOTE, "<ul>" + "".join(f"<li>{escape(x)}" for x in NOTE.splitlines())),
    "wrapped": shown("{{ value | wordwrap(20) }}"),
    "indented": shown("{{ value | indent(8, true) }}"),
    "first 60 characters": shown("{{ value[:60] }}"),
    "truncated": shown("{{ value | truncate(60) }}"),
    "one line of two": (NOTE, NOTE.splitlines()[1]),
    "the end": (NOTE, NOTE[-45:]),
    "a phrase in the middle": (NOTE, f"x {NOTE[70:125]} x"),
    "upper case": shown("{{ value | upper }}"),
    "title case": shown("{{ value | title }}"),
    "tags stripped": (NOTE, filtered("{{ value | striptags }}", NOTE)),
    "json": (NOTE, in_json(NOTE)),
    "json with letters": (NOTE, in_json(NOTE, ascii_only=False)),
    "json in a script": shown("<script>{{ {'a': value} | tojson }}</script>"),
    "json in an attribute": (NOTE, f'<p data-x="{escape(in_json(NOTE))}">'),
    "json in json": (NOTE, json.dumps(in_json(NOTE))),
    "javascript": (NOTE, NOTE.replace("<", r"\x3c").replace("ú", r"\u{fa}").replace("\n", r"\n")),
    "percent-encoded": shown("{{ value | urlencode }}"),
    "percent-encoded twice": (NOTE, quote(quote(NOTE))),
    "percent-encoded form": (NOTE, quote_plus(NOTE)),
    "in an address in an attribute": (NOTE, f'<a href="/?q={escape(quote_plus(NOTE))}">'),
    "a slug": (NAME, "casey-núñez-canary"),
    "an identifier": (NAME, "CASEY_NÚÑEZ_CANARY"),
    "accents as characters of their own": (NAME, "Casey Nu\u0301n\u0303ez-Canary"),
    "words marked": (NOTE, NOTE.replace("cell phone", "<mark class='hit'>cell phone</mark>")[70:]),
    "letters marked": (NAME, "Cas<b>ey</b> Nú<wbr>ñez\u00ad-Canary"),
    "typographic quotes and dashes": (NAME, "“Casey Núñez–Canary”"),
    "no-break spaces": (NAME, "Casey\u00a0Núñez-Canary"),
    "markdown": (NOTE, NOTE.replace("-", r"\-").replace("lead", "**lead**")),
    "a comment": (NOTE, f"<!-- {NOTE} -->"),
    "a style": (NAME, f'p::after{{content:"{NAME}"}}'),
    "the id of an address": (CRM, "record 46710856-4a90-ee11-8179-6045 is"),
    "the id in other case": (CRM, "46710856-4A90-EE11-8179-6045"),
    "an address escaped": (CRM, escape(CRM)),
    "an address without its query": (CRM, CRM.partition("?")[0]),
    "the ticket of a note": (NOTE, "Fixed with OPS-48213."),
    "japanese": (JAPANESE, JAPANESE),
    "japanese, cut": (JAPANESE, JAPANESE[:20] + "…"),
    "japanese, wrapped": (
        JAPANESE,
        "\n".join(JAPANESE[index : index + 7] for index in range(0, 42, 7)),
    ),
    "japanese in json": (JAPANESE, in_json(JAPANESE)),
    "japanese name": ("山田太郎", "<td>山田太郎</td>"),
    "elements with a hyphen or a colon": (
        NAME,
        "<x-a>Casey <dc:b id='1'>Nú</dc:b>ñez</x-a>-Canary",
    ),
    "comments between words": (NAME, "Casey <!-- last name -->Núñez<!-- 1 -->-Canary"),
    "padded entities": (NAME, "".join(f"&#{ord(sign):09};" for sign in NAME)),
    "percent-encoded Latin-1": (NAME, quote(NAME.encode("latin-1"))),
    "isolates and marks of direction": (NAME, "\u2068Casey\u2069 Nú\u200eñez-Canary"),
    "wide letters": (NOTE, "ＯＰＳ－４８２１３"),
    "narrow kana": ("担当はガイドベル様", "担当はｶﾞｲﾄﾞﾍﾞﾙ様"),
    "a file name without accents": (NAME, "casey-nunez-canary.jpg"),
    "an id of digits alone": ("see https://a.example/?page=88213377", "88213377"),
    "an address of mail in words": ("a.bee@kin.example", "a [dot] bee [at] kin [dot] example"),
    "a picture in an address": (
        NOTE,
        f"data:image/svg+xml;base64,{b64encode(f'<svg><title>{NOTE}'.encode()).decode()}",
    ),
    "utf-16": (NAME, f"x {NAME} y".encode("utf-16").decode("latin-1")),
    "latin-1": (NAME, f"x;{NAME};y"),
}


def found(contents: Iterable[bytes], value: str, kind: str = "internal-notes") -> list[str]:
    artifacts = [Artifact(f"{index}.html", content) for index, content in enumerate(contents)]
    secrets = {"en/a.md": (Secret(kind, value, 3),)}
    return [leak.message for leak in check(FinishedSite(artifacts, EMPTY, secrets))]


def with_home(site: SiteTest, template: str) -> SiteTest:
    """The site with another template of its home page."""
    overrides = {"home.html": TemplateFile(template, "templates/home.html")}
    return replace(site, theme=structs.replace(site.theme, overrides=overrides))


@pytest.mark.parametrize("name", FORMS)
def test_a_value_is_found_in_every_form(name: str) -> None:
    value, form = FORMS[name]
    encoding = "latin-1" if name in {"utf-16", "latin-1"} else "utf-8"
    content = form.encode(encoding) if encoding == "latin-1" else f"<p>Hi\n {form} x".encode()
    messages = found([b"<p>Hello, see the build of the lead.", content], value)
    assert [message.partition(", in")[0] for message in messages] == [
        "`1.html` contains the internal value of `internal-notes`"
    ]


HARMLESS = {
    "a part of another word": ("Rob Lee", b"Sherob Leeds"),
    "words of a note, in another order": (NOTE, b"our lead runs the build, see the customer"),
    "the ends of two texts": (
        "mail is sent by the relay of Jane Doe",
        b'["by the relay","of Jane"]',
    ),
    "a date that a page has": ("September 2026", b"<time>September 2026</time>"),
    "a year of a note": ("Seen in 2026-09-01, again.", b"2026-09-01"),
    "a version": ("works with 8.4.1", b"8.4.1"),
    "a number of seven digits": ("x 1000000", b"1000000"),
    "years": ("since 2019-2026, or so", b"2019-2026"),
    "three letters": ("Lee", b"Lee"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_in_a_page_by_chance_is_not_reported(name: str) -> None:
    value, content = HARMLESS[name]
    assert found([content], value) == []


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("<p>\n<b>x</b> Casey Núñez-Canary", ", in line 2, column 10"),
        ("é&amp; Casey\n Núñez-Canary", ", in line 1, column 8"),
        ("{" + " " * 5000 + json.dumps(NAME), ", in line 1, column 5003"),
        ('<i title="Casey N&uacute;&ntilde;ez-Canary">', ", in line 1, column 11"),
    ],
)
def test_the_place_in_the_file_is_named(content: str, place: str) -> None:
    (message,) = found([content.encode()], NAME, "owner")
    assert message == f"`0.html` contains the internal value of `owner`{place}"


@ends
def test_the_time_is_in_proportion_to_note_and_output() -> None:
    # A note of a sixteenth took 17 s when work grew with its square.
    words = "word word " * 51_200
    assert found([words.encode(), f"{words}x".encode()], words)


def test_what_somebody_said_in_public_is_allowed_and_the_rest_of_the_note_is_not(
    site: SiteTest,
) -> None:
    note = "See NEO-33477. Restart the service twice. The customer threatens to leave us."
    template = '{% extends "default/home.html" %}{% block main %}'
    html = "<p>neo-33477</p><p>RESTART the service twice!</p>"
    body = "\nFixed by NEO-33477. Restart the service twice.\n"
    outcome = site.article("KA-00001", body, internal_notes=note)
    outcome = with_home(outcome, template + html + "{% endblock %}").build()
    assert "KB606" not in outcome.codes
    assert {(one.source, one.kind, one.said_by) for one in outcome.built.allowed} == {
        ("en/KA-00001.md", "internal-notes", "en/KA-00001.md")
    }
    secret = template + "The customer threatens to leave us{% endblock %}"
    assert "KB606" in with_home(outcome, secret).build().codes


def test_who_says_a_value_in_public_is_found_again_after_edits(
    site: SiteTest, tmp_path: Path
) -> None:
    spoken = "\nFixed by NEO-33477.\n"
    steps = ["23", "3", "", "2", "23", "3", "23", "2", ""]
    for speakers in steps:
        edited = site.article("KA-00001", internal_notes="See NEO-33477.")
        for number in "23":
            edited = edited.article(f"KA-0000{number}", spoken if number in speakers else "\nNo.\n")
        keeper = StoredKeeper(CacheStore(tmp_path / "kept.sqlite3"), b"program", "checks")
        search = describe_site(replace(edited.prepare(), keeper=keeper)).search
        keeper.flush()
        assert isinstance(search, SiteSearch)
        sources = {f"en/KA-0000{number}.md" for number in speakers}
        assert set(search.public.values()) <= sources
        assert bool(search.public) is bool(sources)


def test_static_files_are_searched_and_what_articles_show_is_not() -> None:
    secrets = {"en/a.md": (Secret("internal-notes", NOTE),)}
    copies = [Artifact("a.txt", Copy("a.txt", static=True)), Artifact("b.png", Copy("b.png"))]
    read = {"a.txt": NOTE.encode(), "b.png": NOTE.encode()}
    searched = FinishedSite(copies, EMPTY, secrets, read_static=lambda copy: read[copy.path])
    assert [leak.message.split("`")[1] for leak in check(searched)] == ["a.txt"]


def test_names_of_files_and_metadata_of_pictures_are_searched() -> None:
    head = b"\x89PNG\r\n\x1a\n\0tEXtAuthor\0" + NAME.encode("latin-1")
    contents = {"casey-nunez-canary.txt": b"x", "a.png": head, "b.txt": b"Casey"}
    artifacts = [Artifact(path, content) for path, content in contents.items()]
    leaks = check(FinishedSite(artifacts, EMPTY, {"en/a.md": (Secret("owner", NAME),)}))
    assert [leak.message.split("`")[1] for leak in leaks] == ["casey-nunez-canary.txt", "a.png"]


def test_a_users_own_styles_are_not_public(site: SiteTest) -> None:
    css = f'p::after {{content: "{NAME}"}}'.encode()
    theme = structs.replace(
        site.theme,
        assets={**site.theme.assets, "css/own.css": css},
        own_assets=frozenset({"css/own.css"}),
    )
    own = replace(site.article("KA-00001", owner=NAME), theme=theme)
    assert "KB606" in own.build().codes


def test_the_canaries_are_told_apart_by_their_forms() -> None:
    assert len(FORMS) >= 40
    assert len({form for _, form in FORMS.values()}) == len(FORMS)
    assert all(value for value in chain.from_iterable(FORMS.values()))


def test_what_pages_have_in_common_is_read_once_and_found_in_each() -> None:
    frame = "<!DOCTYPE html><header><a href='/'>Help</a></header><p>{}</p><footer>By us</footer>"
    pages = [frame.format(text).encode() for text in ("one", NAME, "one", NAME, "<b>one</b>")]
    assert [message.partition("`")[2][:6] for message in found(pages, NAME)] == ["1.html", "3.html"]
    in_frame = [page.replace(b"By us", f"By <b>{NAME}</b>".encode()) for page in pages]
    assert len(found(in_frame, NAME)) == len(pages)
    tag = frame.replace("href='/'", f"href='/{quote(NAME)}'").format("one").encode()
    assert len(found([*pages[:1], tag, tag], NAME)) == 2
