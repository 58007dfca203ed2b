"""What `errata explain` and `errata scan` say about codes that no article explains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from errata.codes.families import documentation_of, severity_of
from errata.codes.lookup import CodeLookup, nearest_numbers
from errata.codes.recognise import CodeRecogniser, CodesAlike, RecognisedCode
from errata.codes.scanner import FAMILY as EXCEPTION
from errata.commands._writer import ExplanationCard, Fact
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from errata.commands._lookup import Lookup
    from errata.model import Article, Family, Library, WithheldArticle

# The most codes of a group that a card lists: about a screen.
_MOST_CODES: Final = 40


# "FooBarException", "com.example.FooError" (group 1: the last name); not "exception", "Errors"
_EXCEPTION_NAME: Final = compile_late(
    r"(?:[A-Za-z_$]\w{0,80}[.$]){0,16}([A-Z][A-Za-z]{2,80}(?:Exception|Error|Failure|Fault))"
)


class CodeDescriber:
    """Describes the codes of known families that no article explains."""

    def __init__(self, lookup: Lookup) -> None:
        self._library = lookup.library
        self._contact = lookup.project.config.site.contact
        self._recogniser = CodeRecogniser(self._library.families.values())
        self._codes = CodeLookup(self._library.index)

    def find(self, text: str) -> tuple[RecognisedCode, ...]:
        """Return the codes of a question, known or not."""
        return self._recogniser.find(text)

    def describe(self, text: str) -> ExplanationCard | None:
        """Return the card of the code that a text is; None if it is not of a known family."""
        codes = self.find(text)
        return self.card_of(codes[0]) if codes else None

    def summarise(self, text: str) -> str:
        """Name family and similar codes in a few words; empty for codes of no known family."""
        for code in self.find(text)[:1]:
            near, neighbours = self._find_similar(code)
            family = f"{code.family.name or code.family.id}, {code.family.product}"
            family += f"; near {', '.join(near)}" if near else ""
            return family + (f"; of the same family {', '.join(neighbours)}" if neighbours else "")
        return ""

    def _find_similar(self, code: RecognisedCode) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return codes at one typing error, else those of the family with the nearest numbers."""
        if near := self._codes.find_near(code.code):
            return near, ()
        key = (code.family.id, "error")
        entries = self._library.index.values()
        own = (entry.code for entry in entries if (entry.family, entry.kind) == key)
        return (), nearest_numbers(code.code, own)

    def describe_exception(self, text: str) -> ExplanationCard | None:
        """Return the card of an exception's name, if articles explain other exceptions."""
        families = {entry.family for entry in self._library.index.values()}
        if not (match := _EXCEPTION_NAME.fullmatch(text.strip())) or EXCEPTION not in families:
            return None
        facts = (
            Fact("family", EXCEPTION),
            Fact(label="state", lines=("an exception; no article explains it",)),
            Fact.of("contact", "ask", self._contact),
        )
        return ExplanationCard("unknown", match[1], facts)

    def card_of(self, code: RecognisedCode) -> ExplanationCard:
        """Make the card of a code: its family, what may be meant instead, and who may know more."""
        family = code.family
        near, neighbours = self._find_similar(code)
        facts = (
            Fact("family", family.id),
            Fact(label="state", lines=(f"{_describe_family(family)}; no article explains it",)),
            Fact("meaning", f"{family.product}: {family.meaning}"),
            Fact.of("severity", "severity", severity_of(code.code, family)),
            Fact.of_list("near", "near codes", near),
            Fact.of_list("neighbours", "same family", neighbours),
            Fact.of("url", "see", documentation_of(code.code, family)),
            Fact.of("contact", "ask", self._contact),
        )
        return ExplanationCard("unknown", code.code, facts)


def _describe_family(family: Family) -> str:
    """Describe a code's family: "a code of RED, Adobe Campaign: Redirection server"."""
    names = ", ".join(dict.fromkeys((family.name or family.id, family.product)))
    return f"a code of {names}: {family.meaning.rstrip('.')}"


def describe_group(group: CodesAlike, library: Library) -> ExplanationCard:
    """Make the card of a family, or of codes that begin alike."""
    family = library.families.get(group.family)
    meaning = f"{family.product}: {family.meaning}" if family else ""
    listed = [_describe_code(code, library) for code in group.codes[:_MOST_CODES]]
    hidden_count = len(group.codes) - len(listed)
    remainder = (f"\u2026 and {hidden_count} more",) if hidden_count > 0 else ()
    remark = () if listed else ("no article explains any of its codes",)
    facts = (
        Fact("family", group.family),
        Fact.of("meaning", "meaning", meaning),
        Fact.of("url", "see", family.url if family else ""),
        Fact("codes", list(group.codes), "codes", (*listed, *remainder, *remark)),
    )
    return ExplanationCard("family" if listed else "unknown", group.name, facts)


def _describe_code(code: str, library: Library) -> str:
    """Return the code with its message; most messages begin with the code."""
    message = next(iter(library.index[code].messages), "")
    return message if message.startswith(code) else f"{code}  {message}".rstrip()


def find_unlisted_articles(texts: Iterable[str], library: Library) -> tuple[str, ...]:
    """Return the numbers of hidden and withheld articles about a code."""
    hidden = tuple(article for article in library.articles if article.metadata.hidden)
    articles: tuple[Article | WithheldArticle, ...] = (*hidden, *library.withheld)
    numbers: dict[str, list[str]] = {}
    for article in articles:
        for code in article.codes:
            numbers.setdefault(code, []).append(article.number)
    lookup = CodeLookup(numbers)
    codes = (code for text in texts for code in lookup.find(text).matches)
    return tuple(dict.fromkeys(number for code in codes for number in numbers[code]))
