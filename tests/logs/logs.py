"""Logs of every kind, and what Python finds in them: what the browser must find, too."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from bench.noise import disguised, unrelated
from errata.commands._project import article_messages
from errata.logs.reader import WINDOW, LogReader
from errata.site.pages.diagnose import known_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import Library

SEED: Final = 520_025
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


def hits_of(library: Library, locale: str, data: bytes, size: int) -> list[list[object]]:
    """Line, kind, name, surface and articles of every hit, in order."""
    known = known_codes(library, locale)
    diagnoser = LogReader(known, locale=locale, messages=article_messages(known))
    blocks = (data[at : at + size] for at in range(0, len(data), size))
    found = [hit for block in blocks for hit in diagnoser.feed(block)]
    return [
        [hit.line, hit.kind, hit.name, hit.surface, list(hit.articles)]
        for hit in (*found, *diagnoser.end())
    ]


def logs(library: Library, locale: str) -> Iterator[tuple[str, bytes, int]]:
    """(name, content, bytes of a block)."""
    lines = _lines(library, locale)
    text = "\n".join(lines)
    yield "mixed", text.encode(), 1 << 16
    yield "mixed, with CRLF and a mark", ("\ufeff" + "\r\n".join(lines[:300])).encode(), 999
    yield "UTF-16, little end first", ("\ufeff" + text[:60_000]).encode("utf-16-le"), 4_097
    yield "UTF-16, big end first", ("\ufeff" + text[:20_000]).encode("utf-16-be"), 7
    yield "UTF-16 without a mark", text[:30_000].encode("utf-16-le"), 4_097
    yield "UTF-16 without a mark, big end first", text[:3_000].encode("utf-16-be"), 3
    yield "a short line in UTF-16", "RED-520025".encode("utf-16-le"), 4
    yield "hostile", "\n".join(HOSTILE).encode("utf-8", "surrogatepass"), 1 << 18
    yield "hostile, byte by byte", "\n".join(HOSTILE).encode(), 1
    yield "broken UTF-8", text.encode()[:40_000].replace(b"e", b"\xe2\x82", 300), 5_000
    yield "no line ends", " ".join(lines[:2_000]).encode(), 1 << 16
    yield "a line of five megabytes", _long(lines), 1 << 18
    yield "empty", b"", 1
    yield "a scrap", b"\xff\xfe", 1


def _lines(library: Library, locale: str) -> list[str]:
    random = Random(SEED)  # noqa: S311 - the same logs every time
    articles = known_codes(library, locale).articles
    texts = sorted({message.text for article in articles for message in article.messages})
    quoted = [disguised(text, random, code=code) for text in texts for code in (True, False)]
    cut = [text[len(text) // 4 : -len(text) // 5] for text in texts]
    codes = [f"12:00 {code} failed" for code in sorted(library.index)]
    lines = [*texts, *quoted, *cut, *codes, *unrelated(1_000), *HOSTILE]
    random.shuffle(lines)
    return lines


def _long(lines: list[str]) -> bytes:
    """Hits at and around the places where windows meet."""
    piece = " ".join(lines[:50]).encode() + b" "
    filler = b"nothing of interest here " * 20_000
    long = b"".join(piece + filler[: WINDOW - len(piece) * (2 + at % 3)] for at in range(5))
    return b"first\n" + long + b"\nRED-520025\n" + long[: WINDOW + 99]
