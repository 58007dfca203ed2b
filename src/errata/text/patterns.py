"""Regular expressions: checks of a knowledge base's own, and patterns made of many words.

A pattern that matches one text in too many ways is refused, see `errata.text.slow_patterns`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import cache
from typing import Final

from errata.data.patterns import compile_late
from errata.text.pattern_tree import pattern_parts
from errata.text.slow_patterns import slowness_fault

# The most characters of a pattern; `KA-[0-9]{5}` has 11.
_LONGEST: Final = 200
# Letter -> what may follow; the key "" marks the end of a word.
_Branches = dict[str, "_Branches"]
_END: Final = ""


def validate_pattern(pattern: str) -> str:
    """Return the pattern, if it is one and cannot be slow.

    Raises:
        ValueError: saying what is wrong.
    """
    if len(pattern) > _LONGEST:
        message = f"the pattern has more than {_LONGEST} characters"
        raise ValueError(message)
    if fault := compile_fault(pattern):
        message = f"`{pattern}` is {fault}"
        raise ValueError(message)
    if fault := slowness_fault(pattern):
        raise ValueError(fault)
    return pattern


def compile_fault(pattern: str) -> str:
    """Return why a pattern cannot be compiled, or an empty text."""
    try:
        with warnings.catch_warnings():
            # "[[a]" may become a set of its own in a later Python
            warnings.simplefilter("error", FutureWarning)
            re.compile(pattern)
    except FutureWarning:
        return "ambiguous: write `\\[`, `\\-`, `\\&`, `\\~` and `\\|` within `[…]`"
    except re.error as error:
        return f"not a regular expression: {error}"
    except (OverflowError, RecursionError):
        return "not a regular expression that can be used: it is too large"
    return ""


# The blanks of ASCII; `\s` of browsers takes more
_BLANK: Final = {r"\s": r"[ \t-\r]", r"\S": r"[^ \t-\r]"}
# Of "[\\s\s]" both: "\\" and "\s"
_ESCAPE = compile_late(r"\\.", re.DOTALL)


def spell_out_blanks(pattern: str) -> str:
    r"""Return the pattern with the blanks of ASCII in place of `\s`."""
    return "".join(
        _ESCAPE.sub(lambda match: r" \t-\r" if match[0] == r"\s" else match[0], piece)
        if piece[0] == "["
        else _BLANK.get(piece, piece)
        for piece in pattern_parts(pattern)
    )


def as_ascii(pattern: str) -> str:
    r"""Return the pattern with `\d`, `\w` and `\b` for ASCII alone, as in browsers and in logs."""
    return f"(?a:{pattern})"


def compile_cue(cue: str) -> re.Pattern[str]:
    """Compile the words near a family's codes, in any case: so has Cyrillic, beyond ASCII."""
    return compile_late(as_ascii(cue) if cue.isascii() else cue, re.IGNORECASE)


# "RED-" of "RED-\d", "CVE-" of "CVE\-\d", "ORA" of "ORA-?\d" yes; nothing of "[A-Z]-", "\d"
_LITERAL = compile_late(r"(?:(?:[\w =:#-]|\\[-.])(?![?*{]))*")
# "(?:RED|APP)" yes; "(?:RED|APP)?", "(?:RED|A[PQ]P)" no
_CHOICE = compile_late(r"\(\?:([\w -]+(?:\|[\w -]+)*)\)(?![?*{])")


@cache
def literal_prefixes(pattern: str) -> tuple[str, ...]:
    """Return texts of which every match begins with one; empty ones for other alternatives."""
    prefixes: list[str] = []
    for alternative in _alternatives(pattern):
        choice = _CHOICE.match(alternative)
        literal = _LITERAL.match(alternative, choice.end() if choice else 0)
        suffix = literal[0].replace("\\", "") if literal else ""
        prefixes += (first + suffix for first in (choice[1].split("|") if choice else [""]))
    return tuple(prefixes)


def _alternatives(pattern: str) -> list[str]:
    """Return the top-level alternatives; a bar in a class or a group does not count."""
    alternatives, depth = [""], 0
    for part in pattern_parts(pattern):
        depth += part.startswith("(") - (part == ")")
        if part == "|" and not depth:
            alternatives.append("")
        else:
            alternatives[-1] += part
    return alternatives


# The last word or number: "-57" of "iRc=-57", "42S02" of "SQLSTATE[42S02]", "18456" of
# "MSSQLSERVER_18456" yes; nothing of "=["
_VALUE = compile_late(r"(-?(?![A-Za-z]{0,40}_[0-9]{1,10}\W*$)[\w.]+)\W*$")
# "8007042b" of "0x8007042b", "7B" of "STOP 0x7B" yes; nothing of "8007042b", "0x123456789"
_HEXADECIMAL = compile_late(r"0[xX]([0-9A-Fa-f]{1,8})$")
# Between "SOAP" and "330011" of "SOAP330011" yes; "SOAP-330011" no
_BEFORE_NUMBER = compile_late(r"(?<=[A-Za-z])(?=\d)")


def canonical_code(form: str, surface: str) -> str:
    """Return a code in its family's `canonical` form, from the text that the pattern found.

    An empty form leaves it as found.
    """
    if not form:
        return surface
    value = _VALUE.search(surface)
    number = _HEXADECIMAL.search(surface)
    return (
        form.replace("{value}", value[1] if value else surface)
        .replace("{hyphens}", surface.replace("_", "-"))
        .replace("{numbered}", _BEFORE_NUMBER.sub("-", surface, count=1))
        .replace("{hex}", f"0x{number[1].upper():>08}" if number else surface)
        .replace("{code}", surface)
    )


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches wherever one of the words is; without words, never.

    If one word begins another, either may match: use it for whether, not for how far.
    """
    root: _Branches = {}
    for word in filter(None, words):
        branch = root
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    # "[abc]" first: one look at a letter instead of one for each branch.
    firsts = "".join(re.escape(letter) for letter in sorted(root))
    return f"(?=[{firsts}]){_write(root)}" if root else "(?!)"


def _write(branches: _Branches) -> str:
    letters = [letter for letter in sorted(branches) if letter != _END]
    parts = [re.escape(letter) + _write(branches[letter]) for letter in letters]
    if not parts:
        return ""
    group = f"(?:{'|'.join(parts)})" if len(parts) > 1 or _END in branches else parts[0]
    return f"{group}?" if _END in branches else group
