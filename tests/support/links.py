"""A link checker over finished files: every internal link, anchor and picture of every page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import html

if TYPE_CHECKING:
    from pathlib import Path

_URLS = ("href", "src", "poster", "data", "action")


# A page for what does not exist looks for these at several places.
_IN_SITE = re.compile(r"(?:\.\./)*assets/(?:js/root\.js|css/errata\.css)$")


@dataclass
class Checked:
    """What the checker saw; `broken` holds (page, link)."""

    pages: int = 0
    links: int = 0
    pictures: int = 0
    broken: list[tuple[str, str]] = field(default_factory=list)


def check_links(site: Path) -> Checked:
    """Follow every relative link of every HTML file below a folder."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = sorted(path for path in files if path.endswith(".html"))
    documents = {page: html.fromstring((site / page).read_bytes()) for page in pages}
    ids = {
        page: {str(element.get("id")) for element in document.iter() if element.get("id")}
        for page, document in documents.items()
    }
    checked = Checked(pages=len(pages))
    for page, document in documents.items():
        for element in document.iter():
            if isinstance(element.tag, str):
                for name in _URLS:
                    if (url := element.get(name)) is not None:
                        checked.pictures += element.tag == "img"
                        _follow(page, url, files, ids, checked)
    return checked


def _follow(
    page: str, url: str, files: set[str], ids: dict[str, set[str]], checked: Checked
) -> None:
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or (page.endswith("404.html") and _IN_SITE.match(url)):
        return
    checked.links += 1
    folder = f"/{page.rpartition('/')[0]}"
    target = normpath(join(folder, unquote(parts.path))).lstrip("/") if parts.path else page
    if parts.path.endswith("/"):
        target = f"{target}/index.html"
    known = target in files
    if not known or (parts.fragment and unquote(parts.fragment) not in ids.get(target, set())):
        checked.broken.append((page, url))
