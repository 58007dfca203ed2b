"""Recognises an error message: by words of failure, and by words near it that name a message.

The words are those of `data/message_words.toml`, in all languages at once: articles quote programs
in other languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

from errata.data import read_data
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
# "ledger", "été" yes; "x 17" no
_WORD: Final = compile_late(r"[^\W\d_]{2,}")
# "エラー", "오류" yes; "error" no
_CJK: Final = compile_late("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
# A word in small letters: "was", "über" yes; "Was", "of", "4xx" no
_SMALL: Final = compile_late(r"(?<![^\W_])[^\W\d_A-ZÀ-Þ][^\W\d_]{2,}")
# Between the steps of a menu: " > ", " → " yes; "a>b", "->" no
_STEP: Final = compile_late(r"\s[>→»›]\s")  # noqa: RUF001 - marks that authors type
# After "It broke." before " Then" yes; after "e.g." before " then" no
_SENTENCE_END: Final = compile_late(r"[.!?。]\s+(?=[A-ZÀ-Þ\"'“(\[])|[。\n]")
# A statement of SQL: "SELECT * FROM a", "CREATE INDEX a" yes; "SELECT was denied", "Select from" no
_QUERY: Final = compile_late(
    r"^\s{0,40}(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP) [^\n]{0,200}?"
    r"\b(?:FROM|INTO|SET|TABLE|INDEX|VIEW)\b"
)
# A statement before a comment: "char a = 'error'; // C2015" yes; "failed; see https://a" no
_COMMENTED: Final = compile_late(r";\s{0,8}(?://|/\*|#|--)\s")
# The first line of a script or of a trace, the end of a statement, a URN or ARN, a type of content,
# a product with its version or build, a header of HTTP or mail, a distinguished name, whose a
# program is: "#!/bin/sh", "Traceback (most", "limit 5;", "urn:a:b", a type as in "text/plain;
# charset=a", "Engine/5.0 (like X)", "VM (build 17", "X-Frame-Options: DENY",
# "<< Vary: a", "OU=a,DC=b", "Copyright (C) A" yes; "closed; not open", "Engine is old",
# "Sign-in: no", "and/or; else" no
_CODE: Final = compile_late(
    r"^(?:#!|Traceback \()|;\s{0,8}$"
    r"|(?<![A-Za-z])[ua]rn:[a-z]|[A-Za-z]/[0-9][0-9.]{0,20} \(|\(build [0-9]"
    r"|(?<![A-Za-z/])[a-z]{4,12}/[a-z0-9.+-]{2,60}; {0,2}[a-z]{1,20}="
    r"|(?<![\w-])[A-Z][A-Za-z0-9]{0,30}(?:-[A-Z][A-Za-z0-9]{0,30}){1,5}: "
    r"|(?:<<|>>) [A-Z][A-Za-z0-9-]{1,40}: "
    r"|(?<![A-Za-z])(?:OU|DC|CN)=[^=\n]{1,60},(?:OU|DC|CN)="
    r"|^(?:[Cc]opyright |\([Cc]\) |©)"
)
# A command of a well-known tool, one with an option, with the output of another, or where its own
# goes, or an option in a command's help: "apt install a", "git push a", "tool -n a get", "tool run
# a of b --all", "for c in $(tool)", "echo a | sudo tee b", "--seed int Seed for numbers",
# "-f, --filter=b Add a rule", "-q Print less" yes; "unknown option --all", "a - b", "a | B",
# "e-mail", "-- It stops --", "-5 is too small" no
_COMMAND: Final = compile_late(
    r"^(?:sudo )?(?:apt|apt-get|brew|dnf|docker|gem|git|helm|kubectl|npm|pip3?|yum|zypper) [a-z]"
    r"|^(?:sudo )?[a-z][\w./-]{0,60}(?: [\w./-]{1,60}){0,4}?(?<!option)(?<!argument) --?[A-Za-z]"
    r"|^(?:-[A-Za-z],? )?--[a-z][\w-]{1,60}[ =]|^-[A-Za-z] [A-Z]"
    r"|\$\([a-z]|(?<!\|) \|\s?(?:sudo )?(?:awk|grep|jq|sed|sort|tee|wc|xargs) "
)
# A name whose words are no words of failure: "FailedMount", "ImageGCFailed" yes; "Failed", "SSL" no
_STATE: Final = compile_late(r"\b[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]*\b")
# A key and its value: "level=error", "to=<a>", "msg=\"It broke\"" yes; "a = b" no
_PAIR: Final = compile_late(r"(?<![\w.-])[\w.-]{1,40}=(?:\"[^\"\n]{0,400}\"|[^\s,;\"]{0,400})")
# A setting: "MA0002.exclude = false", "dotnet_diagnostic.CA1822.severity = none" yes; "Error = 5"
# and "till.open = the drawer is stuck" no
_SETTING: Final = compile_late(r"^[A-Za-z][\w-]{0,60}(?:[._][\w-]{1,60}){1,8} ?= ?[\w\"'.-]{1,60}$")
# Names with numbers: "Error: 18456, Severity: 14", "18456, Severity: 14, State: 8." yes; "Exited
# with code 1 after 2 tries" no
_NUMBERED: Final = compile_late(
    r"^(?:\d{1,10}, )?(?:[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?[:=]? ?-?\d{1,10}[,;.]? ?){2,8}$"
)
# A name with a measure: "Total time: 01:23 min", "Final Memory: 20M/300M" yes; "Line 5: it
# broke" no
_MEASURED: Final = compile_late(
    r"^[A-Z][A-Za-z]{1,20}(?: [A-Za-z]{1,20}){0,3}: ?[0-9][0-9A-Z.:,/+-]{0,40}(?: [a-z%]{1,8})?$"
)
# A name and one word or path, or a key of YAML and its value: "Severity: warning",
# as "Manager: web-side", "Image: a.io/b", "runs-on: ubuntu-22.04", "verbs: [get, list] # x",
# "Till.spec.drawerKind: Wide" yes; "Error: it broke", "java.io.E: broken" no
_NAMED_WORD: Final = compile_late(
    r"^[A-Za-z]{1,40}(?:\.[a-z][A-Za-z]{0,40}){0,5}: [A-Za-z]{1,40}(?:-[A-Za-z]{1,40}){0,5}$"
    r"|^[A-Za-z]{1,40}: [a-z0-9.-]{1,60}/[a-z0-9./-]{1,100}:?$"
    r"|^[a-z][a-z0-9-]{0,60}: (?:[a-z0-9.-]{1,60}|\[[^\]\n]{0,200}\])(?: {1,4}#.*)?$"
)


def is_code(text: str, *, has_code: bool) -> bool:
    """Whether a text is code, a command, a header or only pairs, which tell of no failure.

    What has the code of an error is a message, unless that is a value, in a statement's comment or
    in a command.
    """
    start = text[:_REACH]
    is_pairs = "=" in start and count_words(_PAIR.sub(" ", start)) < FEW_WORDS
    if is_pairs or any(form.search(start) for form in (_COMMENTED, _NUMBERED, _SETTING)):
        return True
    # In a command, words of failure may be the code's, or a value's.
    words = _PAIR.sub(" ", _STATE.sub(" ", start) if has_code else start)
    is_command = _COMMAND.search(start) is not None and not tells_of_failure(words)
    if has_code or is_command:
        return is_command
    if _QUERY.match(start) or _NAMED_WORD.match(start):
        return True
    is_other = _CODE.search(start) or _MEASURED.match(start)
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
    return len(_WORD.findall(start)) + len(_CJK.findall(start)) // 2


def is_long_enough(text: str) -> bool:
    """Whether a text can be a message; a Chinese, Japanese or Korean letter counts as two."""
    return len(text) + len(_CJK.findall(text[:SHORTEST])) >= SHORTEST


def is_label(text: str) -> bool:
    """Whether a text is the label of a control, or the path to one through menus."""
    if tells_of_failure(text):
        return False
    if _STEP.search(text):
        return True
    words = _WORD.findall(text[:_REACH])
    return (
        0 < len(words) <= _LABEL_WORDS
        and not text.rstrip().endswith((".", "!", "?", "…"))
        and not _SMALL.search(text)
        and not _CJK.search(text)
    )


def names_message(before: str, after: str = "") -> bool:
    """Whether the surrounding text says that a message is there.

    It is in the same sentence, or in the one before if the message is a sentence itself.
    """
    start = _BEFORE_CJK if _CJK.search(before[-_BEFORE_CJK:]) else _BEFORE
    sentences = _SENTENCE_END.split(before[-start:])
    if len(sentences) > 1 and not _WORD.search(sentences[-1]):
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
