"""HTTP statuses: what servers call them, and the articles of a locale that report each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.urls import relative, status_path
from errata.views.shared import ListedCode

if TYPE_CHECKING:
    from errata.model import Library

PREFIX: Final = "HTTP "
REASONS: Final = {
    "400": "Bad Request",
    "401": "Unauthorized",
    "402": "Payment Required",
    "403": "Forbidden",
    "404": "Not Found",
    "405": "Method Not Allowed",
    "406": "Not Acceptable",
    "407": "Proxy Authentication Required",
    "408": "Request Timeout",
    "409": "Conflict",
    "410": "Gone",
    "411": "Length Required",
    "412": "Precondition Failed",
    "413": "Content Too Large",
    "414": "URI Too Long",
    "415": "Unsupported Media Type",
    "416": "Range Not Satisfiable",
    "417": "Expectation Failed",
    "421": "Misdirected Request",
    "422": "Unprocessable Content",
    "423": "Locked",
    "424": "Failed Dependency",
    "425": "Too Early",
    "426": "Upgrade Required",
    "428": "Precondition Required",
    "429": "Too Many Requests",
    "431": "Request Header Fields Too Large",
    "451": "Unavailable For Legal Reasons",
    "500": "Internal Server Error",
    "501": "Not Implemented",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "504": "Gateway Timeout",
    "505": "HTTP Version Not Supported",
    "507": "Insufficient Storage",
    "508": "Loop Detected",
    "511": "Network Authentication Required",
}
"""By the IANA registry; here since the core must not import `http`."""


def numbers_by_status(locale: str, library: Library) -> dict[str, tuple[str, ...]]:
    """Status such as `503` -> numbers of the visible articles with it, primary first."""
    found = {}
    for code, entry in library.index.items():
        if entry.kind == "status" and code.startswith(PREFIX):
            numbers = tuple(use.number for use in entry.uses if use.locale == locale)
            if numbers:
                found[code.removeprefix(PREFIX)] = numbers
    return found


def status_entries(locale: str, page: str, library: Library) -> tuple[ListedCode, ...]:
    """The statuses of a locale as lines of a list on the given page."""
    return tuple(
        ListedCode(
            code=PREFIX + status,
            href=relative(page, status_path(locale, status)),
            count=len(numbers),
            title=REASONS.get(status, ""),
        )
        for status, numbers in sorted(numbers_by_status(locale, library).items())
    )
