"""The front matter of one file: public metadata, internal secrets, findings, and the body.

Procedure: decode, split, read the YAML as texts with places, take the internal values out,
validate the rest, note what should be written better. It never raises, whatever the bytes.

Codes: KB001 unreadable, KB002 required key missing, KB003 unknown key, KB004 not a text file or
too large, KB101 number and file name differ, KB102 date (error where it cannot be read, warning
where it is not ISO 8601), KB103 dates in the wrong order, KB105 style of values, KB106 keywords,
KB107 applies-to, KB108 value not of the expected type.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from errata.articles.front_matter import normalise
from errata.articles.front_matter.entries import NestedValue, read_entries
from errata.articles.front_matter.findings import (
    FrontMatterContext,
    front_matter_findings,
    read_number,
)
from errata.articles.front_matter.schema import KNOWN_KEYS, FrontMatterSchema, closest_key
from errata.articles.front_matter.source_text import SourceParts, decode_source, split_source
from errata.articles.front_matter.yaml_errors import yaml_error_in_value
from errata.diagnostics import Diagnostic, Severity, Span
from errata.model import INTERNAL_KEYS, Metadata, Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

    from errata.articles.front_matter.entries import EntriesReading, FrontMatterEntry
    from errata.articles.front_matter.yaml_errors import YamlError
    from errata.articles.parsing import ParseOptions
    from errata.config import AuthorsConfig
    from errata.model import Source

_NAMES = frozenset({"article-created-by", "article-published-by"})
_WHOLE = 100
_NO_VALUE = frozenset({"", "~", "null", "none", "n/a", "-", "."})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file's beginning, read."""

    metadata: Metadata | None
    """None where the article has to be left out; an error among the diagnostics says why."""
    secrets: tuple[Secret, ...]
    """Every internal value, also of an article that is left out, as far as its YAML can be read."""
    diagnostics: tuple[Diagnostic, ...]
    """Sorted."""
    body: str
    """What follows the closing `---`, with LF line ends."""
    body_line: int
    """1-based line of the file on which the body begins."""
    text: str = ""
    """The whole file, with LF line ends; empty where the article has to be left out."""


def read_front_matter(source: Source, options: ParseOptions) -> FrontMatter:
    """Everything a file says before its body; faults become diagnostics, whatever the bytes."""
    text, fault = decode_source(source, options.limits.file_bytes)
    faults = [fault] if fault else []
    if fault and not text:
        return _left_out(faults)
    parts = split_source(text, source.path)
    if isinstance(parts, Diagnostic):
        return _left_out(faults or [parts], text)
    if too_large := _too_large(parts, source, options.limits.front_matter_bytes):
        return _left_out([*faults, too_large], parts.body, parts.body_line)
    reading = read_entries(parts.yaml, options.limits.yaml_depth)
    faults += (_at(source, hazard) for hazard in reading.faults)
    front = _interpreted(source, parts, reading, faults, options.authors)
    return replace(front, text=text) if front.metadata else front


def _interpreted(
    source: Source,
    parts: SourceParts,
    reading: EntriesReading,
    faults: list[Diagnostic],
    authors: AuthorsConfig,
) -> FrontMatter:
    secrets = tuple(_secrets(reading.entries))
    if faults:
        return _left_out(faults, parts.body, parts.body_line, secrets)
    entries = {entry.key: entry for entry in reading.entries}
    schema, errors = _validated(entries)
    facts = FrontMatterContext(source, parts.yaml, entries, schema)
    number, found = read_number(facts)
    found += (_malformed(error, facts) for error in errors)
    found += _internal_shape(facts)
    found += _untitled(facts, errors)
    found += front_matter_findings(facts, number)
    metadata = None
    if schema.title and number:
        metadata = _metadata(facts, number, _team(entries, authors), _bad_keys(errors))
    return FrontMatter(metadata, secrets, _sorted(found), parts.body, parts.body_line)


def _left_out(
    faults: Iterable[Diagnostic],
    body: str = "",
    body_line: int = 1,
    secrets: tuple[Secret, ...] = (),
) -> FrontMatter:
    return FrontMatter(None, secrets, _sorted(faults), body, body_line)


def _sorted(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=_sort_key))


def _sort_key(found: Diagnostic) -> tuple[int, int, str, str]:
    """As `Diagnostic.sort_key`, without comparing the path that all of one file share."""
    return (found.span.line, found.span.column, found.code, found.message)


def _too_large(parts: SourceParts, source: Source, limit: int) -> Diagnostic | None:
    size = len(parts.yaml.strip("\n").encode())
    if size <= limit:
        return None
    message = f"front matter of {size} bytes is larger than the limit of {limit}"
    remedy = "move text to the body, or raise `limits.front-matter-bytes`"
    return Diagnostic("KB004", Severity.ERROR, message, Span(source.path), remedy)


def _at(source: Source, hazard: YamlError, code: str = "KB001") -> Diagnostic:
    span = Span(source.path, hazard.line, hazard.column)
    return Diagnostic(code, Severity.ERROR, hazard.message, span, hazard.help)


# ── internal values ─────────────────────────────────────────────────────────────────────────


def _secrets(entries: Iterable[FrontMatterEntry]) -> Iterator[Secret]:
    for entry in entries:
        kind = entry.key
        if kind not in INTERNAL_KEYS:
            # A misspelt internal key holds an internal value all the same.
            kind = "" if kind in KNOWN_KEYS else closest_key(kind)
        if kind in INTERNAL_KEYS:
            yield from (Secret(kind, value) for value in _values(kind, entry))


def _values(kind: str, entry: FrontMatterEntry) -> dict[str, None]:
    """The forms in which an internal value could turn up, without repetitions."""
    forms: dict[str, None] = {}
    for text in entry.texts:
        forms[text.strip()] = None
        if kind in _NAMES:
            forms[normalise.clean_name(text)] = None
    return {form: None for form in forms if form.casefold() not in _NO_VALUE}


def _team(entries: Mapping[str, FrontMatterEntry], authors: AuthorsConfig) -> str:
    """The label the configuration gives the publisher's team; empty without one."""
    entry = entries.get("article-published-by")
    if not authors.teams or entry is None or not isinstance(entry.value, str):
        return ""
    name = normalise.clean_name(entry.value)
    for label, members in sorted(authors.teams.items()):
        if name in map(normalise.clean_name, members):
            return label
    return ""


# ── validation ──────────────────────────────────────────────────────────────────────────────


def _validated(
    entries: Mapping[str, FrontMatterEntry],
) -> tuple[FrontMatterSchema, list[ErrorDetails]]:
    """The typed values; what is malformed has its default, so that the rest can be used."""
    values = {
        key: entry.value
        for key, entry in entries.items()
        if entry.value is not None and key not in INTERNAL_KEYS
    }
    try:
        return FrontMatterSchema.model_validate(values), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    good = {key: value for key, value in values.items() if key not in _bad_keys(errors)}
    return FrontMatterSchema.model_validate(good), errors


def _bad_keys(errors: Iterable[ErrorDetails]) -> frozenset[str]:
    return frozenset(str(error["loc"][0]) for error in errors)


def _malformed(error: ErrorDetails, facts: FrontMatterContext) -> Diagnostic:
    key = str(error["loc"][0])
    entry = facts.entries[key]
    if isinstance(entry.value, NestedValue | tuple) and entry.line == entry.value_line:
        # `title: [!DNL X] …` and `title: {{x}}` are texts that YAML reads as something else.
        hazard = yaml_error_in_value(facts.text, entry.value_line, entry.value_column)
        return _at(facts.source, hazard, error["type"])
    remedy = str(error.get("ctx", {}).get("help", ""))
    return facts.note(error["type"], Severity.ERROR, f"`{key}`: {error['msg']}", key, remedy)


def _internal_shape(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    """Internal values are looked at for their shape only, and never repeated."""
    for key in INTERNAL_KEYS:
        entry = facts.entries.get(key)
        if entry is not None and isinstance(entry.value, tuple | NestedValue):
            message = f"`{key}`: value is not a text"
            yield facts.note("KB108", Severity.ERROR, message, key, "write it on one line")


def _untitled(facts: FrontMatterContext, errors: Iterable[ErrorDetails]) -> Iterator[Diagnostic]:
    if facts.schema.title or "title" in _bad_keys(errors):
        return
    message = "required key `title` is missing"
    if "title" in facts.entries:
        message = "required key `title` has no value"
    remedy = "write `title: …` with the problem in the reader's words"
    yield facts.note("KB002", Severity.ERROR, message, "title", remedy)


def _metadata(facts: FrontMatterContext, number: str, team: str, bad: frozenset[str]) -> Metadata:
    schema = facts.schema
    return Metadata(
        title=schema.title,
        description=schema.description,
        number=number,
        solutions=schema.solution,
        products=schema.product,
        applies_to=schema.applies_to,
        keywords=schema.keywords,
        error_codes=schema.error_codes,
        not_error_codes=schema.not_error_codes,
        created=schema.article_created_date,
        published=schema.article_published_date,
        version=schema.version_number,
        bug=schema.bug,
        # What cannot be read must not put a hidden page on show.
        hidden=schema.hide or schema.hidefromtoc or bool(bad & {"hide", "hidefromtoc"}),
        replaced_by=schema.replaced_by,
        machine_translated="mt" in schema.workflow_type.casefold() and schema.ht_degree != _WHOLE,
        human_share=schema.ht_degree,
        audience=(*schema.role, *schema.level),
        video_thumbnail=schema.thumbnail,
        team=team,
        key_lines={key: entry.line for key, entry in facts.entries.items()},
    )
