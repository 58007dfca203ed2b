"""A web address that looks as if it led to another host, or leads through one that counts readers.

What stands before an `@` is a user name, whatever it looks like: `https://microsoft.com@a.net/`
leads to `a.net`. A host may be spelled with letters of another alphabet that look the same, such as
a Cyrillic o. Link to the host by its own name, without a user name.

Google Docs wraps each link that is pasted: `https://www.google.com/url?q=https://a.net/` leads to
`a.net` by way of Google. Link to the last address.
"""

import unicodedata
from html import unescape
from typing import Final
from urllib.parse import parse_qs, urlsplit

from errata.checks.hosts import suffix_of
from errata.checks.places import text_place
from errata.checks.written import read_written
from errata.data import read_pairs
from errata.diagnostics import Findings, Fix, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
MAY_WAIT = True

# Alphabets whose letters look alike. Names of hosts mix Latin with Chinese, Japanese and Korean.
_ALPHABETS: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
# Cyrillic and Greek letters that look like Latin ones in most fonts, as Chromium lists them: a name
# of these alone is taken for a Latin one.
_LATIN_LOOKS: Final = frozenset("асԁеһіјӏорԛѕԝхуҽпгѵѡкмтοονυρακι")
_ENCODED: Final = "xn--"


def check(read: ReadArticle) -> Findings:
    """Check the addresses outside code."""
    written = read_written(read)
    for address in written.addresses() if "://" in written.prose else ():
        url = unescape(address.url)
        if target := _lead_through(url, address.host):
            edits = (written.edit(address.start, address.end, target),)
            fix = Fix("Link to the last address", edits, safe=False)
            message = f"this link leads through `{address.host}`, which counts who follows it"
            place = text_place(written, address.start, address.end)
            yield place.finding(message, f"link to `{target}`", fix=fix)
            continue
        if url.isascii() and "@" not in url and _ENCODED not in address.host:
            continue
        try:
            parts = urlsplit(url)
        except ValueError:  # no browser can go there
            continue
        place = text_place(written, address.start, address.end)
        host = parts.hostname or ""
        if parts.username is not None:
            remedy = "remove the text before the `@`, which is a user name"
            yield place.finding(f"`{address.url}` leads to `{host}`", remedy)
        elif any(map(_is_disguised, host.split("."))):
            remedy = "link to the host by its own name"
            message = f"`{host}` has letters of another alphabet that look like Latin ones"
            yield place.finding(message, remedy)


def _is_disguised(label: str) -> bool:
    """Whether a part of a host's name looks like one in other letters."""
    letters = [letter for letter in _decode(label) if letter.isalpha()]
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters} & _ALPHABETS
    return len(alphabets) > 1 or (bool(letters) and _LATIN_LOOKS.issuperset(letters))


def _decode(label: str) -> str:
    if not label.startswith(_ENCODED):
        return label
    try:
        return label.removeprefix(_ENCODED).encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _lead_through(url: str, host: str) -> str:
    """Return the address that a redirecting one leads to; empty for any other."""
    if "?" not in url or not any(
        suffix_of(host, (name,)) for name, _ in read_pairs("leaks", "redirectors")
    ):
        return ""
    try:
        parts = urlsplit(url)
        values = [value for listed in parse_qs(parts.query).values() for value in listed]
    except ValueError:
        return ""
    is_redirector = any(
        suffix_of(host, (name,)) and parts.path.startswith(path)
        for name, path in read_pairs("leaks", "redirectors")
    )
    # A target that would end the link, or have a form of its own in markdown, is left alone.
    targets = (value for value in values if value.startswith(("https://", "http://")))
    target = next(targets, "") if is_redirector else ""
    return target if target and not set(target) & set("()<>[] \"'`\\") else ""
