"""How `errata check` and `errata build` report: formats, files, baselines, statistics."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from errata.__main__ import _run, errata
from errata.reports.formats import REPORT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

ARTICLE = "---\ntitle: One\nupdated: 4/17/2024\n---\n# One\n\n[a](gone.md)\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in a knowledge base with an error and a milder finding: status and output."""
    (tmp_path / "kb/en").mkdir(parents=True)
    (tmp_path / "kb/en/one.md").write_text(ARTICLE, "utf-8")
    (tmp_path / "errata.toml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ERRATA_OUTPUT_FORMAT", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = _run(lambda: errata.main([*arguments], "errata", standalone_mode=False))
        out, messages = capsys.readouterr()
        return status, out, messages

    return run


def codes(text: str) -> list[str]:
    return [found["code"] for found in json.loads(text)]


def add_broken_link(folder: Path, name: str = "new.md") -> None:
    article = folder / "kb/en/one.md"
    article.write_text(f"{article.read_text('utf-8')}\n[b]({name})\n", "utf-8")


def test_a_report_goes_to_a_file_and_replaces_it_whole(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("old " * 10_000, "utf-8")
    status, out, messages = run("check", "--output-format", "json", "-o", "out.json")
    assert (status, out) == (1, "")
    assert "checked 1 article" in messages
    assert "KB301" in codes((tmp_path / "out.json").read_text("utf-8"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["errata.toml", "kb", "out.json"]


def test_a_report_may_go_to_what_is_not_a_file(run: Run) -> None:
    assert run("check", "-o", "/dev/null")[:2] == (1, "")
    assert codes(run("check", "--output-format", "json", "-o", "-")[1])


@pytest.mark.parametrize(
    ("target", "fault"), [("no/x.json", "`no` does not exist"), ("kb", "`kb`")]
)
def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    run: Run, target: str, fault: str
) -> None:
    status, _, messages = run("check", "-o", target)
    assert status == 2
    assert fault in messages
    assert "checked" not in messages


def test_the_format_may_come_from_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERRATA_OUTPUT_FORMAT", "github")
    assert run("check")[1].startswith("::")
    assert codes(run("check", "--output-format", "json")[1])
    assert codes(run("check", "--format", "json")[1]), "the name that the option had"


def test_github_actions_alone_change_no_format(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run("check")[1].startswith(("error[", "warning[", "info["))


def test_exit_zero_reports_and_succeeds(run: Run) -> None:
    status, out, _ = run("check", "--exit-zero", "--output-format", "concise")
    assert status == 0
    assert "KB301 error" in out


def test_statistics_count_each_check_by_its_name(run: Run, tmp_path: Path) -> None:
    add_broken_link(tmp_path)
    lines = run("check", "--statistics")[1].splitlines()
    assert lines[0] == "2  KB301  error    broken-link (2 with a fix)"
    counts = json.loads(run("check", "--statistics", "--output-format", "json")[1])
    first = {key: counts[0][key] for key in ("code", "name", "severity", "count")}
    assert first == {"code": "KB301", "name": "broken-link", "severity": "error", "count": 2}
    status, _, messages = run("check", "--statistics", "--output-format", "sarif")
    assert status == 2
    assert "--statistics supports these formats: concise, full, json, jsonl" in messages


def test_of_many_findings_the_most_severe_are_shown_and_all_count(run: Run) -> None:
    status, out, messages = run("check", "--max-findings", "1", "--output-format", "json")
    assert (status, codes(out)) == (1, ["KB301"])
    assert "not shown: raise --max-findings to see all" in messages


@pytest.mark.parametrize("form", sorted(REPORT_FORMATS))
def test_every_format_comes_through_the_command(run: Run, form: str) -> None:
    status, out, _ = run("check", "--output-format", form)
    assert status == 1
    assert "KB301" in out


def test_old_faults_stay_and_new_ones_fail(run: Run, tmp_path: Path) -> None:
    status, out, messages = run("check", "--write-baseline")
    assert (status, out) == (0, "")
    assert 'add `baseline = "baseline.json"` to [check] in errata.toml' in messages
    (tmp_path / "errata.toml").write_text('[check]\nbaseline = "baseline.json"\n', "utf-8")
    status, out, messages = run("check")
    assert (status, out) == (0, "")
    assert "no findings (" in messages
    add_broken_link(tmp_path)
    status, out, _ = run("check", "--output-format", "json")
    assert (status, codes(out)) == (1, ["KB301"])
    status, _, messages = run("build")
    assert status == 1
    assert "no file `en/new.md`" in messages
    assert "no file `en/gone.md`" not in messages
    assert run("check", "--write-baseline")[0] == 0
    assert run("check")[0] == 0
    assert run("build")[0] == 0


def test_a_baseline_serves_from_every_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kb/en/broken.md").write_text("---\ntitle: [\n---\n# B\n", "utf-8")
    (tmp_path / "ids.lock").write_text("article KA-9\n", "utf-8")
    (tmp_path / "errata.toml").write_text('[check]\nbaseline = "baseline.json"\n', "utf-8")
    assert run("check", "--write-baseline")[0] == 0
    monkeypatch.chdir(tmp_path / "kb/en")
    status, out, messages = run("check", "--output-format", "concise")
    assert (status, out) == (0, "")
    assert "no findings (4 more in the baseline)" in messages


def test_what_is_gone_is_reported_until_the_baseline_is_written_again(
    run: Run, tmp_path: Path
) -> None:
    run("check", "--write-baseline", "old.json")
    (tmp_path / "kb/en/one.md").write_text(ARTICLE.replace("[a](gone.md)", ""), "utf-8")
    messages = run("check", "--baseline", "old.json")[2]
    assert "1 finding of the baseline is gone" in messages
    assert "`errata check --write-baseline old.json` drops it" in messages
    run("check", "--write-baseline", "old.json")
    assert "gone" not in run("check", "--baseline", "old.json")[2]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"errata-baseline": 1,\n "findings": [\n', "old.json:3:1"),
        ('{"version": 2}', "is not a baseline of errata: `errata-baseline`"),
        ('{"errata-baseline": 2, "findings": []}', "`errata-baseline`: input should be 1"),
        ('{"errata-baseline": 1, "findings": [{"check": "KB001"}]}', "`findings.0.article`"),
        ("[" * 10_000, "is not a baseline of errata"),
        (None, "the baseline `old.json` does not exist"),
    ],
)
def test_a_baseline_that_cannot_be_read_is_named_with_what_to_do(
    run: Run, tmp_path: Path, text: str | None, fault: str
) -> None:
    if text is not None:
        (tmp_path / "old.json").write_text(text, "utf-8")
    for command in (["check", "--baseline", "old.json"], ["build"]):
        (tmp_path / "errata.toml").write_text('[check]\nbaseline = "old.json"\n', "utf-8")
        status, _, messages = run(*command)
        assert status == 2
        assert fault in messages
        assert "errata check --write-baseline old.json" in messages


def test_a_baseline_has_a_line_for_each_finding_and_no_text_of_articles(
    run: Run, tmp_path: Path
) -> None:
    run("check", "--write-baseline")
    text = (tmp_path / "baseline.json").read_text("utf-8")
    assert text.count('"check"') == sum('"check"' in line for line in text.splitlines())
    assert "gone.md" not in text


def test_a_build_has_the_address_of_its_preview(run: Run, tmp_path: Path) -> None:
    arguments = ("--base-url", "https://preview.example.com/7", "--output-format", "markdown")
    status, _, _ = run("build", *arguments, "-o", "comment.md")
    assert status == 1
    page = "https://preview.example.com/7/en/one/"
    assert page in (tmp_path / "site/en/one/index.html").read_text("utf-8")
    assert f"([preview]({page}index.html))" in (tmp_path / "comment.md").read_text("utf-8")
    status, _, messages = run("build", "--base-url", "preview")
    assert status == 2
    assert "`preview` is not a web address" in messages
