"""Code that is a quoted error message is marked, other code is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import SiteTest

ARTICLE = "\n## Description\n\n### Issue\n\n{}\n\n## Resolution\n\n{}\n"
FAILED = "Communication failed with the server"
LABEL = '<figure class="message">\n<figcaption>Error message</figcaption>'


def page(site: SiteTest, issue: str, resolution: str = "Start it.") -> str:
    return site.article("KA-00001", ARTICLE.format(issue, resolution)).build().page("en/KA-00001/")


@pytest.mark.parametrize("text", [FAILED, "RED-520025 one two three", f"{FAILED}\n  at line 3"])
def test_a_block_that_begins_with_a_message_is_labelled(site: SiteTest, text: str) -> None:
    assert LABEL in page(site, f"```\n{text}\n```")


@pytest.mark.parametrize("text", ["SELECT name FROM users", "ls -l /etc", f"{FAILED}\n" * 13])
def test_a_listing_or_a_long_log_is_not(site: SiteTest, text: str) -> None:
    assert LABEL not in page(site, f"```\n{text}\n```")


def test_a_command_in_the_resolution_is_not(site: SiteTest) -> None:
    assert LABEL not in page(site, "It fails.", "```\ngrep -c error: app.log fails\n```")


def test_a_span_is_marked_where_it_is_a_message(site: SiteTest) -> None:
    made = page(site, f"The log says `{FAILED}`, see `error.log`.")
    assert f'<code class="message">{FAILED}</code>' in made
    assert "<code>error.log</code>" in made
