"""Values that people write in a configuration: each is checked, and converted to one form.

An impossible value raises a `ValueError` that says why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from errata.data.patterns import compile_late
from errata.text.addresses import AddressError, web_address
from errata.text.colours import parse_colour
from errata.text.locales import locale_tag

# The placeholder for a property of the page in an address: "{path}" yes; "{}" no, "{a b}" no
_PLACEHOLDER: Final = compile_late(r"\{\w+\}")


def collapse_spaces(value: str) -> str:
    """Collapse white space of any kind in a text of the site."""
    return " ".join(value.split())


def reject_blank(value: str) -> str:
    """Return a text, unless readers would see nothing."""
    if not any(char.isprintable() for char in value.replace(" ", "")):
        message = "the text is empty: write what readers should see"
        raise ValueError(message)
    return value


def wrap_in_list(value: object) -> object:
    """Turn one text into a list of it, and an empty text into an empty list."""
    return ([value] if value else []) if isinstance(value, str) else value


def reject_spaces(value: str) -> str:
    """Return an article number or error code, unless it has white space around it."""
    if value != value.strip() or not value.isprintable() or not value:
        message = f"`{value.strip()}` is not an article number or error code"
        raise ValueError(message)
    return value


def parse_redirect_target(value: str) -> str:
    """Validate a target that looks like an address; ids are looked up later."""
    return web_address(value) if "://" in value else value


def parse_locale(value: str) -> str:
    """Return the BCP 47 tag of a locale."""
    tag = locale_tag(value) or locale_tag(value.lower())
    if tag is None:
        message = f"`{value}` is not a locale such as `en` or `pt-BR`"
        raise ValueError(message)
    return tag


def normalise_colour(value: str) -> str:
    """Return a colour in lower case."""
    parse_colour(value)
    return value.strip().lower()


def make_address_parser(
    required: str, *others: str, parse: Callable[[str], str] = web_address
) -> Callable[[str], str]:
    """Make a reader of an address with placeholders for the subject of a page."""

    def read(value: str) -> str:
        types = (required, *others)
        unknown = [name for name in _PLACEHOLDER.findall(value) if name not in types]
        if unknown or required not in value:
            message = (
                f"`{unknown[0]}` is not a placeholder" if unknown else f"`{required}` is missing"
            )
            examples = " and ".join(f"`{name}`" for name in types)
            raise AddressError(message, f"an address here may have {examples}")
        parse(_PLACEHOLDER.sub("x", value))
        if in_host := _PLACEHOLDER.search(_host_of(value)):
            message = f"`{in_host[0]}` is in the name of the host"
            raise AddressError(
                message, "put it behind the host: who writes an article could choose another"
            )
        return value

    return read


def _host_of(address: str) -> str:
    parts = urlsplit(address)
    return parts.netloc or parts.path.rpartition("@")[2]  # mailto:help@example.com


def make_locale_text_parser(
    check: Callable[[str], str],
) -> Callable[[object], str | dict[str, str]]:
    """Make a reader of one text, or a table with a text for each locale."""

    def read(value: object) -> str | dict[str, str]:
        if isinstance(value, str):
            return check(value)
        texts = value.items() if isinstance(value, dict) else ()
        if not texts or not all(isinstance(text, str) for _, text in texts):
            message = 'write a text, or a table with a text for each locale: `en = "…"`'
            raise ValueError(message)
        return {parse_locale(tag): check(text) for tag, text in texts}

    return read


def skip_empty(check: Callable[[str], str]) -> Callable[[str], str]:
    """Return a check that also accepts an empty text, for a key that is not set."""
    return lambda value: value and check(value)
