"""Which checks are run: all, those of a prefix such as `KB3`, those of a name, and exceptions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.diagnostics import closest_name
from errata.diagnostics.registry import all_checks

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL: Final = "ALL"
# "**/" and "*" and "?" of a glob, each apart; other characters stand for themselves.
_GLOB: Final = re.compile(r"(\*\*/|\*\*|\*|\?)")


class Choice(NamedTuple):
    """What one place says of the checks to run, each in codes, prefixes and names."""

    select: tuple[str, ...] | None = None
    """None: what was chosen before."""
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def find_checks(selector: str) -> frozenset[str]:
    """The codes that a code, a prefix, a name or `ALL` means; none where it means nothing."""
    text = selector.strip()
    if text.upper() == ALL:
        return frozenset(all_checks())
    if text.upper().startswith("KB"):
        return frozenset(code for code in all_checks() if code.startswith(text.upper()))
    return frozenset(code for code, check in all_checks().items() if check.name == text.lower())


def describe_unknown(selector: str) -> tuple[str, str]:
    """What is wrong with a selector that means nothing, and what to do."""
    text = selector.strip()
    names = [check.name for check in all_checks().values()]
    if text.upper().startswith("KB"):
        near = _nearest_code(text.upper())
    else:
        near = closest_name(text.lower(), [*names, ALL.lower()]).replace(ALL.lower(), ALL)
    remedy = f"did you mean `{near}`?" if near else "`errata explain KB` lists all checks"
    return f"no check is called `{text}` or begins so", remedy


def _nearest_code(text: str) -> str:
    """Of the codes that begin most like it, the one that is most like it."""
    for length in range(len(text), 1, -1):
        if alike := [code for code in all_checks() if code.startswith(text[:length])]:
            return closest_name(text, alike) or alike[0]
    return ""


def choose_checks(choices: Iterable[Choice]) -> frozenset[str]:
    """The codes of the checks to run. Of two selectors the longer one counts, then `ignore`."""
    chosen = frozenset(all_checks())
    for choice in choices:
        chosen = frozenset() if choice.select is not None else chosen
        adding = ((one, True) for one in (*(choice.select or ()), *choice.extend))
        rules = sorted(
            (*adding, *((one, False) for one in choice.ignore)),
            key=lambda rule: (_specificity(rule[0]), not rule[1]),
        )
        for selector, adds in rules:
            codes = find_checks(selector)
            chosen = chosen | codes if adds else chosen - codes
    return chosen


def _specificity(selector: str) -> int:
    """How many characters of a code it says."""
    text = selector.strip().upper()
    if text == ALL:
        return 0
    # A name is as precise as a code.
    return len(text) if text.startswith("KB") else len(next(iter(all_checks())))


def matches_glob(path: str, glob: str) -> bool:
    """Whether a path fits: `*` is no slash, `**` any folders, a glob without slash any file."""
    return _compile(glob).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compile(glob: str) -> re.Pattern[str]:
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pattern = "".join(meanings.get(part) or re.escape(part) for part in _GLOB.split(glob))
    return re.compile(pattern if "/" in glob else f"(?:.*/)?{pattern}", re.DOTALL)
