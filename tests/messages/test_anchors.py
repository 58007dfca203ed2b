"""Literal texts that tell which lines of a log are worth comparing with messages."""

from __future__ import annotations

import pytest

from errata.messages.words import find_anchors


@pytest.mark.parametrize(
    ("template", "found"),
    [
        (
            "The conveyor {number} was dismantled by robots",
            ["The conveyor", "dismantled by robots", "was dismantled by"],
        ),
        ("ABC-120007 The basket of {value} is empty", ["The basket of"]),
        (
            "{host} error: could not be read from disk",
            ["could not be read from", "error: could not be read", "not be read from disk"],
        ),
        ("Unable to connect", ["Unable to connect"]),
        ("Unable to connect to {host}", ["Unable to connect to"]),
        ("Connection refused", ["Connection refused"]),
        ("Checked {url}: {number} (invalid)", []),
        ("Checked URL {url}: {number} (invalid)", ["Checked URL"]),
        ("a.b", []),
        ("", []),
        ("org.acme.robots.BeltException: belt torn {path}", ["BeltException: belt torn"]),
        ("サーバーに接続できません {number}", []),
        (
            "Failed executing script {path}: java.lang.NullPointerException",
            ["Failed executing script", "NullPointerException"],
        ),
        ("{value} could not be {value}", ["could not be"]),
        ("接続失敗", ["接続失敗"]),
        ("{number} 权限不足", ["权限不足"]),
        ("연결 실패", ["연결 실패"]),
        ("失敗", []),
        ("fileImport basket torn", ["basket torn", "fileImport basket torn"]),
        ("Import basket torn", ["Import basket torn"]),
    ],
)
def test_a_message_gives_its_telling_words_on_end(template: str, found: list[str]) -> None:
    texts = [anchor.decode() for anchor in find_anchors(template, template)]
    if "サーバー" in template:
        assert texts
        assert all(len(text) >= 6 and text in template for text in texts)
    else:
        assert texts == sorted(text.lower() for text in found)


@pytest.mark.parametrize(
    ("text", "template", "found"),
    [
        (
            "Unable to find 'fusion' element",
            "Unable to find {value} element",
            ["Unable to find 'fusion", "find 'fusion' element", "to find 'fusion"],
        ),
        (
            "XML-110011 attribute ‘weChatToken’ unknown",
            "XML-110011 attribute {value} unknown",
            ["attribute 'weChatToken' unknown"],
        ),
    ],
)
def test_a_name_in_a_message_of_usual_words_tells_it_from_others(
    text: str, template: str, found: list[str]
) -> None:
    anchors = [anchor.decode().strip() for anchor in find_anchors(text, template)]
    assert anchors == sorted(text.lower() for text in found)
