"""Finds the error messages that an article quotes, each with its template.

1. Lines of code blocks and code spans, where they read like a message.
2. Sentences of the text around them: with a code, after "error:", in quotation marks, or telling
   of a failure where the article describes its issue.
3. Each is one line, of bounded length, without log prefix; one of each template is kept.

Marks the code that is a quoted error message, once the article's messages are known.

A piece of code is one where its first line is a message that tells of a failure or has a code; a
block of more lines than a message has is a log or a listing and stays as it is, and so does a
single word, such as the name of a file.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from errata.messages.mask import PLACEHOLDER, mask_message, strip_prefix
from errata.model import Message, SectionKind, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from errata.model import Mention


# ruff: noqa: RUF001 - articles are written with curly quotation marks


_LONGEST: Final = 500
_MOST: Final = 400
"""Messages of one article; a longer list is a log, not an article."""
_SHORTEST: Final = 8
_MANY_WORDS: Final = 4
_FEW_WORDS: Final = 2
_TOGETHER: Final = 2
"""Sentences that may be one message."""

_CUES: Final = (
    *("error", "exception", "fail", "cannot", "unable", "invalid", "denied", "refused", "expired"),
    *(" not ", "n't", "n’t", "no such", "missing", "unexpected", "unknown", "rejected", "revoked"),
    *("forbidden", "timeout", "timed out", "warning", "too ", "corrupt", "exceed", "violat"),
    *("uncaught", "undefined", "abort", "terminated", "conflict", "illegal", "unsupported"),
    *("não ", "falh", "inválid", "erro ", "expirad", "ausente", "negad", "muit", "revogad"),
    *("erreur", "échec", "fehler", "ungültig", "エラー", "失敗", "できません", "無効"),
)
"""Parts of words that tell of a failure; plain search is ten times faster than a pattern."""
_QUOTE: Final = re.compile(
    r"“([^“”\n]{8,400})”|(?<![A-Za-z0-9])\"([^\"\n]{8,400})\"|(?<![A-Za-z0-9])'([^'\n]{12,400})'"
    r"(?![A-Za-z0-9])|«\s?([^«»\n]{8,400})»|‘([^‘’\n]{12,400})’(?![A-Za-z0-9])|「([^「」\n]{6,400})」"
)
_INTRODUCED: Final = re.compile(
    r"(?i:\b(?:errors?|exceptions?|warnings?|messages?|logs?|erros?|mensage(?:m|ns)|reason)"
    r"(?: (?:message|code|is|was|says|reads|log))?) ?[:：=-]\s{0,3}(\S[^\n]{5,400})"
)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ\"'“(\[])|\n+")
_NARRATIVE: Final = re.compile(
    r"(?:When|Whenever|If|To|After|Before|While|This|These|That|Users?|We|In|On|As|How|Note|Once|For|Since"
    r"|There|It|Here|Why|What|Learn|Follow|Check|Make|Ensure|Verify|Quando|Se|Para|Ao|Este|Esta|Você)\b"
)
_MARKUP: Final = re.compile(r"^\s*(?:<[!/?A-Za-z]|//|/\*|#\s|\$ |[{}()\[\];]+\s*$)")
_TAGGED: Final = re.compile(r">([^<>\n]{20,400})<")
"""Text between two tags, as in a server's error page."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_CJK: Final = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_SPACE: Final = re.compile(r"\s+")
_LOG_START: Final = frozenset("*[0123456789")
_TOLD: Final = frozenset(
    {None, SectionKind.DESCRIPTION, SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.REPRODUCTION}
)
"""Where an article tells what went wrong."""
_SILENT: Final = frozenset({SectionKind.ENVIRONMENT, SectionKind.BOILERPLATE, SectionKind.RELATED})


def extract_messages(runs: Sequence[TextRun], mentions: Sequence[Mention]) -> tuple[Message, ...]:
    """Every message quoted in the runs, in reading order; the mentions tell the codes inside."""
    codes = _codes_by_line(mentions)
    found: dict[str, Message] = {}
    seen: set[str] = set()
    for run in _candidates(runs, codes):
        text = normalise_line(run.text)
        if text in seen:
            continue
        seen.add(text)
        template = mask_message(text)
        if template not in found and _words(PLACEHOLDER.sub(" ", template)) >= _FEW_WORDS:
            inside = _codes_in(text, codes.get(run.line, ()))
            found[template] = Message(text, template, inside, run.where, run.line, run.section)
            if len(found) == _MOST:
                break
    return tuple(found.values())


def _codes_by_line(mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    lines: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.kind in {"error", "status"}:
            lines.setdefault(mention.line, []).append(mention)
    return lines


def _codes_in(text: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    inside = [
        (text.find(mention.surface), mention.code)
        for mention in mentions
        if mention.surface and mention.surface in text
    ]
    return tuple(dict.fromkeys(code for _, code in sorted(inside)))


def quotes_failure(message: Message) -> bool:
    """Whether it says by itself that something failed; a resolution quotes commands as well."""
    if message.section is SectionKind.RESOLUTION:
        return False
    return bool(message.codes) or _tells_of_failure(message.text)


def normalise_line(text: str) -> str:
    """A message as it is kept: one line of bounded length, without log prefix."""
    line = strip_prefix(_SPACE.sub(" ", text[: 4 * _LONGEST]).strip())
    if len(line) > _LONGEST:
        line = line[:_LONGEST].rpartition(" ")[0] or line[:_LONGEST]
    return line.strip(" \t\u200b\ufeff")


def _candidates(runs: Sequence[TextRun], codes: Mapping[int, list[Mention]]) -> Iterator[TextRun]:
    for _, group in groupby(runs, key=_block):
        block = list(group)
        where = block[0].where
        if where == "fence":
            for run in block:
                yield from _in_fence(run)
        elif where == "title":
            yield from (run for run in block if _tells_of_failure(run.text))
        elif where in {"prose", "span"} and block[0].section not in _SILENT:
            yield from _in_block(block, codes)


def _block(run: TextRun) -> tuple[int, str]:
    return run.line, "text" if run.where in {"prose", "span"} else run.where


def _in_fence(run: TextRun) -> Iterator[TextRun]:
    for below, line in enumerate(run.text.split("\n"), 1):
        for text in _TAGGED.findall(line) if _MARKUP.match(line) else (line,):
            if _reads_like_message(text):
                yield TextRun(text, run.where, run.line + below, run.section)


def _in_block(block: list[TextRun], codes: Mapping[int, list[Mention]]) -> Iterator[TextRun]:
    for run in block:
        if (run.where == "span" and _reads_like_message(run.text)) or _is_logged(run.text):
            yield run
    first = block[0]
    if len(block) == 1 and (first.where == "span" or len(first.text) < _SHORTEST):
        return
    whole = TextRun(join_lines(run.text for run in block), "prose", first.line, first.section)
    surfaces = [mention.surface for mention in codes.get(whole.line, ()) if mention.surface]
    for text in _in_prose(whole, surfaces):
        yield TextRun(text, whole.where, whole.line, whole.section)


def join_lines(pieces: Iterable[str]) -> str:
    """The text of a block, of whose pieces some were code; words that stood apart stay apart."""
    parts = list(pieces)
    for at, (one, two) in enumerate(pairwise(parts)):
        if one[-1:].isalnum() and two[:1].isalnum():
            parts[at] = one + " "
    return "".join(parts)


def _in_prose(run: TextRun, surfaces: list[str]) -> Iterator[str]:
    text = run.text
    quotes = _QUOTE.findall(text) if _may_quote(text) else []
    if not surfaces and not quotes and not _tells_of_failure(text):
        return
    for quoted in map("".join, quotes):
        if _words(quoted) > _FEW_WORDS or _tells_of_failure(quoted):
            yield quoted
    if introduced := _INTRODUCED.search(text):
        yield introduced[1]
    sentences = _SENTENCE_END.split(text)
    told = [sentence for sentence in sentences if _is_told(sentence, run, surfaces)]
    if told and len(sentences) == _TOGETHER and told[0] is sentences[0]:
        yield text
    yield from told


def _may_quote(text: str) -> bool:
    return '"' in text or "“" in text or "'" in text or "‘" in text or "«" in text or "「" in text


def _is_told(sentence: str, run: TextRun, surfaces: list[str]) -> bool:
    if any(surface in sentence for surface in surfaces):
        return _words(sentence) > _FEW_WORDS
    if run.section not in _TOLD or _NARRATIVE.match(sentence):
        return False
    return _tells_of_failure(sentence) and _words(sentence) > _FEW_WORDS


def _reads_like_message(line: str) -> bool:
    if len(line) < _SHORTEST or _MARKUP.match(line):
        return False
    words = _words(line)
    return words >= _MANY_WORDS or (words >= _FEW_WORDS and _tells_of_failure(line))


def _is_logged(text: str) -> bool:
    return text[:1] in _LOG_START and len(strip_prefix(text)) < len(text) - _SHORTEST


def _tells_of_failure(text: str) -> bool:
    lower = text[: 4 * _LONGEST].lower()
    for cue in _CUES:  # noqa: SIM110 - twice as fast as any() over a generator, for each line
        if cue in lower:
            return True
    return False


def _words(text: str) -> int:
    """Words, counted up to where it matters; two Chinese, Japanese or Korean letters are one."""
    start = text[:_LONGEST]
    return len(_WORD.findall(start)) + len(_CJK.findall(start)) // 2


_MOST_LINES: Final = 12


def tag_messages(tokens: Iterable[Token], messages: Iterable[Message]) -> None:
    """Note `message` in the `meta` of code blocks and spans, for their renderers."""
    quoted = frozenset(message.text for message in messages if quotes_failure(message))
    if not quoted:
        return
    for token in _code(tokens):
        lines = [line for line in token.content.split("\n") if line.strip()]
        if 0 < len(lines) <= _MOST_LINES and " " in lines[0] and normalise_line(lines[0]) in quoted:
            token.meta = {**token.meta, "message": True}


def _code(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type in {"fence", "code_block"}:
            yield token
        elif token.type == "inline":
            yield from (child for child in token.children or () if child.type == "code_inline")
