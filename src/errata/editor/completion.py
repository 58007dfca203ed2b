"""Completions in an article: keys and values, links, headings, pictures, codes.

A link may lead to an article by path, number or title, to a heading, a picture or a download.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from posixpath import relpath
from typing import Final, Literal
from urllib.parse import quote, unquote

from errata.articles.front_matter.keys import KNOWN_KEYS, PUBLIC, PUBLICATION
from errata.articles.front_matter.mapping import find_meaning
from errata.articles.numbers import next_number
from errata.data.patterns import compile_late
from errata.editor.document import AddressPlace, EditedText, ValuePlace
from errata.editor.front_matter_schema import INTERNAL_TEXT, REPLACED, find_value_kind
from errata.editor.knowledge import Knowledge
from errata.model import AUDIENCES, Article, ArticleRef, FileRef, Position, State
from errata.model.inputs import DECLARED_MEANINGS
from errata.targets.files import locale_folder
from errata.text.paths import PICTURE_ENDINGS

# "RED-52", "0x8007" and "KUBE" before the cursor; "is" and "Re" no: prose must not be in the way.
_CODE: Final = compile_late(r"(?<![\w#./-])[A-Za-z0-9][\w.#-]{2,60}$")
# Something that codes have and words of prose have not.
_TELLING: Final = compile_late(r"\d|[A-Z]{2}|_")
_CODES: Final = frozenset({"error-codes", "not-error-codes"})
# Texts that YAML would read as something else: "a: b", "[x]", "#1", "- a"; not "a:b" and "a #1".
_NEEDS_QUOTES: Final = compile_late(r"[\[{&*!|>%@`'\"#,]|[-?:](?:\s|$)|.*(?::(?:\s|$)|\s#)")
# Signs of a path that stay as they are; a blank or a bracket would end the address.
_PLAIN: Final = "/.-_~$@+,=&'!:;*"
Kind = Literal["key", "value", "article", "file", "heading", "code"]
# An editor shows a dozen and asks again as more is typed.
_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Completions:
    """Completions, the best first."""

    items: tuple[Completion, ...] = ()
    is_complete: bool = True
    """False if more typing finds more."""


def complete(
    knowledge: Knowledge, document: EditedText, line: int, column: int, today: date
) -> Completions:
    """Return the completions at a place."""
    offers = Offers(column)
    if line in document.front_matter:
        if (prefix := document.key_prefix(line, column)) is not None:
            offers.add_all(_keys(knowledge, document, column - len(prefix)))
        elif value := document.value_at(line, column):
            _add_values(offers, knowledge, document, value, today)
    elif address := document.address_at(line, column):
        complete_address(offers, knowledge, document, address)
    else:
        _add_codes(offers, knowledge, document.lines.line(line)[: column - 1])
    return Completions(offers.completions, offers.is_complete)


# ── front matter ────────────────────────────────────────────────────────────────────────────


def _keys(knowledge: Knowledge, document: EditedText, start: int) -> Iterator[Completion]:
    conventions = knowledge.vocabulary.conventions
    present = {find_meaning(key, conventions) for key in document.written_keys()}
    texts = PUBLIC | PUBLICATION
    own = knowledge.vocabulary.offered_keys
    # The tool's own keys go first: in its folder they are what the others write.
    foreign = {key: conventions.keys[key] for key in sorted(own) if key in conventions.keys}
    replaced = set(foreign.values())
    for key, meaning in foreign.items():
        if meaning not in DECLARED_MEANINGS and meaning not in present and "." not in key[:1]:
            text = f"read as `{meaning}`: {texts.get(meaning, 'internal')}"
            yield Completion(key, "key", start, f"{key}: ", text, sort=f"0{key}")
    for key in sorted(KNOWN_KEYS - REPLACED.keys() - present):
        text = texts.get(key, INTERNAL_TEXT)
        rank = 2 if key in replaced else 1
        yield Completion(key, "key", start, f"{key}: ", text, sort=f"{rank}{key}")


def _add_values(
    offers: Offers, knowledge: Knowledge, document: EditedText, place: ValuePlace, today: date
) -> None:
    conventions = knowledge.vocabulary.conventions
    meaning = find_meaning(place.key, conventions)
    if meaning in _CODES or meaning == "replaced-by":
        _offer_codes(offers, knowledge, place.typed, place.start)
    if meaning == "replaced-by":
        _offer_numbers(offers, knowledge, document, place)
    own = conventions.values.get(meaning, {})
    for rank, value in enumerate((*_values(knowledge, meaning, today), *own)):
        text = _quote_for_yaml(value) if place.is_first else value
        detail = f"read as `{own[value]}`" if value in own else ""
        offers.add(Completion(value, "value", place.start, text, detail, sort=f"{rank:04}"))


def _values(knowledge: Knowledge, meaning: str, today: date) -> Iterable[str]:
    match find_value_kind(meaning):
        case "boolean":
            return ("true", "false")
        case "day":
            return (today.isoformat(),)
        case "state":
            return (state.value for state in State)
        case "audience":
            return (audience.value for audience in AUDIENCES)
    if meaning == "article-number":
        number = next_number(knowledge.by_number, knowledge.vocabulary.conventions.number)
        return (number,) if number else ()
    return knowledge.vocabulary.values(meaning)


def _quote_for_yaml(value: str) -> str:
    if not _NEEDS_QUOTES.match(value):
        return value
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _offer_numbers(
    offers: Offers, knowledge: Knowledge, document: EditedText, place: ValuePlace
) -> None:
    for number in sorted(knowledge.by_number):
        article = knowledge.article(number, document.locale)
        if article and article.source != document.path:
            words = f"{number} {article.metadata.title}"
            if has_words(words, place.typed):
                label = f"{number} {article.metadata.title}"
                offers.add(Completion(label, "article", place.start, number, article.source, words))


# ── codes ───────────────────────────────────────────────────────────────────────────────────


def _add_codes(offers: Offers, knowledge: Knowledge, before: str) -> None:
    match = _CODE.search(before)
    if match and _TELLING.search(match[0]):
        _offer_codes(offers, knowledge, match[0], match.start() + 1)


def _offer_codes(offers: Offers, knowledge: Knowledge, typed: str, start: int) -> None:
    folded = typed.strip().casefold()
    for code, entry in knowledge.library.index.items():
        if entry.kind in {"error", "status"} and code.casefold().startswith(folded):
            message = entry.messages[0] if entry.messages else ""
            offers.add(Completion(code, "code", start, code, message))


def complete_address(
    offers: Offers, knowledge: Knowledge, document: EditedText, place: AddressPlace
) -> None:
    """Offer targets for an address."""
    path, mark, _ = place.typed.partition("#")
    if mark:
        offers.add_all(_headings(knowledge, document, path, place))
    elif place.is_picture:
        offers.add_all(_files(knowledge, document, place, pictures=True))
    else:
        offers.add_all(_articles(knowledge, document, place))
        offers.add_all(_files(knowledge, document, place, pictures=False))


def article_at(knowledge: Knowledge, document: EditedText, path: str) -> Article | None:
    """Return the article that a path means; without a path, the document's own."""
    own = document.article or knowledge.articles.get(document.path)
    if not path or own is None:
        return own
    ref = FileRef(unquote(path), "", "", "href", path, Position())
    match knowledge.resolve(ref, own):
        case ArticleRef(number=number):
            return knowledge.article(number, document.locale)
    return None


def _headings(
    knowledge: Knowledge, document: EditedText, path: str, place: AddressPlace
) -> Iterator[Completion]:
    article = article_at(knowledge, document, path)
    start = place.start + len(path) + 1
    for rank, heading in enumerate(article.headings if article else ()):
        yield Completion(heading.id, "heading", start, heading.id, heading.text, sort=f"{rank:04}")


def _articles(
    knowledge: Knowledge, document: EditedText, place: AddressPlace
) -> Iterator[Completion]:
    """Offer the articles in the document's language; if there are none, all others."""
    typed = place.typed.removeprefix("./")
    for articles in knowledge.by_number.values():
        article = min(
            articles, key=lambda article: (article.locale != document.locale, article.source)
        )
        if article.source == document.path or article.metadata.publication.unreadable:
            continue
        path = relpath(article.source, document.path.rpartition("/")[0] or ".")
        number, title = article.shown_number, article.metadata.title
        words = f"{path} {number} {title}"
        if has_words(words, typed):
            label = f"{number} {title}".strip()
            text = title if place.is_wiki else quote(path, _PLAIN)
            rank = 0 if article.locale == document.locale else 1
            yield Completion(
                label, "article", place.start, text, article.source, words, f"{rank}{label}"
            )


def _files(
    knowledge: Knowledge, document: EditedText, place: AddressPlace, *, pictures: bool
) -> Iterator[Completion]:
    folder = document.path.rpartition("/")[0] or "."
    others = () if pictures or not place.is_include else knowledge.folder.fragments
    source = knowledge.sources.get(document.path)
    home = locale_folder(source) if source else ""
    for path in sorted({*knowledge.folder.assets, *others}):
        if pictures and not path.lower().endswith(PICTURE_ENDINGS):
            continue
        relative = relpath(path, folder)
        if has_words(relative, place.typed):
            rank = "0" if path.startswith(f"{folder}/") else "1" if path.startswith(home) else "2"
            yield Completion(
                relative,
                "file",
                place.start,
                quote(relative, _PLAIN),
                path,
                relative,
                f"3{rank}{relative}",
            )


@dataclass(frozen=True, slots=True)
class Completion:
    """One text to insert at a place."""

    label: str
    kind: Kind
    start: int
    """1-based column from which the line is replaced, up to the cursor."""
    text: str
    detail: str = ""
    """A description on one line."""
    words: str = ""
    """The text that an editor compares with what is typed; empty: the label."""
    sort: str = ""
    """The text that an editor sorts by; empty: the label."""


@dataclass(slots=True)
class Offers:
    """Collects completions at a column."""

    column: int
    is_complete: bool = True
    _completions: list[Completion] = field(default_factory=list)

    @property
    def completions(self) -> tuple[Completion, ...]:
        """The completions that were added."""
        return tuple(self._completions)

    def add(self, completion: Completion) -> None:
        """Offer one more, unless the list is full."""
        if len(self._completions) < _MOST:
            self._completions.append(completion)
        else:
            self.is_complete = False

    def add_all(self, completions: Iterable[Completion]) -> None:
        """Offer several more."""
        for completion in completions:
            self.add(completion)


def has_words(text: str, typed: str) -> bool:
    """Whether a text has all words that are typed, in any order."""
    folded = text.casefold()
    return all(word in folded for word in typed.casefold().split())
