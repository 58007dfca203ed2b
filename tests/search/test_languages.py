"""Articles are found by their words where these have no spaces, particles or endings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.model import Source
from errata.search.index import CodeRow, build_search_index
from errata.search.tokens import stemmer_for, tokenize
from tests.conftest import SiteTest
from tests.search.knowledge import linked, small
from tests.search.searching import searcher_of, searcher_over

if TYPE_CHECKING:
    from errata.model import Theme


@pytest.mark.parametrize(
    ("locale", "query", "number"),
    [
        ("zh-CN", "服务器通信", "KA-00001"),
        ("zh-CN", "无法发送投放", "KA-00002"),
        ("zh-CN", "重定向 失败", "KA-00001"),
        ("ko-KR", "리디렉션 서버", "KA-00001"),
        ("ko-KR", "서버 통신 실패", "KA-00001"),
        ("ko-KR", "게재를 보낼 수 없음", "KA-00002"),
        ("it", "invio consegna destinatario", "KA-00002"),
        ("nl", "levering ontvanger", "KA-00002"),
        ("sv-SE", "leverans mottagare", "KA-00002"),
        ("sv-SE", "spårning", "KA-00001"),
    ],
)
def test_the_article_that_answers_is_the_first(
    theme: Theme, locale: str, query: str, number: str
) -> None:
    files = small(SiteTest(theme)).files
    sources = [Source(path, path.split("/")[0], data) for path, data in sorted(files.items())]
    library, config = linked(sources)
    answer = searcher_of(library, locale, config).ask(query)
    assert answer.numbers[0] == number


@pytest.mark.parametrize(
    ("locale", "word", "form"),
    [
        ("tr", "düzenleme", "düzenleyemiyorum"),
        ("tr", "bağlama", "bağlayamıyoruz"),
        ("tr", "açıldı", "açılınca"),
        ("tr", "silindi", "silinmiş"),
        ("it", "lento", "lentissimo"),
        ("es", "lento", "lentísimos"),
        ("pt-BR", "lento", "lentíssima"),
    ],
)
def test_forms_in_which_people_complain_are_the_word_of_the_article(
    locale: str, word: str, form: str
) -> None:
    stemmer = stemmer_for(locale)
    assert list(tokenize(form, stemmer)) == list(tokenize(word, stemmer))


@pytest.mark.parametrize(
    "query",
    [
        "错误：RED-520025，ORA-00904。",
        "エラー【ＲＥＤ－５２００２５】、ORA-00904",
        "오류(RED-520025)／ORA-00904",
        "错误码「RED-520025」；ORA-00904是什么意思？",
        "codice di errore RED-520025 e ORA-00904",
        "wat betekent foutcode RED-520025, ORA-00904",
        "felkoden RED-520025 ORA-00904",
        "code d’erreur RED-520025, ORA-00904",
        "l'erreur RED-520025 ou ORA-00904",
        "エラーコード：RED-520025・ORA-00904",
    ],
)
def test_codes_are_read_next_to_full_width_marks_and_the_words_for_a_code(query: str) -> None:
    rows = [CodeRow(code, "error", "", ()) for code in ("ORA-00904", "RED-520025")]
    answer = searcher_over(build_search_index("en", [], rows, {})).ask(query)
    assert (answer.kind, answer.codes) == ("code", ("RED-520025", "ORA-00904"))


def test_particles_and_endings_of_a_japanese_question_do_not_hide_what_it_is_about(
    theme: Theme,
) -> None:
    endings = "メールから送れないからですので、サーバーからできないのですからできません。"
    site = SiteTest(theme).article("KA-00001", f"\n{endings}\n", "ja-JP", title="送信について")
    site = site.article(
        "KA-00002", "\n権限の移行を行います。\n", "ja-JP", title="ユーザー権限の移行"
    )
    sources = [Source(path, "ja-JP", data) for path, data in sorted(site.files.items())]
    library, config = linked(sources)
    answer = searcher_of(library, "ja-JP", config).ask(
        "ユーザーの権限を移すことができないのですから"
    )
    assert answer.numbers[0] == "KA-00002"
