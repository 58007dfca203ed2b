"""Words that say nothing of what a question is about do not decide which article answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.model import Source
from errata.search.postings import PostingList, Postings
from errata.search.tokens import stemmer_for
from errata.search.vocabulary import stop_words
from tests.conftest import SiteTest
from tests.search.knowledge import linked
from tests.search.searching import searcher_of

if TYPE_CHECKING:
    from errata.model import Theme


@pytest.mark.parametrize(
    ("locale", "title", "other", "query"),
    [
        ("en", "Encrypt a laptop", "Write to my colleagues", "encrypt my laptop"),
        ("en", "Encrypt a laptop", "Write to another colleague", "encrypt another laptop"),
        ("de", "Laptop verschlüsseln", "Immer schreiben", "Laptop immer verschlüsseln"),
        ("fr", "Chiffrer un portable", "Écrire à mon collègue", "comment chiffrer mon portable"),
        ("es", "Cifrar un portátil", "Escribir a mi colega", "cómo cifrar mi portátil"),
        ("zh-CN", "笔记本加密", "把邮件发给同事", "怎么把笔记本加密"),
        # No stop word: 刷設 is where two words meet.
        ("ja-JP", "設定を印刷", "増刷設備", "印刷設定"),
    ],
)
def test_a_rare_word_that_tells_nothing_does_not_decide(
    theme: Theme, locale: str, title: str, other: str, query: str
) -> None:
    site = SiteTest(theme).article("KA-00001", f"\n{other}. {other}.\n", locale, title=other)
    site = site.article("KA-00002", "\n17\n", locale, title=title)
    for index in range(3, 24):
        site = site.article(
            f"KA-{index:05}", f"\n{title if index < 9 else index}\n", locale, title=f"AB {index}"
        )
    sources = [Source(path, locale, data) for path, data in sorted(site.files.items())]
    library, config = linked(sources)
    assert searcher_of(library, locale, config).ask(query).numbers[0] == "KA-00002"


def test_stop_words_are_marked_in_the_index_whether_articles_have_them_or_not() -> None:
    english = stop_words("en", stemmer_for("en"))
    lists = {"the": PostingList(3, Postings([(0, 1)])), "disk": PostingList(4, Postings([(1, 1)]))}
    raised = english.raise_in(lists, 4)
    assert {term for term, postings in raised.items() if postings.is_stop_word} == english.words
    assert (raised["the"].document_frequency, raised["disk"]) == (3, lists["disk"])


def test_stop_words_are_compared_as_the_index_has_them() -> None:
    spanish = stop_words("es-ES", stemmer_for("es-ES"))
    assert "como" in spanish
    assert "correo" not in spanish
    assert "my" not in stop_words("tlh", stemmer_for("tlh"))


def test_a_pair_of_letters_is_one_where_a_letter_tells_nothing() -> None:
    chinese = stop_words("zh-Hans", stemmer_for("zh-Hans"))
    assert "的模" in chinese
    assert "模板" not in chinese
    korean = stop_words("ko-KR", stemmer_for("ko-KR"))
    assert "어요" in korean
    assert "려요" in korean
    assert "암호" not in korean
