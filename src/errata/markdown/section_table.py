"""Which KCS section a heading announces, per locale.

The tables hold what authors and machine translation write: facts of the corpus, among them
`0.5511122`, which stands for 環境 in a hundred Japanese articles. A heading is compared after
folding case, width, number and punctuation; up to two wrong letters are forgiven in long words.
Headings that a translator left in English count too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from errata.model import SectionKind as Kind

_TABLES: dict[str, dict[Kind, tuple[str, ...]]] = {
    "en": {
        Kind.DESCRIPTION: ("description",),
        Kind.ENVIRONMENT: ("environment", "environments", "applies to", "affected versions"),
        Kind.ISSUE: ("issue", "issues", "symptom", "symptoms", "problem", "question", "questions"),
        Kind.CAUSE: ("cause", "causes", "root cause", "root causes", "reason", "explanation"),
        Kind.RESOLUTION: (
            *("resolution", "resolutions", "solution", "solutions", "workaround", "workarounds"),
            *("answer", "answers", "fix", "step to resolve", "steps to resolve"),
        ),
        Kind.REPRODUCTION: (
            *("steps to reproduce", "steps to reproduce the issue", "steps to replicate"),
            *("step to reproduce", "reproduction steps", "how to reproduce"),
        ),
        Kind.RELATED: (
            *("related reading", "related readings", "related documentation", "related links"),
            *("related articles", "related information", "see also", "documentation link"),
        ),
        Kind.NOTE: ("note", "notes", "caution", "warning", "important note", "important"),
        Kind.BOILERPLATE: (
            "ask questions in our experience league campaign community",
            "ask questions in our experience league community",
        ),
    },
    "pt": {
        Kind.DESCRIPTION: ("descrição",),
        Kind.ENVIRONMENT: ("ambiente", "ambientes", "aplicável a", "aplica-se a"),
        Kind.ISSUE: (
            *("problema", "problemas", "sintoma", "sintomas", "sysintomas", "questão"),
            *("pergunta", "perguntas", "questões"),
        ),
        Kind.CAUSE: ("causa", "causas", "causa raiz", "motivo", "razão", "explicação"),
        Kind.RESOLUTION: (
            *("resolução", "resoluções", "solução", "soluções", "solução alternativa", "resposta"),
            *("soluções alternativas", "etapa para resolver", "etapas para resolver"),
            *("etapas da solução", "passos para resolver"),
        ),
        Kind.REPRODUCTION: (
            *("etapas a serem reproduzidas", "etapas para reproduzir", "etapas para replicar"),
            *("passos para reproduzir", "etapas para reproduzir o problema"),
        ),
        Kind.RELATED: (
            *("leitura relacionada", "leituras relacionadas", "documentação relacionada"),
            *("link da documentação", "link de documentação", "artigos relacionados"),
            *("informações relacionadas", "consulte também"),
        ),
        Kind.NOTE: ("nota", "notas", "observação", "observações", "observação importante"),
        Kind.BOILERPLATE: (
            "faça perguntas em nossa comunidade do experience league campaign",
            "faça perguntas na nossa comunidade do experience league campaign",
        ),
    },
    "fr": {
        Kind.DESCRIPTION: ("description",),
        Kind.ENVIRONMENT: ("environnement", "environnements", "s'applique à"),
        Kind.ISSUE: (
            *("problème", "problèmes", "symptôme", "symptômes", "symboles", "systèmes"),
            *("question", "questions"),
        ),
        Kind.CAUSE: ("cause", "causes", "cause racine", "cause première", "motif", "raison"),
        Kind.RESOLUTION: (
            *("résolution", "résolutions", "solution", "solutions", "étapes à résoudre"),
            *("solution de contournement", "contournement", "étapes de résolution", "réponse"),
            *("étapes pour résoudre", "solution alternative", "étape à résoudre"),
        ),
        Kind.REPRODUCTION: (
            *("étapes à reproduire", "étapes de reproduction", "étapes pour reproduire"),
            *("procédure de reproduction", "étapes à répliquer"),
        ),
        Kind.RELATED: (
            *("lecture connexe", "lectures connexes", "documentation connexe", "voir aussi"),
            *("lien vers la documentation", "lien de documentation", "articles connexes"),
        ),
        Kind.NOTE: ("remarque", "remarques", "attention", "avertissement", "remarque importante"),
        Kind.BOILERPLATE: ("posez des questions dans notre communauté experience league campaign",),
    },
    "de": {
        Kind.DESCRIPTION: ("beschreibung",),
        Kind.ENVIRONMENT: ("umgebung", "umgebungen", "gilt für"),
        Kind.ISSUE: (*("problem", "probleme", "symptom", "symptome", "frage", "fragen"),),
        Kind.CAUSE: ("ursache", "ursachen", "grundursache", "grund", "erklärung"),
        Kind.RESOLUTION: (
            *("auflösung", "auflösungen", "lösung", "lösungen", "problemumgehung", "antwort"),
            *("workaround", "schritte zum auflösen", "schritte zur lösung", "behelfslösung"),
            *("schritte zum beheben", "schritt zum auflösen", "problemlösung"),
        ),
        Kind.REPRODUCTION: (
            *("schritte zur reproduktion", "schritte zum reproduzieren"),
            *("zu reproduzierende schritte", "schritte zum replizieren"),
        ),
        Kind.RELATED: (
            *("verwandtes lesen", "verwandte informationen", "verwandte dokumentation"),
            *("weiterführende literatur", "dokumentations-link", "siehe auch"),
        ),
        Kind.NOTE: ("hinweis", "hinweise", "wichtiger hinweis", "vorsicht", "warnung", "achtung"),
        Kind.BOILERPLATE: ("stellen sie fragen in unserer experience league campaign community",),
    },
    "ja": {
        Kind.DESCRIPTION: ("説明",),
        Kind.ENVIRONMENT: ("環境", "0.5511122", "対象"),
        Kind.ISSUE: ("問題", "症状", "現象", "質問", "課題"),
        Kind.CAUSE: ("原因", "根本原因", "理由"),
        Kind.RESOLUTION: (
            *("解決策", "解決方法", "解決", "ソリューション", "回避策", "解決手順", "回答"),
            *("解決する手順", "解決の手順", "解像度", "対処方法"),
        ),
        Kind.REPRODUCTION: ("再現手順", "再現する手順", "再現方法", "問題の再現手順"),
        Kind.RELATED: (
            "関連資料",
            "関連ドキュメント",
            "関連記事",
            "関連情報",
            "ドキュメントリンク",
        ),
        Kind.NOTE: ("注意", "メモ", "注", "注記", "重要な注意事項", "警告"),
        Kind.BOILERPLATE: ("コミュニティで質問する",),
    },
    "es": {
        Kind.DESCRIPTION: ("descripción",),
        Kind.ENVIRONMENT: ("entorno", "entornos", "ambiente", "se aplica a"),
        Kind.ISSUE: ("problema", "problemas", "síntoma", "síntomas", "pregunta", "preguntas"),
        Kind.CAUSE: ("causa", "causas", "causa raíz", "motivo", "razón", "explicación"),
        Kind.RESOLUTION: (
            *("resolución", "resoluciones", "solución", "soluciones", "solución alternativa"),
            *(
                "pasos para resolver",
                "pasos para resolverlo",
                "respuesta",
                "soluciones alternativas",
            ),
        ),
        Kind.REPRODUCTION: (
            *("pasos para reproducir", "pasos para replicar", "pasos para reproducir el problema"),
        ),
        Kind.RELATED: (
            *("lectura relacionada", "lecturas relacionadas", "documentación relacionada"),
            *("vínculo a la documentación", "artículos relacionados", "vea también"),
        ),
        Kind.NOTE: ("nota", "notas", "nota importante", "precaución", "advertencia", "atención"),
        Kind.BOILERPLATE: ("haga preguntas en nuestra comunidad de experience league campaign",),
    },
}

_LONGEST = 80
"""Characters; no section heading of the corpus is longer, and a sentence is none."""
_PLURAL = re.compile(r"\(\w{1,2}\)")
_NUMBERED = re.compile(r"(?<=\w) ?#?\d{1,2}$")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_TRIM = " \t:>*.;-\u2013\u2014「」\"'"


def section_kind(text: str, locale: str) -> Kind | None:
    """The section that a heading's plain text announces, or None.

    A compound such as `Issue/Symptoms` counts where all its parts announce the same section;
    of `Resolution/Workaround` both do.
    """
    return None if len(text) > _LONGEST else _section_kind(text, locale.partition("-")[0])


@lru_cache(maxsize=4096)
def _section_kind(text: str, language: str) -> Kind | None:
    folded = _fold(text)
    if whole := _lookup(folded, language):
        return whole
    kinds = {_lookup(part.strip(_TRIM), language) for part in folded.split("/")}
    return kinds.pop() if len(kinds) == 1 and "/" in folded else None


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    text = " ".join(text.casefold().replace("\u2019", "'").split()).strip(_TRIM)
    return _PLURAL.sub("", text) if "(" in text else text


def _lookup(folded: str, language: str) -> Kind | None:
    if not folded:
        return None
    names = _names(language)
    bare = _NUMBERED.sub("", folded)
    return names.get(folded) or names.get(bare) or _nearest(bare, language)


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, Kind]:
    """Folded heading -> section; the language's own table wins over the English one."""
    tables = [_TABLES["en"], _TABLES.get(language, {})]
    return {
        unicodedata.normalize("NFKC", name): kind
        for table in tables
        for kind, names in table.items()
        for name in names
    }


def _nearest(folded: str, language: str) -> Kind | None:
    """The one section within the allowed number of wrong letters; None where two compete."""
    best, found = _allowed(folded) + 1, None
    for name, kind in _names(language).items():
        if abs(len(name) - len(folded)) > 2 or len(name) < _SHORTEST:  # noqa: PLR2004 - as _allowed
            continue
        distance = OSA.distance(folded, name, score_cutoff=best)
        if distance < best:
            best, found = distance, kind
        elif distance == best and kind is not found:
            found = None
    return found


_SHORTEST = 5
"""Letters a name must have before any may be wrong: `cause` is, `note` and `grund` at 4 are not."""


def _allowed(folded: str) -> int:
    if not folded.isascii() and len(folded) < _SHORTEST:
        return 0
    return 0 if len(folded) < _SHORTEST else 1 if len(folded) < 8 else 2  # noqa: PLR2004 - measured on the corpus
