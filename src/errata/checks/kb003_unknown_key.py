"""A front matter key that errata does not know, or whose value it does not use.

Each key is reported once, with the number of articles that use it. If a key looks misspelled, the
finding suggests the right one. Keys of other tools do no harm. To say what a key means, add a line
to `[metadata.keys]` in `errata.toml`: the errata key that it stands for, or `public`, `internal` or
`ignored`.

If two keys mean the same, such as `description` and `summary`, only one of them is used. The other
one is reported.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from errata.articles.front_matter.keys import closest_key, display_key
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity
from errata.model import UnknownKey
from errata.model.observations import UnknownKeys

SEVERITY = Severity.WARNING

# How many files a finding names: enough to see what kind they are.
_EXAMPLES: Final = 3


def check(unknown: UnknownKeys) -> Findings:
    """Count each key, in whatever case it is written; the first place stands for all."""
    by_key: dict[str, list[UnknownKey]] = defaultdict(list)
    for key in unknown.keys:
        by_key[key.key.lower()].append(key)
    for name in sorted(by_key):
        yield _finding(by_key[name])


def _finding(places: Sequence[UnknownKey]) -> Finding:
    if places[0].used_key:
        return _find_unused(places)
    key, files = places[0].key, list(dict.fromkeys(place.span.path for place in places))
    count = _count(files)
    close = _guess(key)
    # What is nearly a key is no text that lost its indentation.
    message = f"unknown key {f'`{key}`' if close else display_key(key)}{count}"
    if close:
        remedy, severity = f"did you mean `{close}`?", SEVERITY
    else:
        # Nobody was promised that this key has an effect.
        remedy, severity = _how_to_declare(key), Severity.INFO
    span, end = places[0].span, _end(places[0])
    fix = _make_fix(places, close) if close else None
    return Finding(message, span, _with_others(remedy, files), severity, end=end, fix=fix)


def _find_unused(places: Sequence[UnknownKey]) -> Finding:
    key, used = places[0].key, places[0].used_key
    files = list(dict.fromkeys(place.span.path for place in places))
    message = f"the value of `{key}` is not used{_count(files)}: `{used}` means the same"
    declared = f'write in `errata.toml`, below `[metadata.keys]`: `"{key}" = "ignored"`'
    remedy = _with_others(f"keep one of the two, or {declared}", files)
    return Finding(message, places[0].span, remedy, Severity.INFO, end=_end(places[0]))


def _count(files: Sequence[str]) -> str:
    return f" in {len(files):,} articles" if len(files) > 1 else ""


def _guess(key: str) -> str:
    """Return the key of which this is a slip; `author_description` is a key of its own."""
    close = closest_key(key)
    words = key.casefold().replace("_", "-")
    return "" if f"-{close}-" in f"-{words}-" and words != close else close


def _make_fix(places: Sequence[UnknownKey], close: str) -> Fix | None:
    """Rename to the key that was probably meant, in every article that lacks it."""
    edits = tuple(Edit(place.span, _end(place), close) for place in places if place.can_be_renamed)
    return Fix(f"Write `{close}`", edits, safe=False) if edits else None


def _end(place: UnknownKey) -> tuple[int, int]:
    return place.span.line, place.span.column + len(place.key)


def _how_to_declare(key: str) -> str:
    name = display_key(key)[1:-1]
    if name == "…":
        return "if it is part of a text, put that text in quotes"
    return f'say what it means in `errata.toml`, below `[metadata.keys]`: `"{name}" = "ignored"`'


def _with_others(remedy: str, files: Sequence[str]) -> str:
    if len(files) == 1:
        return remedy
    others = ", ".join(f"`{file}`" for file in files[1:_EXAMPLES])
    return f"{remedy} Also in {others}" if remedy.endswith("?") else f"{remedy}; also in {others}"
