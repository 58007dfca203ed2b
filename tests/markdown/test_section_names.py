"""Which section a heading announces, in every locale of the table."""

from __future__ import annotations

import pytest

from errata.articles.markdown.sections import KindsInside, read_names, section_kind
from errata.model import Heading, SectionKind


@pytest.mark.parametrize(
    ("heading", "locale", "kind"),
    [
        ("Environment", "en", "environment"),
        ("Environment(s):", "en", "environment"),
        ("Issue/Symptoms", "en", "issue"),
        ("Issues / Symptom(s)", "en", "issue"),
        ("Root Cause", "en", "cause"),
        ("Solution #2", "en", "resolution"),
        ("Resolution/Workaround", "en", "resolution"),
        ("Steps to reproduce", "en", "reproduction"),
        ("Ambientes", "pt-BR", "environment"),
        ("Causa (raiz)", "pt-BR", "cause"),
        ("Solução alternativa", "pt-BR", "resolution"),
        ("Problème/Symptômes", "fr-FR", "issue"),
        ("Étapes à résoudre", "fr-FR", "resolution"),
        ("Étapes à reproduire", "fr-FR", "reproduction"),
        ("Problem(e)/Symptome", "de-DE", "issue"),
        ("Auflösung", "de-DE", "resolution"),
        ("環境", "ja-JP", "environment"),
        ("0.5511122", "ja-JP", "environment"),
        ("問題／症状", "ja-JP", "issue"),
        ("Síntomas", "es", "issue"),
        ("Environment", "ja-JP", "environment"),
        ("Ambiente", "it", "environment"),
        ("Problema/Sintomi", "it", "issue"),
        ("Soluzione alternativa", "it", "resolution"),
        ("Omgeving", "nl", "environment"),
        ("Symptomen", "nl", "issue"),
        ("Oorzaak:", "nl", "cause"),
        ("Oplossing 2", "nl", "resolution"),
        ("Miljö", "sv", "environment"),
        ("Orsak", "sv", "cause"),
        ("Lösning", "sv", "resolution"),
        ("环境", "zh-Hans", "environment"),
        ("问题/症状", "zh-CN", "issue"),
        ("原因", "zh-CN", "cause"),
        ("解决方案：", "zh-CN", "resolution"),
        ("解決方案", "zh-TW", "resolution"),
        ("환경", "ko", "environment"),
        ("문제/증상", "ko", "issue"),
        ("해결 방법", "ko", "resolution"),
        ("Resolution", "ko", "resolution"),
        ("Description du problème", "fr-FR", "issue"),
        ("Articles associés", "fr-FR", "related"),
        ("Problembeschreibung", "de-DE", "issue"),
        ("Abhilfe", "de-DE", "resolution"),
        ("Abhilfemaßnahme", "de-DE", "resolution"),
        ("Verwandte Artikel:", "de-DE", "related"),
        ("【事象】", "ja-JP", "issue"),
        ("■ 対処方法", "ja-JP", "resolution"),
        ("参考情報", "ja-JP", "related"),
        ("Incidencia", "es-ES", "issue"),
        ("Véase también", "es-ES", "related"),
        ("Passaggi da riprodurre", "it-IT", "reproduction"),
        ("Problemen/symptomen", "nl-NL", "issue"),
        ("Problem/symtom", "sv-SE", "issue"),
        ("Upplösning", "sv-SE", "resolution"),
        ("問題/症狀", "zh-Hant", "issue"),
        ("解析度", "zh-Hant", "resolution"),
        ("相關資訊", "zh-TW", "related"),
        ("分辨率 #2", "zh-Hans", "resolution"),
        ("문제 설명", "ko-KR", "issue"),
        ("Проблема/симптомы", "ru", "issue"),
        ("Первопричина", "ru", "cause"),
        ("Çözüm", "tr", "resolution"),
        ("İlgili makaleler", "tr", "related"),
        ("المشكلة/الأعراض", "ar", "issue"),
        ("פתרון", "he", "resolution"),
    ],
)
def test_a_heading_of_the_table_is_recognised(heading: str, locale: str, kind: str) -> None:
    assert section_kind(heading, locale) == kind


@pytest.mark.parametrize(
    ("heading", "locale", "kind"),
    [
        ("Environmen", "en", "environment"),
        ("Issue/Sypmtoms", "en", "issue"),
        ("Symtomps", "en", "issue"),
        ("Resoluton", "en", "resolution"),
        ("Problema/SySintomas", "pt-BR", "issue"),
    ],
)
def test_one_or_two_wrong_letters_are_forgiven(heading: str, locale: str, kind: str) -> None:
    assert section_kind(heading, locale) == kind


@pytest.mark.parametrize(
    ("heading", "locale"),
    [
        ("Expected results", "en"),
        ("Troubleshooting", "en"),
        ("Resolução/mapeamento de recursos", "pt-BR"),
        ("Issue/Resolution", "en"),
        ("Nose", "en"),
        ("Zusätzliche Informationen", "de"),
        ("Информация", "ru"),
        ("", "en"),
        ("Issue " * 40, "en"),
    ],
)
def test_another_heading_stays_content(heading: str, locale: str) -> None:
    assert section_kind(heading, locale) is None


def test_no_language_calls_two_sections_the_same() -> None:
    for language, sections in read_names().items():
        names = [name for words in sections.values() for name in words]
        assert len(names) == len(set(names)), language
        assert all(name == name.strip().lower() and name for name in names), language


def test_every_language_names_the_sections_of_an_article() -> None:
    usual = {"description", "environment", "issue", "cause", "resolution", "related", "note"}
    for language, sections in read_names().items():
        assert usual <= sections.keys(), language


def test_a_heading_without_a_name_of_a_section_ends_the_sections_that_are_not_above_it() -> None:
    resolution = SectionKind.RESOLUTION
    headings = (
        Heading(2, "first", "Scenario 1", 1),
        Heading(3, "solution", "Solution", 2, resolution),
        Heading(4, "detail", "Detail", 3),
        Heading(2, "second", "Scenario 2", 4),
    )
    kinds = KindsInside(headings)
    found = [kinds.enter(heading.id) for heading in headings]
    assert found == [None, resolution, resolution, None]
