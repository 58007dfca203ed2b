"""What may stand at a place in an article: keys and values, links, headings, pictures, codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.articles.front_matter.mapping import find_meaning
from errata.articles.front_matter.schema import KNOWN_KEYS, PUBLIC, PUBLICATION
from errata.articles.numbers import next_number
from errata.editor.front_matter_schema import REPLACED
from errata.editor.links import complete_address
from errata.editor.offers import Completion, Offers
from errata.model import AUDIENCES, State
from errata.model.inputs import DECLARED_MEANINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from errata.editor.document import EditedText, ValuePlace
    from errata.editor.knowledge import Knowledge

# "RED-52", "0x8007" and "KUBE" before the cursor; "is" and "Re" no: prose must not be in the way.
_CODE: Final = re.compile(r"(?<![\w#./-])[A-Za-z0-9][\w.#-]{2,60}$")
# Something that codes have and words of prose have not.
_TELLING: Final = re.compile(r"\d|[A-Z]{2}|_")
_BOOLEANS: Final = frozenset(
    {"bug", "hide", "draft", "published", "unlisted", "archived", "internal", "public"}
)
_DAYS: Final = frozenset(
    {
        *("review-date", "publish-date", "valid-until", "updated", "last-substantial-update"),
        *("article-created-date", "article-published-date"),
    }
)
_CODES: Final = frozenset({"error-codes", "not-error-codes"})
# Texts that YAML would read as something else: "a: b", "[x]", "#1", "- a"; not "a:b" and "a #1".
_NEEDS_QUOTES: Final = re.compile(r"[\[{&*!|>%@`'\"#,]|[-?:](?:\s|$)|.*(?::(?:\s|$)|\s#)")


@dataclass(frozen=True, slots=True)
class Completions:
    """What is offered, the best first."""

    items: tuple[Completion, ...] = ()
    is_complete: bool = True
    """False where more typing finds more."""


def complete(
    knowledge: Knowledge, document: EditedText, line: int, column: int, today: date
) -> Completions:
    """What may stand at a place."""
    offers = Offers(column)
    if line in document.front_matter:
        if (begun := document.begun_key(line, column)) is not None:
            offers.add_all(_keys(knowledge, document, column - len(begun)))
        elif value := document.value_at(line, column):
            _add_values(offers, knowledge, document, value, today)
    elif address := document.address_at(line, column):
        complete_address(offers, knowledge, document, address)
    else:
        _add_codes(offers, knowledge, document.lines.line(line)[: column - 1])
    return Completions(offers.found, offers.is_complete)


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
        text = texts.get(key, "internal: the value never reaches the site")
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
    for at, value in enumerate((*_values(knowledge, meaning, today), *own)):
        text = _quoted(value) if place.is_first else value
        detail = f"read as `{own[value]}`" if value in own else ""
        offers.add(Completion(value, "value", place.start, text, detail, sort=f"{at:04}"))


def _values(knowledge: Knowledge, meaning: str, today: date) -> Iterable[str]:
    if meaning in _BOOLEANS:
        return ("true", "false")
    if meaning in {"state", "status", "confidence"}:
        return (state.value for state in State)
    if meaning in {"audience", "visibility"}:
        return (audience.value for audience in AUDIENCES)
    if meaning in _DAYS:
        return (today.isoformat(),)
    if meaning == "article-number":
        number = next_number(knowledge.by_number, knowledge.vocabulary.conventions.number)
        return (number,) if number else ()
    return knowledge.vocabulary.values(meaning)


def _quoted(value: str) -> str:
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
            if offers.fits(place.typed, words):
                label = f"{number} {article.metadata.title}"
                offers.add(Completion(label, "article", place.start, number, article.source, words))


# ── codes ───────────────────────────────────────────────────────────────────────────────────


def _add_codes(offers: Offers, knowledge: Knowledge, before: str) -> None:
    found = _CODE.search(before)
    if found and _TELLING.search(found[0]):
        _offer_codes(offers, knowledge, found[0], found.start() + 1)


def _offer_codes(offers: Offers, knowledge: Knowledge, typed: str, start: int) -> None:
    folded = typed.strip().casefold()
    for code, entry in knowledge.library.index.items():
        if entry.kind in {"error", "status"} and code.casefold().startswith(folded):
            message = entry.messages[0] if entry.messages else ""
            offers.add(Completion(code, "code", start, code, message))
