"""Recognises the KCS sections and collects their text; the tokens do not change.

A heading is compared with the names in `errata/data/section_names.toml`: what authors call the
sections in each language. Case, width, numbers and punctuation do not count, and up to two wrong
letters are forgiven in long words. Headings that a translator left in English count in every
language.

A section lasts until the next heading of its rank or above, or until the next heading that is
itself recognised. A wrong guess can therefore mislabel text, but never drop or move it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from msgspec import field
from msgspec.structs import replace

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.tokens import block_text
from errata.data import read_data, read_table
from errata.data.patterns import compile_late
from errata.model import Heading, Section, SectionKind
from errata.text.anchors import INVISIBLE, valid_id
from errata.text.locales import find_serving_locales
from errata.values import MutableRecord

# The longest section heading of the real articles has 64 characters; a sentence is longer.
LONGEST_HEADING: Final = 80
# A name needs this many letters before any may be wrong: "cause" has them, "note" has not.
_MIN_FUZZY: Final = 5
# From this length on two letters may be wrong. The six headings of the real articles that need any
# of this are slips such as "symtomps" and "参照ドキュメント"; none is taken for another section.
_MIN_TWO_WRONG: Final = 8

# "(s)" in "environment(s)" and "(e)" in "problem(e)"; not "(new)".
_PLURAL: Final = compile_late(r"\(\w{1,2}\)")
# " #2" in "solution #2" and "2" in "解決策2"; not "2" alone.
_NUMBERED: Final = compile_late(r"(?<=\w) ?#?\d{1,2}$")
_PUNCTUATION: Final = " \t:>*.;-\u2013\u2014「」【】[]■□◆◇●○▼※\"'"


def section_kind(text: str, locale: str) -> SectionKind | None:
    """Return the section that a heading's plain text announces, or None.

    A compound such as `Issue/Symptoms` counts if all its parts announce the same section; of
    `Resolution/Workaround`, both do.
    """
    return None if len(text) > LONGEST_HEADING else _section_kind(text, locale.partition("-")[0])


def names_article(text: str, level: int, others: Iterable[int], path: str) -> bool:
    """Whether the first heading below the first level names the article, not a section of it.

    It does if no other heading is beside it or above it, or if it is the name of the file. Of 340
    pages in 25 public repositories that begin with one of several, nine in ten begin with a
    section: "What it does", "Requirements".
    """
    is_alone = all(other > level for other in others)
    return is_alone or valid_id(text.lower()) == valid_id(PurePosixPath(path).stem.lower())


def heading_name(kind: SectionKind, locale: str) -> str:
    """Return the usual name of a section in a locale, in English if no language matches."""
    tables = read_names()
    language = next(iter(find_serving_locales(locale, tables)), "en")
    usual = tables[language][kind][0]
    return f"{usual[:1].upper()}{usual[1:]}"


@cache
def read_names() -> Mapping[str, Mapping[SectionKind, tuple[str, ...]]]:
    """Map languages to sections to their names, with those of one vendor's articles last."""
    names: dict[str, dict[SectionKind, tuple[str, ...]]] = {}
    tables: tuple[Mapping[str, Any], ...] = (
        read_data("section_names"),
        read_table("adobe", "section-names"),
    )
    for table in tables:
        for language, sections in table.items():
            kinds = names.setdefault(language, {})
            kinds.update((SectionKind(kind), tuple(words)) for kind, words in sections.items())
    return names


@lru_cache(maxsize=4096)
def _section_kind(text: str, language: str) -> SectionKind | None:
    folded = _fold(text)
    if kind_of_whole := _lookup(folded, language):
        return kind_of_whole
    kinds = {_lookup(part.strip(_PUNCTUATION), language) for part in folded.split("/")}
    return kinds.pop() if len(kinds) == 1 and "/" in folded else None


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    text = " ".join(text.casefold().replace("\u2019", "'").split()).strip(_PUNCTUATION)
    return _PLURAL.sub("", text) if "(" in text else text


def _lookup(folded: str, language: str) -> SectionKind | None:
    if not folded:
        return None
    names = _names(language)
    unnumbered = _NUMBERED.sub("", folded)
    return names.get(folded) or names.get(unnumbered) or _nearest(unnumbered, language)


@lru_cache(maxsize=64)
def _names(language: str) -> Mapping[str, SectionKind]:
    """Map folded headings to sections; a language's own names win over the English ones."""
    return {
        unicodedata.normalize("NFKC", name.casefold()): kind
        for table in ("en", language)
        for kind, names in read_names().get(table, {}).items()
        for name in names
    }


@lru_cache(maxsize=64)
def _long_names(language: str) -> tuple[str, ...]:
    return tuple(name for name in _names(language) if len(name) >= _MIN_FUZZY)


def _nearest(folded: str, language: str) -> SectionKind | None:
    """Return the one section within the allowed number of wrong letters; None if two match."""
    allowed, letters = _allowed_errors(folded), set(folded)
    names = [
        name
        for name in _long_names(language)
        # Each wrong letter adds or takes away one, or both.
        if abs(len(name) - len(folded)) <= allowed and len(letters ^ set(name)) <= 2 * allowed
    ]
    if not names:
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - few headings are nearly known ones
    from rapidfuzz.process import extract  # noqa: PLC0415 - as above

    matches = extract(folded, names, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    least = min((distance for _, distance, _ in matches), default=0)
    kinds = {_names(language)[name] for name, distance, _ in matches if distance == least}
    return kinds.pop() if len(kinds) == 1 else None


def _allowed_errors(folded: str) -> int:
    return 0 if len(folded) < _MIN_FUZZY else 1 if len(folded) < _MIN_TWO_WRONG else 2


# Level of Description and Resolution, which frame the other sections (`##`; those are `###`).
_FRAME = 2


class _Open(MutableRecord):
    kind: SectionKind
    level: int
    id: str
    title: str
    lines: list[str] = field(default_factory=list)

    def close(self) -> Section:
        return Section(self.kind, self.id, self.title, "\n".join(self.lines))


def extend(md: MarkdownIt) -> None:
    """Add the rule; it needs the final headings."""
    md.core.ruler.push("sections", _find_sections)


def _find_sections(state: StateCore) -> None:
    context = parse_context(state.env)
    _recognise(context)
    kinds = {heading.id: heading for heading in context.headings}
    opened: list[_Open] = []
    done: list[_Open] = []
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open" and (heading := kinds.get(str(token.attrGet("id")))):
            opened = _still_open(opened, heading.level, recognised=heading.kind is not None)
            if heading.kind:
                opened.append(_Open(heading.kind, heading.level, heading.id, heading.text))
                done.append(opened[-1])
        elif (
            opened
            and (text := block_text(token))
            and not _is_own_title(state.tokens, index, opened)
        ):
            for section in opened:
                section.lines.append(text)
    context.sections = [section.close() for section in done]


def _recognise(context: ParseContext) -> None:
    """Give each heading its section; the exporter's own ids are further evidence."""
    for index, heading in enumerate(context.headings):
        if kind := section_kind(heading.text, context.locale) or _by_id(heading.id):
            context.headings[index] = replace(heading, kind=kind)


def _by_id(identifier: str) -> SectionKind | None:
    return SectionKind(identifier) if identifier in {"description", "resolution"} else None


def _still_open(opened: list[_Open], level: int, *, recognised: bool) -> list[_Open]:
    """Return the sections that a new heading leaves open.

    Lower ranks end, and so does a sibling's subsection.
    """
    return [
        section
        for section in opened
        if section.level < level and (not recognised or section.level <= _FRAME)
    ]


class KindsInside:
    """Follows a document's headings, and finds the kind of section that each is in.

    A heading of no kind ends the sections that are not above it, as "Scenario 2" ends a solution.
    """

    def __init__(self, headings: Iterable[Heading]) -> None:
        self._headings = {heading.id: heading for heading in headings}
        self._open: list[Heading] = []

    def enter(self, identifier: str) -> SectionKind | None:
        """Return the kind of section below a heading with that id."""
        if heading := self._headings.get(identifier):
            self._open = [section for section in self._open if section.level < heading.level]
            if heading.kind:
                self._open.append(heading)
        return self._open[-1].kind if self._open else None


def _is_own_title(tokens: list[Token], index: int, opened: list[_Open]) -> bool:
    before = tokens[index - 1]
    return before.type == "heading_open" and before.attrGet("id") == opened[-1].id
