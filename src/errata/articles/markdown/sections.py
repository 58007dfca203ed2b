"""Recognises the KCS sections and collects their text; the tokens stay as they are.

A section lasts until the next heading of its rank or above, or until the next heading that is
itself recognised. A wrong guess can therefore mislabel text, but never drop or move it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.section_names import section_kind
from errata.articles.markdown.tokens import BLOCKS_OF_CODE, plain_text_of
from errata.model import Section, SectionKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


# Level of Description and Resolution, which frame the other sections (`##`; those are `###`).
_FRAME = 2


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
