"""Finds the error messages that an article quotes, each with its template.

1. Lines of code blocks, values of JSON and logfmt in them, and code spans that read like a message.
2. Text that is emphasised or in quotation marks, or alone after a colon or in a cell: if it has a
   code or tells of a failure, or if a word near it names it as a message.
3. Sentences of the surrounding text: with a code, after "error:", or about a failure where the
   article describes its issue.
4. Each is one line, of bounded length, without log prefix and without the text before its code;
   glued lines of a log are separated. One of each template is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from operator import attrgetter
from typing import Final

from errata.data.patterns import compile_late
from errata.messages.line_codes import (
    ENDS,
    NO_SURFACES,
    SENTENCE_END,
    Surfaces,
    codes_in,
    group_by_line,
    lists_codes,
    split_at_code,
)
from errata.messages.lines import MARKUP, join_lines, read_code_block, reads_like_message, split_log
from errata.messages.mask import PLACEHOLDER, mask_message, strip_prefix
from errata.messages.references import TableRows, find_referenced
from errata.messages.telling import (
    FEW_WORDS,
    MANY_WORDS,
    SHORTEST,
    count_words,
    is_code,
    is_label,
    is_long_enough,
    is_narrative,
    names_message,
    tells_of_failure,
    words_of_kind,
)
from errata.messages.words import mask_last_file
from errata.model import Mention, Message, SectionKind, TextRun

# ruff: noqa: RUF001 - articles are written with curly quotation marks

# The most characters of a message that are kept. `python -m bench.messages` extracts 122 of 124
# English labels from 300 on, and 117 with 200.
_LONGEST: Final = 500
# Messages of one article. Those of the corpus have at most 46, a reference of Intune's codes has
# 563, since a row is a message with its code and one without. A longer list is a log.
_MOST: Final = 800
# The most characters of a paragraph in which messages are looked for. Real ones have at most 9,000,
# and what is set off is looked up in its paragraph: without a bound, one of 8 MB would take an
# hour.
_MOST_OF_BLOCK: Final = 50_000
# Sentences that may be one message
_MOST_SENTENCES: Final = 2

# "“The ledger is closed”", „The till is shut", "The till is shut”, "'No such ledger 17'" yes;
# "“closed”", "the users' ledger's page" no
_QUOTE: Final = compile_late(
    r"[“„]([^“”„\n]{8,400})[”“]|[“„]([^“”„\"\n]{8,400})\"|(?<![A-Za-z0-9])\"([^“”„\"\n]{8,400})”"
    r"|(?<![A-Za-z0-9])\"([^\"\n]{8,400})\"|(?<![A-Za-z0-9])'([^'\n]{12,400})'"
    r"(?![A-Za-z0-9])|[«»]\s?([^«»\n]{8,400})[«»]|‘([^‘’\n]{12,400})’(?![A-Za-z0-9])|「([^「」\n]{3,400})」|『([^『』\n]{3,400})』"
)
_QUOTE_MARKS: Final = "\"“„'‘«»「『"
# "error: the ledger is closed", "The log says - it broke" yes; "an error in: x", "Error: x" no
_INTRODUCED: Final = compile_late(
    rf"(?i:(?<![A-Za-z])(?:{'|'.join(words_of_kind('introduction'))})"
    r"(?: (?:message|code|is|was|says|reads|log))?) ?[:：=-]\s{0,3}(\S[^\n]{5,400})"
)
# "the error The ledger is closed" yes; "the Error Log is", "errors The" no
_NAMED: Final = compile_late(
    rf"(?<![A-Za-z])(?i:{'|'.join(words_of_kind('introduction'))})"
    r" ([A-ZÀ-Þ][a-zß-ÿ'’]{0,20} [a-zß-ÿ][^\n]{5,400})"
)
# English at the end of a sentence in another script: "失败: the till is shut", "報错no till is
# open", "Ошибка: the till is shut" yes; "打开 the till 失败", "It is: the till", "Ã¼lle, a till" no
_ENGLISH: Final = compile_late(r"(?<=[^\W\d_\x00-ɏ])[ :：，,“\"']{0,4}([A-Za-z][ -~]{8,400})$")
# Latin and Chinese
_COLONS: Final = (":", "：")
# A text that is more than a name: "It broke", "壊れた" yes; "error.log", "a/b" no
_SPACED: Final = compile_late("[ \u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
# "x", "é" yes; "5", "“" no
_LETTER: Final = compile_late(r"[^\W\d_]")
_ENDS_OF_SENTENCES: Final = (*ENDS, *_COLONS, "?")
# "*ERR_X failed" yes; "*.acme.com", "*ERROR* x" no
_STRAY: Final = compile_late(r"\*[A-Za-z][^*]*$")
# What is set off in a text without markup: "fix *It broke down* in" yes; "a*b", "2 * 3 * 4" no
_EMPHASISED: Final = compile_late(r"(?<![\w*])\*{1,2}([^*\s][^*\n]{6,400}[^*\s])\*{1,2}(?![\w*])")
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
    """Extract messages quoted in the runs, in reading order, with the codes mentioned in them."""
    codes = group_by_line(mentions)
    messages: dict[str, Message] = {}
    templates: set[str] = set()
    surfaces = {
        line: frozenset(mention.surface for mention in mentions if mention.kind == "error")
        for line, mentions in codes.items()
    }
    for run in _candidates(runs, codes):
        mentioned = codes.get(run.line, ())
        for text in _own_texts(run.text, surfaces.get(run.line, frozenset())):
            if text in templates:
                continue
            if len(messages) == _MOST:
                return tuple(messages.values())
            templates.add(text)
            template = mask_last_file(mask_message(text))
            words = PLACEHOLDER.sub(" ", template)
            if template not in messages and count_words(words) >= FEW_WORDS:
                inside = codes_in(text, mentioned)
                if not (is_code(text, has_code=bool(inside)) or lists_codes(text, inside)):
                    message = Message(text, template, inside, run.where, run.line, run.section)
                    messages[template] = message
    return tuple(messages.values())


def _own_texts(text: str, surfaces: frozenset[str]) -> Iterator[str]:
    """Yield the messages in a text that is one, or several glued together, as they are kept."""
    lines = split_log(text[: 4 * _LONGEST])
    for line in lines:
        normalised = normalise_line(line)
        if len(lines) > 1 and not tells_of_failure(normalised):
            continue
        yield from split_at_code(normalised, surfaces)


def quotes_failure(message: Message) -> bool:
    """Whether a text tells of a failure by itself; a resolution quotes commands, too."""
    if message.section is SectionKind.RESOLUTION:
        return False
    return bool(message.codes) or tells_of_failure(message.text)


def normalise_line(text: str) -> str:
    """Normalise a message to one line of bounded length, without log prefix."""
    line = strip_prefix(" ".join(text[: 4 * _LONGEST].split()))
    # The rest of emphasis that has no end.
    if _STRAY.match(line) and line.count("*") == 1:
        line = line[1:]
    if len(line) > _LONGEST:
        line = line[:_LONGEST].rpartition(" ")[0] or line[:_LONGEST]
    return line.strip(" \t\u200b\ufeff")


def _candidates(runs: Sequence[TextRun], codes: Mapping[int, list[Mention]]) -> Iterator[TextRun]:
    before = previous = title = ""
    rows = TableRows()
    surfaces = {line: Surfaces(inside) for line, inside in codes.items()}
    referenced = find_referenced(runs)
    for _, group in groupby(runs, key=_block):
        block = list(group)
        place = block[0].where
        if place == "fence":
            for run in block:
                yield from read_code_block(run, _LONGEST, codes)
            previous = ""
        elif place == "description":
            yield from _in_description(block[0])
        elif place == "messages":
            yield from block
        elif place == "title":
            yield from _in_title(block[0], surfaces.get(block[0].line, NO_SURFACES))
            title = block[0].text
        elif place in {"prose", "span"}:
            at_line = surfaces.get(block[0].line, NO_SURFACES)
            text = _Block(block, at_line, before, previous)
            if block[0].section not in _WITHOUT_MESSAGES:
                yield from text.messages(referenced.get(block[0].block, ""))
                yield from rows.messages(block, at_line)
                yield from text.opening(title) if title else ()
            title = ""
            before, previous = text.introduction, text.text


def _in_title(run: TextRun, surfaces: Surfaces) -> Iterator[TextRun]:
    """Yield the title, its quotations, and what it announces: "Error: Too many files | Product"."""
    if is_message := tells_of_failure(run.text) or _follows_code(run.text, surfaces):
        yield run
    for quote in _QUOTE.finditer(run.text):
        text, before = "".join(filter(None, quote.groups())), run.text[: quote.start()]
        fails = tells_of_failure(text) or names_message(before, run.text[quote.end() :])
        if fails and count_words(text) > FEW_WORDS and not is_label(text):
            yield TextRun(text, run.where, run.line)
    if is_message and (announced := _INTRODUCED.search(run.text)):
        text = announced[1].split(" | ")[0].strip()
        if quoted := _QUOTE.match(text):
            text = next(filter(None, quoted.groups()))
        # "error:14090086:SSL routines" announces none.
        is_text = text[:1].isalpha() and count_words(text) > FEW_WORDS
        # "Error: the till needs a drawer" tells of a failure by its first word alone.
        is_whole = not announced.start() and count_words(text) >= MANY_WORDS and _is_said(text)
        if is_text and (is_whole or tells_of_failure(text)):
            yield TextRun(text, run.where, run.line)


def _follows_code(title: str, surfaces: Surfaces) -> bool:
    """Whether a title is a code with its message: "TILL-28000: the drawer is locked"."""
    code, colon, text = title.partition(": ")
    return bool(colon) and code in surfaces and count_words(text) > FEW_WORDS and _is_said(text)


def _is_said(text: str) -> bool:
    """Whether a part of a title is what a program says: not "Till And Drawer", "how to open"."""
    return not (is_label(text) or is_narrative(text[:1].upper() + text[1:]))


def _in_description(run: TextRun) -> Iterator[TextRun]:
    """Yield quoted or emphasised messages of the description."""
    quoted = ["".join(groups) for groups in _QUOTE.findall(run.text)]
    for text in (*_EMPHASISED.findall(run.text), *quoted):
        if count_words(text) > FEW_WORDS and tells_of_failure(text) and not is_narrative(text):
            yield TextRun(text, "title", run.line)


def _block(run: TextRun) -> tuple[int, int, str]:
    return run.line, run.block, "text" if run.where in {"prose", "span"} else run.where


class _Block:
    """The runs of one paragraph, heading or cell of a table."""

    def __init__(self, runs: list[TextRun], surfaces: Surfaces, before: str, previous: str) -> None:
        ends = accumulate(len(run.text) for run in runs)
        most = bisect_right(list(ends), _MOST_OF_BLOCK) + 1
        self._runs = runs[:most]
        self._first = runs[0]
        self.text = self._text = join_lines(run.text for run in self._runs)[:_MOST_OF_BLOCK]
        self._previous = previous.rstrip(" 。")
        self._before = before if self._first.column is None else self._first.column
        self._surfaces = surfaces

    @property
    def introduction(self) -> str:
        """Its last words, if they announce what comes next."""
        text = self._text.rstrip()
        return text if text[-1:] in _COLONS else ""

    def opening(self, title: str) -> Iterator[TextRun]:
        """Yield the first paragraph of an article on one error, unless it is the author's sentence.

        References of compilers begin like this: "Error C3103", then "'argument': repeated named
        argument". A title without a number is of many: "Options of error reports".
        """
        if not (names_message(title) and any(map(str.isdigit, title))):
            return
        text = self._text.strip()
        is_text = count_words(text) >= FEW_WORDS and _SPACED.search(text) and is_long_enough(text)
        # "Original KB number: 3087170" is about the article.
        is_sentence = text.rstrip("0123456789 \u00a0").endswith(_ENDS_OF_SENTENCES)
        if not is_text or is_sentence:
            return
        if not is_label(text) and not is_narrative(text):
            yield TextRun(text, "prose", self._first.line, self._first.section)

    def messages(self, referenced: str = "") -> Iterator[TextRun]:
        """Yield what a reference explains, or else the messages that the block quotes."""
        quoted = tuple(self._find_quoted())
        # Without values, `Error: "It broke"` quotes a message.
        has_values = referenced != self._text.strip()
        if referenced and not self._surfaces.are_in(referenced) and (has_values or not quoted):
            yield TextRun(referenced, "prose", self._first.line, self._first.section)
        else:
            yield from quoted

    def _find_quoted(self) -> Iterator[TextRun]:
        """Yield code, then text that is set off from the sentence, then sentences."""
        for run in self._runs:
            if (run.where == "span" and reads_like_message(run.text)) or _is_logged(run.text):
                yield run
        first, text = self._first, self._text.strip()
        for stretch in self._set_off():
            yield TextRun(stretch, "span", first.line, first.section)
        if not is_long_enough(text) or (len(self._runs) == 1 and first.where == "span"):
            return
        whole_text = TextRun(text, "prose", first.line, first.section)
        is_short = len(SENTENCE_END.split(text)) <= _MOST_SENTENCES
        if self._before and is_short and self._is_message(text, self._before, "", FEW_WORDS):
            yield whole_text
        for sentence in _in_prose(whole_text, self._surfaces):
            yield TextRun(sentence, whole_text.where, whole_text.line, whole_text.section)

    def _set_off(self) -> Iterator[str]:
        """Yield emphasised or quoted text that is a message."""
        text = self._text
        groups = groupby(self._runs, key=attrgetter("emphasis"))
        emphasised = [
            join_lines(run.text for run in own).strip() for number, own in groups if number
        ]
        emphasised += [run.text for run in self._runs if run.where == "span"]
        emphasised += self._find_joined()
        stretches = [
            (stretch, FEW_WORDS + 1, False) for stretch in emphasised if _SPACED.search(stretch)
        ]
        if any(mark in text for mark in _QUOTE_MARKS):
            stretches += [("".join(quoted), FEW_WORDS, True) for quoted in _QUOTE.findall(text)]
        for stretch, least, is_quoted in stretches:
            before, _, after = text.partition(stretch)
            if not _LETTER.search(before):
                # A block that stands alone is announced by the paragraph before it, in many
                # languages without a colon.
                before = self._before or ("" if _LETTER.search(after) else self._previous)
            if self._is_message(stretch, before, after, least, is_quoted=is_quoted):
                yield stretch
        yield from self._find_announced()

    def _find_joined(self) -> Iterator[str]:
        """Yield emphasised text with the code that continues it: "*is no key:* `orders_id`"."""
        if all(run.where != "span" for run in self._runs):
            return
        runs = [run for run in self._runs if run.text.strip()]
        for run, code in pairwise(runs):
            if run.emphasis and run.where != "span" and code.where == "span" and not code.emphasis:
                yield f"{run.text.strip()} {code.text.strip()}"

    def _find_announced(self) -> Iterator[str]:
        """Yield text after a colon that announces an error, as in "Error in the log: It broke".

        English at the end of a text in another script needs no colon.
        """
        english = _ENGLISH.search(self._text.rstrip(" 。"))
        if english and self._is_message(english[1], self._text[: english.start(1)], "", FEW_WORDS):
            yield english[1]
        for sentence in SENTENCE_END.split(self._text) if ": " in self._text else ():
            before, colon, message = sentence.partition(": ")
            is_text = bool(colon) and _SPACED.search(message) and not MARKUP.match(message)
            is_named = is_text and names_message(before)
            if is_named and self._is_message(message, before, "", FEW_WORDS):
                yield message

    def _is_message(
        self, text: str, before: str, after: str, least: int, *, is_quoted: bool = False
    ) -> bool:
        """Whether a text of at least so many words is a message, by itself or its surroundings."""
        words = count_words(text)
        if words < FEW_WORDS or not is_long_enough(text) or after.lstrip()[:1] in _COLONS:
            return False
        if self._surfaces.are_in(text):
            return words > FEW_WORDS
        if is_label(text):
            return False
        is_named = names_message(before, after)
        # An author does not put a sentence of his own in quotation marks and call it an error.
        is_heading = text.strip() == self._text.strip()
        if is_narrative(text, is_heading=is_heading) and not (is_quoted and is_named):
            return False
        fails = tells_of_failure(text)
        if words >= least and fails and self._first.section in _ABOUT_FAILURE:
            return True
        return is_named and (words > FEW_WORDS or fails)


def _in_prose(run: TextRun, surfaces: Surfaces) -> Iterator[str]:
    text = run.text
    if not surfaces and not tells_of_failure(text):
        return
    if introduced := _INTRODUCED.search(text) or _NAMED.search(text):
        yield introduced[1]
    sentences = SENTENCE_END.split(text)
    messages = [sentence for sentence in sentences if _is_message(sentence, run, surfaces)]
    if messages and len(sentences) == _MOST_SENTENCES and messages[0] is sentences[0]:
        yield text
    yield from messages


def _is_message(sentence: str, run: TextRun, surfaces: Surfaces) -> bool:
    if surfaces.are_in(sentence):
        return count_words(sentence) > FEW_WORDS
    announces = sentence.rstrip()[-1:] in _COLONS
    is_heading = sentence == run.text and not sentence.endswith(_ENDS_OF_SENTENCES)
    if announces or run.section not in _ABOUT_FAILURE or not tells_of_failure(sentence):
        return False
    return count_words(sentence) > FEW_WORDS and not is_narrative(sentence, is_heading=is_heading)


def _is_logged(text: str) -> bool:
    return text[:1] in _LOG_START and len(strip_prefix(text)) < len(text) - SHORTEST
