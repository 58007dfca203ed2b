"""Logs of every kind, and what Python finds in them: what the browser must find, too."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from bench.noise import disguised, unrelated
from errata.logs.reader import WINDOW, LogReader
from errata.site.pages.diagnose import known_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.messages.match import MessageIndex
    from errata.model import Library

SEED: Final = 520_025
OTHER_DIGITS: Final = str.maketrans("123456789", "345678912")
HOSTILE: Final = (
    "__proto__ constructor toString hasOwnProperty RED-520025 __proto__",
    "\x1b[31mRED-520025\x1b[0m \x1b[1;33mWDB-200001\x1b[0m",
    "\0\x01\x02RED-520025\x07 \u202eRED-520005\u2066",
    "<img src=x onerror=alert(1)>RED-520025</img><script>alert(1)</script>",
    "AMRED-520025 PMXSV-350122 xRED-520025 RED-5200251 RED-520025-7 \\nRED-520025",
    "red 520025, red–520025; RED‑520025 RED_520025 RED520025 エラーRED-520025",
    "RED-529999 XTK-179999 AH99887 ORA-12154 CVE-2021-44228 ERR_NOT_A_CODE_OF_OURS",
    "é\u0301ﬁ\u212b İstanbul ſtraße RED-520025 \U0001f4a5",
    "java.lang.NullPointerException: null at a.b.C.d(C.java:1)",
    '{"message": "RED-520025", "nested": {"a": [1, 2, {"b": "(((((((((((("}]}}',
    "(" * 3_000 + "a" * 3_000 + "!" * 3_000 + " RED-520025",
)
# Of other systems, some with codes of ours.
STRANGE: Final = (
    "2026-11-25T03:00:01.123456+01:00 ORA-12154: TNS:could not resolve the connect identifier",
    "Errors in file /u01/app/oracle/diag/rdbms/orcl/ORCL/trace/ORCL_ora_4711.trc  (incident=4711):",
    "ORA-00600: internal error code, arguments: [kcratr_nab_less_than_odr], [1], [4711], [], []",
    "ORA-01555 caused by SQL statement below (SQL ID: 7m8k1v3b, Query Duration=0 sec): RED-520025",
    "Error,11/25/2026 3:00:01 AM,Service Control Manager,7031,None,The service stopped 0x80070005",
    "2026-11-25 03:00:01, Error  CBS  Failed to open package [HRESULT = 0x800f0805 - WDB-200001]",
    "[25-Nov-2026 03:00:01 UTC] PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] a",
    "[2026-11-25 03:00:01] production.ERROR: Shop\\Pay\\PayException: RED-520025 in Pay.php:7",
    "shop-web-1  | java.sql.SQLException: WDB-200001 no answer",
    "shop-db-1   | 2026-11-25 03:00:01.000 UTC [47] FATAL:  sorry, too many clients already",
    "25.11.2026 03:00:01 FEHLER Verbindung zum Server abgebrochen, Fehlercode RED-520025 (Zeile 7)",
    "25.11.2026 03:00:02 WARNUNG Der Dienst »Druck« antwortet nicht: error 1011, Zeit",
    "2026/11/25 03:00:01 重大: サーバーに接続できません。エラーコード RED-520025、再試行します",
    "25-Nov-2026 03:00:01.002 情報 [main] org.apache.catalina.core.StandardService.start サ",
)
# What loggers write around a message.
FRAMES: Final = (
    "shop-web-1  | {}",
    "2026-11-25T03:00:01.123456789Z stderr F {}",
    "<11>1 2026-11-25T03:00:01.003Z web-12 shop 4711 ID47 - {}",
    'level=error ts=2026-11-25T03:00:01Z caller=main.go:12 msg="{}" err=EOF',
    '{{"@timestamp":"2026-11-25T03:00:01Z","level":"ERROR","message":"{}","id":4711}}',
    "[25-Nov-2026 03:00:01 UTC] PHP Warning:  {} in /var/www/html/index.php on line 12",
    "11/25/2026 3:00:01 AM,Error,Application Error,1000,(100),{}",
    "ORA-20001: {}",
    "25.11.2026 03:00:01 FEHLER [Haupt-1] de.firma.Dienst - {}",
    "2026/11/25 03:00:01 エラー: {} (再試行 3 回目)",
)


def hits_of(
    library: Library, locale: str, messages: MessageIndex, data: bytes, size: int
) -> list[list[object]]:
    """Line, kind, name, surface and articles of every hit, in order."""
    diagnoser = LogReader(library, locale=locale, messages=messages)
    blocks = (data[index : index + size] for index in range(0, len(data), size))
    hits = [hit for block in blocks for hit in diagnoser.feed(block)]
    return [
        [hit.line, hit.kind, hit.name, hit.surface, list(hit.articles)]
        for hit in (*hits, *diagnoser.end())
    ]


def logs(library: Library, locale: str, step: int) -> Iterator[tuple[str, bytes, int]]:
    """(name, content, bytes of a block), with every so many of the messages and codes."""
    lines = _lines(library, locale, step)
    text = "\n".join(lines)
    yield "mixed", text.encode(), 1 << 16
    again = text.translate(OTHER_DIGITS)
    yield "mixed, again and with other digits", f"{text}\n{again}\n{text}".encode(), 1 << 16
    yield "mixed, with CRLF and a mark", ("\ufeff" + "\r\n".join(lines[:300])).encode(), 999
    yield "UTF-16, little end first", ("\ufeff" + text[:60_000]).encode("utf-16-le"), 4_097
    yield "UTF-16, big end first", ("\ufeff" + text[:20_000]).encode("utf-16-be"), 7
    yield "UTF-16 without a mark", text[:30_000].encode("utf-16-le"), 4_097
    yield "UTF-16 without a mark, big end first", text[:3_000].encode("utf-16-be"), 3
    yield "a short line in UTF-16", "RED-520025".encode("utf-16-le"), 4
    japanese = "エラー 接続できません RED-520025 サーバー\r\n" * 20
    yield "Japanese in UTF-16 without a mark", japanese.encode("utf-16-le"), 7
    yield "Japanese in UTF-16, big end first", japanese.encode("utf-16-be"), 4_097
    yield "names between NUL bytes", b"a.log\0b.log\0RED-520025\0" * 9, 5
    yield "Japanese between NUL bytes", "エラー\0接続 RED-520025\0".encode() * 9, 5
    yield "hostile", "\n".join(HOSTILE).encode("utf-8", "surrogatepass"), 1 << 18
    yield "hostile, byte by byte", "\n".join(HOSTILE).encode(), 1
    yield "broken UTF-8", text.encode()[:40_000].replace(b"e", b"\xe2\x82", 300), 5_000
    yield "no line ends", " ".join(lines[:2_000]).encode(), 1 << 16
    yield "a line of five megabytes", _long(lines), 1 << 18
    yield "empty", b"", 1
    yield "a scrap", b"\xff\xfe", 1


def _lines(library: Library, locale: str, step: int) -> list[str]:
    random = Random(SEED)  # noqa: S311 - the same logs every time
    articles = known_codes(library, locale).articles
    texts = sorted({message.text for article in articles for message in article.messages})[::step]
    quoted = [disguised(text, random, code=code) for text in texts for code in (True, False)]
    cut = [text[len(text) // 4 : -len(text) // 5] for text in texts]
    codes = [f"12:00 {code} failed" for code in sorted(library.index)[::step]]
    framed = [frame.format(text) for index, text in enumerate(texts) for frame in _frames_at(index)]
    framed += [f'cannot stat "/usr/keys": {text}' for text in texts[:50]]
    cased = [
        text.upper() if position % 2 else text.lower() for position, text in enumerate(texts[::4])
    ]
    lines = [
        *texts,
        *quoted,
        *cut,
        *cased,
        *framed,
        *codes,
        *unrelated(1_000 // step),
        *STRANGE,
        *HOSTILE,
    ]
    random.shuffle(lines)
    return lines


def _frames_at(index: int) -> tuple[str, str]:
    return FRAMES[index % len(FRAMES)], FRAMES[index * 5 % len(FRAMES)]


def _long(lines: list[str]) -> bytes:
    """Hits at and around the places where windows meet."""
    piece = " ".join(lines[:50]).encode() + b" "
    filler = b"nothing of interest here " * 20_000
    long = b"".join(piece + filler[: WINDOW - len(piece) * (2 + index % 3)] for index in range(5))
    return b"first\n" + long + b"\nRED-520025\n" + long[: WINDOW + 99]
