"""The page that reads a log, and the data it is given."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from msgspec.structs import replace

from errata.messages.mask import mask_message
from errata.model import Artifact, CodeEntry, CodeUse, Library, Message, Page
from errata.site.pages import diagnose
from errata.site.pages.diagnose import DiagnoseView
from errata.site.plan import list_files
from tests.site.factories import article, context_of, library, small_library

TEXT = "Courier 17 could not reach the 'harbour' within 30 s"


def message(text: str) -> Message:
    return Message(text, mask_message(text), (), "fence", 1)


def indexed() -> Library:
    """Two locales; a code in both, one in the other alone; messages in a hidden article, too."""
    quoting = replace(article("KA-1"), messages=(message(TEXT),))
    hidden = replace(article("KA-2", fields={"hidden": True}), messages=(message("Not shown"),))
    only = replace(article("KA-3", "ja", fields={"title": "</script>\u2028"}), messages=())
    linked_articles = library(quoting, hidden, only, article("KA-4", "ja"))
    uses = (CodeUse("en", "KA-1", "primary"), CodeUse("ja", "KA-4", "primary"))
    entries = {
        "RED-520025": CodeEntry("RED-520025", "RED", "error", uses),
        "RED-520005": CodeEntry("RED-520005", "RED", "error", (CodeUse("ja", "KA-3", "primary"),)),
        "HTTP 503": CodeEntry("HTTP 503", "HTTP", "status", uses),
    }
    pages = {"RED-520025": {"en": ("KA-1",), "ja": ("KA-4",)}, "RED-520005": {"ja": ("KA-3",)}}
    return replace(linked_articles, index=entries, codes=pages)


def table(linked_articles: Library, locale: str) -> dict[str, list[list[object]]]:
    (file,) = diagnose.data_files(context_of(linked_articles), locale)
    assert isinstance(file.content, bytes)
    text = file.content.decode().removeprefix("errata.faults(").removesuffix(");\n")
    read: dict[str, list[list[object]]] = json.loads(text)
    return read


def test_each_locale_has_a_page_that_may_work_in_the_background_and_its_data() -> None:
    emitted = list(diagnose.emit(context_of(small_library())))
    pages = [item for item in emitted if isinstance(item, Page)]
    assert [page.path for page in pages] == [
        f"{tag}/diagnose/index.html" for tag in ("en", "ja", "pt-BR")
    ]
    for page in pages:
        assert isinstance(page.view, DiagnoseView)
        assert "; worker-src 'self'" in page.view.layout.csp
        (name,) = page.view.data
        assert f"{name.removeprefix('../../')}.js" in {item.path for item in list_files(emitted)}


def test_articles_are_told_once_with_their_messages_and_codes_by_their_places() -> None:
    table_of_messages = table(indexed(), "en")
    assert [row[0] for row in table_of_messages["articles"]] == ["KA-1", "KA-3"]
    assert table_of_messages["articles"][0][2] == [TEXT]
    assert ["RED-520025", [0]] in table_of_messages["codes"]


def test_what_only_another_language_has_is_linked_there() -> None:
    table_of_messages = table(indexed(), "en")
    assert table_of_messages["articles"][1][3:] == ["ja/KA-3/index.html", "ja"]
    assert ["RED-520005", [1], "ja/codes/RED-520005/index.html"] in table_of_messages["codes"]


def test_messages_of_the_default_language_are_looked_for_in_every_language() -> None:
    rows = {row[0]: row for row in table(indexed(), "ja")["articles"]}
    assert rows["KA-1"][2] == [TEXT]
    assert set(rows) == {"KA-1", "KA-3", "KA-4"}


def test_hidden_articles_and_statuses_are_not_told() -> None:
    (file,) = diagnose.data_files(context_of(indexed()), "en")
    assert isinstance(file.content, bytes)
    assert b"Not shown" not in file.content
    assert b"HTTP 503" not in file.content


def test_a_pattern_that_javascript_reads_in_another_way_is_left_out() -> None:
    linked_articles = indexed()
    odd = replace(linked_articles.families["RED"], id="ODD", pattern=r"ODD-(?i:x)\d{2}")
    changed = replace(linked_articles, families={**linked_articles.families, "ODD": odd})
    assert table(changed, "en")["families"] == [
        [["RED-52"], r"RED-52\d{4}"],
        [["SOP-33"], r"SOP-33\d{4}"],
    ]


@pytest.mark.parametrize("pattern", [r"A(?P<x>b)", r"A\Z", r"A\s", r"(?#x)A", r"A\1"])
def test_only_plain_patterns_are_alike(pattern: str) -> None:
    assert not diagnose._ALIKE.fullmatch(pattern)


def test_long_data_is_divided_and_stays_small() -> None:
    words = "alpha bravo delta golf hotel india kilo lima oscar papa".split()  # noqa: SIM905 - read as words
    texts = [
        f"{words[index % 10]} {words[index // 10 % 10]} number {index} failed"
        for index in range(12_000)
    ]
    linked_articles = replace(indexed(), articles=())
    articles = [
        replace(
            article(f"KA-{index}"),
            messages=tuple(map(message, texts[index * 10 : index * 10 + 10])),
        )
        for index in range(1_200)
    ]
    linked_articles = library(*articles)
    first, *rest = diagnose.data_files(context_of(linked_articles), "en")
    assert re.fullmatch(r"diagnose/en/faults\.js", first.path)
    assert [file.path for file in rest] == ["diagnose/en/faults-1.js"]
    assert all(len(gzip.compress(_bytes(file))) < 150_000 for file in (first, *rest))


def _bytes(file: Artifact) -> bytes:
    assert isinstance(file.content, bytes)
    return file.content
