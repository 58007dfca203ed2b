"""The language of a text is guessed from its script and its commonest words."""

from __future__ import annotations

import pytest

from errata.articles.survey import guess_language

TEXTS = {
    "de": "Der Dienst startet nicht, und die Anmeldung wird mit einem Fehler abgewiesen.",
    "en": "The service does not start, and the sign-in is refused with an error.",
    "es": "El servicio no arranca y los usuarios ven un error con el número del puerto.",
    "fr": "Le service ne démarre pas et les utilisateurs voient une erreur dans le journal.",
    "it": "Il servizio non si avvia e gli utenti vedono un errore nel registro della console.",
    "ja": "サービスが起動せず、エラー ORA-00904 が表示されます。",
    "ko": "서비스가 시작되지 않고 오류 504가 표시됩니다.",
    "nl": "De dienst start niet en het venster van de gebruiker toont een fout met het nummer.",
    "pt": "O serviço não inicia e os usuários veem uma mensagem de erro com o número da porta.",
    "sv": "Tjänsten startar inte och det är ett fel som visas för alla på den här sidan.",
    "zh-Hans": "服务无法启动，并显示错误消息。",
    "zh-Hant": "服務無法啟動，並顯示錯誤訊息，這是設定的問題。",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_sentence_tells_its_language(language: str) -> None:
    assert guess_language([TEXTS[language]]) == language


def test_traditional_characters_are_counted_among_chinese_ones() -> None:
    text = f"title: PHP\nversions: Magento Open Source 2.4\n{TEXTS['zh-Hant']} `setup:upgrade`"
    assert guess_language([text]) == "zh-Hant"


def test_most_texts_decide_and_code_alone_does_not() -> None:
    assert guess_language([TEXTS["de"], TEXTS["en"], TEXTS["de"], "x = 1;"]) == "de"
    assert guess_language(["int main(void) { return 0; }", ""], "pt-BR") == "pt-BR"


def test_a_text_of_a_few_words_does_not_decide() -> None:
    assert guess_language(["# Mailbox is full\n\nArchive op."], "en") == "en"
    assert guess_language(["# Sign-in fails\n\nSee [[limit]].", "en om"], "pt") == "pt"


def test_a_quoted_word_in_another_script_does_not_make_a_text_japanese() -> None:
    assert (
        guess_language([f"{TEXTS['en']} The dialog says エラー in the Japanese edition."]) == "en"
    )
