"""Reads `kb_knowledge` of ServiceNow: the table API's JSON, and the CSV and XML of a list.

Fields are named as in the table, or as on the form (`Short description`) where a CSV has labels.
Dates of the API and of XML are UTC. An XML export may hold attachments, in pieces
(`sys_attachment_doc`), each compressed. Old articles are wiki text: a part of MediaWiki's syntax.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final
from urllib.parse import parse_qs, unquote

from errata.data import read_table
from errata.data.patterns import compile_late
from errata.importing.addresses import AttachmentFiles
from errata.importing.decoding import (
    number_of,
    parse_csv,
    parse_xml,
    split_address,
    split_words,
    text_of,
)
from errata.importing.records import (
    MISSING,
    UNREADABLE,
    Account,
    Attachment,
    ExportedArticle,
    ExportSource,
    Record,
    Texts,
    choose_versions,
)

_LABELS: Final[Mapping[str, str]] = read_table("exports", "servicenow-labels")
_STATES: Final[Mapping[str, str]] = read_table("exports", "servicenow-states")
_OUTDATED: Final = "outdated"
# "32 hexadecimal digits": a sys_id.
_SYS_ID: Final = compile_late(r"[0-9a-f]{32}")
# "SUP0010001"; not "SUP-1" and "overview".
_NUMBER: Final = compile_late(r"[A-Z]{2,6}\d{4,10}", re.IGNORECASE)
# Where readers find an article by its number: the platform, and portals that ServiceNow ships.
_PAGES: Final = ("kb_view.do", "kb", "sp", "esc", "csm")
# "picture.iix" of "/sys_attachment/picture.iix?a=1"; nothing of "a.png".
_IMAGE: Final = compile_late(r"([^/?#]+\.iix)", re.IGNORECASE)
# The most bytes of one attachment, when it is no longer compressed.
_LARGEST: Final = 256 * 1024 * 1024
# "== A ==" yes; "= a" no.
_HEADING: Final = compile_late(r"(={1,6})\s*(\S(?:.*\S)?)\s*\1\s*")
# "[http://a.b text]" and "[http://a.b]" yes; "[1]" no.
_LINK: Final = compile_late(r"\[(https?://[^\s\]]{1,500})(?:\s+([^\]]{1,300}))?\]")
# "* a", "#b" and "** c" of a wiki; not "a * b".
_ITEM: Final = compile_late(r"([*#]+)\s*(.*)")
_RUNS: Final = ((compile_late(r"'''(.+?)'''"), "b"), (compile_late(r"''(.+?)''"), "i"))


def _read(texts: Texts, account: Account) -> list[ExportedArticle]:
    records: list[tuple[str, Record]] = []
    files: dict[str, Record] = {}
    pieces: dict[str, list[Record]] = defaultdict(list)
    for path in texts.paths(".json", ".xml", ".csv", ".unl"):
        for table, record in _records(path, texts, account):
            if table == "sys_attachment":
                files[text_of(record, "sys_id")] = record
            elif table == "sys_attachment_doc":
                pieces[text_of(record, "sys_attachment")].append(record)
            elif "short_description" in record or "text" in record:
                records.append((path, record))
            else:
                name = text_of(record, "number", "sys_id") or table
                account.note("record", UNREADABLE, path, name, "it is not an article")
    attachments = _attachments(files, pieces, AttachmentFiles(texts.export.sizes), account)
    chosen = _newest(records, account)
    groups = _groups([record for _, record in chosen])
    return [_article(path, record, groups, attachments, account) for path, record in chosen]


def _records(path: str, texts: Texts, account: Account) -> Iterator[tuple[str, Record]]:
    if path.lower().endswith(".csv"):
        for _, row in parse_csv(texts.read(path, account), path):
            yield "kb_knowledge", {_field(name): value for name, value in row.items()}
    elif path.lower().endswith(".json"):
        for record in texts.read_records(path, account, "result", "records"):
            yield _table_of(record), record
    else:
        for element in parse_xml(texts.read(path, account), path):
            fields: Record = {}
            for child in element:
                display_value = child.get("display_value")
                value = child.text or ""
                fields[child.tag] = (
                    {"display_value": display_value, "value": value} if display_value else value
                )
            yield element.tag, fields


def _field(label: str) -> str:
    name = label.strip().lower().replace(" ", "_")
    return _LABELS.get(name, name)


def _table_of(record: Record) -> str:
    if "table_sys_id" in record or ("file_name" in record and "short_description" not in record):
        return "sys_attachment"
    return "sys_attachment_doc" if "position" in record and "data" in record else "kb_knowledge"


def _value(record: Record, name: str) -> str:
    """Return the stored value of a field, not the displayed one."""
    value = record.get(name)
    if isinstance(value, dict):
        value = value.get("value") or value.get("display_value")
    return str(value).strip() if value is not None else ""


def _rank(record: Record) -> tuple[bool, tuple[int, ...], str]:
    version = tuple(int(part) for part in re.findall(r"\d{1,9}", text_of(record, "version")))
    is_current = _state(record) not in {_OUTDATED, "draft", "review"}
    return is_current, version, text_of(record, "sys_updated_on")


def _state(record: Record) -> str:
    return text_of(record, "workflow_state").lower().replace(" ", "_")


def _newest(records: list[tuple[str, Record]], account: Account) -> list[tuple[str, Record]]:
    """Return one version of each article: the one that readers see, else the newest."""
    versions = []
    for index, (path, record) in enumerate(records):
        number = text_of(record, "number") or _value(record, "sys_id") or f"record {index + 1}"
        versions.append(((number, text_of(record, "language")), path, record))
    return choose_versions(versions, _rank, "version", account)


def _groups(records: list[Record]) -> Mapping[str, str]:
    """Map the sys_id of an article to that of its original."""
    return {
        _value(record, "sys_id"): _value(record, "parent")
        for record in records
        if _value(record, "sys_id") and _value(record, "parent")
    }


def _article(
    path: str,
    record: Record,
    groups: Mapping[str, str],
    attachments: Mapping[str, list[Attachment]],
    account: Account,
) -> ExportedArticle:
    number, sys_id = text_of(record, "number"), _value(record, "sys_id")
    title = text_of(record, "short_description")
    place = f"{path}: {number or title or sys_id}"
    parent = groups.get(sys_id, "")
    base = sys_id or number
    return ExportedArticle(
        key=f"servicenow:{base}:{text_of(record, 'language')}",
        where=place,
        title=title,
        html=_body(record),
        locale=_value(record, "language"),
        group=f"servicenow:{parent or base}",
        number="" if parent else number,
        state=_publication_state(record, place, account),  # type: ignore[arg-type]  # words of ours
        audience=_audience(record, place, account),  # type: ignore[arg-type]  # as above
        description=text_of(record, "meta_description"),
        keywords=split_words(
            ",".join(text_of(record, name) for name in ("meta", "keywords", "sys_tags"))
        ),
        product=text_of(record, "kb_category", "topic", "category"),
        folders=tuple(filter(None, (text_of(record, "kb_category", "topic"),))),
        created=_value(record, "sys_created_on"),
        published=_value(record, "published"),
        updated=_value(record, "sys_updated_on"),
        valid_until=_value(record, "valid_to"),
        version=text_of(record, "version").partition(".")[0],
        addresses=tuple(_addresses(number, sys_id)),
        ids=tuple(f"article:{key.lower()}" for key in (sys_id, number) if key),
        attachments=tuple(_list_attached(record, attachments.get(sys_id, ()) if sys_id else ())),
    )


def _list_attached(record: Record, files: Iterable[Attachment]) -> Iterator[Attachment]:
    listed = text_of(record, "display_attachments") == "true"
    return (Attachment(file.name, file.file, file.data, file.ids, listed) for file in files)


def _publication_state(record: Record, place: str, account: Account) -> str:
    state = _state(record)
    if state == _OUTDATED:
        return "archived"
    if state not in _STATES and state:
        account.note("metadata", MISSING, place, f"state `{state}`", "treated as a draft")
        return "draft"
    return _STATES.get(state, "")


def _body(record: Record) -> str:
    text, wiki = text_of(record, "text"), text_of(record, "wiki")
    return (
        convert_wiki(wiki)
        if wiki and (text_of(record, "article_type") == "wiki" or not text)
        else text
    )


def _audience(record: Record, place: str, account: Account) -> str:
    roles = [role.strip() for role in text_of(record, "roles").split(",") if role.strip()]
    criteria = text_of(record, "can_read_user_criteria")
    if not criteria and not set(roles) - {"public"}:
        return ""
    audience = criteria or ", ".join(roles)
    if not criteria and set(roles) <= {"public", "snc_external", "sn_customerservice.customer"}:
        return "customer"
    account.note("metadata", MISSING, place, f"readers `{audience}`", "treated as internal")
    return "internal"


def _attachments(
    files: Mapping[str, Record],
    pieces: Mapping[str, list[Record]],
    paths: AttachmentFiles,
    account: Account,
) -> Mapping[str, list[Attachment]]:
    attachments: dict[str, list[Attachment]] = defaultdict(list)
    for sys_id, record in files.items():
        name = text_of(record, "file_name") or sys_id
        data = _join(pieces.get(sys_id, []), name, account)
        file = "" if data else paths.find(name, sys_id)
        attachments[_value(record, "table_sys_id")].append(
            Attachment(name, file, data, ids=(f"file:{sys_id.lower()}", f"file:{name.lower()}"))
        )
    return attachments


def _join(pieces: list[Record], name: str, account: Account) -> bytes:
    """Join the content of an attachment: base64 of gzip, cut into pieces."""
    if not pieces:
        return b""
    ordered = sorted(pieces, key=lambda part: number_of(_value(part, "position")))
    try:
        data = b"".join(base64.b64decode(_value(part, "data")) for part in ordered)
        if data[:2] != b"\x1f\x8b":
            return data
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        plain = unpacker.decompress(data, _LARGEST)
    except (binascii.Error, ValueError, zlib.error):
        account.note("file", UNREADABLE, name, name, "its pieces do not fit together")
        return b""
    if unpacker.unconsumed_tail or not unpacker.eof:
        account.note("file", UNREADABLE, name, name, "it is incomplete, or unpacks to too much")
        return b""
    return plain


def _addresses(number: str, sys_id: str) -> Iterator[str]:
    """Yield addresses on the platform and its portals; other parameters may follow."""
    if number:
        yield from (f"/{page}?sysparm_article={number}" for page in _PAGES)
    if sys_id:
        yield f"/kb_view.do?sys_kb_id={sys_id}"


def _identify(href: str, linker: ExportedArticle) -> tuple[str, ...]:  # noqa: ARG001 - an `Identify`
    parts = split_address(href)
    if parts.netloc and not parts.netloc.lower().endswith((".service-now.com", ".servicenow.com")):
        return ()
    query = f"{parts.query}&{split_address(unquote(parts.query).partition('uri=')[2]).query}"
    words = {name.lower(): values[0].lower() for name, values in parse_qs(query).items()}
    last = parts.path.rpartition("/")[2].lower()
    if match := _IMAGE.search(parts.path):
        return (f"file:{match[1].lower()}",)
    if last == "sys_attachment.do" or "/attachment/" in parts.path:
        identifier = words.get("sys_id") or last
        return (f"file:{identifier}",)
    names = [
        words.get(key, "")
        for key in ("sysparm_article", "sys_kb_id", "sys_id", "article", "number")
    ]
    names.append(last if _NUMBER.fullmatch(last) or _SYS_ID.fullmatch(last) else "")
    is_article = last.startswith(("kb", "sp", "csm", "esc")) or "kb" in words.get("id", "")
    is_article = is_article or "kb_" in unquote(parts.query)
    return tuple(f"article:{name}" for name in names if name) if is_article else ()


SERVICENOW: Final = ExportSource("servicenow", _read, _identify)


def convert_wiki(text: str) -> str:
    """Convert paragraphs, headings, lists, emphasis and links; the rest stays as text."""
    parts: list[str] = []
    marks = ""
    for line in text.split("\n"):
        item = _ITEM.fullmatch(line.strip())
        marker = item[1] if item else ""
        parts.append(_change_lists(marks, marker))
        marks = marker
        if item:
            parts.append(f"<li>{_inline(item[2])}</li>")
        elif heading := _HEADING.fullmatch(line.strip()):
            level = len(heading[1])
            parts.append(f"<h{level}>{_inline(heading[2])}</h{level}>")
        elif line.strip():
            parts.append(f"<p>{_inline(line.strip())}</p>")
    return "".join((*parts, _change_lists(marks, "")))


def _change_lists(old: str, new: str) -> str:
    common = 0
    while common < min(len(old), len(new)) and old[common] == new[common]:
        common += 1
    names = {"*": "ul", "#": "ol"}
    closed = "".join(f"</{names[mark]}>" for mark in reversed(old[common:]))
    return closed + "".join(f"<{names[mark]}>" for mark in new[common:])


def _inline(text: str) -> str:
    text = escape(text, quote=False)
    for pattern, name in _RUNS:
        text = pattern.sub(rf"<{name}>\1</{name}>", text)
    return _LINK.sub(lambda match: f'<a href="{match[1]}">{match[2] or match[1]}</a>', text)
