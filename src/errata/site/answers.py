"""The answer to an error code: the page, the card, `explain`, the JSON and the twin show it.

1. Each article that explains the code gives one explanation: the messages that it quotes of the
   code, each with the section where it stands; why it happens; and what to do, in short.
2. An article explains the code where it quotes a message of it, is named after it, or has a part
   about it; the best of all does in any case. The others only have the code, and come after them.
3. Explanations are in the order of the index. One that quotes the code only in code blocks, such as
   a trace, and names it nowhere, comes after those that are about it.
4. The answer is one where one article explains, or where all say the same. Otherwise a reader has
   to find the own message first.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from errata.data import read_data
from errata.model import CodeUse, SectionKind
from errata.site.blocks import Block, BlockKind, read_html_blocks
from errata.site.code_answer import CodeAnswer, Explanation, QuotedMessage
from errata.site.passages import (
    Excerpt,
    blocks_below,
    choose_passage,
    find_explanation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from errata.model import Article, CodeSection, Message, Section
    from errata.site.context import SiteContext

# Messages of one article; the real ones have at most 46 of one code, and a longer list is a log.
_MOST_MESSAGES: Final = 6
_FAILURE_WORDS: Final = tuple(
    word
    for words in cast("Mapping[str, Sequence[str]]", read_data("message_words")["failure"]).values()
    for word in words
)
_QUOTED: Final = frozenset({"span", "fence"})
_NAMING: Final = frozenset({"title", "description", "keywords", "name"})
# Sections in which a paragraph may explain, where no section is named so.
_EXPLAINING: Final = (SectionKind.RESOLUTION, SectionKind.ISSUE, SectionKind.DESCRIPTION)


def answer_code(site: SiteContext, code: str, locale: str) -> CodeAnswer:
    """The answer that the articles of a locale give."""
    key = (locale, code)
    if key not in site.answers:
        site.answers[key] = _answer(site, code, locale)
    return site.answers[key]


def reorder_answer(answer: CodeAnswer, numbers: Sequence[str]) -> CodeAnswer:
    """With the explanations of those articles first, for a message that only they quote."""
    places = {number: place for place, number in enumerate(numbers)}
    last = len(places)
    ordered = sorted(answer.explanations, key=lambda each: places.get(each.use.number, last))
    return replace(answer, explanations=tuple(ordered))


def _answer(site: SiteContext, code: str, locale: str) -> CodeAnswer:
    uses = list(site.uses_of_code(code, locale).values())
    if not uses:  # a library that was linked without an index
        numbers = site.library.codes.get(code, {}).get(locale, ())
        uses = [CodeUse(locale, number, "primary") for number in numbers]
    primary = [use for use in uses if use.salience == "primary"]
    found = [_explain(site, code, use) for use in primary or uses]
    explaining = found[:1] + [each for each in found[1:] if _explains(each, code)]
    explaining.sort(key=lambda each: _only_quotes(each, code))
    explained = {each.use.number for each in explaining}
    return CodeAnswer(
        code=code,
        explanations=tuple(explaining),
        others=tuple(use for use in uses if use.number not in explained),
        near=site.code_lookup.near(code),
    )


def _explains(found: Explanation, code: str) -> bool:
    is_named = found.use.named or _is_subject(found.article, code)
    return is_named or found.has_part or any(_is_message(m.text) for m in found.messages)


def _is_subject(article: Article, code: str) -> bool:
    """Whether title, description or keywords name the code."""
    return any(m.code == code and m.where in _NAMING for m in article.mentions)


def _is_message(text: str) -> bool:
    """Whether it tells of a failure or is no sentence; "UP-104 is in the log." is no message."""
    lower = text.lower()
    return not text.endswith((".", "\u3002")) or any(word in lower for word in _FAILURE_WORDS)


def _only_quotes(explanation: Explanation, code: str) -> bool:
    article, use = explanation.article, explanation.use
    if use.named or _is_subject(article, code):
        return False
    return all(m.where == "fence" for m in article.messages if code in m.codes)


def _explain(site: SiteContext, code: str, use: CodeUse) -> Explanation:
    article = site.library.by_key[use.locale, use.number]
    section = site.section_of_code(article, code)
    blocks = blocks_of(site, article)
    messages = tuple(_quote(article, _messages_of(article, code)))
    place = next((message.anchor for message in messages), "")
    if section:
        cause, resolution = Excerpt(), _part_about(article, section, blocks)
    else:
        resolution = _resolve(article, blocks, place)
        cause = _find_cause(article, blocks, resolution)
    says_why = section or cause.blocks or resolution.blocks
    remarks = Excerpt() if says_why or not use.named else _find_remarks(article, blocks)
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
    """The text of an article, read once."""
    key = (article.locale, article.number)
    if key not in site.blocks:
        site.blocks[key] = tuple(read_html_blocks("".join(article.body.parts)))
    return site.blocks[key]


def _messages_of(article: Article, code: str) -> list[Message]:
    """Those in code, else the title, else those in the text around."""
    own = [message for message in article.messages if code in message.codes]
    quoted = [message for message in own if message.where in _QUOTED]
    return quoted or [message for message in own if message.where == "title"] or own


def _quote(article: Article, messages: Iterable[Message]) -> Iterator[QuotedMessage]:
    starts = [heading.line for heading in article.headings]
    for message in list(messages)[:_MOST_MESSAGES]:
        above = bisect_right(starts, message.line)
        yield QuotedMessage(message.text, article.headings[above - 1].id if above else "")


def _resolve(article: Article, blocks: Sequence[Block], place: str) -> Excerpt:
    """How the resolution answers; from the part where the message stands, if it is one of it."""
    for section in _sections(article, SectionKind.RESOLUTION):
        below = list(blocks_below(article, blocks, section.id))
        inside = place if any(b.heading == place for b in below) else section.id
        for anchor in dict.fromkeys((inside, section.id)):
            found = choose_passage(blocks_below(article, below, anchor), anchor)
            if found.blocks:
                return found
    return Excerpt()


def _part_about(article: Article, section: CodeSection, blocks: Sequence[Block]) -> Excerpt:
    """The part below a heading that is named after the code, or the row of a table."""
    anchor = section.resolution_id or section.id
    if section.title and (below := list(blocks_below(article, blocks, anchor))):
        return choose_passage(below, anchor)
    text = section.resolution or section.text
    return choose_passage([Block(BlockKind.TEXT, " ".join(text.split()))], anchor)


def _find_cause(article: Article, blocks: Sequence[Block], resolution: Excerpt) -> Excerpt:
    """How the section on the cause begins, else a paragraph that explains."""
    for section in _sections(article, SectionKind.CAUSE):
        own = blocks_below(article, blocks, section.id)
        return choose_passage(own, section.id, resolves=False)
    chosen = {block.text for block in resolution.blocks}
    for section in _sections(article, *_EXPLAINING):
        below = [b for b in blocks_below(article, blocks, section.id) if b.text not in chosen]
        found = find_explanation(below, section.id)
        if not found.blocks and section.kind is SectionKind.RESOLUTION:
            found = find_explanation(below[:1], section.id, "states")
        if found.blocks:
            return found
    return Excerpt()


def _find_remarks(article: Article, blocks: Sequence[Block]) -> Excerpt:
    """How a reference on one code begins below its first heading, whose name says nothing."""
    if any(s.kind in {*_EXPLAINING, SectionKind.CAUSE} for s in article.sections):
        return Excerpt()
    for heading in article.headings:
        own = [block for block in blocks if block.heading == heading.id]
        if heading.kind is None and heading.level > 1 and own:
            return choose_passage(own, heading.id)
    return Excerpt()


def _sections(article: Article, *kinds: SectionKind) -> Iterator[Section]:
    return (s for kind in kinds for s in article.sections if s.kind is kind and s.text.strip())
