"""What a log is searched for, all at once: codes, beginnings of codes, anchors of messages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from errata.data import read_json, read_word_lists
from errata.data.patterns import compile_late
from errata.model import CodeEntry, Family, Library
from errata.text.pattern_tree import to_byte_pattern
from errata.text.patterns import canonical_code, literal_prefixes
from errata.values import Record

# Shorter texts, such as "BUG" or "33", are in too many lines by chance.
_SHORTEST = 4
# A number of fewer digits, such as "0x7B" for 0x0000007B, is in logs for other reasons, too, and so
# is "0000007B" without 0x.
_SHORTEST_NUMBER = len("0x0000007B")
# "RED-520025" yes; "RED-520", "R-520025", "AEM-CS-1001" no
_PREFIX_AND_DIGITS = compile_late(r"([A-Z]{2,12})-(\d{5,10})")
# As people and programs write codes: with any hyphen or dash, a space, "_" or nothing
_SEPARATORS = ("-", "", " ", "_", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")


# "SMTP 5.7.57" yes; "SMTP 550", "SMTP 5.7.57 x" no
_MAIL_STATUS = compile_late(r"SMTP ([45]\.[0-7]\.\d{1,3})")
_LIMITS: Final = read_json("log_limits")["reading"]
_REACH: Final[int] = _LIMITS["CUE"]
_SHORTEST_UNKNOWN: Final[int] = _LIMITS["SHORTEST_UNKNOWN"]
# The fewest bytes of a beginning that is looked for as a literal: "SQL", "rc=". To try the patterns
# of these two families at each byte takes twice as long as all literals together (`bench/scan.py`);
# "C" of "C2065" is in every line.
_SHORTEST_BEGINNING = 3
# Before a code of which this is a part: "x", "-" yes; " ", "é" no
_INSIDE = compile_late(rb"[A-Za-z0-9_-]\Z")
# What may stand directly before a code: the time of day "10:15AM", the escaped line end "\n", a
# terminal's colour "\x1b[0m" yes; "LAM" no
_GLUE = compile_late(rb"(?:(?<![A-Za-z])[AP]M|\\[nrt]|\x1b\[[0-9;]{0,12}m)\Z")
# How many bytes before a code are compared with them; the longest, a colour, has 15
_LOOK_BACK = 16
# After a code that continues: "5", "_", "-1" yes; "-", ".", " -1" no
_CONTINUES = compile_late(rb"[A-Za-z0-9_]|-[A-Za-z0-9]")
# Before the number of a mail status: "550 ", "550-", "550 #", "#", "dsn=", "SMTP ", "status: " yes;
# "mysql ", "v", "1550 " no. A zero stands for any digit in lines that are remembered.
_BEFORE_MAIL_STATUS = compile_late(
    rb"(?:(?<![0-9.])[045][0-9]{2}[ -]#?|#"
    rb"|(?:SMTP|smtp|DSN|dsn|[Ss]tatus|[Cc]ode|[Ee]rror|[Rr]eply|[Rr]esponse)[ :=]{1,3})\Z"
)


def code_variants(
    codes: Iterable[str], spellings: Mapping[str, Iterable[str]] = MappingProxyType({})
) -> Mapping[bytes, str]:
    """Map UTF-8 literals to codes: a prefix with digits has many variants, others only one.

    The number of a mail status needs certain text before it, see `is_mail_status`.
    """
    ordered = sorted(code for code in codes if len(code) >= _SHORTEST and "\n" not in code)
    variants = {code: code for code in ordered}
    for code in ordered:
        if parts := _PREFIX_AND_DIGITS.fullmatch(code):
            prefix, digits = parts.groups()
            for separator in _SEPARATORS:
                variants.setdefault(prefix + separator + digits, code)
                variants.setdefault(prefix.lower() + separator + digits, code)
        elif status := _MAIL_STATUS.fullmatch(code):
            variants.setdefault(status[1], code)
        for text in spellings.get(code, ()):
            variants.setdefault(text, code)
    return {text.encode("utf-8", "replace"): code for text, code in variants.items()}


def number_spellings(library: Library) -> dict[str, tuple[str, ...]]:
    """Map codes that are numbers to other spellings of the number in logs."""
    spellings = {
        entry.code: tuple(
            text
            for text in entry.numbers
            if not text.startswith("00")
            and (len(text) >= _SHORTEST_NUMBER or not text.startswith("0x"))
        )
        for entry in reportable_codes(library)
    }
    return {code: texts for code, texts in spellings.items() if texts}


def is_mail_status(literal: bytes) -> bool:
    """Whether a literal is a number that counts only after a reply code or a word of mail."""
    return _MAIL_STATUS.fullmatch(f"SMTP {literal.decode('utf-8', 'replace')}") is not None


_NAMES = read_word_lists("code_names")
_STANDARD_EXCEPTIONS = frozenset(_NAMES["standard_exceptions"])
_STANDARD_PACKAGES = ("", *_NAMES["standard_packages"])
# A name without a family that more articles share, such as `NullPointerException`, tells nothing.
_MOST_SHARED = 5


def reportable_codes(library: Library) -> Iterator[CodeEntry]:
    """Yield the codes of families with a pattern, and other names that articles are about.

    Of the latter, names that many articles share or that belong to a language itself do not count.
    """
    for entry in library.index.values():
        family = library.families.get(entry.family)
        if entry.kind == "error" and ((family and family.pattern) or _is_distinct(entry)):
            yield entry


def _is_distinct(entry: CodeEntry) -> bool:
    package, _, name = entry.code.rpartition(".")
    is_standard = name in _STANDARD_EXCEPTIONS and package in _STANDARD_PACKAGES
    is_subject = any(use.salience == "primary" for use in entry.uses)
    is_shared = len({use.number for use in entry.uses}) > _MOST_SHARED
    return is_subject and not is_standard and not is_shared


def article_numbers(entry: CodeEntry, locale: str) -> tuple[str, ...]:
    """Return the articles about a code, the best first, of any locale if this one has none."""
    numbers = [use.number for use in entry.uses if use.locale == locale]
    return tuple(dict.fromkeys(numbers or (use.number for use in entry.uses)))


def lists_with(entry: CodeEntry) -> frozenset[str]:
    """Return the articles that list the code, if another is named after it.

    A list quotes the message of each of its codes, but explains none as well.
    """
    listed = frozenset(use.number for use in entry.uses if use.listed)
    is_named = any(use.named and use.number not in listed for use in entry.uses)
    return listed if is_named else frozenset()


def codes_in_titles(
    library: Library, articles: Mapping[str, Iterable[str]], locale: str
) -> frozenset[str]:
    """Return the codes that are in the title of one of their articles."""
    titles = {
        article.number: article.metadata.title
        for article in library.articles
        if article.locale == locale
    }
    return frozenset(
        code
        for code, numbers in articles.items()
        if any(code.removeprefix("SMTP ") in titles.get(number, "") for number in numbers)
    )


class LogFamily(Record, frozen=True):
    """A family, and how a log is searched for its codes."""

    family: Family
    prefixes: tuple[str, ...] = ()
    """Distinct texts; every code begins with one. Empty: the pattern is tried everywhere, which is
    slower.
    """


def log_families(library: Library) -> Iterator[LogFamily]:
    """Yield the families whose pattern is searched for in logs, in their order.

    One without distinct beginnings counts only if an article has one of its codes.
    """
    in_use = {entry.family for entry in library.index.values() if entry.kind == "error"}
    for family in library.families.values():
        if not (family.pattern and family.is_of_errors):
            continue
        # The separator between a prefix and a value does not make the prefix distinct.
        prefixes = tuple(p.rstrip("=:#") for p in dict.fromkeys(literal_prefixes(family.pattern)))
        if all(len(prefix.encode()) >= _SHORTEST for prefix in prefixes):
            yield LogFamily(family, tuple(dict.fromkeys(prefixes)))
        elif family.id in in_use:
            yield LogFamily(family)


class FamilyPattern:
    """Recognises the codes of a family in bytes.

    Expressions are compiled at first use: few of all families begin a code in a log.
    """

    def __init__(self, family: Family, *, is_distinct: bool) -> None:
        self._family = family
        self._is_distinct = is_distinct

    @cached_property
    def pattern(self) -> re.Pattern[bytes]:
        """By `families.toml`: "C2065" for "C[0-9]{4}" yes; "LNK" no."""
        return _compile(self._family.pattern)

    @cached_property
    def _cue(self) -> re.Pattern[bytes] | None:
        return _compile(self._family.cue, re.IGNORECASE) if self._family.cue else None

    def code_at(self, data: bytes, match: re.Match[bytes], bounds: tuple[int, int]) -> str:
        """Return the canonical form of a find; empty if it is not a code after all.

        Its cue must be in the same line, which has these bounds.
        """
        start, end = match.span()
        if not stands_alone(data, start, end):
            return ""
        before = data[max(bounds[0], start - _REACH) : start]
        context = before + b" " + data[end : min(bounds[1], end + _REACH)]
        if self._cue and not self._cue.search(context):
            return ""
        return canonical_code(self._family.canonical, match[0].decode("utf-8", "replace"))

    def may_be_unknown(self, surface: str) -> bool:
        """Whether such a text can hardly be there by chance."""
        return self._is_distinct or len(surface) >= _SHORTEST_UNKNOWN


def _compile(pattern: str, flags: int = 0) -> re.Pattern[bytes]:
    return re.compile(to_byte_pattern(pattern).encode("latin-1"), flags)


def family_patterns(
    library: Library,
) -> tuple[dict[bytes, list[FamilyPattern]], list[FamilyPattern]]:
    """Return families by the beginnings of their codes, and those with too general ones."""
    by_prefix: dict[bytes, list[FamilyPattern]] = defaultdict(list)
    others: list[FamilyPattern] = []
    for item in log_families(library):
        pattern = FamilyPattern(item.family, is_distinct=bool(item.prefixes))
        prefixes = item.prefixes or tuple(dict.fromkeys(literal_prefixes(item.family.pattern)))
        if any(len(prefix.encode()) < _SHORTEST_BEGINNING for prefix in prefixes):
            others.append(pattern)
            continue
        for prefix in prefixes:
            by_prefix[prefix.encode()].append(pattern)
    return by_prefix, others


def stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether a find is not a part of a longer word."""
    if _CONTINUES.match(data, end):
        return False
    before = data[max(0, start - _LOOK_BACK) : start]
    return not _INSIDE.search(before) or bool(_GLUE.search(before))


def has_mail_status(data: bytes, start: int, end: int) -> bool:
    """Whether the text before a number shows that it is the status of a mail."""
    before = data[max(0, start - _LOOK_BACK) : start]
    return not _CONTINUES.match(data, end) and bool(_BEFORE_MAIL_STATUS.search(before))


# Anchors are found in any case, and with a hyphen for a blank: "MySQL-Server" of German in "MySQL
# server"
_FOLDED = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ-", b"abcdefghijklmnopqrstuvwxyz ")
_LARGE: Final[int] = _LIMITS["LARGE"]
_LARGEST_TABLE: Final[int] = _LIMITS["LARGEST_TABLE"]


class SpelledLiterals:
    """Literals to search for all at once: some as they are spelled, anchors as they are folded."""

    def __init__(self, spelled: Iterable[bytes], anchors: Iterable[bytes]) -> None:
        self._anchors = frozenset(anchors)
        self._spellings: defaultdict[bytes, list[bytes]] = defaultdict(list)
        for literal in sorted(set(spelled)):
            self._spellings[literal.translate(_FOLDED)].append(literal)
        self._folded = sorted({*self._spellings, *self._anchors})
        self._automaton = BytesAhoCorasick(self._folded)
        self.size = sum(map(len, self._folded))

    def make_table(self) -> None:
        """Make what finds them twice as fast, and takes long to make."""
        self._automaton = BytesAhoCorasick(self._folded, implementation=Implementation.DFA)

    def find(self, data: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Yield the start, the end and the literal of each that is in the data, by its end."""
        folded_data = data.translate(_FOLDED)
        matches = self._automaton.find_matches_as_indexes(folded_data, overlapping=True)
        for index, start, end in matches:
            folded = self._folded[index]
            if folded in self._anchors:
                yield start, end, folded
            for literal in self._spellings.get(folded, ()):
                if data.startswith(literal, start):
                    yield start, end, literal


class LogLiterals:
    """The literals that a log is read for."""

    def __init__(
        self,
        codes: Collection[bytes],
        families: Mapping[bytes, Sequence[FamilyPattern]],
        anchors: Collection[bytes],
    ) -> None:
        alone = {*families}.difference(codes, anchors)
        self._families = {literal: families[literal] for literal in alone}
        self._literals = SpelledLiterals((*codes, *families), anchors)
        self._may_be_table = self._literals.size <= _LARGEST_TABLE
        self._read = 0

    def find(self, data: bytes, begin: int, cut: int) -> list[tuple[int, int, bytes]]:
        """Return the end, the start and the literal of those that begin between two places."""
        self._read += cut - begin
        if self._read > _LARGE and self._may_be_table:
            self._literals.make_table()
            self._may_be_table = False
        literals: list[tuple[int, int, bytes]] = []
        line_end = -1
        for start, end, literal in self._literals.find(data):
            if not begin <= start < cut:
                continue
            # "ERROR " begins codes of MySQL, and most lines that have it have none.
            if families := self._families.get(literal):
                if end > line_end:  # matches come in the order of their ends
                    line_end = find_line_end(data, start)
                if not any(family.pattern.match(data, start, line_end) for family in families):
                    continue
            literals.append((end, start, literal))
        return literals


def find_line_end(data: bytes, start: int) -> int:
    """Return where the line ends that has this place."""
    end = data.find(b"\n", start)
    return len(data) if end < 0 else end
