"""Reads a folder of HTML pages: of each the article, without menus and the rest of the page."""

from __future__ import annotations

import re
from posixpath import dirname, normpath
from typing import Final
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from errata.data.patterns import compile_late
from errata.importing.decoding import split_address, text_of
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
from errata.text.paths import file_name, is_index

_PAGES: Final = (".html", ".htm", ".xhtml")
# Selectors of the element with the article; the first counts that matches one element only.
_MAINS: Final = ("main", "[role=main]", "article", "#main-content", "#content", "body")
# The site's name behind a title: "Mail is late | Example" and "Mail is late - Example".
_SITE: Final = compile_late(r"\s+[|\u2013\u2014-]\s+[^|\u2013\u2014]{2,40}$")
# A copy of a page that had a query, as wget writes it: "view.php?id=7.html" and, for Windows,
# "view.php@id=7.html" yes; "a@b.html" and "faq.html" no.
_QUERY_IN_NAME: Final = compile_late(
    r"(.+?(?=\?)|.+?\.(?:php|aspx?|jsp|cgi|do)(?=@))[?@](\w[^?]*=[^?]*?)\.x?html?", re.IGNORECASE
)
# What editors of folders write into names: "001.2 " and "mail-is-late".
_LINKED: Final = compile_late(r"""\b(?:href|src)\s*=\s*["']([^"'#?]{1,500})""", re.IGNORECASE)


def _read(texts: Texts, account: Account) -> list[ExportedArticle]:
    files = {path.casefold(): path for path in texts.export.sizes}
    return [
        article
        for path in texts.paths(*_PAGES)
        if (article := _article(path, texts, files, account)) is not None
    ]


def _article(
    path: str, texts: Texts, files: dict[str, str], account: Account
) -> ExportedArticle | None:
    text = texts.read(path, account)
    soup = parse_html(text)
    main = find_main(soup)
    if not main.get_text(strip=True) and not main.find("img"):
        account.note("record", UNREADABLE, path, "an empty page", "it has no text")
        return None
    if main.name not in {"body", "[document]"} and _has_more(soup, main):
        account.note("markup", SIMPLIFIED, path, "what is around the article", "not imported")
    html = soup.find("html")
    about = _meta(soup)
    hidden = "noindex" in about.get("robots", "")
    if hidden:
        account.note("metadata", SIMPLIFIED, path, "robots: noindex", "not kept")
    folder = dirname(path)
    body = main.decode_contents()
    return ExportedArticle(
        key=f"html:{path}",
        where=path,
        title=_title(soup, main),
        html=body,
        locale=str(html.get("lang") or "") if isinstance(html, Tag) else "",
        group=f"html:{path}",
        description=about.get("description", ""),
        keywords=tuple(filter(None, map(str.strip, about.get("keywords", "").split(",")))),
        folders=tuple(folder.split("/")) if folder else (),
        created=text_of(about, "dcterms.created", "article:published_time", "date"),
        updated=text_of(about, "dcterms.modified", "article:modified_time", "last-modified"),
        addresses=_addresses(path, _canonical(soup)),
        ids=(f"path:{path.casefold()}", *_folder_ids(path)),
        attachments=_linked_files(body, path, files),
        base=path,
    )


def find_main(soup: BeautifulSoup) -> Tag:
    """Find the element that holds the article."""
    for selector in _MAINS:
        elements = soup.select(selector)
        if len(elements) == 1 and (elements[0].get_text(strip=True) or selector == "body"):
            return elements[0]
    return soup


def _has_more(soup: BeautifulSoup, main: Tag) -> bool:
    body = soup.find("body")
    return isinstance(body, Tag) and len(body.get_text()) > len(main.get_text())


def _title(soup: BeautifulSoup, main: Tag) -> str:
    heading = main.find("h1")
    if isinstance(heading, Tag) and (text := " ".join(heading.get_text(" ").split())):
        return text
    title = soup.find("title")
    text = " ".join(title.get_text().split()) if isinstance(title, Tag) else ""
    return _SITE.sub("", text)


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    """Return the page's metadata: name in lower case -> text."""
    values: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = str(tag.get("name") or tag.get("property") or tag.get("http-equiv") or "").lower()
        if name and tag.get("content"):
            values.setdefault(name, " ".join(str(tag["content"]).split()))
    return values


def _canonical(soup: BeautifulSoup) -> str:
    link = soup.find("link", rel="canonical")
    return str(link.get("href") or "") if isinstance(link, Tag) else ""


def _addresses(path: str, canonical: str) -> tuple[str, ...]:
    """Return the addresses that the page states or has; copies have the query in their names."""
    address = split_address(canonical)
    own = (f"{address.path or '/'}?{address.query}",) if address.query else ()
    if match := _QUERY_IN_NAME.fullmatch(path):
        return tuple(dict.fromkeys((*own, f"/{match[1]}?{match[2]}")))
    return (*own, *_place(path))


def _place(path: str) -> tuple[str, ...]:
    name = file_name(path).rpartition(".")[0]
    return (f"/{dirname(path)}/".replace("//", "/"),) if is_index(f"{name}.md") else (f"/{path}",)


def _folder_ids(path: str) -> tuple[str, ...]:
    name = file_name(path).rpartition(".")[0]
    plain = f"path:{path.rpartition('.')[0].casefold()}"
    return (plain, f"path:{dirname(path).casefold()}") if is_index(f"{name}.md") else (plain,)


def _linked_files(text: str, path: str, files: dict[str, str]) -> tuple[Attachment, ...]:
    """Return the files of the folder that the page links; they are found again by their paths."""
    attachments: dict[str, Attachment] = {}
    for match in _LINKED.finditer(text):
        for name in path_ids(match[1].replace("&amp;", "&"), path):
            real = files.get(name.removeprefix("path:"))
            if real and not real.lower().endswith(_PAGES):
                attachments[real] = Attachment(file_name(real), real, ids=(name,))
    return tuple(attachments.values())


def path_ids(href: str, base: str) -> tuple[str, ...]:
    """Return the file of the export that an address without a host names."""
    parts = split_address(href)
    if parts.scheme or parts.netloc or not parts.path:
        return ()
    path = unquote(parts.path).replace("\\", "/")
    joined = path.lstrip("/") if path.startswith("/") else f"{dirname(base)}/{path}"
    return (f"path:{normpath(joined).lstrip('/').casefold()}",)


def _identify(href: str, linker: ExportedArticle) -> tuple[str, ...]:
    return path_ids(href, linker.base)


HTML: Final = ExportSource("html", _read, _identify)
