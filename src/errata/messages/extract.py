"""Finds the error messages that an article quotes, each with its template.

1. Lines of code blocks and code spans, where they read like a message.
2. Sentences of the text around them: with a code, after "error:", in quotation marks, or about a
   failure where the article describes its issue.
3. Each is one line, of bounded length, without log prefix; one of each template is kept.

Then marks the code that is such a message: where its first line tells of a failure or has a code.
A block of more lines than a message has is a log or a listing and stays as it is, and so does a
single word, such as the name of a file.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, cast

from errata.data import read_data
from errata.messages.mask import PLACEHOLDER, mask_message, strip_prefix
from errata.model import Message, SectionKind, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

    from errata.model import Mention


# ruff: noqa: RUF001 - articles are written with curly quotation marks


def _read_words(kind: str) -> tuple[str, ...]:
    by_language = cast("Mapping[str, Sequence[str]]", read_data("message_words")[kind])
    return tuple(word for words in by_language.values() for word in words)


# Characters of a message that are kept. `python -m bench.messages` extracts 122 of 124 English
# labels from 300 on, and 117 with 200.
_LONGEST: Final = 500
# Messages of one article; the real ones have at most 46, and a longer list is a log.
_MOST: Final = 400
# Characters of a message, its words, and the same of one that tells of a failure. No label needs
# more or less: 1 to 8 characters, 3 to 6 words and 1 to 3 find the same 122 of 124 (12 characters
# 121). Fewer let more names through: 472 of 7,492 messages with 3 words, 597 of 7,617 with 1.
_SHORTEST: Final = 8
_MANY_WORDS: Final = 4
_FEW_WORDS: Final = 2
# Sentences that may be one message
_MOST_SENTENCES: Final = 2
# Lines of a block of code that is a message as a whole
_MOST_LINES: Final = 12

# Plain search is ten times as fast as a pattern.
_FAILURE_WORDS: Final = _read_words("failure")
# "“The ledger is closed”", "'No such ledger 17'" yes; "“closed”", "the users' ledger's page" no
_QUOTE: Final = re.compile(
    r"“([^“”\n]{8,400})”|(?<![A-Za-z0-9])\"([^\"\n]{8,400})\"|(?<![A-Za-z0-9])'([^'\n]{12,400})'"
    r"(?![A-Za-z0-9])|«\s?([^«»\n]{8,400})»|‘([^‘’\n]{12,400})’(?![A-Za-z0-9])|「([^「」\n]{6,400})」"
)
_QUOTE_MARKS: Final = "\"“'‘«「"
# "error: the ledger is closed", "The log says - it broke" yes; "an error in: x", "Error: x" no
_INTRODUCED: Final = re.compile(
    rf"(?i:\b(?:{'|'.join(_read_words('introduction'))})"
    r"(?: (?:message|code|is|was|says|reads|log))?) ?[:：=-]\s{0,3}(\S[^\n]{5,400})"
)
# After "It broke." before " Then", a line end yes; after "e.g." before " then" no
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ\"'“(\[])|\n+")
# "When you", "Users see" yes; "Unable to", "Iterator" no
_NARRATIVE: Final = re.compile(rf"(?:{'|'.join(_read_words('narrative'))})\b")
# Lines of code: "<node>", "// x", "# x", "$ ls", "});" yes; "(x) broke", "#5 broke" no
_MARKUP: Final = re.compile(r"^\s*(?:<[!/?A-Za-z]|//|/\*|#\s|\$ |[{}()\[\];]+\s*$)")
# Text between two tags, as in a server's error page: "<p>The server is not reachable</p>" yes;
# "<p>Not found</p>" no
_TAGGED: Final = re.compile(r">([^<>\n]{20,400})<")
# "ledger", "été" yes; "x 17" no
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# "エラー", "오류" yes; "error" no
_CJK: Final = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
# "a  b" has one; "ab" none
_SPACE: Final = re.compile(r"\s+")
# With which a line of a log begins: a time, or a level such as "*ERROR*"
_LOG_START: Final = frozenset("*[0123456789")
# Where an article tells what went wrong, and where it never quotes a message
_ABOUT_FAILURE: Final = frozenset(
    {None, SectionKind.DESCRIPTION, SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.REPRODUCTION}
)
_WITHOUT_MESSAGES: Final = frozenset(
    {SectionKind.ENVIRONMENT, SectionKind.BOILERPLATE, SectionKind.RELATED}
)


def extract_messages(runs: Sequence[TextRun], mentions: Sequence[Mention]) -> tuple[Message, ...]:
    """Every message quoted in the runs, in reading order, with the codes mentioned in it."""
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
    """Whether it says by itself that something failed; a resolution quotes commands, too."""
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
        elif where in {"prose", "span"} and block[0].section not in _WITHOUT_MESSAGES:
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
    """The text of a block of which some pieces were code; separate words stay separate."""
    parts = list(pieces)
    for at, (one, two) in enumerate(pairwise(parts)):
        if one[-1:].isalnum() and two[:1].isalnum():
            parts[at] = one + " "
    return "".join(parts)


def _in_prose(run: TextRun, surfaces: list[str]) -> Iterator[str]:
    text = run.text
    quotes = _QUOTE.findall(text) if any(mark in text for mark in _QUOTE_MARKS) else []
    if not surfaces and not quotes and not _tells_of_failure(text):
        return
    for quoted in map("".join, quotes):
        if _words(quoted) > _FEW_WORDS or _tells_of_failure(quoted):
            yield quoted
    if introduced := _INTRODUCED.search(text):
        yield introduced[1]
    sentences = _SENTENCE_END.split(text)
    messages = [sentence for sentence in sentences if _is_message(sentence, run, surfaces)]
    if messages and len(sentences) == _MOST_SENTENCES and messages[0] is sentences[0]:
        yield text
    yield from messages


def _is_message(sentence: str, run: TextRun, surfaces: list[str]) -> bool:
    if any(surface in sentence for surface in surfaces):
        return _words(sentence) > _FEW_WORDS
    if run.section not in _ABOUT_FAILURE or _NARRATIVE.match(sentence):
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
    for word in _FAILURE_WORDS:  # noqa: SIM110 - twice as fast as any() over a generator
        if word in lower:
            return True
    return False


def _words(text: str) -> int:
    """Words, counted up to where it matters; two Chinese, Japanese or Korean letters are one."""
    start = text[:_LONGEST]
    return len(_WORD.findall(start)) + len(_CJK.findall(start)) // 2


def tag_messages(tokens: Iterable[Token], messages: Iterable[Message]) -> None:
    """Add `message` to the `meta` of code blocks and spans that are one, for their renderers."""
    quoted = frozenset(message.text for message in messages if quotes_failure(message))
    if not quoted:
        return
    for token in _code_tokens(tokens):
        lines = [line for line in token.content.split("\n") if line.strip()]
        if 0 < len(lines) <= _MOST_LINES and " " in lines[0] and normalise_line(lines[0]) in quoted:
            token.meta = {**token.meta, "message": True}


def _code_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type in {"fence", "code_block"}:
            yield token
        elif token.type == "inline":
            yield from (child for child in token.children or () if child.type == "code_inline")
