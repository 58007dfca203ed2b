"""The language of a text is guessed from its script and its commonest words."""

from __future__ import annotations

import pytest

from errata.articles.survey import choose_default_locale, guess_language
from errata.model import Source

TEXTS = {
    "ar": "لا تبدأ الخدمة، ويرى المستخدمون هذه الرسالة في السجل إذا كان المنفذ مشغولا.",
    "cs": "Služba se nespustí, pokud není port volný, a uživatelům se zobrazí chyba.",
    "de": "Der Dienst startet nicht, und die Anmeldung wird mit einem Fehler abgewiesen.",
    "el": "Η υπηρεσία δεν ξεκινά και οι χρήστες βλέπουν ένα σφάλμα.",
    "en": "The service does not start, and the sign-in is refused with an error.",
    "es": "El servicio no arranca y los usuarios ven un error con el número del puerto.",
    "fa": "این سرویس شروع نمی‌شود و کاربران خطایی را در گزارش می‌بینند که با شماره است.",
    "fi": "Palvelu ei käynnisty, ja jos portti on varattu, tämä virhe on lokissa.",
    "fr": "Le service ne démarre pas et les utilisateurs voient une erreur dans le journal.",
    "he": "השירות אינו מופעל והמשתמשים רואים שגיאה ביומן.",
    "hu": "A szolgáltatás nem indul el, és ez egy hiba, ha a port foglalt vagy nem elérhető.",
    "id": "Layanan ini tidak dapat dimulai dan pengguna melihat kesalahan pada log.",
    "it": "Il servizio non si avvia e gli utenti vedono un errore nel registro della console.",
    "ja": "サービスが起動せず、エラー ORA-00904 が表示されます。",
    "ko": "서비스가 시작되지 않고 오류 504가 표시됩니다.",
    "nl": "De dienst start niet en het venster van de gebruiker toont een fout met het nummer.",
    "pl": "Usługa nie uruchamia się, jeśli port jest zajęty, oraz można zobaczyć błąd.",
    "pt": "O serviço não inicia e os usuários veem uma mensagem de erro com o número da porta.",
    "ro": "Serviciul nu pornește dacă portul este ocupat, iar acest mesaj apare pentru toți.",
    "ru": "Служба не запускается, если порт занят, и пользователи видят это сообщение при входе.",
    "sv": "Tjänsten startar inte och det är ett fel som visas för alla på den här sidan.",
    "th": "บริการไม่เริ่มทำงานและผู้ใช้เห็นข้อผิดพลาด",
    "tr": "Hizmet başlamaz ve bu hata için bir ileti, daha sonra günlükte olan ile gösterilir.",
    "uk": "Служба не запускається, якщо порт зайнятий, і користувачі бачать це або помилку.",
    "vi": "Dịch vụ không khởi động được và người dùng thấy một lỗi trong nhật ký khi cổng bận.",
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


def test_programs_addresses_and_code_before_the_text_say_nothing_of_its_language() -> None:
    hidden = "<style>\n.il { non: che }\n</style>\n<script>\nil(gli, che, non, con);\n</script>\n"
    code = "```\nil gli che non\n```\n"
    written = f"{hidden * 100}<p class='il gli che non'>{TEXTS['ru']}</p>\n{code}"
    sources = (Source("a.md", "en", written.encode(), "a"),)
    assert choose_default_locale(sources, "en") == "ru"


def test_a_quoted_word_in_another_script_does_not_make_a_text_japanese() -> None:
    assert (
        guess_language([f"{TEXTS['en']} The dialog says エラー in the Japanese edition."]) == "en"
    )
