"""Takes the endings off words, so that `deliveries` and `delivery` are one word.

A table for each language: ending -> what stands in its place. The longest ending that leaves four
letters, counted with what stands in its place, is taken, once; an ending that stands for itself
protects the words that have it. Only words of ASCII letters have endings. It is light on purpose:
the table travels to the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_LEAST: Final = 4
"""Letters that stay."""
_ENGLISH: Final = (
    "s e es ed ing ings ly ion ions ation ations ate ates ated ating ator ators ment ments ally"
    " ies>y ied>y ss>ss us>us is>is sses>ss ness"
    " pped>p pping>p tted>t tting>t nned>n nning>n gged>g gging>g mmed>m mming>m rred>r rring>r"
    " ize ized izes izing ization ise ised ises ising isation izations"
)
_PORTUGUESE: Final = (
    "s a o as os e es ao oes ao coes>cao cao>cao acao acoes icao icoes ado ada ados adas"
    " ar ido ida idos idas er ir ando endo indo ou amente mente avel aveis ivel iveis amento"
    " amentos imento imentos ais>al eis>el ns>m am em ava avam ura"
)
_SPANISH: Final = (
    "s a o as os e es cion ciones acion aciones icion iciones ado ada ados adas ido ida idos"
    " idas ar er ir ando iendo amente mente able ables ible ibles amiento amientos imiento"
    " imientos aba aban an en"
)
_FRENCH: Final = (
    "s e es ee ees er ez ent ant ants ante antes ation ations ition itions ement ements aux>al"
    " euse euses eur eurs if ifs ive ives ait aient ir irs ie ies is it able ables ible ibles"
    " ment iser isation isations"
)
_GERMAN: Final = (
    "e en er em es ern s n st t et ung ungen heit keit lich liche lichen licher liches isch"
    " ische ischen ischer te ten tem ter end ende enden ender"
)
_ITALIAN: Final = (
    "a e i o zione zioni azione azioni izione izioni ato ata ati ate ito ita iti ite uto uta uti"
    " ute are ere ire ando endo amente mente abile abili ibile ibili amento amenti imento imenti"
    " io ano ono iva ivo ivi ive atore atori"
)
_DUTCH: Final = (
    "e en s t te ten d de den er ers ing ingen heid heden lijk lijke baar bare eren eert eerd"
    " ende atie aties"
)
_SWEDISH: Final = (
    "a e n t ar er or en et na as ad ade at de te ande ende anden andet andena"
    " ern rar rarna arna erna orna ens ets ning ningen ningar ningarna"
    " het heten heter lig liga ligt"
)
_TABLES: Final = {
    "en": _ENGLISH,
    "pt": _PORTUGUESE,
    "es": _SPANISH,
    "fr": _FRENCH,
    "de": _GERMAN,
    "it": _ITALIAN,
    "nl": _DUTCH,
    "sv": _SWEDISH,
}


@dataclass(frozen=True)
class Stemmer:
    """The endings of one language; none for a language without a table."""

    table: str = ""
    """`ending` or `ending>replacement`, parted by spaces: as it travels to the browser."""

    def __post_init__(self) -> None:
        pairs = (entry.partition(">") for entry in self.table.split())
        endings = {ending: instead for ending, _, instead in pairs}
        object.__setattr__(self, "_endings", endings)
        object.__setattr__(self, "_longest", max(map(len, endings), default=0))

    def stem(self, word: str) -> str:
        """The word without its ending."""
        endings: dict[str, str] = self._endings  # type: ignore[attr-defined] # set above
        if not (endings and word.isascii() and word.isalpha()):
            return word
        longest: int = self._longest  # type: ignore[attr-defined] # set above
        for length in range(min(longest, len(word) - 1), 0, -1):
            instead = endings.get(word[-length:])
            if instead is not None and len(word) - length + len(instead) >= _LEAST:
                return word[:-length] + instead
        return word


def stemmer_for(locale: str) -> Stemmer:
    """The stemmer of a locale's language."""
    return _STEMMERS.get(locale.partition("-")[0].lower(), _NONE)


_NONE: Final = Stemmer()
_STEMMERS: Final = {language: Stemmer(table) for language, table in _TABLES.items()}
