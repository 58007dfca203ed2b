"""What a directive of another generator becomes here, by its name: facts of `directives.toml`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from errata.data import read_data, read_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.articles.markdown.syntax.spellings import Directive

_ROLES: Final = ("details", "tabs", "tab", "code", "verbatim", "picture", "dropped", "plain")
# Names of a callout that say no more than the usual word for its title.
_SAME: Final = frozenset({"prerequisite", "warn", "information", "fail", "secondary", "primary"})


@cache
def read_callout_names() -> Mapping[str, str]:
    """Name in other generators -> our callout, upper case."""
    callouts = read_data("directives")["callouts"]
    assert isinstance(callouts, dict)  # noqa: S101 - a fact of the file
    return {name: kind for kind, names in callouts.items() for name in names}


@cache
def _roles() -> Mapping[str, str]:
    return {name: role for role in _ROLES for name in read_texts("directives", role)}


def role_of(name: str) -> str:
    """`callout`, `tab`, `code` and so on; empty for a name that is not known."""
    if name in read_callout_names() or name in read_texts("directives", "boxes"):
        return "callout"
    return _roles().get(name, "")


def callout_of(directive: Directive) -> tuple[str, str]:
    """Our callout for a directive, and the name that its author chose."""
    known = read_callout_names()
    if directive.name not in read_texts("directives", "boxes"):
        return known.get(directive.name, "NOTE"), directive.name
    keys = read_texts("directives", "box-keys")
    chosen = (*(directive.attributes.get(key, "") for key in keys), *directive.words)
    names = (name.lower().removeprefix("alert-") for name in chosen)
    name = next((name for name in names if name in known), "")
    fallback = directive.name if directive.name in known else "note"
    return known[name or fallback], name or fallback


def own_title(name: str, kind: str) -> str:
    """The author's name as a title, where the usual word for our callout says something else."""
    is_usual = name.upper() == kind or name in _SAME or kind == "MORELIKETHIS"
    return "" if is_usual else name.replace("-", " ").capitalize()
