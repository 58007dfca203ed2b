"""An article number or error code that was published once and is gone, without a redirect.

Its address stands in bookmarks, manuals and products. `ids.lock` records every id that
`errata build --lock-ids` has seen; say in `errata.toml` what stands in the place of one that is
gone, an id or a web address, and a page with a link to it is built at the old addresses:

    [redirects]
    "KA-00001" = "KA-00002"
    "KA-00003" = "gone"

Where nothing stands in its place, `gone` builds a page that says so and offers the search.

A redirect that leads nowhere, or away from something that is still there, is a fault as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.codes.published import SETTINGS, is_gone, known_names, present_ids, redirect_target
from errata.diagnostics import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library

SEVERITY = Severity.ERROR

_NAMES = {"article": "the article", "code": "the code"}


def check(library: Library, config: Config) -> Iterator[Diagnostic]:
    """Every published id first, then every redirect."""
    present = present_ids(library)
    for item in library.inputs.published_ids:
        if (item.kind, item.id) not in present and item.id not in config.redirects:
            message = f"{_NAMES[item.kind]} `{item.id}` was published and is gone"
            remedy = (
                f'say in `[redirects]` what stands in its place: `"{item.id}" = "…"` or `"gone"`'
            )
            yield Diagnostic("KB406", SEVERITY, message, item.span, remedy)
    yield from _redirects(library, config)


def _redirects(library: Library, config: Config) -> Iterator[Diagnostic]:
    known = known_names(library)
    folded = {name.casefold(): name for name in sorted(known)}
    for old, new in sorted(config.redirects.items()):
        if old in known:
            message = f"`{old}` is redirected to `{new}` and is still there"
            remedy = "take the redirect out, or the article"
        elif same := folded.get(old.casefold()):
            message = f"`{old}` is redirected, and `{same}` is still at its address"
            remedy = "take the redirect out: to many systems addresses in another case are the same"
        elif _leads(old, config, known):
            continue
        else:
            message = f"the redirect of `{old}` to `{new}` leads nowhere"
            remedy = "name an article number or code of this site, a web address, or `gone`"
        span = library.inputs.redirect_places.get(old, Span(SETTINGS))
        yield Diagnostic("KB406", SEVERITY, message, span, remedy)


def _leads(old: str, config: Config, known: frozenset[str]) -> bool:
    return redirect_target(old, config.redirects, known) is not None or is_gone(
        old, config.redirects, known
    )
