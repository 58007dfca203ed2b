"""Reads answers of the Help Center API of Zendesk Guide, each page of them a file of JSON.

The objects are recognised by the name of their list: `articles`, `translations`, `sections`,
`categories`, `article_attachments`, `user_segments`. Lists may be in one file, as with
`include=sections,categories`, or in many, as `next_page` and `links.next` have them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote

from errata.data import read_table
from errata.data.patterns import compile_late
from errata.importing.addresses import AttachmentFiles
from errata.importing.decoding import items_of, parse_json, split_address, text_of
from errata.importing.records import (
    MISSING,
    SIMPLIFIED,
    SUPERSEDED,
    UNREADABLE,
    Account,
    Attachment,
    ExportedArticle,
    ExportSource,
    Texts,
)

# Name of a list, or of one record -> the list.
_LISTS: Final[Mapping[str, str]] = read_table("exports", "zendesk-lists")
# Lists of the same answers that say nothing about the text of articles.
_OTHER_LISTS: Final = frozenset(
    ["users", "topics", "permission_groups", "labels", "content_tags", "meta", "links"]
)
# "/hc/en-us/articles/360001-Title" and "/hc/articles/360001" yes; "/hc/en-us/sections/1" no.
_ARTICLE: Final = compile_late(
    r"/hc/(?:([a-z]{2,3}(?:-[a-z0-9]{2,4})*)/)?articles/(\d+)", re.IGNORECASE
)
# "/hc/article_attachments/360002/a.png" and "/hc/en-us/article_attachments/360002" yes.
_FILE: Final = compile_late(r"/article_attachments/(?:token/)?([\w-]+)", re.IGNORECASE)
_AUDIENCES: Final = {"signed_in_users": "customer", "staff": "internal"}


@dataclass(slots=True)
class _Tables:
    """Objects of all files by their ids."""

    articles: dict[str, dict[str, Any]] = field(default_factory=dict)
    translations: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    others: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    where: dict[str, str] = field(default_factory=dict)

    def name_of(self, table: str, number: str) -> str:
        return text_of(self.others[table].get(number, {}), "name")


def _read(texts: Texts, account: Account) -> list[ExportedArticle]:
    tables = _Tables()
    for path in texts.paths(".json", ".jsonl", ".ndjson"):
        _collect(parse_json(texts.read(path, account), path), path, tables, account)
    files = _attachments(tables, AttachmentFiles(texts.export.sizes))
    translations: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (source, _), version in tables.translations.items():
        translations[source].append(version)
    articles = []
    for number, record in tables.articles.items():
        versions = [record, *translations[number]]
        by_locale = {text_of(version, "locale"): version for version in versions}
        for locale, version in by_locale.items():
            merged = {
                **record,
                **{key: value for key, value in version.items() if value is not None},
            }
            articles.append(_article(number, locale, merged, tables, files, account))
    return articles


def _collect(document: Any, path: str, tables: _Tables, account: Account) -> None:  # noqa: ANN401 - JSON
    documents = document if isinstance(document, list) else [document]
    for exported in documents:
        if not isinstance(exported, dict):
            account.note("record", UNREADABLE, path, str(exported)[:40], "it is not an object")
            continue
        names = [name for name in _LISTS if isinstance(exported.get(name), list | dict)]
        if not names and "body" in exported:
            _add("articles", exported, path, tables, account)
        elif not names and not _OTHER_LISTS & exported.keys():
            account.note("record", UNREADABLE, path, "no articles", "not an answer of the API")
        for name in names:
            records = exported[name]
            for record in records if isinstance(records, list) else [records]:
                _add(_LISTS[name], record, path, tables, account)


def _add(table: str, record: Any, path: str, tables: _Tables, account: Account) -> None:  # noqa: ANN401 - JSON
    number = text_of(record, "id") if isinstance(record, dict) else ""
    if not number:
        account.note("record", UNREADABLE, path, str(record)[:40], "it has no id")
    elif table == "articles":
        tables.articles[number] = _newer(tables.articles.get(number), record, path, account)
        tables.where.setdefault(number, path)
        for translation in items_of(record, "translations"):
            _add("translations", translation, path, tables, account)
    elif table == "translations":
        source = text_of(record, "source_id")
        if text_of(record, "source_type") not in {"", "Article"}:
            return  # of sections and categories; folders are named in the source's language
        key = source, text_of(record, "locale")
        tables.translations[key] = _newer(tables.translations.get(key), record, path, account)
    else:
        tables.others[table][number] = record


def _newer(
    other: dict[str, Any] | None, record: dict[str, Any], path: str, account: Account
) -> dict[str, Any]:
    """Return the newer of two records with one id; note that the other is left out.

    An article that is edited during the export is in two pages of the answers.
    """
    if other is None:
        return record
    older, newer = sorted((other, record), key=lambda record: text_of(record, "updated_at"))
    if any(text_of(older, name) != text_of(newer, name) for name in ("title", "body")):
        name = text_of(older, "title", "id")
        account.note("article", SUPERSEDED, path, name, "another record with its id is imported")
    return newer


def _attachments(tables: _Tables, paths: AttachmentFiles) -> Mapping[str, list[Attachment]]:
    attachments: dict[str, list[Attachment]] = defaultdict(list)
    for number, record in tables.others["article_attachments"].items():
        name = text_of(record, "file_name", "display_file_name") or number
        address = text_of(record, "content_url", "relative_path")
        ids = (f"file:{number}", *_named_files(address))
        file = paths.find(name, number)
        listed = record.get("inline") is False
        attachments[text_of(record, "article_id")].append(
            Attachment(
                name,
                file,
                ids=tuple(dict.fromkeys(ids)),
                is_listed=listed,
                locale=text_of(record, "locale"),
            )
        )
    return attachments


def _article(  # noqa: PLR0913, PLR0917 - the tables of an export
    number: str,
    locale: str,
    record: dict[str, Any],
    tables: _Tables,
    files: Mapping[str, list[Attachment]],
    account: Account,
) -> ExportedArticle:
    title = text_of(record, "title", "name")
    place = f"{tables.where[number]}: {title or number} ({locale})"
    labels = [str(label) for label in items_of(record, "label_names") if str(label).strip()]
    address = text_of(record, "html_url")
    address = address if split_address(address).path else ""
    is_draft = record.get("draft") is True or record.get("hidden") is True
    if record.get("outdated") is True:
        account.note("metadata", SIMPLIFIED, place, "outdated", "the dates of both say so, too")
    return ExportedArticle(
        key=f"zendesk:{number}:{locale}",
        where=place,
        title=title,
        html=str(record.get("body") or ""),
        locale=locale,
        group=f"zendesk:{number}",
        state="draft" if is_draft else "",
        audience=_audience(record, place, tables, account),  # type: ignore[arg-type]  # one of the words
        keywords=tuple(labels),
        product=_product(record, tables),
        folders=tuple(_folders(record, tables)),
        created=text_of(record, "created_at"),
        updated=text_of(record, "edited_at", "updated_at"),
        order=position if type(position := record.get("position")) is int else None,
        addresses=_addresses(address, locale),
        ids=(f"article:{number}",),
        attachments=tuple(file for file in files.get(number, ()) if file.locale in {"", locale}),
        base=address,
    )


def _audience(record: dict[str, Any], place: str, tables: _Tables, account: Account) -> str:
    numbers = [record.get("user_segment_id"), *items_of(record, "user_segment_ids")]
    segments = [str(segment) for segment in numbers if segment is not None]
    if not segments:
        return ""
    kinds = [
        text_of(tables.others["user_segments"].get(segment, {}), "user_type")
        for segment in segments
    ]
    if kind := next((_AUDIENCES[kind] for kind in kinds if kind in _AUDIENCES), ""):
        return kind
    account.note("metadata", MISSING, place, f"user segment {segments[0]}", "treated as internal")
    return "internal"


def _sections(record: dict[str, Any], tables: _Tables) -> list[dict[str, Any]]:
    """Return the article's sections, the outermost first; sections may be nested."""
    sections: list[dict[str, Any]] = []
    number = text_of(record, "section_id")
    while number and (section := tables.others["sections"].get(number)) and section not in sections:
        sections.insert(0, section)
        number = text_of(section, "parent_section_id")
    return sections


def _folders(record: dict[str, Any], tables: _Tables) -> Iterator[str]:
    sections = _sections(record, tables)
    if sections and (name := tables.name_of("categories", text_of(sections[0], "category_id"))):
        yield name
    for section in sections:
        yield text_of(section, "name")


def _product(record: dict[str, Any], tables: _Tables) -> str:
    return next(_folders(record, tables), "")


def _addresses(url: str, locale: str) -> tuple[str, ...]:
    """Return the article's old paths; a translation without an address of its own has one by id."""
    path = unquote(split_address(url).path)
    match = _ARTICLE.match(path)
    if not match:
        return ()
    if match[1] and match[1].lower() != locale.lower():
        return (f"/hc/{locale}/articles/{match[2]}",)
    return tuple(dict.fromkeys((path, match[0])))


def _named_files(address: str) -> tuple[str, ...]:
    match = _FILE.search(address)
    return (f"file:{match[1]}",) if match else ()


def _identify(href: str, linker: ExportedArticle) -> tuple[str, ...]:
    parts = split_address(href)
    own = split_address(linker.base).netloc
    if parts.netloc and own and parts.netloc != own and not parts.netloc.endswith(".zendesk.com"):
        return ()
    if match := _ARTICLE.match(parts.path):
        return (f"article:{match[2]}",)
    return _named_files(parts.path)


ZENDESK: Final = ExportSource("zendesk", _read, _identify)
