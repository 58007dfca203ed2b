"""Chooses the passage of a section that answers, as whole sentences and whole steps.

1. A paragraph that ends with a colon belongs to the steps, items or code below it: together they
   are one passage. Below a picture, which no excerpt shows, such a paragraph says nothing. Two
   paragraphs with labels of a kind ("Old code: …", "New code: …") are one passage, too.
2. A passage stands alone unless its first sentence refers back or to a picture.
3. The first one that stands alone answers. If it only explains, the first later one that says what
   to do, or that has steps, is better: `data/passages.toml` has the words, by language.
4. Following passages are added while they fit as a whole and stand alone.
5. An excerpt never ends with a colon: what a paragraph or step announces comes with it, or "…".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, takewhile
from typing import Final, cast

from msgspec.structs import replace

from errata.data import read_data
from errata.data.patterns import compile_late
from errata.model import Article, Heading, SectionKind
from errata.site.blocks import Block, BlockKind
from errata.text.patterns import any_of
from errata.text.sentences import (
    CODE_END,
    CODE_START,
    sentence_ends,
    take_sentences,
    without_code_marks,
)
from errata.values import Record

# The most letters of an excerpt: a few sentences or three or four steps. One sentence or step may
# be longer.
EXCERPT_LIMIT: Final = 400
# The most letters of one sentence or step: of the real articles' resolutions, one in two hundred
# begins with a longer sentence, which is a listing.
_MOST: Final = 700
# A text with fewer letters and no full stop names what comes next: "Diagnostics", "Option 1".
_LABEL: Final = 20
_COLONS: Final = (":", "\uff1a")
_FOLLOWS: Final = frozenset({BlockKind.STEP, BlockKind.ITEM, BlockKind.LINE, BlockKind.CODE})
# "Restart it." and "再起動します。" yes; "Diagnostics" no, a label
_IS_SENTENCE: Final = compile_late(r".*[.!?…。！？:\uff1a)\x03]", re.DOTALL)  # noqa: RUF001 - Japanese marks
# A mark of what stands elsewhere: "error [1] was found" yes; "[CDATA[", "a[1]" no
_NOTE: Final = compile_late(r"(?<![\w\]])\[\s?\d{1,2}\s?\]")
# "Old code" of "Old code: a.b()" yes; nothing of "jcr:title", "Do this:"
_LABELLED: Final = compile_late(r"([^:\uff1a]{2,30})(?::\s|\uff1a)\s*\S")
# So many equal letters at the beginning or end make two labels a pair: "de" of "Old code" and "New
# code", "変更" of "変更前" and "変更後"
_SAME_LETTERS: Final = 2
# A first passage with fewer letters gets sentences of the next: "There are many causes."
_SHORT: Final = 60
# Steps with fewer letters get the next one, however long it is.
_LITTLE: Final = 120
# What a passage does -> the section with names that say the same.
_NAMED_LIKE: Final = {"resolves": "resolution", "explains": "cause", "states": "issue"}
# Sections that do not continue another, though their heading has a lower rank.
_OTHER_SUBJECTS: Final = frozenset(SectionKind) - {SectionKind.DESCRIPTION}
# "Lösung" yes; "解決" no, in a script without spaces, whose words stand anywhere
_SPACED: Final = compile_late("[^\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+")


class Excerpt(Record, frozen=True):
    """Blocks of an article that answer a question."""

    blocks: tuple[Block, ...] = ()
    anchor: str = ""
    """Id of the heading above the whole text; empty for the top."""

    @property
    def lines(self) -> tuple[str, ...]:
        """One text for each block: steps with their numbers, code between marks."""
        return tuple(_sign_blocks(self.blocks))

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    @property
    def plain_text(self) -> str:
        """The text without the marks around code."""
        return without_code_marks(self.text)


def _sign_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    number = 0
    for block in blocks:
        number = number + 1 if block.kind is BlockKind.STEP else number
        is_code = block.kind is BlockKind.CODE
        signs = {BlockKind.STEP: f"{number}. ", BlockKind.ITEM: "- "}
        text = f"{CODE_START}{block.text}{CODE_END}" if is_code else block.text
        yield signs.get(block.kind, "") + text


def blocks_below(article: Article, blocks: Iterable[Block], heading_id: str) -> Iterator[Block]:
    """List the blocks below a heading, up to its next peer, without those of another subject."""
    ids = frozenset(_headings_on(article, heading_id))
    return (block for block in blocks if block.heading in ids)


def blocks_aside(article: Article, blocks: Iterable[Block], heading_id: str) -> Sequence[Block]:
    """Return blocks below a heading under headings of another subject."""
    ids = {heading.id for heading in headings_within(article, heading_id)}
    return [block for block in blocks if block.heading in ids]


def heading_ahead(article: Article, heading_id: str, purpose: str) -> str:
    """Return the id of a heading's following `resolves` or `explains`; empty if none.

    Overviews have "Symptoms", "Causes" and "Solutions" of each subject in turn.
    """
    for heading in headings_within(article, heading_id, siblings=True):
        if is_named(heading, "states"):
            return ""
        if is_named(heading, purpose):
            return heading.id
    return ""


def is_named(heading: Heading, purpose: str) -> bool:
    """Whether a heading names what `states`, `explains` or `resolves`: "Issue 2: Printing"."""
    return heading.kind == _NAMED_LIKE[purpose] or bool(_pattern(purpose).match(heading.text))


def headings_within(
    article: Article, heading_id: str, *, siblings: bool = False
) -> Iterator[Heading]:
    """List the headings below a heading, and following peers that belong to it."""
    headings = iter(article.headings)
    own = next((heading for heading in headings if heading.id == heading_id), None)
    least = own.level + (not siblings) if own else 0
    return takewhile(lambda heading: own is not None and heading.level >= least, headings)


def _headings_on(article: Article, heading_id: str) -> Iterator[str]:
    """Yield ids of a heading and of those below it that continue its subject."""
    own = next((heading for heading in article.headings if heading.id == heading_id), None)
    if own is None:
        return
    yield own.id
    aside = 0
    for heading in headings_within(article, heading_id):
        if aside and heading.level > aside:
            continue
        is_other = heading.kind in _OTHER_SUBJECTS and heading.kind is not own.kind
        aside = heading.level if is_other else 0
        # "Symptoms of a full disk" and "Causes" in a resolution say nothing of what to do.
        if not (is_other or is_named(heading, "states") or is_named(heading, "explains")):
            yield heading.id


def choose_passage(blocks: Iterable[Block], anchor: str, *, resolves: bool = True) -> Excerpt:
    """Return the passage that best says what to do, or else why it happens."""
    label = "resolution" if resolves else "cause"
    groups: list[Sequence[Block]] = list(_group([without_label(b, label) for b in blocks]))
    best = _best(_candidates(groups), "resolves" if resolves else "explains")
    if best is None:
        return Excerpt()
    return _fit_excerpt(groups[groups.index(best) :], anchor, has_log=resolves)


def find_explanation(
    blocks: Iterable[Block], anchor: str, words: str = "reasons", *, without: Sequence[str] = ()
) -> Excerpt:
    """Return a paragraph that says why it happens, not what to do; empty if none does.

    `without` are names of errors: a paragraph with one says what happened. So does one that
    announces code, which is the message.
    """
    for group in _group(list(blocks)):
        if (cause := without_label(group[0], "cause")) is not group[0]:
            return _fit_excerpt([[cause, *group[1:]]], anchor, has_log=False)
        is_text = group[0].kind is BlockKind.TEXT and _stands_alone(group)
        is_quote = bool(without) and any(block.kind is BlockKind.CODE for block in group[1:])
        if not is_text or is_quote or any(name in group[0].text for name in without):
            continue
        if _says(group, words) and not _says(group, "resolves"):
            return _fit_excerpt([group], anchor, has_log=False)
    return Excerpt()


def find_advice(blocks: Iterable[Block], anchor: str) -> Excerpt:
    """Return a paragraph that says what to do, with what it announces; empty if none does."""
    groups = list(_group(list(blocks)))
    for index, group in enumerate(groups):
        if _stands_alone(group) and _says(group, "resolves"):
            return _fit_excerpt(groups[index:], anchor, has_log=True)
    return Excerpt()


def find_mention(blocks: Iterable[Block], name: str) -> Excerpt:
    """Return the paragraph, item or step with a name, and what it announces; or empty."""
    for group in _group(list(blocks)):
        index = next((n for n, block in enumerate(group) if name in block.text), None)
        if index is not None and group[index].kind not in {BlockKind.CODE, BlockKind.ROW}:
            own = [replace(group[index], kind=BlockKind.TEXT)] if index else group
            return _fit_excerpt([own], own[0].heading, has_log=True)
    return Excerpt()


def without_label(block: Block, section: str) -> Block:
    """Drop a label such as "Cause: " that names the paragraph's section."""
    match = _label(section).match(block.text) if block.kind is BlockKind.TEXT else None
    return replace(block, text=block.text[match.end() :]) if match else block


def split_reason(excerpt: Excerpt) -> tuple[Excerpt, Excerpt]:
    """Split an excerpt after the first sentences if they only say why.

    "The reason is a limit. You can raise it." has both in one paragraph.
    """
    first = excerpt.blocks[0] if excerpt.blocks else None
    if first is None or first.kind is not BlockKind.TEXT or not _says([first], "reasons"):
        return Excerpt(), excerpt
    start, reason = 0, ""
    for end in sentence_ends(first.text):
        sentence = first.text[start:end]
        if _pattern("resolves").search(sentence) and reason:
            remaining = (replace(first, text=first.text[start:].strip()), *excerpt.blocks[1:])
            cause = replace(first, text=reason.strip())
            return Excerpt((cause,), excerpt.anchor), Excerpt(remaining, excerpt.anchor)
        start, reason = end, reason + sentence
    return Excerpt(), excerpt


def _candidates(groups: Sequence[Sequence[Block]]) -> Iterator[Sequence[Block]]:
    """List the blocks that stand alone and are not labels, one by one; else the next best."""
    candidates = (group for group in groups if _stands_alone(group) and not _is_label(group))
    if first := next(candidates, None):
        return chain((first,), candidates)
    alone = [group for group in groups if _stands_alone(group)] or groups
    return iter([group for group in alone if not _is_label(group)] or alone)


def _best(candidates: Iterator[Sequence[Block]], purpose: str) -> Sequence[Block] | None:
    first = next(candidates, None)
    if first is None or purpose == "explains" or _says(first, "resolves"):
        return first
    if not any(_says(first, each) for each in ("explains", "states", "reasons")):
        return first
    groups = [first, *candidates]
    advice = (group for group in groups if _says(group, "resolves"))
    steps = (group for group in groups if len(group) > 1 and group[1].kind is BlockKind.STEP)
    return next(advice, None) or (next(steps, first) if _says(first, "reasons") else first)


def _fit_excerpt(groups: Sequence[Sequence[Block]], anchor: str, *, has_log: bool) -> Excerpt:
    """Return what fits, without a final colon, whose continuation is missing; or without code."""
    blocks = [*_fit(groups)]
    *leading, last = [b for b in blocks if has_log or b.kind is not BlockKind.CODE] or blocks
    if last.kind is BlockKind.CODE or not last.text.endswith(_COLONS):
        return Excerpt((*leading, last), anchor)
    if leading and last.kind is BlockKind.TEXT:
        return Excerpt(tuple(leading), anchor)
    return Excerpt((*leading, replace(last, text=f"{last.text} …")), anchor)


def _group(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield each paragraph, with what it announces."""
    group: list[Block] = []
    for block in blocks:
        # "Change this parameter:" continues with a paragraph that begins with "<pool size=5>".
        announced = group and group[-1].text.endswith(_COLONS) and not block.text[:1].isalnum()
        is_half = bool(group) and _is_other_half(group[-1], block)
        is_part = block.kind in _FOLLOWS or announced or is_half
        goes_on = is_part and group and block.heading == group[-1].heading
        if group and not goes_on:
            yield from _complete(group)
            group = []
        group.append(block)
    yield from _complete(group)


def _is_other_half(first: Block, other: Block) -> bool:
    """Whether two paragraphs are a pair: "Old code: …" and "New code: …"."""
    texts = (block.text for block in (first, other) if block.kind is BlockKind.TEXT)
    labels = [_LABELLED.match(text) for text in texts]
    names = [label[1] for label in labels if label]
    if len(names) < 2 or names[0] == names[1]:  # noqa: PLR2004 - both
        return False
    begins_alike = names[0][:_SAME_LETTERS] == names[1][:_SAME_LETTERS]
    return begins_alike or names[0][-_SAME_LETTERS:] == names[1][-_SAME_LETTERS:]


def _complete(group: list[Block]) -> Iterator[list[Block]]:
    """Yield nothing for a group that announces a picture, a table, or code that is too long."""
    if not group:
        return
    announces = group[0].kind is BlockKind.TEXT and group[0].text.endswith(_COLONS)
    if not announces or (len(group) > 1 and _shorten(group[1], 0, may_exceed=True)):
        yield group


def _stands_alone(group: Sequence[Block]) -> bool:
    first = group[0]
    if first.kind in {BlockKind.CODE, BlockKind.ROW}:
        return False
    text = first.text[: next(iter(sentence_ends(first.text)), None)]
    if _NOTE.search(text):
        return False
    text = _pattern("reaches").sub("", text)
    return not (_pattern("refers_back").search(text) or _pattern("continues").match(text))


def _is_label(group: Sequence[Block]) -> bool:
    """Whether a group is a few words that name what comes next."""
    text = group[0].text
    return len(group) == 1 and len(text) < _LABEL and not _IS_SENTENCE.fullmatch(text)


def _is_complete(group: Sequence[Block]) -> bool:
    """Whether a group can follow another passage: it stands alone and is not a label."""
    return _stands_alone(group) and bool(len(group) > 1 or _IS_SENTENCE.fullmatch(group[0].text))


def _says(group: Sequence[Block], purpose: str) -> bool:
    return bool(_pattern(purpose).search(group[0].text))


def _fit(groups: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """Yield whole blocks and sentences from the first group on, as long as there is room."""
    room = EXCERPT_LIMIT
    for index, group in enumerate(groups):
        is_short = index == 1 and EXCERPT_LIMIT - room < _SHORT and group[0].kind is BlockKind.TEXT
        is_whole = sum(len(b.text) for b in group) <= room
        if index and not (_is_complete(group) and (is_whole or is_short)):
            return
        # Between two lists stands "Instead of these", a heading, which an excerpt does not show.
        kinds = {group[0].kind, groups[0][0].kind}
        if BlockKind.TEXT not in kinds and group[0].heading != groups[0][0].heading:
            return
        for block in group:
            is_first = room == EXCERPT_LIMIT or (is_short and block is group[0])
            announced = group[0] is not block and group[0].text.endswith(_COLONS)
            # "Verify that you have this issue." is no answer without the step that follows.
            has_little = EXCERPT_LIMIT - room < _LITTLE and block.kind is BlockKind.STEP
            may_exceed = is_first or has_little or (announced and block is group[1])
            text = _shorten(block, room, may_exceed=may_exceed)
            if not text:
                return
            yield replace(block, text=text)
            room -= len(text)
            if text != block.text:
                return


def _shorten(block: Block, room: int, *, may_exceed: bool) -> str:
    """Return a whole step or code, or sentences of a paragraph; nothing if none fits."""
    if len(block.text) <= room:
        return block.text
    if not may_exceed:
        return ""
    if block.kind is BlockKind.CODE:
        lines = block.text[:_MOST].rpartition("\n")[0]
        return block.text if len(block.text) <= _MOST else f"{lines}\n…" if lines else ""
    if block.kind is not BlockKind.TEXT and len(block.text) <= _MOST:
        return block.text
    return take_sentences(block.text, max(room, EXCERPT_LIMIT // 2), _MOST)


@cache
def _pattern(purpose: str) -> re.Pattern[str]:
    """Return the pattern of the words of one kind, in all languages."""
    words = {word for words in _words_of(purpose) for word in words}
    spaced = {word for word in words if _SPACED.fullmatch(word)}
    # "solution" yes; "resolution" for "solution" no
    pattern = rf"(?<!\w)(?:{any_of(spaced)})(?!\w)"
    return compile_late(f"{pattern}|{any_of(words - spaced)}", re.IGNORECASE)


@cache
def _label(section: str) -> re.Pattern[str]:
    words = {word for names in _names_of(section) for word in names}
    # By section_names.toml: "Cause: A full disk", "原因: …" yes; "Cause:" alone, "Causes are" no
    alternatives = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return compile_late(rf"(?:{alternatives}) ?[:\uff1a]\s*(?=\S)", re.IGNORECASE)


def _words_of(purpose: str) -> Iterator[Sequence[str]]:
    tables = cast("Mapping[str, Mapping[str, Sequence[str]]]", read_data("passages"))
    for name in (purpose, "reasons") if purpose == "explains" else (purpose,):
        yield from tables[name].values() if name in tables else ()
    if section := _NAMED_LIKE.get(purpose):
        yield from _names_of(section)


def _names_of(section: str) -> Iterator[Sequence[str]]:
    """Return the names of a section in each language."""
    names = cast("Mapping[str, Mapping[str, Sequence[str]]]", read_data("section_names"))
    return (sections.get(section, ()) for sections in names.values())
