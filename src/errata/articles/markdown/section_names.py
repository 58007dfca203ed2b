"""What section headings are called, per language: `section_table` finds the section by them.

They are what authors and machine translation write: facts of the corpus, among them `0.5511122`,
which stands for 環境 in a hundred Japanese articles, and words for a picture's resolution. An
English name counts in every language. A heading such as "Additional information" announces nothing:
what stands below it may be of any kind. The first name of each section is the usual one.
"""

# ruff: noqa: RUF001 - letters of the languages themselves

from __future__ import annotations

from typing import Final

NAMES: Final = {
    "en": """
description: description
environment: environment, environments, applies to, affected versions, affected products,
  affected version
issue: issue, issues, symptom, symptoms, problem, question, questions, problem description,
  issue description
cause: cause, causes, root cause, root causes, reason, explanation, possible cause,
  possible causes
resolution: resolution, resolutions, solution, solutions, workaround, workarounds, answer,
  answers, fix, step to resolve, steps to resolve, how to resolve, how to fix, steps to fix
reproduction: steps to reproduce, steps to reproduce the issue, steps to replicate,
  step to reproduce, reproduction steps, how to reproduce
related: related reading, related readings, related documentation, related links,
  related articles, related information, see also, documentation link, related topics,
  related resources, additional resources, further reading
note: note, notes, caution, warning, important note, important
boilerplate: ask questions in our experience league campaign community,
  ask questions in our experience league community
""",
    "pt": """
description: descrição
environment: ambiente, ambientes, aplicável a, aplica-se a, produtos afetados, versões afetadas
issue: problema, problemas, sintoma, sintomas, sysintomas, questão, pergunta, perguntas, questões,
  descrição do problema
cause: causa, causas, causa raiz, motivo, razão, explicação, causa principal, causas possíveis
resolution: resolução, resoluções, solução, soluções, solução alternativa, resposta,
  soluções alternativas, etapa para resolver, etapas para resolver, etapas da solução,
  passos para resolver, como resolver, contorno
reproduction: etapas a serem reproduzidas, etapas para reproduzir, etapas para replicar,
  passos para reproduzir, etapas para reproduzir o problema
related: leitura relacionada, leituras relacionadas, documentação relacionada,
  link da documentação, link de documentação, artigos relacionados, informações relacionadas,
  consulte também, veja também, tópicos relacionados, recursos adicionais
note: nota, notas, observação, observações, observação importante, importante, cuidado, aviso,
  atenção
boilerplate: faça perguntas em nossa comunidade do experience league campaign,
  faça perguntas na nossa comunidade do experience league campaign
""",
    "fr": """
description: description
environment: environnement, environnements, s'applique à, produits concernés, versions concernées,
  produits affectés, versions affectées
issue: problème, problèmes, symptôme, symptômes, symboles, systèmes, question, questions,
  description du problème, symptômes du problème
cause: cause, causes, cause racine, cause première, motif, raison, causes racines,
  causes possibles, origine, origine du problème, explication
resolution: résolution, résolutions, solution, solutions, étapes à résoudre,
  solution de contournement, contournement, étapes de résolution, réponse, étapes pour résoudre,
  solution alternative, étape à résoudre, procédure de résolution, comment résoudre, correctif,
  correction, réponses
reproduction: étapes à reproduire, étapes de reproduction, étapes pour reproduire,
  procédure de reproduction, étapes à répliquer, étapes de reproduction du problème,
  comment reproduire
related: lecture connexe, lectures connexes, documentation connexe, voir aussi,
  lien vers la documentation, lien de documentation, articles connexes, articles associés,
  articles liés, documentation associée, informations connexes, informations associées,
  liens connexes, liens utiles, ressources supplémentaires, rubriques connexes, lire aussi
note: remarque, remarques, attention, avertissement, remarque importante, note, notes, important,
  avis, nota
boilerplate: posez des questions dans notre communauté experience league campaign,
  posez des questions dans notre communauté experience league
""",
    "de": """
description: beschreibung
environment: umgebung, umgebungen, gilt für, betroffene produkte, betroffene versionen,
  anwendbar auf
issue: problem, probleme, symptom, symptome, frage, fragen, problembeschreibung, fehlerbild,
  fehlerbeschreibung, symptombeschreibung
cause: ursache, ursachen, grundursache, grund, erklärung, mögliche ursache, mögliche ursachen,
  hauptursache, begründung
resolution: lösung, lösungen, auflösung, auflösungen, problemumgehung, antwort, workaround,
  schritte zum auflösen, schritte zur lösung, behelfslösung, schritte zum beheben,
  schritt zum auflösen, problemlösung, abhilfe, abhilfemaßnahme, abhilfemaßnahmen, behebung,
  fehlerbehebung, lösungsweg, lösungsschritte, umgehung, umgehungslösung, antworten,
  schritte zur behebung
reproduction: schritte zur reproduktion, schritte zum reproduzieren, zu reproduzierende schritte,
  schritte zum replizieren, reproduktionsschritte, schritte zur reproduktion des problems
related: verwandtes lesen, verwandte informationen, verwandte dokumentation,
  weiterführende literatur, dokumentations-link, siehe auch, verwandte artikel, verwandte themen,
  verwandte links, ähnliche artikel, zugehörige artikel, zugehörige dokumentation,
  weiterführende informationen, weiterführende links, zusätzliche ressourcen,
  link zur dokumentation
note: hinweis, hinweise, wichtiger hinweis, vorsicht, warnung, achtung, wichtig, anmerkung,
  anmerkungen
boilerplate: stellen sie fragen in unserer experience league campaign community
""",
    "ja": """
description: 説明, 概要
environment: 環境, 0.5511122, 対象, 対象環境, 適用対象, 対象製品, 対象バージョン, 該当製品,
  発生環境
issue: 問題, 症状, 現象, 質問, 課題, 事象, 発生事象, 問題の説明, 問題点, 問題の内容
cause: 原因, 根本原因, 理由, 根本的な原因, 考えられる原因, 発生原因
resolution: 解決策, 解決方法, 解決, ソリューション, 回避策, 解決手順, 回答, 解決する手順,
  解決の手順, 解像度, 対処方法, 対処法, 対処, 対応方法, 対応策, 対策, 解決法, 解決手段,
  解決のための手順, 暫定対処, 暫定対応, 修正方法, 対処手順, 解決するための手順
reproduction: 再現手順, 再現する手順, 再現方法, 問題の再現手順, 再現する方法, 再現するための手順,
  再現の手順
related: 関連資料, 関連ドキュメント, 関連記事, 関連情報, ドキュメントリンク, 関連トピック,
  関連リンク, 関連項目, 関連する記事, 関連する資料, 参考情報, 参考資料, 参照, 参考リンク, 関連文書
note: 注意, メモ, 注, 注記, 重要な注意事項, 警告, 備考, 補足, 重要, 注意事項
boilerplate: コミュニティで質問する
""",
    "es": """
description: descripción
environment: entorno, entornos, ambiente, se aplica a, productos afectados, versiones afectadas,
  aplicable a
issue: problema, problemas, síntoma, síntomas, pregunta, preguntas, incidencia, incidencias,
  descripción del problema, incidente
cause: causa, causas, causa raíz, motivo, razón, explicación, causa principal, causas principales,
  causa fundamental, posibles causas
resolution: resolución, resoluciones, solución, soluciones, solución alternativa,
  pasos para resolver, pasos para resolverlo, respuesta, soluciones alternativas,
  pasos para solucionar, pasos para solucionarlo, pasos para la resolución, pasos de la solución,
  cómo resolverlo, corrección
reproduction: pasos para reproducir, pasos para replicar, pasos para reproducir el problema,
  pasos de reproducción, pasos para reproducirlo, pasos que reproducir, pasos a reproducir
related: lectura relacionada, lecturas relacionadas, documentación relacionada,
  vínculo a la documentación, artículos relacionados, vea también, véase también, ver también,
  consulte también, información relacionada, vínculos relacionados, enlaces relacionados,
  temas relacionados, recursos adicionales, recursos relacionados, enlace a la documentación
note: nota, notas, nota importante, precaución, advertencia, atención, importante, aviso,
  observación, notas importantes
boilerplate: haga preguntas en nuestra comunidad de experience league campaign,
  haga preguntas en nuestra comunidad de experience league
""",
    "it": """
description: descrizione
environment: ambiente, ambienti, si applica a, prodotti interessati, versioni interessate,
  applicabile a
issue: problema, problemi, sintomo, sintomi, domanda, domande, descrizione del problema, anomalia
cause: causa, cause, causa principale, motivo, spiegazione, causa radice, causa di origine,
  causa alla radice, cause possibili, motivi, motivazione, ragione
resolution: risoluzione, risoluzioni, soluzione, soluzioni, soluzione alternativa,
  passaggi per risolvere, passaggi per la risoluzione, risposta, soluzioni alternative,
  passaggi da risolvere, passaggi per risolvere il problema, passi per risolvere, rimedio,
  come risolvere, correzione
reproduction: passaggi per riprodurre, passaggi per riprodurre il problema,
  passaggi da riprodurre, passi per riprodurre, passaggi di riproduzione,
  passaggi per la riproduzione
related: lettura correlata, letture correlate, documentazione correlata, articoli correlati,
  informazioni correlate, vedere anche, vedi anche, collegamenti correlati, link correlati,
  argomenti correlati, risorse aggiuntive, contenuti correlati, collegamento alla documentazione
note: nota, note, nota importante, attenzione, avvertenza, avviso, importante, osservazione,
  avvertenze
boilerplate: poni domande nella nostra community experience league campaign
""",
    "nl": """
description: beschrijving, omschrijving
environment: omgeving, omgevingen, van toepassing op, betrokken producten, betrokken versies,
  geldt voor
issue: probleem, problemen, symptoom, symptomen, kwestie, vraag, vragen, probleemomschrijving,
  probleembeschrijving
cause: oorzaak, oorzaken, hoofdoorzaak, reden, verklaring, onderliggende oorzaak,
  mogelijke oorzaken, basisoorzaak, grondoorzaak
resolution: oplossing, oplossingen, tijdelijke oplossing, resolutie, antwoord,
  stappen om op te lossen, stappen om het probleem op te lossen, tijdelijke oplossingen,
  alternatieve oplossing, workaround, te nemen stappen, oplossingen voor het probleem
reproduction: stappen om te reproduceren, stappen om het probleem te reproduceren,
  te reproduceren stappen, reproductiestappen, stappen voor reproductie
related: verwante lectuur, gerelateerde informatie, verwante informatie, gerelateerde artikelen,
  verwante documentatie, zie ook, verwante artikelen, verwante lezing, verwante onderwerpen,
  gerelateerde onderwerpen, gerelateerde documentatie, gerelateerde lectuur, verwante koppelingen,
  gerelateerde koppelingen, aanvullende bronnen, lees ook
note: opmerking, opmerkingen, let op, waarschuwing, belangrijk, noot, notitie, waarschuwingen,
  aandacht, voorzichtig
""",
    "sv": """
description: beskrivning
environment: miljö, miljöer, gäller för, berörda produkter, berörda versioner, tillämpligt på
issue: problem, symptom, symtom, fråga, frågor, ärende, problembeskrivning, felbeskrivning, utgåva
cause: orsak, orsaker, grundorsak, anledning, förklaring, bakomliggande orsak, huvudorsak,
  möjliga orsaker, rotorsak
resolution: lösning, lösningar, tillfällig lösning, upplösning, svar, åtgärd, steg för att lösa,
  steg för att lösa problemet, lösningsförslag, åtgärder, tillfälliga lösningar,
  alternativ lösning, steg att lösa, steg för lösning, steg som ska lösas
reproduction: steg för att återskapa, steg för att återskapa problemet, steg att återskapa,
  steg som ska återskapas, steg att reproducera, steg för att reproducera, återskapa problemet
related: relaterad läsning, relaterad information, relaterade artiklar, relaterad dokumentation,
  se även, relaterade länkar, relaterade ämnen, närliggande information, ytterligare resurser,
  liknande artiklar, läs mer
note: obs, obs!, anmärkning, observera, viktigt, varning, notera, försiktighet, viktig anmärkning
""",
    "zh": """
description: 描述, 说明, 說明, 概述
environment: 环境, 環境, 适用于, 適用於, 适用范围, 适用产品, 適用範圍, 適用產品, 适用环境,
  適用環境, 适用对象, 受影响的产品, 受影響的產品
issue: 问题, 問題, 症状, 症狀, 现象, 現象, 故障现象, 疑问, 问题描述, 問題描述, 问题说明, 問題說明,
  疑問, 故障描述
cause: 原因, 根本原因, 问题原因, 理由, 根本原因分析, 原因分析, 可能的原因, 可能原因, 問題原因,
  根源
resolution: 解决方案, 解決方案, 解决方法, 解決方法, 解决办法, 解决, 解决步骤, 分辨率, 替代方法,
  变通方法, 解决问题的步骤, 回答, 答案, 解析度, 解決, 解決步驟, 解決辦法, 因應措施, 替代方案,
  变通办法, 變通方法, 替代解决方案, 替代解決方案, 处理方法, 處理方法, 处理步骤, 要解决的步骤,
  解决的步骤, 因應方式
reproduction: 重现步骤, 重現步驟, 复现步骤, 问题重现步骤, 再现步骤, 重现问题的步骤,
  重現問題的步驟, 复制步骤, 再現步驟, 要重现的步骤, 再现的步骤, 重現的步驟
related: 相关阅读, 相關閱讀, 相关文档, 相关文章, 相关信息, 另请参阅, 文档链接, 相關文章, 相關文件,
  相關資訊, 相關資料, 相关资料, 相关链接, 相關連結, 相关主题, 相關主題, 参考资料, 參考資料, 參見,
  参见, 另請參閱, 請參閱, 延伸阅读, 延伸閱讀, 相关内容
note: 注意, 注释, 备注, 提示, 注意事项, 警告, 重要说明, 備註, 附註, 注, 重要, 小心, 重要提示,
  請注意, 请注意
""",
    "ko": """
description: 설명, 개요
environment: 환경, 적용 대상, 적용 환경, 해당 제품, 적용 제품, 영향을 받는 제품, 대상 제품,
  발생 환경
issue: 문제, 문제점, 증상, 현상, 질문, 이슈, 문제 설명, 문제 상황, 증상 설명
cause: 원인, 근본 원인, 이유, 발생 원인, 근본적인 원인, 가능한 원인, 문제 원인, 원인 분석
resolution: 해결, 해결 방법, 해결방법, 해결책, 솔루션, 해결 단계, 해결 절차, 해상도,
  임시 해결 방법, 대안, 답변, 조치 방법, 해결안, 해결 방안, 문제 해결 방법, 해결하는 단계,
  해결하기 위한 단계, 해결을 위한 단계, 임시 해결책, 해결 솔루션, 대처 방법, 조치 사항, 조치
reproduction: 재현 단계, 재현 방법, 문제 재현 단계, 재현 절차, 재현하는 단계, 재현하기 위한 단계,
  문제를 재현하는 단계, 재생성 단계
related: 관련 문서, 관련 자료, 관련 정보, 관련 읽기, 참고 항목, 관련 항목, 관련 링크, 관련 기사,
  관련 주제, 관련 콘텐츠, 관련 설명서, 참조, 참고 자료, 추가 리소스, 함께 보기
note: 참고, 메모, 주의, 경고, 중요, 주의 사항, 주의사항, 유의 사항, 비고, 알림
""",
    "ru": """
description: описание
environment: среда, среды, окружение, применимо к, применяется к, область применения,
  затронутые продукты, затронутые версии
issue: проблема, проблемы, симптом, симптомы, признаки, вопрос, вопросы, описание проблемы
cause: причина, причины, основная причина, первопричина, корневая причина, возможные причины
resolution: решение, решения, способ решения, способ устранения, устранение, обходной путь,
  обходное решение, временное решение, разрешение, ответ, действия по устранению
reproduction: действия для воспроизведения, шаги для воспроизведения, шаги воспроизведения
related: связанные статьи, похожие статьи, дополнительные материалы, связанные материалы,
  связанная документация, связанные сведения, см. также, см также, смотрите также,
  дополнительные ресурсы
note: примечание, примечания, внимание, важно, предупреждение
""",
    "tr": """
description: açıklama
environment: ortam, ortamlar, geçerli olduğu ürünler, şunlar için geçerlidir, etkilenen ürünler
issue: sorun, sorunlar, belirti, belirtiler, problem, soru, sorular
cause: neden, nedeni, nedenler, kök neden, temel neden, sebep
resolution: çözüm, çözümler, çözünürlük, geçici çözüm, çözüm adımları, yanıt
reproduction: yeniden oluşturma adımları, sorunu yeniden oluşturma adımları
related: ilgili makaleler, ilgili belgeler, ilgili bilgiler, ilgili konular, ayrıca bkz,
  ayrıca bakınız, ek kaynaklar
note: not, notlar, önemli, dikkat, uyarı
""",
    "ar": """
description: الوصف, وصف
environment: البيئة, البيئات, ينطبق على, المنتجات المتأثرة
issue: المشكلة, المشكلات, مشكلة, الأعراض, أعراض, السؤال
cause: السبب, الأسباب, السبب الجذري, السبب الرئيسي
resolution: الحل, الحلول, حل, الحل البديل, حل بديل, الدقة, الإجابة, خطوات الحل
reproduction: خطوات إعادة الإنتاج, خطوات إعادة إنتاج المشكلة
related: مقالات ذات صلة, المقالات ذات الصلة, معلومات ذات صلة, موارد إضافية, انظر أيضا, انظر أيضًا,
  راجع أيضا
note: ملاحظة, ملاحظات, هام, تنبيه, تحذير
""",
    "he": """
description: תיאור
environment: סביבה, סביבות, חל על, מוצרים מושפעים
issue: בעיה, בעיות, הבעיה, תסמין, תסמינים, תופעה, שאלה
cause: סיבה, סיבות, הסיבה, גורם, סיבת השורש, גורם שורש, סיבה אפשרית
resolution: פתרון, פתרונות, הפתרון, פתרון עוקף, דרך לעקיפת הבעיה, רזולוציה, תשובה
reproduction: שלבים לשחזור, שלבים לשחזור הבעיה
related: מאמרים קשורים, מידע קשור, קישורים קשורים, ראה גם, משאבים נוספים
note: הערה, הערות, חשוב, שים לב, אזהרה
""",
}
"""Language -> a line for each section, its name and what headings are called, parted by commas;
an indented line goes on."""
