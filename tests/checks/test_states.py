"""The same fault counts by the state of the article that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checks.test_literate import found, report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("state", "severity"),
    [("not-validated", "warning"), ("validated", "error"), ("archived", ""), ("draft", "")],
)
def test_a_validated_article_must_be_complete_and_a_draft_or_an_archived_one_need_not(
    state: str, severity: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    article = f"---\ntitle: Mail is not sent\nstate: {state}\n---\n\n## Resolution\n"
    text = report(found({"kb/en/mail.md": article.encode()}, "KB202", tmp_path))
    assert (f" {severity}: " in text) if severity else text == ""


def test_keywords_may_wait_until_an_article_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {
        "errata.toml": b'[metadata]\nrequired = ["keywords"]\n',
        "kb/en/mail.md": b"---\ntitle: Mail\nstate: draft\n---\n\nLater.\n",
        "kb/en/late.md": b"---\ntitle: Late\n---\n\nWait.\n",
    }
    text = report(found(files, "KB106", tmp_path))
    assert text.startswith("kb/en/late.md:")
    assert "mail.md" not in text
