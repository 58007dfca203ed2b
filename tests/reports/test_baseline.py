"""Old findings are known again, new ones are not, and gone ones are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from errata.diagnostics import Diagnostic, Severity, Span
from errata.diagnostics.baseline import (
    Comparison,
    Fingerprinter,
    compare_with_baseline,
    make_baseline,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = b"# One\n\n[a](gone.md)\n\nand [b](gone.md)\n"
LINK = Diagnostic(
    "KB301", Severity.ERROR, "no file `gone.md`", Span("kb/en/a.md", 3), article="en/KA-1"
)
SECOND = replace(LINK, span=Span("kb/en/a.md", 5))
OLD = (LINK, SECOND)


def compared(
    diagnostics: Sequence[Diagnostic],
    text: bytes,
    old: Sequence[Diagnostic] = OLD,
    folder: str = "kb/",
) -> Comparison:
    """Findings in a text, beside a baseline of the old ones in `TEXT`."""
    baseline = make_baseline(old, Fingerprinter({"kb/en/a.md": TEXT}, ("kb/",)))
    sources = {diagnostic.span.path: text for diagnostic in diagnostics}
    return compare_with_baseline(diagnostics, baseline, Fingerprinter(sources, (folder, "../")))


def test_an_edit_elsewhere_and_moved_lines_make_nothing_new() -> None:
    moved = tuple(
        replace(finding, span=Span("kb/en/a.md", finding.span.line + 2, 9)) for finding in OLD
    )
    comparison = compared(moved, b"---\ntitle: x\n" + TEXT)
    assert (comparison.new, comparison.known_count, comparison.fixed) == ((), 2, ())


def test_a_file_may_be_renamed_where_the_article_keeps_its_number() -> None:
    renamed = tuple(
        replace(finding, span=Span("kb/en/other.md", finding.span.line)) for finding in OLD
    )
    assert compared(renamed, TEXT).known_count == 2
    another = tuple(replace(one, article="en/KA-2") for one in renamed)
    assert compared(another, TEXT).new == another


def test_a_file_without_a_number_is_known_by_its_path_in_the_knowledge_base() -> None:
    unread = replace(LINK, article="")
    seen_from_elsewhere = replace(unread, span=Span("/srv/kb/en/a.md", 3))
    assert compared([seen_from_elsewhere], TEXT, [unread], "/srv/kb/").known_count == 1
    assert compared([replace(unread, span=Span("kb/pt/a.md", 3))], TEXT, [unread]).known_count == 0
    lock = replace(unread, span=Span("ids.lock", 3))
    from_below = replace(unread, span=Span("../ids.lock", 3))
    assert compared([from_below], TEXT, [lock]).known_count == 1


def test_a_line_that_is_edited_keeps_its_old_fault() -> None:
    comparison = compared(OLD, TEXT.replace(b"and [b]", b"and also [b]"))
    assert (comparison.new, comparison.known_count) == ((), 2)


def test_of_one_fault_more_the_new_line_is_reported() -> None:
    text = TEXT.replace(b"and", b"here: [c](gone.md)\n\nand")
    three = (LINK, SECOND, replace(LINK, span=Span("kb/en/a.md", 7)))
    assert compared(three, text).new == (SECOND,)


def test_the_value_that_a_message_names_counts_and_its_words_do_not() -> None:
    reworded = replace(LINK, message="`gone.md` is 12 days late")
    assert compared([reworded], TEXT, [LINK]).known_count == 1
    other = replace(LINK, message="no file `gone.png`")
    assert compared([other], TEXT, [LINK]).new == (other,)


def test_a_finding_that_stands_for_more_faults_than_before_is_new() -> None:
    pictures = replace(LINK, code="KB305", message="bare: `x.de` (3 in this article)", count=3)
    fewer = replace(pictures, message="bare: `y.de`", count=1)
    changed = replace(pictures, message="bare: `x.de` (4 in this article)", count=4)
    assert compared([pictures], TEXT, [pictures]).known_count == 1
    assert [finding.count for finding in compared([fewer], TEXT, [pictures]).fixed] == [2]
    assert compared([changed], TEXT, [pictures]).new == (changed,)


def test_what_is_gone_is_counted_and_is_not_made_up_for_by_another_check() -> None:
    comparison = compared([replace(LINK, code="KB303")], TEXT)
    assert (len(comparison.new), [finding.count for finding in comparison.fixed]) == (1, [2])


@given(st.lists(st.tuples(st.sampled_from(["`a`", "`b`"]), st.integers(1, 5)), max_size=6))
def test_a_baseline_knows_what_it_was_made_of_and_nothing_else(seen: list[tuple[str, int]]) -> None:
    findings = [replace(LINK, message=value, span=Span("kb/en/a.md", line)) for value, line in seen]
    assert compared(findings, TEXT, findings).new == ()
    assert len(compared(findings, TEXT, findings[1:]).new) == min(len(findings), 1)
    assert len(compared(findings, TEXT, ()).new) == len(findings)


@given(st.lists(st.tuples(st.sampled_from(["`a`", "`b`"]), st.integers(1, 5)), max_size=6))
def test_no_two_findings_of_a_report_have_one_id(seen: list[tuple[str, int]]) -> None:
    findings = [replace(LINK, message=value, span=Span("kb/en/a.md", line)) for value, line in seen]
    ids = Fingerprinter({"kb/en/a.md": TEXT}, ("kb/",)).identify(findings)
    assert len(set(ids)) == len(findings)
