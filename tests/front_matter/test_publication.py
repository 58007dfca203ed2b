"""What a front matter says about publication, in the spellings that authors use."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.model import (
    Audience,
    Conventions,
    Publication,
    PublicationPolicy,
    State,
    WithholdingReason,
    reason_to_withhold,
    restrict_publication,
)

if TYPE_CHECKING:
    from tests.front_matter.conftest import Read, ReadRaw

MINIMAL = ("title: Mail is not sent", "article-number: KA-10001", "keywords: a", "applies-to: b")
NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
POLICY = PublicationPolicy(NOW)


def publication(read: Read, *lines: str) -> Publication:
    metadata = read(*MINIMAL, *lines).metadata
    assert metadata is not None
    return metadata.publication


def reason(read: Read, *lines: str) -> WithholdingReason | None:
    return reason_to_withhold(publication(read, *lines), POLICY)


def test_an_article_that_says_nothing_about_publication_is_for_everybody(read: Read) -> None:
    assert publication(read) == Publication()
    assert reason(read) is None


@pytest.mark.parametrize("value", ["true", "True", "TRUE", "yes", "Yes", "on", "1", "y"])
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_a_draft_is_a_draft_in_every_spelling_of_true(read: Read, value: str, quote: str) -> None:
    assert reason(read, f"draft: {quote}{value}{quote}") is WithholdingReason.DRAFT


@pytest.mark.parametrize("value", ["false", "False", "no", "off", "0", "n"])
def test_what_is_not_published_is_a_draft_in_every_spelling_of_false(
    read: Read, value: str
) -> None:
    assert reason(read, f"published: {value}") is WithholdingReason.DRAFT
    assert reason(read, f"draft: {value}") is None


@pytest.mark.parametrize(
    "line",
    [
        "Draft: true",
        "DRAFT: true",
        "publish: false",
        "wip: true",
        "status: draft",
        "Status: Draft",
        "state: DRAFT",
        "status: wip",
        "status: WIP",
        "status: Work-In-Progress",
        "confidence: work in progress",
        "status: work_in_progress",
        "status: In Review",
        "status: [draft]",
        "status: Entwurf",
        "status: 下書き",
        "workflow-state: draft",
        "publish_status: draft",
        "draft: [true]",
        "published: false # not yet",
    ],
)
def test_a_draft_is_known_by_the_keys_and_words_of_many_tools(read: Read, line: str) -> None:
    assert reason(read, line) is WithholdingReason.DRAFT


@pytest.mark.parametrize(
    "line",
    [
        "draft: maybe",
        "draft: 2026-05-01",
        "published: soon",
        "draft: {a: b}",
        "unlisted: when done",
        "valid-until: next spring",
        "publishDate: 31/31/2026",
    ],
)
def test_a_value_that_cannot_be_read_keeps_the_article_back_and_is_an_error(
    read: Read, line: str
) -> None:
    result = read(*MINIMAL, line)
    assert result.metadata
    assert reason_to_withhold(result.metadata.publication, POLICY) is WithholdingReason.UNREADABLE
    diagnostics = [d for d in result.diagnostics if d.severity == "error"]
    assert [(d.code, d.span.line) for d in diagnostics] in ([("KB108", 6)], [("KB102", 6)])
    assert result.metadata.publication.line == 6


@pytest.mark.parametrize(
    "line",
    [
        "draft:",
        "draft: null",
        'draft: ""',
        "published: true",
        "published: 2025-05-01",
        "status: published",
        "status: new",
        "status: deprecated",
        "state: California",
        "status: 2",
        "status: accepted",
        "hide: [navigation, toc]",
        "hide: navigation",
        "audience: ITPro",
        "audience: Admin",
        "audience: [Developer, end-user]",
        "audience: international teams",
        "audience: external",
        "audience: intermediate",
        "audience: public",
        "visibility: Public",
        "valid-until: 2026-05-10",
        "valid-until: never",
        "expires: 2027-01-01",
        "publishDate: 2026-05-10",
        "publishDate: 2026-05-10T11:00:00Z",
        "date: 2030-01-01",
        "archived: false",
        "drafted-by: x",
        "audiences-note: internal",
    ],
)
def test_what_says_something_else_does_not_keep_an_article_back(read: Read, line: str) -> None:
    result = read(*MINIMAL, line)
    assert result.metadata
    assert reason_to_withhold(result.metadata.publication, POLICY) is None
    assert not result.metadata.hidden


@pytest.mark.parametrize(
    ("line", "audience"),
    [
        ("audience: internal", Audience.INTERNAL),
        ("audience: Internal-Only", Audience.INTERNAL),
        ("visibility: private", Audience.INTERNAL),
        ("audience: internal, admin", Audience.INTERNAL),
        ("audience: [internal, partner]", Audience.PARTNER),
        ("audience: internal, public", Audience.PUBLIC),
        ("audience: Partners", Audience.PARTNER),
        ("audience: customers", Audience.CUSTOMER),
        ("audience: 社内", Audience.INTERNAL),
        ("audience: intern", Audience.INTERNAL),
        ("internal: true", Audience.INTERNAL),
        ("private: yes", Audience.INTERNAL),
        ("public: false", Audience.INTERNAL),
        ("status: private", Audience.INTERNAL),
        ("visibility: {scope: internal}", Audience.INTERNAL),
    ],
)
def test_an_audience_is_the_widest_that_a_key_names(
    read: Read, line: str, audience: Audience
) -> None:
    assert publication(read, line).audience is audience


def test_of_several_keys_the_strictest_counts(read: Read) -> None:
    assert publication(read, "audience: public", "internal: true").audience is Audience.INTERNAL
    state = publication(read, "status: published", "draft: true", "audience: partner")
    assert reason_to_withhold(state, POLICY) is WithholdingReason.PARTNER
    assert reason_to_withhold(state, PublicationPolicy(NOW, Audience.PARTNER)) == "draft"


@pytest.mark.parametrize(
    "line",
    [
        "audience: intenal",
        "audience: interal",
        "audience: confidental",
        "audience: parnter",
        "status: drfat",
        "status: Draf",
        "darft: true",
        "publised: no",
        "audiance: internal",
        "internal: ask Ben first",
    ],
)
def test_a_slip_of_the_pen_does_not_publish_an_article(read: Read, line: str) -> None:
    result = read(*MINIMAL, line)
    assert result.metadata
    assert reason_to_withhold(result.metadata.publication, POLICY)
    assert "KB108" in [d.code for d in result.diagnostics if d.span.line == 6]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("valid-until: 2026-05-09", WithholdingReason.EXPIRED),
        ("expiryDate: 2026-05-10T11:59:59Z", WithholdingReason.EXPIRED),
        ("validUntil: 5/9/2026", WithholdingReason.EXPIRED),
        ("publishDate: 2026-05-11", WithholdingReason.SCHEDULED),
        ("publishdate: 2026-05-10T15:00:00+02:00", WithholdingReason.SCHEDULED),
        ("published: 2026-06-01", WithholdingReason.SCHEDULED),
        ("unlisted: true", WithholdingReason.UNLISTED),
    ],
)
def test_an_article_is_published_on_its_days_only(
    read: Read, line: str, expected: WithholdingReason
) -> None:
    assert reason(read, line) is expected


def test_without_a_day_to_compare_with_nothing_that_has_days_is_published() -> None:
    nowhere = PublicationPolicy()
    assert reason_to_withhold(Publication(valid_until=NOW), nowhere) is WithholdingReason.EXPIRED
    assert reason_to_withhold(Publication(publish_from=NOW), nowhere) is WithholdingReason.SCHEDULED


def test_drafts_can_be_shown_but_only_to_readers_who_may_see_them(read: Read) -> None:
    drafts = PublicationPolicy(NOW, drafts=True)
    assert reason_to_withhold(publication(read, "draft: true"), drafts) is None
    assert reason_to_withhold(publication(read, "valid-until: 2020-01-01"), drafts) is None
    internal = publication(read, "draft: true", "audience: internal")
    assert reason_to_withhold(internal, drafts) is WithholdingReason.INTERNAL


@pytest.mark.parametrize("reader", list(Audience))
@pytest.mark.parametrize("meant", list(Audience))
def test_readers_see_what_is_for_them_and_for_wider_audiences(
    reader: Audience, meant: Audience
) -> None:
    order = ["internal", "partner", "customer", "public"]
    is_published = (
        reason_to_withhold(Publication(audience=meant), PublicationPolicy(NOW, reader)) is None
    )
    assert is_published is (order.index(meant) >= order.index(reader))


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("status: validated", State.VALIDATED),
        ("confidence: Not-Validated", State.NOT_VALIDATED),
        ("confidence: not_validated", State.NOT_VALIDATED),
        ("state: nicht validiert", State.NOT_VALIDATED),
        ("status: 検証済み", State.VALIDATED),
        ("status: Archived", State.ARCHIVED),
        ("archived: true", State.ARCHIVED),
    ],
)
def test_other_states_are_published(read: Read, line: str, state: State) -> None:
    metadata = read(*MINIMAL, line).metadata
    assert metadata
    assert metadata.publication.state is state
    assert reason_to_withhold(metadata.publication, POLICY) is None
    assert metadata.hidden is (state is State.ARCHIVED)


def test_the_owner_is_internal(read: Read) -> None:
    result = read(*MINIMAL, "owner: Dana Example")
    assert [(s.kind, s.reveal_to_leak_check()) for s in result.secrets] == [
        ("owner", "Dana Example")
    ]
    assert "Dana" not in repr(result.metadata)


@pytest.mark.parametrize(
    "line",
    [
        "unpublished: true",
        "isDraft: true",
        "is_public: false",
        "Entwurf: ja",
        "veröffentlicht: nein",
        "Brouillon : oui",
        "Интерн: да\nчерновик: да",
        "下書き: はい",
        "状態: 下書き",
        "archivado: true\nestado: borrador",
        "audience: Admin|internal",
        "published_date: 2999-01-01",
        "embargo: 2999-01-01",
        "expires_at: 2020-01-01",
    ],
)
def test_keys_of_other_systems_keep_an_article_back(read: Read, line: str) -> None:
    assert reason(read, line)


def test_several_days_leave_the_shortest_time(read: Read) -> None:
    state = publication(
        read, "expires: 2027-01-01", "valid-until: 2026-05-01", "publish-date: 2026-01-01"
    )
    assert reason_to_withhold(state, POLICY) is WithholdingReason.EXPIRED


def test_a_restriction_of_an_included_file_holds_for_the_article() -> None:
    internal = Publication(audience=Audience.INTERNAL, line=3)
    assert restrict_publication(Publication(), internal, 9) == Publication(
        audience=Audience.INTERNAL, line=9
    )
    draft = Publication(state=State.WORK_IN_PROGRESS)
    own = Publication(state=State.VALIDATED, valid_until=NOW)
    assert restrict_publication(own, draft, 9).state is State.WORK_IN_PROGRESS
    assert restrict_publication(own, draft, 9).valid_until == NOW
    assert restrict_publication(own, Publication(state=State.NOT_VALIDATED), 9) == own


@pytest.mark.parametrize(
    "line",
    [
        "hidden: true",
        "bookHidden: yes",
        "ROBOTS: NOINDEX",
        "robots: noindex, nofollow",
        "_build: {list: never}",
        "build: {list: never, render: always}",
    ],
)
def test_a_page_that_tools_keep_out_of_lists_can_be_reached(read: Read, line: str) -> None:
    metadata = read(*MINIMAL, line).metadata
    assert metadata
    assert metadata.hidden
    assert reason_to_withhold(metadata.publication, POLICY) is None


@pytest.mark.parametrize("line", ["_build: {render: never}", "headless: true"])
def test_a_page_that_hugo_does_not_write_is_not_published(read: Read, line: str) -> None:
    assert reason(read, line)


@pytest.mark.parametrize("line", ["robots: index, follow", "build: {list: always}"])
def test_a_page_for_search_engines_is_listed(read: Read, line: str) -> None:
    metadata = read(*MINIMAL, line).metadata
    assert metadata
    assert not metadata.hidden


def test_what_is_unlisted_can_be_reached_where_docusaurus_is_used(read: Read) -> None:
    options = ParseOptions(conventions=Conventions(presets=("docusaurus",)))
    metadata = read(*MINIMAL, "unlisted: true", options=options).metadata
    assert metadata
    assert metadata.hidden
    assert reason_to_withhold(metadata.publication, POLICY) is None


@pytest.mark.parametrize(
    "text",
    [
        "---toml\ntitle = 'a'\ndraft = true\n---\nText\n",
        '---json\n{"title": "a", "draft": true}\n---\nText\n',
        "--- yaml\ntitle: a\ndraft: true\n---\nText\n",
        "+++\ntitle = 'a'\ndraft = true\n+++\nText\n",
        '{"title": "a", "draft": true}\n\nText\n',
        "\n\n---\ntitle: a\ndraft: true\n---\nText\n",
        "\ufeff---\r\ntitle: a\r\ndraft: true\r\n---\r\nText\r\n",
        "draft: true\nkeywords: a\n\nText\n",
        "Title: a\nDraft: true\n\nText\n",
        "---\ndraft: false\nDraft: true\n---\nText\n",
        "---\ntitle: a: b\ndraft: true\n---\nText\n",
    ],
)
def test_a_draft_is_one_in_every_form_of_front_matter(raw: ReadRaw, text: str) -> None:
    result = raw(text.encode())
    assert result.metadata, result.diagnostics
    assert reason_to_withhold(result.metadata.publication, POLICY) is WithholdingReason.DRAFT
    assert result.body.strip() == "Text"


@pytest.mark.parametrize(
    "text", ["---toml\ndraft = true\n\nText\n", "---\ndraft: true\ntitle: 'a\n---\nText\n"]
)
def test_a_front_matter_that_cannot_be_read_publishes_nothing(raw: ReadRaw, text: str) -> None:
    assert raw(text.encode()).metadata is None
