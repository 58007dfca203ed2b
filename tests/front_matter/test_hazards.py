"""Each way in which real front matters broke, with its exact place and its way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.lines import quote_value
from errata.articles.front_matter.read import read_front_matter
from errata.diagnostics import Severity
from errata.model import Source

if TYPE_CHECKING:
    from errata.articles.front_matter.split import FrontMatter
    from errata.diagnostics import Diagnostic
    from tests.front_matter.conftest import Read, ReadRaw

GOOD = "article-number: KA-10001"

# Front matter after `article-number`, then line, column, part of the message, and the help.
HAZARDS = {
    "an unquoted colon": (
        "title: Job fails: no space left",
        (3, 17, "a colon followed by a space"),
        'quote this value: `title: "Job fails: no space left"`',
    ),
    "a colon on a continuation line": (
        "title: Job fails\n  with code: 7",
        (4, 12, "a colon followed by a space"),
        'quote this value: `title: "…"`',
    ),
    "quotes inside quotes": (
        'title: "The error "Failed" appears"',
        (3, 19, "quotes inside the value end it early"),
        "quote this value: `title: 'The error \"Failed\" appears'`",
    ),
    "text after quotes": (
        'title: "Failed" appears',
        (3, 15, "quotes inside the value end it early"),
        "quote this value: `title: '\"Failed\" appears'`",
    ),
    "an apostrophe inside single quotes": (
        "title: 'It's broken'",
        (3, 11, "quotes inside the value end it early"),
        'quote this value: `title: "It\'s broken"`',
    ),
    "quotes that never close": (
        'title: "Half open\nbug: true',
        (3, 8, "are not closed"),
        'quote this value: `title: "Half open"`',
    ),
    "quotes that close at the next value": (
        'title: "Half open\ndescription: "closed"',
        (3, 8, "are not closed"),
        'quote this value: `title: "Half open"`',
    ),
    "quotes that close far below, after values in quotes of their own": (
        'title: "Half open\ndescription: \'Is: closed\'\nsolution: A\nkeywords: "x: y"\nbug: true',
        (3, 8, "are not closed"),
        'quote this value: `title: "Half open"`',
    ),
    "single quotes that close far below": (
        "title: 'Half open\ndescription: \"Is: closed\"\nsolution: A\nkeywords: 'x: y'\nbug: true",
        (3, 8, "are not closed"),
        'quote this value: `title: "Half open"`',
    ),
    "a label at the start": (
        "title: [!DNL Widget] stops",
        (3, 8, "starts with `[`"),
        'quote this value: `title: "[!DNL Widget] stops"`',
    ),
    "a label and nothing else": (
        "title: [!DNL Widget]",
        (3, 8, "starts with `[`"),
        'quote this value: `title: "[!DNL Widget]"`',
    ),
    "a bar": (
        "title: |Text|",
        (3, 8, "starts with `|`"),
        'quote this value: `title: "|Text|"`',
    ),
    "a greater-than sign": (
        "title: >Text",
        (3, 8, "starts with `>`"),
        'quote this value: `title: ">Text"`',
    ),
    "an asterisk": (
        "title: *Bullet",
        (3, 8, "starts with `*`, which YAML reads as an alias"),
        'quote this value: `title: "*Bullet"`',
    ),
    "two asterisks": (
        "title: * *Bullet",
        (3, 8, "starts with `*`"),
        'quote this value: `title: "* *Bullet"`',
    ),
    "a bullet as a line of its own": (
        "* *Bullet",
        (3, 1, "starts with `*`"),
        "quote the value it belongs to and keep it on the line of its key",
    ),
    "an anchor": (
        "title: &Text",
        (3, 8, "starts with `&`, which YAML reads as an anchor"),
        'quote this value: `title: "&Text"`',
    ),
    "an alias to an anchor that is there": (
        "title: &t Text\ndescription: *t",
        (3, 8, "starts with `&`"),
        'quote this value: `title: "&t Text"`',
    ),
    "an anchor in a list": (
        "keywords:\n  - &a one\n  - *a",
        (4, 5, "starts with `&`"),
        "quote it: anchors, aliases and tags are not read",
    ),
    "an at sign": (
        "title: @mentions fail",
        (3, 8, "starts with `@`"),
        'quote this value: `title: "@mentions fail"`',
    ),
    "a per cent sign": (
        "title: %ID% is shown",
        (3, 8, "starts with `%`"),
        'quote this value: `title: "%ID% is shown"`',
    ),
    "a backtick": (
        "title: `id` is shown",
        (3, 8, "starts with a backtick"),
        'quote this value: `title: "`id` is shown"`',
    ),
    "an exclamation mark": (
        "title: !important",
        (3, 8, "starts with `!`, which YAML reads as a tag"),
        'quote this value: `title: "!important"`',
    ),
    "a tag that would build an object": (
        "title: !!python/object/apply:print [x]",
        (3, 8, "starts with `!`"),
        'quote this value: `title: "!!python/object/apply:print [x]"`',
    ),
    "a hyphen": (
        "title: - dash",
        (3, 8, "starts with `-`"),
        'quote this value: `title: "- dash"`',
    ),
    "an unknown escape": (
        r'title: "See \Software"',
        (3, 13, r"`\S` is not an escape"),
        r"use single quotes: `title: 'See \Software'`",
    ),
    "an escaped asterisk": (
        r'title: "Use \* here"',
        (3, 13, r"`\*` is not an escape"),
        r"use single quotes: `title: 'Use \* here'`",
    ),
    "an escaped colon": (
        r'title: "Fails\: no"',
        (3, 14, r"`\:` is not an escape"),
        r"use single quotes: `title: 'Fails\: no'`",
    ),
    "a Windows path": (
        r'title: "Find C:\Temp\logs"',
        (3, 16, r"`\T` is not an escape"),
        r"use single quotes: `title: 'Find C:\Temp\logs'`",
    ),
    "an unknown escape on a continuation line": (
        'title: "See\n  \\Software"',
        (4, 3, r"`\S` is not an escape"),
        "use single quotes: `title: '…'`",
    ),
    "a tab before a key": (
        "\ttitle: Text",
        (3, 1, "this line is indented with a tab"),
        "indent with spaces",
    ),
    "a tab before a list item": (
        "title: Text\nkeywords:\n\t- one",
        (5, 1, "this line is indented with a tab"),
        "indent with spaces",
    ),
    "a repeated key": (
        "title: One\nbug: true\ntitle: Two",
        (5, 1, "key `title` is given twice, first on line 3"),
        "remove one of the two lines",
    ),
    "a line without a key": (
        "title: Text\nmore text\nbug: true",
        (4, 1, "not `key: value`"),
        "write it as `key: value`, or close the front matter with `---` before it",
    ),
    "no space after a colon": (
        "title:Text\nbug: true",
        (3, 7, "no space after the colon"),
        "add a space after `title:`",
    ),
    "no space after the first colon": (
        "title:Text",
        (3, 7, "no space after the colon"),
        "add a space after `title:`",
    ),
    "a line of text with an address": (
        "title: Text\nsee https://example.invalid\nbug: true",
        (4, 1, "not `key: value`"),
        "write it as `key: value`, or close the front matter with `---` before it",
    ),
    "a control character": (
        "title: a\x07b",
        (3, 9, "`U+0007` is not allowed"),
        "remove it",
    ),
    "a list as a key": ("? [a]\n: b", (3, 3, "a key must be plain text"), "write `key: value`"),
}


@pytest.mark.parametrize("name", HAZARDS)
def test_a_yaml_hazard_is_named_at_its_place_with_its_remedy(read: Read, name: str) -> None:
    text, (line, column, message), remedy = HAZARDS[name]
    result = read(GOOD, *text.split("\n"))
    found, *_ = [diagnostic for diagnostic in result.diagnostics if diagnostic.code == "KB001"]
    assert found.severity is (Severity.WARNING if result.metadata else Severity.ERROR)
    assert (found.span.line, found.span.column) == (line, column)
    assert message in found.message
    assert found.help == remedy


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: {@html …}", "{@html …}"),
        ("title: Error: no such host", "Error: no such host"),
        ("title: `quoted` first", "quoted first"),
        ("title: * star", "* star"),
        ("title: @attach", "@attach"),
        ("title: {#if ...}", "{#if ...}"),
        ("title: {let/const ...}", "{let/const ...}"),
        ("title: [half", "[half"),
        ("summary: Fehler: kein Host", "Good"),
    ],
)
def test_a_faulty_value_that_hides_nothing_is_read_as_its_text(
    read: Read, line: str, title: str
) -> None:
    lines = [line] if line.startswith("title") else ["title: Good", line]
    result = read("article-number: KA-00001", *lines)
    assert result.metadata is not None
    assert result.metadata.title == title
    assert "KB001" in {diagnostic.code for diagnostic in result.diagnostics}


@pytest.mark.parametrize(
    "lines",
    [
        ["title: a: b", "internal-notes: c: d"],
        ["title: a", "draft: {true"],
        ["title: a", "audience: [internal"],
        ["title: a", "internl-notes: @c"],
        ["title: a: b", "  more: c"],
        ['title: "half'],
    ],
)
def test_a_faulty_value_that_may_hide_something_is_not_guessed(
    read: Read, lines: list[str]
) -> None:
    assert read("article-number: KA-00001", *lines).metadata is None


REWRITTEN = [
    name for name, (_, _, remedy) in HAZARDS.items() if ": `title: " in remedy and "…" not in remedy
]


@pytest.mark.parametrize("name", REWRITTEN)
def test_the_remedy_makes_the_title_readable(read: Read, name: str) -> None:
    text, _, remedy = HAZARDS[name]
    fixed = remedy.partition(": `")[2].removesuffix("`")
    other_lines = [line for line in text.split("\n")[1:] if ": " in line and "*" not in line]
    result = read(GOOD, fixed, *other_lines)
    assert result.metadata is not None
    assert result.metadata.title


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc"])))
def test_a_quoted_value_is_read_back_unchanged(value: str) -> None:
    assert yaml.load(quote_value(value), Loader=yaml.CSafeLoader) == value


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\n| title | x |\n---\n", 2, "a table is not front matter"),
        ("---\n- one\n- two\n---\n", 2, "front matter is a list"),
        ("---\njust words\n---\n", 2, "front matter is a text"),
        ("\n---\ntitle: x\n", 2, "not closed"),
        ("---\n" + "[" * 40 + "]" * 40 + "\n---\n", 2, "nested deeper than 16"),
    ],
)
def test_what_was_meant_as_front_matter_and_is_not_is_an_error_at_its_line(
    raw: ReadRaw, text: str, line: int, message: str
) -> None:
    result = raw(text.encode())
    (diagnostic,) = result.diagnostics
    assert result.metadata is None
    assert (diagnostic.code, diagnostic.span.line) == ("KB001", line)
    assert message in diagnostic.message
    assert diagnostic.help


def test_an_unclosed_front_matter_names_the_line_before_which_it_should_close(raw: ReadRaw) -> None:
    (diagnostic,) = raw(b"---\ntitle: x\nbug: true\n\n# Heading\n").diagnostics
    assert diagnostic.help == "write `---` alone on a line, probably before line 4"


def test_a_value_that_yaml_reads_as_a_mapping_gets_a_corrected_line(read: Read) -> None:
    result = read(GOOD, "title: {{host}} is shown")
    assert result.metadata is not None
    assert result.metadata.title == "{{host}} is shown"
    (diagnostic,) = [
        each for each in read(GOOD, "title: {{host}}").diagnostics if each.code == "KB001"
    ]
    assert (diagnostic.span.line, diagnostic.span.column) == (3, 8)
    assert diagnostic.help == 'quote this value: `title: "{{host}}"`'


INTERNAL = ("internal-notes", "dynamics-url", "article-created-by", "article-published-by")


@pytest.mark.parametrize("key", INTERNAL)
@pytest.mark.parametrize(
    "value",
    [
        "Canary: value",
        '"Canary "value" x"',
        "[Canary] value",
        "[Canary, value]",
        "{Canary: value}",
        "*Canary",
        "&Canary value",
        "!Canary value",
        "!Canary",
        "|Canary|",
        "@Canary",
        '"Canary value',
        r'"\Canary"',
        "first\n  Canary: value",
        "first\nCanary value\nbug: true",
        '"first\n  \\Canary"',
        "first\n\tCanary",
        "first\n? Canary",
        "\n? \n Canary",
    ],
)
def test_an_internal_value_is_in_no_message(read: Read, key: str, value: str) -> None:
    result = read(GOOD, "title: x", *f"{key}: {value}".split("\n"))
    assert _errors(result)
    for diagnostic in result.diagnostics:
        assert "anary" not in diagnostic.message + diagnostic.help


def _errors(result: FrontMatter) -> list[Diagnostic]:
    return [each for each in result.diagnostics if each.severity is Severity.ERROR]


@given(st.sampled_from(INTERNAL), st.text("Qz :\"'\\[]{}*&!|>@%`#-?,\n\t"))
def test_no_internal_text_whatever_its_form_is_in_a_message(key: str, value: str) -> None:
    # `QzQz` cannot come from the tool's own words.
    text = f"---\ntitle: x\n{key}: QzQz{value}QzQz\n---\n"
    source = Source("en/KA-10001.md", "en", text.encode())
    for diagnostic in read_front_matter(source, ParseOptions()).diagnostics:
        assert "QzQz" not in diagnostic.message + diagnostic.help


def test_the_c_loader_of_pyyaml_is_there_and_reads(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    from errata.articles.front_matter import nodes  # noqa: PLC0415 - the module itself is looked into

    assert yaml.__with_libyaml__
    assert issubclass(nodes.EntryLoader, yaml.CSafeLoader)
    streams = []

    class Spy(nodes.EntryLoader):
        def __init__(self, stream: str) -> None:
            streams.append(stream)
            super().__init__(stream)

    monkeypatch.setattr(nodes, "EntryLoader", Spy)
    assert read(GOOD, "title: x").metadata is not None
    assert streams == [f"\n{GOOD}\ntitle: x\n"]


def test_python_frontmatter_does_the_splitting(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    from frontmatter.default_handlers import BaseHandler  # noqa: PLC0415 - patched here alone

    original = BaseHandler.split
    texts = []

    def split(self: BaseHandler, text: str) -> tuple[str, str]:
        texts.append(text)
        return original(self, text)

    monkeypatch.setattr(BaseHandler, "split", split)
    read(GOOD, "title: x")
    assert len(texts) == 1


@given(st.lists(st.sampled_from(["---", "title: x", "a", "", "# b", "- c", "bug: true"])))
def test_the_body_begins_on_the_line_that_is_named(lines: list[str]) -> None:
    text = "\n".join(["---", "title: x", *lines, "---", "End."])
    result = read_front_matter(Source("en/KA-10001.md", "en", text.encode()), ParseOptions())
    below = text.split("\n")[result.body_line - 1 :]
    assert "\n".join(below) == result.body
