"""A number is shown where somebody wrote it; a file's name is an address, and no number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import SiteTest

NAMED = b"# Mail is late\n\nWait for an hour.\n"
NUMBERED = b"---\ntitle: Mail is late\narticle-number: SUP-17\n---\n\nWait for an hour.\n"
PATTERN = '[articles]\nnumber = "SUP-[0-9]+"\n'


def texts(site: SiteTest, number: str) -> list[str]:
    result = site.build().result
    assert result is not None
    pages = (f"en/{number}/index.html", f"en/{number}/index.md", "en/articles/index.html")
    contents_by_path = {artifact.path: artifact.content for artifact in result.artifacts}
    return [
        text.decode() for page in pages if isinstance(text := contents_by_path.get(page), bytes)
    ]


@pytest.mark.parametrize(
    ("file", "config", "number", "shown"),
    [
        (("en/SUP-17.md", NUMBERED), "", "SUP-17", True),
        (("en/late.md", NUMBERED), "", "SUP-17", True),
        (("en/SUP-17.md", NAMED), PATTERN, "SUP-17", True),
        (("en/mail-is-late.md", NAMED), PATTERN, "mail-is-late", False),
        (("en/mail-is-late.md", NAMED), "", "mail-is-late", False),
    ],
)
def test_a_page_shows_its_number_only_where_it_is_one(
    site: SiteTest, file: tuple[str, bytes], config: str, number: str, *, shown: bool
) -> None:
    page, markdown, *_ = texts(site.configured(config).file(*file), number)
    assert (f"<dd>{number}</dd>" in page) is shown
    assert (f'number: "{number}"' in markdown) is shown
