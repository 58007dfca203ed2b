"""The interface's words in the language of a page: `ui.home`, `ui("article_count", n=3)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from errata.diagnostics import Diagnostic, Severity, Span
from errata.errors import ThemeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})


class Strings:
    """Messages of one locale; a missing one is a fault of the theme, never an empty text."""

    def __init__(self, messages: Mapping[str, str], tag: str) -> None:
        self._messages = messages
        self._locale = _cldr(tag)

    def __getattr__(self, name: str) -> str:
        try:
            return self._messages[name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self) -> list[str]:
        return sorted(self._messages)

    def __call__(self, name: str, n: int | None = None, **values: str) -> str:
        """The message with its `{placeholders}` filled; `n` chooses `name_one` or `name_other`."""
        if n is not None:
            form = f"{name}_{self._locale.plural_form(n)}"
            name = form if form in self._messages else f"{name}_other"
            values["n"] = format_decimal(n, locale=self._locale)
        if name not in self._messages:
            raise ThemeError(f"no interface string is called `{name}`", help=self._remedy())
        text = self._messages[name]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", value)
        return text

    def forms(self, name: str) -> list[tuple[str, str]]:
        """The plural forms of a message, for a script to choose from: CLDR's name, text."""
        found = [(key.removeprefix(f"{name}_"), key) for key in dir(self)]
        return [(form, self._messages[key]) for form, key in found if form in PLURALS]

    def _remedy(self) -> str:
        return "add it to the `strings` of every language, or use one of these: " + ", ".join(
            f"`{name}`" for name in dir(self)
        )


def strings_for(tag: str, languages: Mapping[str, Mapping[str, str]]) -> Strings:
    """The messages of a locale, each taken from it, else from its language, else from English."""
    merged: dict[str, str] = {}
    chosen = "en"
    for candidate in ("en", tag.partition("-")[0], tag):
        if candidate in languages:
            merged.update(languages[candidate])
            chosen = candidate
    return Strings(merged, chosen)


def unspoken(
    locales: Iterable[str], languages: Mapping[str, Mapping[str, str]]
) -> Iterator[Diagnostic]:
    """A KB902 for each locale whose pages have their interface in English."""
    for tag in locales:
        if languages.keys().isdisjoint({tag, tag.partition("-")[0]}):
            message = f"no interface in `{tag}`: English is shown around the articles"
            remedy = f"add `strings/{tag}.toml` to your templates"
            yield Diagnostic("KB902", Severity.INFO, message, Span(tag), remedy)


def _cldr(tag: str) -> Locale:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
