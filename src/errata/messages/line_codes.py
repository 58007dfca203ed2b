"""Finds the codes that are mentioned on a line in its texts, and divides texts at them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from errata.data.literals import Literals
from errata.data.patterns import compile_late
from errata.messages.lines import reads_like_message
from errata.messages.telling import FEW_WORDS, count_words, tells_of_failure
from errata.model import Mention

# Mentions that make a text a message; a masked code, such as "NMS-47xxxx", is not the code itself.
_KINDS: Final = frozenset({"error", "status", "masked"})
# What is left of "State: TillLost", "Last State.Reason: TillLost"; not of "a b c d: TillLost"
_KEY: Final = compile_late(r"\s*\w+(?:[ .]\w+){0,2}\s?[:=]\s*")
# After "It broke." before " Then", a line end yes; after "e.g." before " then" no
SENTENCE_END: Final = compile_late(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ\"'“(\[])|\n+")
# A code in a text that continues as a message does: "error XTK-170036 Unable to", "ORA-1: テスト"
# yes; "fails with XTK-170036 when" no
CODE_INSIDE: Final = compile_late(
    r"(?<![A-Za-z0-9_-])([A-Z]{2,9}(?:-[A-Z0-9]{2,9}){1,4}):? (?=[A-Z\"']|[^\x00-\x7f])"
)
# How a message ends before the code of another
ENDS: Final = (".", "!", "。")


def group_by_line(mentions: Iterable[Mention]) -> dict[int, list[Mention]]:
    """Group mentions of codes that make a text a message by line."""
    lines: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.kind in _KINDS:
            lines.setdefault(mention.line, []).append(mention)
    return lines


def codes_in(text: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Return the codes whose mentions a text has, in its order."""
    inside = [
        (text.find(mention.surface), mention.code)
        for mention in mentions
        if mention.kind != "masked" and mention.surface and mention.surface in text
    ]
    return tuple(dict.fromkeys(code for _, code in sorted(inside)))


def lists_codes(text: str, codes: Sequence[str]) -> bool:
    """Whether a text has codes and hardly a word, or but the name or the key of what has the code.

    "TILL-1, TILL-2, and TILL-3" yes, "front-till-server TillLost" and "Last State.Reason: TillLost"
    yes; "TILL-1 failed", "Error: TILL-1: no drawer" no.
    """
    for code in codes:
        text = text.replace(code, "")
    is_name = len(text.split()) == 1 and "-" in text.strip(" -")
    is_key = _KEY.fullmatch(text) is not None and not tells_of_failure(text)
    return bool(codes) and (is_name or is_key or (len(codes) > 1 and count_words(text) < FEW_WORDS))


class Surfaces:
    """The codes of a line, as written there."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._texts = frozenset(mention.surface for mention in mentions if mention.surface)

    def __bool__(self) -> bool:
        return bool(self._texts)

    def __contains__(self, text: str) -> bool:
        return text in self._texts

    def are_in(self, text: str) -> bool:
        """Whether one of them is in a text."""
        return self._literals.are_in(text)

    @cached_property
    def _literals(self) -> Literals:
        return Literals(self._texts)


NO_SURFACES: Final = Surfaces(())


def split_at_code(text: str, surfaces: Container[str]) -> Iterator[str]:
    """Yield messages that begin with their codes; an earlier one ends there."""
    for match in CODE_INSIDE.finditer(text):
        if match[1] not in surfaces or count_words(text[match.end() :]) <= FEW_WORDS:
            continue
        before = text[: match.start()].rstrip()
        if not before:
            break
        ended = _ended_sentences(before)
        if reads_like_message(ended) and tells_of_failure(ended):
            yield ended
        yield text[match.start() :]
        return
    yield text


def _ended_sentences(text: str) -> str:
    """Return a text without its last sentence if that continues: "It broke. It had the error"."""
    if text.endswith(ENDS):
        return text
    *_, last = (0, *(end.start() for end in SENTENCE_END.finditer(text)))
    return text[:last]
