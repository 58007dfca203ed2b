"""The answer to an error code: the page, the card, `explain`, the JSON and the markdown show it.

1. Each article that explains the code gives one explanation: the messages that it quotes of the
   code, each with the section where it stands; why it happens; and what to do, in short.
2. An article explains the code where it quotes a message of it, is named after it, has a part about
   it, or has it in its issue; one that alone has the code does in any case. The others only have
   the code, and come after them. So do those from which a reader learns nothing of it.
3. Explanations are in the order of the index. One that quotes the code only in code blocks, such as
   a trace, and names it nowhere, comes after those that are about it.
4. The answer is one where one article explains, or where all say the same. Otherwise an article
   that is titled with the code alone comes first, and a reader has to find the own message.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from errata.messages.mask import hide_inserts
from errata.messages.telling import words_of_kind
from errata.model import CodeUse, SectionKind, heading_above
from errata.site.blocks import Block, BlockKind, read_html_blocks
from errata.site.code_answer import CodeAnswer, Explanation
from errata.site.passages import (
    Excerpt,
    blocks_aside,
    blocks_below,
    choose_passage,
    find_advice,
    find_explanation,
    find_mention,
    heading_ahead,
    headings_within,
    is_named,
    split_reason,
)
from errata.site.quotes import is_quoted, list_quotes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.model import Article, CodeSection, Heading, Message, Section
    from errata.site.context import SiteContext

_FAILURE_WORDS: Final = words_of_kind("failure")
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
        near=site.near_codes[code],
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


def list_uses(site: SiteContext, code: str, locale: str) -> tuple[Sequence[CodeUse], ...]:
    """Return all uses of the code in a locale, and those that explanations are made of."""
    uses = list(site.uses_of_code(code, locale).values())
    if not uses:  # a library that was linked without an index
        numbers = site.library.codes.get(code, {}).get(locale, ())
        uses = [CodeUse(locale, number, "primary") for number in numbers]
    primary = [use for use in uses if use.salience == "primary"]
    return uses, primary or uses


def _choose_explanations(
    site: SiteContext, code: str, locale: str
) -> tuple[tuple[Explanation, ...], tuple[CodeUse, ...]]:
    uses, explained_uses = list_uses(site, code, locale)
    explanations = [_explain(site, code, use) for use in explained_uses]
    explaining = explanations
    if len(explanations) > 1:
        explanations = [_without_echo(each) for each in explanations]
        named = [each for each in explanations if _explains(site, each, code)]
        explaining = [each for each in named if not _only_mentions(site, each, code)] or named
    explaining.sort(key=lambda each: _only_quotes(site, each, code))
    explained = {each.use.number for each in explaining}
    return tuple(explaining), tuple(use for use in uses if use.number not in explained)


def _explains(site: SiteContext, explanation: Explanation, code: str) -> bool:
    is_named = explanation.use.named or _is_subject(site, explanation.article, code)
    if is_named or explanation.has_part or any(_is_message(m.text) for m in explanation.messages):
        return True
    own = list_messages_of(site, explanation.article, code)
    return any(m.section in _WHAT_HAPPENED and _is_message(m.text) for m in own)


def _only_mentions(site: SiteContext, explanation: Explanation, code: str) -> bool:
    """Whether a reader learns nothing of the code but that an article has it."""
    article = explanation.article
    if explanation.use.named or _is_subject(site, article, code):
        return False
    if not explanation.says_something:
        return not any(map(is_quoted, list_messages_of(site, article, code)))
    section = site.section_of_code(article, code)
    if explanation.messages or (section and section.title):
        return False
    return not (explanation.cause.blocks or explanation.is_resolution)


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
    messages = tuple(list_quotes(article, list_messages_of(site, article, code), use, code))
    place = next((message.anchor for message in messages), "")
    if section:
        resolution = _part_about(article, section, blocks)
        cause = _passage_of(section.cause, section.id, resolves=False)
    else:
        cause, resolution = _divide(article, _sections_on(article, place), blocks, place)
    says_why = section or cause.blocks or resolution.blocks
    remarks = Excerpt() if says_why else _find_remarks(article, blocks, use, code)
    if remarks.plain_text in {message.text for message in messages}:
        remarks = Excerpt()
    resolution = remarks if remarks.blocks else resolution
    return Explanation(
        article=article,
        use=use,
        messages=messages,
        cause=Excerpt() if cause.plain_text == resolution.plain_text else cause,
        resolution=resolution,
        is_resolution=bool(section.resolution) if section else not remarks.blocks,
        has_part=section is not None,
        anchor=section.id if section else place,
    )


def _without_echo(explanation: Explanation) -> Explanation:
    """Return an explanation without what its messages say: a table's row is one text."""

    def strip(excerpt: Excerpt) -> Excerpt:
        text = excerpt.plain_text.rstrip(".\u3002")
        is_said = any(text in message.text for message in explanation.messages)
        return Excerpt() if is_said else excerpt

    resolution = explanation.resolution
    if not explanation.is_resolution:
        resolution = strip(resolution)
    return replace(explanation, cause=strip(explanation.cause), resolution=resolution)


def blocks_of(site: SiteContext, article: Article) -> Sequence[Block]:
    """Return the blocks of an article, read once."""
    return site.remember_briefly(
        ("blocks", article.locale, article.number), partial(_read, article)
    )


def _read(article: Article) -> tuple[Block, ...]:
    return tuple(read_html_blocks("".join(article.body.parts)))


def resolve_article(site: SiteContext, article: Article, place: str = "") -> Excerpt:
    """Return what an article says to do, in short: of the issue at a place, or of the first."""
    return _resolve(article, _sections_on(article, place), blocks_of(site, article), "")


def explain_article(
    site: SiteContext, article: Article, message: str = ""
) -> tuple[Excerpt, Excerpt]:
    """Return the cause and the resolution that an article names, in short.

    They are those of a message, as it is shown, if the article has several issues in turn.
    """
    sections = _sections_on(article, _place_of(article, message) if message else "")
    return _divide(article, sections, blocks_of(site, article), "")


def _place_of(article: Article, message: str) -> str:
    """Return the id of the heading above a message that is shown so."""
    lines = (m.line for m in article.messages if hide_inserts(m.text) == hide_inserts(message))
    above = heading_above(article.headings, next(lines, 0))
    return above.id if above else ""


def _sections_on(article: Article, place: str) -> Sequence[Section]:
    """Return the sections of the issue at a place, or of the first, if an article has several."""
    issues = divide_issues(article)
    own_ids = next((ids for ids in issues if not place or place in ids), frozenset())
    sections = tuple(section for section in article.sections if section.id in own_ids)
    return sections if len(issues) > 1 and own_ids else article.sections


def divide_issues(article: Article) -> Sequence[frozenset[str]]:
    """Return the ids of the headings of each issue, if several have something to do.

    Known issues of a product have "Issue" and "Workaround" under a heading each, or one after the
    other: "Issue 1", "Workaround", "Issue 2: Printing", "Workaround".
    """
    issues: dict[str, Sequence[frozenset[str]]] = {}
    above: list[Heading] = []
    for heading in article.headings:
        above = [own for own in above if own.level < heading.level]
        if heading.kind is SectionKind.RESOLUTION:
            if not above:
                return _split_at_issues(article.headings)
            if all(own.kind is not SectionKind.RESOLUTION for own in above):
                parent = above[-1]
                within = (parent, *headings_within(article, parent.id))
                issues[parent.id] = _split_at_issues(within)
        above.append(heading)
    return [ids for parts in issues.values() for ids in parts]


def _split_at_issues(headings: Sequence[Heading]) -> Sequence[frozenset[str]]:
    """Split headings at each that names an issue after a resolution of its level."""
    parts: list[list[Heading]] = [[]]
    levels: set[int] = set()
    for heading in headings:
        if heading.level in levels and is_named(heading, "states"):
            parts.append([])
            levels.clear()
        if heading.kind is SectionKind.RESOLUTION:
            levels.add(heading.level)
        parts[-1].append(heading)
    # "Solution", "Problem", "Cause" is one issue, in another order.
    resolved = [part for part in parts if any(h.kind is SectionKind.RESOLUTION for h in part)]
    issues = parts if len(resolved) > 1 else [headings]
    return [frozenset(heading.id for heading in part) for part in issues]


def _divide(
    article: Article, sections: Sequence[Section], blocks: Sequence[Block], place: str
) -> tuple[Excerpt, Excerpt]:
    """Return cause and resolution of the message at a place."""
    resolution = _resolve(article, sections, blocks, place)
    cause = _find_cause(article, sections, blocks, resolution, place)
    return (cause, resolution) if cause.blocks else split_reason(resolution)


def _resolve(
    article: Article, sections: Sequence[Section], blocks: Sequence[Block], place: str
) -> Excerpt:
    """Return the resolution's answer, from the part with the message if it is in it."""
    for section in _of_kinds(sections, SectionKind.RESOLUTION):
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
    article: Article,
    sections: Sequence[Section],
    blocks: Sequence[Block],
    resolution: Excerpt,
    place: str,
) -> Excerpt:
    """Return the beginning of the section on the cause, else a paragraph that explains."""
    if ahead := heading_ahead(article, place, "explains"):
        return choose_passage(blocks_below(article, blocks, ahead), ahead, resolves=False)
    for section in _of_kinds(sections, SectionKind.CAUSE):
        own = blocks_below(article, blocks, section.id)
        return choose_passage(own, section.id, resolves=False)
    chosen = {block.text for block in resolution.blocks}
    for section in _of_kinds(sections, *_EXPLAINING):
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


def _of_kinds(sections: Sequence[Section], *kinds: SectionKind) -> Iterator[Section]:
    return (s for kind in kinds for s in sections if s.kind is kind and s.text.strip())
