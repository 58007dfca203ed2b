"""Reads a space of Confluence: its HTML export, its XML export, or what its REST API answers.

The HTML export has a page in each file and lists attachments at its end. `entities.xml` and the
API have the storage format, which `confluence_storage` turns into the same HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import basename, dirname
from typing import Any, Final
from urllib.parse import parse_qs, quote_plus, unquote, unquote_plus

from bs4 import BeautifulSoup, Tag

from errata.data.patterns import compile_late
from errata.importing.addresses import AttachmentFiles
from errata.importing.confluence_storage import address_by_id, convert_storage, read_entities
from errata.importing.decoding import (
    items_of,
    record_of,
    split_address,
    text_of,
)
from errata.importing.html_folder import path_ids
from errata.importing.parsing import parse_html
from errata.importing.records import (
    SIMPLIFIED,
    UNREADABLE,
    Account,
    Attachment,
    ExportedArticle,
    ExportSource,
    Texts,
)

# "KB/Some-Page_12345.html" and "KB/12345.html" yes; "index.html" no.
_PAGE_ID: Final = compile_late(r"(?:^|[/_])(\d{3,20})\.html$")
# "last modified by A B on Jan 15, 2024" and "last modified on 15.01.2024": what follows "on".
_MODIFIED: Final = compile_late(
    r"(?:last modified|modified|updated).{0,120}?\bon\s+(.{6,30})", re.DOTALL
)
_CREATED: Final = compile_late(r"created by .{0,120}?\bon\s+([A-Z]\w{2} \d{1,2}, \d{4})", re.DOTALL)
# Addresses online: "/pages/123/Title", "pageId=1", "/display/KEY/Title", "/download/…/123/a.png".
_PAGES: Final = compile_late(r"/pages/(\d{3,20})(?:/|$)")
_DISPLAY: Final = compile_late(r"/display/([^/]+)/([^/]+)$")
_DOWNLOAD: Final = compile_late(r"/download/(?:attachments|thumbnails)/(\d+)/([^/]+)$")


def _read(texts: Texts, account: Account) -> list[ExportedArticle]:
    articles = []
    real = {path.casefold(): path for path in texts.export.sizes}
    for path in texts.paths(".html", ".htm"):
        article = _page(path, texts, real, account)
        articles += [article] if article else []
    for path in texts.paths(".xml"):
        if basename(path) == "entities.xml":
            articles += read_entities(path, texts, account)
        elif basename(path) != "exportDescriptor.xml":
            text = texts.read(path, account)
            if "ac:" in text or "<p" in text:
                articles.append(_stored(path, text, basename(path).rpartition(".")[0], path))
    files = AttachmentFiles(texts.export.sizes)
    for path in texts.paths(".json"):
        articles += _answers(path, texts, files, account)
    return articles


# ── HTML export ─────────────────────────────────────────────────────────────────────────────


def _page(
    path: str, texts: Texts, real: Mapping[str, str], account: Account
) -> ExportedArticle | None:
    soup = parse_html(texts.read(path, account))
    main = soup.select_one("#main-content")
    # The first page of a space's export, which lists its pages, has this class.
    if main is None or "pageSection" in (main.get("class") or ()):
        account.note("record", SIMPLIFIED, path, "not an article", "the table of contents")
        return None
    crumbs = [element.get_text(" ", strip=True) for element in soup.select("#breadcrumbs li a")]
    space = crumbs[0] if crumbs else ""
    number = match[1] if (match := _PAGE_ID.search(path)) else ""
    title = _title(soup, space)
    about = " ".join(element.get_text(" ", strip=True) for element in soup.select(".page-metadata"))
    labels = soup.select(".label-list a, #labels-section a, .labels a, .aui-label a")
    return ExportedArticle(
        key=f"confluence:{number or path}:",
        where=path,
        title=title,
        html=main.decode_contents(),
        group=f"confluence:{number or path}",
        keywords=tuple(dict.fromkeys(element.get_text(strip=True) for element in labels)),
        product=space,
        folders=tuple(crumbs[1:]),
        created=match[1] if (match := _CREATED.search(about)) else "",
        updated=match[1].strip() if (match := _MODIFIED.search(about)) else "",
        addresses=(*_old_addresses(path, title), *address_by_id(number)),
        ids=_ids(number, title, path),
        attachments=tuple(_attachments(soup, path, number, real)),
        base=path,
    )


def _title(soup: BeautifulSoup, space: str) -> str:
    tag = soup.select_one("#title-text") or soup.select_one("#title-heading") or soup.find("title")
    text = " ".join(tag.get_text(" ").split()) if isinstance(tag, Tag) else ""
    return text.removeprefix(f"{space} : ") if space else text


def _old_addresses(path: str, title: str) -> tuple[str, ...]:
    """Return the page's path on a self-hosted server; the export's folder is the space's key."""
    key = dirname(path).rpartition("/")[2]
    plain = title and not re.search(r"[/?#%&+;\\:]", title)
    return (f"/display/{key}/{quote_plus(title, safe='')}",) if key and plain else ()


def _ids(number: str, title: str, path: str = "") -> tuple[str, ...]:
    names = [f"path:{path.casefold()}" if path else "", f"page:{number}" if number else ""]
    names.append(f"title:{title.casefold()}")
    return tuple(filter(None, names))


def _attachments(
    soup: BeautifulSoup, path: str, number: str, files: Mapping[str, str]
) -> list[Attachment]:
    attachments: dict[str, Attachment] = {}
    for link in soup.select("a[href], img[src]"):
        if link.name == "img" and link.find_parent(class_="confluence-embedded-file"):
            continue  # a preview of the file that the link around it names
        address = str(link.get("href") or link.get("src"))
        for name in path_ids(address, path):
            real = files.get(name.removeprefix("path:"))
            if real is None or ("attachments/" not in real and "images/" not in real):
                continue
            alias = str(link.get("data-linked-resource-default-alias") or "")
            listed = link.find_parent(class_="greybox") is not None
            text = link.get_text(" ", strip=True) if link.name == "a" and listed else ""
            attachment = attachments.get(real)
            display_name = alias or text or (attachment.name if attachment else basename(real))
            attachments[real] = Attachment(
                display_name, real, ids=(name, f"file:{number}/{display_name.casefold()}")
            )
    return [
        attachment
        for attachment in attachments.values()
        if "/images/icons/" not in f"/{attachment.file}"
    ]


# ── storage format ──────────────────────────────────────────────────────────────────────────


def _stored(path: str, storage: str, title: str, key: str) -> ExportedArticle:
    return ExportedArticle(
        key=f"confluence:{key}:",
        where=path,
        title=title.replace("-", " "),
        html=convert_storage(storage, ""),
        group=f"confluence:{key}",
        ids=_ids("", title, path),
        base=path,
    )


def _answers(
    path: str, texts: Texts, files: AttachmentFiles, account: Account
) -> list[ExportedArticle]:
    articles = []
    for record in texts.read_records(path, account, "results"):
        article = _answer(path, record, files)
        if article is None:
            account.note(
                "record", UNREADABLE, path, text_of(record, "title", "id"), "it has no body"
            )
        else:
            articles.append(article)
    return articles


def _answer(path: str, record: dict[str, Any], files: AttachmentFiles) -> ExportedArticle | None:
    bodies = record_of(record, "body")
    stored = text_of(bodies.get("storage"), "value")
    body = text_of(bodies.get("export_view") or bodies.get("view"), "value")
    if not stored and not body:
        return None
    number, title = text_of(record, "id"), text_of(record, "title")
    labels = record_of(record_of(record, "metadata"), "labels") or record_of(record, "labels")
    above = [text_of(ancestor, "title") for ancestor in items_of(record, "ancestors")]
    version = record.get("version")
    return ExportedArticle(
        key=f"confluence:{number}:",
        where=f"{path}: {title or number}",
        title=title,
        html=convert_storage(stored, number) if stored else body,
        group=f"confluence:{number}",
        state={"draft": "draft", "archived": "archived"}.get(text_of(record, "status"), ""),  # type: ignore[arg-type]  # words of ours
        keywords=tuple(text_of(label, "name") for label in items_of(labels, "results")),
        product=text_of(record.get("space"), "name"),
        folders=tuple(above[1:]),
        created=text_of(record.get("history") or record, "createdDate", "createdAt"),
        updated=text_of(version, "when", "createdAt"),
        version=text_of(version, "number"),
        addresses=tuple(
            filter(
                None,
                (
                    split_address(text_of(record.get("_links"), "webui")).path,
                    *address_by_id(number),
                ),
            )
        ),
        ids=_ids(number, title),
        attachments=_attachments_of_record(record, number, files),
    )


def _attachments_of_record(
    record: dict[str, Any], number: str, files: AttachmentFiles
) -> tuple[Attachment, ...]:
    listed = items_of(record_of(record_of(record, "children"), "attachment"), "results")
    return tuple(
        Attachment(
            text_of(attachment, "title"),
            files.find(text_of(attachment, "title"), text_of(attachment, "id")),
            ids=(f"file:{number}/{text_of(attachment, 'title').casefold()}",),
        )
        for attachment in listed
    )


def _identify(href: str, linker: ExportedArticle) -> tuple[str, ...]:
    if href.startswith(("title:", "file:")):
        scheme, _, path_part = href.partition(":")
        return (f"{scheme}:{unquote(path_part).casefold()}",)
    parts = split_address(href)
    path = unquote(parts.path)
    if match := _DOWNLOAD.search(path):
        return (f"file:{match[1]}/{match[2].casefold()}",)
    is_wiki = "atlassian" in parts.netloc or "confluence" in parts.netloc or "wiki" in href
    if is_wiki or not parts.netloc:
        if number := parse_qs(parts.query).get("pageId"):
            return (f"page:{number[0]}",)
        if match := _PAGES.search(path):
            return (f"page:{match[1]}",)
        if match := _DISPLAY.search(parts.path):
            return (f"title:{unquote_plus(match[2]).casefold()}",)
    return path_ids(href, linker.base)


CONFLUENCE: Final = ExportSource("confluence", _read, _identify)
