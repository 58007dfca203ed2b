"""A quoted message that contradicts the vendor's catalogue.

Beside a code stands the message that the catalogue gives to another code, or one that has hardly a
word in common with its own. Values that differ from one occurrence to the next do not count, and
neither does what follows the message. Codes that only wrap another message, and texts in other
languages than the catalogue's, are compared with the other codes' messages alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Severity, Span
from errata.messages.mask import PLACEHOLDER, mask_message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.model import Article, Message

SEVERITY = Severity.WARNING
SCOPE = KnowledgeBase

_SAME: Final = 0.6
"""Share of the catalogue's words from which on a message is its own, with others around them."""
_OTHER: Final = 0.9
"""Share from which on it is surely that of another code."""
_STRANGE: Final = 0.2
_FEWEST: Final = 3
"""Words below which a text says too little to contradict."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")


def check(kb: KnowledgeBase) -> Iterator[Finding]:
    """Compare every quoted message that has a listed code."""
    plain = ((entry.code, _words(entry.message)) for entry in kb.library.inputs.catalogue)
    listed = {code: words for code, words in plain if len(words) >= _FEWEST}
    wrappers = {family.id for family in kb.library.inputs.families if family.wrapper}
    for article in kb.library.visible if listed else ():
        foreign = article.locale != kb.config.default_locale
        wraps = {m.code for m in article.mentions if foreign or m.family in wrappers}
        for message in article.messages:
            for code, said in _said(message):
                if code in listed and len(said) >= _FEWEST:
                    yield from _compare(article, message, code, said, listed, code in wraps)


def _compare(  # noqa: PLR0913, PLR0917 - what is said where, and against what it is held
    article: Article,
    message: Message,
    code: str,
    said: frozenset[str],
    listed: Mapping[str, frozenset[str]],
    lenient: bool,  # noqa: FBT001 - one of the facts about the message
) -> Iterator[Finding]:
    own = _share(listed[code], said)
    if own >= _SAME:
        return
    best = max(sorted(listed), key=lambda other: _share(listed[other], said))
    if _share(listed[best], said) >= _OTHER:
        text = f"beside `{code}` stands the message of `{best}`"
    elif own < _STRANGE and not lenient:
        text = f"the message quoted for `{code}` is not the catalogue's"
    else:
        return
    remedy = "correct the code or the message"
    yield Finding(text, Span(article.source, message.line), remedy)


def _share(listed: frozenset[str], said: frozenset[str]) -> float:
    return len(listed & said) / len(listed)


def _said(message: Message) -> Iterator[tuple[str, frozenset[str]]]:
    """Each code with the text that follows it, up to the next code."""
    if not message.codes:
        return
    pattern = "|".join(
        re.escape(code) for code in sorted(set(message.codes), key=len, reverse=True)
    )
    pieces = re.split(f"({pattern})", message.text)
    for code, text in zip(pieces[1::2], pieces[2::2], strict=True):
        yield code, _words(text)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(PLACEHOLDER.sub(" ", mask_message(text)).casefold()))
