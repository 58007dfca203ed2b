"""Reads a query: is it a code, a log, or words?

1. At most 16,384 characters are read; control and invisible characters are spaces.
2. A log is several lines, or one with a time, a level, a frame of a trace or more than 14 words. Of
   each of its first forty lines the message is taken, its volatile parts left out.
3. Anything else is cut at white space, between Chinese, Japanese or Korean letters and other ones,
   and at their full-width marks. From left to right, the longest of three, two or one piece that
   is a code by `CodeLookup` counts; several need a digit. A piece that is none is cut again at `=`,
   `:` and brackets, and a dotted name is tried by its last part. Digits alone count from five on,
   or where nothing but usual words stands beside them.
4. Codes and nothing but usual words: a code. A lone piece that looks like a code and is none: near
   codes, or the promise that it must be known as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.messages.mask import PLACEHOLDER, mask, strip_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.codes.lookup import CodeLookup

LONGEST: Final = 16_384
MOST_NEAR: Final = 3
_MOST_LINES: Final = 40
_MANY_WORDS: Final = 14
_PIECES: Final = 24
_TELLING_DIGITS: Final = 5
_FEW_DIGITS: Final = 3
_LONG_NAME: Final = 10
_CONTROL: Final = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+"
)
_LOGGED: Final = re.compile(
    r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}|\[(?:error|warn|info|debug)\]|\*(?:ERROR|WARN|INFO|DEBUG)\*"
    r"|\b(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|SEVERE)\b[ :\]-]+\S|\bat [\w.$]{3,200}\("
    r"|\bCaused by: |\biRc=|\berror log\b|\bstack trace\b|Exception: |Error: "
)
_CJK: Final = "\u3005\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_LATIN: Final = "!-~\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_MARK: Final = (
    "\u3001\u3002\u3008-\u3011\u3014-\u301b\u30fb\uff01\uff08\uff09\uff0c\uff0f\uff1a\uff1b\uff1d"
    "\uff1f\uff3b\uff3d"
)
_BORDER: Final = re.compile(f"(?<=[{_CJK}])(?=[{_LATIN}])|(?<=[{_LATIN}])(?=[{_CJK}])|[{_MARK}]")
_EDGE: Final = " .,;:!?()[]{}<>\"'`\u00ab\u00bb\u201c\u201d\u2018\u2019"
_INNER: Final = re.compile(r"[=:()\[\]\"',;<>]+")
_NAME: Final = re.compile(
    r"(?:[A-Za-z_$][A-Za-z0-9_]{0,80}[.$]){1,16}([A-Za-z_][A-Za-z0-9_]{2,100})"
)
_HUMPS: Final = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]")
_FAILURE: Final = re.compile(r"(?:exception|error|fault|failure)$", re.IGNORECASE)
USUAL: Final = frozenset(
    """a about an and are can code codes do does error errors exception fix for get getting has
    have how http i in is issue it mean meaning means message my number of on or problem resolve
    solution solve status statuscode errorcode the this to was what when why with
    alerta código codigo como corrigir da de do e em erro erros esta este eu exceção falha
    mensagem não o os que por problema resolver significa significado solução um uma é
    au c ce cela cette code comment corriger est et erreur erreurs la le les message
    pourquoi probleme problème quoi résoudre resoudre signifie statut un une veut dire
    aktuell auf bedeutet bedeutung behebe beheben code das der die ein eine fehler fehlercode
    ich ist lösen meldung problem und warum was wie zu
    causa como cómo del el es esto falla los mensaje por qué que resolver significa solución
    solucionar una
    d d'erreur l l'erreur
    che codice correggere cosa di errore errori il l'errore lo messaggio perché risolvere
    soluzione stato è
    or ou y oder en och eller
    betekent de een fout foutcode foutmelding het hoe melding oplossen oplossing probleem waarom wat
    betyder fel felet felkod felkoden felmeddelande hur lösa lösning vad varför är
    エラーコード エラーメッセージ ステータスコード 是什么意思 是什麼意思 무엇인가요 어떻게
    код ошибка ошибки что значит hata hatas\u0131 kodu nedir""".split()  # noqa: SIM905 - a list of words is read as words
)
"""Words beside a code that ask nothing more than the code does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query asks for."""

    kind: str
    """`empty`, `code`, `near`, `log` or `words`."""
    text: str = ""
    """Whose words are looked up."""
    codes: tuple[str, ...] = ()
    """Codes in it, in order."""
    near: tuple[str, ...] = ()
    """Codes that may be meant."""
    whole: str = ""
    """A lone piece that finds something only if it is known as a whole."""


def read_query(query: str, lookup: CodeLookup) -> Asked:
    """What a query asks for, by the codes of one locale."""
    text = _CONTROL.sub(" ", query[:LONGEST]).strip()
    if not text:
        return Asked("empty")
    if whole := lookup.find(text).matches:
        return Asked("code", text, whole)
    if is_log(text):
        return Asked("log", _masked(text))
    return _read_line(" ".join(text.split()), lookup)


def is_log(text: str) -> bool:
    """Whether a text comes out of a log rather than out of a head."""
    if "\n" in text or len(text.split(None, _MANY_WORDS)) > _MANY_WORDS:
        return True
    return bool(_LOGGED.search(text))


def _masked(text: str) -> str:
    lines = text.split("\n")[:_MOST_LINES]
    told = (PLACEHOLDER.sub(" ", mask(strip_prefix(line))) for line in lines)
    return "\n".join(line for line in told if line.strip()) or text


def _read_line(text: str, lookup: CodeLookup) -> Asked:
    pieces = [piece.strip(_EDGE) for piece in _BORDER.sub(" ", text).split()][:_PIECES]
    codes, rest = _codes_in([piece for piece in pieces if piece], lookup)
    telling = [piece for piece in rest if not _is_usual(piece)]
    if not codes and len(telling) == 1:
        codes = list(lookup.find(telling[0]).matches)
        telling = [] if codes else telling
    if codes:
        return Asked("words" if telling else "code", text, tuple(dict.fromkeys(codes)))
    return _read_unknown(text, telling, lookup)


def _is_usual(piece: str) -> bool:
    return (
        piece.lower().replace("\u2019", "'") in USUAL
        or not any(map(str.isalnum, piece))
        or _is_cjk_particle(piece)
    )


def _is_cjk_particle(piece: str) -> bool:
    return len(piece) <= 4 and re.fullmatch(f"[{_CJK}]+", piece) is not None  # noqa: PLR2004


def _codes_in(pieces: Sequence[str], lookup: CodeLookup) -> tuple[list[str], list[str]]:
    """Codes, and the pieces that are none."""
    codes: list[str] = []
    rest: list[str] = []
    at = 0
    while at < len(pieces):
        for size in (3, 2, 1):
            text = " ".join(pieces[at : at + size])
            found = _matches(text, lookup) if size == 1 or _digits(text) else ()
            if found and at + size <= len(pieces):
                codes += found
                at += size
                break
        else:
            inner, left = _inside(pieces[at], lookup)
            codes += inner
            rest += left
            at += 1
    return codes, rest


def _inside(piece: str, lookup: CodeLookup) -> tuple[list[str], list[str]]:
    """The same within one piece."""
    if name := _NAME.fullmatch(piece):
        found = lookup.find(name[1]).matches
        return (list(found), []) if found else ([], [piece])
    parts = [part for part in _INNER.split(piece) if part]
    if len(parts) < 2:  # noqa: PLR2004 - one
        return [], [piece]
    codes = [code for part in parts for code in _matches(part, lookup)]
    return codes, [part for part in parts if not _matches(part, lookup)]


def _matches(text: str, lookup: CodeLookup) -> tuple[str, ...]:
    if (text.isdecimal() and len(text) < _TELLING_DIGITS) or (text.isalpha() and text.islower()):
        return ()
    return lookup.find(text).matches


def _read_unknown(text: str, telling: Sequence[str], lookup: CodeLookup) -> Asked:
    lone = _lone(telling)
    if lone and _may_be_code(lone):
        near = _near(lone, lookup)
        if near:
            return Asked("near", text, near=near)
        return Asked("words", text, whole=lone if _must_be_known(lone) else "")
    near = tuple(
        code
        for piece in telling
        if _digits(piece) >= _TELLING_DIGITS
        for code in _near(piece, lookup)
    )
    return Asked("words", text, near=near[:MOST_NEAR])


def _lone(telling: Sequence[str]) -> str:
    """The only piece, or the two pieces of one code."""
    if len(telling) == 1:
        return telling[0]
    if len(telling) == 2 and telling[0].isalpha() and telling[1].isdecimal():  # noqa: PLR2004
        return "-".join(telling) if len(telling[1]) > _FEW_DIGITS else ""
    return ""


def _digits(piece: str) -> int:
    return sum(map(str.isdecimal, piece))


def _may_be_code(piece: str) -> bool:
    return bool(
        _digits(piece) >= _FEW_DIGITS
        or _HUMPS.search(piece)
        or "_" in piece
        or _NAME.fullmatch(piece)
        or (len(piece) >= _LONG_NAME and _FAILURE.search(piece))
    )


def _must_be_known(piece: str) -> bool:
    if _digits(piece) >= _FEW_DIGITS:
        return True
    constant = "_" in piece and piece.upper() == piece
    return constant or bool(_FAILURE.search(piece))


def _near(piece: str, lookup: CodeLookup) -> tuple[str, ...]:
    """The best first: those that begin with the same letters."""
    name = _NAME.fullmatch(piece)
    found = lookup.find(name[1] if name else piece).near
    prefix = piece[:3].upper()
    ranked = sorted(found, key=lambda code: (code[:3].upper() != prefix, code))
    return tuple(ranked[:MOST_NEAR])


def known_parts(words: Sequence[str]) -> Iterator[str]:
    """The words of a lone piece that must be known: its ends, and those with digits.

    The last is the whole where parts are joined by `_`.
    """
    yield from words[:1]
    yield from words[-1:]
    yield from (word for word in words[1:-1] if not word.isalpha())
