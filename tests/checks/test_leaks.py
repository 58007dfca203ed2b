"""No internal value is published: kept out by its type, and searched for in every byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.checks.kb606_internal_value_published import check
from errata.checks.subjects import FinishedSite
from errata.model import Artifact, Library, Secret

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.conftest import SiteTest

EMPTY = Library((), {}, (), {}, {}, {}, {})
NOTE = 'canary "note" <ça>'


def _leaks(contents: Iterable[str], value: str = NOTE) -> list[str]:
    artifacts = [Artifact(f"{index}.html", text.encode()) for index, text in enumerate(contents)]
    secrets = {"en/KA-00001.md": (Secret("internal-notes", value),)}
    leaks = check(FinishedSite(artifacts, EMPTY, secrets))
    return [leak.message.partition(", in line")[0] for leak in leaks]


@pytest.mark.parametrize(
    "form",
    [
        'canary "note" <ça>',
        "canary &#34;note&#34; &lt;ça&gt;",
        "canary &quot;note&quot; &lt;ça&gt;",
        'canary "note" &lt;ça&gt;',
        "canary%20%22note%22%20%3C%C3%A7a%3E",
        r"canary \"note\" <\u00e7a>",
    ],
)
def test_a_value_is_found_in_every_form_an_output_can_hold(form: str) -> None:
    assert _leaks(["clean", f"<p>{form}</p>"]) == [
        "`1.html` contains the internal value of `internal-notes`"
    ]


def test_the_message_does_not_repeat_the_value() -> None:
    (message,) = _leaks([NOTE])
    assert "canary" not in message


def test_a_value_inside_a_longer_one_is_found_too() -> None:
    artifacts = [Artifact("a.html", b"see canary-long-form")]
    secrets = {
        "en/A.md": (Secret("internal-notes", "canary-long"),),
        "en/B.md": (Secret("internal-notes", "canary-long-form"),),
    }
    assert [leak.span.path for leak in check(FinishedSite(artifacts, EMPTY, secrets))] == [
        "en/A.md",
        "en/B.md",
    ]


@pytest.mark.parametrize(
    "begins", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 "]
)
def test_a_short_value_in_a_picture_is_chance_and_a_long_one_is_not(begins: bytes) -> None:
    picture = Artifact("a.webp", begins + b"\0 4711 canary-1")
    findings_by_value = {
        value: len([*check(FinishedSite([picture], EMPTY, {"en/A.md": (Secret("notes", value),)}))])
        for value in ("4711", "canary-", "canary-1")
    }
    assert findings_by_value == {"4711": 0, "canary-": 0, "canary-1": 1}


def test_a_value_of_three_characters_is_not_searched_for() -> None:
    assert _leaks(["abc"], "abc") == []


def test_a_secret_cannot_be_shown_by_accident() -> None:
    secret = Secret("internal-notes", "canary")
    for show in (str, format, "{}".format):
        with pytest.raises(TypeError):
            show(secret)
    assert "canary" not in repr(secret)


def test_canaries_in_every_internal_field_stay_out_of_every_file(site: SiteTest) -> None:
    canaries = {
        "internal_notes": "canary-note see JIRA-1",
        "dynamics_url": "https://crm.example.invalid/canary-url?a=1&b=2",
        "article_created_by": "Casey Canary",
        "article_published_by": "Robin Canary .",
    }
    built = site.article("KA-00001", **canaries).build()
    assert "KB606" not in built.codes
    for artifact in built.built.artifacts:
        assert isinstance(artifact.content, bytes)
        assert b"anary" not in artifact.content


def test_a_ticket_that_the_author_also_wrote_in_the_text_is_not_a_leak(site: SiteTest) -> None:
    body = "\nFixed by NEO-33477 & its follow-up.\n"
    built = site.article("KA-00001", body, internal_notes="NEO-33477").build()
    assert "KB606" not in built.codes


def test_a_team_is_shown_only_where_the_configuration_says_so(site: SiteTest) -> None:
    config = '[authors.teams]\n"Tracking team" = ["Robin Canary"]\n'
    built = (
        site.configured(config).article("KA-00001", article_published_by="Robin Canary .").build()
    )
    assert "Tracking team" in built.page("en/KA-00001/")
    assert "Canary" not in built.page("en/KA-00001/")
