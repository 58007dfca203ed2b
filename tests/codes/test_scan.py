"""What the scanner finds, from `found.toml`; what is nearly one; hostile texts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families, parse_families
from errata.codes.index import salience_of
from errata.codes.scanner import Scanner
from errata.model import Article, Mention, Source
from tests.support.linear import ends

FAMILIES = choose_families(["default", "adobe-campaign"])
SCANNER = Scanner(FAMILIES)
PARSE = ArticleParser(ParseOptions(families=FAMILIES))
CASES: list[dict[str, Any]] = [
    case
    for group in tomllib.loads((Path(__file__).parent / "found.toml").read_text("utf-8")).values()
    for case in group
]


def _article(body: str, front: str = "") -> Article:
    text = f"---\ntitle: A title\narticle-number: KA-00001\n{front}---\n{body}\n"
    article = PARSE(Source("en/KA-00001.md", "en", text.encode())).article
    assert article is not None
    return article


def _mention(where: str, family: str) -> Mention:
    return Mention("X", family, where, 1)


def test_a_family_may_begin_with_any_letter_of_a_class() -> None:
    text = '[[family]]\nid = "PUMP"\npattern = "[A-Z]{2}-[0-9]{3}"\n'
    text += 'product = "Pump"\nmeaning = "Faults."\nexample = "PU-104"\n'
    (span,) = Scanner(parse_families(text, "families.toml")).scan("The display shows PU-104.")
    assert span.code == "PU-104"


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_a_text_has_the_listed_codes(case: dict[str, Any]) -> None:
    spans = SCANNER.scan(case["text"], case.get("where", "prose"))
    assert [f"{span.kind} {span.code}" for span in spans] == case["codes"]


def test_without_families_the_general_forms_are_still_found() -> None:
    codes = [span.code for span in Scanner(()).scan("RED-520025 java.io.IOException, HTTP 503")]
    assert codes == ["IOException", "HTTP 503"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RED-490025 PGS-22000", ["suspect RED", "suspect PGS"]),
        ("ST-360011 INT-15000122 URL-1450005", ["suspect RST", "suspect INT", "suspect URL"]),
        ("RED-52OO25 RED52002", ["suspect RED", "suspect RED"]),
        ("RED-520025 ORA-06512 NEO-13610", ["error RED", "error ORACLE", "ticket NEO"]),
        ("ABC-12345 ISO-8859 JUNE-2023 /x/ABC-12345", ["unknown "]),
        ("エラーPGS-22000が", ["suspect PGS"]),
    ],
)
def test_damaged_and_unknown_codes_are_read_with_the_family_that_was_meant(
    text: str, found: list[str]
) -> None:
    assert [f"{span.kind} {span.family}" for span in SCANNER.read(text)] == found


def test_a_mention_tells_line_and_column_of_its_text() -> None:
    body = "One\ntwo `RED-520025`,\nRED-520025 and PGS-22000\n\n```\nx\n  DLV-490119\n```"
    article = _article(body, "keywords: a, RED-520005\n")
    assert [(m.surface, m.line, m.column) for m in article.mentions] == [
        ("RED-520005", 4, 14),
        ("RED-520025", 7, 6),
        ("RED-520025", 8, 1),
        ("PGS-22000", 8, 16),
        ("DLV-490119", 12, 3),
    ]


def test_the_word_that_makes_a_number_a_status_may_stand_outside_the_code_span() -> None:
    (mention,) = _article("The status code `503` appears.").mentions
    assert (mention.code, mention.where, mention.kind) == ("HTTP 503", "span", "status")


def test_a_code_ends_where_emphasis_ends() -> None:
    article = _article("It says *RED-520025*and stops.")
    assert [mention.code for mention in article.mentions] == ["RED-520025"]


def test_an_author_adds_and_denies_codes() -> None:
    front = "error-codes: [dlv-1, RED-520025]\nnot-error-codes: [DLV-490119]\n"
    article = _article("DLV-490119 is an example.", front)
    assert [(m.code, m.family) for m in article.mentions] == [
        ("dlv-1", "AUTHOR"),
        ("RED-520025", "RED"),
    ]
    assert not article.body.refs


def test_an_article_of_examples_denies_all_codes_and_messages() -> None:
    text = "# RED-520025\n\n    2026-01-01 ERROR DLV-490119 the delivery stopped\n"
    article = _article(text, 'not-error-codes: "*"\n')
    assert (article.mentions, article.messages) == ((), ())
    source = f'---\ntitle: A\narticle-number: KA-00001\nnot-error-codes: "*"\n---\n{text}'
    diagnostics = PARSE(Source("en/KA-00001.md", "en", source.encode())).diagnostics
    assert not [diagnostic for diagnostic in diagnostics if diagnostic.code.startswith("KB40")]


def test_an_override_that_the_text_does_not_have_is_told_at_its_key() -> None:
    front = "error-codes: [RED-520025, dlv-1]\nnot-error-codes: [DLV-490119]\n"
    text = f"---\ntitle: A\narticle-number: KA-00001\n{front}---\nDLV-1 and RED-520025.\n"
    diagnostics = PARSE(Source("en/KA-00001.md", "en", text.encode())).diagnostics
    assert [(d.code, d.span.line, d.message) for d in diagnostics if d.code == "KB407"] == [
        ("KB407", 5, "`not-error-codes` names `DLV-490119`, which is not in the text")
    ]


def test_only_errors_become_links() -> None:
    article = _article("HTTP 503, NEO-13610, NMS-47xxxx, SQLSTATE 42S02")
    assert [str(ref) for ref in article.body.refs] == ["CodeRef(code='SQLSTATE 42S02')"]


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ([_mention("fence", "RED")], "primary"),
        ([_mention("fence", "EXCEPTION")], "secondary"),
        ([_mention("fence", "EXCEPTION"), _mention("prose", "EXCEPTION")], "primary"),
        ([_mention("prose", "IRC")], "secondary"),
        ([_mention("title", "IRC")], "primary"),
    ],
)
def test_a_trace_and_a_returned_number_are_secondary(
    mentions: list[Mention], expected: str
) -> None:
    assert salience_of(mentions) == expected


@pytest.mark.parametrize(
    "seed",
    [
        *("A", "a.", "Error.", "catch (Error ", "/a", "RED-", "404 ", '"error": "', "A_", "5.5.5 "),
        *("-", "404, ", "HTTP 404 ", "エラー404", "l’erreur ", "5.1.1 a", "ＲＥＤ"),
    ],
)
@ends
def test_hostile_characters_in_hundreds_of_thousands_take_linear_time(seed: str) -> None:
    SCANNER.read(seed * (200_000 // len(seed)) + " error", "keywords")


@pytest.mark.parametrize("token", ["E" * 10_000, "a" * 10_000 + "Exception", "A_" * 5_000])
def test_an_endless_word_is_no_code(token: str) -> None:
    assert not SCANNER.scan(token)


def test_a_code_at_the_end_of_a_line_of_a_megabyte_is_found() -> None:
    spans = SCANNER.scan("word " * 200_000 + "RED-520025")
    assert [span.code for span in spans] == ["RED-520025"]
