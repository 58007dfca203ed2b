"""Reads what Confluence stores: `entities.xml` of a space, bodies with `ac:` and `ri:` elements.

Bodies become the HTML of an HTML export. Objects of `entities.xml` name each other by number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

from bs4.element import NavigableString, Tag

from errata.data.patterns import compile_late
from errata.importing.decoding import parse_xml
from errata.importing.parsing import parse_html
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

    from bs4 import BeautifulSoup

# Text that is written as it stands: "<![CDATA[a < b]]>".
_CDATA: Final = compile_late(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_BOXES: Final = {
    "info": "information",
    "note": "note",
    "tip": "tip",
    "warning": "warning",
}
# Macros that show something without having text of their own.
_DROPPED: Final = frozenset(
    {"toc", "toc-zone", "children", "pagetree", "recently-updated", "anchor"}
)


def convert_storage(storage: str, page: str) -> str:
    """Convert the body; pictures are named `file:<page>/<name>`, other pages `title:<title>`."""
    # If many never ended, each would be searched to the end of the text.
    ended, mark, remaining = storage.rpartition("]]>")
    text = _CDATA.sub(lambda match: escape(match[1], quote=False), ended + mark) + remaining
    soup = parse_html(text)
    # From the inside out, so that a macro finds its body finished.
    for tag in reversed(soup.find_all(re.compile("^(?:ac|ri|at):"))):
        if tag.parent is not None and not tag.decomposed:
            _convert(tag, soup, page)
    return str(soup)


def _convert(tag: Tag, soup: BeautifulSoup, page: str) -> None:  # noqa: C901 - one for each element
    match tag.name:
        case "ac:structured-macro" | "ac:macro":
            _macro(tag, soup)
        case "ac:image":
            _image(tag, soup, page)
        case "ac:link":
            _link(tag, soup, page)
        case "ac:task-list":
            _rename(tag, "ul", "inline-task-list")
        case "ac:task":
            _task(tag)
        case "ac:emoticon":
            sign = tag.get("ac:emoji-fallback") or f"({tag.get('ac:name') or ''})"
            tag.replace_with(NavigableString(str(sign)))
        case (
            "ac:parameter" | "ac:plain-text-body" | "ac:rich-text-body" | "ac:plain-text-link-body"
        ):
            return  # of a macro or link, which reads them
        case "ac:link-body" | "ac:task-id" | "ac:task-status" | "ac:task-body" | "ac:placeholder":
            if tag.name == "ac:placeholder":
                tag.decompose()
        case name if name.startswith("ri:"):
            return
        case _:
            tag.unwrap()


def _rename(tag: Tag, name: str, *own: str) -> None:
    tag.name = name
    tag.attrs.clear()
    if own:
        tag["class"] = " ".join(own)


def _parameters(tag: Tag) -> dict[str, str]:
    parameters = tag.find_all("ac:parameter", recursive=False)
    return {str(parameter.get("ac:name") or ""): parameter.get_text() for parameter in parameters}


def _macro(tag: Tag, soup: BeautifulSoup) -> None:
    name = str(tag.get("ac:name") or "")
    about = _parameters(tag)
    plain = tag.find("ac:plain-text-body", recursive=False)
    rich = tag.find("ac:rich-text-body", recursive=False)
    body: list[Tag | NavigableString] = []
    if isinstance(rich, Tag):
        body = [child for child in list(rich.children) if isinstance(child, Tag | NavigableString)]
    title = about.get("title", "")
    if name == "code" or (name == "noformat" and plain):
        tag.replace_with(_code(soup, plain, about, title))
    elif name in _BOXES or name == "panel":
        own = f"confluence-information-macro confluence-information-macro-{_BOXES.get(name, '')}"
        box = soup.new_tag("div", attrs={"class": "panel" if name == "panel" else own})
        _fill(box, soup, title, "panelHeader" if name == "panel" else "title", body)
        tag.replace_with(box)
    elif name == "expand":
        fold = soup.new_tag("details")
        summary = soup.new_tag("summary")
        summary.string = title
        fold.extend([summary, *body])
        tag.replace_with(fold)
    elif name == "status":
        strong = soup.new_tag("strong")
        strong.string = title or about.get("colour", "")
        tag.replace_with(strong)
    elif name in _DROPPED:
        if anchor := about.get("") if name == "anchor" else "":
            tag.replace_with(soup.new_tag("a", attrs={"name": anchor}))
        else:
            tag.decompose()
    else:
        _other(tag, soup, name, about, [*body, *_plain(plain)])


def _plain(plain: object) -> Iterable[NavigableString]:
    if isinstance(plain, Tag):
        yield NavigableString(plain.get_text())


def _code(soup: BeautifulSoup, plain: object, about: dict[str, str], title: str) -> Tag:
    outer = soup.new_tag("div")
    if title:
        paragraph = soup.new_tag("p")
        strong = soup.new_tag("strong")
        strong.string = title
        paragraph.append(strong)
        outer.append(paragraph)
    code = soup.new_tag("pre", attrs={"data-lang": about.get("language", "")})
    code.string = plain.get_text() if isinstance(plain, Tag) else ""
    outer.append(code)
    return outer


def _fill(
    box: Tag, soup: BeautifulSoup, title: str, own: str, body: list[Tag | NavigableString]
) -> None:
    if title:
        header = soup.new_tag("p", attrs={"class": own})
        header.string = title
        box.append(header)
    box.extend(body)


def _other(
    tag: Tag,
    soup: BeautifulSoup,
    name: str,
    about: dict[str, str],
    body: list[Tag | NavigableString],
) -> None:
    """Convert an unknown macro: its content stays; one without text is reported."""
    inner = soup.new_tag("div", attrs={"data-errata-macro": name})
    if body:
        inner.extend(body)
    elif name == "jira" and about.get("key"):
        inner.name = "span"
        inner.string = about["key"]
    tag.replace_with(inner)


def _image(tag: Tag, soup: BeautifulSoup, page: str) -> None:
    source = ""
    if isinstance(file := tag.find("ri:attachment"), Tag):
        source = f"file:{page}/{quote(str(file.get('ri:filename') or ''))}"
    elif isinstance(url := tag.find("ri:url"), Tag):
        source = str(url.get("ri:value") or "")
    picture = soup.new_tag("img", attrs={"src": source, "alt": str(tag.get("ac:alt") or "")})
    tag.replace_with(picture)


def _link(tag: Tag, soup: BeautifulSoup, page: str) -> None:
    href, label = "", ""
    anchor = str(tag.get("ac:anchor") or "")
    if isinstance(target := tag.find("ri:page"), Tag):
        label = str(target.get("ri:content-title") or "")
        href = f"title:{quote(label)}"
    elif isinstance(file := tag.find("ri:attachment"), Tag):
        label = str(file.get("ri:filename") or "")
        href = f"file:{page}/{quote(label)}"
    elif isinstance(url := tag.find("ri:url"), Tag):
        href = label = str(url.get("ri:value") or "")
    if anchor:
        href += f"#{quote(anchor)}"
    body = tag.find(["ac:link-body", "ac:plain-text-link-body"])
    link = soup.new_tag("a", attrs={"href": href}) if href else soup.new_tag("span")
    if isinstance(body, Tag) and body.get_text(strip=True):
        link.extend(list(body.children))
    else:
        link.string = label or anchor
    tag.replace_with(link)


def _task(tag: Tag) -> None:
    status = tag.find("ac:task-status")
    done = isinstance(status, Tag) and status.get_text(strip=True) == "complete"
    for name in ("ac:task-id", "ac:task-status"):
        if isinstance(child := tag.find(name), Tag):
            child.decompose()
    if isinstance(body := tag.find("ac:task-body"), Tag):
        body.unwrap()
    _rename(tag, "li", *(["checked"] if done else []))


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
        for record in objects:
            others[record.kind][record.number] = record
        labels: dict[str, list[str]] = defaultdict(list)
        for record in others["Labelling"].values():
            if label := others["Label"].get(record.refs.get("label", "")):
                labels[record.refs.get("content", "")].append(label.texts.get("name", ""))
        attached: dict[str, list[_Object]] = defaultdict(list)
        for record in others["Attachment"].values():
            if "originalVersion" not in record.refs:
                owner = record.refs.get("containerContent") or record.refs.get("content", "")
                attached[owner].append(record)
        return cls(
            {n: page for kind in _PAGE_KINDS for n, page in others[kind].items()},
            others,
            {
                record.refs["content"]: record.texts.get("body", "")
                for record in others["BodyContent"].values()
                if "content" in record.refs
            },
            labels,
            attached,
            _find_versions(paths),
        )


def _find_versions(paths: Iterable[str]) -> dict[tuple[str, str], str]:
    """Map page and attachment to the file of the highest version."""
    # The paths are `attachments/<page>/<attachment>/<version>`.
    versions: dict[tuple[str, str], str] = {}
    for path in sorted(paths, key=lambda path: (len(path), path)):
        parts = path.split("/")
        for index, part in enumerate(parts[:-3]):
            if part == "attachments":
                versions[parts[index + 1], parts[index + 2]] = path
    return versions


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
    record = _Object(element.get("class") or "", (element.findtext("id") or "").strip())
    for child in element.findall("property"):
        name = child.get("name") or ""
        if (inner := child.find("id")) is not None:
            record.refs[name] = (inner.text or "").strip()
        else:
            record.texts[name] = child.text or ""
    return record


def _article(path: str, page: _Object, space: _Space) -> ExportedArticle:
    title = page.texts.get("title", "")
    own = space.others.get("Space", {}).get(page.refs.get("space", ""))
    key = own.texts.get("key", "") if own else ""
    return ExportedArticle(
        key=f"confluence:{page.number}:",
        where=f"{path}: {title}",
        title=title,
        html=convert_storage(space.bodies.get(page.number, ""), page.number),
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
    titles: list[str] = []
    visited = {page.number}
    page_above = pages.get(page.refs.get("parent", ""))
    while page_above is not None and page_above.number not in visited:
        visited.add(page_above.number)
        titles.insert(0, page_above.texts.get("title", ""))
        page_above = pages.get(page_above.refs.get("parent", ""))
    return titles[1:]


def _attachments_of_page(page: _Object, space: _Space) -> Iterator[Attachment]:
    for attached in space.attached.get(page.number, ()):
        name = attached.texts.get("title") or attached.texts.get("fileName") or attached.number
        file = space.files.get((page.number, attached.number), "")
        yield Attachment(name, file, ids=(f"file:{page.number}/{name.casefold()}",))
