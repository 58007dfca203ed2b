"""Reads `entities.xml` of a space's XML export: pages, bodies, attachments and labels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

from errata.importing.confluence_storage import storage_to_html
from errata.importing.decoding import parse_xml
from errata.importing.records import (
    REMOVED,
    SUPERSEDED,
    Account,
    Attachment,
    ExportedArticle,
    Texts,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PAGES: Final = frozenset({"Page", "BlogPost"})


@dataclass(slots=True)
class _Object:
    """One object of the export: texts by property, and the ids of others."""

    kind: str
    number: str
    texts: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)


def read_entities(path: str, texts: Texts, account: Account) -> list[ExportedArticle]:
    """The current version of every page."""
    objects = [_read(one) for one in parse_xml(texts.read(path, account), path).iter("object")]
    by_kind: dict[str, dict[str, _Object]] = defaultdict(dict)
    for one in objects:
        by_kind[one.kind][one.number] = one
    pages = {n: one for kind in _PAGES for n, one in by_kind[kind].items()}
    bodies = {
        one.refs["content"]: one.texts.get("body", "")
        for one in by_kind["BodyContent"].values()
        if "content" in one.refs
    }
    articles = []
    for page in pages.values():
        title, status = page.texts.get("title", ""), page.texts.get("contentStatus", "current")
        if "originalVersion" in page.refs or page.texts.get("originalVersionId"):
            account.note("article", SUPERSEDED, path, title, "another version is imported")
        elif status in {"deleted", "trashed"}:
            account.note("article", REMOVED, path, title, "it was deleted in the source")
        else:
            articles.append(
                _article(path, page, pages, by_kind, bodies.get(page.number, ""), texts)
            )
    return articles


def _read(element: Element) -> _Object:
    found = _Object(element.get("class") or "", (element.findtext("id") or "").strip())
    for child in element.findall("property"):
        name = child.get("name") or ""
        if (inner := child.find("id")) is not None:
            found.refs[name] = (inner.text or "").strip()
        else:
            found.texts[name] = child.text or ""
    return found


def _article(  # noqa: PLR0913, PLR0917 - the tables of an export
    path: str,
    page: _Object,
    pages: dict[str, _Object],
    by_kind: dict[str, dict[str, _Object]],
    body: str,
    texts: Texts,
) -> ExportedArticle:
    title = page.texts.get("title", "")
    space = by_kind["Space"].get(page.refs.get("space", ""))
    key = space.texts.get("key", "") if space else ""
    labels = [
        by_kind["Label"][one.refs["label"]].texts.get("name", "")
        for one in by_kind["Labelling"].values()
        if one.refs.get("content") == page.number and one.refs.get("label") in by_kind["Label"]
    ]
    return ExportedArticle(
        key=f"confluence:{page.number}:",
        where=f"{path}: {title}",
        title=title,
        html=storage_to_html(body, page.number),
        group=f"confluence:{page.number}",
        state="draft" if page.texts.get("contentStatus") == "draft" else "",
        keywords=tuple(sorted(filter(None, labels))),
        product=space.texts.get("name", "") if space else "",
        folders=tuple(_above(page, pages)),
        created=page.texts.get("creationDate", "").partition(".")[0],
        updated=page.texts.get("lastModificationDate", "").partition(".")[0],
        version=page.texts.get("version", ""),
        addresses=(f"/display/{key}/{quote_plus(title)}",) if key and title.isascii() else (),
        ids=(f"page:{page.number}", f"title:{title.casefold()}"),
        attachments=tuple(_attachments(page, by_kind["Attachment"], texts)),
    )


def _above(page: _Object, pages: dict[str, _Object]) -> list[str]:
    """The titles of the pages above it, but for the home page of the space."""
    found: list[str] = []
    seen = {page.number}
    at = pages.get(page.refs.get("parent", ""))
    while at is not None and at.number not in seen:
        seen.add(at.number)
        found.insert(0, at.texts.get("title", ""))
        at = pages.get(at.refs.get("parent", ""))
    return found[1:]


def _attachments(page: _Object, files: dict[str, _Object], texts: Texts) -> list[Attachment]:
    found = []
    for one in files.values():
        owner = one.refs.get("containerContent") or one.refs.get("content")
        if owner != page.number or "originalVersion" in one.refs:
            continue
        name = one.texts.get("title") or one.texts.get("fileName") or one.number
        folder = f"attachments/{page.number}/{one.number}/"
        versions = [path for path in texts.export.sizes if folder in f"/{path}"]
        file = max(versions, key=lambda path: (len(path), path), default="")
        found.append(Attachment(name, file, ids=(f"file:{page.number}/{name.casefold()}",)))
    return found
