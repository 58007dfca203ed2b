"""Divides messages and lines of a log into words, and finds the anchors of messages among them.

An anchor is a literal text that shows whether a line is worth comparing with messages.

1. A line that has a message has some of its words in a row. So words in a row between two volatile
   parts are an anchor: three words if one of them is unusual, else four or five.
2. If values divide a message into shorter pieces, three long common words or an uncommon one are.
3. Else words with their values are, such as `find 'fusion' element`; or a short message as a whole,
   if all its words are common.

`data/log_limits.json` has the numbers with their reasons. `src/web/diagnose/words.ts` does the
same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

from errata.data import read_json, read_word_lists
from errata.data.patterns import compile_late
from errata.messages.mask import PLACEHOLDER, mask_message

# A code before a message, which a log may not have: "RED-520025 ", "SOAP-ENV: " yes; "RED 5 ",
# "A-1 " no
CODE: Final = compile_late(read_json("log_patterns")["code"]["pattern"])
# A word: "Main", the last part of "com.example.Main"; "ab_1" yes; "_", "-" no. Of what is written
# without spaces, each stretch of one script: "停止" and "しました" of "ログを停止しました" yes;
# "を", which any sentence has, no
_TOKEN: Final = compile_late(
    r"(?:[A-Za-z_]\w{0,60}[.$]){2,16}([A-Za-z_]\w{0,120})"
    "|([\u30a1-\u30ff]{1,40}|[\u3005\u4e00-\u9fff]{1,2}|[\u3041-\u309f]{3,40})"
    "|([^\\W_\u3005\u3041-\u30ff\u4e00-\u9fff][^\\W\u3005\u3041-\u30ff\u4e00-\u9fff]*)"
)
# The same patterns for ASCII text, without dots and with them: five times as fast.
_ASCII_WORD: Final = compile_late(r"(?!)()()|([a-z0-9][a-z0-9_]*)")
_ASCII_TOKEN: Final = compile_late(
    r"(?:[a-z_][a-z0-9_]{0,60}[.$]){2,16}([a-z_][a-z0-9_]{0,120})|(?!)()|([a-z0-9][a-z0-9_]*)"
)
# Quotation marks of all languages yes; "(" no
_QUOTES: Final = compile_late("[\"'`«»“”„‘’‚「」『』]")  # noqa: RUF001 - marks that authors type
# Around a name where an author typed it, and no program writes so
_CURLY_QUOTES: Final = compile_late("[\u2018\u2019]")
# A quotation mark around a value of JSON, CSV or a pair: each of `"a": "x", "n"`, of `a="x" n=5`
# yes; of `not "x" but` and of `open "x": denied` no
_FIELD_QUOTE: Final = compile_late(
    r"(?<=[:=,{\[\t])\"|(?<=[:=,{\[\]] )\""
    r"|\"(?=[,}\]\t]|:(?! ?[^\W\d_])|$| [A-Za-z_][A-Za-z0-9_.-]{0,40}=)"
)
# The name of a value of JSON: "\"Retry-After\":" yes; "\"not this\":", "Retry-After:" no
_KEY: Final = compile_late(r'"[A-Za-z_][A-Za-z0-9_.-]{0,60}" ?:')
# What follows a level: "ERROR No", "ERROR: No" yes; "ERRORS No", "Error No" no
_LEVEL: Final = compile_late(
    r"(?<![A-Za-z0-9])(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE):? "
)
# Without any there is no level: "WARN" yes; "Warn", "HTT" no
_CAPITALS: Final = compile_late("[A-Z]{4}")
# Between two fields of a line: a tab, ": ", " - ", ", ", " (" yes; "-", "/", " ", ":" no
_SEPARATOR: Final = compile_late(
    r"[\t\n|,;。：]|[:.!?\])}>] | [(\[{<]| [-–—]{1,3} "  # noqa: RUF001 - marks that loggers write
)
# What only a format puts between two values, and no sentence does: a tab, a line end, "|", " : "
# and "," of "5,x" yes; ", ", ": ", " ( : " no
_DELIMITER: Final = compile_late(r"[\t\n|]|^ : |,(?! )")
# Between the parts of a name: of "kube-state-metrics", "a/b.c"
_JOINTS: Final = frozenset("-/.")
MOST_WORDS: Final[int] = read_json("log_limits")["words"]["MOST_WORDS"]
_LIMITS: Final = read_json("log_limits")["anchors"]
_FEW: Final[int] = _LIMITS["FEW"]
_ALL: Final[int] = _LIMITS["ALL"]
_WORD_WEIGHT: Final[int] = _LIMITS["WORD_WEIGHT"]
# A name: "fileImport", "enrich22", "a_b" yes; "File", "HTTP" no
_NAME: Final = compile_late(r"[a-z][A-Z0-9]|[A-Za-z0-9]_")
# A file that ends a message: "server.jar", "build/libs/app.jar" yes; "java.io.E", "till.name" no
_LAST_FILE: Final = compile_late(
    r"(?<![\w{./\\-])(?:[\w.-]{1,60}[/\\]){0,8}[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}"
    r"\.(?:bat|bin|cab|cer|cfg|conf|crt|css|csv|db|dll|docx?|exe|gz|html?|ini|iso|jar|jpe?g|js|json"
    r"|lock|log|msi|pdf|pem|php|png|properties|ps1|py|rb|sh|so|sql|svg|sys|tar|tgz|toml|txt|war"
    r"|xlsx?|xml|ya?ml|zip)(?=[\"'`”’]?[.!]?$)"  # noqa: RUF001 - marks that authors type
)
# Words that any log has: alone they tell nothing.
COMMON: Final = frozenset[str]().union(*read_word_lists("common_words").values())
# A word, with its digits: "ab_1" of "ab_1.c" yes; "." no
_RAW_WORD: Final = compile_late("[a-z0-9_]+")
# What may remain of a partly volatile word: "ms" of "12ms"
_RAW_PART: Final = compile_late("[a-z]+")
_NO_LETTERS: Final = "0123456789_"
# Japanese writes endings and little words so: "しました" yes; "サービス", "停止" no
_HIRAGANA: Final = compile_late("[\u3041-\u309f]")


def is_common(word: str) -> bool:
    """Whether any log has the word."""
    return word in COMMON or _HIRAGANA.match(word) is not None


def weigh_letters(words: Iterable[str]) -> int:
    """Weigh words: a Chinese, Japanese or Korean letter counts as a word."""
    return sum(len(word) if word[0] >= "\u3005" else 1 for word in words)


def are_common(words: Iterable[str]) -> bool:
    """Whether any log has each of the words."""
    return all(map(is_common, words))


def has_quotes(text: str) -> bool:
    """Whether a text has a quotation mark."""
    return _QUOTES.search(text) is not None


def all_words(text: str) -> tuple[str, ...]:
    """Return lower-case words, including quoted ones, without other volatile parts."""
    return constant_words(mask_message(_QUOTES.sub(" ", text)))


def find_spaced_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield neighbouring words, including quoted ones, that are not joined to one name."""
    plain = PLACEHOLDER.sub(" ", mask_message(_QUOTES.sub(" ", text))).lower()
    tokens = islice(_token_of(plain).finditer(plain), MOST_WORDS)
    for token, following in pairwise(tokens):
        if plain[token.end() : following.start()] not in _JOINTS:
            yield token[token.lastindex or 0], following[following.lastindex or 0]


def find_raw_words(text: str) -> set[str]:
    """Return everything in a line that may be a word, including what changes."""
    words = _RAW_WORD.findall(text.lower())
    raw = set(words)
    for word in [word for word in raw if not word.isalpha()]:
        raw.add(word.lstrip(_NO_LETTERS))
        raw.update(_RAW_PART.findall(word))
    return raw


class Fields(NamedTuple):
    """The constant words of a text, and where among them its fields and values begin."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    values: tuple[int, ...]
    """Starts that the format makes, not a sentence, such as of a quoted value."""
    keys: frozenset[str]
    """Words that name a value, as "code" in "code=5" does."""

    def around(self, first: int, last: int) -> tuple[str, ...]:
        """Return the words between the nearest separators before one word and after another."""
        return self._between(self.starts, first, last)

    def value_around(self, first: int, last: int) -> tuple[str, ...]:
        """Return the same between the delimiters of the format."""
        return self._between(self.values, first, last)

    def _between(self, starts: tuple[int, ...], first: int, last: int) -> tuple[str, ...]:
        begin = starts[bisect_right(starts, first) - 1]
        after = bisect_right(starts, last)
        end = starts[after] if after < len(starts) else len(self.words)
        return self.words[begin:end]


def split_fields(text: str, template: str = "") -> Fields:
    """Split a line into its fields: a log has its message in one of many.

    The template is the masked text, if that is known.
    """
    marked = _FIELD_QUOTE.sub("\n", _KEY.sub("\n", text)) if '"' in text else text
    marked = _LEVEL.sub(r"\1\n", marked) if _CAPITALS.search(marked) else marked
    masked = template if template and marked == text else mask_message(marked)
    plain = PLACEHOLDER.sub(" ", masked).lower()
    words: list[str] = []
    starts, values = [0], [0]
    keys: set[str] = set()
    end = 0
    for match in islice(_token_of(plain).finditer(plain), MOST_WORDS):
        before = plain[end : match.start()]
        is_key = plain.startswith("=", match.end())
        if words and (is_key or _SEPARATOR.search(before)):
            starts.append(len(words))
            # A pair, as after "It broke" in "It broke, client: web"
            is_pair = before.endswith(", ") and plain.startswith(": ", match.end())
            if is_key or is_pair or _DELIMITER.search(before):
                values.append(len(words))
        words.append(match[match.lastindex or 0])
        if is_key:
            keys.add(words[-1])
        end = match.end()
    return Fields(tuple(words), tuple(starts), tuple(values), frozenset(keys))


def constant_words(masked: str) -> tuple[str, ...]:
    """Return lower-case words of a masked text, without its volatile parts."""
    plain = PLACEHOLDER.sub(" ", masked).lower()
    return tuple(last or letter or word for last, letter, word in _token_of(plain).findall(plain))


def mask_last_file(template: str) -> str:
    """Mask the file that ends a message, whose name is a value if the others tell enough.

    "Unable to access jarfile server.jar" is about any file, "No such file: till.xml" about one.
    """
    masked = _LAST_FILE.sub("{path}", template)
    words = constant_words(masked)
    is_enough = weigh_letters(words) >= _FEW and not are_common(words)
    return masked if is_enough else template


def _token_of(lower: str) -> re.Pattern[str]:
    """Return the pattern of words for a lower-case text."""
    if not lower.isascii():
        return _TOKEN
    return _ASCII_TOKEN if "." in lower or "$" in lower else _ASCII_WORD


class _Word(NamedTuple):
    start: int
    end: int
    is_common: bool
    weight: int


def find_anchors(text: str, template: str) -> tuple[bytes, ...]:
    """Return UTF-8 texts, sorted; a line without any of them cannot match the message.

    Their letters are small, and they have no hyphens: consoles and databases write in capitals what
    articles do not, and German writes "MySQL-Server".
    """
    pieces = PLACEHOLDER.split(CODE.sub("{any}", template))
    for anchors in (_usual_anchors, _other_anchors):
        if chosen := _long_enough(anchor for piece in pieces for anchor in anchors(piece)):
            return chosen
    usual = (piece.strip() for piece in pieces if len(_words(piece)) > 1)
    return _long_enough(_named_anchors(text)) or _long_enough(usual)


def _long_enough(anchors: Iterable[str]) -> tuple[bytes, ...]:
    encoded = {anchor.replace("-", " ").encode("utf-8", "replace").lower() for anchor in anchors}
    return tuple(sorted(anchor for anchor in encoded if len(anchor) >= _LIMITS["SHORTEST"]))


def _usual_anchors(piece: str) -> Iterator[str]:
    words = _words(piece)
    yield from (piece[start:end] for start, end in _windows(words))
    # What has a name of its own in each installation may stand before a message.
    if len(words) == _FEW and _NAME.search(piece[words[0].start : words[0].end]):
        yield from (piece[start:end] for start, end in _windows(words[1:]))


def _other_anchors(piece: str) -> Iterator[str]:
    """List anchors of a message that has no other: a few long common words, or one rare one."""
    words = _words(piece)
    for first, last in zip(words, words[_FEW - 1 :], strict=False):
        if last.end - first.start >= _LIMITS["LONG"]:
            yield piece[first.start : last.end]
    yield from (piece[word.start : word.end] for word in words if not word.is_common)


def _named_anchors(text: str) -> Iterator[str]:
    """Yield anchors with quoted text, which may be a name that no other program has."""
    plain_text = CODE.sub("", _CURLY_QUOTES.sub("'", text))
    unquoted, offset = _QUOTES.sub(" ", plain_text), 0
    for piece in PLACEHOLDER.split(mask_message(unquoted)):
        offset = max(offset, unquoted.find(piece, offset))
        yield from (
            plain_text[offset + start : offset + end] for start, end in _windows(_words(piece))
        )
        offset += len(piece)


def _words(piece: str) -> list[_Word]:
    spans = (match.span(match.lastindex or 0) for match in _TOKEN.finditer(piece))
    return [
        _Word(start, end, is_common(piece[start:end].lower()), _weight(piece[start:end]))
        for (start, end), _ in zip(spans, range(MOST_WORDS), strict=False)
    ]


def _weight(word: str) -> int:
    kind = "WORD" if len(word) > 1 else "LETTER" if ord(word) > _LIMITS["CJK"] else "SINGLE"
    return int(_LIMITS[f"{kind}_WEIGHT"])


def _windows(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Yield from each word on as few words as are distinct."""
    available = sum(word.weight for word in words)
    few = max(_LIMITS["LEAST"] * _WORD_WEIGHT, min(_FEW * _WORD_WEIGHT, available))
    budget = max(_ALL * _WORD_WEIGHT, min(_LIMITS["MANY"] * _WORD_WEIGHT, available))
    for first, begin in enumerate(words):
        weight, are_common = 0, True
        for word in words[first:]:
            weight += word.weight
            are_common = are_common and word.is_common
            if weight >= budget or (weight >= few and not are_common):
                yield begin.start, word.end
                break
