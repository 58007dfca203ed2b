"""The words beside which a number is a status or an error, for each language that authors write.

To add a language, add one table to `LANGUAGES`. The texts are regular expressions without groups,
tried without regard to case. Words of European languages stand between word boundaries; Chinese
and Japanese have none, and Korean joins particles to words: theirs are `unspaced`. Every text is
searched with all languages: a translation quotes the product's own English messages, and an
English article those of a localised product.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


_LETTER: Final = r"[A-Za-z0-9_\u00c0-\u024f]"
START: Final = f"(?<!{_LETTER})"
"""Where a word or code may begin: no Latin letter or digit before it. Others go on at once."""
END: Final = f"(?!{_LETTER})"
"""Where it may end."""


@dataclass(frozen=True, slots=True)
class ContextLanguage:
    """The words of one language."""

    nouns: str
    """That name a status, before it or behind it: "error 404", "404 response"."""
    verbs: str
    """Before it: "returns 404"."""
    behind: str
    """Behind it: "404 is returned"."""
    links: str
    """Between the two: "status of 404"."""
    joins: str
    """Between two statuses of which one is known: "502 and 503"."""
    phrases: str
    """What servers call a status: "Not Found"."""
    units: str
    """Behind a number that only counts or measures: "500 ms"."""
    error: str
    """The word for an error, as a number or name follows it: "error 1011"."""
    error_code: str
    """The same with "code"."""
    mail: str
    """Words that only texts about mail have."""
    unspaced: bool = False
    """Other letters may follow at once, so there are no word boundaries."""


LANGUAGES: Final[Mapping[str, ContextLanguage]] = {
    "en": ContextLanguage(
        nouns=r"errors?|(?:error |response |API |status )codes?|code errors?|status(?:es)?"
        r"|responses?",
        verbs=r"return(?:s|ed|ing)?|receiv(?:es?|ed|ing)|respond(?:s|ed)?|set to|results?"
        r"|fail(?:s|ed|ing)?|shows?|throw(?:s|ing)?",
        behind=r"(?:is|are|was|were) (?:returned|received|thrown|shown)",
        links=r"of|is|was|as|an?|the|with|type",
        joins=r"and|or|and/or",
        phrases=r"Bad Request|Unauthori[sz]ed|Payment Required|Forbidden|(?:Page |File )?Not Found"
        r"|(?:Method )?Not Allowed|Not Acceptable|Proxy Auth\w*|Request Time-?out|Conflict|Gone"
        r"|Length Required|Precondition Failed|Request Entity|Payload Too Large|Content Too Large"
        r"|URI Too Long|Unsupported Media|Unprocessable|Locked|Too Many Requests|Internal Server"
        r"|Not Implemented|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out"
        r"|timeout",
        units=r"ms|milli\w*|sec\w*|min(?:ute)?s?|hours?|days|px|pixels?|bytes|[KMG]i?B|times|rows"
        r"|records|items|characters|users|profiles|recipients|e?mails|messages|lines|files|pages",
        error=r"error",
        error_code=r"error[ _-]?codes?",
        mail=r"SMTP|DSN|bounc\w+|mailbox|recipients?|relay\w*|Diagnostic-Code|MX|senders?"
        r"|unreachable|undeliver\w+|mail server",
    ),
    "pt": ContextLanguage(
        nouns=r"erros?|c[óo]digos? de (?:erro|status|resposta|estado)|estado|respostas?"
        r"|mensage(?:m|ns) de erro",
        verbs=r"retorn\w+|receb\w+|respond\w+|falh\w+|exib\w+|mostr\w+|apresent\w+|resultados?|gera\w*",
        behind=r"(?:é|são|foi|foram) (?:retornad|recebid|exibid|gerad)[oa]s?",
        links=r"de|do|da|é|foi|era|com|como|uma?|os?|as?|tipo",
        joins=r"e|ou|e/ou",
        phrases=r"Solicitação (?:incorreta|inválida)|Não autorizad[oa]|Proibid[oa]"
        r"|(?:Página )?Não encontrad[oa]|(?:Método )?Não permitid[oa]|Conflito|Erro interno"
        r"|Falha na pré-?condição|Muitas solicitações|Gateway (?:inválido|incorreto)"
        r"|Serviço (?:temporariamente )?indisponível|Tempo limite",
        units=r"segundos?|minutos?|horas?|dias|vezes|linhas|registros|itens|caracteres|usuários"
        r"|perfis|destinatários|mensagens|arquivos|páginas",
        error=r"erro",
        error_code=r"c[óo]digos? de erro",
        mail=r"caixa (?:de correio|postal)|destinatários?|remetentes?|rejeiç\w+"
        r"|servidor de e-?mail",
    ),
    "es": ContextLanguage(
        nouns=r"errores|c[óo]digos? de (?:error|estado|respuesta)|estado|respuestas?"
        r"|mensajes? de error",
        verbs=r"devuelv\w+|devolv\w+|retorn\w+|recib\w+|respond\w+|fall\w+|muestra\w*|mostr\w+|arroj\w+"
        r"|lanz\w+|produc\w+",
        behind=r"(?:es|son|fue|fueron) (?:devuelt|recibid|mostrad)[oa]s?"
        r"|se (?:devuelve|muestra|produce)n?",
        links=r"de|del|es|fue|era|con|como|una?|el|la|los|las|tipo",
        joins=r"y|o|u|y/o",
        phrases=r"Solicitud (?:incorrecta|errónea)|No autorizad[oa]|Prohibid[oa]"
        r"|(?:Página )?No (?:se )?encontrad[oa]|(?:Método )?No permitid[oa]|Conflicto"
        r"|Error interno|Demasiadas solicitudes|Puerta de enlace|Servicio no disponible"
        r"|Tiempo de espera",
        units=r"segundos?|minutos?|horas?|días|veces|filas|líneas|registros|elementos|caracteres"
        r"|usuarios|perfiles|destinatarios|mensajes|archivos|páginas",
        error=r"error",
        error_code=r"c[óo]digos? de error",
        mail=r"buzón|destinatarios?|remitentes?|rebot\w+|servidor de correo",
    ),
    "fr": ContextLanguage(
        nouns=r"erreurs?|codes? (?:d'(?:erreur|état)|de (?:statut|réponse|retour))|statuts?|état"
        r"|réponses?|messages? d'erreur",
        verbs=r"renvo\w+|retourn\w+|reçoi\w+|reçue?s?|recev\w+|répond\w*|échou\w+|affich\w+|génèr\w+"
        r"|générée?s?|obt\w+",
        behind=r"(?:est|sont|a été) (?:renvoy|retourn|affich|reç|génér)\w+",
        links=r"de|du|des|est|était|avec|comme|une?|le|la|les|l'|type",
        joins=r"et|ou|et/ou",
        phrases=r"Requête incorrecte|Non autorisée?|Interdite?|Accès refusé|(?:Page )?Introuvable"
        r"|Non trouvée?|(?:Méthode )?Non autorisée|Conflit|Erreur interne|Trop de requêtes"
        r"|Passerelle|Service (?:temporairement )?indisponible|Délai",
        units=r"secondes?|minutes?|heures?|jours|fois|lignes|enregistrements|éléments|caractères"
        r"|utilisateurs|profils|destinataires|messages|fichiers|pages|octets|Ko|Mo|Go",
        error=r"erreur",
        error_code=r"codes? d'erreur",
        mail=r"boîtes? (?:aux lettres|de réception)|destinataires?|expéditeurs?|rebonds?"
        r"|serveur de messagerie",
    ),
    "de": ContextLanguage(
        nouns=r"\w{0,20}fehlern?s?|\w{0,20}fehler-?(?:codes?|meldung(?:en)?|nummer|seite)"
        r"|\w{0,12}status-?codes?s?|\w{0,12}antwort(?:en)?|\w{0,12}antwort-?codes?",
        verbs=r"zurück\w*|gibt|liefert\w*|meldet\w*|erhält|erhalten|erhielt|antwortet\w*|schlägt"
        r"|fehlgeschlagen|zeigt\w*|auslöst|wirft",
        behind=r"(?:zurückgegeben|zurückgeliefert|zurückgemeldet|ausgegeben)",
        links=r"von|vom|des|der|die|das|den|dem|ist|war|lautet|mit|als|eine?[nmrs]?|typ",
        joins=r"und|oder|und/oder|bzw\.",
        phrases=r"Ungültige Anforderung|Nicht autorisiert|Verboten|Unzulässig"
        r"|(?:Seite )?Nicht gefunden|(?:Methode )?Nicht (?:zulässig|erlaubt)|Konflikt"
        r"|Interner (?:Server)?fehler|Zu viele Anfragen|Ungültiges Gateway"
        r"|Dienst nicht verfügbar|Zeitüberschreitung|Gateway-?(?:Zeit|Time)\w+",
        units=r"Millisekunden|Sekunden|Minuten|Stunden|Tagen?|Mal|Zeilen|Datensätzen?|Elementen?"
        r"|Zeichen|Benutzern?|Profilen?|Empfängern?|Nachrichten|Dateien|Seiten|Byte",
        error=r"fehler",
        error_code=r"fehler-?(?:codes?|nummer|nr\.?)",
        mail=r"postfach|empfängers?|absenders?|unzustellbar\w*|bounces?|mail-?servers?",
    ),
    "ja": ContextLanguage(
        nouns=r"エラー(?:コード|番号|メッセージ|応答)?|ステータス(?:\s?コード)?|状態コード|応答(?:コード)?"
        r"|レスポンス(?:\s?コード)?",
        verbs=r"返され?|返す|表示され?|発生し?|失敗し?|受信し?|結果",
        behind=r"(?:が|を|で|に)\s?(?:返|表示|発生|失敗|なり|なる)",
        links=r"は|が|の|を|で|と|として|という",
        joins=r"と|や|、|・|および|及び|または",
        phrases=r"不正な(?:要求|リクエスト)|無効な要求|(?:未認証|認証(?:エラー|が必要))|権限がありません|禁止"
        r"|(?:ページが)?見つかりません|許可されて|競合|内部(?:サーバー)?エラー|内部サーバー|要求が多すぎ"
        r"|不正なゲートウェイ|ゲートウェイ|サービス(?:を)?利用(?:不可|できません)|サービスは?利用"
        r"|タイムアウト",
        units=r"件|個|人|名|回|行|年|月|日|時|分|秒|ミリ秒|バイト|円|ページ|文字|通|倍|ピクセル",
        error=r"エラー",
        error_code=r"エラー(?:\s?コード|番号)",
        mail=r"メールボックス|受信者|送信者|差出人|宛先|バウンス|メールサーバー|配信不能",
        unspaced=True,
    ),
    "it": ContextLanguage(
        nouns=r"error[ei]|codic[ei] (?:di )?(?:errore|stato|risposta)|stat[oi]|rispost[ae]"
        r"|messagg(?:io|i) di errore",
        verbs=r"restitui\w+|ricev\w+|rispond\w+|fallisc\w+|mostra\w*|visualizza\w*|genera\w*"
        r"|ottien\w+",
        behind=r"(?:viene|vengono|è|sono) (?:restituit|ricevut|mostrat|visualizzat|generat)[oaie]",
        links=r"di|del|dello|dell'|è|era|con|come|un[oa]?|il|lo|la|gli|le|tipo",
        joins=r"ed?|o|oppure|e/o",
        phrases=r"Richiesta (?:non valida|errata)|Non autorizzat[oa]|Vietat[oa]|Accesso negato"
        r"|(?:Pagina )?Non trovat[oa]|(?:Metodo )?Non consentit[oa]|Conflitto|Errore interno"
        r"|Troppe richieste|Gateway non valido|Servizio (?:temporaneamente )?non disponibile"
        r"|Tempo scaduto",
        units=r"secondi|minuti|ore|giorni|volte|righe|elementi|caratteri|utenti|profili|destinatari"
        r"|messaggi|pagine",
        error=r"errore",
        error_code=r"codic[ei] (?:di )?errore",
        mail=r"casella (?:postale|di posta)|destinatar\w+|mittent[ei]|server di posta",
    ),
    "nl": ContextLanguage(
        nouns=r"\w{0,12}fout(?:en|codes?|melding(?:en)?|nummer)?|\w{0,12}status-?codes?"
        r"|antwoord(?:en|code)?|respons(?:code)?",
        verbs=r"geeft|gaf|retourne\w+|ontvang\w+|antwoordt?|mislukt\w*|toont|krijgt",
        behind=r"(?:wordt|worden|werd) (?:geretourneerd|teruggegeven|ontvangen|weergegeven)",
        links=r"van|is|was|als|een|de|het|met|type|met code",
        joins=r"en|of|en/of",
        phrases=r"Ongeldige? (?:aanvraag|verzoek|gateway)|Niet (?:geautoriseerd|gemachtigd)"
        r"|Verboden|(?:Pagina )?Niet gevonden|(?:Methode )?Niet toegestaan|Interne (?:server)?fout"
        r"|Gateway[ -]?time-?out\w*|Te veel (?:aanvragen|verzoeken)"
        r"|(?:Service|Dienst) niet beschikbaar",
        units=r"seconden|minuten|uur|dagen|keer|regels|rijen|tekens|gebruikers|profielen"
        r"|ontvangers|berichten|bestanden|pagina's",
        error=r"fout",
        error_code=r"fout-?(?:codes?|nummer)",
        mail=r"postvak|ontvangers?|afzenders?|onbestelbaar|mailserver",
    ),
    "sv": ContextLanguage(
        nouns=r"\w{0,12}fel(?:et|kod(?:en|er)?|meddelande\w{0,2})?|\w{0,12}statuskod(?:en|er)?"
        r"|svar(?:et|skod\w{0,2})?",
        verbs=r"returnera\w*|ger|gav|får|fick|svara\w*|misslyckas|misslyckades|visa[rs]|visades",
        behind=r"(?:returneras|returnerades|visas|visades|mottas)",
        links=r"av|från|är|var|som|en|ett|med|typ",
        joins=r"och|eller|och/eller",
        phrases=r"(?:Felaktig|Ogiltig) begäran|Obehörig|Förbjud\w+|(?:Sidan )?Hittades (?:inte|ej)"
        r"|(?:Metoden )?(?:är )?(?:Ej|Inte) tillåten|Internt (?:server)?fel"
        r"|För många (?:begär|förfråg)\w+|Felaktig gateway|Gateway-?time-?out\w*"
        r"|Tjänsten (?:är )?(?:inte|ej) tillgänglig",
        units=r"sekunder|minuter|timmar|dagar|gånger|rader|objekt|tecken|användare|profiler"
        r"|mottagare|meddelanden|filer|sidor",
        error=r"fel",
        error_code=r"fel-?(?:kod(?:en|er)?|nummer|nr\.?)",
        mail=r"postlåd\w+|mottagare|avsändare|studs\w*|e-postserver",
    ),
    "zh": ContextLanguage(
        nouns=r"[错錯][误誤](?:代[码碼]|[码碼]|消息|信息|[响回][应應])?|[状狀][态態](?:代)?[码碼]?"
        r"|[响回][应應](?:代)?[码碼]?",
        verbs=r"返回|回傳|傳回|收到|[显顯]示|出[现現]|[抛拋]出|失[败敗]|[结結]果",
        behind=r"[时時]?(?:被)?(?:返回|回傳|[显顯]示)",
        links=r"[为為]|是|的|了|一个|一個|以",
        joins=r"和|或|与|與|及|、|以及",
        phrases=r"[错錯][误誤][请請]求|[请請]求[无無]效|未(?:[经經])?授[权權]|禁止|未找到|找不到|不允[许許]|[冲衝]突"
        r"|[内內]部(?:服[务務]器|伺服器)?[错錯][误誤]|[请請]求[过過]多|[网網][关關]|服[务務]不可用|超[时時]",
        units=r"[个個]|[条條]|次|天|小[时時]|毫秒|字[节節]|元|[页頁](?!面)|字符|封|像素|[项項]",
        error=r"[错錯][误誤]",
        error_code=r"[错錯][误誤]\s?(?:代[码碼]|[码碼]|[编編][号號])",
        mail=r"[邮郵]箱|收件人|[发發寄]件人|退信|[邮郵]件服[务務]器",
        unspaced=True,
    ),
    "ko": ContextLanguage(
        nouns=r"(?:오류|에러)(?:\s?코드|\s?번호|\s?메시지|\s?응답)?|상태(?:\s?코드)?|응답(?:\s?코드)?",
        verbs=r"반환(?:됨|된|합니다)?|발생(?:한|했)?|표시(?:된)?|실패(?:한)?|수신(?:한)?|결과",
        behind=r"(?:을|를|이|가|로|으로)?\s?(?:반환|발생|표시|실패|수신|응답)",
        links=r"은|는|이|가|을|를|의|로|으로|인",
        joins=r"와|과|및|또는|이나|나",
        phrases=r"잘못된 요청|권한이? ?없|인증(?:이)? ?(?:필요|실패)|금지|찾을 수 없|허용되지 않"
        r"|충돌|내부 (?:서버 )?오류|요청이 너무 많|(?:잘못된 )?게이트웨이|시간 초과"
        r"|서비스를? ?(?:사용|이용)할 수 없",
        units=r"개(?![선요발])|건(?!너)|명(?!령)|회(?!사)|줄|행(?!동)|년|월|시간|분(?!석)|초(?!과|기)|밀리초"
        r"|바이트|글자|문자|픽셀",
        error=r"오류|에러",
        error_code=r"(?:오류|에러)\s?(?:코드|번호)",
        mail=r"사서함|편지함|받는 사람|수신자|보낸 사람|발신자|반송|메일 서버",
        unspaced=True,
    ),
}


def context_words(field: str) -> str:
    """An alternation of that field's words in all languages, each bounded as its script asks."""
    spaced = "|".join(getattr(one, field) for one in LANGUAGES.values() if not one.unspaced)
    unspaced = [getattr(one, field) for one in LANGUAGES.values() if one.unspaced]
    return "|".join((rf"{START}(?:{spaced}){END}", *unspaced))


ERROR: Final = rf"(?i:{context_words('error')})"
ERROR_CODE: Final = rf"(?i:{context_words('error_code')})"
MAIL: Final = re.compile(context_words("mail"), re.IGNORECASE)
