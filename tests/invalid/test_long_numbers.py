"""Python reads no whole number of more than 4,300 digits: no text that has one stops a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from errata.commands._environment import current_moment
from errata.errors import ConfigError
from tests.conftest import SiteTest

if TYPE_CHECKING:
    from errata.model import Theme

DIGITS: Final = "9" * 5_000


ARTICLES: Final[dict[str, tuple[dict[str, str], str]]] = {
    "KA-00001": ({"title": DIGITS}, "It fails."),
    "KA-00002": ({"title": "Other 10", "order": DIGITS}, f"ORA-{DIGITS} and error {DIGITS}."),
    "KA-00003": ({"title": "Other 9", "version-number": DIGITS}, f"1. a\n{DIGITS}. b\n"),
    "KA-00004": ({"title": "A"}, f'<ol start="{DIGITS}"><li value="{DIGITS}">a</li></ol>'),
    "KA-00005": ({"title": "B"}, f"![a](a.png){{width={DIGITS}}}\n\n## {DIGITS}\n\n&#{DIGITS};"),
}


def test_an_article_with_a_number_of_thousands_of_digits_is_published(theme: Theme) -> None:
    site_test = SiteTest(theme)
    for number, (keys, text) in ARTICLES.items():
        site_test = site_test.article(number, f"{text}\n", **keys)
    paths = {artifact.path for artifact in site_test.build().built.artifacts}
    assert {f"en/{number}/index.html" for number in ARTICLES} <= paths


def test_a_moment_after_all_dates_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DIGITS)
    with pytest.raises(ConfigError, match="after the year 9999"):
        current_moment()
