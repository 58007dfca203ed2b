"""Which passage of a section answers, as a reader sees it."""

from __future__ import annotations

import pytest

from errata.site.blocks import read_html_blocks
from errata.site.formatting import shorten_excerpt
from errata.site.passages import choose_passage, find_explanation, find_mention, split_reason
from errata.text.sentences import take_sentences


def choose(html: str) -> str:
    return choose_passage(read_html_blocks(html), "").plain_text


@pytest.mark.parametrize(
    ("html", "passage"),
    [
        (
            "<p>As shown above, the value is 5.</p><p>Use a smaller value.</p>",
            "Use a smaller value.",
        ),
        ("<p>Siehe Abbildung 3 oben.</p><p>Wert ändern.</p>", "Wert ändern."),
        ("<p>上記の値を確認します。</p><p>値を小さくします。</p>", "値を小さくします。"),
        (
            (
                "<p>The issue is the number.</p><p>It was read twice.</p>"
                "<p>The solution is a smaller number.</p>"
            ),
            "The solution is a smaller number.",
        ),
        ("<p>See this picture:</p><img src='x'><p>Restart it.</p>", "Restart it."),
        (
            (
                "<p>Do this:</p><ol><li><p>Stop it.</p><pre><code>stop</code></pre></li>"
                "<li>Start it.</li></ol>"
            ),
            "Do this:\n1. Stop it. stop\n2. Start it.",
        ),
        ("<p>Set this:</p><p><code>a=1</code> Wait.</p>", "Set this:\na=1 Wait."),
        ("<p>Diagnostics</p><p>Look into the log.</p>", "Look into the log."),
        ("<p>Run <code>a. B</code> now.</p>", "Run a. B now."),
        ("<p>Do this:<br>1. Stop it.<br>2. Start it.</p>", "Do this:\n1. Stop it.\n2. Start it."),
    ],
)
def test_a_passage_that_stands_alone_and_says_what_to_do_answers(html: str, passage: str) -> None:
    assert choose(html) == passage


@pytest.mark.parametrize(
    ("html", "passage"),
    [
        ("<p>Aktualisieren Sie z. B. auf 7.1. Danach ist 5 > 4.</p>", None),
        (
            "<p>Wie oben gezeigt, fehlt Platz.</p><p>Löschen Sie Dateien.</p>",
            "Löschen Sie Dateien.",
        ),
        ("<p>Verwenden Sie Version 9 oder früher.</p><p>Ende.</p>", None),
        ("<p>위의 값을 확인합니다.</p><p>값을 줄이십시오.</p>", "값을 줄이십시오."),
        ("<p>Upgrade to 9026 or above. It is fixed there.</p>", None),
        ("<p>Error [1] was found.</p><p>Restart it.</p>", "Restart it."),
        ("<p>Restart it.</p><p>[1] The guide</p>", "Restart it."),
        ("<p>Resolution: Restart it.</p>", "Restart it."),
        ("<p>Lösung: Starten Sie neu.</p>", "Starten Sie neu."),
        ("<p>解決策：再起動します。</p>", "再起動します。"),
        (
            "<p>This error means that files are missing.</p><p>Do this:</p><ol><li>Copy.</li></ol>",
            "Do this:\n1. Copy.",
        ),
        (
            "<ol><li>Stop it.</li><li>Run this:</li></ol>",
            "1. Stop it.\n2. Run this: …",
        ),
        ('<ul><li>Set a.</li></ul><h3 id="x">Instead</h3><ul><li>Set b.</li></ul>', "- Set a."),
    ],
)
def test_a_passage_is_whole_in_each_language(html: str, passage: str | None) -> None:
    plain_text = html.replace("</p><p>", "\n").replace("<p>", "").replace("</p>", "")
    assert choose(html) == (passage or plain_text)


def test_sentences_of_german_and_korean_texts_end_at_their_ends() -> None:
    german = "Das gilt z. B. ab dem 3. März für ca. 5 GB (vgl. Nr. 7). Danach starten Sie neu."
    assert take_sentences(german, 60, 200) == german.partition(" Danach")[0]
    korean = "버전 7.1을 설치하십시오. 그 다음 다시 시작하십시오. 끝."
    assert take_sentences(korean, 20, 60) == "버전 7.1을 설치하십시오."


def test_a_reason_before_the_advice_of_a_paragraph_is_the_cause() -> None:
    html = "<p>The reason for this is a limit. It is 5 MB. You can raise it.</p>"
    cause, advice = split_reason(choose_passage(read_html_blocks(html), ""))
    assert (cause.plain_text, advice.plain_text) == (
        "The reason for this is a limit. It is 5 MB.",
        "You can raise it.",
    )


def test_what_happened_is_no_cause() -> None:
    html = "<p>The queue is blocked due to UP-1.</p><p>It occurs when it is full:</p><pre>x</pre>"
    assert not find_explanation(read_html_blocks(html), "", without=("UP-1",)).blocks


def test_a_cause_has_no_log() -> None:
    html = "<p>The error means that it is full:</p><pre><code>12:00 full</code></pre>"
    passage = choose_passage(read_html_blocks(html), "", resolves=False)
    assert passage.plain_text == "The error means that it is full: …"


def test_the_item_that_names_a_code_is_what_an_article_says_of_it() -> None:
    html = "<p>Look:</p><ol><li>If Full: free it.</li><li>If OOM: add memory.</li></ol>"
    assert find_mention(read_html_blocks(html), "OOM").plain_text == "If OOM: add memory."


def test_an_excerpt_of_few_letters_has_whole_lines() -> None:
    excerpt = choose_passage(read_html_blocks("<ol><li>Stop it.</li><li>Start it.</li></ol>"), "")
    assert shorten_excerpt(excerpt, 30) == "1. Stop it. 2. Start it."
    assert shorten_excerpt(excerpt, 20) == "1. Stop it."


def test_items_within_a_step_are_divided_by_one_mark() -> None:
    items = "<li><p>Stop it.</p></li><li>\u505c\u6b62\u3002</li>"
    items += "<li>Wait<ul><li>long</li></ul></li><li>Start it</li>"
    (step,) = read_html_blocks(f"<ol><li>Do this:<ul>{items}</ul></li></ol>")
    assert step.text == "Do this: Stop it. \u505c\u6b62\u3002 Wait long; Start it"


def test_a_long_list_ends_after_a_whole_step() -> None:
    steps = "".join(f"<li>{'step ' * 20}{n}.</li>" for n in range(9))
    lines = choose(f"<ol>{steps}</ol>").splitlines()
    assert 1 < len(lines) < 9
    assert all(line.endswith(f"{n}.") for n, line in enumerate(lines))


@pytest.mark.parametrize(
    "sentence",
    [
        "O servidor est\u00e1 desligado; ligue-o.",
        "En Servidores, inicie el servidor.",
        "Mais espa\u00e7o resolve o erro.",
        "Of the two servers, start the first.",
    ],
)
def test_the_first_word_of_a_sentence_is_no_joining_word_of_another_language(sentence: str) -> None:
    assert choose(f"<p>{sentence}</p><p>Restart it.</p>").startswith(sentence)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Old code: ", "New code: "),
        ("\u65e7\u30b3\u30fc\u30c9\uff1a", "\u65b0\u30b3\u30fc\u30c9\uff1a"),
    ],
)
def test_what_was_wrong_and_what_is_right_are_shown_together_or_not_at_all(
    one: str, other: str
) -> None:
    advice = "Change the script of the workflow, so that it takes no negative number."
    html = f"<p>{advice}</p><p>{{}}a({{}})</p><p>{{}}b({{}})</p>"
    assert f"{other}b(x)" in choose(html.format(one, "x", other, "x"))
    assert choose(html.format(one, "x" * 150, other, "x" * 300)) == advice


def test_a_paragraph_that_explains_is_the_cause_and_one_that_helps_is_not() -> None:
    blocks = list(
        read_html_blocks(
            "<p>To fix what is caused by a full disk, delete files.</p>"
            "<p>The error is caused by a full disk.</p>"
        )
    )
    assert find_explanation(blocks, "").plain_text == "The error is caused by a full disk."
