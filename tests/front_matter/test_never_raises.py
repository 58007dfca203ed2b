"""Whatever the bytes: a result, in time that grows with their number and no faster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.keys import KNOWN_KEYS
from errata.articles.front_matter.read import read_front_matter
from errata.diagnostics import Severity
from errata.model import Source
from tests.support.linear import ends

if TYPE_CHECKING:
    from errata.articles.front_matter.split import FrontMatter

OPTIONS = ParseOptions()

signs = st.text(
    st.sampled_from("ab:-[]{}&*!|>'\"%@`#,?~\\ \n\t\r0\u00a0\u2028\x85\x07\ufeff\u202e")
)
words = st.sampled_from(["null", "true", "KA-10001", "4/17/2024 12:30:27 PM", "[!DNL x]", "- a"])
keys = st.one_of(st.sampled_from(sorted(KNOWN_KEYS)), signs, words)
lines = st.builds(lambda key, value: f"{key}: {value}", keys, st.one_of(signs, words, st.text()))
front_matters = st.lists(st.one_of(lines, signs, words)).map("\n".join)


def check(data: bytes) -> FrontMatter:
    result = read_front_matter(Source("en/KA-10001.md", "en", data), OPTIONS)
    errors = [each for each in result.diagnostics if each.severity is Severity.ERROR]
    empty = any(diagnostic.message == "the file is empty" for diagnostic in result.diagnostics)
    assert result.metadata is not None or errors or empty
    last = data.count(b"\n") + data.count(b"\r") + 1
    assert all(1 <= diagnostic.span.line <= last for diagnostic in result.diagnostics)
    assert all(diagnostic.span.column >= 1 for diagnostic in result.diagnostics)
    assert result.metadata is None or (result.metadata.title and result.metadata.number)
    assert "\r" not in result.body
    return result


@given(st.binary())
def test_any_bytes_give_a_result(data: bytes) -> None:
    check(data)


@given(st.binary())
def test_any_bytes_as_front_matter_give_a_result(data: bytes) -> None:
    check(b"---\n" + data + b"\n---\n")


@given(front_matters)
def test_any_text_as_front_matter_gives_a_result(text: str) -> None:
    check(f"---\n{text}\n---\nBody\n".encode("utf-8", "replace"))


@given(front_matters)
def test_what_follows_a_title_never_changes_how_it_is_read(text: str) -> None:
    result = check(f"---\ntitle: A title\n{text}\n---\n".encode("utf-8", "replace"))
    assert result.metadata is None or result.metadata.title.startswith("A title")


@given(
    st.sampled_from(["+++\n%s\n+++\n", ";;;\n%s\n;;;\n", "{%s}", "title: x\n%s\n\n", "%s"]),
    front_matters,
)
def test_any_text_in_any_form_gives_a_result(form: str, text: str) -> None:
    check((form % text).encode("utf-8", "replace"))


HOSTILE = {
    "open brackets": "title: " + "[" * 60_000,
    "open braces": "{" * 60_000,
    "lists in a line": "- " * 30_000,
    "indented lists": "\n".join(" " * n + "- a:" for n in range(300)),
    "quotes": 'title: "' * 8_000,
    "quotes on lines": 'title: "a\n' * 6_000,
    "escapes": 'title: "' + "\\\\" * 30_000,
    "labels": "title: x" + "[!DNL " * 10_000,
    "spaces": "title: x" + " " * 60_000 + "y",
    "colons": "a:" * 30_000,
    "stray lines": "a\n" * 30_000,
    "repeated keys": "a: b\n" * 12_000,
    "unknown keys": "\n".join(f"key-{n}: x" for n in range(5_000)),
    "commas and brackets": "keywords: " + "(," * 30_000,
    "dates": "article-created-date: " + "1/" * 30_000,
    "aliases": "a: &a [x]\n" + "\n".join(f"a{n}: &b{n} [*a, *a]" for n in range(2_000)),
    "markers": "---" + "-" * 60_000 + "x",
    "blank lines": "\n" * 60_000,
    "tags": "title: " + "!a " * 20_000,
    "long key": "a" * 60_000 + ": b",
}


@pytest.mark.parametrize("name", HOSTILE)
@ends
def test_a_hostile_front_matter_is_read_to_its_end(name: str) -> None:
    check(f"---\n{HOSTILE[name]}\n---\n".encode())


HOSTILE_FORMS = {
    "JSON lists": '{"a": ' + "[" * 30_000 + "]" * 30_000 + "}",
    "JSON objects": '{"a": ' * 8_000 + "1" + "}" * 8_000,
    "JSON that never ends": '{"a": "' + "\\\\" * 30_000,
    "JSON digits": '{"a": ' + "9" * 60_000 + "}",
    "TOML lists": "+++\na = " + "[" * 30_000 + "]" * 30_000 + "\n+++\n",
    "TOML tables": "+++\n" + "[a." * 1 + "a." * 20_000 + "a]\n+++\n",
    "TOML digits": "+++\na = " + "9" * 60_000 + "\n+++\n",
    "TOML keys": "+++\n" + "\n".join(f"key{n} = 1" for n in range(4_000)) + "\n+++\n",
    "keys": "title: x\n" * 6_000,
    "continued lines": "title: x\n" + "    more\n" * 7_000,
    "fences": "---\n\n" * 100_000,
    "unclosed": "---\n" + "a\n" * 300_000,
    "an object that is none": "{" + " " * 500_000 + "x",
}


@pytest.mark.parametrize("name", HOSTILE_FORMS)
@ends
def test_a_hostile_front_matter_of_another_form_is_read_to_its_end(name: str) -> None:
    check(HOSTILE_FORMS[name].encode())


@pytest.mark.parametrize("text", ["-", "\n", " \n", "\r", "\u2066", "---\n", "a\n---x\n", "\u2026"])
@ends
def test_a_hostile_file_of_a_megabyte_takes_linear_time(text: str) -> None:
    data = (text * 1_000_000).encode()[:1_000_000]
    check(b"---\ntitle: x\n---\n" + data)
    check(data)
