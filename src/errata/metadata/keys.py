"""Every key a front matter may have, and how a key is shown in a message.

`PUBLIC` and `INTERNAL` are the list for people; `schema.py` says what each value means.
"""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz import fuzz, process

from errata.model import INTERNAL_KEYS

PUBLIC: Final[dict[str, str]] = {
    "title": "the article's title; required",
    "description": "one or two sentences for lists and search results",
    "article-number": "`KA-` and five digits, the same as the file's name; required but for videos",
    "kt": "number of a video page, instead of `article-number`",
    "solution": "solutions the article is about, separated by commas",
    "product": "products the article is about, separated by commas",
    "applies-to": "products and versions the article holds for, separated by commas",
    "keywords": "search words, separated by commas",
    "error-codes": "error codes the article explains, beside those in its text",
    "not-error-codes": "texts that look like error codes and are none",
    "bug": "`true` where the article is about a defect of the product",
    "hide": "`true` keeps the page out of lists, search and search engines",
    "hidefromtoc": "as `hide`",
    "replaced-by": "what replaces this article: another one, an error code or a web address",
    "review-date": "day by which someone has to read the article again",
    "version-number": "counts the article's versions, from 1",
    "article-created-date": "date and time in ISO 8601, UTC where no offset is given",
    "article-published-date": "date and time in ISO 8601, UTC where no offset is given",
    "last-substantial-update": "day of the last change of content",
    "role": "whom a video is for",
    "level": "how experienced its viewers are",
    "thumbnail": "picture of a video",
    "doc-type": "kind of document, such as a technical video",
    "resolution": "a constant of the exporter; read and dropped",
    "exl-id": "UUID the publishing system gave the page",
    "source-git-commit": "commit of the source that a translation was made from",
    "workflow-type": "how a translation was made; `tm+mt` means by machine",
    "source-wordcount": "words in the source of a translation",
    "ht-degree": "share of a translation done by a person, such as `7%`",
}
"""Public key -> what it is for."""

INTERNAL: Final[dict[str, str]] = {
    "internal-notes": "notes for support staff; never published",
    "dynamics-url": "address in the customer-relations system; never published",
    "article-created-by": "a person's name; never published",
    "article-published-by": "a person's name; never published, but see `authors.teams`",
}
"""Internal key -> what it is for."""

PUBLIC_KEYS: Final = frozenset(PUBLIC)
KNOWN_KEYS: Final = PUBLIC_KEYS | frozenset(INTERNAL_KEYS)

_SORTED = sorted(KNOWN_KEYS)
_WORD = re.compile(r"[A-Za-z][\w-]{0,40}")


def display_key(key: str) -> str:
    """A key for a message; one that is no plain word may be text that lost its indentation."""
    return f"`{key}`" if _WORD.fullmatch(key) else "`…`"


def closest_key(key: str) -> str:
    """The known key that was probably meant, or nothing."""
    folded = key.casefold().replace("_", "-").replace(" ", "-")[:60]
    match = process.extractOne(folded, _SORTED, scorer=fuzz.ratio, score_cutoff=75)
    return match[0] if match else ""
