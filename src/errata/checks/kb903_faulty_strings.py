"""A file of interface strings in your templates that is incomplete or has faulty strings.

Missing strings are shown in English. A string is faulty if no template uses it, if it has a
placeholder such as `{n}` that nothing fills, or if its language does not have that plural form. A
file that is not named after a locale is not used at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from errata.checks.subjects import Interface
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Severity, Span, suggest_name
from errata.model import TemplateFile, Theme
from errata.text.locales import cldr_locale, find_serving_locales
from errata.text.strings import FIRST, PLURALS, plural_names
from errata.text.toml import locate_key, read_toml

SEVERITY = Severity.WARNING

# "{n}", "{code}" yes; "{", "{a" no.
_PLACEHOLDER: Final = compile_late(r"\{[^{}]*\}")
# Missing strings that a message names: a language that somebody has begun lacks a hundred.
_MAX_NAMED: Final = 5
# The numbers 0 to 999 show which plural forms a language needs for what is counted here. Beyond
# them come only forms such as "many" for a million in French; no site has a million articles.
_NUMBERS: Final = 1000


def check(interface: Interface) -> Findings:
    """Report findings by file, then by line; tests keep the shipped strings complete."""
    theme = interface.theme
    for tag, file in sorted(theme.string_files.items()):
        if cldr_locale(tag) is None:
            remedy = "name it after the locale's folder of articles, such as `de.toml`"
            message = f"`{tag}` is not a locale: no page shows these strings"
            yield Finding(message, Span(file.path), remedy)
            continue
        own = {name: str(text) for name, text in read_toml(file.text, file.path).items()}
        yield from _faults(tag, file, own, theme)


def _faults(tag: str, file: TemplateFile, own: Mapping[str, str], theme: Theme) -> Findings:
    english = theme.strings[FIRST]
    plurals = plural_names(english)
    for name, text in own.items():
        stem, form = _form(name, plurals)
        for message, remedy in (
            *_name_faults(name, theme, tag, form),
            *_text_faults(text, english.get(name) or english.get(f"{stem}_other"), form),
        ):
            yield Finding(message, locate_key(file.text, file.path, [name]), remedy)
    missing = [*_missing_forms(tag, own, plurals), *_missing(tag, theme)]
    if missing:
        names = ", ".join(f"`{name}`" for name in missing[:_MAX_NAMED])
        remainder = f" and {len(missing) - _MAX_NAMED} more" if len(missing) > _MAX_NAMED else ""
        message = f"lacks {names}{remainder}"
        remedy = "add them: readers see English or a wrong form"
        yield Finding(message, Span(file.path), remedy)


def _form(name: str, plurals: frozenset[str]) -> tuple[str, str]:
    """Split a name into message and plural form; the form is empty if it is not counted."""
    stem, _, form = name.rpartition("_")
    return (stem, form) if stem in plurals and form in PLURALS else (name, "")


def _name_faults(name: str, theme: Theme, tag: str, form: str) -> Iterator[tuple[str, str]]:
    known_names = _shipped_names(theme)
    if form and form not in _forms(tag):
        has = ", ".join(f"`{plural_form}`" for plural_form in sorted(_forms(tag)))
        yield f"`{name}`: `{tag}` has no plural form `{form}`", f"it has {has}"
    elif not form and name not in known_names and not _is_used(name, theme):
        remedy = suggest_name(name, known_names, "remove it")
        yield f"no template uses the string `{name}`", remedy


def _shipped_names(theme: Theme) -> frozenset[str]:
    """Return the shipped names: those of languages for which the user has no file."""
    untouched = [tag for tag in theme.strings if tag not in theme.string_files] or [FIRST]
    return frozenset(name for tag in untouched for name in theme.strings[tag])


def _is_used(name: str, theme: Theme) -> bool:
    return any(name in file.text for file in theme.overrides.values())


def _text_faults(text: str, original: str | None, form: str) -> Iterator[tuple[str, str]]:
    if not text.strip():
        yield "the text is empty", "write one, or remove the line to show English"
    elif original is not None:
        original_names, names = set(_PLACEHOLDER.findall(original)), set(_PLACEHOLDER.findall(text))
        for lost in sorted(names - original_names):
            yield f"`{lost}` is not filled and would be shown as it is", _offer(original_names)
        for lost in sorted(original_names - names if form in {"", "other"} else ()):
            yield f"`{lost}` is missing from the text", f"English has it: {original}"


def _offer(filled: Iterable[str]) -> str:
    names = ", ".join(f"`{name}`" for name in sorted(filled))
    return f"this string has {names}" if names else "this string has no placeholder"


def _missing(tag: str, theme: Theme) -> Iterator[str]:
    """Yield strings that neither the file nor another one for its readers has."""
    existing = {
        name for other in find_serving_locales(tag, theme.strings) for name in theme.strings[other]
    }
    plurals = plural_names(theme.strings[FIRST])
    for name in theme.strings[FIRST]:
        stem, form = _form(name, plurals)
        if (
            name not in existing
            and (not form or f"{stem}_other" not in existing)
            and form in {"", "other"}
        ):
            yield name


def _missing_forms(tag: str, own: Mapping[str, str], plurals: frozenset[str]) -> Iterator[str]:
    """Yield missing plural forms of the language, only of messages that the file has."""
    data = cldr_locale(tag)
    forms = sorted({data.plural_form(n) for n in range(_NUMBERS)}) if data else []
    for stem in sorted(plurals):
        if f"{stem}_other" in own:
            yield from (name for form in forms if (name := f"{stem}_{form}") not in own)


def _forms(tag: str) -> frozenset[str]:
    data = cldr_locale(tag)
    return frozenset({*(data.plural_form.tags if data else ()), "other"})
