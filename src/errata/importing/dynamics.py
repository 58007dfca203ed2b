"""Reads `knowledgearticle` of Dynamics 365: the Web API's JSON (OData), and a CSV of a view.

A field may come with its text, as `statecode@OData.Community.Display.V1.FormattedValue`. A CSV has
the labels of the view (`Article Public Number`), a JSON the names of the columns.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from locale import windows_locale
from typing import Final
from urllib.parse import parse_qs, unquote

from errata.data import read_table
from errata.data.patterns import compile_late
from errata.importing.addresses import AttachmentFiles
from errata.importing.decoding import number_of, parse_csv, split_address, split_words, text_of
from errata.importing.records import (
    MISSING,
    REMOVED,
    UNREADABLE,
    Account,
    Attachment,
    ExportedArticle,
    ExportSource,
    Record,
    Texts,
    choose_versions,
)
from errata.text.locales import locale_tag

_SHOWN: Final = "@OData.Community.Display.V1.FormattedValue"
_LABELS: Final[Mapping[str, str]] = read_table("exports", "dynamics-labels")
_STATES: Final[Mapping[str, str]] = read_table("exports", "dynamics-states")
_DISCARDED: Final = frozenset({"6", "discarded"})
# Tables whose records are files that a body shows.
_FILE_TABLES: Final = ("msdyn_richtextfiles", "msdyn_knowledgearticleimages", "annotations")
# "3fa85f64-5717-4562-b3fc-2c963f66afa6"; not the same without its lines.
_GUID: Final = compile_late(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# "KA-01234" at the end of a path, and in "/knowledgebase/article/KA-01234/en-us".
_NUMBER: Final = compile_late(r"/([A-Z]{2,6}-\d{3,10})(?=/|$)", re.IGNORECASE)


def _read(texts: Texts, account: Account) -> list[ExportedArticle]:
    records: list[tuple[str, Record]] = []
    notes: dict[str, list[Record]] = defaultdict(list)
    for path in texts.paths(".json", ".csv"):
        for record in _records(path, texts, account):
            if "documentbody" in record or "filename" in record:
                notes[text_of(record, "_objectid_value", "objectid").lower()].append(record)
            elif "content" in record or "title" in record:
                records.append((path, record))
            else:
                account.note("record", UNREADABLE, path, str(record)[:40], "it is not an article")
    paths = AttachmentFiles(texts.export.sizes)
    return [
        _article(path, record, notes, paths, account) for path, record in _newest(records, account)
    ]


def _records(path: str, texts: Texts, account: Account) -> Iterator[Record]:
    if path.lower().endswith(".csv"):
        for _, row in parse_csv(texts.read(path, account), path):
            yield {_column(name): value for name, value in row.items()}
    else:
        yield from texts.read_records(path, account, "value")


def _column(label: str) -> str:
    name = re.sub(r"[^a-z_]", "", label.lower().removeprefix("(do not modify)"))
    return _LABELS.get(name, "knowledgearticleid" if name == "knowledgearticle" else name)


def _read_shown(record: Record, *names: str) -> str:
    """Return what people see of a field: its text, else its value."""
    for name in names:
        if text := text_of(record, f"{name}{_SHOWN}", name):
            return text
    return ""


def _newest(records: list[tuple[str, Record]], account: Account) -> list[tuple[str, Record]]:
    versions = []
    for path, record in records:
        number = text_of(record, "articlepublicnumber", "knowledgearticleid", "title")
        if _state(record) in _DISCARDED:
            account.note("article", REMOVED, path, number, "it was discarded in the source")
        else:
            versions.append(((number, _locale(record)), path, record))
    return choose_versions(versions, _rank, "majorversionnumber", account)


def _rank(record: Record) -> tuple[bool, int, int]:
    """Rank versions of an article: readers see a published one."""
    versions = [text_of(record, name) for name in ("majorversionnumber", "minorversionnumber")]
    major, minor = map(number_of, versions)
    return _STATES.get(_state(record), "draft") == "", major, minor


def _state(record: Record) -> str:
    return text_of(record, "statecode", f"statecode{_SHOWN}").lower()


def _locale(record: Record) -> str:
    expanded = record.get("languagelocaleid")
    if isinstance(expanded, dict) and (tag := locale_tag(text_of(expanded, "code"))):
        return tag
    number = text_of(expanded, "localeid") if isinstance(expanded, dict) else ""
    text = _read_shown(record, "_languagelocaleid_value", "languagelocaleid")
    match = re.search(r"\b[a-z]{2}-[A-Z]{2}\b", text)
    # Where nothing else says it, by Windows' numbers of languages: 1033 is American English.
    locale = windows_locale.get(number_of(number or text), "").replace("_", "-")
    return locale or (match[0] if match else text)


def _article(
    path: str,
    record: Record,
    notes: Mapping[str, list[Record]],
    paths: AttachmentFiles,
    account: Account,
) -> ExportedArticle:
    number = text_of(record, "articlepublicnumber")
    guid = text_of(record, "knowledgearticleid").lower()
    title = text_of(record, "title")
    place = f"{path}: {number or title}"
    state = _state(record)
    if state and state not in _STATES:
        account.note("metadata", MISSING, place, f"state `{state}`", "treated as a draft")
    subject = _read_shown(record, "_subjectid_value", "subjectid")
    is_internal = _read_shown(record, "isinternal").lower() in {"true", "yes", "1"}
    locale = _locale(record)
    base = number or guid or title
    return ExportedArticle(
        key=f"dynamics:{base}:{locale}",
        where=place,
        title=title,
        html=text_of(record, "content"),
        locale=locale,
        group=f"dynamics:{base}",
        number=number,
        state=_STATES.get(state, "draft" if state else ""),  # type: ignore[arg-type]  # words of ours
        audience="internal" if is_internal else "",
        description=text_of(record, "description"),
        keywords=split_words(text_of(record, "keywords")),
        product="" if _GUID.fullmatch(subject) else subject,
        created=text_of(record, "createdon"),
        published=text_of(record, "publishon"),
        updated=text_of(record, "modifiedon"),
        valid_until=text_of(record, "expirationdate"),
        version=text_of(record, "majorversionnumber"),
        ids=tuple(f"article:{key.lower()}" for key in (guid, number) if key),
        attachments=tuple(_attachment(note, paths, account) for note in notes.get(guid, ())),
    )


def _attachment(record: Record, paths: AttachmentFiles, account: Account) -> Attachment:
    name = text_of(record, "filename") or "file"
    number = text_of(record, "annotationid", "msdyn_richtextfileid").lower()
    try:
        data = base64.b64decode(text_of(record, "documentbody"))
    except (binascii.Error, ValueError):
        account.note("file", UNREADABLE, name, name, "its content is damaged")
        data = b""
    file = "" if data else paths.find(name, number)
    return Attachment(name, file, data, ids=(f"file:{number}",), is_listed=True)


def _identify(href: str, linker: ExportedArticle) -> tuple[str, ...]:  # noqa: ARG001 - an `Identify`
    parts = split_address(href)
    path = unquote(parts.path)
    if any(table in path for table in _FILE_TABLES):
        return tuple(f"file:{guid.lower()}" for guid in _GUID.findall(path)[:1])
    words = parse_qs(parts.query)
    if "knowledgearticle" in words.get("etn", []) + words.get("etc", []):
        return tuple(
            f"article:{guid.lower()}" for guid in _GUID.findall(words.get("id", [""])[0])[:1]
        )
    # "/knowledgebase/article/KA-01234" of a portal; elsewhere the number may be anything.
    if ("article" in path.lower() or not parts.netloc) and (match := _NUMBER.search(f"/{path}")):
        return (f"article:{match[1].lower()}",)
    return ()


DYNAMICS: Final = ExportSource("dynamics", _read, _identify)
