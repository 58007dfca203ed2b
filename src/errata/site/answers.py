"""The answer to an error code: the page, the card, `explain`, the JSON and the markdown show it.

1. Each article that explains the code gives one explanation: the messages that it quotes of the
   code, each with the section where it stands; why it happens; and what to do, in short.
2. An article explains the code where it quotes a message of it, is named after it, has a part about
   it, or has it in its issue; one that alone has the code does in any case. The others only have
   the code, and come after them.
3. Explanations are in the order of the index. One that quotes the code only in code blocks, such as
   a trace, and names it nowhere, comes after those that are about it.
4. The answer is one where one article explains, or where all say the same. Otherwise an article
   that is titled with the code alone comes first, and a reader has to find the own message.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.messages.extract import quotes_failure
from errata.messages.mask import split_log_lines
from errata.messages.telling import (
    count_words,
    names_message,
    tells_of_failure,
    words_of_kind,
)
from errata.model import CodeUse, SectionKind, heading_above
from errata.site.blocks import Block, BlockKind, read_html_blocks
from errata.site.code_answer import CodeAnswer, Explanation, QuotedMessage
from errata.site.passages import (
    Excerpt,
    blocks_aside,
    blocks_below,
    choose_passage,
    find_advice,
    find_explanation,
    find_mention,
    heading_ahead,
    split_reason,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from errata.model import Article, CodeSection, Message, Section
    from errata.site.context import SiteContext

# Messages of one article; the real ones have at most 46 of one code, and a longer list is a log.
_MOST_MESSAGES: Final = 6
# The fewest words of a line of a log that is shown without those around it.
_FEWEST_WORDS: Final = 3
# What ends a message that is a sentence, or remains where it was cut.
_ENDS: Final = " .,:;\\"
# Before a message that was cut out of a longer one: ". ---> ", "*", ": " yes; "[x]", "-5", "..." no
_CUT_OFF: Final = compile_late(r"^(?:[.:;,*|](?![.*])|-{2,}>|=>|\s)+(?=[\w\[\"'(])")
# Between two lines that an exporter joined: "failed``at a.b" yes; "`a`" no
_JOINT: Final = compile_late("`{2,}")
# "a.BException: a.BException: " yes; "Error: Fault: ", "10: 10: " no
_REPEATED: Final = compile_late(r"(?<!\S)([A-Za-z_][\w.$]{2,200}: )\1+")
# What may stand before the code that a message begins with.
_SIGNS: Final = " \t\"'*[(<\u201c\u300c"
_ENDS_OF_NAMES: Final = (":", "\uff1a")
# The most words before a code that say that it is one: "They get the error"
_MOST_BEFORE: Final = 4
# After a code that stands in a list, or is a remark.
_LIST_SIGNS: Final = (",", ";", ")", "/", " /", " -", "\u3001")
# After a code, how an author goes on, or an entry of release notes: " is raised by tills.",
# ": wrong count - #8187" yes; " missing right", ": no" no
_IS_AUTHORS: Final = compile_late(r" [(a-z][^\n]*[.!]$|[^\n]* [(-] ?#\d{1,7}\)?$")
_FAILURE_WORDS: Final = words_of_kind("failure")
_QUOTED: Final = frozenset({"span", "fence"})
_NAMING: Final = frozenset({"title", "description", "keywords", "name"})
# Sections in which a sentence with the code says that the article is about it.
_WHAT_HAPPENED: Final = (SectionKind.ISSUE, SectionKind.REPRODUCTION)
# Sections in which a paragraph may explain, where no section is named so.
_EXPLAINING: Final = (SectionKind.RESOLUTION, SectionKind.ISSUE, SectionKind.DESCRIPTION)


def answer_code(site: SiteContext, code: str, locale: str) -> CodeAnswer:
    """Return the answer that the articles of a locale give."""
    return site.remember_briefly(("answer", locale, code), partial(_answer, site, code, locale))


def reorder_answer(answer: CodeAnswer, numbers: Sequence[str]) -> CodeAnswer:
    """Put the explanations of those articles first, for a message that only they quote."""
    places = {number: place for place, number in enumerate(numbers)}
    last = len(places)
    ordered = sorted(answer.explanations, key=lambda each: places.get(each.use.number, last))
    return replace(answer, explanations=tuple(ordered))


def _answer(site: SiteContext, code: str, locale: str) -> CodeAnswer:
    explaining, others = _find_explanations(site, code, locale)
    return CodeAnswer(
        code=code,
        explanations=explaining,
        others=others,
        near=site.code_lookup.near(code),
        aliases=site.library.index[code].aliases if code in site.library.index else (),
    )


def explain_code(site: SiteContext, code: str, locale: str) -> Sequence[Explanation]:
    """Return the explanations of the code's answer, whichever other codes exist."""
    return _find_explanations(site, code, locale)[0]


def _find_explanations(
    site: SiteContext, code: str, locale: str
) -> tuple[tuple[Explanation, ...], tuple[CodeUse, ...]]:
    """Return what explains the code, and the other uses."""
    key = ("explanations", locale, code)
    return site.remember_briefly(key, partial(_choose_explanations, site, code, locale))


def _choose_explanations(
    site: SiteContext, code: str, locale: str
) -> tuple[tuple[Explanation, ...], tuple[CodeUse, ...]]:
    uses = list(site.uses_of_code(code, locale).values())
    if not uses:  # a library that was linked without an index
        numbers = site.library.codes.get(code, {}).get(locale, ())
        uses = [CodeUse(locale, number, "primary") for number in numbers]
    primary = [use for use in uses if use.salience == "primary"]
    explanations = [_explain(site, code, use) for use in primary or uses]
    explaining = explanations
    if len(explanations) > 1:
        explaining = [each for each in explanations if _explains(site, each, code)]
    explaining.sort(key=lambda each: _only_quotes(site, each, code))
    explained = {each.use.number for each in explaining}
    return tuple(explaining), tuple(use for use in uses if use.number not in explained)


def _explains(site: SiteContext, explanation: Explanation, code: str) -> bool:
    is_named = explanation.use.named or _is_subject(site, explanation.article, code)
    if is_named or explanation.has_part or any(_is_message(m.text) for m in explanation.messages):
        return True
    own = list_messages_of(site, explanation.article, code)
    return any(m.section in _WHAT_HAPPENED and _is_message(m.text) for m in own)


def _is_subject(site: SiteContext, article: Article, code: str) -> bool:
    """Whether title, description or keywords name the code."""
    return code in _index_codes(site, article)[0]


def _index_codes(
    site: SiteContext, article: Article
) -> tuple[frozenset[str], Mapping[str, Sequence[Message]]]:
    """Return the codes that name an article, and its messages by their codes."""
    key = ("codes", article.locale, article.number)
    return site.remember_briefly(key, partial(_collect_codes, article))


def list_messages_of(site: SiteContext, article: Article, code: str) -> Sequence[Message]:
    """List the article's messages that have the code."""
    return _index_codes(site, article)[1].get(code, ())


def _collect_codes(
    article: Article,
) -> tuple[frozenset[str], Mapping[str, Sequence[Message]]]:
    naming = frozenset(m.code for m in article.mentions if m.where in _NAMING)
    messages: dict[str, list[Message]] = {}
    for message in article.messages:
        for code in dict.fromkeys(message.codes):
            messages.setdefault(code, []).append(message)
    return naming, messages


def _is_message(text: str) -> bool:
    """Whether a text is a message: "UP-104 is in the log." is a sentence without a failure."""
    lower = text.lower()
    return not text.endswith((".", "\u3002")) or any(word in lower for word in _FAILURE_WORDS)


def _only_quotes(site: SiteContext, explanation: Explanation, code: str) -> bool:
    article, use = explanation.article, explanation.use
    if use.named or _is_subject(site, article, code):
        return False
    return all(m.where == "fence" for m in list_messages_of(site, article, code))


def _explain(site: SiteContext, code: str, use: CodeUse) -> Explanation:
    article = site.library.by_key[use.locale, use.number]
    section = site.section_of_code(article, code)
    blocks = blocks_of(site, article)
    messages = tuple(_quote(article, _messages_of(site, article, use, code), code))
    place = next((message.anchor for message in messages), "")
    if section:
        resolution = _part_about(article, section, blocks)
        cause = _passage_of(section.cause, section.id, resolves=False)
    else:
        cause, resolution = _divide(article, blocks, place)
    says_why = section or cause.blocks or resolution.blocks
    remarks = Excerpt() if says_why else _find_remarks(article, blocks, use, code)
    if remarks.plain_text in {message.text for message in messages}:
        remarks = Excerpt()
    return Explanation(
        article=article,
        use=use,
        messages=messages,
        cause=cause,
        resolution=remarks if remarks.blocks else resolution,
        is_resolution=bool(section.resolution) if section else not remarks.blocks,
        has_part=section is not None,
        anchor=section.id if section else place,
    )


def blocks_of(site: SiteContext, article: Article) -> Sequence[Block]:
    """Return the blocks of an article, read once."""
    return site.remember_briefly(
        ("blocks", article.locale, article.number), partial(_read, article)
    )


def _read(article: Article) -> tuple[Block, ...]:
    return tuple(read_html_blocks("".join(article.body.parts)))


def _messages_of(site: SiteContext, article: Article, use: CodeUse, code: str) -> Sequence[Message]:
    """List the messages beside a code: in code, else in the title, else in the text around.

    All that an article quotes without a code is of the one that is its whole title.
    """
    own = list_messages_of(site, article, code)
    quoted = [message for message in own if message.where in _QUOTED]
    if use.titled:
        without_code = (
            m for m in article.messages if not m.codes and m.where in {*_QUOTED, "messages"}
        )
        return [*filter(quotes_failure, without_code), *quoted]
    titles = [message for message in own if message.where == "title"]
    return quoted or titles or [message for message in own if _is_said(article, message, code)]


def _is_said(article: Article, message: Message, code: str) -> bool:
    """Whether a text is what a program says: "UP-104: it broke"; not "After UP-104, restart"."""
    surfaces = (m.surface for m in article.mentions if m.line == message.line)
    inside = [text for text in (code, *surfaces) if text in message.text]
    before, _, after = message.text.partition(min(inside, key=message.text.find, default=code))
    is_named = names_message(before) and count_words(before) <= _MOST_BEFORE
    if before.strip(_SIGNS) and not (is_named or before.rstrip().endswith(_ENDS_OF_NAMES)):
        is_inside = before.endswith("(") and not message.text.endswith(".")
        return after.startswith(": ") or (is_inside and tells_of_failure(before))
    return not (after.startswith(_LIST_SIGNS) or _IS_AUTHORS.match(after))


def _quote(article: Article, messages: Iterable[Message], code: str) -> Iterator[QuotedMessage]:
    headings = article.headings
    places: dict[str, int] = {}
    for message in messages:
        places.setdefault(tidy_message(message.text, code), message.line)
    for text, line in islice(_join_parts(places), _MOST_MESSAGES):
        above = heading_above(headings, line)
        yield QuotedMessage(text, above.id if above else "")


def _join_parts(places: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield messages in order; for one that is part of others, yield the longest of those.

    Each message is compared with all others, so callers should take only as many as they need.
    """
    longest = sorted(places, key=len, reverse=True)
    texts = set()
    for text, line in sorted(places.items(), key=itemgetter(1)):
        whole = next(longer for longer in longest if text.rstrip(_ENDS) in longer)
        if whole not in texts:
            texts.add(whole)
            yield whole, line


def tidy_message(text: str, code: str) -> str:
    """Return the line of a log that has the code, without signs of a cut beginning.

    An exception that wraps others of its kind is named once.
    """
    pieces = [piece for part in _JOINT.split(text) for piece in split_log_lines(part)]
    line = next((p for p in pieces if code in p and len(p.split()) >= _FEWEST_WORDS), text)
    return _REPEATED.sub(r"\1", _CUT_OFF.sub("", line)).rstrip("*") or text


def resolve_article(site: SiteContext, article: Article) -> Excerpt:
    """Return what an article as a whole says to do, in short."""
    return _resolve(article, blocks_of(site, article), "")


def explain_article(site: SiteContext, article: Article) -> tuple[Excerpt, Excerpt]:
    """Return the cause and the resolution that an article as a whole names, in short."""
    return _divide(article, blocks_of(site, article), "")


def _divide(article: Article, blocks: Sequence[Block], place: str) -> tuple[Excerpt, Excerpt]:
    """Return cause and resolution of the message at a place."""
    resolution = _resolve(article, blocks, place)
    cause = _find_cause(article, blocks, resolution, place)
    return (cause, resolution) if cause.blocks else split_reason(resolution)


def _resolve(article: Article, blocks: Sequence[Block], place: str) -> Excerpt:
    """Return the resolution's answer, from the part with the message if it is in it."""
    for section in _sections(article, SectionKind.RESOLUTION):
        below = list(blocks_below(article, blocks, section.id))
        aside = blocks_aside(article, blocks, section.id)
        is_inside = any(block.heading == place for block in aside)
        inside = (heading_ahead(article, place, "resolves"), place) if is_inside else ()
        for anchor in dict.fromkeys((*filter(None, inside), section.id)):
            passage = choose_passage(blocks_below(article, below, anchor), anchor)
            if passage.blocks:
                return passage
        if not below and aside:
            return _resolve_aside(article, aside, section)
    return Excerpt()


def _resolve_aside(article: Article, blocks: Sequence[Block], section: Section) -> Excerpt:
    """Find the resolution if all of it is below "Cause" or "Steps to reproduce"."""
    own = {heading.id for heading in article.headings if heading.kind is None}
    advice = find_advice([b for b in blocks if b.heading not in own], section.id)
    if advice.blocks:
        return advice
    return choose_passage([b for b in blocks if b.heading in own], section.id)


def _part_about(article: Article, section: CodeSection, blocks: Sequence[Block]) -> Excerpt:
    """Return the part below a heading that is named after the code, or the row of a table."""
    anchor = section.resolution_id or section.id
    if section.title and (below := list(blocks_below(article, blocks, anchor))):
        return choose_passage(below, anchor)
    return _passage_of(section.resolution or section.text, anchor)


def _passage_of(text: str, anchor: str, *, resolves: bool = True) -> Excerpt:
    """Make the passage of a cell."""
    block = Block(BlockKind.TEXT, " ".join(text.split()))
    return choose_passage([block], anchor, resolves=resolves) if text else Excerpt()


def _find_cause(
    article: Article, blocks: Sequence[Block], resolution: Excerpt, place: str
) -> Excerpt:
    """Return the beginning of the section on the cause, else a paragraph that explains."""
    if ahead := heading_ahead(article, place, "explains"):
        return choose_passage(blocks_below(article, blocks, ahead), ahead, resolves=False)
    for section in _sections(article, SectionKind.CAUSE):
        own = blocks_below(article, blocks, section.id)
        return choose_passage(own, section.id, resolves=False)
    chosen = {block.text for block in resolution.blocks}
    for section in _sections(article, *_EXPLAINING):
        below = [b for b in blocks_below(article, blocks, section.id) if b.text not in chosen]
        is_answer = section.kind is SectionKind.RESOLUTION
        cause = find_explanation(below, section.id, without=() if is_answer else article.codes)
        if not cause.blocks and is_answer:
            cause = find_explanation(below[:1], section.id, "states")
        if cause.blocks:
            return cause
    return Excerpt()


def _find_remarks(article: Article, blocks: Sequence[Block], use: CodeUse, code: str) -> Excerpt:
    """Return what an article without a resolution says of the code.

    A reference on one code begins below its first heading, whose name says nothing; in another
    article the paragraph or step that names the code counts.
    """
    if not use.named:
        return find_mention(blocks, code)
    if any(s.kind in {*_EXPLAINING, SectionKind.CAUSE} for s in article.sections):
        return Excerpt()
    for heading in article.headings:
        own = [block for block in blocks if block.heading == heading.id]
        if heading.kind is None and heading.level > 1 and own:
            return choose_passage(own, heading.id)
    return Excerpt()


def _sections(article: Article, *kinds: SectionKind) -> Iterator[Section]:
    return (s for kind in kinds for s in article.sections if s.kind is kind and s.text.strip())
