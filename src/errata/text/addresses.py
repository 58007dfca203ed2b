"""Web addresses that a configuration or an article names: whether a browser could go there.

What a browser would mend in silence, such as a backslash or a blank, is a fault here: servers'
rules, feeds and sitemaps need the address as it is. A host in other letters than ASCII's becomes
what its name is on the wire.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_MAIL: Final = re.compile(r"mailto:[^@?]+@[^@?]+(?:\?.*)?", re.IGNORECASE)
_NEVER: Final = re.compile(r"[\s\"<>\\]")
_BASE: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
"""A path that means the same in the rules of every server."""
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_SHOWN: Final = 80


class AddressError(ValueError):
    """Why a text is no address that a page could lead to, and the way out."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.help = remedy


def web_address(text: str) -> str:
    """The `http` or `https` address, with scheme and host in small ASCII letters.

    Raises:
        AddressError: if it is none.
    """
    return urlunsplit(_split(text))


def web_or_mail(text: str) -> str:
    """The same, or a `mailto:` address as it is.

    Raises:
        AddressError: if it is neither.
    """
    if not text.lower().startswith("mailto:"):
        if _MAIL.fullmatch(f"mailto:{text}") and not _WEB.match(text):
            message = f"`{_shown(text)}` has no `mailto:` before it"
            raise AddressError(message, f"write it as `mailto:{_shown(text)}`")
        return web_address(text)
    _refuse_letters(text)
    if not _MAIL.fullmatch(text):
        message = f"`{_shown(text)}` is no e-mail address"
        raise AddressError(message, "write it as `mailto:name@example.com`")
    return text


def base_address(text: str) -> str:
    """Of a whole site: without query and fragment, its path in letters that every server takes.

    Raises:
        AddressError: if it is none.
    """
    parts = _split(text)
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        message = f"`{_shown(text)}` has a query or a fragment"
        raise AddressError(message, "end it with the site's folder, or with the host")
    steps = parts.path.split("/")
    if not _BASE.fullmatch(parts.path) or "." in steps or ".." in steps:
        message = f"the path `{_shown(parts.path)}` cannot be written in every server's rules"
        raise AddressError(message, "name its folders with letters, digits, `.`, `_`, `~` and `-`")
    return urlunsplit(parts)


def is_address(text: str) -> bool:
    """Whether a text names a place on another site."""
    try:
        web_address(text)
    except AddressError:
        return False
    return True


def _split(text: str) -> SplitResult:
    if not _WEB.match(text):
        message = f"`{_shown(text)}` is no web address"
        raise AddressError(message, "write it as `https://help.example.com/`")
    _refuse_letters(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _no_host(text) from None
    if "@" in parts.netloc:
        message = f"`{_shown(text)}` has a name or a password before its host"
        raise AddressError(message, "take out what stands before the `@`: everybody can read it")
    host = _host(parts.hostname or "", text)
    end = "" if port is None else f":{port}"
    return parts._replace(scheme=parts.scheme.lower(), netloc=f"{host}{end}")


def _refuse_letters(text: str) -> None:
    found = _NEVER.search(text)
    letter = found[0] if found else next((char for char in text if not char.isprintable()), "")
    if letter:
        encoded = "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
        message = f"`{_shown(text)}` holds U+{ord(letter):04X}, which no address has"
        raise AddressError(message, f"take it out, or write it as `{encoded}`")


def _host(name: str, text: str) -> str:
    try:
        if ":" in name:
            return f"[{IPv6Address(name).compressed}]"
        plain = name if name.isascii() else name.encode("idna").decode()
        same = plain == name or plain.encode().decode("idna") == name
    except ValueError:
        raise _no_host(text) from None
    labels = plain.removesuffix(".").split(".")
    if not same or not all(_LABEL.fullmatch(label) for label in labels):
        raise _no_host(text)
    return plain


def _no_host(text: str) -> AddressError:
    message = f"`{_shown(text)}` has no host that can exist"
    return AddressError(
        message, "write host, port and path as in `https://help.example.com:8080/kb/`"
    )


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
