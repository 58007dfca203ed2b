"""What section headings are called, per language: `section_table` finds the section by them.

They are what authors and machine translation write: facts of the corpus, among them `0.5511122`,
which stands for 環境 in a hundred Japanese articles. Languages that it lacks have the usual
names. An English name counts in every language.
"""

from __future__ import annotations

from typing import Final

from errata.model import SectionKind as Kind

TABLES: Final[dict[str, dict[Kind, tuple[str, ...]]]] = {
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
    "it": {
        Kind.DESCRIPTION: ("descrizione",),
        Kind.ENVIRONMENT: ("ambiente", "ambienti", "si applica a"),
        Kind.ISSUE: ("problema", "problemi", "sintomo", "sintomi", "domanda", "domande"),
        Kind.CAUSE: ("causa", "cause", "causa principale", "motivo", "spiegazione"),
        Kind.RESOLUTION: (
            *("risoluzione", "risoluzioni", "soluzione", "soluzioni", "soluzione alternativa"),
            *("passaggi per risolvere", "passaggi per la risoluzione", "risposta"),
        ),
        Kind.REPRODUCTION: ("passaggi per riprodurre", "passaggi per riprodurre il problema"),
        Kind.RELATED: (
            *("lettura correlata", "letture correlate", "documentazione correlata"),
            *("articoli correlati", "informazioni correlate", "vedere anche", "vedi anche"),
        ),
        Kind.NOTE: ("nota", "note", "nota importante", "attenzione", "avvertenza", "avviso"),
    },
    "nl": {
        Kind.DESCRIPTION: ("beschrijving", "omschrijving"),
        Kind.ENVIRONMENT: ("omgeving", "omgevingen", "van toepassing op"),
        Kind.ISSUE: (
            *("probleem", "problemen", "symptoom", "symptomen", "kwestie", "vraag", "vragen"),
        ),
        Kind.CAUSE: ("oorzaak", "oorzaken", "hoofdoorzaak", "reden", "verklaring"),
        Kind.RESOLUTION: (
            *("oplossing", "oplossingen", "tijdelijke oplossing", "resolutie", "antwoord"),
            *("stappen om op te lossen", "stappen om het probleem op te lossen"),
        ),
        Kind.REPRODUCTION: (
            *("stappen om te reproduceren", "stappen om het probleem te reproduceren"),
        ),
        Kind.RELATED: (
            *("verwante lectuur", "gerelateerde informatie", "verwante informatie"),
            *("gerelateerde artikelen", "verwante documentatie", "zie ook"),
        ),
        Kind.NOTE: ("opmerking", "opmerkingen", "let op", "waarschuwing", "belangrijk"),
    },
    "sv": {
        Kind.DESCRIPTION: ("beskrivning",),
        Kind.ENVIRONMENT: ("miljö", "miljöer", "gäller för"),
        Kind.ISSUE: ("problem", "symptom", "symtom", "fråga", "frågor", "ärende"),
        Kind.CAUSE: ("orsak", "orsaker", "grundorsak", "anledning", "förklaring"),
        Kind.RESOLUTION: (
            *("lösning", "lösningar", "tillfällig lösning", "upplösning", "svar", "åtgärd"),
            *("steg för att lösa", "steg för att lösa problemet"),
        ),
        Kind.REPRODUCTION: (
            *("steg för att återskapa", "steg för att återskapa problemet", "steg att återskapa"),
        ),
        Kind.RELATED: (
            *("relaterad läsning", "relaterad information", "relaterade artiklar"),
            *("relaterad dokumentation", "se även"),
        ),
        Kind.NOTE: ("obs", "obs!", "anmärkning", "observera", "viktigt", "varning"),
    },
    "zh": {
        Kind.DESCRIPTION: ("描述", "说明", "說明"),
        Kind.ENVIRONMENT: ("环境", "環境", "适用于", "適用於", "适用范围", "适用产品"),
        Kind.ISSUE: ("问题", "問題", "症状", "症狀", "现象", "現象", "故障现象", "疑问"),
        Kind.CAUSE: ("原因", "根本原因", "问题原因", "理由"),
        Kind.RESOLUTION: (
            *("解决方案", "解決方案", "解决方法", "解決方法", "解决办法", "解决", "解决步骤"),
            *("分辨率", "替代方法", "变通方法", "解决问题的步骤", "回答", "答案"),
        ),
        Kind.REPRODUCTION: ("重现步骤", "重現步驟", "复现步骤", "问题重现步骤", "再现步骤"),
        Kind.RELATED: (
            "相关阅读",
            "相關閱讀",
            "相关文档",
            "相关文章",
            "相关信息",
            "另请参阅",
            "文档链接",
        ),
        Kind.NOTE: ("注意", "注释", "备注", "提示", "注意事项", "警告", "重要说明"),
    },
    "ko": {
        Kind.DESCRIPTION: ("설명",),
        Kind.ENVIRONMENT: ("환경", "적용 대상", "적용 환경"),
        Kind.ISSUE: ("문제", "문제점", "증상", "현상", "질문", "이슈"),
        Kind.CAUSE: ("원인", "근본 원인", "이유", "발생 원인"),
        Kind.RESOLUTION: (
            *("해결", "해결 방법", "해결방법", "해결책", "솔루션", "해결 단계", "해결 절차"),
            *("해상도", "임시 해결 방법", "대안", "답변", "조치 방법"),
        ),
        Kind.REPRODUCTION: ("재현 단계", "재현 방법", "문제 재현 단계", "재현 절차"),
        Kind.RELATED: (
            "관련 문서",
            "관련 자료",
            "관련 정보",
            "관련 읽기",
            "추가 정보",
            "참고 항목",
        ),
        Kind.NOTE: ("참고", "메모", "주의", "경고", "중요", "주의 사항"),
    },
}
