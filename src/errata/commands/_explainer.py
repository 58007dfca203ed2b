"""Explains a code, a message, an article number or a check's code, as cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from errata.checks.kb110_not_published import DESCRIPTIONS
from errata.codes.families import documentation_of, severity_of
from errata.codes.lookup import CodeLookup
from errata.codes.recognise import find_code_group, find_covering_masks
from errata.commands._console import Settings
from errata.commands._lookup import (
    Lookup,
    find_number,
    find_number_by_digits,
    index_messages,
    open_lookup,
)
from errata.commands._replay import Recall
from errata.commands._unknown import (
    CodeDescriber,
    describe_group,
    find_unlisted_articles,
)
from errata.commands._writer import Answered, ExplanationCard, Fact
from errata.data.patterns import compile_late
from errata.diagnostics.registry import Check, all_checks
from errata.logs.reader import LogReader
from errata.messages.mask import strip_time
from errata.messages.match import MessageIndex
from errata.model import Article, CodeEntry, WithheldArticle
from errata.site.answers import answer_code, explain_article, reorder_answer
from errata.site.code_answer import CodeAnswer, Explanation
from errata.site.context import SiteContext
from errata.site.passages import Excerpt
from errata.text.addresses import name_in_address
from errata.text.display import pluralise

# The most codes that are explained ahead: 193 of the real ones take 0.2 s.
_MOST_REMEMBERED: Final = 1_000
# The most articles listed for a code: about a screen, as each takes two lines.
_MAX_ARTICLES: Final = 10
# "kb102", " kb102 ", the beginnings "KB" and "kb1" yes; "kb1020", "see kb102" no
_CHECK_CODE: Final = compile_late(r"(?i)\s*(kb\d{0,3})\s*")


def explain(
    text: str, settings: Settings, kb: Path | None, locale: str | None, recall: Recall
) -> Answered:
    """Explain a text, and cache the answer, with those of all codes for the next time."""
    if card := find_check(text):
        return Answered((card,))
    lookup = open_lookup(settings, kb, locale)
    explainer = Explainer(lookup)
    answer = explainer.answer(text)
    if lookup.inputs:
        codes = [code for code, entry in lookup.library.index.items() if entry.kind == "error"]
        others = {code: explainer.answer(code) for code in codes[:_MOST_REMEMBERED]}
        kept_answers = {
            question: explanation.to_json()
            for question, explanation in ({text: answer} | others).items()
        }
        cache = lookup.project.cache_folder
        recall.keep(kept_answers, lookup.inputs, lookup.until, cache)
    return answer


class Explainer:
    """Makes cards from a library."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._library = lookup.library
        index = lookup.library.index
        spellings = {code: entry.spellings for code, entry in index.items() if entry.spellings}
        self._codes = CodeLookup(index, spellings)
        self._describer = CodeDescriber(lookup)
        self._site = SiteContext(lookup.library, lookup.project.config)

    def answer(self, text: str) -> Answered:
        """Return what `errata explain` shows."""
        cards, near = self.find(text)
        return Answered(tuple(cards), near, self._lookup.notice)

    def find(self, text: str) -> tuple[list[ExplanationCard], tuple[str, ...]]:
        """Return the cards for a number, a code or a message; without any, similar codes."""
        # An address names an article or a code with its last part, and nothing else is asked.
        name = name_in_address(text)
        is_known = name and (find_number(name, self._lookup) or self._codes.find(name).matches)
        return self._find(name if is_known else text)

    def _find(self, text: str) -> tuple[list[ExplanationCard], tuple[str, ...]]:
        own = self._article_card(find_number(text, self._lookup))
        # An article may be named after the code that it explains.
        if own and text.strip().upper() not in self._library.index:
            return [own], ()
        codes = self._codes.find(text)
        cards = [self._code_card(code) for code in codes.matches] or list(self._cards_in(text))
        unknown = [] if any(card.kind == "code" for card in cards) else [*self._unknown_cards(text)]
        if not (cards or unknown):
            cards = [*self._answer_question(text.splitlines())]
        own = own or (
            None if cards else self._article_card(find_number_by_digits(text, self._lookup))
        )
        cards += [own] if own else []
        near = () if cards or unknown else codes.near
        if not (cards or unknown or near):
            unknown = [*self._group_cards(text)]
        if not (cards or unknown or near):
            unknown = [*filter(None, (self._describer.describe_exception(text),))]
        # A message that an article quotes is an answer, a code without an article is none.
        if any(card.kind == "message" for card in cards):
            return [*cards, *unknown], near
        return [*unknown, *cards], near

    def _unknown_cards(self, text: str) -> Iterator[ExplanationCard]:
        """Yield cards of codes that no listed article explains."""
        recognised = self._describer.find(text)
        unlisted = find_unlisted_articles(
            (text, *(code.code for code in recognised)), self._library
        )
        yield from filter(None, (self._article_card(number) for number in unlisted))
        for code in () if unlisted else recognised:
            # `JST-#ID#` covers every code of its family: a code at one error is meant before it.
            near = self._codes.find_near(code.code)
            masks = () if near else find_covering_masks(code.code, self._library.index)
            yield from map(self._code_card, masks)
            if code.code in self._library.index:
                yield self._code_card(code.code)
            elif not masks:
                yield self._describer.card_of(code)

    def _group_cards(self, text: str) -> Iterator[ExplanationCard]:
        """Yield a card with the codes of a family, or with a common beginning."""
        entries = self._library.index.values()
        codes = {entry.code: entry.family for entry in entries if entry.kind == "error"}
        if group := find_code_group(text, codes):
            yield describe_group(group, self._library)

    @cached_property
    def _messages(self) -> MessageIndex:
        return index_messages(self._library)

    @cached_property
    def _reader(self) -> LogReader:
        """Finds what `errata scan` finds."""
        return LogReader(self._library, locale=self._lookup.locale, messages=self._messages)

    def _cards_in(self, text: str) -> Iterator[ExplanationCard]:
        """Yield cards of what a text of any length contains, and of codes in its words."""
        self._reader.restart()
        hits = [*self._reader.feed(text.encode("utf-8", "replace")), *self._reader.end()]
        known_hits = {(hit.kind, hit.name): hit for hit in reversed(hits) if hit.kind != "unknown"}
        for hit in reversed(known_hits.values()):
            if hit.kind == "code":
                yield self._code_card(hit.name, hit.articles)
            else:
                yield self._message_card(hit.name, hit.articles)
        # The time of a line is not what it says; a code in brackets before a message is.
        line = "\n".join(filter(None, map(strip_time, text.splitlines())))
        for code in self._codes.find_inside(line):
            if ("code", code) not in known_hits:
                yield self._code_card(code)

    def _answer_question(self, lines: Sequence[str]) -> Iterator[ExplanationCard]:
        """Yield at most one card, for the message that fits best.

        A question may have fewer words than a line of a log must match.
        """
        find = self._messages.find
        matches = [match for line in lines for match in find(line, question=True)]
        if matches:
            matches.sort(key=lambda match: -match.score)
            numbers = dict.fromkeys(match.number for match in matches)
            yield self._message_card(matches[0].text, numbers)

    def _message_card(self, text: str, numbers: Iterable[str]) -> ExplanationCard:
        articles = self._lookup.find_articles(numbers)
        return ExplanationCard(
            "message", text, (self._list_articles(articles), *self._reasons(articles, text))
        )

    def _code_card(self, code: str, numbers: Sequence[str] = ()) -> ExplanationCard:
        """Make a code's card, with these articles if a message says which come first."""
        entry = self._library.index[code]
        family = self._library.families.get(entry.family)
        meaning = f"{family.product}: {family.meaning}" if family else entry.family
        answer = reorder_answer(self._answer(entry), numbers)
        articles = self._lookup.find_articles(numbers or answer.numbers)
        # An article has a use in each locale, the best one first.
        saliences = {use.number: use.salience for use in reversed(entry.uses)}
        facts = (
            Fact("family", entry.family),
            Fact("messages", list(entry.messages), "messages", _messages_of(answer)),
            *_explanation_facts(answer),
            self._list_articles(articles, saliences),
            Fact.of("meaning", "meaning", meaning),
            Fact.of("severity", "severity", severity_of(entry.code, family)),
            Fact.of("url", "see", documentation_of(entry.code, family)),
            Fact.of_list("together", "seen with", entry.cooccurring),
            Fact.of_list("aliases", "also called", answer.aliases),
            Fact.of_list("near", "near codes", answer.near),
        )
        return ExplanationCard("code", entry.code, facts)

    def _answer(self, entry: CodeEntry) -> CodeAnswer:
        """Return the answer of the code's page in the reader's locale, else in the first one."""
        locales = {use.locale for use in entry.uses}
        tags = (self._lookup.locale, *self._library.locales)
        return answer_code(self._site, entry.code, next(tag for tag in tags if tag in locales))

    def _article_card(self, number: str) -> ExplanationCard | None:
        article = self._library.find_article(self._lookup.locale, number)
        if article is None:
            withheld = self._library.find_withheld(self._lookup.locale, number)
            return self._withheld_card(withheld) if withheld else None
        values = (Fact(key, value) for key, value in self._object(article).items())
        environment = _environment(article)
        state = ("hidden: it has a page, but is not listed",) if article.metadata.hidden else ()
        facts = (
            *values,
            Fact("hidden", article.metadata.hidden, "state", state),
            Fact(label="title", lines=(article.metadata.title,)),
            Fact.of("description", "about", article.metadata.description),
            Fact(label="applies to", lines=(environment,) if environment else ()),
            Fact.of_list("codes", "codes", article.codes),
            *self._reasons([article]),
            Fact(label="file", lines=(self._lookup.file_of(article),)),
        )
        return ExplanationCard("article", number, facts)

    def _withheld_card(self, withheld: WithheldArticle) -> ExplanationCard:
        state = f"{DESCRIPTIONS[withheld.reason]}, so it is not published"
        file = self._lookup.file_of(withheld)
        values = {"number": withheld.number, "locale": withheld.locale, "title": withheld.title}
        facts = (
            *(Fact(key, value) for key, value in values.items()),
            Fact("withheld", withheld.reason.value, "state", (state,)),
            Fact(label="title", lines=(withheld.title,)),
            Fact.of("file", "file", file),
        )
        return ExplanationCard("article", withheld.number, facts)

    def _list_articles(
        self, articles: list[Article], saliences: Mapping[str, str] | None = None
    ) -> Fact:
        saliences = saliences or {}
        objects = [self._object(article, saliences.get(article.number, "")) for article in articles]
        lines = []
        for article in articles[:_MAX_ARTICLES]:
            parts = (saliences.get(article.number), _environment(article))
            about = ", ".join(part for part in parts if part)
            lines.append(f"{article.number} {article.metadata.title}")
            lines.append(f"  {about + '; ' if about else ''}{self._lookup.file_of(article)}")
        if len(articles) > _MAX_ARTICLES:
            lines.append(f"… and {pluralise(len(articles) - _MAX_ARTICLES, 'more article')}")
        return Fact("articles", objects, "articles", tuple(lines))

    def _reasons(self, articles: Sequence[Article], message: str = "") -> Iterator[Fact]:
        """Yield cause and resolution of the first article, or of a message in it."""
        excerpts = Excerpt(), Excerpt()
        if articles:
            excerpts = explain_article(self._site, articles[0], message)
        yield from _reason_facts(*excerpts)

    def _object(self, article: Article, salience: str = "") -> dict[str, object]:
        values: dict[str, object] = {
            "number": article.number,
            "locale": article.locale,
            "title": article.metadata.title,
            "environment": list(article.metadata.applies_to),
            "file": self._lookup.file_of(article),
        }
        return {**values, "salience": salience} if salience else values


def find_check(text: str) -> ExplanationCard | None:
    """Return the card of a check, or of the checks whose codes begin so; None if there is none."""
    match = _CHECK_CODE.fullmatch(text)
    if match is None:
        return None
    code = match[1].upper()
    check = all_checks().get(code)
    return _check_card(check) if check else _checks_card(code)


def _checks_card(beginning: str) -> ExplanationCard | None:
    checks = [check for code, check in all_checks().items() if code.startswith(beginning)]
    codes = [check.code for check in checks]
    lines = tuple(f"{check.code}  {check.title}" for check in checks)
    facts = (Fact("checks", codes, "checks", lines),)
    return ExplanationCard("checks", beginning, facts) if checks else None


def _check_card(check: Check) -> ExplanationCard:
    paragraphs = (" ".join(part.split()) for part in check.explanation.split("\n\n"))
    facts = (
        Fact("rule", check.name),
        Fact.of("title", "finds", check.title),
        Fact.of("severity", "severity", check.severity.value),
        Fact("documentation", check.documentation, "about", tuple(filter(None, paragraphs))),
    )
    return ExplanationCard("check", check.code, facts)


def _messages_of(answer: CodeAnswer) -> tuple[str, ...]:
    """List the messages that the first explanation answers; others are shown with their own."""
    texts = (m.text for each in answer.leading for m in each.messages)
    return tuple(dict.fromkeys(texts))


def _explanation_facts(answer: CodeAnswer) -> Iterator[Fact]:
    """Yield the answer, or what each message's article says."""
    objects = [_to_object(each) for each in answer.explanations]
    lines = tuple(_explanation_lines(answer.variants))
    for lead in answer.leading[:1]:
        yield from _reason_facts(lead.cause, lead.resolution)
    yield Fact("explanations", objects, "answers", lines)


def _reason_facts(cause: Excerpt, resolution: Excerpt) -> Iterator[Fact]:
    for key, part in (("cause", cause), ("resolution", resolution)):
        yield Fact(key, part.plain_text, key, tuple(part.plain_text.splitlines()))


def _to_object(explanation: Explanation) -> Mapping[str, object]:
    return {
        "number": explanation.use.number,
        "messages": [message.text for message in explanation.messages],
        "cause": explanation.cause.plain_text,
        "resolution": explanation.resolution.plain_text,
    }


def _explanation_lines(groups: Sequence[Sequence[Explanation]]) -> Iterator[str]:
    for group in groups[:_MAX_ARTICLES]:
        each = group[0]
        yield from (message.text for message in each.messages[:1])
        cause, text = each.cause.plain_text.splitlines(), each.resolution.plain_text.splitlines()
        yield from (f"  cause: {line}" for line in cause[:1])
        yield from (f"  {line}" for line in (*cause[1:], *text))
        yield from (f"  {same.use.number} {same.article.metadata.title}" for same in group)


def _environment(article: Article) -> str:
    return ", ".join(article.metadata.applies_to or article.metadata.products)
