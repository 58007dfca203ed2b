"""Writes the front matter of an imported article, with errata's keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Final

from errata.articles.front_matter.normalise import parse_date
from errata.data.patterns import compile_late
from errata.importing.decoding import number_of
from errata.importing.records import (
    MISSING,
    REMOVED,
    SIMPLIFIED,
    UNREADABLE,
    Account,
    ExportedArticle,
)
from errata.text.characters import BIDI, replace_unshown

# What a moment ends in that says its zone: "Z", "+02:00" and "UTC" yes; "10:11:12" no.
_ZONED: Final = compile_late(r"(?:[Zz]|UTC|GMT|[+-]\d{2}:?\d{2})$")
# "10:11" yes; "2024-01-01" no.
_TIMED: Final = compile_late(r"\d{1,2}:\d{2}")
# From this year on an article "expires" that never does: ServiceNow writes 2100-01-01.
_NEVER: Final = 2099
# "SUP-17", "KA-00012" and "mail_1" yes; "null", "12", "1e5" and "2024-01-01" are other kinds of
# values to YAML and get quotes.
_PLAIN: Final = compile_late(r"[A-Za-z]+[-_]?\d[\w-]*")
# Line ends of Unicode, and the mark at the beginning of a file: JSON allows them and YAML does not.
_ENDS: Final = compile_late("[\u0085\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class ValueRules:
    """The configured rules for values."""

    zone: tzinfo = UTC
    """Time zone of dates that state none."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Key -> value as written, in lower case -> ours."""
    products: tuple[str, ...] = ()
    """Products that articles may name; empty for any."""


def write_front_matter(  # noqa: C901 - one for each key
    article: ExportedArticle,
    number: str,
    old_number: str,
    vocabulary: ValueRules,
    account: Account,
) -> str:
    """Write the block with its markers; `old_number` is the former number, if it changed."""
    lines = [f"title: {quote(article.title)}"]
    if article.description:
        lines.append(f"description: {quote(article.description)}")
    if product := _product(article, vocabulary, account):
        lines.append(f"product: {quote(product)}")
    if keywords := [*article.keywords, *([old_number] if old_number else [])]:
        lines.append(f"keywords: {_listed(keywords)}")
    if article.state == "draft":
        lines.append("draft: true")
    elif article.state:
        lines.append(f"state: {article.state}")
    if article.audience:
        lines.append(f"audience: {article.audience}")
    lines += _dates(article, vocabulary, account)
    if version := number_of(article.version):
        lines.append(f"version-number: {version}")
    if article.order is not None:
        lines.append(f"order: {article.order}")
    if number:
        lines.append(f"article-number: {number if _PLAIN.fullmatch(number) else quote(number)}")
    old = [*article.addresses, *([f"/{old_number}/"] if old_number else [])]
    if addresses := [address for address in old if _can_lead_on(address, article, account)]:
        lines.append(f"redirect-from: {_listed(addresses)}")
    return "---\n" + "".join(f"{line}\n" for line in lines) + "---\n"


def quote(text: str) -> str:
    """Quote a text on one line, for YAML."""
    plain = replace_unshown(BIDI.sub("", _ENDS.sub(" ", text)), "")
    return json.dumps(" ".join(plain.split()), ensure_ascii=False)


def _can_lead_on(address: str, article: ExportedArticle, account: Account) -> bool:
    if not address.startswith("/?"):
        return True
    subject = f"old address `{address}`"
    detail = "the home page is there, and hosts of static sites do not look at the query"
    account.note("metadata", REMOVED, article.where, subject, detail)
    return False


def _listed(items: list[str]) -> str:
    return f"[{', '.join(quote(item) for item in dict.fromkeys(items))}]"


def _product(article: ExportedArticle, vocabulary: ValueRules, account: Account) -> str:
    if not article.product:
        return ""
    written = " ".join(article.product.split())
    spelled = vocabulary.values.get("product", {}).get(written.lower(), written)
    products = {product.casefold(): product for product in vocabulary.products}
    if products and spelled.casefold() not in products:
        detail = "not in `[metadata.vocabulary]`: name it in `[metadata.values.product]`"
        account.note("metadata", MISSING, article.where, f"product `{written}`", detail)
        return ""
    return products.get(spelled.casefold(), spelled)


def _dates(article: ExportedArticle, vocabulary: ValueRules, account: Account) -> Iterator[str]:
    created = _moment("created", article.created, article, vocabulary, account)
    published = _moment("published", article.published, article, vocabulary, account)
    updated = _moment("updated", article.updated, article, vocabulary, account)
    ends = _moment("valid until", article.valid_until, article, vocabulary, account)
    if created and published and published < created:
        # A day without a time is the day's first moment.
        if published.date() != created.date():
            detail = f"published {published:%Y-%m-%d}, before it was created"
            account.note("metadata", SIMPLIFIED, article.where, "date of creation", detail)
            created = None
        else:
            published = created
    for key, moment in (
        ("article-created-date", created),
        ("article-published-date", published),
        ("updated", updated),
    ):
        if moment:
            yield f"{key}: {moment:%Y-%m-%dT%H:%M:%SZ}"
    if ends and ends.year <= _NEVER:
        yield f"valid-until: {ends:%Y-%m-%d}"


def _moment(
    key: str, text: str, article: ExportedArticle, vocabulary: ValueRules, account: Account
) -> datetime | None:
    """Return a date in UTC; note one that cannot be read."""
    if not text:
        return None
    moment = parse_date(text.strip())
    if moment is None or moment.year < 1:
        account.note("metadata", UNREADABLE, article.where, f"{key} `{text}`", "it is not a date")
        return None
    if _TIMED.search(text) and not _ZONED.search(text.strip()):
        moment = moment.replace(tzinfo=vocabulary.zone).astimezone(UTC)
    return moment
