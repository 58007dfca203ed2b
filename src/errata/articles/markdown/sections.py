"""Which KCS section a heading announces, per locale.

A heading is compared with `section_names` after folding case, width, number and punctuation; up to
two wrong letters are forgiven in long words. Headings that a translator left in English count too.

Recognises the KCS sections and collects their text; the tokens stay as they are.

A section lasts until the next heading of its rank or above, or until the next heading that is
itself recognised. A wrong guess can therefore mislabel text, but never drop or move it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.section_names import NAMES
from errata.articles.markdown.tokens import BLOCKS_OF_CODE, INVISIBLE, plain_text_of
from errata.model import Section, SectionKind
from errata.model import SectionKind as Kind
from errata.text.locales import serving_locale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


_LONGEST = 80
"""Characters; no section heading of the corpus is longer, and a sentence is none."""
_SHORTEST = 5
"""Letters a name must have before any may be wrong: `cause` has them, `note` has not."""
_PLURAL = re.compile(r"\(\w{1,2}\)")
_NUMBERED = re.compile(r"(?<=\w) ?#?\d{1,2}$")
_TRIM = " \t:>*.;-\u2013\u2014「」【】[]■□◆◇●○▼※\"'"


def section_kind(text: str, locale: str) -> Kind | None:
    """The section that a heading's plain text announces, or None.

    A compound such as `Issue/Symptoms` counts where all its parts announce the same section;
    of `Resolution/Workaround` both do.
    """
    return None if len(text) > _LONGEST else _section_kind(text, locale.partition("-")[0])


def heading_name(kind: Kind, locale: str) -> str:
    """What authors of a locale usually call the section; in English where nobody has told."""
    language = next(iter(serving_locale(locale, NAMES)), "en")
    usual = next(name for name, named in _read(NAMES[language]) if named is kind)
    return f"{usual[:1].upper()}{usual[1:]}"


@lru_cache(maxsize=4096)
def _section_kind(text: str, language: str) -> Kind | None:
    folded = _fold(text)
    if whole := _lookup(folded, language):
        return whole
    kinds = {_lookup(part.strip(_TRIM), language) for part in folded.split("/")}
    return kinds.pop() if len(kinds) == 1 and "/" in folded else None


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    text = " ".join(text.casefold().replace("\u2019", "'").split()).strip(_TRIM)
    return _PLURAL.sub("", text) if "(" in text else text


def _lookup(folded: str, language: str) -> Kind | None:
    if not folded:
        return None
    names = _names(language)
    bare = _NUMBERED.sub("", folded)
    return names.get(folded) or names.get(bare) or _nearest(bare, language)


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, Kind]:
    """Folded heading -> section; the language's own names win over the English ones."""
    return {name: kind for table in ("en", language) for name, kind in _read(NAMES.get(table, ""))}


def _read(table: str) -> Iterator[tuple[str, Kind]]:
    for line in table.replace("\n  ", " ").splitlines():
        kind, _, names = unicodedata.normalize("NFKC", line.casefold()).partition(": ")
        yield from ((name, Kind(kind)) for name in names.split(", ") if name)


def _nearest(folded: str, language: str) -> Kind | None:
    """The one section within the allowed number of wrong letters; None where two compete."""
    best, found = _allowed(folded) + 1, None
    for name, kind in _names(language).items():
        if abs(len(name) - len(folded)) > 2 or len(name) < _SHORTEST:  # noqa: PLR2004 - as _allowed
            continue
        distance = OSA.distance(folded, name, score_cutoff=best)
        if distance < best:
            best, found = distance, kind
        elif distance == best and kind is not found:
            found = None
    return found


def _allowed(folded: str) -> int:
    return 0 if len(folded) < _SHORTEST else 1 if len(folded) < 8 else 2  # noqa: PLR2004 - measured on the corpus


CLASSES: frozenset[str] = frozenset()

_FRAME = 2
"""Level of Description and Resolution, which frame the others."""


@dataclass(slots=True)
class _Open:
    kind: SectionKind
    level: int
    id: str
    title: str
    lines: list[str] = field(default_factory=list)

    def close(self) -> Section:
        return Section(self.kind, self.id, self.title, "\n".join(self.lines))


def extend(md: MarkdownIt) -> None:
    """Add the rule; it wants the final headings."""
    md.core.ruler.push("sections", _find_sections)


def _find_sections(state: StateCore) -> None:
    found = parse_context(state.env)
    _recognise(found)
    kinds = {heading.id: heading for heading in found.headings}
    opened: list[_Open] = []
    done: list[_Open] = []
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open" and (heading := kinds.get(str(token.attrGet("id")))):
            opened = _still_open(opened, heading.level, recognised=heading.kind is not None)
            if heading.kind:
                opened.append(_Open(heading.kind, heading.level, heading.id, heading.text))
                done.append(opened[-1])
        elif (
            opened and (text := _text_of(token)) and not _is_own_title(state.tokens, index, opened)
        ):
            for section in opened:
                section.lines.append(text)
    found.sections = [section.close() for section in done]


def _recognise(found: ParseContext) -> None:
    """Give each heading its section; the exporter's own ids are a second witness."""
    for index, heading in enumerate(found.headings):
        if kind := section_kind(heading.text, found.locale) or _by_id(heading.id):
            found.headings[index] = replace(heading, kind=kind)


def _by_id(identifier: str) -> SectionKind | None:
    return SectionKind(identifier) if identifier in {"description", "resolution"} else None


def _still_open(opened: list[_Open], level: int, *, recognised: bool) -> list[_Open]:
    """What a new heading leaves open: lower ranks end, and so does a sibling's subsection."""
    return [
        section
        for section in opened
        if section.level < level and (not recognised or section.level <= _FRAME)
    ]


def _is_own_title(tokens: list[Token], index: int, opened: list[_Open]) -> bool:
    before = tokens[index - 1]
    return before.type == "heading_open" and before.attrGet("id") == opened[-1].id


def _text_of(token: Token) -> str:
    if token.type in BLOCKS_OF_CODE:
        return token.content.strip("\n")
    return plain_text_of(token).strip() if token.type == "inline" else ""
