"""Finds the lines of a text that are directives of other generators, and pairs them, in one pass.

A mark without a partner stands alone, whether it opens or closes, so that a missing mark swallows
nothing. Marks inside fenced code are code. `directives.toml` says what each name becomes here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache
from typing import Any, Final

from msgspec.structs import replace

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.spellings import (
    MDC,
    Directive,
    read_directive,
    read_element,
    read_pair,
)
from errata.data import read_table, read_texts
from errata.data.patterns import compile_late
from errata.text.paths import PICTURE_ENDINGS
from errata.values import Record

_ROLES: Final = (
    *("details", "tabs", "tab", "code", "verbatim"),
    *("picture", "link", "dropped", "plain", "titled", "field", "table"),
)
# "note" in "note.html", "alerts/note.html" and "components/note"; it is the last part.
_PARTIAL: Final = compile_late(r"(?:^|/)([\w-]+)(?:\.\w+)?$")
# The arguments that name the file of a picture, the usual one first.
_PICTURE_KEYS: Final = ("source", "src", "link", "img")
# Names of a callout that say no more than the usual word for its title.
_SAME: Final = frozenset({"prerequisite", "warn", "information", "fail", "secondary", "primary"})


@cache
def read_callout_names() -> Mapping[str, str]:
    """Map names in other generators to our callouts, in upper case."""
    callouts = read_table("directives", "callouts")
    return {name: kind for kind, names in callouts.items() for name in names}


@cache
def _roles() -> Mapping[str, str]:
    return {name: role for role in _ROLES for name in read_texts("directives", role)}


def role_of(name: str) -> str:
    """Return `callout`, `tab`, `code` and so on; empty for an unknown name.

    Sites name their own tabs after these: `<PackageManagerTabs>`, `<OsTabs>`.
    """
    if name in read_callout_names() or name in read_texts("directives", "boxes"):
        return "callout"
    return _roles().get(name) or ("tabs" if name.endswith("tabs") else "")


def role_of_pair(directive: Directive) -> str:
    """Return the role of a directive with content.

    The items of `{% list tabs %}` of YFM are tabs. A fragment of Astro is a tab where it fills a
    slot; otherwise it only wraps.
    """
    if directive.name == "fragment" and "slot" not in directive.attributes:
        return "plain"
    return role_of("tabs" if directive.form == "{% list %}" else directive.name)


def find_picture(name: str, attributes: Mapping[str, str]) -> str:
    """Return the file of the picture that a directive shows by an argument; empty if none.

    A frame shows its picture, too: `<BrowserWindow img="a.png" />`. An expression names no file.
    """
    if role_of(name) == "picture":
        source = next((attributes[key] for key in _PICTURE_KEYS if attributes.get(key)), "")
    else:
        source = attributes.get("img", "")
        source = source if source.lower().endswith(PICTURE_ENDINGS) else ""
    return "" if source.startswith("{") else source


def callout_of(directive: Directive) -> tuple[str, str]:
    """Return our callout for a directive, and the name that its author chose."""
    callouts = read_callout_names()
    if directive.name not in read_texts("directives", "boxes"):
        # `{% note warning "Title" %}` of YFM and Hexo.
        word = directive.words[0] if directive.spelling == "liquid" and directive.words else ""
        kinds = {**read_table("directives", "note-kinds"), **callouts}
        name = word if word in kinds else directive.name
        return kinds.get(name, "NOTE"), name
    keys = read_texts("directives", "box-keys")
    chosen = (*(directive.attributes.get(key, "") for key in keys), *directive.words)
    names = (name.lower().removeprefix("alert-") for name in chosen)
    name = next((name for name in names if name in callouts), "")
    fallback = directive.name if directive.name in callouts else "note"
    return callouts[name or fallback], name or fallback


def callout_name(directive: Directive) -> str:
    """Return our callout for an included template, by its name."""
    match = _PARTIAL.search(directive.words[0] if directive.words else "")
    return read_callout_names().get(match[1].lower(), "") if match else ""


def own_title(name: str, kind: str) -> str:
    """Return the author's name as a title if our callout's usual word says something else."""
    is_usual = name.upper() == kind or name in _SAME or kind == "MORELIKETHIS"
    return "" if is_usual else name.replace("-", " ").capitalize()


# Key in `env`: for each text being read, its directives by line.
_KNOWN: Final = "errata.directives"
IN_DIRECTIVE: Final = "errata.in_directive"
"""Key in `env`: whether what is read stands between two marks of colons."""
# How far back a closing mark looks for its partner: deeper than anybody nests, and it bounds the
# work for each mark.
_REACH: Final = 64
# Roles whose content is not markdown: no mark is looked for in it.
_UNREAD: Final = frozenset({"code", "verbatim", "dropped"})
# A line with a directive has one of these. Most articles have none.
_SIGNS: Final = (":::", "///", "{{<", "{{%", "{%", "```{", "~~~{")
# "<Tabs" and "</Note" yes; "<tabs" and "< Note" no.
_ELEMENT: Final = compile_late(r"</?[A-Z]")
# "::" alone on a line, which closes a component of MDC; not "std::" and ":::".
_MDC_END: Final = compile_late(r"^[ \t]*::[ \t]*$", re.MULTILINE)
# "> " and "  - " and "1. " before what a line says; not its first letter, nor ">}}", nor ">" alone,
# which ends a tag of several lines.
_PREFIX: Final = compile_late(r"(?:[ \t]|>(?!\}\}|[ \t]*$)|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*+")
# "{% note %}" of "|| a | {% note %}" and "{% note %} | b ||", which begins or ends a cell of YFM;
# nothing of "| a".
_CELL: Final = compile_late(r"^(?:[^{}]*\|)?[ \t]*+(\{%[^%\n]++%\})[ \t]*+(?:\|.*)?$")
# "```", "```sh" and "~~~~" yes; "``" and "```a```", a code span, no.
_FENCE: Final = compile_late(r"(`{3,}(?=[^`]*$)|~{3,})(.*)", re.DOTALL)
# "import Tabs from '@theme/Tabs';" and "import {A, B as C} from 'x'" yes; "import x" no.
_IMPORT: Final = compile_late(r"import\s+([\w\s{},*]{1,500}?)\s+from\s+['\"]")
# "Icon" and "Icon.Small" of "<Icon.Small />"; nothing of "<icon>".
_TAG: Final = compile_late(r"<([A-Z][\w.]*+)")
# "</Note>" at the end of "Wait.</Note>"; nothing of "</note>" and "</Note> b".
_END_TAG: Final = compile_late(r"</([A-Z][\w.]*+)>[ \t]*$")
# "Intro" in "<Intro>" and "</Intro>", alone between a line and an empty one; placeholders and
# pasted XML are not written so.
_OPENS_BLOCK: Final = compile_late(r"^<([A-Z]\w*+)(?:[ ][^<>\n]*+)?>[ \t]*\n[ \t]*$", re.MULTILINE)
_CLOSES_BLOCK: Final = compile_late(r"^[ \t]*\n</([A-Z]\w*+)>[ \t]*$", re.MULTILINE)
# "Tabs" and "B" in "{Tabs, A as B}".
_NAME: Final = compile_late(r"\w+")


class Placed(Record, frozen=True):
    """A directive and its place in a text."""

    directive: Directive
    closes_at: int = -1
    """Line of the mark that closes it; -1 if none does."""
    is_paired: bool = False
    tag: int = 0
    """Length of its tag, if text follows that on its line: `<Note>Wait.`"""
    end_tag: int = 0
    """Length of the tag that closes it, with blanks, if text precedes that on its line."""


def directives_of(src: str, env: MutableMapping[str, Any]) -> dict[int, Placed]:
    """Map the 0-based lines of a text to their directives."""
    by_text: dict[str, dict[int, Placed]] = env.setdefault(_KNOWN, {})
    if (placed := by_text.get(src)) is None:
        is_mdc = "mdc" in parse_context(env).dialects
        has_mdc = MDC in src and (is_mdc or _MDC_END.search(src))
        has_sign = has_mdc or any(sign in src for sign in _SIGNS) or _ELEMENT.search(src)
        placed = _Pairing(src.split("\n"), is_mdx=reads_as_mdx(src, env)).run() if has_sign else {}
        by_text[src] = placed
    return placed


def reads_as_mdx(src: str, env: MutableMapping[str, Any]) -> bool:
    """Whether a text is MDX, by its file's name or by a component of its own around blocks.

    Pages for Vue are, too, as to components.
    """
    context = parse_context(env)
    if context.is_mdx or "components" in context.dialects:
        return True
    # Few articles have an end tag at the beginning of a line.
    names = {*_CLOSES_BLOCK.findall(src)} if "\n</" in src else set[str]()
    if names:
        names &= {*_OPENS_BLOCK.findall(src)}
    return any(name.lower() not in read_texts("directives", "components") for name in names)


def list_components(lines: Sequence[str], *, is_mdx: bool) -> frozenset[str]:
    """List the components that `import` lines name, in lower case; in MDX, all components."""
    matches = (_IMPORT.match(line) for line in lines if line.startswith("import "))
    names = [name for match in matches if match for name in _NAME.findall(match[1])]
    if is_mdx:
        names += (name for line in lines for name in _TAG.findall(line))
    return frozenset(map(str.lower, names))


class _Pairing:
    def __init__(self, lines: list[str], *, is_mdx: bool) -> None:
        self._lines = [_PREFIX.sub("", line, count=1) for line in lines]
        if any(line.rstrip() == "#|" for line in self._lines):
            self._lines = [_CELL.sub(r"\1", line, count=1) for line in self._lines]
        components = read_texts("directives", "components")
        self._components = list_components(lines, is_mdx=is_mdx).union(components)
        self._placed: dict[int, Placed] = {}
        self._opened: list[tuple[int, Directive]] = []
        self._fence = ""
        self._unclosed: set[tuple[str, str, str]] = set()

    def run(self) -> dict[int, Placed]:
        index = 0
        while index < len(self._lines):
            index += self._read(index)
        return self._placed

    def _read(self, index: int) -> int:
        """Read a line; return the number of lines that were used."""
        line = self._lines[index]
        if self._fence:
            self._fence = "" if _closes(line, self._fence) else self._fence
            return 1
        if directive := read_directive(self._lines, index, self._components):
            return self._place(index, directive)
        if line.startswith(("{%", "{{")) and (pair := read_pair(line)):
            opening, tag, end_tag = pair
            if role_of(opening.name) not in {"", *_UNREAD}:
                self._placed[index] = Placed(
                    opening, index, is_paired=True, tag=tag, end_tag=end_tag
                )
                return 1
        if line.startswith("<") and (element := read_element(line, self._components)):
            self._placed[index] = Placed(element[0], tag=element[1])
            self._opened.append((index, element[0]))
        if line.rstrip().endswith(">") and (end := _END_TAG.search(line)):
            self._close_element(index, end)
        if (fence := _FENCE.match(line)) and not self._close_fence(index, line):
            self._fence = fence[1]
        return 1

    def _place(self, index: int, directive: Directive) -> int:
        """Note a directive; return the number of lines to skip."""
        self._placed[index] = Placed(directive)
        if directive.edge == "opens" and role_of(directive.name) in _UNREAD:
            return self._skip(index, directive)
        if directive.edge == "opens":
            self._opened.append((index, directive))
        elif directive.edge == "closes":
            self._close(index, self._partner(directive))
        return directive.lines

    def _skip(self, start: int, directive: Directive) -> int:
        """Skip to the mark that closes it: what is between is not markdown."""
        key = (directive.spelling, directive.name, directive.mark)
        begin = start + directive.lines
        end = begin if key in self._unclosed else self._find_close(begin, directive)
        if end >= len(self._lines) or key in self._unclosed:
            # A further one like it would not find the same closing mark either.
            self._unclosed.add(key)
            return directive.lines
        closing = Directive(directive.spelling, "closes", directive.name)
        self._placed[start] = Placed(directive, end, is_paired=True)
        self._placed[end] = Placed(closing, start, is_paired=True)
        return end + 1 - start

    def _find_close(self, index: int, opener: Directive) -> int:
        while index < len(self._lines):
            line = self._lines[index]
            if opener.spelling in {"fence", "colon", "slash"}:
                if _closes(line, opener.mark):
                    return index
            elif (inner := read_directive(self._lines, index, self._components)) and (
                inner.edge == "closes" and inner.name == opener.name
            ):
                return index
            index += 1
        return index

    def _close_fence(self, index: int, line: str) -> bool:
        for back, (_, opener) in enumerate(self._opened[: -_REACH - 1 : -1], 1):
            if opener.spelling == "fence" and _closes(line, opener.mark):
                self._placed[index] = Placed(Directive("fence", "closes", ""))
                self._close(index, back)
                return True
        return False

    def _close_element(self, index: int, end: re.Match[str]) -> None:
        """Close the element whose end tag stands behind a line's text."""
        name = end[1].lower()
        last = self._opened[-1:]
        if last and last[0][1].spelling == "component" and last[0][1].name == name:
            line, _ = self._opened.pop()
            self._placed[line] = replace(
                self._placed[line], closes_at=index, is_paired=True, end_tag=len(end[0])
            )

    def _partner(self, closing: Directive) -> int:
        """Return how far back the mark is that this one closes; 0 if there is none."""
        reach = self._opened[: -_REACH - 1 : -1]
        longer = 0
        for back, (_, opener) in enumerate(reach, 1):
            if opener.spelling != closing.spelling:
                continue
            if closing.name and opener.name == closing.name:
                return back
            if not closing.name and opener.mark == closing.mark:
                return back
            if not closing.name and len(opener.mark) < len(closing.mark):
                longer = longer or back
        return longer

    def _close(self, index: int, back: int) -> None:
        if not back:
            return
        line, _ = self._opened[-back]
        del self._opened[-back:]
        self._placed[line] = replace(self._placed[line], closes_at=index, is_paired=True)
        self._placed[index] = Placed(self._placed[index].directive, line, is_paired=True)


def _closes(line: str, fence: str) -> bool:
    return line.startswith(fence) and not line.strip(f"{fence[0]} \t")
