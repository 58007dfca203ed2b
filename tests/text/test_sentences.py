"""Where sentences end: never inside a name, a version, a path, an abbreviation or code."""

from __future__ import annotations

import pytest

from errata.text.sentences import CODE_END, CODE_START, split_sentences, take_sentences


def divide(text: str) -> list[str]:
    return [sentence.strip() for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Restart it. | Then wait!",
        "Update to 7.1. | Then restart C:\\a.b\\c.exe and /etc/x.conf.",
        "Stoppen Sie z. B. Apache oder d. h. den Dienst bzw. Server. | Warten Sie.",
        "Ask e.g. Bob, i.e. Support. | Wait.",
        "It uses all features (e.g. hardware acceleration). | Wait.",
        "Am 3. März startet der Dienst. | Er läuft.",
        "サーバーを再起動します。|ログを確認します。",
        "Is it up? | “It is.” | Go on.",
        f"Run {CODE_START}a. B{CODE_END} as root. | Wait.",
        "Wait … for it. | Done.",
    ],
)
def test_a_text_is_divided_where_a_sentence_ends(text: str) -> None:
    parts = [part.strip() for part in text.split("|")]
    assert divide(text.replace("| ", "").replace("|", "")) == parts


def test_as_many_whole_sentences_are_taken_as_fit_and_one_at_least() -> None:
    assert take_sentences("Stop it. Start it. Wait a minute.", 20, 90) == "Stop it. Start it."
    assert take_sentences("This one is longer than that. Wait.", 9, 90) == (
        "This one is longer than that."
    )


def test_a_sentence_without_end_is_cut_between_words_and_never_inside_code() -> None:
    assert take_sentences("word " * 40, 12, 30) == "word word …"
    cut = take_sentences(f"See {CODE_START}{'a b ' * 40}{CODE_END}", 12, 30)
    assert cut == "See …"
