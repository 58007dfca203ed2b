"""What the search engine asks for once a query looks like a code and is none: one file, and cards.

`<locale>/unknown` is an object of `families`, for each family whose codes are errors an array of
its id, pattern, canonical form and cue, without empty ones at its end; and of `hidden`, the
articles in no list, each an object of `number`, `title`, `href`, `state` and `codes`.

`<locale>/family/<id>` is an object of `family` (its id), `name`, `product`, `meaning`, `href` (of
its page; empty for none), `url` (the vendor's documentation) and `page` (the same of one code).

A withheld article is in neither: nothing of it is on the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.codes.recognise import list_described_families
from errata.data.patterns import compile_late
from errata.site.badges import state_of
from errata.site.urls import article_path, family_path
from errata.text.patterns import pattern_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.model import Article, Family
    from errata.site.context import SiteContext

# Pieces of a pattern that JavaScript reads otherwise: "(?i)", "(?P<x>", "\Z" yes; "(?:", "(?<=",
# "\d" no
_PYTHON_ONLY: Final = compile_late(r"\(\?(?![:=!]|<[=!])|\\[AZ]|[*+?}]\+")


def unknown_code_files(site: SiteContext, locale: str) -> Iterator[tuple[str, object]]:
    """Name and value of each file, below the locale's folder of the index."""
    families = [
        f for f in list_described_families(site.library.families.values()) if _is_portable(f)
    ]
    hidden = [a for a in site.library.articles if a.metadata.hidden and a.locale == locale]
    yield (
        "unknown",
        {
            "families": [family_row(family) for family in families],
            "hidden": [_hidden(site, article) for article in hidden],
        },
    )
    ids = dict.fromkeys((*(f.id for f in families), *site.codes_by_family.get(locale, ())))
    for family_id in ids:
        yield f"family/{family_id}", family_card(site, family_id, locale)


def _is_portable(family: Family) -> bool:
    texts = (family.pattern, family.cue)
    return not any(_PYTHON_ONLY.search(piece) for text in texts for piece in pattern_pieces(text))


def family_row(family: Family) -> list[str]:
    """As the file has it."""
    row = [family.id, family.pattern, family.canonical, family.cue]
    while not row[-1]:
        row.pop()
    return row


def _hidden(site: SiteContext, article: Article) -> dict[str, object]:
    return {
        "number": article.number,
        "title": article.metadata.title,
        "href": article_path(article.locale, article.number),
        "state": state_of(article, site.library.inputs.now),
        "codes": [code for code in article.codes if code not in site.library.index],
    }


def family_card(site: SiteContext, family_id: str, locale: str) -> dict[str, str]:
    """What readers see of a family."""
    view = site.family(family_id)
    family = site.library.families.get(family_id)
    # The command line searches without the interface's words.
    has_words = bool(view.string and site.languages)
    has_page = family_id in site.codes_by_family.get(locale, {})
    return {
        "family": family_id,
        "name": site.strings[locale](view.string) if has_words else view.name,
        "product": view.product,
        "meaning": view.meaning,
        "href": family_path(locale, family_id) if has_page else "",
        "url": view.url,
        "page": family.page if family else "",
    }
