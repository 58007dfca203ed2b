"""Where a finding of an article ends: an editor underlines it, and SARIF shows it as a region.

The articles are those of the checks' pages in this folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checks.test_literate import Case, cases, found

if TYPE_CHECKING:
    from pathlib import Path

    from errata.diagnostics import Diagnostic

CASES = [*cases()]
UNDERLINED = {
    "KB303": [
        "KA-00002.md",
        "KA-00002.md",
        "KA-00003.md#relay",
        "https://help.example.com/articles/KA-00002.html",
    ],
    "KB304": ["KA-00020", "ka-00002.md", "./KA-00002.md", "app 1001"],
    "KB306": ["![](dialog.png)"],
    "KB307": ["[here](https://kin.net/a)", "[こちら](https://kin.net/a)"],
    "KB309": ["|  |  |", "<table>"],
    "KB310": ["assets/outbox.gif"],
    "KB311": ["https://mail.codeplex.com/", "https://code.google.com/p/mail/"],
    "KB504": ["relay --leeren-queue"],
    "KB505": ["https://kin.net/old"],
    "KB601": [
        "https://wiki.corp.kin.net/x",
        "https://nam04.safelinks.protection.outlook.com/?url=x",
        "https://relay.intranet.kin.net/",
        "https://kin.slack.com/archives/C01",
    ],
    "KB602": ["10.31.7.12"],
    "KB603": ["jane.doe@kin.net"],
    "KB604": ["https://www.soap-shop.net/mail", "https://soapshop.service-now.com/x"],
    "KB605": ["AKIAQ3EGRLKJ2XW7ABCD", "https://reader:q8Zk-T3vW@f"],
    "KB313": ["since 4.2", "lmtp`"],
    "KB804": [
        *('<iframe src="https://example.com/form">', 'onclick="alert(1)"'),
        *('style="color: red; DISPLAY : none"', "hidden"),
    ],
    "KB809": [
        *(">[!BEGINTABS]", "+++Details", "```text", "<!--", "<details>", "!!! warning", "<!--"),
        *('<Aside type="caution">', '<TabItem label="Linux">'),
    ],
    "KB812": [
        *("** the queue **", "[the log] (https://example.com/log", "|---|", "<<<<<<< HEAD"),
        *("##Cause", "(the log)[log.md]", "[the form](file:///home/me/form.pdf", "[^1]"),
        *("%% ask Carol whether this is safe %%", "%%要確認%%"),
        *("[the guide][guide]", "[!WARNNING]", "![infos]", "＊＊要確認＊＊"),
    ],
    "KB811": [
        "../includes/notes.md",
        "../../elsewhere.md",
        "note.md",
        "../listings/sent.rs",
        "../listings/send.rs",
        "b2b-patchs",
        "hinweis",
    ],
}


@pytest.mark.parametrize("code", UNDERLINED)
def test_a_finding_underlines_what_is_wrong_and_nothing_else(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    underlined = []
    for number, case in enumerate(case for case in CASES if case.page.startswith(code)):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        underlined += [text_of(one, case) for one in found(case.before, code, folder)]
    assert underlined == UNDERLINED[code]


def text_of(finding: Diagnostic, case: Case) -> str:
    lines = case.before[finding.span.path].decode().split("\n")
    assert finding.end
    assert finding.end[0] == finding.span.line
    return lines[finding.span.line - 1][finding.span.column - 1 : finding.end[1] - 1]
