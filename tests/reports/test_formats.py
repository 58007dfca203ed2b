"""The formats of findings."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.diagnostics import Diagnostic, Edit, Fix, Related, Severity, Span
from errata.reports import Report
from errata.reports.formats import REPORT_FORMATS, STATISTICS_FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BROKEN = Diagnostic(
    "KB001",
    Severity.ERROR,
    "a value holds `: `",
    Span("kb/en/KA-00001.md", 2, 14),
    "quote this value",
)
LATE = Diagnostic("KB103", Severity.WARNING, "created after published", Span("kb/en/KA-00002.md"))
SOURCES = {"kb/en/KA-00001.md": b"\xef\xbb\xbf---\r\ntitle: Upload: fails\r\n---\r\n"}
HOSTILE = Diagnostic(
    "KB002",
    Severity.INFO,
    "key `\x1b]0;owned\x07` is\n::error::missing",
    Span("::error::\x1b[2J\u202e.md", 1, 3),
    "add\r##[error]it",
)


def written(
    name: str,
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, bytes] | None = None,
    *,
    color: bool = False,
) -> str:
    stream = StringIO()
    REPORT_FORMATS[name](Report(diagnostics, sources or {}, color=color), stream)
    return stream.getvalue()


def test_every_module_with_a_write_is_a_format() -> None:
    people, machines = ["concise", "full", "markdown"], ["json", "jsonl"]
    services = ["github", "gitlab", "junit", "rdjson", "sarif"]
    assert list(REPORT_FORMATS) == sorted((*people, *machines, *services))
    assert list(STATISTICS_FORMATS) == ["concise", "full", "json", "jsonl"]


def test_the_value_of_an_internal_key_is_never_quoted() -> None:
    sources = {"a.md": b"---\ninternal-notes: canary: the customer\n---\n"}
    for name in REPORT_FORMATS:
        text = written(
            name, [Diagnostic("KB001", Severity.ERROR, "x", Span("a.md", 2, 23))], sources
        )
        assert "canary" not in text
    assert "internal-notes: …" in written(
        "full", [Diagnostic("KB001", Severity.ERROR, "x", Span("a.md", 2))], sources
    )


def test_full_shows_the_line_with_a_caret_under_the_place_and_the_help() -> None:
    assert written("full", [BROKEN], SOURCES) == (
        "error[KB001]: a value holds `: `\n"
        " --> kb/en/KA-00001.md:2:14\n"
        "  |\n"
        "2 | title: Upload: fails\n"
        "  |              ^\n"
        "  = help: quote this value\n"
        "\n"
    )


def test_other_places_of_a_finding_are_shown_by_full_and_json() -> None:
    other = Related(Span("kb/en/KA-00003.md", 4, 2), "the other article")
    changed = replace(LATE, related=(other,))
    assert written("full", [changed]) == (
        "warning[KB103]: created after published\n"
        " --> kb/en/KA-00002.md:1:1\n"
        " ::: kb/en/KA-00003.md:4:2: the other article\n\n"
    )
    place = {"path": "kb/en/KA-00003.md", "line": 4, "column": 2}
    expected = [{"message": "the other article", **place}]
    assert json.loads(written("json", [changed]))[0]["related"] == expected


MISTYPED = Diagnostic(
    "KB102",
    Severity.WARNING,
    "`環` is not a date",
    Span("a.md", 1, 3),
    end=(1, 5),
    fix=Fix("Write `日`", (Edit(Span("a.md", 1, 3), (1, 5), "日"),)),
)


def test_full_underlines_what_is_wrong_and_names_the_option_that_corrects_it() -> None:
    assert written("full", [MISTYPED], {"a.md": "a 環境 b".encode()}) == (
        "warning[KB102]: `環` is not a date\n"
        " --> a.md:1:3\n"
        "  |\n"
        "1 | a 環境 b\n"
        "  |   ^^^^\n"
        "  = fix available: Write `日` (`--fix` does it)\n\n"
    )
    assert MISTYPED.fix
    unsafe = replace(MISTYPED, fix=replace(MISTYPED.fix, safe=False))
    assert "Write `日` (`--unsafe-fixes` does it)" in written("full", [unsafe])


@pytest.mark.parametrize(("end", "carets"), [((1, 2), 1), ((1, 99), 3), ((2, 1), 3), ((1, 1), 1)])
def test_full_underlines_no_further_than_the_line(end: tuple[int, int], carets: int) -> None:
    changed = replace(MISTYPED, end=end, fix=None)
    assert written("full", [changed], {"a.md": b"a bcd\nef"}).count("^") == carets


def test_json_has_the_edits_of_a_fix_with_places_counted_from_one() -> None:
    results = json.loads(written("json", [MISTYPED]))[0]
    assert (results["end_line"], results["end_column"]) == (1, 5)
    place = {"path": "a.md", "line": 1, "column": 3, "end_line": 1, "end_column": 5}
    edits = [{**place, "text": "日"}]
    assert results["fix"] == {"title": "Write `日`", "safe": True, "edits": edits}


def test_a_finding_seen_from_another_folder_has_all_its_paths_from_there() -> None:
    changed = replace(MISTYPED, related=(Related(Span("b.md"), "the other"),))
    moved = changed.with_paths(lambda span: replace(span, path=f"kb/{span.path}"))
    assert moved.fix
    places = (moved.span, moved.related[0].span, moved.fix.edits[0].span)
    assert [span.path for span in places] == ["kb/a.md", "kb/b.md", "kb/a.md"]


def test_full_leaves_out_the_excerpt_of_a_source_it_does_not_have() -> None:
    assert written("full", [LATE], SOURCES) == (
        "warning[KB103]: created after published\n --> kb/en/KA-00002.md:1:1\n\n"
    )


@pytest.mark.parametrize("place", [Span("a.md", 9, 1), Span("a.md", 0, 0), Span("a.md", 1, 999)])
def test_full_survives_a_place_that_the_source_does_not_have(place: Span) -> None:
    diagnostic = Diagnostic("KB001", Severity.ERROR, "oh", place)
    assert written("full", [diagnostic], {"a.md": b"one\ntwo\n"}).startswith("error[KB001]: oh\n")


def test_full_shows_of_a_very_long_line_what_is_around_the_place() -> None:
    line = "a" * 200_000 + "HERE" + "b" * 200_000
    diagnostic = Diagnostic("KB308", Severity.WARNING, "oh", Span("a.md", 1, 200_001))
    excerpt, caret = written("full", [diagnostic], {"a.md": line.encode()}).splitlines()[3:5]
    assert len(excerpt) < 120
    assert excerpt[caret.index("^") :].startswith("HEREb")
    assert excerpt.startswith("1 | …a")
    assert excerpt.endswith("b…")


def test_full_puts_the_caret_right_behind_wide_and_escaped_characters() -> None:
    diagnostic = Diagnostic("KB001", Severity.ERROR, "oh", Span("a.md", 1, 7))
    lines = written("full", [diagnostic], {"a.md": "環境\x1b\u200be\u0301X".encode()}).splitlines()
    assert lines[3] == "1 | 環境\\x1b\\u200be\u0301X"
    assert lines[4] == "  | " + " " * (4 + 4 + 6 + 1) + "^"


def test_full_is_coloured_only_when_asked() -> None:
    assert "\x1b" not in written("full", [BROKEN], SOURCES)
    assert "\x1b[31m\x1b[1merror[KB001]\x1b[0m" in written("full", [BROKEN], SOURCES, color=True)


def test_concise_is_one_line_per_finding() -> None:
    assert written("concise", [BROKEN, LATE]) == (
        "kb/en/KA-00001.md:2:14: KB001 error: a value holds `: `\n"
        "kb/en/KA-00002.md:1:1: KB103 warning: created after published\n"
    )


def test_json_is_one_array_with_stable_keys() -> None:
    assert json.loads(written("json", [BROKEN, LATE])) == [
        {
            "code": "KB001",
            "url": None,
            "severity": "error",
            "message": "a value holds `: `",
            "help": "quote this value",
            "path": "kb/en/KA-00001.md",
            "line": 2,
            "column": 14,
            "end_line": None,
            "end_column": None,
            "related": [],
            "fix": None,
        },
        {
            "code": "KB103",
            "url": None,
            "severity": "warning",
            "message": "created after published",
            "help": "",
            "path": "kb/en/KA-00002.md",
            "line": 1,
            "column": 1,
            "end_line": None,
            "end_column": None,
            "related": [],
            "fix": None,
        },
    ]


def test_json_of_nothing_is_an_empty_array() -> None:
    assert json.loads(written("json", [])) == []


def test_jsonl_is_one_object_per_line() -> None:
    lines = written("jsonl", [BROKEN, LATE]).splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["KB001", "KB103"]


@pytest.mark.parametrize("name", list(REPORT_FORMATS))
def test_no_content_drives_a_terminal_or_a_ci_log(name: str) -> None:
    text = written(name, [HOSTILE], {HOSTILE.span.path: b"\x1b[2J\xe2\x80\xae::error::x\x07 ##[a]"})
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(text)
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (name == "github"), "the one that annotates the finding"
    assert "##[" not in text


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json_gives_hostile_content_back_as_it_was(name: str) -> None:
    loaded = json.loads(written(name, [HOSTILE]))
    found = loaded[0] if name == "json" else loaded
    assert (found["message"], found["path"]) == (HOSTILE.message, HOSTILE.span.path)
