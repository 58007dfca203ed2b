"""`errata explain`: what a code, a message, an article number or a check's code means."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from errata.codes.lookup import CodeLookup
from errata.commands import _console
from errata.commands._cards import Cards, CodeSummaryCard, find_check, number_in
from errata.commands._console import Command, Settings, examples, is_terminal, print_status
from errata.commands._project import article_messages, locale_option, open_library
from errata.logs.reader import LogReader
from errata.reports.printable import as_json, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from errata.model import Library

_EXAMPLES = examples(
    "errata explain APP-1001",
    "errata explain app 1001 --format json",
    "errata explain KA-00001",
    "errata explain KB102",
)
_INDENT = 14
_LONGEST = 20_000
"""Characters of a pasted text that are looked at."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found for a text."""

    cards: tuple[CodeSummaryCard, ...]
    near: tuple[str, ...] = ()
    """What may have been meant, where nothing was found."""


@click.command(cls=Command, epilog=_EXAMPLES)
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
@_console.text_or_json
@locale_option
@_console.kb
@_console.no_cache
@click.pass_obj
def command(
    settings: Settings, what: tuple[str, ...], form: str, locale: str | None, kb: Path | None
) -> int:
    """Explain an error code, a pasted message, an article number, or the code of a check.

    A code may be written in any way, even by its digits alone. Everything comes from the articles
    themselves; nothing is asked of the network.

    The exit status is 0 if something was found, 1 if not, 2 for a fault.
    """
    text = " ".join(what)[:_LONGEST]
    found = find_check(text)
    if found:
        return run(text, Explanation((found,)), form)
    project, library, chosen = open_library(settings, kb, locale)
    return run(text, explain_query(text, library, Cards(project, library, chosen), chosen), form)


def run(text: str, explained: Explanation, form: str) -> int:
    """Write what was found; the exit status."""
    if form == "json":
        cards = [{"kind": c.kind, "name": c.name, **c.object} for c in explained.cards]
        near = list(explained.near)
        sys.stdout.write(f"{as_json({'what': text, 'found': cards, 'near': near})}\n")
    else:
        width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else 0
        shown = ("\n".join(_lines(card, width)) for card in explained.cards)
        sys.stdout.write("".join(f"{block}\n" for block in "\n\n".join(shown).splitlines()))
    sys.stdout.flush()
    if not explained.cards:
        print_status(f"nothing is known of `{printable(text[:200])}`")
        if explained.near:
            print_status(f"did you mean {printable(', '.join(explained.near))}?")
    return int(not explained.cards)


def explain_query(text: str, library: Library, cards: Cards, locale: str) -> Explanation:
    """The cards for an article's number, a code, or a message with the codes in it."""
    number = number_in(text)
    if number and (card := cards.article(number)):
        return Explanation((card,))
    lookup = CodeLookup(library.index)
    found = lookup.find(text)
    if found.matches:
        return Explanation(tuple(cards.code(library.index[code], lookup) for code in found.matches))
    pasted = _pasted(text, library, locale)
    shown = [cards.code(library.index[code], lookup) for code in pasted.codes]
    shown += [cards.message(pasted.text, pasted.articles)] if pasted.articles else []
    return Explanation(tuple(shown), () if shown else found.near)


@dataclass(frozen=True, slots=True)
class _Pasted:
    """What a pasted message holds."""

    codes: tuple[str, ...]
    text: str
    """The message as the best article quotes it."""
    articles: tuple[str, ...]


def _pasted(text: str, library: Library, locale: str) -> _Pasted:
    codes = tuple(dict.fromkeys(_codes_in(text, library, locale)))
    lines = text.splitlines()
    index = article_messages(library)
    matches = [match for line in lines for match in index.find(line)]
    # What a person asks for may be less than what a line of a log must hold.
    matches = matches or [match for line in lines for match in index.find(line, question=True)]
    if not matches:
        return _Pasted(codes, "", ())
    best = max(matches, key=lambda match: match.score)
    numbers = tuple(dict.fromkeys(match.number for match in matches))
    return _Pasted(codes, best.text, numbers)


def _codes_in(text: str, library: Library, locale: str) -> Iterator[str]:
    diagnoser = LogReader(library, locale=locale)
    for hits in (diagnoser.feed(text.encode("utf-8", "replace")), diagnoser.end()):
        yield from (hit.name for hit in hits if hit.kind == "code")


def _lines(card: CodeSummaryCard, width: int) -> Iterator[str]:
    """A card in lines: labels left, text right; wrapped where a terminal shows it."""
    yield from _wrapped(card.name, width, 0)
    for label, texts in card.facts:
        lines = [line for text in texts for line in _wrapped(text, width, _INDENT)]
        yield from _labelled(label, lines)


def _labelled(label: str, lines: Sequence[str]) -> Iterator[str]:
    for at, line in enumerate(lines):
        yield f"  {label if at == 0 else '':<{_INDENT - 2}}{line}".rstrip()


def _wrapped(text: str, width: int, indent: int) -> list[str]:
    line = printable(text)
    if not width:
        return [line]
    hanging = " " * (len(line) - len(line.lstrip()))
    room = max(20, width - indent)
    return wrap(line, room, subsequent_indent=hanging, break_on_hyphens=False) or [""]
