"""Keys of other tools: which of ours they stand for, and what becomes of their values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import PRESET_NAMES, ParseOptions, read_preset, resolve_conventions
from errata.articles.front_matter.keys import KNOWN_KEYS
from errata.config import Config, parse_config
from errata.model import Folder
from errata.model.inputs import DECLARED_MEANINGS

if TYPE_CHECKING:
    from errata.articles.front_matter.split import FrontMatter
    from errata.model import Metadata
    from tests.front_matter.conftest import Read, ReadRaw


def options(toml: str = "") -> ParseOptions:
    config = parse_config(toml, "errata.toml") if toml else Config()
    return ParseOptions(conventions=resolve_conventions(config, Folder((), {})))


def meta(result: FrontMatter) -> Metadata:
    assert result.metadata is not None, result.diagnostics
    return result.metadata


def secrets(result: FrontMatter) -> list[tuple[str, str]]:
    return [(secret.kind, secret.reveal_to_leak_check()) for secret in result.secrets]


@pytest.mark.parametrize(
    "line",
    [
        "ms.date: 01/24/2024",
        "lastmod: 2024-01-24",
        "last_modified_at: 2024-01-24 09:30:00 +0930",
        "date: 2024-01-24T00:00:00Z",
        "updated: 2024-01-24",
        "Updated: 2024-01-24",
        "last_update: {date: 2024-01-24}",
    ],
)
def test_the_day_of_the_last_change_is_read_from_any_tools_key(read: Read, line: str) -> None:
    result = read("title: Mail", line, options=options())
    assert meta(result).updated == datetime(2024, 1, 24, tzinfo=UTC)
    assert (result.diagnostics, result.unknown) == ((), ())


def test_the_last_change_wins_over_the_day_of_publication(read: Read) -> None:
    lines = ("date: 2023-05-06", "lastmod: 2024-01-24", "article-published-date: 2023-05-07")
    metadata = meta(read("title: Mail", *lines, options=options()))
    assert metadata.last_changed == metadata.updated == datetime(2024, 1, 24, tzinfo=UTC)
    published = meta(read("title: Mail", lines[2], options=options()))
    assert published.last_changed == published.published == datetime(2023, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "lines", [("heroText: Mail",), ("hero:", "  name: Mail", "  text: Fast", "  image: a.png")]
)
def test_the_home_page_of_vuepress_is_titled_as_it_shows(read: Read, lines: tuple[str]) -> None:
    result = read(*lines, options=options())
    assert (meta(result).title, result.unknown) == ("Mail", ())


def test_the_day_on_which_a_page_of_wikijs_was_made_is_read(read: Read) -> None:
    result = read("title: Mail", "dateCreated: 2021-05-16T20:44:27.778Z", options=options())
    assert (meta(result).created is not None, result.unknown) == (True, ())


@pytest.mark.parametrize(
    "lines",
    [
        ("titre: Mail", "mots-clés: [file, envoi]"),
        ("Título: Mail", "palabras clave: file, envoi"),
        ("タイトル: Mail", "キーワード: file、envoi"),
        ("제목: Mail", "태그: [file, envoi]"),
    ],
    ids=["fr", "es", "ja", "ko"],
)
def test_a_title_and_keywords_may_be_called_so_in_other_languages(
    read: Read, lines: tuple[str]
) -> None:
    result = read(*lines, options=options())
    assert (meta(result).title, meta(result).keywords) == ("Mail", ("file", "envoi"))
    assert (result.diagnostics, result.unknown) == ((), ())


def test_messages_are_read_whole_and_from_other_tools_keys_where_they_tell_of_a_failure(
    read: Read,
) -> None:
    lines = (
        "messages: [The ledger is closed, 'No room, says the till']",
        "error_message: Cannot add a till, drawer 7 is missing",
        "symptoms: [Slow tills, The till crashed]",
        "errors:",
        "  - language: text",
        "    owner: A person who failed",
        "    message: |-",
        "      must not be the owner",
        "      Ask the owner",
    )
    result = read("title: Mail", *lines, options=options())
    assert meta(result).messages == (
        "The ledger is closed",
        "No room, says the till",
        "Cannot add a till, drawer 7 is missing",
        "The till crashed",
        "must not be the owner",
    )
    assert (result.diagnostics, result.unknown) == ((), ())


def test_the_first_line_of_a_listed_message_is_one_whatever_its_words_with_what_continues_it(
    read: Read,
) -> None:
    lines = (
        "errors:",
        "  - message: |-",
        "      dump: NOTICE: the data of the table are in its chunks",
        "      See the manual",
        "      Stopped, since the export failed",
        "  - message: |-",
        "      ERROR: foreign keys to tables that are divided are",
        "        not supported",
        "  - message: ''",
    )
    result = read("title: Mail", *lines, options=options())
    assert meta(result).messages == (
        "dump: NOTICE: the data of the table are in its chunks",
        "Stopped, since the export failed",
        "ERROR: foreign keys to tables that are divided are not supported",
    )


def test_lists_of_several_keys_are_joined(read: Read) -> None:
    lines = (
        "keywords: refused, Outbox",
        "tags: [mail, refused]",
        "categories: [errors]",
        "appliesto:",
        "  - Mail Server",
        "  - Mail Server 2019, all editions",
        "applies_to: Mail Client",
    )
    metadata = meta(read("title: Mail", *lines, options=options()))
    assert metadata.keywords == ("refused", "Outbox", "mail", "errors")
    assert metadata.applies_to == ("Mail Client", "Mail Server", "Mail Server 2019, all editions")


def test_persons_are_internal_however_they_are_written(read: Read) -> None:
    lines = (
        "author: writer1",
        "ms.reviewer: benwinz, v-six",
        "authors:",
        "  - name: Ada Example",
        "    url: https://example.com/ada",
        "params:",
        "  owner: '@mail-team'",
    )
    result = read("title: Mail", *lines, options=options())
    assert secrets(result) == [
        ("author", "writer1"),
        ("ms.reviewer", "benwinz, v-six"),
        ("ms.reviewer", "benwinz"),
        ("ms.reviewer", "v-six"),
        ("authors", "Ada Example"),
        ("authors", "https://example.com/ada"),
        ("params.owner", "mail-team"),
    ]
    assert result.unknown == ()


def test_a_misspelt_internal_key_is_internal_in_any_spelling(read: Read) -> None:
    result = read("title: Mail", "Internal_Notes: ask Ada", "internal-note: ask Ben")
    assert secrets(result) == [("internal-notes", "ask Ada"), ("internal-notes", "ask Ben")]


def test_what_one_spelling_of_a_key_hides_another_does_not_show(read: Read) -> None:
    assert meta(read("title: Mail", "hide: false", "Hide: true")).hidden
    assert not meta(read("title: Mail", "hide: false", "Hide: no")).hidden


def test_other_names_of_a_title_a_description_and_a_place_are_read(read: Read) -> None:
    lines = ("Title: Mail is late", "linkTitle: Late", "summary: Wait.", "weight: 20")
    metadata = meta(read(*lines, options=options()))
    assert (metadata.title, metadata.navigation_title) == ("Mail is late", "Late")
    assert (metadata.description, metadata.order) == ("Wait.", 20)


def test_old_addresses_are_read_from_any_tools_key(read: Read) -> None:
    lines = (
        "aliases: [/kb/old-page/, '/kb/a,b/']",
        "redirect_from: /kb/older.html",
        "permalink: /kb/now/",
    )
    assert meta(read("title: Mail", *lines, options=options())).redirect_from == (
        "/kb/old-page/",
        "/kb/a,b/",
        "/kb/older.html",
        "/kb/now/",
    )


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        (b'+++\ntitle = "Mail"\nweight = 5\n[params]\nowner = "Ada Example"\n+++\n', 5),
        (b'{"title": "Mail", "weight": 5, "params": {"owner": "Ada Example"}}\n', 5),
    ],
)
def test_toml_and_json_are_mapped_alike(raw: ReadRaw, text: bytes, weight: int) -> None:
    result = raw(text, options())
    assert meta(result).order == weight
    assert secrets(result) == [("params.owner", "Ada Example")]


def test_the_configuration_maps_and_declares_keys(read: Read) -> None:
    toml = """
        [metadata.keys]
        Produkt = "product"
        "ticket.id" = "internal"
        Abteilung = "public"
        tags = "ignored"
        author = "public"
        [metadata.values.product]
        "mail" = "Example Mail"
    """
    lines = ("Produkt: Mail", "ticket: {id: SUP-4711}", "Abteilung: Einkauf", "tags: [x]")
    result = read("title: Mail", *lines, "author: Ada", "colour: red", options=options(toml))
    metadata = meta(result)
    assert metadata.products == ("Example Mail",)
    assert metadata.facts == (("Abteilung", ("Einkauf",)), ("author", ("Ada",)))
    assert metadata.keywords == ()
    assert secrets(result) == [("ticket.id", "SUP-4711")]
    assert [key.key for key in result.unknown] == ["colour"]


def test_a_value_that_means_something_else_is_a_warning_and_loses_nothing(read: Read) -> None:
    result = read("title: Mail", "weight: heavy", "tags: {a: 1}", options=options())
    assert meta(result).order is None
    shown = [(d.code, d.severity.value, d.span.line, d.message) for d in result.diagnostics]
    assert shown == [
        ("KB108", "warning", 3, "`weight` is read as `order`: `heavy` is not a number"),
    ]
    assert '`"weight" = "ignored"`' in result.diagnostics[0].help


def test_values_in_another_tools_form_are_no_findings(read: Read) -> None:
    lines = ("ms.date: 1/4/2024", "tags: [mail, mail, '']")
    assert read("title: Mail", *lines, options=options()).diagnostics == ()


def test_keys_of_what_nobody_shows_are_known_with_all_that_is_in_them(read: Read) -> None:
    lines = ("menu: {main: {weight: 10, parent: mail}}", "sitemap: {priority: 0.5}")
    assert read("title: Mail", *lines, options=options()).unknown == ()


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_a_preset_maps_onto_keys_that_exist_and_leaves_ours_alone(name: str) -> None:
    keys = read_preset(name).metadata.keys
    assert {*keys.values()} <= KNOWN_KEYS | {*DECLARED_MEANINGS}
    assert not {key for key in keys if key in KNOWN_KEYS}
    assert {*read_preset(name).metadata.values} <= KNOWN_KEYS
