"""Something that looks like an error code and belongs to no family.

Capitals, a hyphen and three digits or more, in a title or in the description of an issue. Readers
who search for it find the text, yet no page of its own. Describe its family in `families.toml`; a
name that is no error goes to `not-error-codes:` in the article's front matter.

Tickets, CVE numbers, standards (`ISO-8859`), ciphers and hashes are not meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.diagnostics import Diagnostic, Severity
from errata.rules._codes import at, known_surfaces, originals, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Article, Library

SEVERITY = Severity.INFO

_LOOKS: Final = re.compile(
    r"(?<![\w./:@#&=%$*-])([A-Z]{2,8})-(?!(?:19|20)\d\d(?!\d))\d{3,10}(?![\w/*-]|\.\d)"
)
_NAMES: Final = (
    "AES ANSI BASE CP CVE CWE DES DIN DOI DSA EBCDIC EC ECMA EN FIPS GB GHSA GMT HMAC HTTP HTTPS "
    "IBM IEC IEEE ISO ITU JEP JSR KA KB KT MD NIST PCI PEP RFC RIPEMD RSA SHA SSL TLS TS USD UTC "
    "UTF VP WCAG WINDOWS X XEP"
)
"""Standards, ciphers, character sets, articles."""
_NO_ERRORS: Final = frozenset(_NAMES.split())


def check(library: Library, config: Config) -> Iterator[Diagnostic]:
    """Look at the titles and issues of articles that are no translation."""
    families = {family.id for family in config.code_families}
    for article in originals(library):
        yield from _look(article, families)


def _look(article: Article, families: set[str]) -> Iterator[Diagnostic]:
    seen = set(known_surfaces(article))
    for text, line in texts(article):
        for found in _LOOKS.finditer(text) if "-" in text else ():
            surface, prefix = found[0], found[1]
            if surface in seen or prefix in families or prefix in _NO_ERRORS:
                continue
            seen.add(surface)
            message = f"`{surface}` looks like a code and belongs to no family"
            remedy = "describe its family, or list it in `not-error-codes`"
            yield Diagnostic("KB402", SEVERITY, message, at(article, line), remedy)
