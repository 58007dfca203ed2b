"""A small knowledge base in eleven languages, and hard queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.config import Config
from errata.files import read_families, read_synonyms
from errata.link import link_articles
from errata.model import Inputs
from tests.support.validator import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.model import Library, Source
    from tests.conftest import SiteTest

LINES: Final = {
    "en": (
        "RED-520025 Communication failed between server 'app1' and the redirection server",
        "HTTP/1.1 504 Gateway Timeout while the deliveries are tracked",
        "java.lang.ClassNotFoundException: com.example.PathNotFound",
        "ERR_AUTHORING_JOURNEYVERSION_100 the journey cannot be published",
        "ORA-00904: invalid identifier; constructor __proto__ toString hasOwnProperty",
    ),
    "de-DE": (
        "RED-520025 Die Verbindung zum Weiterleitungsserver ist fehlgeschlagen",
        "Fehlercode 504: Zeitüberschreitung beim Übertragen der Größenangaben",
        "Straße, STRASSE und straße sind ein Wort",
    ),
    "fr-FR": (
        "RED-520025 Échec de la communication avec le serveur de redirection",
        "L’erreur 504 empêche l’envoi des e-mails aux destinataires",
    ),
    "pt-BR": (
        "RED-520025 Falha de comunicação com o servidor de redirecionamento",
        "não é possível enviar as entregas: ação inválida",
    ),
    "es": ("RED-520025 Error de comunicación con el servidor de redirección",),
    "ja-JP": (
        "RED-520025 リダイレクトサーバーとの通信に失敗しました",
        "エラー504が発生し、配信を送信できません。",
        "ﾊﾝｶｸｶﾀｶﾅと全角ＡＢＣ、𠮷野家と𐐀𐐁",
    ),
    "it": (
        "RED-520025 Comunicazione non riuscita con il server di reindirizzamento",
        "L’errore 504 impedisce l’invio delle consegne ai destinatari",
    ),
    "ko-KR": (
        "RED-520025 리디렉션 서버와 통신하지 못했습니다",
        "오류 504가 발생하여 게재를 보낼 수 없습니다.",
    ),
    "nl": (
        "RED-520025 Communicatie met de omleidingsserver is mislukt",
        "Fout 504 verhindert het verzenden van leveringen naar ontvangers",
    ),
    "sv-SE": (
        "RED-520025 Det gick inte att kommunicera med omdirigeringsservern",
        "Fel 504 hindrar att leveranser skickas till mottagarna",
    ),
    "zh-CN": (
        "RED-520025 与重定向服务器的通信失败",
        "出现错误504，无法发送投放。",
    ),
}
TITLES: Final = {
    "en": ("Tracking of deliveries stops", "Smart crop missing on folders", "Slow queries"),
    "de-DE": ("Nachverfolgung der Zustellungen endet", "Größe der Bilder falsch"),
    "fr-FR": ("Le suivi des diffusions s’arrête", "Requêtes lentes"),
    "pt-BR": ("O rastreamento das entregas para", "Consultas lentas"),
    "es": ("El seguimiento de las entregas se detiene", "Consultas lentas"),
    "ja-JP": ("配信のトラッキングが停止する", "検索が遅い"),
    "it": ("Il tracciamento delle consegne si interrompe", "Query lente"),
    "ko-KR": ("게재 추적이 중지됨", "검색이 느림"),
    "nl": ("Het bijhouden van leveringen stopt", "Trage zoekopdrachten"),
    "sv-SE": ("Spårningen av leveranser stoppas", "Långsamma frågor"),
    "zh-CN": ("投放跟踪停止", "搜索速度慢"),
}
SAME: Final = frozenset({"it", "ko-KR", "nl", "sv-SE", "zh-CN"})
"""Languages in which the general queries would only be repeated."""
FILLER: Final = 14
"""Articles more, so that answers have a second page."""
HARD: Final = (
    "",
    "   \t\n ",
    "\u0000\u0001\u202e",
    "__proto__",
    "constructor",
    "toString hasOwnProperty valueOf",
    "<img src=x onerror=alert(1)>",
    "';DROP TABLE codes;--",
    "a" * 40_000,
    "a" * 300 + " " + "b" * 300,
    "((((a+)+)+)+)$" * 50,
    "😀😀 tracking",
    "é" * 20_000,
    "\u0301\u0301",
    "İstanbul ΣΊΣΥΦΟΣ ﬁle ſtop",
    "２０２５ ＲＥＤ－５２００２５",
    "𠮷野家",
    "𐐀𐐁",
    "通信 失敗",
    "サーバー通信",
    "RED-520025とは",
    "错误：RED-520025，ORA-00904。怎么办？",
    "エラー【ＲＥＤ－５２００２５】、504",
    "codice di errore RED-520025",
    "エラー504",
    "pages 1\n2\n3",
    "x y z",
    "1 2 3",
    "_ _ _",
    "err_authoring_journeyversion_100",
    "AUTHORING_JOURNEYVERSION",
    "PathNotFound",
    "UnknownThingException",
    "com.example.PathNotFound",
    "com.example.Missing",
)
SPELLINGS: Final = (
    "KA-00001",
    "ka00002",
    "KA-19371",
    "RED-520025",
    "red520025",
    "RED 520025",
    "red–520025",
    "520025",
    "AMRED-520025",
    "PM RED-520025",
    "R3D-520025",
    "RED-52O025",
    "RED-52025",
    "RED-520052",
    "RDE-520025",
    "RED-999999",
    "error RED-520025: what does it mean",
    "«RED-520025»",
    "code=RED-520025",
    "what is RED-520025 and ORA-00904",
    "RED-520025 tracking server",
    "HTTP 504",
    "statusCode=504",
    "504",
    "error 504",
    "ora 00904",
    "ClassNotFoundException",
    "java.lang.ClassNotFoundException",
)
LOGS: Final = (
    "2024-11-22 11:31:22.843Z 00DBBB2 00DD2C1 1 error log RED-520025 Communication failed (iRc=-2)",
    """15.11.2024 17:38:54 *ERROR* [qtp951193995-7528] com.example.Tracker Gateway Timeout
    at com.example.Tracker.run(Tracker.java:42)
    at java.lang.Thread.run(Thread.java:1)""",
    "Caused by: java.lang.ClassNotFoundException: com.example.PathNotFound",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
)


def small(site: SiteTest) -> SiteTest:
    """The knowledge base, not yet built."""
    for locale, titles in TITLES.items():
        for index, title in enumerate(titles):
            lines = LINES[locale][index::2]
            site = site.article(
                f"KA-{index + 1:05}", _body(lines, locale, index), locale, title=title
            )
    for index in range(FILLER):
        lines = (f"The tracking server number {index} answers slowly",)
        site = site.article(
            f"KA-{index + 100:05}", _body(lines, "en", index), title=f"Tracking case {index}"
        )
    return site


def _body(lines: tuple[str, ...], locale: str, index: int) -> str:
    text = "\n".join(lines)
    code = "\n".join(f"    {line}" for line in lines)
    resolution = f"{locale} {index}"
    return (
        f"\n## Description {{#description}}\n\n{text}\n\n{code}\n\n## Resolution\n\n{resolution}\n"
    )


def queries(locale: str) -> tuple[str, ...]:
    """Hard ones, codes, logs, and what the articles say, also misspelled."""
    own = (*TITLES.get(locale, ()), *LINES.get(locale, ()))
    general = SPELLINGS if locale in SAME else (*HARD, *SPELLINGS, *LOGS)
    return (*general, *own, *(slip for text in own for slip in _slips(text)))


def _slips(text: str) -> tuple[str, ...]:
    middle = len(text) // 2
    return (
        text[:middle] + text[middle + 1 :],
        text[:2] + text[2:4][::-1] + text[4:],
        text[: middle + 3],
        text.upper(),
    )


def linked(sources: Iterable[Source]) -> tuple[Library, Config]:
    """The library of some articles, with the families and synonyms that ship."""
    config, kb = Config(), ROOT / "kb"
    inputs = Inputs(read_families(config, ROOT, kb), synonyms=read_synonyms(kb))
    parse = ArticleParser(ParseOptions.of(config, inputs.families))
    return link_articles([parse(source) for source in sources], config, inputs, {})[0], config
