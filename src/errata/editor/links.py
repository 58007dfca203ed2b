"""What a link may lead to: articles by path, number or title, headings, pictures, downloads."""

from __future__ import annotations

from posixpath import relpath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from errata.editor.offers import Completion, Offers
from errata.model import ArticleRef, FileRef, Position
from errata.targets.files import locale_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.editor.document import AddressPlace, EditedText
    from errata.editor.knowledge import Knowledge
    from errata.model import Article

_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
# Signs of a path that stay as they are; a blank or a bracket would end the address.
_PLAIN: Final = "/.-_~$@+,=&'!:;*"


def complete_address(
    offers: Offers, knowledge: Knowledge, document: EditedText, place: AddressPlace
) -> None:
    """Offer what an address may be."""
    path, mark, _ = place.typed.partition("#")
    if mark:
        offers.add_all(_headings(knowledge, document, path, place))
    elif place.is_picture:
        offers.add_all(_files(knowledge, document, place, pictures=True))
    else:
        offers.add_all(_articles(offers, knowledge, document, place))
        offers.add_all(_files(knowledge, document, place, pictures=False))


def article_at(knowledge: Knowledge, document: EditedText, path: str) -> Article | None:
    """The article that a path means; without one, the document's own."""
    own = document.article or knowledge.articles.get(document.path)
    if not path or own is None:
        return own
    ref = FileRef(unquote(path), "", "", "href", path, Position())
    match knowledge.resolve(ref, own):
        case ArticleRef(number=number):
            return knowledge.article(number, document.locale)
    return None


def _headings(
    knowledge: Knowledge, document: EditedText, path: str, place: AddressPlace
) -> Iterator[Completion]:
    article = article_at(knowledge, document, path)
    start = place.start + len(path) + 1
    for at, heading in enumerate(article.headings if article else ()):
        yield Completion(heading.id, "heading", start, heading.id, heading.text, sort=f"{at:04}")


def _articles(
    offers: Offers, knowledge: Knowledge, document: EditedText, place: AddressPlace
) -> Iterator[Completion]:
    """Those in the document's language, and where it lacks one, those of others."""
    typed = place.typed.removeprefix("./")
    for articles in knowledge.by_number.values():
        article = min(articles, key=lambda one: (one.locale != document.locale, one.source))
        if article.source == document.path or article.metadata.publication.unreadable:
            continue
        path = relpath(article.source, document.path.rpartition("/")[0] or ".")
        number, title = article.shown_number, article.metadata.title
        words = f"{path} {number} {title}"
        if offers.fits(typed, words):
            label = f"{number} {title}".strip()
            text = title if place.is_wiki else quote(path, _PLAIN)
            rank = 0 if article.locale == document.locale else 1
            yield Completion(
                label, "article", place.start, text, article.source, words, f"{rank}{label}"
            )


def _files(
    knowledge: Knowledge, document: EditedText, place: AddressPlace, *, pictures: bool
) -> Iterator[Completion]:
    folder = document.path.rpartition("/")[0] or "."
    others = () if pictures or not place.is_include else knowledge.folder.fragments
    source = knowledge.sources.get(document.path)
    home = locale_folder(source) if source else ""
    for path in sorted({*knowledge.folder.assets, *others}):
        if pictures and not path.lower().endswith(_PICTURES):
            continue
        shown = relpath(path, folder)
        if all(word in shown.casefold() for word in place.typed.casefold().split()):
            far = "0" if path.startswith(f"{folder}/") else "1" if path.startswith(home) else "2"
            yield Completion(
                shown, "file", place.start, quote(shown, _PLAIN), path, shown, f"3{far}{shown}"
            )
