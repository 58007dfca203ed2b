"""Which texts of an article are messages of a code, and how they are shown: as one line of a log.

A message is shown from where it begins to where it ends. Exporters join lines of a log, cut them,
and leave parts of their frame; authors go on after a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Final

from msgspec import structs

from errata.data import read_patterns
from errata.messages.extract import quotes_failure
from errata.messages.mask import split_log_lines
from errata.messages.telling import (
    count_words,
    is_narrative,
    names_message,
    tells_of_failure,
)
from errata.model import Article, CodeUse, Message, heading_above
from errata.site.code_answer import QuotedMessage
from errata.text.sentences import sentence_ends

# Messages of one article; the real ones have at most 46 of one code, and a longer list is a log.
_MOST_MESSAGES: Final = 6
# The fewest words of a line of a log that is shown without those around it.
_FEWEST_WORDS: Final = 3
# What ends a message that is a sentence, or remains where it was cut.
_ENDS: Final = " .,:;\\"
_FORMS: Final = read_patterns("quotes")
_CLOSING: Final = {"\u300d": "\u300c", "\u300f": "\u300e", "\u201d": "\u201c"}
# What may stand before the code that a message begins with.
_SIGNS: Final = " \t\"'*[(<\u201c\u300c"
_ENDS_OF_NAMES: Final = (":", "\uff1a")
# The most words before a code that say that it is one: "They get the error"
_MOST_BEFORE: Final = 4
# After a code that stands in a list, or is a remark.
_LIST_SIGNS: Final = (",", ";", ")", "/", " /", " -", "\u3001")


def list_quotes(
    article: Article, own: Sequence[Message], use: CodeUse, code: str
) -> Iterator[QuotedMessage]:
    """Yield the messages of a code as an article quotes them; `own` are those that have it."""
    places: dict[str, int] = {}
    for message in _messages_of(article, own, use, code):
        places.setdefault(tidy_message(message.text, code), message.line)
    for text, line in islice(_join_parts(places), _MOST_MESSAGES):
        above = heading_above(article.headings, line)
        yield QuotedMessage(text, above.id if above else "")


def _messages_of(
    article: Article, own: Sequence[Message], use: CodeUse, code: str
) -> Sequence[Message]:
    """List the messages beside a code: in code, else in the title, else in the text around.

    All that an article quotes without a code is of the one that is its whole title.
    """
    quoted = [m for m in own if m.where == "fence" or (m.where == "span" and _is_whole(m, code))]
    if use.titled:
        without_code = (m for m in article.messages if not m.codes and is_quoted(m, "messages"))
        failures = (
            m for m in without_code if quotes_failure(m) and not _FORMS["state"].fullmatch(m.text)
        )
        return [*failures, *quoted]
    titles = [message for message in own if message.where == "title" and not _lists_codes(message)]
    parts = (_find_said(article, message, code) for message in own)
    return quoted or titles or [message for message in parts if message]


def _lists_codes(message: Message) -> bool:
    """Whether a title is a list of codes: "Warnings RED-1, RED-2"."""
    remaining = message.text
    for code in message.codes:
        remaining = remaining.replace(code, "")
    return len(message.codes) > 1 and count_words(remaining) < _FEWEST_WORDS


def is_quoted(message: Message, *places: str) -> bool:
    """Whether a message stands in code, or in one of the other places."""
    return message.where in {"span", "fence", *places}


def _is_whole(message: Message, code: str) -> bool:
    """Whether a text in code is a message, and not a sentence that begins or ends in code."""
    before, own, after = message.text.partition(code)
    if before.strip(_SIGNS):
        return not (is_narrative(before) or (_is_word(code) and _FORMS["is_authors"].match(after)))
    return not (own and _is_sentence(code, after))


def _is_sentence(code: str, after: str) -> bool:
    """Whether an author continues after a code that is words: "OOMKilled) from", "OOMKilled is"."""
    return _is_word(code) and bool(after.startswith(")") or _FORMS["goes_on_in_words"].match(after))


def _find_said(article: Article, message: Message, code: str) -> Message | None:
    """Return what a program says in a text: "UP-104: it broke"; none of "After UP-104, restart"."""
    surfaces = (m.surface for m in article.mentions if m.line == message.line)
    inside = [text for text in (code, *surfaces) if text in message.text]
    surface = min(inside, key=message.text.find, default=code)
    before, _, after = message.text.partition(surface)
    is_named = names_message(before) and count_words(before) <= _MOST_BEFORE
    if before.strip(_SIGNS) and not (is_named or before.rstrip().endswith(_ENDS_OF_NAMES)):
        if before.endswith("("):
            is_listed = _is_word(surface) and not after.startswith(")")
            is_said = not (is_listed or message.text.endswith("."))
            return message if is_said and tells_of_failure(before) else None
        return _cut_out(message, before, surface) if after.startswith(": ") else None
    is_authors = _FORMS["is_authors"].match(after) or _is_sentence(surface, after)
    return None if after.startswith(_LIST_SIGNS) or is_authors else message


def _cut_out(message: Message, before: str, code: str) -> Message | None:
    """Return a message without a narrative before it; none of one about a code that is words."""
    if not is_narrative(before):
        return message
    quote = message.text[len(before) :]
    quote = quote[: next(iter(sentence_ends(quote)), None)]
    return None if _is_word(code) else structs.replace(message, text=quote)


def _is_word(code: str) -> bool:
    return not any(letter.isdigit() for letter in code)


def _join_parts(places: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield messages in order; for one that is part of others, yield the longest of those.

    Each message is compared with all others, so callers should take only as many as they need.
    """
    longest = sorted(places, key=len, reverse=True)
    texts = set()
    for text, line in sorted(places.items(), key=itemgetter(1)):
        longer_quote = next(longer for longer in longest if text.rstrip(_ENDS) in longer)
        if longer_quote not in texts:
            texts.add(longer_quote)
            yield longer_quote, line


def tidy_message(text: str, code: str) -> str:
    """Return the line of a log that has the code, from where it begins to where it ends.

    An exception that wraps others of its kind is named once.
    """
    pieces = [piece for part in _FORMS["joint"].split(text) for piece in split_log_lines(part)]
    line = next((p for p in pieces if code in p and len(p.split()) >= _FEWEST_WORDS), text)
    line = _FORMS["repeated"].sub(r"\1", _FORMS["cut_off"].sub("", line))
    if (quotation := _FORMS["quotation"].match(line)) and code in quotation[1]:
        line = quotation[1]
    before, own, after = line.partition(code) if code else ("", "", line)
    if not own:
        return _end_message(line) or text
    before = _FORMS["rest"].sub("", _FORMS["rest_of_name"].sub("", before))
    return before + own + _end_message(after, before)


def _end_message(text: str, before: str = "") -> str:
    """Return a text without what follows the message; `before` is its beginning."""
    text = _FORMS["goes_on"].sub("", _FORMS["trace"].sub("", _FORMS["escaped_end"].sub(" ", text)))
    for end, letter in enumerate(text):
        opening = _CLOSING.get(letter)
        if opening and (before + text[:end]).count(opening) <= (before + text[:end]).count(letter):
            text = text[:end]
            break
    message = before + text
    if message.count("<") == message.count("</"):
        text = _FORMS["end_tags"].sub("", text)
    text = text.rstrip("\\* ")
    message = before + text
    return text[:-1] if text.endswith(")") and message.count("(") < message.count(")") else text
