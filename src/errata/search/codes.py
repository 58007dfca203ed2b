"""The table of codes: which articles each leads to, complete without the root.

As it is written, an object of
- `version`,
- `codes`: every code, sorted,
- `kinds`: one letter a code: `e` error, `s` status, `t` ticket, `v` CVE,
- `families`: names; `of`: for each code the place of its family in it, as `numbers`,
- `articles`: numbers, see `names.write_names`,
- `uses`: for each code the places of its articles, best first, as `numbers`; parted by spaces,
- `files`: place of a code -> the last part of its card's name, where it is not the code itself,
- `usual`: the words beside a code that ask nothing more than the code does, parted by spaces.

A code has a card if it is an error or a status.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.search.names import write_names
from errata.search.numbers import write_all
from errata.text.slugs import safe_segment

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION: Final = 1
KINDS: Final = {"error": "e", "status": "s", "ticket": "t", "cve": "v"}
CARDS: Final = frozenset({"error", "status"})
_USUAL: Final = frozenset(
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
class CodeRow:
    """One code that can be searched for in one locale."""

    code: str
    kind: str
    family: str
    articles: tuple[str, ...]
    """Numbers, the best first."""


def write_codes(rows: Sequence[CodeRow]) -> dict[str, object]:
    """The table of rows sorted by code."""
    families = sorted({row.family for row in rows})
    articles = sorted({number for row in rows for number in row.articles})
    places = {number: place for place, number in enumerate(articles)}
    return {
        "version": VERSION,
        "codes": [row.code for row in rows],
        "kinds": "".join(KINDS[row.kind] for row in rows),
        "families": families,
        "of": write_all(families.index(row.family) for row in rows),
        "articles": write_names(articles),
        "uses": " ".join(write_all(map(places.__getitem__, row.articles)) for row in rows),
        "files": {
            str(place): safe_segment(row.code)
            for place, row in enumerate(rows)
            if row.kind in CARDS and safe_segment(row.code) != row.code
        },
        "usual": " ".join(sorted(_USUAL)),
    }
