"""Which passage of a section answers, as a reader sees it."""

from __future__ import annotations

import pytest

from errata.site.blocks import read_html_blocks
from errata.site.passages import choose_passage, find_explanation


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


def test_a_long_list_ends_after_a_whole_step() -> None:
    steps = "".join(f"<li>{'step ' * 20}{n}.</li>" for n in range(9))
    lines = choose(f"<ol>{steps}</ol>").splitlines()
    assert 1 < len(lines) < 9
    assert all(line.endswith(f"{n}.") for n, line in enumerate(lines))


def test_a_paragraph_that_explains_is_the_cause_and_one_that_helps_is_not() -> None:
    blocks = list(
        read_html_blocks(
            "<p>To fix what is caused by a full disk, delete files.</p>"
            "<p>The error is caused by a full disk.</p>"
        )
    )
    assert find_explanation(blocks, "").plain_text == "The error is caused by a full disk."
