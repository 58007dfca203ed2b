"""Web addresses in a configuration or an article: whether a browser can open them.

What a browser corrects silently, such as a backslash or a blank, is an error here: servers' rules,
feeds and sitemaps need the address as it is. A host in letters beyond ASCII gets the name that is
sent on the network.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from errata.data.patterns import compile_late

# "https://a.example" yes, "HTTP://a" yes; "ftp://a.example" no, "www.example.com" no
_WEB: Final = compile_late(r"https?://", re.IGNORECASE)
# "mailto:a@example.com?subject=b" yes; "mailto:a" no, "mailto:a@b@c" no
_MAIL: Final = compile_late(r"mailto:[^@?]+@[^@?]+(?:\?.*)?", re.IGNORECASE)
# What RFC 3986 has no place for, and browsers guess at: "a b" yes, "a\\b" yes; "a%20b" no
_FORBIDDEN: Final = compile_late(r"[\s\"<>\\]")
# A path that means the same in the rules of every server: "/kb/v7.1/" yes; "/a b" no, "/a(1)" no
_BASE: Final = compile_late(r"(?:/[A-Za-z0-9._~-]+)*/?")
# One part of a host's name, 63 letters at most (RFC 1035): "xn--bcher-kva" yes; "-a" no, "" no
_LABEL: Final = compile_late(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# What people copy to name a page: "https://a.example/x", "/en/KA-1", "KA-1.html?lang=en" yes;
# "and/or", "see /en/KA-1" no
_PAGE_ADDRESS: Final = compile_late(
    r"(?:https?://|/)\S{1,2000}|[^\s/?#]{1,200}\.(?:html?|md|aspx?|php)(?:[?#]\S{0,2000})?",
    re.IGNORECASE,
)
# "?lang=en", "#cause" yes; "/" no
_QUERY: Final = compile_late(r"[?#]")
# ".html", ".md" yes; ".1", ".x" no
_PAGE_ENDING: Final = compile_late(r"\.(?:html?|md|aspx?|php)$", re.IGNORECASE)
# The most characters of an address in a message, so that it stays on a line of a terminal.
_MAX_QUOTED: Final = 80


class AddressError(ValueError):
    """Why a page cannot link to a text, and how to fix it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.help = remedy


def web_address(text: str) -> str:
    """Return the `http` or `https` address, with scheme and host in lower-case ASCII letters.

    Raises:
        AddressError: if it is not one.
    """
    return urlunsplit(_split(text))


def web_or_mail(text: str) -> str:
    """Return the same, or a `mailto:` address as it is.

    Raises:
        AddressError: if it is neither.
    """
    if not text.lower().startswith("mailto:"):
        if _MAIL.fullmatch(f"mailto:{text}") and not _WEB.match(text):
            message = f"`{_quoted(text)}` lacks `mailto:`"
            raise AddressError(message, f"write it as `mailto:{_quoted(text)}`")
        return web_address(text)
    _reject_characters(text)
    if not _MAIL.fullmatch(text):
        message = f"`{_quoted(text)}` is not an e-mail address"
        raise AddressError(message, "write it as `mailto:name@example.com`")
    return text


def base_address(text: str) -> str:
    """Return a site's address without query and fragment, its path escaped for any server.

    Raises:
        AddressError: if it is not one.
    """
    parts = _split(text)
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        message = f"`{_quoted(text)}` has a query or a fragment"
        raise AddressError(message, "end it with the site's folder, or with the host")
    steps = parts.path.split("/")
    if not _BASE.fullmatch(parts.path) or "." in steps or ".." in steps:
        message = f"the path `{_quoted(parts.path)}` does not work in the rules of every server"
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
        message = f"`{_quoted(text)}` is not a web address"
        raise AddressError(message, "write it as `https://help.example.com/`")
    _reject_characters(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _host_error(text) from None
    if "@" in parts.netloc:
        message = f"`{_quoted(text)}` contains a user name or password"
        raise AddressError(message, "remove everything before the `@`: anyone can read it")
    host = _host(parts.hostname or "", text)
    end = "" if port is None else f":{port}"
    return parts._replace(scheme=parts.scheme.lower(), netloc=f"{host}{end}")


def _reject_characters(text: str) -> None:
    match = _FORBIDDEN.search(text)
    letter = match[0] if match else next((char for char in text if not char.isprintable()), "")
    if letter:
        encoded = "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
        message = f"`{_quoted(text)}` contains U+{ord(letter):04X}, which an address cannot"
        raise AddressError(message, f"remove it, or write it as `{encoded}`")


def _host(name: str, text: str) -> str:
    try:
        if ":" in name:
            return f"[{IPv6Address(name).compressed}]"
        plain = name if name.isascii() else name.encode("idna").decode()
        same = plain == name or plain.encode().decode("idna") == name
    except ValueError:
        raise _host_error(text) from None
    labels = plain.removesuffix(".").split(".")
    if not same or not all(_LABEL.fullmatch(label) for label in labels):
        raise _host_error(text)
    return plain


def _host_error(text: str) -> AddressError:
    message = f"`{_quoted(text)}` has no valid host"
    return AddressError(
        message, "write host, port and path as in `https://help.example.com:8080/kb/`"
    )


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_QUOTED else f"{line[:_MAX_QUOTED]}…"


def name_in_address(text: str) -> str:
    """Return the last part of an address or of a page's file; empty if a text is neither.

    `https://help.example/en/KA-19371.html?lang=en` and `/en/KA-19371/index.html` name `KA-19371`.
    """
    address = text.strip()
    if not _PAGE_ADDRESS.fullmatch(address):
        return ""
    path = _QUERY.split(address, maxsplit=1)[0].removesuffix("/").removesuffix("/index.html")
    return _PAGE_ENDING.sub("", unquote(path.rpartition("/")[2]))
