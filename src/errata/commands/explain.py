"""`errata explain`: what a code, a message, an article number or a check's code means.

The modules that find it out are imported only if the answer is not cached.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

import click

from errata.commands import _console
from errata.commands._console import Settings, print_status
from errata.commands._replay import Recall
from errata.commands._writer import Answered, Writer
from errata.text.display import printable

# The most characters of a pasted text that are read: a few hundred lines of a log. `errata scan`
# reads all.
_MAX_TEXT: Final = 20_000
# A message that says "nothing is known" repeats this much of the text: about two lines.
_MAX_QUOTE: Final = 200


@_console.command(
    "errata explain APP-1001",
    "errata explain app 1001 --format json",
    "errata explain KA-00001",
    "errata explain kb/en/KA-00001.md",
    "errata explain KB102",
    "errata explain KB3",
)
@click.argument("what", metavar="WHAT…", nargs=-1, required=True)
@_console.format_option(("text", "json"))
@_console.locale_option
@_console.kb_option
@_console.no_cache_option
def command(
    settings: Settings, what: tuple[str, ...], form: str, locale: str | None, kb: Path | None
) -> int:
    """Explain an error code, a pasted message, an article or a check.

    Write a code in any form, even only its digits. Name an article by its number, name, file or
    address. The explanation comes from the articles; the network is not used.

    For a code that no article explains, the card shows its family, similar codes and the vendor's
    documentation. The start of a code, such as RED, RED-52 or KB, lists all codes that begin with
    it.

    The exit status is 0 if something was found, 1 if nothing was found, and 2 for an error.
    """
    text = " ".join(what)[:_MAX_TEXT]
    answer = _answer(text, settings, kb, locale)
    cards, near = answer.cards, answer.near
    # A file or a pipe gets whole lines, which `grep` can search.
    width = shutil.get_terminal_size().columns if _console.is_terminal(sys.stdout) else 0
    blocks = ("\n".join(card.to_lines(width)) for card in cards)
    objects = [card.to_object() for card in cards if card.kind != "unknown"]
    unknown = [card.to_object() for card in cards if card.kind == "unknown"]
    result = {"what": text, "found": objects, "unknown": unknown, "near": list(near)}
    Writer(form).write(result, "\n\n".join(blocks).splitlines())
    if not cards:
        print_status(f"nothing found for `{printable(text[:_MAX_QUOTE])}`")
    if near:
        print_status(f"did you mean {printable(', '.join(near))}?")
    return int(not objects)


def _answer(text: str, settings: Settings, kb: Path | None, locale: str | None) -> Answered:
    """Return the cached answer, else find and cache it."""
    recall = Recall.of("explain", str(settings.config), str(kb), locale, cache=settings.cache)
    if kept_answer := recall.find(text):
        answered = Answered.from_json(kept_answer)
        if answered.notice:  # else it is printed as the articles are read
            print_status(answered.notice)
        return answered
    from errata.commands._explainer import explain  # noqa: PLC0415 - takes most of a second

    return explain(text, settings, kb, locale, recall)
