"""The letters of a text, quickly: whatever is found among its words is among them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from errata.text.plain_words import BOUNDARY, letters_of, plain_words

PIECES = (
    *(
        "Jane",
        "doe",
        "ß",
        "É",
        "e\u0301",
        "İ",
        "ﬁ",
        "東京",
        "カ\u3099",
        "\u00ad",
        "\u200b",
        "…",
        "\n",
    ),
    *("<b>", "</b>", "<br/>", "<p>", "</p>", "<a href='", "'>", "<!--", "-->", "<", ">", "<i x='"),
    *("&amp;", "&lt;", "&gt;", "&#74;", "&#x61;", "&uuml;", "&amp;#39;", "&shy;", "&", "#", ";"),
    *(
        "%4A",
        "%3C",
        "%C3%A9",
        "%25",
        "\\u003c",
        "\\u00e9",
        "\\n",
        "\\x4a",
        "\\",
        "_",
        "-",
        '",',
        '":',
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(text=TEXTS)
@example("<a title='Jane <b>Doe</b>'>")
@example("<!-- J<b>a</b>ne -->")
@pytest.mark.parametrize("beyond_ascii", [False, True])
def test_all_words_are_among_the_letters(text: str, *, beyond_ascii: bool) -> None:
    letters = letters_of(text, beyond_ascii=beyond_ascii)
    for part in plain_words(text).split(BOUNDARY) if letters is not None else ():
        words = part.replace(b" ", b"")
        if not beyond_ascii:
            words = words.decode().encode("ascii", "ignore")
        assert any(words in some for some in letters or ())


def test_tags_made_of_tags_are_left_to_the_words() -> None:
    assert letters_of("Jane <<b>i>Doe") is None
    assert plain_words("Jane <<b>i>Doe") == b"jane doe"


def test_the_same_text_has_the_same_letters_in_every_form() -> None:
    assert letters_of("<p>Casey N&uacute;<b>ñ</b>ez") == (b"caseynez", b"pbb")
    assert letters_of("Núñez", beyond_ascii=True) == ("núñez".encode(),)
