"""Recognises an error message: by words of failure, and by words near it that name a message.

The words are those of `data/message_words.toml`, in all languages at once: articles quote programs
in other languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from errata.data import read_data, read_patterns
from errata.data.literals import Literals
from errata.data.patterns import compile_late


def words_of_kind(kind: str) -> tuple[str, ...]:
    """Return the words of one table, without repetitions."""
    by_language = cast("Mapping[str, Sequence[str]]", read_data("message_words")[kind])
    return tuple(dict.fromkeys(word for words in by_language.values() for word in words))


# How many characters of a text are examined: the longest message that is kept has 500.
_REACH: Final = 2000
# The fewest characters of a message; one that tells of a failure has `FEW_WORDS`, any other
# `MANY_WORDS`. No label needs more or less: 1 to 8 characters, 3 to 6 words and 1 to 3 find the
# same 122 of 124 (12 characters 121). Fewer let more names through: 472 of 7,492 messages with 3
# words, 597 of 7,617 with 1.
SHORTEST: Final = 8
MANY_WORDS: Final = 4
FEW_WORDS: Final = 2
# How many words a cell may have that says what the next one contains, as in "Text of the message",
# and its characters, where a language writes without spaces. A longer one is a message or a
# sentence itself.
_FEW_OF_LABEL: Final = 4
_LONGEST_LABEL: Final = 30
# How many words a text may have in which each begins with a capital letter: a longer one is not a
# button's label.
_LABEL_WORDS: Final = 6
# How many characters before a text that is set off, and after it, a word may name it as a message,
# as in "you may see the following error when you open the page: *x*" and "*x* is the message".
# Chinese, Japanese and Korean say as much in less than half the letters.
_BEFORE: Final = 80
_AFTER: Final = 20
_BEFORE_CJK: Final = 30

# All words at once: a tenth of the time of looking for one after the other.
_FAILURE_WORDS: Final = Literals(words_of_kind("failure"))
_NAMING_WORDS: Final = Literals(words_of_kind("naming"))
_CARRYING_WORDS: Final = frozenset(words_of_kind("carrying"))
_LABEL_OF_MESSAGE: Final = Literals(words_of_kind("label"))
_COLUMN_WORDS: Final = Literals((*words_of_kind("column"), *words_of_kind("naming")))
# How many words before one of these may say that something failed: "the build fails again with"
_FAILED: Final = 3
# What may stand between such a word and the message
_OPENING: Final = " \t\n\u00a0\"'`“„‘«»「『"  # noqa: RUF001 - marks that authors type
# "When you", "Users see" yes; "Unable to", "Iterator" no
_NARRATIVE: Final = compile_late(rf"(?:{'|'.join(words_of_kind('narrative'))})\b")
# "This app cannot", "Este visual excedeu" yes; "This error occurs", "When you" no
_STATEMENT: Final = compile_late(rf"(?:{'|'.join(words_of_kind('statement'))})")
_FORMS: Final = read_patterns("telling")


def is_code(text: str, *, has_code: bool) -> bool:
    """Whether a text is code, a command, a header or only pairs, which tell of no failure.

    What has the code of an error is a message, unless that is a value, in a statement's comment or
    in a command.
    """
    start = text[:_REACH]
    is_pairs = "=" in start and count_words(_FORMS["pair"].sub(" ", start)) < FEW_WORDS
    if is_pairs or any(
        form.search(start) for form in (_FORMS["commented"], _FORMS["numbered"], _FORMS["setting"])
    ):
        return True
    # In a command, words of failure may be the code's, or a value's.
    words = _FORMS["pair"].sub(" ", _FORMS["state"].sub(" ", start) if has_code else start)
    is_command = _FORMS["command"].search(start) is not None and not tells_of_failure(words)
    if has_code or is_command:
        return is_command
    if _FORMS["query"].match(start) or _FORMS["named_word"].match(start):
        return True
    is_other = _FORMS["code"].search(start) or _FORMS["measured"].match(start)
    return is_other is not None and not tells_of_failure(text)


def tells_of_failure(text: str) -> bool:
    """Whether a text has a word of failure."""
    return _FAILURE_WORDS.are_in(f" {_fold(text[:_REACH])} ")


def is_narrative(text: str, *, is_heading: bool = False) -> bool:
    """Whether a text begins like an author's sentence about a failure.

    As a heading, "This app cannot be opened" is what the program says.
    """
    is_statement = is_heading and _STATEMENT.match(text) is not None
    return not is_statement and _NARRATIVE.match(text) is not None


def count_words(text: str) -> int:
    """Count words as far as it matters; two Chinese, Japanese or Korean letters are one."""
    start = text[:_REACH]
    return len(_FORMS["word"].findall(start)) + len(_FORMS["cjk"].findall(start)) // 2


def is_long_enough(text: str) -> bool:
    """Whether a text can be a message; a Chinese, Japanese or Korean letter counts as two."""
    return len(text) + len(_FORMS["cjk"].findall(text[:SHORTEST])) >= SHORTEST


def is_label(text: str) -> bool:
    """Whether a text is the label of a control, or the path to one through menus."""
    if tells_of_failure(text):
        return False
    if _FORMS["step"].search(text):
        return True
    words = _FORMS["word"].findall(text[:_REACH])
    return (
        0 < len(words) <= _LABEL_WORDS
        and not text.rstrip().endswith((".", "!", "?", "…"))
        and not _FORMS["small"].search(text)
        and not _FORMS["cjk"].search(text)
    )


def names_message(before: str, after: str = "") -> bool:
    """Whether the surrounding text says that a message is there.

    It is in the same sentence, or in the one before if the message is a sentence itself.
    """
    start = _BEFORE_CJK if _FORMS["cjk"].search(before[-_BEFORE_CJK:]) else _BEFORE
    sentences = _FORMS["sentence_end"].split(before[-start:])
    if len(sentences) > 1 and not _FORMS["word"].search(sentences[-1]):
        sentences.pop()
    surrounding = _fold(f" {sentences[-1]}\n{after[:_AFTER]}")
    return _NAMING_WORDS.are_in(surrounding) or _fails_with(sentences[-1], after)


def _fails_with(before: str, after: str) -> bool:
    """Whether something failed with the text: "fails with *x*", "bricht mit *x* ab"."""
    *words, last = before.lower().rstrip(_OPENING).split() or [""]
    return last in _CARRYING_WORDS and (
        tells_of_failure(" ".join(words[-_FAILED:])) or tells_of_failure(after[:_AFTER])
    )


def is_message_label(text: str) -> bool:
    """Whether a cell says that the next one has a message: "Message text", "Meldungstext"."""
    if not text or len(text) > _LONGEST_LABEL or len(text.split()) > _FEW_OF_LABEL:
        return False
    return _LABEL_OF_MESSAGE.are_in(_fold(text))


def is_code_column(heading: str) -> bool:
    """Whether a table's column has codes or errors, by its heading."""
    return _COLUMN_WORDS.are_in(f" {_fold(heading)}")


def _fold(text: str) -> str:
    """Return a text in small letters, as Turkish has them: "İleti" begins with an "i" alone."""
    return text.replace("İ", "i").lower()
