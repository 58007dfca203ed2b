"""What the search for leaks looks for: pieces of internal values, as words without their form.

A template may show the beginning of a note, one of its lines, or an id in it. So a short value is
searched for as a whole, and a longer one as overlapping phrases of a few words: any nine words of a
note in a row contain one of its phrases. Ids, such as the number of a ticket, are searched for
separately.

Of an article that is not published, the title, the keywords and the sentences are searched for.
Short ones are left out, because everybody writes them. A text that is also public is not a secret:
boilerplate that articles share, untranslated parts of translations, words of the interface.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import combining, normalize

from errata.data import read_data
from errata.data.patterns import compile_late
from errata.text.plain_words import BOUNDARY, plain_words

if TYPE_CHECKING:
    from errata.checks.subjects import FinishedSite
    from errata.model import Article, Secret

# The fewest characters of a value. Three letters, such as a person's "Lee", are part of other words
# on nearly every page: each would be a finding that nobody could get rid of.
_MIN_CHARACTERS: Final = 4
# The fewest bytes of words, without blanks, that are searched for without regard to where words
# end: three words, or four characters of Chinese or Japanese. Shorter ones are parts of other words
# by chance.
_MIN_JOINED: Final = 12
# The length of a phrase in bytes, without blanks: five or six words, or ten characters of Japanese.
# Of 60 characters of a note, as templates cut it, at least one phrase is whole. Of 24 bytes, one
# phrase in 1,900 from other people's articles turned up where a site puts two texts side by side.
_PHRASE: Final = 28
# A word without blanks of so many characters, such as a sentence in Japanese, is a phrase.
_UNSPACED: Final = 10
# Where a sentence ends: "Wait. Then", "待つ。次"; not "1.5".
_END: Final = compile_late(r"(?<=[.!?])\s|(?<=[。！？])")  # noqa: RUF001 - Japanese marks
# The characters around ids: blanks, quotes, and what divides an address: "/", "=" in "id=4711".
_AROUND_IDS: Final = compile_late(r"[\s<>\"'()\[\]{},;/?&=#|]+")
# The ending of the file that an address leads to, which says nothing: ".html" in
# "https://example.com/a.html"; not in "a.html".
_ENDING: Final = compile_late(r"(/[^\s/?#]*[^\s/?#.])\.[a-z]{2,5}(?=[\s?#]|$)")
# Digits of an id: "NEO-33477"; not "8.4.1", "v7".
_DIGITS: Final = compile_late(r"[0-9]{4}")
_MIN_ID: Final = 7
# Host and path of an address: "example.com/a" in "https://example.com/a?b=c"; not "example.com/a".
_ADDRESS: Final = compile_late(r"https?://([^\s?#\"'<>]+)")
# "jane.doe@example.com".
_MAILBOX: Final = compile_late(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# A date in numbers or a short number, which pages have by themselves: "2026-09-01T10", "1.9.2026",
# "20260901", "2019-2026", "1000000"; not "2026-33477", "88213377", "555-1234".
_DATE: Final = compile_late(
    r"[0-9]{4}[-.][0-9]{1,2}[-.][0-9]{1,2}(?![0-9])|(?:19|20)[0-9]{6}$|[0-9]{1,7}$"
    r"|(?:(?:19|20)[0-9]{2}|(?:[0-9]{1,2}[.-])?[0-9]{1,2})[.-][0-9]{4}$"
)
# Parts of a date: "2024" and "17"; not "1700" and "124".
_YEAR: Final = compile_late(rb"(?:19|20)[0-9]{2}")
_DAY: Final = compile_late(rb"[0-9]{1,2}")


class Owner(NamedTuple):
    """The source and the kind of an internal value."""

    source: str
    kind: str


class NeedleForm(Enum):
    """How a needle is searched for."""

    SPACED = 0
    """Among words with blanks between them: it begins and ends at words."""
    JOINED = 1
    """Among words without blanks."""
    WRITTEN = 2
    """As it is written, because it has no letters."""


class Needle(NamedTuple):
    """A piece of a value."""

    form: NeedleForm
    words: bytes
    owner: Owner


# Form, words, source and kind.
NeedleRow = tuple[int, str, str, str]


def make_needles(
    secrets: Mapping[str, Sequence[Secret]], withheld: Iterable[WithheldText] = ()
) -> tuple[Needle, ...]:
    """Make all needles, sorted: a needle is referred to by its number."""
    owners: dict[tuple[NeedleForm, bytes], Owner] = {}
    values: dict[str, Owner] = {}  # the same people and teams are in many articles
    for source in sorted(secrets):
        for secret in secrets[source]:
            value = secret.reveal_to_leak_check().strip()
            if len(value) >= _MIN_CHARACTERS:
                values.setdefault(value, Owner(source, secret.kind))
    for value, owner in values.items():
        for form, words in _forms_of(value):
            owners.setdefault((form, words), owner)
    for text in withheld:
        owner = Owner(text.source, TEXT)
        for piece in _phrases_of(text):
            owners.setdefault(_form(piece), owner)
    ordered = sorted(owners, key=lambda key: (key[0].value, key[1]))
    return tuple(Needle(*key, owners[key]) for key in ordered)


def encode_needles(needles: Iterable[Needle]) -> tuple[NeedleRow, ...]:
    """Encode needles as a keeper keeps them."""
    return tuple((form.value, words.decode(), *owner) for form, words, owner in needles)


def decode_needles(rows: Iterable[NeedleRow]) -> tuple[Needle, ...]:
    """Decode needles."""
    return tuple(
        Needle(NeedleForm(form), words.encode(), Owner(*owner)) for form, words, *owner in rows
    )


def digest_needles(needles: Iterable[Needle]) -> str:
    """Digest the needles and their owners."""
    digest = hashlib.sha256()
    for form, words, owner in needles:
        digest.update(repr((form.value, words, *owner)).encode())
    return digest.hexdigest()


def _forms_of(value: str) -> Iterator[tuple[NeedleForm, bytes]]:
    pieces = [*_pieces_of(value)]
    yield from map(_form, pieces)
    if not pieces and not any(map(str.isalnum, value)):
        yield NeedleForm.WRITTEN, value.encode("utf-8", "replace")


def _form(piece: bytes) -> tuple[NeedleForm, bytes]:
    together = piece.replace(b" ", b"")
    if len(together) >= _MIN_JOINED:
        return NeedleForm.JOINED, together
    return NeedleForm.SPACED, b" %b " % piece


def _pieces_of(value: str) -> Iterator[bytes]:
    """Yield the pieces of an internal value, in words."""
    value = _ENDING.sub(r"\1", value)
    whole_value = plain_words(value)
    if _is_date(whole_value) or len(whole_value.decode("utf-8", "replace")) < _MIN_CHARACTERS:
        return
    if len(whole_value) < _PHRASE and BOUNDARY not in whole_value:
        yield whole_value
        yield from _without_accents(whole_value)
    yield from _cut_text(whole_value, _MIN_JOINED)
    yield from _find_ids(value)
    lines = value.splitlines()
    sentences = (sentence for line in lines for sentence in _END.split(line))
    # Most values are one sentence.
    for text in dict.fromkeys((*_ADDRESS.findall(value), *lines, *sentences)):
        if text != value:
            yield from _cut_text(plain_words(text), _MIN_JOINED)


def _without_accents(words: bytes) -> Iterator[bytes]:
    """Yield them as file names have them, if that differs: "Zoë O'Hara" in `zoe-o-hara.png`."""
    letters = normalize("NFD", words.decode("utf-8", "replace"))
    plain = "".join(letter for letter in letters if not combining(letter)).encode()
    if plain.isascii() and plain != words:
        yield plain


def _phrases_of(text: WithheldText) -> Iterator[bytes]:
    for name in text.names:
        yield from _cut_text(plain_words(name), _MIN_JOINED)
    for sentence in text.sentences:
        yield from _cut_text(plain_words(sentence), _PHRASE)


def _cut_text(words: bytes, shortest: int) -> Iterator[bytes]:
    """Yield the phrases of a text, whose parts are cut separately; short parts have none."""
    for part in words.split(BOUNDARY):
        if len(part.replace(b" ", b"")) >= shortest and not _is_date(part):
            yield from _cut_phrases(part)


def _cut_phrases(words: bytes) -> Iterator[bytes]:
    """Yield phrases that overlap by half, and one that ends with the words."""
    parts = [part for word in words.split() for part in _cut_word(word)]
    start = 0
    while start < len(parts):
        end = middle = start
        size = 0
        while end < len(parts) and size < _PHRASE:
            size += len(parts[end])
            end += 1
            middle = end if size <= _PHRASE // 2 else middle
        while size < _PHRASE and start:
            start -= 1
            size += len(parts[start])
        yield b" ".join(parts[start:end])
        if end == len(parts):
            return
        start = max(middle, start + 1)


def _cut_word(word: bytes) -> Iterator[bytes]:
    if len(word) <= _PHRASE:
        yield word
        return
    text = word.decode("utf-8", "replace")
    size = _PHRASE if text.isascii() else _UNSPACED
    yield from (text[start : start + size].encode() for start in range(0, len(text), size))


def _find_ids(value: str) -> Iterator[bytes]:
    for token in _AROUND_IDS.split(value):
        if _MAILBOX.fullmatch(token) or (_DIGITS.search(token) and not _DATE.match(token)):
            words = plain_words(token)
            if len(words.replace(b" ", b"")) >= _MIN_ID:
                yield words
            if "@" in token:
                yield plain_words(token.replace("@", " at ").replace(".", " dot "))


def _is_date(words: bytes) -> bool:
    """Whether it is a date, which pages may have anyway: "12 January 2023", "September 2026"."""
    parts = words.split()
    if len(parts) > 3 or not any(map(_YEAR.fullmatch, parts)):  # noqa: PLR2004 - day, month, year
        return False
    others = [part for part in parts if not (_YEAR.fullmatch(part) or _DAY.fullmatch(part))]
    return len(others) <= 1 and all(part.decode("utf-8", "replace").isalpha() for part in others)


# The fewest bytes of a title or keyword, which says more. Fourteen are the longest name of a month
# with its year, which pages have by themselves: "September 2026".
_MIN_BYTES_OF_NAME: Final = 15
# Sentences of one article: the 1,162 real ones have 40 on average. Beyond, more tell no more.
_MAX_SENTENCES: Final = 1_000
# A tag inside a sentence: "<b>", '<a href="x">'; not "<p>", "<br>", "a < b".
_INLINE_TAG: Final = compile_late(
    r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|s|span|strong|sub|sup|u|var)\b[^<>]*>"
)
# "<h2 id='x'>Cause</h2>"; not "<hr>".
_HEADING: Final = compile_late(r"<h([1-6])\b[^<>]*>.*?</h\1>", re.DOTALL)
# Where a sentence ends: "<p>", "\n", and the stop in "Wait. Then"; not "1.5".
_PHRASE_END: Final = compile_late(r"<[^<>]*>|[\r\n]+|(?<=[.!?])\s|(?<=[。！？])")  # noqa: RUF001 - Japanese marks
# The kind of what is of no key of the front matter.
TEXT: Final = "text"


class WithheldText(NamedTuple):
    """The texts of an article that is not published."""

    source: str
    names: tuple[str, ...]
    """Its title, description and keywords."""
    sentences: tuple[str, ...]
    """Sentences, as HTML."""


class PublicText(NamedTuple):
    """A public text."""

    said_by: str
    """Where it is from, for messages."""
    text: str


def withheld_text(article: Article) -> WithheldText:
    """Return what an article can be recognised by."""
    data = article.metadata
    names = (data.title, data.description, *data.keywords)
    long = (name for name in names if len(name.encode("utf-8", "replace")) >= _MIN_BYTES_OF_NAME)
    html = _INLINE_TAG.sub("", "\n".join((*article.title.parts, "".join(article.body.parts))))
    sentences = dict.fromkeys(filter(None, map(str.strip, _PHRASE_END.split(html))))
    return WithheldText(article.source, tuple(long), tuple(sentences)[:_MAX_SENTENCES])


def content_in_public(article: Article) -> str:
    """Return the title and the body of a published article, as HTML."""
    # An address that the author wrote is apart from the text around it.
    refs = "\n".join(str(ref) for ref in (*article.title.refs, *article.body.refs))
    title, body = "".join(article.title.parts), "".join(article.body.parts)
    # A summary continues from one section to the next, without their headings.
    return "\n".join((title, body, refs, _HEADING.sub(" ", body)))


def facts_in_public(article: Article) -> str:
    """Return the public front matter of a published article."""
    data = article.metadata
    lists = (data.keywords, data.solutions, data.products, data.applies_to, article.codes)
    facts = (values for _, values in data.facts)
    texts = (data.title, data.description, data.navigation_title, data.number, data.replaced_by)
    values = (value for items in (*lists, data.redirect_from, *facts) for value in items)
    return "\n".join((*texts, *values))


def other_public_texts(site: FinishedSite) -> Iterator[PublicText]:
    """Yield the texts of the shipped theme, the configuration and the catalogue."""
    if site.theme:
        # Not a user's own templates and strings: somebody may have copied a note into one.
        own = "the shipped theme"
        yield from (PublicText(own, file.text) for file in site.theme.defaults.values())
        for locale, strings in site.theme.strings.items():
            if locale not in site.theme.string_files:
                yield PublicText(own, "\n".join(strings.values()))
        for path, data in site.theme.assets.items():
            if path.endswith(_SHIPPED) and path not in site.theme.own_assets:
                yield PublicText(own, data.decode("utf-8", "replace"))
    reasons = read_data("http_reasons").items()
    yield PublicText("the shipped theme", "\n".join(f"{code} {reason}" for code, reason in reasons))
    if site.config:
        footer = (item.text for item in site.config.site.footer)
        redirects = (f"{old} {new}" for old, new in sorted(site.config.redirects.items()))
        texts = (*site.config.site.texts, *footer, *site.config.authors.teams, *redirects)
        yield PublicText("the configuration", "\n".join(texts))
    for family in site.library.families.values():
        names = f"{family.product}\n{family.name}\n{family.example}\n{family.url}"
        yield PublicText("a code family", f"{names}\n{family.meaning}")
    inputs = site.library.inputs
    for entry in inputs.catalogue:
        yield PublicText("the catalogue", f"{entry.code}\n{entry.message}")
    yield PublicText(
        "the list of published ids", "\n".join(published.id for published in inputs.published_ids)
    )


# Endings of the theme's files: a user's logo has another one.
_SHIPPED: Final = (".js", ".css")
