"""A link to a file of the static folder leads to where the site has it."""

from __future__ import annotations

import pytest

from errata.model import StaticFolder
from errata.targets.files import StaticFiles

FILES = StaticFiles.of(StaticFolder("../static", ("img/a.png", "logo.svg")))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/img/a.png", "img/a.png"),
        ("/static/img/a.png", "img/a.png"),
        ("@site/static/img/a.png", "img/a.png"),
        ("../../../static/img/a.png", "img/a.png"),
        ("img/a.png", "img/a.png"),
        ("../logo.svg", "logo.svg"),
        ("/img/b.png", None),
        ("../img/a.png/..", None),
        ("../../static/img/a.png", None),
    ],
)
def test_a_path_from_the_root_or_into_the_folder_is_a_static_file(
    path: str, found: str | None
) -> None:
    assert FILES.find(path, "en/mail/first.md", "en/") == found


def test_without_static_files_nothing_is_found() -> None:
    assert StaticFiles.of(StaticFolder()).find("/img/a.png", "en/a.md", "en/") is None
