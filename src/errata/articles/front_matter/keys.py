"""Names of the keys that a front matter may have, and what they are for."""

from __future__ import annotations

from typing import Final

from errata.data.patterns import compile_late
from errata.model import INTERNAL_KEYS

# Public key -> what it is for.
PUBLIC: Final[dict[str, str]] = {
    "title": "the article's title; by default the first heading, else the file's name",
    "description": "one or two sentences for lists and search results",
    "article-number": "the article's number, such as `SUP-17`; by default the file's name",
    "kt": "number of a video page whose file is named after it, such as `KT-7.md`",
    "solution": "solutions the article is about, separated by commas",
    "product": "products the article is about, separated by commas",
    "applies-to": "products and versions that the article applies to, separated by commas",
    "keywords": "search words, separated by commas",
    "error-codes": "error codes the article explains, besides those in its text",
    "not-error-codes": "texts that look like error codes but are not; `*` for all of them",
    "messages": "messages that the article explains, besides those in its text, one in each item",
    "bug": "`true` if the article is about a defect of the product",
    "hide": "`true` keeps the page out of lists, search and search engines",
    "hidefromtoc": "as `hide`",
    "redirect-from": "old addresses of the article, as paths on this site; they redirect to it",
    "replaced-by": "what replaces this article: another one, an error code or a web address",
    "review-date": "day by which the article must be reviewed",
    "version-number": "counts the article's versions, from 1",
    "article-created-date": "date and time in ISO 8601, UTC where no offset is given",
    "article-published-date": "date and time in ISO 8601, UTC where no offset is given",
    "last-substantial-update": "day of the last change of content",
    "updated": "day or moment of the last change, as the page shows it",
    "order": "place among the pages of its folder; smaller numbers come first",
    "navigation-title": "a shorter title for lists and breadcrumbs",
    "role": "who a video is for",
    "level": "how experienced its viewers are",
    "thumbnail": "picture of a video",
    "doc-type": "kind of document, such as a technical video",
    "resolution": "written by Adobe's exporter; not used",
    "exl-id": "UUID the publishing system gave the page",
    "source-git-commit": "commit of the source that a translation was made from",
    "workflow-type": "how a translation was made; `tm+mt` means by machine",
    "source-wordcount": "words in the source of a translation",
    "ht-degree": "share of a translation done by a person, such as `7%`",
}
# Key that says whether, when and to whom an article is shown -> what it is for. They are read by
# `publication.py`, which knows other spellings of them as well.
PUBLICATION: Final[dict[str, str]] = {
    "draft": "`true` keeps the article off the site",
    "published": "`false` keeps the article off the site",
    "unlisted": "`true` keeps the article off the site; in a Docusaurus folder, as `hide`",
    "archived": "`true` for `state: archived`",
    "internal": "`true` for `audience: internal`",
    "public": "`false` for `audience: internal`",
    "state": "`draft`, `work in progress`, `not validated`, `validated` or `archived`",
    "status": "as `state`",
    "confidence": "as `state`",
    "audience": "who may read it: `internal`, `partner`, `customer`, `public`, or several of them",
    "visibility": "as `audience`",
    "publish-date": "first day on which the article is published",
    "valid-until": "last day on which it is published",
}
# Other tools' names for a key. Their texts count only if they tell of a failure, since `symptoms`
# may hold anything.
OTHER_NAMES: Final = {
    **dict.fromkeys(("error-message", "error-messages", "errors", "symptoms"), "messages"),
    "datecreated": "article-created-date",  # Wiki.js
    "products": "product",
    "solutions": "solution",
}
PUBLIC_KEYS: Final = frozenset(PUBLIC) | frozenset(PUBLICATION)
KNOWN_KEYS: Final = PUBLIC_KEYS | frozenset(INTERNAL_KEYS)

_SORTED: Final = sorted(KNOWN_KEYS)
# How much alike, in per cent, a key must be to a known one to be taken for a slip of the pen:
# "titel" and "title" are by 80, "tag" and "kt" by 40.
_ALIKE: Final = 75
# "title", "Article_Number2", "ms.date" and "タイトル" yes; "a key", "2nd", "" and a sentence of a
# language without spaces no.
_WORD: Final = compile_late(r"[A-Za-z][\w.-]{0,60}|[^\W\d_]\w{0,11}")


def display_key(key: str) -> str:
    """Name a key in a message; hide it if it may be text that lost its indentation."""
    return f"`{key}`" if _WORD.fullmatch(key) else "`…`"


def closest_key(key: str) -> str:
    """Return the known key that was probably meant, or an empty text."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most runs find no unknown key

    folded = key.casefold().replace("_", "-").replace(" ", "-")[:60]
    match = process.extractOne(folded, _SORTED, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return match[0] if match else ""


# Keys that may hold several values.
LIST_KEYS: Final = frozenset(
    [
        *("solution", "product", "applies-to", "keywords", "error-codes", "not-error-codes"),
        *("messages", "redirect-from", "role", "level"),
    ]
)
# Every spelling that is understood; only `true` and `false` are good style.
BOOLEANS: Final = {
    **dict.fromkeys(("true", "yes", "on", "1", "y"), True),
    **dict.fromkeys(
        ("ja", "wahr", "oui", "vrai", "sí", "sì", "sim", "да", "はい", "是", "예"), True
    ),
    **dict.fromkeys(("false", "no", "off", "0", "n"), False),
    **dict.fromkeys(
        ("nein", "falsch", "non", "faux", "não", "нет", "いいえ", "否", "아니오"), False
    ),
}


# The parts of a page that `hide` removes in MkDocs and its theme Material.
PAGE_PARTS: Final = frozenset({"navigation", "toc", "path", "footer", "tags", "feedback", "edit"})
