"""Which section a heading announces, in every locale of the table."""

from __future__ import annotations

import pytest

from errata.markdown.section_table import section_kind


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
        ("", "en"),
        ("Issue " * 40, "en"),
    ],
)
def test_another_heading_stays_content(heading: str, locale: str) -> None:
    assert section_kind(heading, locale) is None
