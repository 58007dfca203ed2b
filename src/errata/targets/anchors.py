"""Finds the place on a page that a link's fragment means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.text.anchors import fold_fragment, valid_id

if TYPE_CHECKING:
    from errata.model import Article


def find_anchor(article: Article, fragment: str) -> str | None:
    """The id in the article; empty for the beginning of its page, None where there is none.

    A fragment is an id of the page, or what another tool would call it; at last, case is ignored.
    """
    if fragment in article.aliases:
        return article.aliases[fragment]
    if fragment in article.anchors:
        return fragment
    folded = fold_fragment(fragment)
    for name in (folded, valid_id(fragment), valid_id(folded)):
        if name in article.anchors:
            return name
        if name in article.aliases:
            return article.aliases[name]
    return None
