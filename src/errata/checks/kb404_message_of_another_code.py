"""A quoted message that contradicts the vendor's catalogue.

A code is quoted with the message that the catalogue gives for another code, or with a message that
has almost no word in common with its own. Values that vary and text that follows the message are
ignored. Codes that only wrap another message, and texts in a language other than the catalogue's,
are only compared with the messages of other codes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from errata.checks.subjects import KnowledgeBase
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.messages.mask import PLACEHOLDER, mask_message
from errata.model import Message
from errata.values import Record

SEVERITY = Severity.WARNING

# Shares of the catalogue's words that a quoted text has. No bench measures them, for want of a real
# catalogue: they are set so that only what nobody would take for the message is reported.
# A message is the code's own from 0.6 on: products reword it and authors cut it short.
_MIN_OWN: Final = 0.6
# It is that of another code from 0.9 on: nearly every word has to be there, as messages of one
# family share many ("Communication failed with the … server").
_MIN_OTHER: Final = 0.9
# It is none of the catalogue's below 0.2: of five words not even one is the same.
_MAX_UNRELATED: Final = 0.2
# Texts of fewer words say too little to contradict: one "failed" in common is already a half.
_MIN_WORDS: Final = 3
# "server", "não" yes; "of", "ip", "520025", "a_b" no.
_WORD: Final = compile_late(r"[^\W\d_]{3,}")


def check(kb: KnowledgeBase) -> Findings:
    """Compare every quoted message that has a listed code."""
    inputs = kb.library.inputs
    words = ((entry.code, _words(entry.message)) for entry in inputs.catalogue)
    catalogue = _Catalogue(
        {code: message_words for code, message_words in words if len(message_words) >= _MIN_WORDS}
    )
    wrappers = {family.id for family in inputs.families if family.wrapper}
    for article in kb.visible if catalogue.words else ():
        foreign = article.locale != kb.config.default_locale
        lenient = {m.code for m in article.mentions if foreign or m.family in wrappers}
        for message in article.messages:
            for code, quoted in _quotations(message):
                if fault := catalogue.contradiction(code, quoted, lenient=code in lenient):
                    span = Span(article.source, message.line)
                    yield Finding(fault, span, "correct the code or the message")


class _Catalogue(Record, frozen=True):
    words: Mapping[str, frozenset[str]]
    """Code -> the words of its message, if there are enough."""

    def contradiction(self, code: str, quoted: frozenset[str], *, lenient: bool) -> str:
        """Describe how a text quoted for a code contradicts the catalogue; empty if it does not."""
        if code not in self.words or len(quoted) < _MIN_WORDS:
            return ""
        own = self._share(code, quoted)
        if own >= _MIN_OWN:
            return ""
        # Sorted, so that of two codes with the same message it is the same one in every build.
        best = max(sorted(self.words), key=lambda other: self._share(other, quoted))
        if self._share(best, quoted) >= _MIN_OTHER:
            return f"`{code}` has the message of `{best}`"
        if own < _MAX_UNRELATED and not lenient:
            return f"the message quoted for `{code}` is not the catalogue's"
        return ""

    def _share(self, code: str, quoted: frozenset[str]) -> float:
        return len(self.words[code] & quoted) / len(self.words[code])


def _quotations(message: Message) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each code with the words that follow it, up to the next code."""
    if not message.codes:
        return
    # The longest first: of "RED-520025" and "RED-52" the pattern takes "RED-520025" whole, not its
    # first half; and only codes that the message is known to have.
    codes = sorted(set(message.codes), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, codes))})", message.text)
    for code, text in zip(pieces[1::2], pieces[2::2], strict=True):
        yield code, _words(text)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(PLACEHOLDER.sub(" ", mask_message(text)).casefold()))
