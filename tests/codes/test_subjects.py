"""Which article explains a code: the one that is named after it, by its title or its file."""

from __future__ import annotations

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import parse_families
from errata.codes.index import build_index
from errata.codes.names import FileNames, subjects_of
from errata.logs.signals import lists_with
from errata.model import Article, Source

FAMILIES = parse_families(
    r"""
[[family]]
id = "NG"
pattern = "NG[0-9]{4,5}"
product = "Framework"
meaning = "Errors."
example = "NG0100"

[[family]]
id = "MSVC"
pattern = "C[0-9]{4}"
product = "Compiler"
meaning = "Errors."
example = "C2065"

[[family]]
id = "ORACLE"
pattern = "ORA-[0-9]{5}"
product = "Database"
meaning = "Errors."
example = "ORA-12154"

[[family]]
id = "PUMP"
pattern = "[A-Z]{2,8}-[0-9]{3,4}"
product = "Pump"
meaning = "Faults."
example = "PU-104"

[[family]]
id = "EVENT"
pattern = "[Ee]vent(?: ID)? [0-9]{1,5}"
canonical = "Event {value}"
product = "Windows"
meaning = "Events."
example = "Event 4999"

[[family]]
id = "DRM"
pattern = "33[0-9]{2}"
canonical = "DRM {value}"
cue = '\bDRM\b'
product = "Player"
meaning = "Rights."
example = "3324"

[[family]]
id = "API"
shape = true
product = "Interfaces"
meaning = "Numbers."
example = "4999"

[[family]]
id = "SMTP"
shape = true
product = "Mail"
meaning = "Statuses."
example = "SMTP 5.7.57"
""",
    "families.toml",
)
NAMES = FileNames(FAMILIES)
PARSE = ArticleParser(ParseOptions(families=FAMILIES))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("NG0100", "NG0100"),
        ("ng0100", "NG0100"),
        ("compiler-error-c2065", "C2065"),
        ("C2065_undeclared", "C2065"),
        ("ora-12154", "ORA-12154"),
        ("fix-ora12154-on-windows", ""),
        ("ORA_12154", "ORA-12154"),
        ("fix-error-code-550-4-4-7-in-exchange-online", "SMTP 4.4.7"),
        ("ndr-5.7.57", "SMTP 5.7.57"),
        ("event-4999", ""),
        ("PU-104", "PU-104"),
        ("drm-error-3324", "DRM 3324"),
    ],
)
def test_a_file_is_named_after_a_code_in_any_case_and_with_hyphens(name: str, code: str) -> None:
    span = NAMES.read(name)
    assert (span.code if span else "") == code


@pytest.mark.parametrize(
    "name",
    [
        *("404", "2023-10-01", "KA-12065-notes", "server-2019", "3324", "abc2065", "c20651"),
        *("compiler-errors-c2001-through-c2099", "c2001-c2002", "c2001-to-2099"),
        *("fix-error-code-5-7-700-through-5-7-750", "version-5-7-57", "code-5-7-501-502"),
        *("", "-", "1" * 5_000, "a-" * 5_000 + "1"),
    ],
)
def test_a_name_without_a_code_or_with_several_is_none(name: str) -> None:
    assert NAMES.read(name) is None


def article(number: str, title: str, body: str = "Text.", name: str = "") -> Article:
    text = f"---\ntitle: {title}\narticle-number: {number}\n---\n# {title}\n\n{body}\n"
    article_read = PARSE(Source(f"en/{name or number}.md", "en", text.encode())).article
    assert article_read is not None
    return article_read


@pytest.mark.parametrize(
    ("title", "is_named"),
    [
        ("C2065", True),
        ("Compiler Error C2065", True),
        ("'C2065: undeclared identifier'", True),
        ("'Fatal error C2065: undeclared identifier'", True),
        ("Fehler C2065 beim Bauen", True),
        ("エラー C2065 が表示される", True),
        ("Compiler errors C2065 through C2099", False),
        ("Compiler errors C2065 to 2099", False),
        ("C2065 - C2099", False),
        ("What to do when the compiler reports C2065 in a large project", False),
        ("Undeclared identifiers", False),
    ],
)
def test_a_title_that_begins_or_ends_with_one_code_is_named_after_it(
    title: str, *, is_named: bool
) -> None:
    named = article("KA-00001", title, "The compiler reports C2065, and C2066 too.")
    assert ("C2065" in subjects_of(named)) is is_named


def test_a_title_names_the_only_code_of_its_article_wherever_it_stands() -> None:
    title = "What to do when the compiler reports C2065 in a large project"
    assert subjects_of(article("KA-00001", title)) == {"C2065"}


def test_an_article_named_after_a_code_comes_before_lists_of_it() -> None:
    table = "| Code | Meaning |\n|---|---|\n| C2064 | a |\n| C2065 | b |\n| C2066 | c |\n"
    listed = article("KA-00001", "Compiler errors C2065 through C2099", table)
    by_title = article("KA-00002", "Compiler error C2065")
    by_name = article("KA-00003", "Illegal cast", name="c2066")
    index = build_index([listed, by_title, by_name], "en", {f.id: f for f in FAMILIES})
    assert [use.number for use in index["C2065"].uses] == ["KA-00002", "KA-00001"]
    assert [use.number for use in index["C2066"].uses] == ["KA-00003", "KA-00001"]
    assert lists_with(index["C2065"]) == {"KA-00001"}
    assert lists_with(index["C2064"]) == frozenset()


def test_the_exceptions_of_one_trace_are_no_list() -> None:
    trace = "TillException: a\nCaused by: DrawerException: b\nCaused by: CoinException: c\n"
    quoting = article("KA-00001", "The till stays shut", f"```\n{trace}```")
    named = article("KA-00002", "CoinException")
    index = build_index([quoting, named], "en", {f.id: f for f in FAMILIES})
    assert [use.number for use in index["CoinException"].uses] == ["KA-00002", "KA-00001"]
    assert lists_with(index["CoinException"]) == frozenset()


def test_the_number_of_the_code_that_an_article_is_named_after_leads_to_it_first() -> None:
    named = article("KA-00002", "Event 4999")
    other = article("KA-00001", "Till is full", "If it says error 4999, see the other one.")
    index = build_index([other, named], "en", {f.id: f for f in FAMILIES})
    assert [use.number for use in index["4999"].uses] == ["KA-00002", "KA-00001"]


def test_the_author_may_deny_the_code_of_a_file_name() -> None:
    text = "---\ntitle: A\narticle-number: KA-00001\nnot-error-codes: [NG0100]\n---\nText\n"
    article_read = PARSE(Source("en/NG0100.md", "en", text.encode())).article
    assert article_read
    assert article_read.codes == ()
