"""Reads the front matter of one file: public metadata, internal secrets, findings, and the body.

It is decoded and split here. What an edit changes is mostly the text below, so what a front matter
was interpreted as is kept: of a check of one article that saves a fiftieth, the readers of YAML and
the schema. It never raises, whatever the bytes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import structs

from errata.articles.front_matter.split import (
    FrontMatter,
    decode_source,
    leave_out,
    split_source,
)
from errata.model.observations import UnreadableFrontMatter

if TYPE_CHECKING:
    from errata.articles.conventions import ParseOptions
    from errata.articles.front_matter.split import SourceParts
    from errata.model import Keeper, Source


def read_front_matter(
    source: Source, options: ParseOptions, keeper: Keeper | None = None, rules: str = ""
) -> FrontMatter:
    """Read everything before a file's body; faults become diagnostics, whatever the bytes.

    `rules` is the digest of the options, where many files are read by the same (`digest_options`).
    """
    text, fault = decode_source(source, options.limits.file_bytes)
    faults: list[object] = [fault] if fault else []
    if fault and not text:
        return leave_out(faults)
    parts = split_source(text, source.path)
    if isinstance(parts, UnreadableFrontMatter):
        return leave_out(faults or [parts], text)

    def interpret() -> FrontMatter:
        from errata.articles.front_matter.interpret import (  # noqa: PLC0415 - it reads YAML and makes the schema
            interpret_front_matter,
        )

        return interpret_front_matter(source, parts, options, faults)

    if keeper is None or fault:
        front = interpret()
    else:
        key = _describe(source, parts, rules or digest_options(options))
        front = keeper.keep("front matter", FrontMatter, key, interpret)
    is_shown = front.metadata is not None
    return structs.replace(front, body=parts.body, text=text if is_shown else "")


def digest_options(options: ParseOptions) -> str:
    """Return a digest of all options. It takes 0.6 ms, and to parse an article takes 8."""
    return sha256(repr(options).encode("utf-8", "surrogatepass")).hexdigest()


def _describe(source: Source, parts: SourceParts, rules: str) -> str:
    """Return a key of all that a front matter is interpreted by."""
    place = (source.path, source.locale, source.page, source.name, source.listed_title)
    described = repr((place, parts.form, parts.text, parts.body_line, rules))
    return sha256(described.encode("utf-8", "surrogatepass")).hexdigest()
