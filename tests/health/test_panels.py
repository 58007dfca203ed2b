"""What the report on the articles finds in a knowledge base that has one of each kind."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.codes.catalogue import parse_catalogue
from errata.codes.families import choose_families
from errata.config import Config
from errata.diagnostics import Diagnostic, Fix, Severity, Span
from errata.diagnostics.registry import all_checks
from errata.health.panels import EarlierReport, HealthSubject, QueryResult, percent
from errata.health.report import assess_health
from errata.linked_folder import link_folder
from errata.model import Folder, Inputs, Source, SourceChange
from tests.conftest import front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.health.panels import HealthReport, Panel
    from errata.model import Library

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECTIONS = """
## Description

### Environment

Campaign Classic

### Issue/Symptoms

{issue}

### Cause

{cause}

## Resolution

{resolution}
"""
LONG = " ".join(
    f"The {noun} of the mailing server keeps {noun} files below the spool folder until it restarts."
    for noun in ("delivery", "tracking", "redirect", "bounce", "archive", "survey")
)
FAILED = "Error: the tracking log of delivery 4711 could not be opened by the redirect module"


def text(number: str, issue: str, resolution: str, cause: str = "Unknown.", **keys: str) -> str:
    body = SECTIONS.format(issue=issue, cause=cause, resolution=resolution)
    return f"{front_matter(number, **keys)}# {keys.get('title', f'Title of {number}')}\n{body}"


FILES = {
    "en/KA-1.md": text(
        "KA-1", "`RED-520025 Communication failed` comes up.", "Start the tracking server.",
        review_date="2026-02-01",
    ),
    "en/KA-2.md": text("KA-2", "It stops.", f"{LONG}", valid_until="2026-04-15"),
    "en/KA-3.md": text("KA-3", "It stops again.", f"{LONG} Call us."),
    "en/KA-4.md": text(
        "KA-4", f"`{FAILED}`", "Give the user of the web server the right to read the spool.",
        "Nobody but the owner may read what the redirect module writes into that folder.",
        review_date="2026-03-20",
    ),
    "en/KA-5.md": text(
        "KA-5", f"`{FAILED.replace('4711', '12')}`", "Buy a larger disk, then empty the queue.",
        "Each evening the survey module fills what is left on the disk with its answers.",
        product="Campagin",
    ),
    "en/KA-6.md": text(
        "KA-6", "See [the first](KA-1.md) and <http://codeplex.com/a>.", "Wait.", version_number="5"
    ),
    "pt-BR/KA-6.md": text("KA-6", "Veja.", "Espere.", version_number="4"),
    "pt-BR/KA-1.md": text("KA-1", "`RED-520025 Falha`", "Inicie o servidor."),
}  # fmt: skip


@cache
def library() -> Library:
    sources = [Source(path, path.partition("/")[0], FILES[path].encode()) for path in sorted(FILES)]
    folder = Folder(tuple(sources), {})
    entries = parse_catalogue("code,message\nRED-520025,Failed\nRED-520077,Lost\n", "codes.csv")
    families = choose_families(["default", "adobe-campaign"])
    inputs = replace(Inputs(now=NOW), families=families, catalogue=entries)
    return link_folder(folder, {}, Config(), inputs).library


def report(
    diagnostics: Sequence[Diagnostic] = (),
    queries: Sequence[QueryResult] = (),
    changes: Mapping[str, SourceChange] | None = None,
    before: EarlierReport | None = None,
) -> HealthReport:
    return assess_health(
        HealthSubject(library(), Config(), diagnostics, queries, changes or {}, before)
    )


def panel(
    id_: str,
    diagnostics: Sequence[Diagnostic] = (),
    queries: Sequence[QueryResult] = (),
    changes: Mapping[str, SourceChange] | None = None,
    before: EarlierReport | None = None,
) -> Panel:
    health_report = report(diagnostics, queries, changes, before)
    return next(panel for panel in health_report.panels if panel.id == id_)


def diagnostic(code: str, path: str, severity: Severity, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(code, severity, "something is wrong", Span(path, 3, 1), fix=fix)


def test_findings_come_first_and_the_score_last() -> None:
    ids = [panel.id for panel in report().panels]
    assert ids[0] == "first-steps"
    assert ids[-1] == "score"
    assert "gaps" not in ids, "without queries nobody knows of gaps"
    assert "trend" not in ids, "without an earlier report there is no trend"


def test_an_article_comes_before_another_by_its_findings_times_its_reach() -> None:
    diagnostics = [
        diagnostic("KB301", "en/KA-1.md", Severity.WARNING),
        diagnostic("KB301", "en/KA-2.md", Severity.WARNING),
        diagnostic("KB306", "en/KA-2.md", Severity.WARNING),
    ]
    rows = panel("first-steps", diagnostics=diagnostics).rows
    # KA-1: one article links it, one code's page shows it first, and one for itself: 3 times 3.
    assert [(row[0], *row[4:]) for row in rows] == [("KA-1", 3, 9), ("KA-2", 1, 6)]
    assert rows[1][3] == ("broken link (KB301)", "picture without text (KB306)")


def test_searches_add_to_the_reach_of_what_they_find_first() -> None:
    diagnostics = [diagnostic("KB301", "en/KA-2.md", Severity.WARNING)]
    queries_asked = (QueryResult("disk", 40, ("KA-2", "KA-1")),)
    assert panel("first-steps", diagnostics=diagnostics, queries=queries_asked).rows[0][4:] == (
        41,
        123,
    )


def test_what_a_command_corrects_is_one_step_and_has_no_weight() -> None:
    fix = Fix("Write the date", ())
    diagnostics = [diagnostic("KB102", "en/KA-2.md", Severity.WARNING, fix)]
    steps = panel("first-steps", diagnostics=diagnostics)
    assert steps.rows == ()
    assert steps.summary == "`errata check --fix` corrects 1 finding"


def test_leaks_are_listed_by_place_and_without_their_values() -> None:
    leak = replace(diagnostic("KB605", "en/KA-2.md", Severity.ERROR), message="`hunter2`: secret")
    shown_panel = panel("leaks", diagnostics=[leak])
    assert "hunter2" not in str(shown_panel)
    assert shown_panel.rows == (
        ("KB605", all_checks()["KB605"].title, "error", Span("en/KA-2.md", 3)),
    )


def test_two_articles_that_say_the_same_stand_side_by_side() -> None:
    shown_panel = panel("duplicates")
    assert [(row[0], row[2]) for row in shown_panel.rows] == [("KA-3", "KA-2")]
    assert str(shown_panel.rows[0][1]).startswith("The delivery of the mailing server")
    assert shown_panel.summary == "1 pair of articles are very similar"


def test_a_message_with_two_different_resolutions_is_a_contradiction() -> None:
    shown_panel = panel("contradictions")
    assert [(row[1], row[3]) for row in shown_panel.rows] == [("KA-4", "KA-5")]
    assert shown_panel.rows[0][2] == "Give the user of the web server the right to read the spool."


def test_codes_of_the_catalogue_without_an_article_are_counted_by_family() -> None:
    shown_panel = panel("codes")
    assert shown_panel.rows == (("RED", 1, 1, 0, 1),)
    assert shown_panel.summary == (
        "1 of 1 code lead to a resolution; 1 code of the catalogue have no article (100 %)"
    )


def test_what_is_due_stands_by_its_day() -> None:
    shown_panel = panel("due")
    assert [(row[0], row[2], row[3]) for row in shown_panel.rows] == [
        ("KA-1", "review", "overdue"),
        ("KA-4", "review", "within 30 days"),
        ("KA-2", "validity", "within 60 days"),
    ]


def test_each_locale_has_its_share_of_translations_and_those_that_are_behind() -> None:
    assert panel("translations").rows == (("pt-BR", 2, 0.3333, 1, 4, 0, 0),)
    behind = panel("outdated-translations").rows
    assert [(row[0], row[3], row[4]) for row in behind] == [
        ("KA-6", "4 of 5", "the original has 1 link more")
    ]


def test_the_history_says_what_changed_and_under_which_heading() -> None:
    lines = FILES["en/KA-1.md"].splitlines()
    index = lines.index("Start the tracking server.") + 1
    changes = {"pt-BR/KA-1.md": SourceChange(added=2, removed=1, lines=(index,))}
    row = next(r for r in panel("outdated-translations", changes=changes).rows if r[0] == "KA-1")
    assert row[4] == "+2 -1 lines: Resolution"


def test_parts_are_shared_by_product() -> None:
    shown_panel = panel("structure")
    assert shown_panel.rows[0] == ("all articles", 6, 1.0, 1.0, 1.0, 1.0)
    assert [row[:2] for row in shown_panel.rows[1:]] == [("Campaign", 6), ("Campagin", 1)]


def test_closed_hosts_come_before_others() -> None:
    shown_panel = panel("hosts")
    assert shown_panel.rows == (("codeplex.com", 1, 1, 1, "closed"),)


def test_a_rare_name_is_shown_with_the_frequent_one_that_it_resembles() -> None:
    row = next(row for row in panel("vocabulary").rows if row[0] == "product")
    assert row == ("product", "Campagin", 1, "Campaign", 5)


def test_queries_that_find_nothing_are_gathered_by_what_they_ask() -> None:
    queries_asked = (
        QueryResult("mail goes to spam", 10, ()),
        QueryResult("mails go to spam folder", 3, (), "KA-4"),
        QueryResult("order 4711 for ann@kin.net is lost", 4, ()),
        QueryResult("tracking", 83, ("KA-1",)),
    )
    shown_panel = panel("gaps", queries=queries_asked)
    assert shown_panel.summary == "17 of 100 searches found nothing (17 %), about 2 subjects"
    assert shown_panel.rows == (
        ("mail goes to spam", 13, 2, ("mails go to spam folder",), "KA-4"),
        ("order … for … is lost", 4, 1, (), ""),
    )


def test_a_trend_names_what_changed_since_an_earlier_report() -> None:
    before = EarlierReport("2026-01-01", {"duplicates/pairs": 4, "codes/codes": 1})
    shown_panel = panel("trend", before=before)
    assert shown_panel.summary == "1 number changed since 2026-01-01"
    assert shown_panel.rows == (("Duplicates side by side", "pairs", 4, 1, -3),)


def test_the_score_counts_articles_without_errors_and_without_warnings() -> None:
    diagnostics = [
        diagnostic("KB301", "en/KA-1.md", Severity.ERROR),
        diagnostic("KB301", "en/KA-2.md", Severity.WARNING),
    ]
    rows = panel("score", diagnostics=diagnostics).rows
    assert [row[:2] for row in rows] == [("no error", 7), ("no error and no warning", 6)]


def test_nobody_is_named() -> None:
    secret = {"en/KA-1.md": text("KA-1", "x", "y", owner="Ann Lee", article_created_by="Bo Ek")}
    folder = Folder((Source("en/KA-1.md", "en", secret["en/KA-1.md"].encode()),), {})
    linked_articles = link_folder(folder, {}, Config(), Inputs(now=NOW)).library
    report_text = str(assess_health(HealthSubject(linked_articles, Config())))
    assert "Ann Lee" not in report_text
    assert "Bo Ek" not in report_text


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0 %"), (0.004, "under 1 %"), (0.5, "50 %"), (0.999, "over 99 %")]
)
def test_a_share_is_shown_as_all_or_nothing_only_where_it_is(share: float, shown: str) -> None:
    assert percent(share) == shown
