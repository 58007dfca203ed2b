"""KB501 and a translation that somebody has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.test_literate import found

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_draft_of_a_translation_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "---\ntitle: Queue {number}\n{more}---\n\nWait.\n"
    files = {
        f"kb/{locale}/KA-{number:05}.md": text.format(number=number, more="").encode()
        for locale in ("en", "de")
        for number in range(20)
    }
    files["kb/de/KA-00003.md"] = text.format(number=3, more="draft: true\n").encode()
    del files["kb/de/KA-00007.md"]
    assert [(one.message, one.help) for one in found(files, "KB501", tmp_path)] == [
        ("the translation into `de` is a draft", "finish and publish `de/KA-00003.md`"),
        ("not translated into `de`", "translate it"),
    ]
