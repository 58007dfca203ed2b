"""Finds where links and pictures of a body lead in the new knowledge base, and notes each."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from posixpath import basename, dirname, relpath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from errata.data.patterns import compile_late
from errata.importing.records import (
    CARRIED,
    MISSING,
    OUTSIDE,
    REMOTE,
    REMOVED,
    UNREADABLE,
    UNUSED,
    Account,
    Attachment,
    ExportedArticle,
    Identify,
)
from errata.model.inputs import ImportedFile
from errata.text.paths import fold_path, safe_segment

if TYPE_CHECKING:
    from bs4 import Tag


# 'href="x#y"' and "href='#y'" yes; the value is in the second or third group.
_HREF: Final = compile_late(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_IDS: Final = compile_late(r"""\b(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
# "data:image/png;base64,iVBO…" and "data:,a" yes.
_DATA: Final = compile_late(r"data:([^;,]*)(?:;[^,;]*)*?(;base64)?,", re.IGNORECASE)
# What a picture begins with -> its ending.
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)
# "x:a" and "C:/a.png" yes; "a.png" and "a/b:c" no.
_SCHEME: Final = compile_late(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp"})
# By which readers of exports name pages and files that have no address.
_OWN_SCHEMES: Final = frozenset({"title", "file"})
FOLDER: Final = "assets"


@dataclass(slots=True)
class AddressBook:
    """Every article and file of an export, by the ids that links use."""

    identify: Identify
    articles: dict[str, list[ExportedArticle]] = field(default_factory=lambda: defaultdict(list))
    """Id -> the article in its languages."""
    files: dict[str, tuple[ExportedArticle, Attachment]] = field(default_factory=dict)
    linked_ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Group -> headings that are linked."""
    present: dict[str, frozenset[str]] = field(default_factory=dict)
    """Key of an article -> every id in its text."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Key of an article -> its file in the knowledge base."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Key -> the name of the folder of its pictures."""
    loose: AttachmentFiles | None = None
    """Files beside the export, for ids of which the export says nothing else."""
    used: set[Attachment] = field(default_factory=set)
    """Files that a text mentions."""

    @classmethod
    def of(cls, articles: Iterable[ExportedArticle], identify: Identify) -> AddressBook:
        """Collect the ids first, then the headings that links need."""
        book = cls(identify)
        listed = list(articles)
        for article in listed:
            for name in dict.fromkeys(article.ids):
                book.articles[name].append(article)
            for attachment in article.attachments:
                for name in attachment.ids:
                    book.files.setdefault(name, (article, attachment))
            matches = _IDS.finditer(article.html)
            book.present[article.key] = frozenset(
                unescape(match[1] or match[2] or "") for match in matches
            )
        for article in listed:
            for match in _HREF.finditer(article.html):
                href = unescape(match[1] or match[2] or "")
                target, fragment = book.find(href, article)
                if fragment and target is not None:
                    book.linked_ids[target.group].add(fragment)
        return book

    def note_unused(self, account: Account) -> None:
        """Note files that readers did not see: neither a text nor a list has them."""
        for article, attachment in self.files.values():
            if attachment not in self.used and not attachment.is_listed:
                account.note("file", UNUSED, article.where, attachment.name)
                self.used.add(attachment)

    def find(self, href: str, linker: ExportedArticle) -> tuple[ExportedArticle | None, str]:
        """Return the article that an address names, in the linker's language, and a heading."""
        address, _, fragment = href.strip().partition("#")
        fragment = unquote(fragment)
        if not address:
            return linker, fragment
        for name in self.identify(address, linker):
            if candidates := self.articles.get(name):
                same = (article for article in candidates if article.locale == linker.locale)
                return next(same, candidates[0]), fragment
        return None, fragment


@dataclass(slots=True)
class BodyLinks:
    """The links and pictures of one article; collects the files that they need."""

    article: ExportedArticle
    book: AddressBook
    account: Account
    read: Callable[[str], bytes]
    why_refused: Callable[[str, bytes], str]
    """Returns why a file may not be published, by its name and content; empty if it may."""
    files: dict[str, ImportedFile] = field(default_factory=dict)
    """The files by their paths as `fold_path` gives them: two such may be one file."""

    # ── links ───────────────────────────────────────────────────────────────────────────────

    def link(self, href: str) -> str | None:
        """See `LinkTargets.link`."""
        href = re.sub(r"[\t\n\r]", "", href).strip()
        if not href:
            return None
        target, fragment = self.book.find(href, self.article)
        if target is not None:
            return self._to_article(href, target, fragment)
        if (file := self._find_file(href)) is not None:
            written = self._copy(file)
            self._note("link", CARRIED if written else MISSING, href, "" if written else file.name)
            return written
        return self._elsewhere(href)

    def _to_article(self, href: str, target: ExportedArticle, fragment: str) -> str:
        is_own = target.group == self.article.group
        path = (
            "" if is_own and href.startswith("#") else self._relative(self.book.paths[target.key])
        )
        if fragment and fragment not in self.book.present[target.key]:
            self._note("link", MISSING, href, f"no heading `#{fragment}` in `{target.title}`")
            return path or self._relative(self.book.paths[target.key])
        self._note("link", CARRIED, href)
        return path + (f"#{quote(fragment, safe='/:.-_~')}" if fragment else "")

    def _elsewhere(self, href: str) -> str | None:
        try:
            parts = urlsplit(href)
        except ValueError:
            self._note("link", REMOVED, href, "it is not an address")
            return None
        scheme = parts.scheme.lower()
        if scheme in _OWN_SCHEMES:
            file_name = unquote(href.partition(":")[2].partition("#")[0])
            self._note("link", MISSING, file_name, "no article or file of the export")
            return None
        if scheme and scheme not in _SAFE_SCHEMES:
            why = "it can run a script" if scheme in {"javascript", "vbscript", "data"} else ""
            self._note("link", REMOVED, href, why or f"`{scheme}:` does not work on a site")
            return None
        if self.book.identify(href, self.article):
            full = href if scheme else self._absolute(href)
            self._note("link", MISSING, href, "no article or file of the export")
            return full
        if not scheme and not parts.netloc:
            full = self._absolute(href)
            self._note("link", OUTSIDE if full else MISSING, href, "" if full else "no such file")
            return full
        self._note("link", OUTSIDE, href)
        return href if scheme else f"https:{href}"

    def _absolute(self, href: str) -> str | None:
        base = self.article.base
        if not base.startswith("http"):
            return None
        parts = urlsplit(base)
        if href.startswith("/"):
            return f"{parts.scheme}://{parts.netloc}{href}"
        return f"{parts.scheme}://{parts.netloc}{dirname(parts.path).rstrip('/')}/{href}"

    # ── pictures and downloads ──────────────────────────────────────────────────────────────

    def picture(self, tag: Tag) -> str | None:
        """See `LinkTargets.picture`."""
        source = str(tag.get("src") or tag.get("data-src") or "").strip()
        if not source:
            self._note("picture", REMOVED, str(tag.get("alt") or "<img>"), "it names no file")
            return None
        if source.lower().startswith("data:"):
            return self._embedded(source)
        if (file := self._find_file(source)) is not None:
            written = self._copy(file)
            detail = "" if written else self._absolute(source) or ""
            self._note("picture", CARRIED if written else MISSING, file.name, detail)
            return written or self._absolute(source)
        return self._remote(source)

    def _remote(self, source: str) -> str | None:
        full = f"https:{source}" if source.startswith("//") else source
        if not full.startswith(("http:", "https:")):
            own = None if _SCHEME.match(full) else self._absolute(full)
            self._note("picture", MISSING, source, "no such file")
            return own
        self._note("picture", REMOTE, full, "download it, and link the file")
        return full

    def _embedded(self, source: str) -> str | None:
        match = _DATA.match(source)
        start = source[:40]
        try:
            payload = source[match.end() :] if match else ""
            data = (
                base64.b64decode(unquote(re.sub(r"\s", "", payload)), validate=True)
                if match and match[2]
                else unquote_to_bytes(payload)
            )
        except (binascii.Error, ValueError):
            data = b""
        ending = picture_ending(data)
        if not ending:
            self._note("picture", UNREADABLE, start, "it is not a picture that can be published")
            return None
        name = f"{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
        self._note("picture", CARRIED, name, "it was embedded in the text")
        return self._add(name, data)

    def _find_file(self, address: str) -> Attachment | None:
        names = self.book.identify(address.partition("#")[0], self.article)
        for name in names:
            if candidates := self.book.files.get(name):
                return candidates[1]
        for name in names if self.book.loose else ():
            number = name.removeprefix("file:")
            if number != name and self.book.loose and (file := self.book.loose.find_by_id(number)):
                return Attachment(basename(file), file, ids=(name,))
        return None

    def _copy(self, attachment: Attachment) -> str | None:
        self.book.used.add(attachment)
        data = attachment.data or (self.read(attachment.file) if attachment.file else b"")
        if not data:
            return None
        name = _file_name(attachment.name, data)
        if why := self.why_refused(name, data):
            self._note("file", REMOVED, attachment.name, f"it {why}")
            return None
        return self._add(name, data)

    def _add(self, name: str, data: bytes) -> str:
        folder = f"{FOLDER}/{self.book.homes[self.article.key]}"
        present = self.files.get(fold_path(f"{folder}/{name}"))
        if present is not None and present.data != data:
            name = f"{hashlib.sha256(data).hexdigest()[:8]}-{name}"
        file = ImportedFile(f"{folder}/{name}", data)
        return self._relative(self.files.setdefault(fold_path(file.path), file).path)

    def list_files(self) -> list[tuple[str, str]]:
        """Return name and address of files listed below the article and not in its text."""
        listed = []
        for attachment in self.article.attachments:
            if not attachment.is_listed or attachment in self.book.used:
                continue
            if written := self._copy(attachment):
                self._note("file", CARRIED, attachment.name)
                listed.append((attachment.name, written))
            else:
                self._note("file", MISSING, attachment.name)
        return listed

    def _relative(self, path: str) -> str:
        own = self.book.paths[self.article.key]
        return quote(relpath(path, dirname(own) or "."), safe="/._-~!@+,;=()")

    def _note(self, kind: str, result: str, name: str, detail: str = "") -> None:
        self.account.note(kind, result, self.article.where, name, detail)  # type: ignore[arg-type]  # one of the kinds


# The ending of a file's name: ".png" and ".tar.gz" yes; ". See below" no.
_ENDING: Final = compile_late(r"(?:\.tar)?\.[A-Za-z0-9]{1,8}$")


def _file_name(name: str, data: bytes) -> str:
    """Return a name that is valid on every disk, with the ending of the file's type."""
    match = _ENDING.search(name)
    stem = name[: match.start()] if match else name
    ending = match[0].lower() if match else f".{picture_ending(data)}".rstrip(".")
    return f"{safe_segment(stem) or 'file'}{ending}"


def picture_ending(data: bytes) -> str:
    """Return the ending of a picture by its content; empty if it is not one."""
    for signature, ending in _SIGNATURES:
        if data.startswith(signature):
            return ending
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "avif" if data[4:12] in {b"ftypavif", b"ftypavis"} else ""


class AttachmentFiles:
    """Files of an export by name, stem and folder, so that attachments find theirs."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._named: dict[str, list[str]] = defaultdict(list)
        self._below: dict[tuple[str, str], str] = {}
        self._stems: dict[str, str] = {}
        for path in paths:
            *_, name = parts = path.split("/")
            self._named[name.casefold()].append(path)
            self._stems.setdefault(name.partition(".")[0], path)
            for part in parts:
                self._below.setdefault((part, name.casefold()), path)

    def find(self, name: str, number: str) -> str:
        """Return the file of an attachment: by its id and name, else by its name alone."""
        key = name.casefold()
        alone = self._named.get(key, [])
        file = alone[0] if len(alone) == 1 else ""
        if not number:
            return file
        joined = [file for sign in "-_. " for file in self._named.get(f"{number}{sign}{key}", ())]
        exact = self._below.get((number, key), "")
        return exact or min(joined, default="") or self._stems.get(number, "") or file

    def find_by_id(self, number: str) -> str:
        """Return the file whose name is an id, or begins with one: `777.png`, `777-dialog.png`."""
        stem = f"{number}-"
        begun = (path for name, path in self._stems.items() if name.startswith(stem))
        return self._stems.get(number, "") or min(begun, default="")
