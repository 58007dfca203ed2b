"""Reads the front matter of one file: public metadata, internal secrets, findings, and the body.

The steps are: decode and split the file, read the keys as texts with places, take the internal
values out, validate the rest, and run the checks. It never raises, whatever the bytes.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import structs
from pydantic import ValidationError

from errata.articles.front_matter import normalise
from errata.articles.front_matter.entries import (
    FrontMatterContext,
    NestedValue,
    explain_duplicate_key,
)
from errata.articles.front_matter.hidden import take_hidden
from errata.articles.front_matter.keys import closest_key
from errata.articles.front_matter.mapping import INTERNAL, MappedEntries, find_meaning, map_entries
from errata.articles.front_matter.publication import is_publication_key, read_publication
from errata.articles.front_matter.recovery import read_with_recovery
from errata.articles.front_matter.schema import UNREADABLE_DATE, FrontMatterSchema
from errata.articles.front_matter.split import (
    FrontMatter,
    decode_source,
    leave_out,
    split_source,
)
from errata.articles.front_matter.yaml_errors import explain_faulty_value
from errata.articles.numbers import make_title
from errata.diagnostics import Span
from errata.diagnostics.registry import run_checks
from errata.model import INTERNAL_KEYS, Metadata, Position, Secret, State, UnknownKey
from errata.model.observations import (
    MalformedValue,
    UnreadableDate,
    UnreadableFrontMatter,
    UnusableFile,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from errata.articles.conventions import ParseOptions
    from errata.articles.front_matter.entries import FrontMatterEntry
    from errata.articles.front_matter.lines import YamlError
    from errata.articles.front_matter.split import SourceParts
    from errata.config import AuthorsConfig
    from errata.model import Conventions, Publication, Source

# Keys that name a person.
_NAMES: Final = frozenset({"article-created-by", "article-published-by", "owner"})
# Where Jekyll looks for what is not published.
_DRAFTS: Final = "_drafts"
# Keys whose values checks compare when all articles are known.
_PLACED: Final = (
    *("title", "description", "review-date", "version-number", "replaced-by"),
    *("article-created-date", "article-published-date", "last-substantial-update", "updated"),
)
# `ht-degree` of a translation that a person did wholly, in per cent.
_WHOLE: Final = 100
# What authors write for "nothing": it is not a secret, or every page would contain one.
_NO_VALUE: Final = frozenset({"", "~", "null", "none", "n/a", "-", "."})


def read_front_matter(source: Source, options: ParseOptions) -> FrontMatter:
    """Read everything before a file's body; faults become diagnostics, whatever the bytes."""
    text, fault = decode_source(source, options.limits.file_bytes)
    faults: list[object] = [fault] if fault else []
    if fault and not text:
        return leave_out(faults)
    parts = split_source(text, source.path)
    if isinstance(parts, UnreadableFrontMatter):
        return leave_out(faults or [parts], text)
    front = _read_parts(source, parts, options, faults)
    is_shown = front.metadata is not None
    return structs.replace(front, body=parts.body, text=text if is_shown else "")


def _read_parts(
    source: Source, parts: SourceParts, options: ParseOptions, faults: Sequence[object]
) -> FrontMatter:
    """Read a front matter that was split off; faults that are known leave the article out."""
    if too_large := _too_large(parts, source, options.limits.front_matter_bytes):
        return leave_out([*faults, too_large], body_line=parts.body_line)
    reading, helped = read_with_recovery(parts, options)
    entries, hidden = take_hidden(reading.entries, source.path)
    unread = [*faults, *(_unreadable(source, fault) for fault in reading.faults)]
    if unread:
        secrets = tuple(_secrets(entries, options.conventions))
        return leave_out(unread, body_line=parts.body_line, secrets=secrets)
    front = _interpret(source, parts, entries, options)
    noted = (_unreadable(source, fault, is_fault=False) for fault in helped)
    findings = run_checks(*hidden, *noted)
    diagnostics = sorted((*front.diagnostics, *findings), key=lambda each: each.sort_key)
    return structs.replace(front, diagnostics=tuple(diagnostics))


def _interpret(
    source: Source,
    parts: SourceParts,
    listed: Sequence[FrontMatterEntry],
    options: ParseOptions,
) -> FrontMatter:
    conventions = options.conventions
    secrets = tuple(_secrets(listed, conventions))
    mapped = map_entries(listed, conventions)
    entries = {entry.key: entry for entry in mapped.known}
    schema, errors = _validate(entries)
    bad = _bad_keys(errors)
    rules = (conventions.number, conventions.required)
    context = FrontMatterContext(source, parts.form, parts.text, entries, schema, bad, *rules)
    is_docusaurus = "docusaurus" in conventions.presets
    publication, faults = read_publication(
        mapped.every, source.path, unlisted_is_hidden=is_docusaurus
    )
    if _DRAFTS in source.path.split("/"):
        publication = structs.replace(publication, state=State.DRAFT)
    malformed = (_malformed(error, context) for error in errors)
    contradictions = (
        _unreadable(source, explain_duplicate_key(*pair), is_fault=False)
        for pair in mapped.contradicted
    )
    diagnostics = run_checks(context, *malformed, *faults, *contradictions)
    metadata = structs.replace(
        _metadata(context, publication, _team(entries, options.authors)),
        facts=tuple(_facts(mapped.facts)),
    )
    unknown = tuple(_unknown_keys(mapped, source, listed, parts))
    return FrontMatter(
        *(metadata, secrets, diagnostics),
        body_line=parts.body_line,
        is_titled=bool(schema.title),
        unknown=unknown,
    )


def _unknown_keys(
    mapped: MappedEntries,
    source: Source,
    listed: Sequence[FrontMatterEntry],
    parts: SourceParts,
) -> Iterator[UnknownKey]:
    lines = parts.text.split("\n") if parts.form == "yaml" else []
    # Two keys of one file may be near the same known one, which no file may have twice.
    counts = Counter(closest_key(entry.key) for entry in mapped.unknown)
    repeated = (key for key, count in counts.items() if count > 1)
    taken = {"", *(entry.key.lower() for entry in listed), *repeated}
    for entry in mapped.unknown:
        if not is_publication_key(entry.key):
            # A key in quotes begins one column later.
            line = lines[entry.line - 1] if lines else ""
            is_plain = line.startswith(entry.key, entry.column - 1)
            span = Span(source.path, entry.line, entry.column)
            yield UnknownKey(span, entry.key, is_plain and closest_key(entry.key) not in taken)
    for entry, used in mapped.overruled:
        yield UnknownKey(Span(source.path, entry.line, entry.column), entry.key, used_key=used.key)


def _facts(entries: Iterable[FrontMatterEntry]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names and values of keys that are declared as public."""
    for entry in entries:
        texts = entry.value.values if isinstance(entry.value, NestedValue) else entry.texts
        if values := normalise.drop_repeated_values(map(normalise.clean_prose, texts)):
            yield entry.key, values


def _too_large(parts: SourceParts, source: Source, limit: int) -> UnusableFile | None:
    size = len(parts.text.strip("\n").encode())
    if size <= limit:
        return None
    message = f"front matter of {size} bytes is larger than the limit of {limit}"
    remedy = "move text to the body, or raise `limits.front-matter-bytes`"
    return UnusableFile(Span(source.path), message, remedy)


def _unreadable(
    source: Source, error: YamlError, *, is_fault: bool = True
) -> UnreadableFrontMatter:
    span = Span(source.path, error.line, error.column)
    path, fix = source.path, error.fix
    if fix:
        edits = (
            structs.replace(edit, span=structs.replace(edit.span, path=path)) for edit in fix.edits
        )
        fix = structs.replace(fix, edits=tuple(edits))
    first = Span(path, *error.first) if error.first else None
    return UnreadableFrontMatter(span, error.message, error.help, is_fault, error.end, fix, first)


# ── internal values ─────────────────────────────────────────────────────────────────────────


def _secrets(entries: Iterable[FrontMatterEntry], conventions: Conventions) -> Iterator[Secret]:
    for entry in entries:
        meaning = find_meaning(entry.key, conventions)
        if meaning == INTERNAL:
            yield from (Secret(entry.key, value, entry.line) for value in _names(entry))
            continue
        # A misspelt internal key still holds an internal value, also as a mapping.
        kind = meaning or closest_key(entry.key.partition(".")[0])
        if kind in INTERNAL_KEYS:
            yield from (Secret(kind, value, entry.line) for value in _values(kind, entry))


def _names(entry: FrontMatterEntry) -> dict[str, None]:
    """Collect the values of another tool's key, mostly names of persons, split at commas too."""
    texts = entry.value.values if isinstance(entry.value, NestedValue) else entry.texts
    forms = [form for text in texts for form in (text, *text.split(","))]
    cleaned = (normalise.clean_text(form).lstrip("@") for form in forms)
    return {form: None for form in cleaned if form.casefold() not in _NO_VALUE}


def _values(kind: str, entry: FrontMatterEntry) -> dict[str, None]:
    """Collect the forms in which an internal value could turn up."""
    forms: dict[str, None] = {}
    for text in entry.texts:
        forms[text.strip()] = None
        if kind in _NAMES:
            forms[normalise.clean_name(text)] = None
    return {form: None for form in forms if form.casefold() not in _NO_VALUE}


def _team(entries: Mapping[str, FrontMatterEntry], authors: AuthorsConfig) -> str:
    """Return the configured team of the owner, else of the publisher; empty if none."""
    for key in ("owner", "article-published-by") if authors.teams else ():
        entry = entries.get(key)
        name = normalise.clean_name(entry.value) if entry and isinstance(entry.value, str) else ""
        for label, members in sorted(authors.teams.items()):
            if name in map(normalise.clean_name, members):
                return label
    return ""


# ── validation ──────────────────────────────────────────────────────────────────────────────


def _validate(
    entries: Mapping[str, FrontMatterEntry],
) -> tuple[FrontMatterSchema, list[ErrorDetails]]:
    """Validate the values; malformed ones get their default, so that the rest can be used."""
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


def _malformed(error: ErrorDetails, context: FrontMatterContext) -> MalformedValue | UnreadableDate:
    key = str(error["loc"][0])
    entry = context.entries[key]
    if entry.written:
        return _not_ours(entry, error, context)
    kind = UnreadableDate if error["type"] == UNREADABLE_DATE else MalformedValue
    on_line = isinstance(entry.value, NestedValue | tuple) and entry.line == entry.value_line
    if on_line and context.form == "yaml":
        # `title: [!DNL X] …` and `title: {{x}}` are texts that YAML reads as something else.
        fault = explain_faulty_value(context.text.split("\n"), entry.value_line, entry.value_column)
        span = Span(context.source.path, fault.line, fault.column)
        return kind(span, fault.message, fault.help, end=fault.end)
    remedy = str(error.get("ctx", {}).get("help", ""))
    place, end = context.place(key), context.value_end(key)
    return kind(place, f"`{key}`: {error['msg']}", remedy, end=end)


def _not_ours(
    entry: FrontMatterEntry, error: ErrorDetails, context: FrontMatterContext
) -> MalformedValue:
    """Report a key that means something else to the tool that it was written for."""
    message = f"`{entry.written}` is read as `{entry.key}`: {error['msg']}"
    declared = f'"{entry.written}" = "ignored"'
    remedy = f"if it means something else, write `{declared}` below `[metadata.keys]`"
    place, end = context.place(entry.key), context.value_end(entry.key)
    return MalformedValue(place, message, remedy, is_foreign=True, end=end)


def _metadata(context: FrontMatterContext, publication: Publication, team: str) -> Metadata:
    schema = context.schema
    # A value that cannot be read must not show a hidden page.
    unread = bool(context.malformed & {"hide", "hidefromtoc"})
    return Metadata(
        title=schema.title or make_title(f"{context.source.page_path}.md"),
        description=schema.description,
        number=context.number,
        is_numbered=context.is_numbered,
        solutions=schema.solution,
        products=schema.product,
        applies_to=schema.applies_to,
        keywords=schema.keywords,
        error_codes=schema.error_codes,
        not_error_codes=schema.not_error_codes,
        messages=schema.messages,
        created=schema.article_created_date,
        published=schema.article_published_date,
        updated=schema.updated,
        order=schema.order,
        navigation_title=schema.navigation_title,
        version=schema.version_number,
        bug=schema.bug,
        hidden=schema.hide or schema.hidefromtoc or unread or publication.is_hidden,
        redirect_from=schema.redirect_from,
        replaced_by=schema.replaced_by,
        machine_translated="mt" in schema.workflow_type.casefold() and schema.ht_degree != _WHOLE,
        human_share=schema.ht_degree,
        audience=(*schema.role, *schema.level),
        publication=publication,
        team=team,
        key_lines={key: entry.line for key, entry in context.entries.items()},
        value_places=dict(_value_places(context)),
        term_places=dict(_term_places(context)),
    )


def _term_places(context: FrontMatterContext) -> Iterator[tuple[str, tuple[Position, ...]]]:
    values = {
        "solution": context.schema.solution,
        "product": context.schema.product,
        "applies-to": context.schema.applies_to,
    }
    for key, texts in values.items():
        if texts:
            yield key, tuple(context.position(key, text) for text in texts)


def _value_places(context: FrontMatterContext) -> Iterator[tuple[str, Position]]:
    for key in _PLACED:
        if key in context.entries:
            yield key, context.position(key)
