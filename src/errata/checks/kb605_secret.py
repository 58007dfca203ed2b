"""Text that looks like a secret: a key, a token, or a password in an address.

Anyone who can read the article can use it. Revoke it where it was issued: removing it here is not
enough, because the history of the file keeps it. The forms are those that the services document.
Secrets that are clearly invented, such as `AKIAIOSFODNN7EXAMPLE`, are ignored.
"""

import math
import re
from collections import Counter
from functools import cache
from typing import Final, NamedTuple

from errata.checks.places import text_place
from errata.checks.written import read_written
from errata.data import read_data
from errata.data.literals import NamedLiterals
from errata.data.patterns import compile_late
from errata.diagnostics import Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.ERROR

# "AKIAIOSFODNN7EXAMPLE" and "xoxb-your-token-xxxx" are made up.
_MADE_UP: Final = compile_late(
    r"(?i)example|sample|dummy|your|xxxx|0000|1234567|abcdefg|placeholder|redacted"
)
# Bits for each character: of random letters and digits about 4, of "aaaaaaaa" 0.
_LEAST_ENTROPY: Final = 2.5


class _Form(NamedTuple):
    name: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]


def check(read: ReadArticle) -> Findings:
    """Search for each form of which the text has a word."""
    written = read_written(read)
    present = _words_of_forms().names_in(written.body)
    for form in secret_forms() if present else ():
        if form.name not in present:
            continue
        for match in form.pattern.finditer(written.body):
            if not _MADE_UP.search(match[0]) and _entropy(match[0]) >= _LEAST_ENTROPY:
                # The report may be public: it never quotes what it found.
                message = f"this looks like {form.name}"
                remedy = "revoke it where it was issued, then remove it"
                yield text_place(written, match.start(), match.end()).finding(message, remedy)


@cache
def _words_of_forms() -> NamedLiterals:
    return NamedLiterals({form.name: form.words for form in secret_forms()})


@cache
def secret_forms() -> tuple[_Form, ...]:
    """Return the forms of `errata/data/leaks.toml`."""
    tables = read_data("leaks")["secrets"]
    assert isinstance(tables, list)  # noqa: S101 - a fact of the file
    return tuple(
        _Form(table["name"], tuple(table["words"]), compile_late(table["pattern"]))
        for table in tables
    )


def _entropy(text: str) -> float:
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
