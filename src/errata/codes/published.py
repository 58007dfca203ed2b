"""Ids that were published once: the text of `ids.lock`, and where an id that is gone leads.

An address that was printed in a manual or kept in a bookmark must always lead somewhere. So the
file only grows: an id that is gone stays in it, and a redirect says what replaces it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Final

from errata.diagnostics import Span
from errata.errors import ConfigError
from errata.model import Library, PublishedId
from errata.model.inputs import IdKind
from errata.text.addresses import is_address

LOCK: Final = "ids.lock"
# The value in `[redirects]` for an id that nothing replaces.
GONE: Final = "gone"
_HEADER: Final = (
    "# Every article number and error code that this site has published; commit this file.\n"
    "# `errata build --lock-ids` adds new ones. An id that is gone needs a line in [redirects].\n"
)
_KINDS: Final[Mapping[str, IdKind]] = {"article": "article", "code": "code"}

# Kind and id
Id = tuple[str, str]


def parse_ids(text: str, path: str) -> tuple[PublishedId, ...]:
    """Parse the ids in file order; empty lines and lines that begin with `#` are comments.

    Raises:
        ConfigError: with file and line, on a line that is not a kind and an id.
    """
    return tuple(
        _parse_line(line, Span(path, number))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    )


def _parse_line(line: str, span: Span) -> PublishedId:
    word, _, name = line.strip().partition(" ")
    kind = _KINDS.get(word)
    if kind is None or not name:
        remedy = "write `article mail-is-late` or `code RED-520025`, or build with `--lock-ids`"
        raise ConfigError(f"`{line.strip()}` is not a published id", span=span, help=remedy)
    return PublishedId(kind, name, span)


def format_ids(ids: Iterable[Id]) -> str:
    """Write `ids.lock`, sorted, one id to a line."""
    lines = sorted({f"{kind} {name}" for kind, name in ids if name.strip() and name.isprintable()})
    return _HEADER + "".join(f"{line}\n" for line in lines)


def present_ids(library: Library) -> frozenset[Id]:
    """Return every id with an address in this build; hidden articles can be reached, and count."""
    articles = (("article", number) for number in library.translations)
    return frozenset((*articles, *(("code", code) for code in library.codes)))


def known_names(library: Library) -> frozenset[str]:
    """Return the ids of `present_ids` without their kind, as `[redirects]` names them."""
    return frozenset(name for _, name in present_ids(library))


def resolve_redirects(redirects: Mapping[str, str], names: Container[str]) -> dict[str, str]:
    """Map each lost id to where it leads: an id, a web address or `GONE`.

    Ids that lead nowhere are left out. Each redirect is followed once, however many lead to it.
    """
    ends: dict[str, str | None] = {}
    for old in redirects:
        chain: dict[str, None] = {}
        name, end = old, None
        while name in redirects and name not in ends and name not in chain:
            chain[name] = None
            target = redirects[name]
            if target in names or target == GONE or is_address(target):
                end = target
                break
            name = target
        else:
            end = ends.get(name)
        ends.update(dict.fromkeys(chain, end))
    return {old: end for old, end in ends.items() if end is not None}
