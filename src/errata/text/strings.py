"""The interface's strings in the language of a page: `ui.home`, `ui("article_count", n=3)`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Final

from babel import Locale
from babel.numbers import format_decimal
from markupsafe import Markup

from errata.errors import ThemeError
from errata.text.locales import (
    cldr_locale,
    find_serving_locales,
    has_locale_name,
    language_in,
    text_direction,
)

# Has every message; shown where a language has none.
FIRST: Final = "en"
# CLDR's names of plural forms.
PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
# The properties of `ui` besides its messages.
_PROPERTIES: Final = ("lang_and_dir", "lang", "page_lang_and_dir", "language_tag", "intl")


class Strings:
    """Strings of one locale; a missing one is an error of the theme, never an empty text."""

    def __init__(self, messages: Mapping[str, str], language: str, tag: str) -> None:
        self._messages = messages
        self._locale = cldr_locale(tag if has_locale_name(language, tag) else language) or Locale(
            FIRST
        )
        self._language, self._page = language, tag
        self._differs = not has_locale_name(language, tag)
        self._forms: dict[str, tuple[tuple[str, str], ...]] = {}

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """What `ui.name` returns, by name, so that pages need not look it up again.

        A string cannot hide an attribute or method of `ui`.
        """
        words = {
            name: text
            for name, text in self._messages.items()
            if not (name.startswith("_") or hasattr(Strings, name))
        }
        return words | {name: getattr(self, name) for name in _PROPERTIES}

    @property
    def lang_and_dir(self) -> Markup:
        """`lang` and `dir` for the interface's strings; empty if they are those of the page."""
        return _attributes(self._language) if self._differs else Markup()

    @property
    def lang(self) -> Markup:
        """`lang` alone, for an element that keeps the page's direction and only has a name."""
        return Markup(' lang="{}"').format(self._language) if self._differs else Markup()

    @property
    def page_lang_and_dir(self) -> Markup:
        """The page's `lang` and `dir` again, inside an element that has the interface's."""
        return _attributes(self._page) if self._differs else Markup()

    @property
    def language_tag(self) -> str:
        """BCP 47 tag of these strings: the page's, unless they are in another language."""
        return self._language if self._differs else self._page

    @property
    def intl(self) -> str:
        """The locale with which scripts write numbers as `ui(…, n=…)` does; empty: the page's."""
        # Digits are Latin in every language: a page with two kinds of digits is hard to read.
        latin = self._locale.default_numbering_system == "latn"
        return (
            ("" if self.language_tag == self._page else self.language_tag)
            if latin
            else f"{self.language_tag}-u-nu-latn"
        )

    def __getattr__(self, name: str) -> str:
        try:
            return self._messages[name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self) -> list[str]:
        return sorted(self._messages)

    def __call__(self, name: str, n: int | None = None, **values: str) -> str:
        """Return the string with its `{placeholders}` filled; `n` chooses the plural form."""
        if n is not None:
            form = f"{name}_{self._locale.plural_form(n)}"
            name = form if form in self._messages else f"{name}_other"
            values["n"] = _written_number(n, self._locale)
        if name not in self._messages:
            raise ThemeError(f"there is no interface string `{name}`", help=self._remedy())
        text = self._messages[name]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", value)
        return text

    def language(self, tag: str) -> str:
        """Return a language's name in the interface's language, as written in a sentence."""
        return language_in(tag, self.language_tag)

    def forms(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return the plural forms of a string for scripts: CLDR's name and the text."""
        if name not in self._forms:
            keys = {form: f"{name}_{form}" for form in sorted(PLURALS)}
            self._forms[name] = tuple(
                (form, self._messages[key]) for form, key in keys.items() if key in self._messages
            )
        return self._forms[name]

    def _remedy(self) -> str:
        return "add it to the `strings` of every language, or use one of these: " + ", ".join(
            f"`{name}`" for name in dir(self)
        )


@lru_cache(maxsize=4096)
def _written_number(number: int, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


def plural_names(messages: Mapping[str, str]) -> frozenset[str]:
    """Return the strings that have plural forms."""
    others = (name for name, text in messages.items() if name.endswith("_other") and "{n}" in text)
    return frozenset(name.removesuffix("_other") for name in others)


def strings_for(tag: str, languages: Mapping[str, Mapping[str, str]]) -> Strings:
    """Return the strings of a locale."""
    language = (*find_serving_locales(tag, languages), FIRST)[0]
    return Strings(merge_strings(tag, languages), language, tag)


def merge_strings(tag: str, languages: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return each string from the nearest language that has it, finally from English.

    Plural forms stay together: missing ones are not filled from another language.
    """
    merged: dict[str, str] = {}
    for candidate in reversed((*find_serving_locales(tag, languages), FIRST)):
        own = dict(languages.get(candidate, {}))
        replaced = {f"{stem}_{form}" for stem in plural_names(own) for form in PLURALS}
        merged = {name: text for name, text in merged.items() if name not in replaced} | own
    return merged


def _attributes(tag: str) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(tag, text_direction(tag))
