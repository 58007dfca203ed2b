"""What CONTRIBUTING.md names is there."""

from __future__ import annotations

import re

from tests.conftest import ROOT

ROOTS = (ROOT, ROOT / "src/errata", ROOT / "templates", ROOT / "templates/assets/js")
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|js|toml|json|lock|in))`")
MADE = frozenset({"ids.lock", "static/"})
"""By a command or its user, in a knowledge base."""


def test_every_file_and_folder_that_contributing_names_exists() -> None:
    named = set(FILE.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    wanted = {name for name in named if not re.search(r"\bname\.|NNN", name)} - MADE
    assert len(wanted) > 30
    assert [
        name for name in sorted(wanted) if not any((root / name).exists() for root in ROOTS)
    ] == []
