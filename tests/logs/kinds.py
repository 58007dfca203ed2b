"""Beginnings of files that somebody may take for a log: what is text, and what is not."""

from __future__ import annotations

import random
from typing import Final

_LOG: Final = b"2026-11-25 03:00:01 ERROR RED-520025 Communication failed\n" * 9
_LINE: Final = "2026-11-25 03:00:01 ERROR RED-520025 メールが送信されません Größe überschritten\n"
_LATIN: Final = "2026-11-25 03:00:01 ERROR RED-520025 Größe überschritten, Zugriff verweigert\n"


def _random(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311 - to be repeated, not to be kept secret


TEXTS: Final = {
    "a log": _LOG,
    "nothing": b"",
    "one character": b"x",
    "UTF-8": _LINE.encode() * 9,
    "UTF-16 without a mark": _LOG.decode().encode("utf-16-le"),
    "UTF-16 of Japanese": ("障害 1:\n" + _LINE * 9).encode("utf-16-be"),
    "Shift JIS": _LINE.replace("ö", "").replace("ß", "").replace("ü", "").encode("shift_jis") * 9,
    "EUC-JP": _LINE.encode("euc_jp", "ignore") * 9,
    "GB18030": "2026-11-25 错误 RED-520025 无法发送邮件\n".encode("gb18030") * 9,
    "KOI8-R": "2026-11-25 ошибка RED-520025 письмо не отправлено\n".encode("koi8_r") * 9,
    "Windows-1252": _LATIN.encode("cp1252") * 9,
    "colours": b"\x1b[31mERROR\x1b[0m RED-520025 failed\n" * 9,
    "FIX": b"8=FIX.4.2\x019=65\x0135=A\x0149=SERVER\x0156=CLIENT\x0134=177\x01\n" * 9,
    "emptied while it was written": b"\0" * 100_000 + _LOG,
    "zeros at its end": _LOG + b"\0" * 9_000,
    "one long line of another alphabet": "письмо".encode() * 200,
    "a bell and a backspace": b"Connecting...\b\b\b done\a\n" * 9,
}
BINARY: Final = {
    **{f"{size} random bytes": _random(size, size) for size in (64, 500, 9_000, 300_000)},
    "numbers of four bytes": b"".join(
        (n * 9_070_001 % 2**32).to_bytes(4, "little") for n in range(900)
    ),
    "EBCDIC": _LATIN.upper().encode("cp500", "ignore").replace(b"\x25", b"\x15") * 9,
}
NAMED: Final = {
    "ELF": b"\x7fELF\x02\x01\x01" + b"\0" * 99,
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "SQLite": b"SQLite format 3\0",
    "Java class": b"\xca\xfe\xba\xbe\0\0\0A",
    "UTF-32": _LOG.decode().encode("utf-32"),
}
WIDE: Final = [_LOG.decode().encode("utf-32-le"), _LINE.encode("utf-32-be")]
