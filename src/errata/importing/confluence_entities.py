"""Reads the XML export of a space of Confluence: `entities.xml`, whose objects name each other."""

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
    from collections.abc import Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element

_PAGE_KINDS: Final = frozenset({"Page", "BlogPost"})


def address_by_id(number: str) -> tuple[str, ...]:
    """Return the page's path by id, which Confluence uses for titles with reserved characters."""
    return (f"/pages/viewpage.action?pageId={number}",) if number else ()


@dataclass(slots=True)
class _Object:
    """One object of the export: texts by property, and the ids of others."""

    kind: str
    number: str
    texts: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Space:
    """The objects of an export, by what pages ask for: the numbers of pages and of others."""

    pages: Mapping[str, _Object]
    others: Mapping[str, Mapping[str, _Object]]
    """By kind and number."""
    bodies: Mapping[str, str]
    labels: Mapping[str, list[str]]
    attached: Mapping[str, list[_Object]]
    files: Mapping[tuple[str, str], str]
    """Number of a page and an attachment -> the file of its last version."""

    @classmethod
    def of(cls, objects: Iterable[_Object], paths: Iterable[str]) -> _Space:
        """Group objects and files by the page that they belong to."""
        others: dict[str, dict[str, _Object]] = defaultdict(dict)
        for one in objects:
            others[one.kind][one.number] = one
        labels: dict[str, list[str]] = defaultdict(list)
        for one in others["Labelling"].values():
            if label := others["Label"].get(one.refs.get("label", "")):
                labels[one.refs.get("content", "")].append(label.texts.get("name", ""))
        attached: dict[str, list[_Object]] = defaultdict(list)
        for one in others["Attachment"].values():
            if "originalVersion" not in one.refs:
                owner = one.refs.get("containerContent") or one.refs.get("content", "")
                attached[owner].append(one)
        return cls(
            {n: one for kind in _PAGE_KINDS for n, one in others[kind].items()},
            others,
            {
                one.refs["content"]: one.texts.get("body", "")
                for one in others["BodyContent"].values()
                if "content" in one.refs
            },
            labels,
            attached,
            _find_versions(paths),
        )


def _find_versions(paths: Iterable[str]) -> dict[tuple[str, str], str]:
    """Map page and attachment to the file of the highest version."""
    # The paths are `attachments/<page>/<attachment>/<version>`.
    found: dict[tuple[str, str], str] = {}
    for path in sorted(paths, key=lambda path: (len(path), path)):
        parts = path.split("/")
        for at, part in enumerate(parts[:-3]):
            if part == "attachments":
                found[parts[at + 1], parts[at + 2]] = path
    return found


def read_entities(path: str, texts: Texts, account: Account) -> list[ExportedArticle]:
    """Read the current version of every page."""
    root = parse_xml(texts.read(path, account), path)
    space = _Space.of(map(_as_object, root.iter("object")), texts.export.sizes)
    articles = []
    for page in space.pages.values():
        title, status = page.texts.get("title", ""), page.texts.get("contentStatus", "current")
        if "originalVersion" in page.refs or page.texts.get("originalVersionId"):
            account.note("article", SUPERSEDED, path, title, "another version is imported")
        elif status in {"deleted", "trashed"}:
            account.note("article", REMOVED, path, title, "it was deleted in the source")
        else:
            articles.append(_article(path, page, space))
    return articles


def _as_object(element: Element) -> _Object:
    found = _Object(element.get("class") or "", (element.findtext("id") or "").strip())
    for child in element.findall("property"):
        name = child.get("name") or ""
        if (inner := child.find("id")) is not None:
            found.refs[name] = (inner.text or "").strip()
        else:
            found.texts[name] = child.text or ""
    return found


def _article(path: str, page: _Object, space: _Space) -> ExportedArticle:
    title = page.texts.get("title", "")
    own = space.others.get("Space", {}).get(page.refs.get("space", ""))
    key = own.texts.get("key", "") if own else ""
    return ExportedArticle(
        key=f"confluence:{page.number}:",
        where=f"{path}: {title}",
        title=title,
        html=storage_to_html(space.bodies.get(page.number, ""), page.number),
        group=f"confluence:{page.number}",
        state="draft" if page.texts.get("contentStatus") == "draft" else "",
        keywords=tuple(sorted(filter(None, space.labels.get(page.number, ())))),
        product=own.texts.get("name", "") if own else "",
        folders=tuple(_above(page, space.pages)),
        created=page.texts.get("creationDate", "").partition(".")[0],
        updated=page.texts.get("lastModificationDate", "").partition(".")[0],
        version=page.texts.get("version", ""),
        addresses=(
            *((f"/display/{key}/{quote_plus(title)}",) if key and title.isascii() else ()),
            *address_by_id(page.number),
        ),
        ids=(f"page:{page.number}", f"title:{title.casefold()}"),
        attachments=tuple(_attachments_of_page(page, space)),
    )


def _above(page: _Object, pages: Mapping[str, _Object]) -> list[str]:
    """Return the titles of the pages above it, except the home page of the space."""
    found: list[str] = []
    seen = {page.number}
    at = pages.get(page.refs.get("parent", ""))
    while at is not None and at.number not in seen:
        seen.add(at.number)
        found.insert(0, at.texts.get("title", ""))
        at = pages.get(at.refs.get("parent", ""))
    return found[1:]


def _attachments_of_page(page: _Object, space: _Space) -> Iterator[Attachment]:
    for one in space.attached.get(page.number, ()):
        name = one.texts.get("title") or one.texts.get("fileName") or one.number
        file = space.files.get((page.number, one.number), "")
        yield Attachment(name, file, ids=(f"file:{page.number}/{name.casefold()}",))
