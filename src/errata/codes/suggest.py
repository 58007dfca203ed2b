"""Proposes families for what looks like codes without one: packs that errata ships, or own ones.

1. Every line is searched for the codes of packs that are not chosen, and for three forms: letters
   and digits, with a hyphen or without, and a number after a word such as "Fehler".
2. What a chosen family finds is not a candidate, and neither are standards, products and versions.
3. Candidates are grouped by their common beginning. Whether a group is of codes depends on the
   words around its members, and on titles and headings that begin with one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from unicodedata import normalize

from errata.codes.families import PACKS, read_pack
from errata.codes.family_codes import CheckDigitFamilies, FamilyPatterns
from errata.codes.number_forms import NumberFinder
from errata.codes.scanner import Scanner, drop_overlaps
from errata.codes.surroundings import END, START, blank_out_addresses, to_ascii_forms
from errata.data import read_texts, read_word_lists
from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.model import CodeSpan, Family, Source

# The most places that a proposal names
_MOST_EXAMPLES: Final = 3
# How many characters before and after a candidate a word counts: about five words.
_REACH: Final = 40
# Of the five real knowledge bases that this was tried on, groups of codes have such a word, or are
# headings, in 4 to 10 of 10 places; names of products and documents in 2 at most.
_SHARE: Final = 0.34
# A group of one number is a name more often than a code, as "CN23453" and "EAN-128" are. One
# "rc=98" gave public runbooks the families of Adobe Campaign.
_FEWEST: Final = 2
# So many files of one beginning are a reference of codes: StyleCop has 195, Meziantou.Analyzer 215.
_FEWEST_NAMED: Final = 3
# Families found by their form alone: a number after "error" has no vendor's family.
_GENERAL: Final = frozenset({"API", "REASON", "CONSTANT", "EXCEPTION", "AUTHOR"})
_FILE: Final = "suggest_words"
_NOT_PREFIXES: Final = frozenset(
    (*read_texts(_FILE, "not_prefixes"), *read_word_lists("code_names")["not_prefixes"])
)


def _choice(name: str) -> str:
    return "|".join(read_texts(_FILE, name))


# "AADSTS50011", "CS0103", "ERR-4711", "AEM-CS-1001" yes; "A1", "cs0103", "v2.10", "CS013.3" no
_LETTERS_AND_DIGITS: Final = re.compile(
    rf"{START}(?<![-./#@&%+=])(?P<prefix>[A-Z][A-Z]{{0,11}}(?:-[A-Z]{{2,6}})?)(?P<dash>[-_]?)"
    rf"(?P<digits>\d{{3,8}}){END}(?![-/_]\w|\.\d|%)"
)
# "Fehler 0815", "エラー 4711" yes; "terror 0815", "Fehler 3", "error 0815.2" no
_WORD_AND_NUMBER: Final = re.compile(
    rf"(?P<prefix>(?P<spaced>{START}(?i:{_choice('number_words')}))"
    rf"|{_choice('number_words_unspaced')})"
    rf"(?P<dash>[ ]|:[ ]|[ ]?\#|)(?P<digits>\d{{3,6}}){END}(?![-/_]\w|[.,:]\d|%)"
)
# "Error", "エラー" yes; "terror" no
_FAULT: Final = compile_late(
    rf"(?i){START}(?:{_choice('fault_words')}){END}|{_choice('fault_words_unspaced')}"
)
# A beginning that says by itself what it is: "ERR", "Fehler" yes; "CN" no
_FAULT_NAME: Final = compile_late(
    rf"(?i)ERR|FAULT|FAIL|{_choice('number_words')}|{_choice('number_words_unspaced')}"
)
# Before what a heading, a title or a cell begins with: "## ", "title: '", "| **", "[" yes;
# "See ", "- " no
_LEAD: Final = compile_late(r"^\s*(?:(?:#{1,6}\s|title\s?[:=]|\|)[\s\"'*`\[]{0,6}|[*`\[]{1,3})$")
# The target of a link, or a tag: "](a/CS0103.md)", "<a href='x'>" yes; "(CS0103)" no
_TARGET: Final = compile_late(r"\]\([^)\s]{0,400}|\]:\s?\S{1,400}|<[a-zA-Z/!][^<>]{0,400}>")
# Lines of a front matter that readers see: "title: CS0103" yes; "ms.custom: CS0103", "- CS0103" no
_PUBLIC_KEY: Final = compile_late(r"(?:title|description|keywords)\s?[:=]", re.IGNORECASE)
# Statuses of HTTP and mail, next to a word: "404", "550" yes; "0815", "901" no
_STATUS: Final = compile_late(r"[1245]\d\d")
# A hint for the forms: "CS0103" yes; "C2" no
_DIGITS: Final = compile_late(r"\d{3}")
# Numbers that are a year or a round one: "2019", "1000" yes; "1019" no
_YEAR_OR_ROUND: Final = compile_late(r"(?:19|20)\d\d|\d0{2,}")


@dataclass(frozen=True, slots=True)
class CodePlace:
    """The place of a code."""

    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A family, or a pack of families, that the articles lack."""

    shape: str
    """The common beginning of the codes, and a `#` for each digit: `CS####`."""
    codes: tuple[str, ...]
    """Codes, the most frequent first."""
    places: int
    examples: tuple[CodePlace, ...]
    """Places of different codes, the most frequent first."""
    pack: str = ""
    """The shipped pack that has the family; empty if none has."""
    table: str = ""
    """Otherwise the family in the form of `families.toml`."""
    names_articles: bool = False
    """Whether most of the codes have an article that is named after them."""


@dataclass(slots=True)
class _Group:
    """Candidates with one beginning."""

    codes: Counter[str] = field(default_factory=Counter)
    first: dict[str, Span] = field(default_factory=dict)
    faults: int = 0
    """Number of places whose words say that it is a fault."""
    numbers: set[str] = field(default_factory=set)
    """Members that look like an article's number."""
    explained: set[str] = field(default_factory=set)
    """Members that begin a title or heading of the article that is named after them."""

    def add(self, code: str, span: Span, *, is_fault: bool) -> None:
        self.codes[code] += 1
        self.first.setdefault(code, span)
        self.faults += is_fault

    @property
    def places(self) -> int:
        return self.codes.total()

    @property
    def ordered(self) -> tuple[str, ...]:
        return tuple(sorted(self.codes, key=lambda code: (-self.codes[code], code)))

    @property
    def is_of_faults(self) -> bool:
        """Whether its members are codes, by the words around them."""
        if len(self.explained & self.numbers) < _SHARE * len(self.numbers):
            return False
        return self.faults >= _SHARE * self.places

    @property
    def has_name(self) -> bool:
        """Whether its codes have names of their own: "IDX10214" yes; "rc=98" no."""
        return any(map(str.isupper, self.ordered[0]))

    def suggest(self, shape: str, *, pack: str = "", table: str = "") -> Suggestion:
        codes = self.ordered
        examples = tuple(CodePlace(code, self.first[code]) for code in codes[:_MOST_EXAMPLES])
        named = len(self.explained)
        names_articles = named >= _FEWEST_NAMED and named * 2 >= len(codes)
        return Suggestion(shape, codes, self.places, examples, pack, table, names_articles)


def suggest_families(
    sources: Iterable[Source], families: Sequence[Family], numbers: str = ""
) -> tuple[Suggestion, ...]:
    """Return the families that articles lack, packs first, then by number of places.

    `numbers` is a pattern of article numbers. They are codes if articles are named after what they
    explain, as `SA1200.md` with the heading "SA1200" is.
    """
    finder = _Finder(families, numbers)
    for source in sources:
        text = source.data.decode("utf-8-sig", "replace")
        for number, line in _lines(text):
            finder.read(line, source.path, number)
    return tuple(finder.suggestions())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield numbered lines; in the front matter, only title, description and keywords."""
    opened = ""
    for number, line in enumerate(text.splitlines(), 1):
        if number == 1 and line.strip() in {"---", "+++"}:
            opened = line.strip()
        elif opened and line.strip() == opened:
            opened = ""
        elif not opened or _PUBLIC_KEY.match(line):
            yield number, line


class _Finder:
    """Gathers candidates, line by line."""

    def __init__(self, families: Sequence[Family], numbers: str) -> None:
        self._known = Scanner(families)
        self._ids = {family.id for family in families}
        self._packs = _PackFinder(self._ids)
        self._numbers = re.compile(numbers or "(?!)", re.IGNORECASE)
        self._of_packs: dict[str, _Group] = defaultdict(_Group)
        self._groups: dict[tuple[str, str], _Group] = defaultdict(_Group)

    def read(self, line: str, path: str, number: int) -> None:
        text = _TARGET.sub(_blank, blank_out_addresses(to_ascii_forms(line)))
        of_packs = tuple(self._packs.find(text))
        forms = (_LETTERS_AND_DIGITS, _WORD_AND_NUMBER) if _DIGITS.search(text) else ()
        others = [match for form in forms for match in form.finditer(text)]
        others = [match for match in others if self._may_be_code(match, path)]
        if not (of_packs or others):
            return
        spans = [span for span in self._known.scan(text) if span.family not in _GENERAL]
        for code in of_packs:
            if _is_free(code.start, code.end, spans):
                spans.append(code)
                group = self._of_packs[self._packs.pack_of(code)]
                is_fault = _is_fault(text, code.start, code.end)
                group.add(code.code, Span(path, number, code.start + 1), is_fault=is_fault)
        for match in others:
            if _is_free(*match.span(), spans):
                self._add(match, text, Span(path, number, match.start() + 1))

    def _may_be_code(self, match: re.Match[str], path: str) -> bool:
        prefix, digits = match["prefix"], match["digits"]
        if match.re is _LETTERS_AND_DIGITS and prefix.partition("-")[0] in _NOT_PREFIXES:
            # "E0001" names many things in a text, and one in `E0001.md`.
            return len(prefix) == 1 and _names_file(match[0], path)
        if match.re is _WORD_AND_NUMBER and _STATUS.fullmatch(digits):
            return False
        if self._numbers.fullmatch(match[0]):
            return match.re is _LETTERS_AND_DIGITS
        return not _YEAR_OR_ROUND.fullmatch(digits)

    def _add(self, match: re.Match[str], text: str, span: Span) -> None:
        is_word = match.re is _WORD_AND_NUMBER
        prefix = match["prefix"].capitalize() if is_word else match["prefix"]
        dash = (" " if match["spaced"] else "") if is_word else match["dash"]
        is_fault = is_word or _is_fault(text, *match.span())
        group, code = self._groups[prefix, dash], f"{prefix}{dash}{match['digits']}"
        group.add(code, span, is_fault=is_fault)
        if self._numbers.fullmatch(code):
            group.numbers.add(code)
        if _names_file(code, span.path) and _LEAD.match(text[: match.start()]):
            group.explained.add(code)

    def suggestions(self) -> Iterator[Suggestion]:
        packs = {
            name: group
            for name, group in self._of_packs.items()
            if group.is_of_faults and (len(group.codes) >= _FEWEST or group.has_name)
        }
        for name, group in sorted(packs.items(), key=lambda item: (-item[1].places, item[0])):
            yield group.suggest(_shape(group.ordered[0]), pack=name)
        own = {
            key: group
            for key, group in self._groups.items()
            if group.is_of_faults and (len(group.codes) >= _FEWEST or _FAULT_NAME.search(key[0]))
        }
        ids = set(self._ids)
        for (prefix, dash), group in sorted(
            own.items(), key=lambda item: (-item[1].places, item[0])
        ):
            name = _new_id(prefix, ids)
            ids.add(name)
            table = _table(name, prefix, dash, group.ordered)
            yield group.suggest(_shape(group.ordered[0]), table=table)


class _PackFinder:
    """Finds the codes of the packs that are not chosen, in any spelling."""

    def __init__(self, chosen: Collection[str]) -> None:
        families = {
            family: name
            for name in PACKS
            for family in read_pack(name)
            if family.id not in chosen and family.is_of_errors
        }
        self._pack_by_family = {family.id: name for family, name in families.items()}
        kinds = (CheckDigitFamilies, NumberFinder, FamilyPatterns)
        self._detectors = [kind(tuple(families)).find for kind in kinds]

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Yield codes from left to right, without overlaps."""
        spans = (span for detect in self._detectors for span in detect(text))
        return drop_overlaps(span for span in spans if span.kind == "error")

    def pack_of(self, code: CodeSpan) -> str:
        """Return the pack that has the code's family."""
        return self._pack_by_family[code.family]


def _is_free(start: int, end: int, spans: Iterable[CodeSpan]) -> bool:
    return all(end <= span.start or span.end <= start for span in spans)


def _is_fault(text: str, start: int, end: int) -> bool:
    """Whether words around a place, or a heading or cell that begins there, name a fault."""
    before = text[max(0, start - _REACH) : start]
    if _FAULT.search(before) or _FAULT.search(text[end : end + _REACH]):
        return True
    return start < _REACH and bool(_LEAD.match(text[:start]))


def _names_file(code: str, path: str) -> bool:
    """Whether a file is named after a code, in any case: `docs/ca1822.md`."""
    return PurePosixPath(path).stem.casefold() == code.casefold()


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _shape(code: str) -> str:
    # "CS0103" -> "CS####"
    return re.sub(r"\d", "#", code)


def _table(name: str, prefix: str, dash: str, codes: Sequence[str]) -> str:
    """Write the family in TOML for `parse_families`; product and meaning are left to improve."""
    lengths = sorted(len(code) - len(prefix) - len(dash) for code in codes)
    least, most = lengths[0], lengths[-1]
    digits = rf"\d{{{least},{most}}}" if least < most else rf"\d{{{most}}}"
    # A word and its number are written in several ways, letters with a hyphen in one.
    is_word = _WORD_AND_NUMBER.fullmatch(codes[0])
    cases = "|".join(dict.fromkeys((prefix, prefix.lower(), prefix.upper())))
    head = f"(?:{cases})(?:: | ?#| )?" if is_word else f"{prefix}{dash}"
    lines = [
        "[[family]]",
        f'id = "{name}"',
        f"pattern = '{head}{digits}'",
        *([f'canonical = "{prefix}{dash}{{value}}"'] if is_word else []),
        f'product = "{prefix}"  # whose codes they are',
        f'meaning = "Codes such as {codes[0]}."  # one sentence for readers',
        f'example = "{codes[0]}"',
    ]
    return "\n".join(lines)


def _new_id(prefix: str, used: Collection[str]) -> str:
    """Make a valid id of a name: `Störung` -> `STORUNG`."""
    letters = normalize("NFKD", prefix.upper()).encode("ascii", "ignore").decode()
    name = re.sub(r"\W", "_", letters) or "NUMBERED"
    while name in used:
        name += "_OWN"
    return name
