"""An article number or error code that was published before and is gone, without a redirect.

Its address is in bookmarks, manuals and products. `ids.lock` records every id that
`errata build --lock-ids` has seen. Say in `errata.toml` what replaces a missing id: another id, or
a web address. errata then builds a page with a link at the old address:

    [redirects]
    "KA-00001" = "KA-00002"
    "mail-is-late" = "mail-is-delayed"
    "KA-00003" = "gone"

An article without a number is identified by its file name, so renaming the file changes its
address. If nothing replaces an id, write `gone`: errata builds a page that says so and offers the
search.

A redirect that leads nowhere, or that leads away from something that still exists, is also
reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from errata.checks.kb110_not_published import DESCRIPTIONS
from errata.checks.subjects import KnowledgeBase  # noqa: TC001 - checks say by it what they look at
from errata.codes.published import known_names, present_ids, resolve_redirects
from errata.diagnostics import Finding, Findings, Severity
from errata.model import PublishedId
from errata.targets.names import NearestNames

SEVERITY = Severity.ERROR

_NAMES = {"article": "the article", "code": "the code"}


def check(kb: KnowledgeBase) -> Findings:
    """Check every published id first, then every redirect."""
    present = present_ids(kb.library)
    lost = [
        item
        for item in kb.library.inputs.published_ids
        if (item.kind, item.id) not in present and item.id not in kb.config.redirects
    ]
    if lost:
        yield from _list_lost(lost, _NewNames(kb), kb)
    yield from _redirects(kb)


def _list_lost(lost: Iterable[PublishedId], new_names: _NewNames, kb: KnowledgeBase) -> Findings:
    for item in lost:
        message = f"{_NAMES[item.kind]} `{item.id}` was published and is gone"
        if item.kind == "article" and (withheld := kb.library.find_withheld("", item.id)):
            message = f"`{item.id}` was published and is now {DESCRIPTIONS[withheld.reason]}"
        remedy = f'say in `[redirects]` what replaces it: `"{item.id}" = "…"` or `"gone"`'
        if item.kind == "article" and (renamed := new_names.find(item.id)):
            message += f": its file may be the one that is now called `{renamed}`"
            remedy = f'write in `[redirects]`: `"{item.id}" = "{renamed}"`'
        yield Finding(message, item.span, remedy)


class _NewNames:
    """The names of articles that were never published.

    If a file gives its article its name, the address changes when the file is renamed or moved, or
    when another folder gets a file of the same name: `setup` becomes `mail-setup`.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        published = {item.id for item in kb.library.inputs.published_ids}
        named = {item.number for item in kb.library.articles if not item.metadata.is_numbered}
        added = sorted(named - published)
        self._nearest = NearestNames(added)
        self._by_end: dict[str, list[str]] = defaultdict(list)
        for name in added:
            words = name.casefold().split("-")
            for start in range(1, len(words)):
                self._by_end["-".join(words[start:])].append(name)

    def find(self, old: str) -> str:
        """Return the name that is much like a lost one; empty if none is."""
        if moved := self._by_end.get(old.casefold()):
            return moved[0] if len(moved) == 1 else ""
        return self._nearest.find(old)


def _redirects(kb: KnowledgeBase) -> Findings:
    names = known_names(kb.library)
    targets = resolve_redirects(kb.config.redirects, names)
    # Disks of Windows and macOS take addresses that differ in case alone for one.
    folded = {name.casefold(): name for name in sorted(names)}
    for old, new in sorted(kb.config.redirects.items()):
        if old in names:
            message = f"`{old}` is redirected to `{new}` but still exists"
            remedy = "remove the redirect or the article"
        elif same := folded.get(old.casefold()):
            message = f"`{old}` is redirected, and `{same}` is still at its address"
            remedy = "remove the redirect: many systems ignore case in addresses"
        elif old in targets:
            continue
        else:
            message = f"the redirect of `{old}` to `{new}` leads nowhere"
            remedy = "name an article number or code of this site, a web address, or `gone`"
        yield Finding(message, kb.library.inputs.place_setting("redirects", old), remedy)
