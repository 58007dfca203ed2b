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

from errata.checks.kb110_not_published import DESCRIPTIONS
from errata.checks.subjects import KnowledgeBase
from errata.codes.published import known_names, present_ids, resolve_redirects
from errata.diagnostics import Finding, Findings, Severity, closest_name

SEVERITY = Severity.ERROR

_NAMES = {"article": "the article", "code": "the code"}


def check(kb: KnowledgeBase) -> Findings:
    """Check every published id first, then every redirect."""
    present = present_ids(kb.library)
    for item in kb.library.inputs.published_ids:
        if (item.kind, item.id) not in present and item.id not in kb.config.redirects:
            message = f"{_NAMES[item.kind]} `{item.id}` was published and is gone"
            if item.kind == "article" and (withheld := kb.library.find_withheld("", item.id)):
                message = f"`{item.id}` was published and is now {DESCRIPTIONS[withheld.reason]}"
            remedy = f'say in `[redirects]` what replaces it: `"{item.id}" = "…"` or `"gone"`'
            if item.kind == "article" and (renamed := _find_renamed(item.id, kb)):
                message += f": its file may be the one that is now called `{renamed}`"
                remedy = f'write in `[redirects]`: `"{item.id}" = "{renamed}"`'
            yield Finding(message, item.span, remedy)
    yield from _redirects(kb)


def _find_renamed(old: str, kb: KnowledgeBase) -> str:
    """Return an article that was never published and has a name much like a lost one.

    If a file gives its article its name, the address changes when the file is renamed or moved, or
    when another folder gets a file of the same name: `setup` becomes `mail-setup`.
    """
    published = {item.id for item in kb.library.inputs.published_ids}
    named = {item.number for item in kb.library.articles if not item.metadata.is_numbered}
    added = sorted(named - published)
    moved = [name for name in added if name.casefold().endswith(f"-{old.casefold()}")]
    if moved:
        return moved[0] if len(moved) == 1 else ""
    return closest_name(old, added)


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
