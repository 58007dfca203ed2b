"""Finds errors that have a name or number of their own: constants, values in JSON, reasons.

`data/named_codes.toml` has the rules, with examples of what each takes and leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from errata.codes.context_words import END, ERROR, ERROR_CODE, START, context_words
from errata.data import expand_pattern, read_data
from errata.data.literals import NamedLiterals
from errata.data.patterns import compile_late
from errata.model import CodeSpan

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class NamedCodeRule:
    """One way in which an error differs from other names and numbers; see the data file."""

    family: str
    words: str
    """Name of the list one of whose words must be in the text; empty for none."""
    near: tuple[re.Pattern[str], ...]
    pattern: re.Pattern[str]
    only: re.Pattern[str]
    unless: re.Pattern[str]

    def may_find(self, text: str) -> bool:
        """Whether each pattern is there that must be somewhere in the text."""
        return all(near.search(text) for near in self.near)

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Every code that this rule finds, from left to right."""
        for match in self.pattern.finditer(text):
            group = match.lastindex or 0
            code = match[group]
            if self.only.search(code) and not self.unless.search(code):
                yield CodeSpan(match.start(group), match.end(group), code, self.family)


@cache
def named_code_rules() -> tuple[NamedCodeRule, ...]:
    """The rules in the order of the data file."""
    data = read_data("named_codes")
    fragments = {
        **cast("Mapping[str, str]", data["fragments"]),
        "start": START,
        "end": END,
        "error": ERROR,
        "error_code": ERROR_CODE,
        "phrases": context_words("phrases"),
    }

    def compiled(pattern: str) -> re.Pattern[str]:
        # The data file has examples of what each pattern takes and leaves.
        return compile_late(expand_pattern(pattern, fragments))

    return tuple(
        NamedCodeRule(
            family=rule["family"],
            words=rule.get("words", ""),
            near=tuple(map(compiled, rule["near"])),
            pattern=compiled(rule["pattern"]),
            only=compiled(rule.get("only", "")),
            unless=compiled(rule.get("unless", "(?!)")),
        )
        for rule in cast("Sequence[Mapping[str, Any]]", data["rules"])
    )


@cache
def _word_lists() -> NamedLiterals:
    return NamedLiterals(cast("Mapping[str, list[str]]", read_data("named_codes")["words"]))


def find_named_codes(text: str) -> Iterator[CodeSpan]:
    """Every code of every rule, those of the first rule first."""
    present = _word_lists().names_in(text.lower())
    for rule in named_code_rules() if present else _wordless_rules():
        if (not rule.words or rule.words in present) and rule.may_find(text):
            yield from rule.find(text)


@cache
def _wordless_rules() -> tuple[NamedCodeRule, ...]:
    return tuple(rule for rule in named_code_rules() if not rule.words)
