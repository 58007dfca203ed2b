"""The pages of error codes: the index of codes by family, and one page per code and locale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from markupsafe import Markup, escape
from msgspec.structs import replace

from errata.codes.families import documentation_of, severity_of
from errata.data.patterns import compile_late
from errata.messages.extract import quotes_failure
from errata.messages.mask import PLACEHOLDER, mask_message
from errata.model import Article, CodeUse, Message, Page, follows_closely
from errata.site.answers import answer_code, list_messages_of
from errata.site.code_answer import Explanation, QuotedMessage
from errata.site.context import PageContext, SiteContext
from errata.site.formatting import (
    ELLIPSIS,
    break_name,
    latest_change,
    render_excerpt,
    truncate_text,
)
from errata.site.layout import PageMeta, build_layout, build_list_meta
from errata.site.lists import (
    build_card,
    group_by_product,
    list_code,
    list_known_codes,
    split_long_list,
)
from errata.site.pages.family import list_statuses
from errata.site.quotes import is_quoted, tidy_message
from errata.site.urls import code_formats, code_path, codes_path, list_formats, permalink_path
from errata.site.views import (
    Breadcrumb,
    Card,
    CardGroup,
    CodeRange,
    FamilyView,
    Layout,
    Link,
    ListedCode,
)
from errata.values import Record

# The most codes and messages of each list on the page; a longer one says little about this code.
_MOST_WRAPPED: Final = 6
_MOST_TOGETHER: Final = 8
# The most codes of a locale that its index lists: they take 300 kB, 75 with compression. Of more,
# it lists the families alone.
_MOST_CODES: Final = 2_000
# The most letters of a message in the table: six lines of its cell. Messages differ before that,
# but for the SQL that some quote; the link leads to the whole.
_MOST_LETTERS: Final = 180
# A field of PostgreSQL below its message: "DETAIL: Key (a) already exists." yes; "ERROR: a" no
_FIELD: Final = compile_late(r"(?:LINE \d{1,9}|DETAIL|HINT|CONTEXT|STATEMENT|WHERE): ")


class CodeGroup(Record, frozen=True):
    """The codes of one family."""

    family: FamilyView
    href: str
    count: int
    entries: tuple[ListedCode, ...]
    """None if the locale has too many codes for one page: they are on the family's."""
    ranges: tuple[CodeRange, ...] = ()
    """The same in parts that a reader opens, if there are many."""


class CodesView(Record, frozen=True):
    """The index of codes."""

    layout: Layout
    groups: tuple[CodeGroup, ...]
    total: int
    statuses: tuple[ListedCode, ...] = ()
    """HTTP statuses, each with its reason phrase."""


class MessageView(Record, frozen=True):
    """A message, with a link to the section where an article quotes it."""

    text: Markup
    """The message with its volatile parts as `<var>`."""
    href: str = ""


class ExplanationView(Record, frozen=True):
    """What articles say of a code: one, or several that say the same."""

    messages: tuple[MessageView, ...]
    cause: Markup
    resolution: Markup
    href: str
    """Link to the section that answers; empty if there is none."""
    is_resolution: bool
    """Whether it is a resolution; else it is the part of an article about the code."""
    cards: tuple[Card, ...]
    summary: str = ""
    """What the article is about, if it has no resolution and no message says the same."""


class CodeView(Record, frozen=True):
    """One code's page."""

    layout: Layout
    code: str
    title: Markup
    """The code with possible breaks for narrow screens."""
    family: FamilyView
    family_href: str
    permalink: str
    answer: ExplanationView | None = None
    """The explanation that answers all messages, or of an article titled with the code alone."""
    is_only: bool = True
    """Whether no other article has the code."""
    explanations: tuple[ExplanationView, ...] = ()
    """Explanations among which readers must find their own message; the best first."""
    have_causes: bool = False
    """Whether one of them has a cause."""
    have_messages: bool = False
    """Whether one of them has a message."""
    articles: tuple[CardGroup, ...] = ()
    """Articles about the code that are in no table."""
    secondary: tuple[Card, ...] = ()
    """Articles that only mention it."""
    messages: tuple[MessageView, ...] = ()
    """Messages of the answer, the most quoted first."""
    wrapped: tuple[MessageView, ...] = ()
    """Codes and messages that a wrapper contains in these articles."""
    together: tuple[ListedCode, ...] = ()
    near: tuple[ListedCode, ...] = ()
    """Codes that are easily confused with this one."""
    aliases: tuple[Link, ...] = ()
    """Other names of the error; a code has a link to its page."""
    severity: str = ""
    """Severity in English; empty if the code does not show any."""
    documentation: str = ""
    """The vendor's page on the code, else on its family."""


def emit(site: SiteContext) -> Iterator[Page]:
    """Yield the index of each locale, then its codes."""
    for locale, codes in site.codes_by_locale.items():
        page = site.page(codes_path(locale), locale)
        yield page.plan("codes.html", _index, _index_meta)
        for code in codes:
            page = site.page(code_path(locale, code), locale)
            yield page.plan("code.html", _view, _meta, code)


def _index(page: PageContext) -> CodesView:
    groups = _groups(page)
    return CodesView(
        layout=build_layout(page, _index_meta(page)),
        groups=groups,
        total=sum(group.count for group in groups),
        statuses=list_statuses(page),
    )


def _index_meta(page: PageContext) -> PageMeta:
    has_codes = bool(page.site.codes_by_family[page.locale])
    return build_list_meta(page, codes_path, list_formats(page.path) if has_codes else ())


def _groups(page: PageContext) -> tuple[CodeGroup, ...]:
    """Return the codes of the locale by family: those of a product first, by its name."""
    codes = page.site.codes_by_family[page.locale]
    families = sorted(
        map(page.site.family, codes),
        key=lambda f: (not f.product or bool(f.string), f.product, f.id),
    )
    listed = sum(map(len, codes.values())) <= _MOST_CODES
    return tuple(_group(page, family, codes[family.id], listed=listed) for family in families)


def _group(
    page: PageContext, family: FamilyView, codes: Sequence[str], *, listed: bool
) -> CodeGroup:
    entries = tuple(_list_code(page, code) for code in codes) if listed else ()
    href = page.href_of_family(family.id)
    return CodeGroup(family, href, len(codes), entries, split_long_list(entries))


def _list_code(page: PageContext, code: str) -> ListedCode:
    """List a code on the page of all of them; an edit changes a few."""
    key = ("listed code", page.locale, code)
    return page.site.remember_unless_many(key, partial(list_code, page, code))


def _view(page: PageContext, code: str) -> CodeView:
    site = page.site
    answer = answer_code(site, code, page.locale)
    articles = [site.library.by_key[page.locale, number] for number in answer.numbers]
    family = site.family(site.family_by_code[code])
    # Only a wrapper passes on what others report; elsewhere neighbours in a log are chance.
    wrapped = find_wrapped(code, articles) if family.wrapper else ()
    explanations = tuple(_explanation(page, code, group) for group in answer.groups)
    cards = [_card(page, code, use) for use in answer.others]
    minor = {use.number for use in answer.others if use.salience != "primary"}
    led = len(explanations) - len(answer.variants)
    own = [card for each in explanations[:led] for card in each.cards]
    meta = replace(_meta(page, code), description=articles[0].metadata.title)
    return CodeView(
        layout=build_layout(page, meta),
        code=code,
        title=break_name(code),
        family=family,
        family_href=page.href_of_family(family.id),
        permalink=page.href(permalink_path(code)),
        answer=explanations[0] if led else None,
        is_only=len(articles) == 1,
        explanations=explanations[led:],
        have_causes=any(each.cause for each in explanations[led:]),
        have_messages=any(each.messages for each in explanations[led:]),
        articles=group_by_product([*own, *(card for card in cards if card.number not in minor)]),
        secondary=tuple(card for card in cards if card.number in minor),
        messages=tuple(_messages(page, answer.leading, code)),
        wrapped=tuple(filter(None, (_wrapped(page, *each) for each in wrapped))),
        together=list_known_codes(page, _cooccurring(page, code, articles)),
        near=list_known_codes(page, answer.near),
        aliases=tuple(page.link_to_code(name) or Link(name) for name in answer.aliases),
        severity=severity_of(code, site.library.families.get(family.id)),
        documentation=documentation_of(code, site.library.families.get(family.id)),
    )


def _explanation(page: PageContext, code: str, group: Sequence[Explanation]) -> ExplanationView:
    first = group[0]
    resolution = first.resolution
    link = page.link(first.article).at(resolution.anchor)
    cards = tuple(_card(page, code, each.use) for each in group)
    is_said = any(cards[0].description in message.text for message in first.messages)
    return ExplanationView(
        messages=tuple(_messages(page, group, code, _MOST_LETTERS)),
        cause=render_excerpt(first.cause),
        resolution=render_excerpt(resolution),
        href=link.href if resolution.blocks else "",
        is_resolution=first.is_resolution,
        cards=cards,
        summary="" if is_said else cards[0].description,
    )


def _wrapped(page: PageContext, code: str, text: str) -> MessageView | None:
    """Link a wrapped code by its message; without a message, only if it has a page."""
    link = page.link_to_code(code)
    if not (link or text):
        return None
    return MessageView(mark_inserts(text) if text else escape(code), link.href if link else "")


def _message(link: Link, message: QuotedMessage, code: str, limit: int) -> MessageView:
    """Show a message, or as much of it as the table has room for: from the code on if need be."""
    begin = message.text.rfind(" ", 0, max(0, message.text.find(code))) + 1
    start = begin if limit and len(message.text) > limit and begin > limit // 4 else 0
    text = truncate_text(message.text[start:], limit) if limit else message.text
    # The sign of a cut is not a value that changes.
    shortened = text.removesuffix(ELLIPSIS)
    before = f"{ELLIPSIS} " if start else ""
    marked = escape(before) + mark_inserts(shortened) + text[len(shortened) :]
    return MessageView(marked, link.at(message.anchor).href)


def _messages(
    page: PageContext, explanations: Iterable[Explanation], code: str, limit: int = 0
) -> Iterator[MessageView]:
    """List the messages of all articles once each; a full stop at the end does not count."""
    texts: set[str] = set()
    for explanation in explanations:
        link = page.link(explanation.article)
        for message in explanation.messages:
            template = mask_message(message.text).strip(" *.\u3002")
            if template not in texts:
                yield _message(link, message, code, limit)
            texts.add(template)


def _card(page: PageContext, code: str, use: CodeUse) -> Card:
    article = page.site.library.by_key[use.locale, use.number]
    section = page.site.section_of_code(article, code)
    return build_card(page, article, section, inherited=use.inherited)


def _meta(page: PageContext, code: str) -> PageMeta:
    """Describe the page, except for its description, which is that of the best answer."""
    family = page.site.family(page.site.family_by_code[code])
    articles = page.site.articles_of_code(code, page.locale)
    step = Breadcrumb(family.name, page.href_of_family(family.id), family.string)
    return PageMeta(
        title=code,
        siblings={tag: code_path(tag, code) for tag in page.site.library.codes[code]},
        formats=code_formats(page.locale, code),
        breadcrumbs=(*page.codes_breadcrumbs(), step),
        updated=latest_change(articles),
        number=code,
    )


def mark_inserts(text: str) -> Markup:
    """Put the volatile parts of a message in `<var>`."""
    pieces, offset = [], 0
    literals = PLACEHOLDER.split(mask_message(text))
    for literal in filter(None, literals):
        start = text.find(literal, offset)
        # No text may be lost, should the mask ever change more than inserts.
        if start < 0:
            return escape(text)
        pieces += [_insert(text[offset:start]), escape(literal)]
        offset = start + len(literal)
    return Markup("").join((*pieces, _insert(text[offset:])))


def _insert(text: str) -> Markup:
    return Markup("<var>{}</var>").format(text) if text else Markup("")


def _cooccurring(page: PageContext, code: str, articles: Iterable[Article]) -> tuple[str, ...]:
    """Return codes in the same messages, which a wrapper hides, then in the same articles."""
    # A code in a message of this one is closer than one elsewhere in its articles.
    quoted = (m.codes for a in articles for m in list_messages_of(page.site, a, code))
    inner = (other for codes in quoted for other in codes)
    entry = page.site.library.index.get(code)
    codes = dict.fromkeys((*inner, *(entry.cooccurring if entry else ())))
    return tuple(other for other in codes if other != code)[:_MOST_TOGETHER]


def find_wrapped(code: str, articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Yield codes and messages that this one wraps, each with the other or with an empty text.

    They stand inside its messages or right below them.
    """
    codes: dict[str, None] = {}
    messages: dict[str, tuple[str, str]] = {}
    for article in articles:
        for first, second in zip(article.messages, (*article.messages[1:], None), strict=False):
            if code not in first.codes:
                continue
            # The codes before this one in the message are those that wrap it.
            codes |= dict.fromkeys(first.codes[first.codes.index(code) + 1 :])
            if second and second.where == first.where and follows_closely(first, second):
                codes |= dict.fromkeys(second.codes)
                if code not in second.codes and _is_error(second):
                    inner = next(iter(second.codes), "")
                    messages.setdefault(second.template, (inner, tidy_message(second.text, inner)))
    errors = list(messages.values())[:_MOST_WRAPPED]
    listed = {code, *(inner for inner, _ in errors)}
    alone = [name for name in codes if name not in listed]
    yield from ((name, "") for name in alone[:_MOST_WRAPPED])
    yield from errors


def _is_error(message: Message) -> bool:
    """Whether a text in code is an error of its own, not a field of the one above it."""
    return is_quoted(message) and quotes_failure(message) and not _FIELD.match(message.text)
