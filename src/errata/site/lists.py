"""How articles and codes are shown in lists: cards, entries by date, codes; and their summaries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Final

from markupsafe import Markup

from errata.data.patterns import compile_late
from errata.messages.mask import hide_inserts
from errata.model import Article, CodeSection, Section, SectionKind
from errata.site.answers import explain_code, list_uses
from errata.site.code_answer import Explanation
from errata.site.collation import collation_key, index_letter
from errata.site.context import PageContext, SiteContext
from errata.site.formatting import ELLIPSIS, last_changed, timestamp, truncate_text
from errata.site.quotes import tidy_message
from errata.site.urls import anchor_id, code_path
from errata.site.views import Card, CardGroup, CodeRange, DatedLink, LetterGroup, ListedCode

# As much of a description as search engines show on a wide screen, by common advice.
SUMMARY_LIMIT: Final = 155
# The sections that say best what an article is about, best first.
_SUMMARISED: Final = (SectionKind.ISSUE, SectionKind.DESCRIPTION, SectionKind.CAUSE)
# The end of an item of a list that is no sentence: "Too little memory\n" yes; "It fails.\n" no
_ITEM_END: Final = compile_late(r"(?<=[\w)\]\"'])\n(?=\S)")
# So many characters of HTML certainly contain 155 letters of text, whatever tags stand between
# them.
_OPENING: Final = 4000
# '<h2 id="meaning">Meaning</h2>', whose words are not part of the sentence below it; not '<hr>'.
_HEADING: Final = compile_late(r"<h([1-6])\b[^<>]{0,500}>.{0,1000}?</h\1>", re.DOTALL)
# How many letters of a message or a table's row are shown next to its code in a list: about a line.
_ROW_LIMIT: Final = 90
# The fewest words of a message besides its code: "java.io.IOException: null" says less than a
# title.
_FEWEST_WORDS: Final = 3
# Values that are hidden side by side or at the end: "……", "…." yes; "… not found." no
_HIDDEN: Final = compile_late("…[….]*(?:…|$)")
# How many codes a page shows at once: twelve screens of a phone.
_UNDIVIDED_CODES: Final = 100
# The fewest codes of a part, so that names without numbers are not a part each.
_FEWEST_CODES: Final = 50
# "65" of "C2065", "4" of "E4" yes; nothing of "E5x"
_IN_HUNDRED: Final = compile_late(r"\d{1,2}$")
# Cards that one glance takes in; more are divided by product.
_UNDIVIDED: Final = 4
# Titles below which letters would only spread a short list.
_HEADED_FROM: Final = 30


def summarise_article(article: Article) -> str:
    """Return the author's description, else the beginning of the issue, else of the text."""
    if article.metadata.description:
        return truncate_text(article.metadata.description, SUMMARY_LIMIT)
    section = _find_section(article, *_SUMMARISED)
    text = _ITEM_END.sub("; ", section.text[: SUMMARY_LIMIT * 4]) if section else ""
    return truncate_text(text or _opening(article), SUMMARY_LIMIT)


def _opening(article: Article) -> str:
    opening = "".join(article.body.parts)[:_OPENING]
    untagged = opening if len(opening) < _OPENING else opening[: opening.rfind("<")]
    text = _read_text(_HEADING.sub(" ", untagged))
    return text or _read_text(untagged)


def _read_text(html: str) -> str:
    return Markup(html.replace("</", " </")).striptags()  # noqa: S704 - its tags are taken away


def _find_section(article: Article, *kinds: SectionKind) -> Section | None:
    """Return the first section with a text, of the first kind that has one."""
    sections = (s for kind in kinds for s in article.sections if s.kind is kind and s.text.strip())
    return next(sections, None)


def build_card(
    page: PageContext,
    article: Article,
    section: CodeSection | None = None,
    *,
    inherited: bool = False,
) -> Card:
    """Return an article's entry in a list; or that of its section, if the list is about one."""
    data, link = article.metadata, page.link(article)
    return Card(
        title=link.text,
        href=link.at(section.id if section else "").href,
        description=truncate_text(section.text, SUMMARY_LIMIT)
        if section
        else summarise_article(article),
        environment=tuple(dict.fromkeys((*data.products, *data.applies_to))),
        number=article.number,
        shown_number=article.shown_number,
        updated=timestamp(last_changed(article), article.locale),
        inherited=inherited,
        badges=link.badges,
    )


def group_by_product(cards: Sequence[Card]) -> tuple[CardGroup, ...]:
    """Group cards by product, that of the best article first; a few are not divided."""
    if len(cards) <= _UNDIVIDED:
        return (CardGroup("", tuple(cards)),) if cards else ()
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.environment[0] if card.environment else "", []).append(card)
    return tuple(CardGroup(product, tuple(members)) for product, members in groups.items())


def list_by_date(page: PageContext, articles: Iterable[Article]) -> tuple[DatedLink, ...]:
    """Return the articles as entries of a list, without undated ones."""
    return tuple(
        DatedLink(page.link(article), updated, article.metadata.products)
        for article in articles
        if (updated := timestamp(last_changed(article), article.locale))
    )


def list_known_codes(page: PageContext, codes: Iterable[str]) -> tuple[ListedCode, ...]:
    """List those codes that have a page in the locale."""
    with_pages = page.site.library.codes
    return tuple(
        list_code(page, code) for code in codes if with_pages.get(code, {}).get(page.locale)
    )


def list_code(page: PageContext, code: str, among: Collection[str] | None = None) -> ListedCode:
    """Return a code's entry in a list on the page, with its message.

    For an article with many codes, it has the title of the part about this one; if no article
    quotes a message, the title of the best. `among` are the numbers of the articles that count
    there, by default all; one has the code.
    """
    library = page.site.library
    uses = library.codes[code][page.locale]
    numbers = uses if among is None else [number for number in uses if number in among]
    article = library.by_key[page.locale, numbers[0]]
    title = (
        _title_of_part(page.site, article, code)
        or _message_of(page, code, numbers)
        or article.metadata.title
    )
    href = page.href(code_path(page.locale, code))
    return ListedCode(code, href, len(numbers), _without_code(title, code))


def _title_of_part(site: SiteContext, article: Article, code: str) -> str:
    """Return the title of the article's part about a code; empty if it has none.

    It is kept, as is what `_list_messages` returns: lists name codes of articles all over the
    knowledge base, and reading these again for each list took half the time of a build of 4,000.
    """

    def find() -> str:
        section = site.section_of_code(article, code)
        return section.title or truncate_text(section.text, _ROW_LIMIT) if section else ""

    return site.remember(("title of part", article.locale, article.number, code), find)


def _message_of(page: PageContext, code: str, numbers: Collection[str]) -> str:
    """Return the first message that says more than the code, from the code on."""
    messages = _list_messages(page.site, code, page.locale)
    return next((text for number, text in messages if number in numbers), "")


def _list_messages(site: SiteContext, code: str, locale: str) -> tuple[tuple[str, str], ...]:
    """Return each article that explains the code with its first message that says more."""

    def find() -> tuple[tuple[str, str], ...]:
        explanations = explain_code(site, code, locale)
        chosen = ((each.use.number, _choose_message(each, code)) for each in explanations)
        return tuple((number, text) for number, text in chosen if text)

    def find_kept() -> tuple[tuple[str, str], ...]:
        # One product's page names 200 codes: to read all their articles for an edit of one took
        # 0.11 s of a build.
        _, uses = list_uses(site, code, locale)
        articles = [site.library.by_key[use.locale, use.number] for use in uses]
        name = ("messages of code", code)
        return site.keep_for_code(name, tuple[tuple[str, str], ...], articles, uses, find)

    return site.remember(("messages of code", locale, code), find_kept)


def _choose_message(explanation: Explanation, code: str) -> str:
    for text in (message.text for message in explanation.messages):
        for part in (tidy_message(text[max(0, text.find(code)) :], code), text):
            if len(part.replace(code, "").split()) >= _FEWEST_WORDS:
                before, own, after = part.partition(code)
                masked = hide_inserts(before) + own + hide_inserts(after)
                return truncate_text(_HIDDEN.sub(ELLIPSIS, masked), _ROW_LIMIT)
    return ""


def split_long_list(entries: Sequence[ListedCode]) -> tuple[CodeRange, ...]:
    """Split a long list into parts that end at a hundred; nothing for a short list."""
    if len(entries) <= _UNDIVIDED_CODES:
        return ()
    parts: list[list[ListedCode]] = []
    for _, group in groupby(entries, key=lambda entry: _IN_HUNDRED.sub("", entry.code)):
        if not parts or len(parts[-1]) >= _FEWEST_CODES:
            parts.append([])
        parts[-1] += group
    return tuple(CodeRange(part[0].code, part[-1].code, tuple(part)) for part in parts)


def _without_code(title: str, code: str) -> str:
    """Drop a code from the beginning of a title that is shown next to it.

    "E0277]: the trait is missing" is what follows the bracket of "error[E0277]: …".
    """
    remainder = title.removeprefix(code).lstrip("])}")
    return remainder.lstrip(" :\u2013\u2014-") if remainder[:1] in {"", " ", ":"} else title


def sort_by_title(articles: Iterable[Article], locale: str) -> tuple[Article, ...]:
    """Sort articles as `group_by_letter` does, by whole titles."""
    language = locale.partition("-")[0]

    def key(article: Article) -> tuple[object, ...]:
        return (*collation_key(article.metadata.title, language), article.number)

    return tuple(sorted(articles, key=key))


def group_by_letter(
    page: PageContext, articles: Iterable[Article], *, short: bool = False
) -> tuple[LetterGroup, ...]:
    """Group articles by title, or short title; without letters if there are few."""
    language, link = page.locale.partition("-")[0], page.navigation_link if short else page.link
    linked = [(link(article), article.number) for article in articles]
    linked.sort(key=lambda pair: (*collation_key(pair[0].text, language), pair[1]))
    links = [link for link, _ in linked]
    if len(links) < _HEADED_FROM:
        return (LetterGroup("", "letter", tuple(links)),) if links else ()
    return tuple(
        LetterGroup(head, anchor_id("letter", head or "other"), tuple(group))
        for head, group in groupby(links, key=lambda link: index_letter(link.text, language))
    )
