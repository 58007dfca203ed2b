"""The formats of services: valid by their schemas, at the right place, and never a command."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from msgspec import structs

from errata.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from errata.diagnostics.baseline import Fingerprinter
from errata.reports import Report
from errata.reports.formats import REPORT_FORMATS
from errata.reports.markdown import MARKER, escape_comment
from errata.text.display import printable
from tests.reports import schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = "kb/en/a b.md"
SOURCES = {PATH: "---\ntitle: 日本語 x\n---\ntext\n".encode(), "kb/b.md": b"one\n"}
WRONG = Diagnostic(
    "KB001",
    Severity.ERROR,
    "a value holds `日本`",
    Span(PATH, 2, 8),
    "quote it",
    (Related(Span("kb/b.md", 1, 2), "the first one"),),
    (2, 10),
    Fix("Quote it", (Edit(Span(PATH, 2, 8), (2, 8), "'"), Edit(Span(PATH, 2, 11), (2, 11), "'"))),
    "en/KA-1",
)
LATE = Diagnostic("KB103", Severity.WARNING, "created after published", Span("kb/b.md"))
MILD = structs.replace(LATE, severity=Severity.INFO)
FOUND = (WRONG, LATE, MILD)
SCHEMAS = {"sarif": schemas.SARIF, "gitlab": schemas.GITLAB, "rdjson": schemas.RDJSON}


def report(*diagnostic: Diagnostic) -> Report:
    """In a knowledge base that is a folder of the repository."""
    return Report(
        diagnostic,
        SOURCES,
        known_by=Fingerprinter(SOURCES, ("kb/",)),
        folder="/r/docs",
        repository="/r",
    )


def written(name: str, content: Report) -> str:
    stream = StringIO()
    REPORT_FORMATS[name](content, stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
@pytest.mark.parametrize("found", [(), FOUND], ids=["nothing", "findings"])
def test_a_report_is_valid(name: str, found: tuple[Diagnostic, ...]) -> None:
    Draft202012Validator(SCHEMAS[name]).validate(json.loads(written(name, report(*found))))


def test_sarif_counts_characters_and_has_other_places_and_the_fix() -> None:
    (run,) = json.loads(written("sarif", report(*FOUND)))["runs"]
    result = run["results"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "docs/kb/en/a%20b.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 10},
    }
    other = result["relatedLocations"][0]["physicalLocation"]
    assert other["artifactLocation"]["uri"] == "docs/kb/b.md"
    (change,) = result["fixes"][0]["artifactChanges"]
    assert [
        replacement["deletedRegion"]["startColumn"] for replacement in change["replacements"]
    ] == [8, 11]
    for item in run["results"]:
        assert run["tool"]["driver"]["rules"][item["ruleIndex"]]["id"] == item["ruleId"]


def test_sarif_makes_no_link_of_brackets_in_a_message() -> None:
    text = written("sarif", report(structs.replace(WRONG, message="see [all](0)")))
    # SARIF 2.1.0, 3.11.6: an escaped bracket ends no link.
    assert r"see [all\\](0)" in text


@pytest.mark.parametrize("name", ["sarif", "gitlab", "rdjson"])
def test_a_service_shows_no_character_that_hides_or_turns_text(name: str) -> None:
    text = written(name, report(structs.replace(LATE, message="user \u202etxt.exe", help="a\x1bb")))
    assert "\\\\u202e" in text
    assert "\\\\x1b" in text


def test_reviewdog_gets_bytes_and_one_suggestion_of_all_edits() -> None:
    results = json.loads(written("rdjson", report(WRONG)))["diagnostics"][0]
    assert results["location"]["range"] == {
        "start": {"line": 2, "column": 8},
        "end": {"line": 2, "column": 14},
    }
    assert results["suggestions"] == [
        {
            "range": {"start": {"line": 2, "column": 8}, "end": {"line": 2, "column": 17}},
            "text": "'日本語'",
        }
    ]
    # reviewdog itself puts the path of the current folder in the repository before it.
    assert results["location"]["path"] == PATH


def test_reviewdog_gets_no_part_of_a_fix() -> None:
    edits = (Edit(Span(PATH, 1, 1), (1, 2), "x"), Edit(Span("kb/b.md", 1, 1), (1, 2), "y"))
    changed = structs.replace(WRONG, fix=Fix("Rename it", edits))
    assert json.loads(written("rdjson", report(changed)))["diagnostics"][0]["suggestions"] == []


def test_gitlab_gets_ids_that_differ_and_stay_where_lines_move() -> None:
    twice = (*FOUND, structs.replace(LATE, span=Span("kb/b.md", 2)))
    ids = [entry["fingerprint"] for entry in json.loads(written("gitlab", report(*twice)))]
    assert len(set(ids)) == len(twice)
    moved = {path: b"\n\n" + data for path, data in SOURCES.items()}
    paths = [
        structs.replace(finding, span=Span(finding.span.path, finding.span.line + 2))
        for finding in twice
    ]
    later = structs.replace(report(*paths), sources=moved, known_by=Fingerprinter(moved, ("kb/",)))
    assert [entry["fingerprint"] for entry in json.loads(written("gitlab", later))] == ids


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif", "junit", "markdown"])
def test_paths_begin_at_the_repository(name: str) -> None:
    text = written(name, report(LATE))
    assert "docs/kb/b.md" in text
    outside = structs.replace(report(LATE), folder="/tmp/work", repository="/r")  # noqa: S108 - only a name
    assert "docs/kb" not in written(name, outside)
    absolute = structs.replace(
        report(structs.replace(LATE, span=Span("/r/kb/x.md"))), folder="/elsewhere"
    )
    assert "kb/x.md" in written(name, absolute)
    assert "/r/kb" not in written(name, absolute)


def junit(content: Report) -> ET.Element:
    return ET.fromstring(written("junit", content))  # noqa: S314 - our own output


def test_junit_has_a_suite_for_each_file_and_counts_what_failed() -> None:
    root = junit(report(*FOUND))
    assert root.attrib == {"name": "errata", "tests": "3", "failures": "2", "errors": "0"}
    suites = [(suite.get("file"), suite.get("tests"), suite.get("skipped")) for suite in root]
    assert suites == [("docs/kb/en/a b.md", "1", "0"), ("docs/kb/b.md", "2", "1")]
    names = [case.get("name") for case in root.iter("testcase")]
    assert names[1:] == ["KB103 created after published", "KB103 created after published (2)"]


def test_junit_of_nothing_is_one_test_that_passed() -> None:
    root = junit(report())
    assert root.get("tests") == "1"
    assert [len(case) for case in root.iter("testcase")] == [0]


@given(st.text(st.characters(codec=None)))
def test_junit_is_xml_whatever_a_message_holds(text: str) -> None:
    junit(report(structs.replace(LATE, message=text, span=Span(f"kb/{text}.md"))))


# "::error file=a,line=1::text" as the runner reads it.
COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>[^:]*)::(?P<data>.*)")


def run_command(line: str) -> tuple[str, Mapping[str, str], str]:
    """What the runner makes of a line of the log: command, properties and message."""
    match = COMMAND.fullmatch(line)
    assert match
    pairs = (pair.partition("=") for pair in match["properties"].split(","))
    return match["name"], {key: decode(value) for key, _, value in pairs}, decode(match["data"])


def decode(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def test_github_gets_a_command_with_file_and_place() -> None:
    name, properties, message = run_command(written("github", report(WRONG)).rstrip("\n"))
    assert (name, properties) == (
        "error",
        {
            "title": "errata KB001",
            "file": "docs/kb/en/a b.md",
            "line": "2",
            "col": "8",
            "endLine": "2",
            "endColumn": "10",
        },
    )
    assert message.splitlines() == [
        "docs/kb/en/a b.md:2:8: KB001 a value holds `日本`",
        "kb/b.md:1:2: the first one",
        "help: quote it",
        "see `errata explain KB001`",
    ]


@given(st.text(st.characters(codec=None)), st.text(st.sampled_from("a%:,\r\n0DA=|]#")))
def test_nothing_in_a_finding_is_a_command_or_a_property_of_its_own(some: str, odd: str) -> None:
    changed = structs.replace(LATE, message=some + odd, help=odd, span=Span(f"kb/{odd}.md", 3))
    lines = written("github", report(changed)).splitlines()
    assert len(lines) == 1
    assert sorted(run_command(lines[0])[1]) == ["col", "file", "line", "title"]


def test_github_says_how_many_findings_are_left_out() -> None:
    text = written("github", structs.replace(report(LATE), left_out=1200))
    assert text.endswith("::notice title=errata::1,200 more findings are left out\n")


def test_a_comment_has_each_file_with_its_findings_and_its_page() -> None:
    pages = {PATH: "https://preview.example.com/7/en/KA-1/index.html"}
    assert written("markdown", structs.replace(report(WRONG, LATE), pages=pages)) == (
        f"{MARKER}\n"
        "### errata: 1 error, 1 warning\n"
        "\n"
        "**`docs/kb/b.md`**\n"
        "\n"
        "- **warning**, line 1, column 1: created after published"
        " (KB103)\n"
        "\n"
        "**`docs/kb/en/a b.md`** ([preview](https://preview.example.com/7/en/KA-1/index.html))\n"
        "\n"
        "- **error**, line 2, column 8: a value holds `日本`"
        " (KB001)\n"
        "  - see `docs/kb/b.md:1`: the first one\n"
        "  - quote it\n"
    )


def test_a_comment_shows_the_worst_findings_and_fits_a_comment() -> None:
    mild = [
        structs.replace(MILD, span=Span(f"kb/{index}.md"), message="x" * 5000)
        for index in range(100)
    ]
    text = written("markdown", report(*mild, WRONG))
    assert len(text) < 65_536
    assert "KB001" in text
    assert "more: see the log" in text


HOSTILE = [
    "@everyone look",
    "fixes #12 and GH-3 !4 ~bug %v1 $5 &6",
    "`a` *b* _c_ ~~d~~ [e](https://x.example) ![f](g)",
    "<img src=x onerror=alert(1)> &lt;b&gt; <!-- errata -->",
    "| a | b |\n|---|---|\n/close\n# x\n- y\n```\n",
    "https://x.example www.x.example a@x.example :tada:",
    "``` `` ` unpaired `x",
    "\\`\\*",
]
ALLOWED = {"inline", "text", "code_inline", "paragraph_open", "paragraph_close"}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup_in_a_comment(text: str) -> None:
    rules = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    tokens = rules.parse(f"see {escape_comment(text)}")
    kinds = {token.type for token in tokens}
    kinds |= {child.type for token in tokens for child in token.children or ()}
    # markdown-it makes a token of each escaped character, and joins it with the text.
    assert kinds <= ALLOWED
    outside = "".join(
        child.content for token in tokens for child in token.children or () if child.type == "text"
    )
    assert not re.search(r"[@#!~%$&]\w|GH-\d|www\.", outside)


@given(st.text(st.sampled_from("`ab @#<[*\\|\n&:/")))
def test_a_comment_shows_every_character_of_a_text(text: str) -> None:
    rules = MarkdownIt("gfm-like", {"html": True, "linkify": True})
    tokens = rules.parseInline(escape_comment(text))[0].children or []
    assert {token.type for token in tokens} <= {"text", "code_inline"}
    shown_text = "".join(token.content for token in tokens).replace("\u200b", "")
    assert shown_text.replace("`", "").strip() == printable(text).replace("`", "").strip()


def test_findings_link_to_a_published_description_of_the_checks_where_there_is_one() -> None:
    address = "https://docs.example.com/checks/"
    for form in ("github", "gitlab", "markdown", "junit", "sarif", "rdjson", "jsonl"):
        assert "docs.example.com" not in written(form, report(LATE)), form
        linked = written(form, structs.replace(report(LATE), documentation=address))
        assert f"{address}#kb103" in linked.replace("%3A", ":").replace("%2C", ","), form
