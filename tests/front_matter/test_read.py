"""What a readable front matter becomes: values, secrets, findings, body."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.keys import KNOWN_KEYS, LIST_KEYS, PUBLIC, PUBLICATION
from errata.articles.front_matter.schema import FrontMatterSchema
from errata.config import AuthorsConfig, LimitsConfig
from errata.diagnostics import Severity
from errata.model import INTERNAL_KEYS, Conventions

if TYPE_CHECKING:
    from errata.articles.front_matter.split import FrontMatter
    from errata.model import Metadata
    from tests.front_matter.conftest import Read, ReadRaw

FULL = (
    "title: Mail is not sent",
    "description: Find out why the delivery stays pending and how to start it again.",
    "solution: Campaign,Campaign v8",
    "product: Campaign",
    "applies-to: Campaign, Campaign v8",
    "keywords: KCS,tracking error,delivery",
    "resolution: Resolution",
    "internal-notes: null",
    "bug: true",
    "article-created-by: Ada Example",
    "article-created-date: 4/17/2024 12:30:27 PM",
    "article-published-by: Ben Example .",
    "article-published-date: 2024-04-18T01:02:03+02:00",
    "version-number: 3",
    "article-number: KA-10001",
    "dynamics-url: https://crm.invalid/main?id=1&x=2",
    "exl-id: 01234567-89ab-4cde-8f01-23456789abcd",
)
DEMANDING = ParseOptions(conventions=Conventions(required=("keywords", "applies-to")))
MINIMAL = ("title: Mail is not sent", "article-number: KA-10001", "keywords: a", "applies-to: b")


def meta(result: FrontMatter) -> Metadata:
    assert result.metadata is not None, result.diagnostics
    return result.metadata


KCS = ParseOptions(conventions=Conventions(number="KA-[0-9]{5}|KT-[0-9]+"))


def findings(result: FrontMatter) -> list[tuple[str, str, int, int]]:
    return [(d.code, d.severity.value, d.span.line, d.span.column) for d in result.diagnostics]


def secrets(result: FrontMatter) -> list[tuple[str, str]]:
    return [(secret.kind, secret.reveal_to_leak_check()) for secret in result.secrets]


# ── values ──────────────────────────────────────────────────────────────────────────────────


def test_every_public_value_is_read_by_its_meaning(read: Read) -> None:
    metadata = meta(read(*FULL))
    assert metadata.title == "Mail is not sent"
    assert metadata.solutions == ("Campaign", "Campaign v8")
    assert metadata.products == ("Campaign",)
    assert metadata.applies_to == ("Campaign", "Campaign v8")
    assert metadata.keywords == ("tracking error", "delivery")
    assert metadata.created == datetime(2024, 4, 17, 12, 30, 27, tzinfo=UTC)
    assert metadata.published == datetime(2024, 4, 17, 23, 2, 3, tzinfo=UTC)
    assert (metadata.version, metadata.bug, metadata.hidden) == (3, True, False)
    assert metadata.number == "KA-10001"
    assert metadata.key_lines["title"] == 2
    assert metadata.key_lines["exl-id"] == 18


def test_the_keys_of_a_translation_are_known(read: Read) -> None:
    result = read(
        *MINIMAL,
        "source-git-commit: 0123456789abcdef0123456789abcdef01234567",
        "workflow-type: tm+mt",
        "source-wordcount: '149'",
        "ht-degree: 7%",
    )
    assert findings(result) == []
    assert meta(result).machine_translated


def test_a_translation_by_people_is_not_called_machine_made(read: Read) -> None:
    assert not meta(read(*MINIMAL, "workflow-type: ht")).machine_translated


def test_a_video_page_takes_its_number_from_kt(read: Read) -> None:
    result = read(
        "title: A video",
        "solution: Assets",
        "role: User",
        "level: Intermediate",
        "last-substantial-update: 2022-10-31T00:00:00Z",
        "kt: 10959",
        "thumbnail: 1.jpeg",
        "doc-type: Technical Video",
        "keywords: a",
        stem="KT-10959",
    )
    metadata = meta(result)
    assert metadata.number == "KT-10959"
    assert metadata.audience == ("User", "Intermediate")
    assert findings(result) == []


def test_a_video_page_without_kt_is_numbered_by_its_file(read: Read) -> None:
    assert meta(read("title: A video", "keywords: a", stem="KT-7")).number == "KT-7"


@pytest.mark.parametrize(
    "text", ["1.10", "yes", "012", "1:30", "2022-10-31", "0x1F", "1_000", "~1"]
)
def test_yaml_guesses_no_type(read: Read, text: str) -> None:
    metadata = meta(read(f"title: {text}", "article-number: KA-10001", f"keywords: [{text}, null]"))
    assert metadata.title == text
    assert metadata.keywords == (text, "null")


@pytest.mark.parametrize("empty", ["", "null", "~", '""'])
def test_a_title_without_a_value_is_a_warning_and_no_title(read: Read, empty: str) -> None:
    result = read(f"title: {empty}", *MINIMAL[1:])
    assert not result.is_titled
    assert findings(result) == [("KB002", "warning", 2, 1)]


def test_a_quoted_null_is_a_text(read: Read) -> None:
    assert meta(read('title: "null"', *MINIMAL[1:])).title == "null"


@pytest.mark.parametrize("key", ["hide", "hidefromtoc"])
@pytest.mark.parametrize("value", ["true", "True", "yes", '"true"', "perhaps", "[true]"])
def test_a_page_that_may_be_meant_to_hide_is_hidden(read: Read, key: str, value: str) -> None:
    assert meta(read(*MINIMAL, f"{key}: {value}")).hidden


def test_a_page_is_shown_by_default(read: Read) -> None:
    assert not meta(read(*MINIMAL, "hide: false", "hidefromtoc: no")).hidden


def test_a_malformed_value_leaves_the_rest_of_the_article_usable(read: Read) -> None:
    result = read(*MINIMAL, "version-number: many", "bug: true")
    assert (meta(result).version, meta(result).bug) == (None, True)
    assert findings(result) == [("KB108", "error", 6, 17)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("version-number: 0", "KB108"),
        ("version-number: 1.0", "KB108"),
        ("bug: maybe", "KB108"),
        ("exl-id: 1234", "KB108"),
        ("source-git-commit: abc", "KB108"),
        ("source-wordcount: few", "KB108"),
        ("ht-degree: 101%", "KB108"),
        ("kt: x", "KB108"),
        ("solution: {a: b}", "KB108"),
        ("description:\n  - a\n  - b", "KB108"),
        ("article-created-date: yesterday", "KB102"),
        ("article-published-date: 2/30/2024 1:00:00 PM", "KB102"),
        ("review-date: 2024-13-01", "KB102"),
    ],
)
def test_a_malformed_value_is_an_error_with_a_way_out(read: Read, line: str, code: str) -> None:
    (diagnostic,) = read(*MINIMAL, *line.split("\n")).diagnostics
    assert (diagnostic.code, diagnostic.severity) == (code, Severity.ERROR)
    assert diagnostic.span.line in {6, 7}
    assert diagnostic.help


# ── numbers and names ───────────────────────────────────────────────────────────────────────


def test_a_missing_number_is_taken_from_the_file_name(read: Read) -> None:
    result = read("title: x", "keywords: a", "applies-to: b")
    assert meta(result).number == "KA-10001"
    assert findings(result) == []


@pytest.mark.parametrize(
    "number", ["KA-1", "SUP-17", "KB4014346", "000012345", "broken-link", "3.14", "a#b", "番号-1"]
)
def test_any_word_is_a_number_and_keeps_its_form(read: Read, number: str) -> None:
    result = read("title: x", f"article-number: {number}", *MINIMAL[2:], stem="mail")
    assert meta(result).number == number
    assert findings(result) == []


@pytest.mark.parametrize("number", ["../../etc", "a b", "a\\b", "...", "x" * 81, "Search", "codes"])
def test_a_number_that_no_address_can_have_is_refused(read: Read, number: str) -> None:
    result = read("title: x", f"article-number: {number}", *MINIMAL[2:])
    assert meta(result).number == "KA-10001"
    assert findings(result) == [("KB108", "error", 3, 17)]


def test_a_number_in_lower_case_is_the_number_that_the_pattern_has(read: Read) -> None:
    result = read("title: x", "article-number: ka-10001", *MINIMAL[2:], options=KCS)
    assert meta(result).number == "KA-10001"
    assert findings(result) == []


def test_a_number_other_than_the_file_name_is_an_error_where_files_are_numbered(read: Read) -> None:
    lines = ("title: x", "article-number: KA-10002", *MINIMAL[2:])
    result = read(*lines, options=KCS)
    assert meta(result).number == "KA-10002"
    assert findings(result) == [("KB101", "error", 3, 1)]
    assert findings(read(*lines)) == []


@pytest.mark.parametrize("number", ["KA-1", "KA-100012", "KA-１０００１", "SUP-17"])
def test_a_number_of_another_form_than_the_knowledge_bases_is_refused(
    read: Read, number: str
) -> None:
    result = read("title: x", f"article-number: {number}", *MINIMAL[2:], options=KCS)
    assert meta(result).number == "KA-10001"
    assert findings(result) == [("KB108", "error", 3, 17)]
    assert "as in `KA-12345`" in result.diagnostics[0].help


def test_a_pattern_asks_no_article_for_a_number(read: Read) -> None:
    result = read("title: x", "keywords: a", stem="about", options=KCS)
    assert meta(result).number == "about"
    assert findings(result) == []


def test_a_team_is_shown_only_where_the_configuration_names_the_publisher(read: Read) -> None:
    options = ParseOptions(authors=AuthorsConfig(teams={"Delivery": ("Ben Example",)}))
    assert meta(read(*FULL, options=options)).team == "Delivery"
    assert meta(read(*FULL)).team == ""
    other = ParseOptions(authors=AuthorsConfig(teams={"Delivery": ("Ada Example",)}))
    assert meta(read(*FULL, options=other)).team == ""


# ── secrets ─────────────────────────────────────────────────────────────────────────────────


def test_every_internal_value_becomes_a_secret_as_written_and_trimmed(read: Read) -> None:
    assert secrets(read(*FULL)) == [
        ("article-created-by", "Ada Example"),
        ("article-published-by", "Ben Example ."),
        ("article-published-by", "Ben Example"),
        ("dynamics-url", "https://crm.invalid/main?id=1&x=2"),
    ]


def test_no_internal_value_is_in_the_metadata(read: Read) -> None:
    text = repr(meta(read(*FULL)))
    assert "Example" not in text
    assert "crm.invalid" not in text


def test_the_schema_has_no_field_for_an_internal_key() -> None:
    aliases = {field.alias for field in FrontMatterSchema.model_fields.values()}
    assert aliases.isdisjoint(INTERNAL_KEYS)


def test_secrets_are_kept_of_an_article_that_is_left_out(read: Read, raw: ReadRaw) -> None:
    notes = ("internal-notes", "Call them")
    assert secrets(read("internal-notes: Call them")) == [notes]
    assert secrets(read("internal-notes: Call them", "bug: true", "bug: true")) == [notes]
    hidden = "---\ntitle: x\ninternal-notes: Call them\n---\na\u202eb".encode()
    assert secrets(raw(hidden)) == [notes]
    assert secrets(raw(b"---\ntitle: \xe9\ninternal-notes: Call them\n---\n")) == [notes]


def test_an_internal_list_and_a_misspelt_internal_key_are_secret_too(read: Read) -> None:
    result = read(*MINIMAL, "internal-notes: [one, {two: three}]", "dynamic-url: https://a.invalid")
    assert secrets(result) == [
        ("internal-notes", "one"),
        ("internal-notes", "two"),
        ("internal-notes", "three"),
        ("dynamics-url", "https://a.invalid"),
    ]


@pytest.mark.parametrize("value", ["", "null", '"null"', "~", "' '", "N/A"])
def test_an_empty_internal_value_is_no_secret(read: Read, value: str) -> None:
    assert secrets(read(*MINIMAL, f"internal-notes: {value}")) == []


# ── findings ────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_key_is_noted_with_its_place(read: Read) -> None:
    result = read(*MINIMAL, "keyword: b", "colour: red")
    noted = [(key.key, key.span.line, key.span.column) for key in result.unknown]
    assert noted == [("keyword", 6, 1), ("colour", 7, 1)]
    assert findings(result) == []


def test_keys_for_authors_of_this_tool_are_known(read: Read) -> None:
    lines = ("error-codes: XTK-170036", "not-error-codes: [A-1]", "replaced-by: KA-10002")
    assert findings(read(*MINIMAL, *lines, "review-date: 2030-01-31")) == []


def test_the_exporters_date_is_a_warning_that_says_the_iso_form(read: Read) -> None:
    (diagnostic,) = read(*MINIMAL, "article-created-date: 4/17/2024 12:30:27 PM").diagnostics
    assert (diagnostic.code, diagnostic.severity, diagnostic.span.line) == (
        "KB102",
        Severity.WARNING,
        6,
    )
    assert diagnostic.help == "write `2024-04-17T12:30:27Z`"


def test_a_day_in_the_exporters_form_is_a_warning_that_says_the_day(read: Read) -> None:
    (diagnostic,) = read(*MINIMAL, "review-date: 4/7/2024").diagnostics
    assert (diagnostic.code, diagnostic.help) == ("KB102", "write `2024-04-07`")


def test_published_before_created_is_an_error(read: Read) -> None:
    dates = ("article-created-date: 2024-05-02", "article-published-date: 2024-05-01")
    assert findings(read(*MINIMAL, *dates)) == [("KB103", "error", 7, 25)]


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("bug: True", "write `bug: true`"),
        ("hide: FALSE", "write `hide: false`"),
        ("bug: yes", "write `bug: true`"),
        ('bug: "false"', "write `bug: false`"),
        ("version-number: '3'", "write `version-number: 3`"),
        ("solution: A,,B", "remove the extra comma"),
        ("solution: A,B,", "remove the extra comma"),
        ("solution: A, a", "name each item once"),
        ("product: [A, A]", "name each item once"),
    ],
)
def test_loose_style_is_an_information_with_its_correction(
    read: Read, line: str, remedy: str
) -> None:
    (diagnostic,) = read(*MINIMAL, line).diagnostics
    assert (diagnostic.code, diagnostic.severity, diagnostic.span.line) == (
        "KB105",
        Severity.INFO,
        6,
    )
    assert diagnostic.help == remedy


@pytest.mark.parametrize("keywords", ["keywords: KCS", "keywords: kcs,", "keywords:", "bug: true"])
def test_an_article_without_search_words_is_a_warning(read: Read, keywords: str) -> None:
    result = read(*MINIMAL[:2], "applies-to: b", keywords, options=DEMANDING)
    assert ("KB106", "warning") in [(d.code, d.severity.value) for d in result.diagnostics]


def test_applies_to_is_asked_of_articles_but_not_of_videos(read: Read) -> None:
    assert findings(read(*MINIMAL[:3], options=DEMANDING)) == [("KB107", "warning", 1, 1)]
    assert findings(read(*MINIMAL[:3])) == []
    video = read("title: x", "kt: 7", "keywords: a", stem="KT-7", options=DEMANDING)
    assert findings(video) == []


def test_search_words_and_products_are_asked_of_nobody_who_does_not_want_it(read: Read) -> None:
    assert findings(read("title: x", "article-number: KA-10001")) == []


def test_findings_are_sorted_by_place(read: Read) -> None:
    lines = ("title: x", "bug: True", "version-number: '3'", "kt: one", "hide: maybe")
    result = read(*lines, options=DEMANDING)
    places = [(diagnostic.span.line, diagnostic.span.column) for diagnostic in result.diagnostics]
    assert len(places) > 4
    assert places == sorted(places)


# ── bytes, lines and body ───────────────────────────────────────────────────────────────────

ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_line_ends_and_a_byte_order_mark_change_nothing(
    raw: ReadRaw, end: str, mark: bytes
) -> None:
    text = "\n".join(["", " ", "---", *MINIMAL, "bug: True", "---", "", "One", "Two", ""])
    result = raw(mark + text.replace("\n", end).encode())
    assert meta(result).title == "Mail is not sent"
    assert findings(result) == [("KB105", "info", 8, 6)]
    assert (result.body, result.body_line) == ("\nOne\nTwo\n", 10)


def test_mixed_line_ends_are_one_line_end_each(raw: ReadRaw) -> None:
    result = raw(b"---\r\ntitle: x\rarticle-number: KA-10001\n---\nOne\r\nTwo\rThree\n\r")
    assert meta(result).key_lines == {"title": 2, "article-number": 3}
    assert (result.body, result.body_line) == ("One\nTwo\nThree\n\n", 5)


def test_a_rule_in_the_body_is_the_bodys(raw: ReadRaw) -> None:
    result = raw(b"---\ntitle: x\n---\n\nOne\n\n---\n\nTwo\n")
    assert result.body == "\nOne\n\n---\n\nTwo\n"


def test_a_line_separator_of_yaml_begins_no_key(raw: ReadRaw) -> None:
    result = raw("---\ntitle: a\u2028hide\x85b\narticle-number: KA-10001\n---\n".encode())
    assert meta(result).title == "a hide b"
    assert meta(result).key_lines == {"title": 2, "article-number": 3}


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (b"---\ntitle: ab\xe9\n---\n", 2, 10, "byte `0xe9` is not UTF-8"),
        (b"\xef\xbb\xbf---\r\ntitle: \xc3\xa9\xff\r\n---\r\n", 2, 9, "byte `0xff` is not UTF-8"),
        (b"---\ntitle: x\n---\nOne\0", 4, 4, "NUL byte"),
        ("---\ntitle: x\n---\nOne \u2066two".encode(), 4, 5, "`U+2066`"),
        ("---\ntitle: \u202ex\n---\n".encode(), 2, 8, "`U+202E`"),
    ],
)
def test_a_file_that_is_no_plain_text_is_left_out_with_the_place(
    raw: ReadRaw, data: bytes, line: int, column: int, message: str
) -> None:
    result = raw(data)
    assert result.metadata is None
    finding = next(diagnostic for diagnostic in result.diagnostics if diagnostic.code == "KB004")
    assert (finding.severity, finding.span.line, finding.span.column) == (
        Severity.ERROR,
        line,
        column,
    )
    assert message in finding.message


def test_utf_16_is_named(raw: ReadRaw) -> None:
    result = raw("---\ntitle: x\n---\n".encode("utf-16"))
    assert "file is UTF-16, not UTF-8" in [diagnostic.message for diagnostic in result.diagnostics]


def test_a_file_or_a_front_matter_over_its_limit_is_left_out(raw: ReadRaw) -> None:
    options = ParseOptions(limits=LimitsConfig(file_bytes=100, front_matter_bytes=20))
    result = raw(b"---\ntitle: x\n---\n" + b"a" * 100, options)
    assert (result.metadata, findings(result)) == (None, [("KB004", "error", 1, 1)])
    result = raw(b"---\ntitle: " + b"x" * 20 + b"\n---\n", options)
    assert (result.metadata, findings(result)) == (None, [("KB004", "error", 1, 1)])


@pytest.mark.parametrize(("depth", "readable"), [(2, True), (3, True), (4, False)])
def test_the_limit_on_depth_counts_lists_in_lists(
    read: Read, depth: int, *, readable: bool
) -> None:
    options = ParseOptions(limits=LimitsConfig(yaml_depth=3))
    nested = "[" * (depth - 1) + "x" + "]" * (depth - 1)
    result = read(*MINIMAL, f"colour: {nested}", options=options)
    assert (result.metadata is not None) is readable


# ── documentation ───────────────────────────────────────────────────────────────────────────


def test_every_field_of_the_schema_is_documented_and_every_documented_key_is_known() -> None:
    aliases = {str(field.alias) for field in FrontMatterSchema.model_fields.values()}
    assert aliases == set(PUBLIC)
    assert PUBLIC.keys() | PUBLICATION.keys() | set(INTERNAL_KEYS) == KNOWN_KEYS
    fields = FrontMatterSchema.model_fields.values()
    assert {field.alias for field in fields if field.default == ()} == LIST_KEYS
