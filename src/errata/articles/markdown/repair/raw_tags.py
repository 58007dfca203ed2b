"""Reads one raw tag, in a paragraph or in a block, and decides what becomes of it.

A name that HTML does not have is a placeholder such as `<host>`, which a browser would swallow: it
is shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.syntax.directives import find_picture
from errata.articles.markdown.syntax.foreign import note_mark
from errata.articles.markdown.syntax.mdx import BOUND
from errata.data import read_table
from errata.data.patterns import compile_late
from errata.model.observations import RemovedHtml, UnknownTag


def read_html_words(table: str) -> dict[str, frozenset[str]]:
    """Read the words of a table of `html.toml`, which explains its keys."""
    return {key: frozenset(words.split()) for key, words in read_table("html", table).items()}


_ELEMENTS: Final = read_html_words("elements")
INLINE: Final = _ELEMENTS["inline"]
BLOCK: Final = _ELEMENTS["block"]
NEWLINE: Final = _ELEMENTS["newline"]
NEUTRAL: Final = _ELEMENTS["neutral"]
SILENT: Final = _ELEMENTS["silent"]
FORBIDDEN: Final = SILENT | _ELEMENTS["forbidden"]
VOID: Final = _ELEMENTS["void"]
UNCLOSED: Final = VOID | _ELEMENTS["unclosed"]
PLACEHOLDERS: Final = _ELEMENTS["placeholders"]
KNOWN: Final = INLINE | BLOCK | NEUTRAL | FORBIDDEN | {"br", "img"}

# A tag as slash, name and attributes: "</b>" and '<a href="x>y">' yes; "<5>", "< b>" and "<b" no.
# Possessive, so that nothing is tried twice.
TAG: Final = compile_late(
    r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9:._-]*)"
    r"(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>"
)
# 'href="x"', "width=5", "open", "src={a}" of MDX and ':src="a"' of Vue yes; "=5" no.
_ATTRIBUTE: Final = compile_late(
    r"(?P<bound>(?<![\w:.-])(?::|v-bind:))?(?P<name>[A-Za-z][\w:.-]*)"
    r"(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|\{(?P<program>[^{}]*)\}|([^\s\"'=<>`]+)))?"
)
# The text of "require('./a.png').default", "$withBase('/a.png')" and "'a.png'", and the name
# "logo"; nothing of "a + 'b'".
_LITERAL: Final = compile_late(
    r"""\s*(?:(?:[\w$.]+\(\s*)?(["'`])(?P<text>[^"'`$]*)\1\s*\)?(?:\.\w+)?|(?P<number>\d+)|(?P<name>[\w.]+))\s*"""
)
# How the attributes begin that run script, such as `onclick`; no other attribute does.
_EVENT: Final = "on"
# "display: none" and "visibility:hidden" yes; "display: block" and "overflow: hidden" no.
_HIDING: Final = compile_late(r"(?:display|visibility)\s*+:\s*+(?:none|hidden)\b", re.IGNORECASE)


class RawTag(NamedTuple):
    """A tag that may stay."""

    name: str
    """Name in lower case."""
    closing: bool
    attributes: Mapping[str, str]
    """Attributes by lower-case name, the first of each name, with values as written."""


@dataclass(slots=True)
class TagJudge:
    """Decides what becomes of the tags of one article, and notes each kind once for the checks."""

    env: MutableMapping[str, Any]
    context: ParseContext = field(init=False)
    _noted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Take the context out of `env`."""
        self.context = parse_context(self.env)

    def judge(
        self, tag: re.Match[str], line: int, forbidden: frozenset[str] = FORBIDDEN
    ) -> RawTag | str:
        """Return a tag that may stay; otherwise what is left of it: its own text, or nothing.

        Args:
            tag: a match of `TAG`.
            line: of the source file, for what is noted.
            forbidden: names that go.
        """
        name = tag["name"].lower()
        if self.context.is_mdx and tag["name"][0].isupper():
            return self._replace_component(tag, line)
        if name not in KNOWN:
            return self._replace_unknown(tag, line)
        read = read_tag(tag)
        for key, value in read.attributes.items():
            hides = key == "hidden" or (key == "style" and _HIDING.search(value))
            if key.startswith(_EVENT) or hides:
                self.note_removed(f"`{key}` of `<{name}>`", line, tag[0], key)
        if name in forbidden:
            self.note_removed(f"`<{name}>`", line, tag[0])
            return ""
        if imported := self._find_imported(read.attributes.get("src", ""), line):
            return read._replace(attributes={**read.attributes, "src": imported})
        return read

    def _find_imported(self, name: str, line: int) -> str:
        """Return the file of a picture that MDX imports by a name; empty for other names."""
        return self.context.pictures.get((self.context.file_of(line), name.strip("{}")), "")

    def _replace_component(self, tag: re.Match[str], line: int) -> RawTag | str:
        """Return the picture that a component shows; of another one its content stays."""
        read = read_tag(tag)
        source = find_picture(read.name, read.attributes)
        source = self._find_imported(source, line) or source
        if not read.closing:
            form, place = f"<{tag['name']}>", self.context.place(line)
            note_mark(self.env, form, place, is_replaced=bool(source))
        attributes = {"src": source, "alt": read.attributes.get("alt", "")}
        return RawTag("img", closing=False, attributes=attributes) if source else ""

    def _replace_unknown(self, tag: re.Match[str], line: int) -> str:
        """Return nothing for a component with properties of Vue; another tag is a placeholder."""
        if not BOUND.search(tag["rest"]):
            return self.placeholder(tag, line)
        note_mark(self.env, f"<{tag['name']}>", self.context.place(line), is_replaced=False)
        return ""

    def placeholder(self, tag: re.Match[str], line: int) -> str:
        """Return the tag as text, and note it as one that a browser would swallow."""
        name, place = tag["name"], self.context.place(line)
        self._note(name, UnknownTag(place, name, is_unknown=name.lower() not in KNOWN))
        return tag[0]

    def note_removed(self, subject: str, line: int, tag: str, attribute: str = "") -> None:
        """Note HTML that is not allowed."""
        self._note(f" {subject}", RemovedHtml(self.context.place(line), subject, tag, attribute))

    def _note(self, key: str, observation: UnknownTag | RemovedHtml) -> None:
        if key not in self._noted:
            self._noted.add(key)
            self.context.observe(observation)


def read_tag(tag: re.Match[str]) -> RawTag:
    """Read a match of `TAG`."""
    return RawTag(tag["name"].lower(), bool(tag["slash"]), _parse_attributes(tag["rest"]))


def _parse_attributes(text: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text) if text.strip() else ():
        bound, name, *values = match.groups()
        value = next(filter(None, values), "")
        if bound or match["program"]:
            read = _LITERAL.fullmatch(value)
            spread_name = f"{{{read['name']}}}" if read and read["name"] else ""
            value = (read["text"] or read["number"] or spread_name) if read else ""
        attributes.setdefault(name.lower(), value)
    return attributes
