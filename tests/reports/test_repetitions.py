"""What a report says of a fault that a file has again and again, and of long quoted texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from errata.__main__ import errata
from errata.diagnostics import shorten_quotes
from errata.reports.formats import REPORT_FORMATS

if TYPE_CHECKING:
    from pathlib import Path

LONG = "a" * 5_000
PIECES = {
    "one missing file": "[a](missing.md)",
    "one missing heading": "[a](#nowhere)",
    "one insecure address": "[a](http://kin.net/)",
    "one internal host": "<https://wiki.corp.kin.net/x>",
    "one long target": f"[a]({LONG}.md)",
}


def check(folder: Path, text: str, *options: str) -> str:
    article = folder / "en" / "KA-00001.md"
    article.parent.mkdir(parents=True, exist_ok=True)
    article.write_text(f"---\ntitle: Mail is not sent\n---\n{text}\n", "utf-8")
    done = CliRunner().invoke(errata, ["check", "--no-cache", "--kb", str(folder), *options])
    assert done.exit_code in {0, 1}, done.output
    return done.stdout


def test_a_fault_of_one_target_is_reported_once_with_its_number(tmp_path: Path) -> None:
    once = check(tmp_path, "\n\n".join(PIECES.values()), "--output-format", "concise")
    often = check(tmp_path, "\n\n".join([*PIECES.values()] * 50), "--output-format", "concise")
    known = [line for line in once.splitlines() if "in this file" in line]
    assert known == []
    messages = [line for line in often.splitlines() if "(50 in this file)" in line]
    assert len(messages) == len(PIECES)
    assert len(often.splitlines()) < len(once.splitlines()) + 5
    assert len(often) < 2 * len(once)


def test_what_is_only_worth_knowing_is_written_once_for_all_articles(tmp_path: Path) -> None:
    for number in range(2, 9):
        article = tmp_path / "en" / f"KA-0000{number}.md"
        article.parent.mkdir(exist_ok=True)
        text = "{{< hint >}}\nWait.\n{{< /hint >}}\n\n[here](missing.md)"
        article.write_text(f"---\ntitle: Mail {number} is not sent\n---\n{text}\n", "utf-8")
    options = "--select", "KB301,KB810"
    full = check(tmp_path, "Wait.", *options)
    assert full.count("info[KB810]") == 1
    assert "6 more say the same" in full
    # An author has to mend each of these.
    assert full.count("error[KB301]") == 7
    concise = check(tmp_path, "Wait.", *options, "--output-format", "concise")
    assert concise.count("KB810 info") == 7


def test_what_a_finding_quotes_is_cut_in_every_format(tmp_path: Path) -> None:
    titles = f'{LONG}: "\n'
    text = f"[a]({LONG}.md) ![]({LONG}.png) {{{{ {LONG} }}}}"
    for form in REPORT_FORMATS:
        written = check(tmp_path, f"{text}\n\n[{titles}](<{LONG}>)", "--output-format", form)
        assert written
        assert "a" * 301 not in written, form


def test_a_message_of_many_values_is_cut_as_a_whole() -> None:
    assert len(shorten_quotes(" ".join(f"`{n}{'x' * 400}`" for n in range(99)))) == 1_000
    assert shorten_quotes(f"no file `{LONG}`, sorry") == f"no file `{LONG[:299]}…`, sorry"
    assert shorten_quotes("no file `a`") == "no file `a`"
