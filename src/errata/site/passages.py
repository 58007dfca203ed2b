"""Chooses the passage of a section that answers, as whole sentences and whole steps.

1. A paragraph that ends with a colon belongs to the steps, items or code below it: together they
   are one passage. Below a picture, which no excerpt shows, such a paragraph says nothing.
2. A passage stands alone unless its first sentence refers back or to a picture.
3. The first one that stands alone answers. Where it only explains, the first later one that says
   what to do is better: `data/passages.toml` has the words, by language.
4. Passages that follow are added while they fit as a whole and stand alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final, cast

from errata.data import read_data
from errata.model import SectionKind
from errata.site.blocks import Block, BlockKind
from errata.text.sentences import (
    CODE_END,
    CODE_START,
    sentence_ends,
    take_sentences,
    without_code_marks,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from errata.model import Article, Heading

# Letters of an excerpt: a few sentences or three or four steps. One sentence or step may be longer.
EXCERPT_LIMIT: Final = 400
# Letters of one sentence or step: of the real articles' resolutions, one in two hundred begins with
# a longer sentence, which is a listing.
_MOST: Final = 700
# Letters below which a text without a full stop names what comes next: "Diagnostics", "Option 1".
_LABEL: Final = 20
_COLONS: Final = (":", "\uff1a")
_FOLLOWS: Final = frozenset({BlockKind.STEP, BlockKind.ITEM, BlockKind.LINE, BlockKind.CODE})
# "Restart it." and "再起動します。" yes; "Diagnostics" no, a label
_IS_SENTENCE: Final = re.compile(r".*[.!?…。！？:\uff1a)\x03]", re.DOTALL)  # noqa: RUF001 - Japanese marks
# What a passage does -> the section whose names say so, too.
_NAMED_LIKE: Final = {"resolves": "resolution", "explains": "cause", "states": "issue"}
# What a section does not go on with, though its heading is of a lower rank.
_OTHER_SUBJECTS: Final = frozenset(SectionKind) - {SectionKind.DESCRIPTION}
# "Lösung" yes; "解決" no, in a script without spaces, whose words stand anywhere
_SPACED: Final = re.compile("[^\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Blocks of an article that answer a question."""

    blocks: tuple[Block, ...] = ()
    anchor: str = ""
    """Id of the heading below which the whole stands; empty: the top."""

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
    """Those from a heading to the next of its rank or above, or of another subject."""
    headings = iter(article.headings)
    own = next((heading for heading in headings if heading.id == heading_id), None)
    if own is None:
        return iter(())
    within = takewhile(lambda heading: _goes_on(own, heading), headings)
    # "Symptoms of a full disk" and "Causes" in a resolution say nothing of what to do.
    others = (_pattern("states"), _pattern("explains"))
    ids = {own.id, *(h.id for h in within if not any(words.match(h.text) for words in others))}
    return (block for block in blocks if block.heading in ids)


def _goes_on(own: Heading, heading: Heading) -> bool:
    is_same = heading.kind in {None, own.kind} or heading.kind not in _OTHER_SUBJECTS
    return heading.level > own.level and is_same


def choose_passage(blocks: Iterable[Block], anchor: str, *, resolves: bool = True) -> Excerpt:
    """The passage that says best what to do, or else why it happens."""
    groups: list[Sequence[Block]] = list(_group(list(blocks)))
    alone = [group for group in groups if _stands_alone(group)] or groups
    alone = [group for group in alone if not _is_label(group)] or alone
    if not alone:
        return Excerpt()
    at = groups.index(_best(alone, "resolves" if resolves else "explains"))
    return Excerpt(tuple(_fit(groups[at:])), anchor)


def find_explanation(blocks: Iterable[Block], anchor: str, words: str = "explains") -> Excerpt:
    """A paragraph that says why it happens and not what to do; empty where none does."""
    for group in _group(list(blocks)):
        is_text = group[0].kind is BlockKind.TEXT and _stands_alone(group)
        if is_text and _says(group, words) and not _says(group, "resolves"):
            return Excerpt(tuple(_fit([group])), anchor)
    return Excerpt()


def _best(groups: Sequence[Sequence[Block]], wanted: str) -> Sequence[Block]:
    first = groups[0]
    is_other = _says(first, "explains") or _says(first, "states")
    if wanted == "explains" or _says(first, "resolves") or not is_other:
        return first
    return next((group for group in groups if _says(group, "resolves")), first)


def _group(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Each paragraph, with what it announces."""
    group: list[Block] = []
    for block in blocks:
        # "Change this parameter:" goes on with a paragraph that begins with "<pool size=5>".
        announced = group and group[-1].text.endswith(_COLONS) and not block.text[:1].isalnum()
        is_part = block.kind in _FOLLOWS or announced
        goes_on = is_part and group and block.heading == group[-1].heading
        if group and not goes_on:
            yield from _complete(group)
            group = []
        group.append(block)
    yield from _complete(group)


def _complete(group: list[Block]) -> Iterator[list[Block]]:
    """Nothing for what announces a picture, a table, or code that is too long for an excerpt."""
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
    return not (_pattern("refers_back").search(text) or _pattern("continues").match(text))


def _is_label(group: Sequence[Block]) -> bool:
    """Whether it is a few words that name what comes next."""
    text = group[0].text
    return len(group) == 1 and len(text) < _LABEL and not _IS_SENTENCE.fullmatch(text)


def _is_complete(group: Sequence[Block]) -> bool:
    """Whether it can follow another passage: it stands alone and is no label."""
    return _stands_alone(group) and bool(len(group) > 1 or _IS_SENTENCE.fullmatch(group[0].text))


def _says(group: Sequence[Block], what: str) -> bool:
    return bool(_pattern(what).search(group[0].text))


def _fit(groups: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """Whole blocks and sentences from the first group on, as long as there is room."""
    room = EXCERPT_LIMIT
    for at, group in enumerate(groups):
        if at and not (_is_complete(group) and sum(len(b.text) for b in group) <= room):
            return
        for block in group:
            is_first = room == EXCERPT_LIMIT
            announced = group[0] is not block and group[0].text.endswith(_COLONS)
            text = _shorten(block, room, may_exceed=is_first or (announced and block is group[1]))
            if not text:
                return
            yield replace(block, text=text)
            room -= len(text)
            if text != block.text:
                return


def _shorten(block: Block, room: int, *, may_exceed: bool) -> str:
    """The whole of a step or of code, sentences of a paragraph; nothing where none fits."""
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
def _pattern(what: str) -> re.Pattern[str]:
    """The words of one kind, in all languages."""
    words = {word for words in _words_of(what) for word in words}
    spaced = sorted(word for word in words if _SPACED.fullmatch(word))
    others = sorted(words.difference(spaced))
    # "solution" yes; "resolution" for "solution" no
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, spaced))})(?!\w)|{'|'.join(map(re.escape, others))}",
        re.IGNORECASE,
    )


def _words_of(what: str) -> Iterator[Sequence[str]]:
    tables = cast("Mapping[str, Mapping[str, Sequence[str]]]", read_data("passages"))
    yield from tables[what].values() if what in tables else ()
    section = _NAMED_LIKE.get(what)
    names = cast("Mapping[str, Mapping[str, Sequence[str]]]", read_data("section_names"))
    yield from (sections.get(section, ()) for sections in names.values() if section)
