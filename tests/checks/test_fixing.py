"""How fixes are made in files: what they do not name stays as it was."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from errata.articles.conventions import ParseOptions
from errata.articles.meaning import extract_meaning
from errata.articles.parser import ArticleParser
from errata.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from errata.diagnostics.fixing import apply_fixes
from errata.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def edit(line: int, column: int, end: tuple[int, int], text: str, path: str = "a.md") -> Edit:
    return Edit(Span(path, line, column), end, text)


def finding(*edits: Edit, safe: bool = True, code: str = "KB999") -> Diagnostic:
    fix = Fix("Fix it", edits, safe)
    return Diagnostic(code, Severity.INFO, "oh", edits[0].span, fix=fix)


def fixed(data: bytes, *findings: Diagnostic, unsafe: bool = False) -> bytes:
    return apply_fixes({"a.md": data}, findings, unsafe=unsafe).files.get("a.md", data)


def test_an_edit_replaces_inserts_and_deletes_by_characters() -> None:
    data = "環境 b 👩 c\n".encode()
    assert fixed(data, finding(edit(1, 4, (1, 5), "x"))) == "環境 x 👩 c\n".encode()
    assert fixed(data, finding(edit(1, 7, (1, 7), "!"))) == "環境 b 👩! c\n".encode()
    assert fixed(data, finding(edit(1, 1, (1, 4), ""))) == "b 👩 c\n".encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_byte_order_mark_and_a_missing_last_line_end_are_kept(
    end: str, mark: str, *, last: bool
) -> None:
    text = f"{mark}one{end}two{end}three{end if last else ''}"
    wanted = text.replace("two", f"2{end}II").replace("three", "3")
    changes = [finding(edit(2, 1, (2, 4), "2\nII")), finding(edit(3, 1, (3, 6), "3"))]
    assert fixed(text.encode(), *changes) == wanted.encode()


def test_each_line_of_a_mixed_file_keeps_its_own_end() -> None:
    assert fixed(b"a\r\nb\nc", finding(edit(1, 1, (1, 2), "x\ny"))) == b"x\r\ny\r\nb\nc"
    assert fixed(b"a\r\nb\nc", finding(edit(3, 1, (3, 2), "x\ny"))) == b"a\r\nb\nx\ny"
    assert fixed(b"a\r\nb\nc", finding(edit(1, 1, (2, 1), ""))) == b"b\nc"


def test_of_fixes_that_touch_each_other_only_the_first_is_made() -> None:
    first, second = finding(edit(1, 1, (1, 4), "x")), finding(edit(1, 3, (1, 5), "y"))
    outcome = apply_fixes({"a.md": b"abcdef"}, [second, first])
    assert outcome.files == {"a.md": b"xdef"}
    assert outcome.fixed == (first,)
    assert fixed(b"abcdef", first, finding(edit(1, 4, (1, 5), "y"))) == b"xyef"


def test_a_fix_is_made_whole_or_not_at_all() -> None:
    fix_of_two_edits = finding(edit(1, 1, (1, 2), "x"), edit(2, 1, (2, 2), "y"))
    assert fixed(b"a\nb", finding(edit(2, 1, (2, 2), "z")), fix_of_two_edits) == b"x\ny"
    assert fixed(b"a\nb", finding(edit(1, 1, (1, 2), "z")), fix_of_two_edits) == b"z\nb"
    assert fixed(b"a\nb", finding(edit(1, 1, (1, 2), "z"), edit(9, 1, (9, 1), ""))) == b"a\nb"
    assert (
        fixed(b"a\nb", finding(edit(1, 1, (1, 2), "z"), edit(1, 1, (1, 1), "", "b.md"))) == b"a\nb"
    )


@pytest.mark.parametrize("place", [(1, 9), (9, 1), (0, 1), (1, 0)])
def test_a_place_that_the_file_does_not_have_is_no_place_to_write(place: tuple[int, int]) -> None:
    assert fixed(b"ab\ncd", finding(edit(*place, (1, 2), "x"))) == b"ab\ncd"


def test_an_unsafe_fix_is_made_only_when_asked() -> None:
    unsafe = finding(edit(1, 1, (1, 2), "x"), safe=False)
    assert fixed(b"ab", unsafe) == b"ab"
    assert fixed(b"ab", unsafe, unsafe=True) == b"xb"


def test_a_file_that_is_not_utf_8_is_left_alone() -> None:
    assert fixed(b"\xff\xfe", finding(edit(1, 1, (1, 1), "x"))) == b"\xff\xfe"


def parsed_twice(source: Source) -> tuple[Counter[str], bytes]:
    """Make the safe fixes of one article one check at a time; each keeps what the page says."""
    parse, counts = ArticleParser(ParseOptions()), Counter[str]()
    before = parse(source)
    codes = {each.code for each in before.diagnostics if each.fix and each.fix.safe}
    for code in sorted(codes) if before.article else ():
        own = [diagnostic for diagnostic in before.diagnostics if diagnostic.code == code]
        outcome = apply_fixes({source.path: source.data}, own)
        after = parse(replace(source, held=outcome.files[source.path]))
        counts[code] += len(outcome.fixed)
        assert before.article
        assert after.article, (source.path, code)
        assert extract_meaning(after.article) == extract_meaning(before.article), (
            source.path,
            code,
        )
        fixed_again = apply_fixes(
            outcome.files,
            [diagnostic for diagnostic in after.diagnostics if diagnostic.code == code],
        )
        assert not fixed_again.files, (source.path, code)
    every = apply_fixes({source.path: source.data}, before.diagnostics).files
    return counts, every.get(source.path, source.data)


def fix_articles(files: Iterable[Path]) -> Counter[str]:
    fixes_by_code = Counter[str]()
    for file in files:
        source = Source(f"en/{file.name}", "en", file.read_bytes())
        counts, data = parsed_twice(source)
        fixes_by_code += counts
        assert data.count(b"\r\n") == source.data.count(b"\r\n")
    return fixes_by_code


def test_a_safe_fix_of_a_real_article_never_changes_what_its_page_says(corpus: Path) -> None:
    counts = fix_articles(sorted(corpus.glob("en/*.md"))[::25])
    assert counts["KB102"] > 50
    assert counts["KB801"] > 10


@pytest.mark.soak
@pytest.mark.parametrize("locale", ["en", "pt-BR", "ja-JP"])
def test_no_safe_fix_of_any_real_article_changes_its_page(corpus: Path, locale: str) -> None:
    assert fix_articles(sorted(corpus.glob(f"{locale}/*.md")))["KB102"]


PIECES = st.sampled_from(
    [
        *("<b>a</b>", "<i>é</i>", "<b>*c*</b>", "</b>", "a<br>", "<host>", "&lt;", "[x](<y>)"),
        *("`\u00a0x`", "\u200b", "```\n", "`", "    ", "\t", "\\", "<!--", "-->", "👩", "環境"),
        *("\n", "\n\n", " ", "- ", "1. ", "| ", "## ", "> ", "**", "_", "(", ")."),
        *("https://kin.net/a_b", "http://kin.net:80"),
    ]
)


@settings(derandomize=True)
@given(st.lists(PIECES, max_size=14), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_safe_fix_of_any_text_keeps_what_the_page_says(pieces: list[str], end: str) -> None:
    text = f"---\ntitle: T\nbug: True\n---\n\nText {''.join(pieces)}\n".replace("\n", end)
    parsed_twice(Source("en/a.md", "en", text.encode()))
