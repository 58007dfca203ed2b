"""Front matter is optional, and may be YAML, TOML, JSON or MultiMarkdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.entries import NestedValue, read_entries
from errata.articles.front_matter.split import SourceParts, split_source
from errata.config import LimitsConfig
from errata.model.observations import UnreadableFrontMatter

if TYPE_CHECKING:
    from errata.articles.front_matter.entries import EntriesReading
    from tests.front_matter.conftest import ReadRaw

YAML = """---
title: Mail is late
draft: true
weight: 10
date: 2024-04-17
tags: [mail, "a, b"]
nothing: null
last_update:
  date: 2024-05-01
  by: {name: Ada}
authors:
  - name: Ada
---
Body
"""
TOML = """+++
title = "Mail is late"
draft = true
weight = 10
date = 2024-04-17
tags = ["mail", "a, b"]
authors = [{name = "Ada"}]
[last_update]
date = 2024-05-01
by.name = "Ada"
+++
Body
"""
JSON = """{
  "title": "Mail is late",
  "draft": true,
  "weight": 10,
  "date": "2024-04-17",
  "tags": ["mail", "a, b"],
  "nothing": null,
  "last_update": {"date": "2024-05-01",
    "by": {"name": "Ada"}},
  "authors": [{"name": "Ada"}]
}
Body
"""
VALUES = {
    "title": "Mail is late",
    "draft": "true",
    "weight": "10",
    "date": "2024-04-17",
    "tags": ("mail", "a, b"),
    "last_update.date": "2024-05-01",
    "last_update.by.name": "Ada",
    "authors": NestedValue(("name", "Ada"), ("Ada",)),
}
FORMS = {"yaml": YAML, "toml": TOML, "json": JSON}


def parts_of(text: str) -> SourceParts:
    parts = split_source(text, "en/mail.md")
    assert isinstance(parts, SourceParts), parts
    return parts


def reading_of(text: str, depth: int = 16) -> EntriesReading:
    return read_entries(parts_of(text), depth)


# ── values and places ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_keys_and_texts(form: str) -> None:
    reading = reading_of(FORMS[form])
    assert reading.faults == ()
    values_by_key = {entry.key: entry.value for entry in reading.entries if entry.value is not None}
    assert values_by_key == VALUES
    assert parts_of(FORMS[form]).form == form
    assert parts_of(FORMS[form]).body == "Body\n"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("before", ["", "\n", "\n \n\n"])
def test_every_key_has_the_place_at_which_it_is_written(form: str, before: str) -> None:
    text = before + FORMS[form]
    lines = text.split("\n")
    for entry in reading_of(text).entries:
        written = lines[entry.line - 1][entry.column - 1 :].lstrip('"')
        assert written.startswith((entry.key.rpartition(".")[2], "by.name"))
    parts = parts_of(text)
    assert lines[parts.body_line - 1] == "Body"


def test_a_number_with_a_point_stays_as_it_is_written() -> None:
    for text in ("---\nversion: 1.10\n---\n", "+++\nversion = 1.10\n+++\n", '{"version": 1.10}\n'):
        assert [entry.value for entry in reading_of(text).entries] == ["1.10"]


def test_dates_and_times_of_toml_are_iso_8601() -> None:
    text = "+++\na = 2024-04-17T12:30:27Z\nb = 2024-04-17 12:30:27\nc = 12:30:00\n+++\n"
    values = [entry.value for entry in reading_of(text).entries]
    assert values == ["2024-04-17T12:30:27+00:00", "2024-04-17T12:30:27", "12:30:00"]


def test_a_known_key_keeps_its_mapping_whole() -> None:
    (entry,) = reading_of("---\ntitle: {a: b}\n---\n").entries
    assert (entry.key, entry.value) == ("title", NestedValue(("a", "b"), ("b",)))


@pytest.mark.parametrize("text", ["null", "~", ""])
def test_a_text_in_json_is_a_text_whatever_it_says(text: str) -> None:
    (entry,) = reading_of(f'{{"title": "{text}"}}\n').entries
    assert entry.value == text


def test_escapes_of_json_are_decoded() -> None:
    (entry,) = reading_of('{"title": "a\\u00e9 \\ud83d\\ude00 \\"b\\" \\\\ c/d"}\n').entries
    assert entry.value == 'aé 😀 "b" \\ c/d'


@pytest.mark.parametrize("braces", [("", ""), ("{\n", "\n}")])
def test_json_between_semicolons_may_lack_its_braces(braces: tuple[str, str]) -> None:
    text = f';;;\n{braces[0]}"title": "Mail",\n"weight": 1{braces[1]}\n;;;\nBody\n'
    entries = reading_of(text).entries
    first = 3 if braces[0] else 2
    assert [(entry.key, entry.value, entry.line, entry.column) for entry in entries] == [
        ("title", "Mail", first, 1),
        ("weight", "1", first + 1, 1),
    ]
    assert parts_of(text).body == "Body\n"


def test_multimarkdown_is_read_to_the_first_blank_line_or_marker() -> None:
    text = "Title: Mail: is late\nSummary: One\n    and two\n\n# Heading\n"
    entries = reading_of(text).entries
    assert [(entry.key, entry.value) for entry in entries] == [
        ("title", "Mail: is late"),
        ("summary", "One and two"),
    ]
    assert (parts_of(text).body, parts_of(text).body_line) == ("\n# Heading\n", 4)
    fenced = parts_of("title: Mail\n---\nBody\n")
    assert (fenced.body, fenced.body_line) == ("Body\n", 3)


@pytest.mark.parametrize("close", ["---", "...", "----", "--- "])
def test_yaml_ends_with_hyphens_or_with_three_dots(close: str) -> None:
    assert parts_of(f"---\ntitle: x\n{close}\nBody\n").body == "Body\n"


# ── faults ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("+++\ntitle = Mail\n+++\n", 2, 9, "not valid TOML: invalid value"),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", 3, 1, "given twice"),
        ("\n+++\na = " + "[" * 20 + "]" * 20 + "\n+++\n", 3, 1, "nested deeper than 16"),
        ("+++\ntitle = 'x'\n", 1, 1, "not closed by a line `+++`"),
        ('{"title": "x" "y"}\n', 1, 15, "not valid JSON: expecting ',' delimiter"),
        ('{"title": "x",\n "title": "y"}\n', 2, 2, "key `title` is given twice"),
        ('{"title": "x"\n\n# Heading\n', 3, 1, "not valid JSON"),
        ('{"title": "x"} text\n', 1, 15, "text follows the front matter"),
        ('{"a": ' + "[" * 20 + "]" * 20 + "}\n", 1, 1, "nested deeper than 16"),
        (';;;\n"title": x\n;;;\n', 2, 10, "not valid JSON: expecting value"),
        ("title: x\ninternal-notes: y\n# Heading\n", 3, 1, "not enclosed by `---`"),
    ],
)
def test_a_fault_of_any_form_is_an_error_at_its_place(
    raw: ReadRaw, text: str, line: int, column: int, message: str
) -> None:
    result = raw(text.encode())
    (diagnostic,) = result.diagnostics
    assert result.metadata is None
    assert (diagnostic.code, diagnostic.span.line, diagnostic.span.column) == (
        "KB001",
        line,
        column,
    )
    assert message in diagnostic.message
    assert diagnostic.help


def test_no_internal_value_is_in_a_message_whatever_the_form(raw: ReadRaw) -> None:
    for text in (
        '+++\ninternal-notes = "Canary\n+++\n',
        "+++\ninternal-notes = Canary\n+++\n",
        '{"internal-notes": Canary}\n',
        '{"internal-notes": "Canary" "Canary"}\n',
        ';;;\n"internal-notes": "Canary\n;;;\n',
    ):
        (diagnostic,) = raw(text.encode()).diagnostics
        assert "Canary" not in diagnostic.message + diagnostic.help


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "x"\ninternal-notes = "Call them"\n+++\n',
        '{"title": "x", "internal-notes": "Call them"}\n',
        "Title: x\nInternal-Notes: Call them\n\nText\n",
        "internal-notes: Call them\n\nText\n",
        "---\n\nA title\ninternal-notes: Call them\n\n---\nText\n",
    ],
)
def test_an_internal_value_is_never_read_as_text(raw: ReadRaw, text: str) -> None:
    result = raw(text.encode())
    assert "Call them" not in result.body or result.metadata is None
    if result.metadata:
        assert [secret.reveal_to_leak_check() for secret in result.secrets] == ["Call them"]


def test_the_limit_on_bytes_holds_for_every_form(raw: ReadRaw) -> None:
    options = ParseOptions(limits=LimitsConfig(front_matter_bytes=20))
    long = "x" * 30
    for text in (f'+++\ntitle = "{long}"\n+++\n', f'{{"title": "{long}"}}\n', f"title: {long}\n"):
        (diagnostic,) = raw(text.encode(), options).diagnostics
        assert (diagnostic.code, diagnostic.span.line) == ("KB004", 1)


# ── none ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "# A heading\n\nText\n",
        "\n\n# A heading\n\n---\n\nText\n\n---\n",
        "Text\n",
        "# Only a heading\n",
        "| Code | Meaning |\n| --- | --- |\n| APP-1 | Full |\n",
        "---\n\nText after a rule.\n",
        "---\n\n# A heading\n\n---\n\nText\n",
        "---\n\nText: with a colon, unclosed.\n",
        "---\nText\n\nMore text\n\n---\n",
        "***\n\nText\n",
        "+++\n\nA page break of MyST\n",
        "{{< shortcode >}}\n\nText\n",
        "{% include x %}\n\nText\n",
        "{: .no_toc }\n\nText\n",
        "Note: a first paragraph is no front matter.\n\nText\n",
        "Product: Mail\nVersion: 3\n\nText\n",
        "- a: b\n- c: d\n",
        "; a comment\n",
    ],
)
def test_plain_markdown_is_an_article_as_it_stands(raw: ReadRaw, text: str) -> None:
    result = raw(text.encode())
    assert result.metadata is not None, result.diagnostics
    assert (result.body, result.body_line, result.is_titled) == (text, 1, False)
    assert [each for each in result.diagnostics if each.code in {"KB001", "KB002"}] == []


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("text", [*FORMS.values(), "# Mail is late\n\nBody\n"])
def test_line_ends_and_a_byte_order_mark_change_no_form(
    raw: ReadRaw, text: str, end: str, mark: bytes
) -> None:
    plain = raw(text.encode())
    result = raw(mark + text.replace("\n", end).encode())
    assert (result.metadata, result.body) == (plain.metadata, plain.body)
    assert result.diagnostics == plain.diagnostics


@pytest.mark.parametrize("text", ["---\n---\nBody\n", "---\n# only a comment\n---\nBody\n"])
def test_a_front_matter_without_keys_says_nothing(raw: ReadRaw, text: str) -> None:
    result = raw(text.encode())
    assert result.metadata is not None
    assert result.body == "Body\n"


@pytest.mark.parametrize("text", ["", "\n\n", " \n\t\n", "\ufeff\r\n"])
def test_an_empty_file_is_left_out_with_a_warning(raw: ReadRaw, text: str) -> None:
    result = raw(text.encode())
    assert result.metadata is None
    (diagnostic,) = result.diagnostics
    assert (diagnostic.code, diagnostic.severity.value, diagnostic.span.line) == (
        "KB001",
        "warning",
        1,
    )
    assert diagnostic.message == "the file is empty"


@pytest.mark.parametrize("before", ["<!-- licence -->\n", " ", "\n<!-- a -->\n<!-- b -->\n\n"])
def test_front_matter_that_does_not_begin_the_file_is_never_shown_as_text(before: str) -> None:
    parts = split_source(f"{before}---\ntitle: Soon\ndraft: true\n---\n\nText\n", "en/a.md")
    assert isinstance(parts, UnreadableFrontMatter)
    assert parts.span.line == 1 + before.count("\n")


@pytest.mark.parametrize(
    "text", ["<!-- a -->\n---\nNote: text\n---\n", "Text\n---\ndraft: true\n", "<!-- a -->\n# A\n"]
)
def test_a_rule_below_a_comment_is_markdown(text: str) -> None:
    assert isinstance(split_source(text, "en/a.md"), SourceParts)
