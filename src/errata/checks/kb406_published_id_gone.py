"""An article number or error code that was published once and is gone, without a redirect.

Its address is in bookmarks, manuals and products. `ids.lock` records every id that
`errata build --lock-ids` has seen. Say in `errata.toml` what replaces one that is gone, an id or a
web address, and a page with a link to it is built at the old addresses:

    [redirects]
    "KA-00001" = "KA-00002"
    "KA-00003" = "gone"

Where nothing replaces it, `gone` builds a page that says so and offers the search.

A redirect that leads nowhere, or away from something that is still there, is a fault as well.
"""

from errata.checks.kb110_not_published import DESCRIPTIONS
from errata.checks.subjects import KnowledgeBase
from errata.codes.published import SETTINGS, follow_redirects, known_names, present_ids
from errata.diagnostics import Finding, Findings, Severity, Span

SEVERITY = Severity.ERROR

_NAMES = {"article": "the article", "code": "the code"}


def check(kb: KnowledgeBase) -> Findings:
    """Every published id first, then every redirect."""
    present = present_ids(kb.library)
    for item in kb.library.inputs.published_ids:
        if (item.kind, item.id) not in present and item.id not in kb.config.redirects:
            message = f"{_NAMES[item.kind]} `{item.id}` was published and is gone"
            if item.kind == "article" and (withheld := kb.library.find_withheld("", item.id)):
                message = f"`{item.id}` was published and is now {DESCRIPTIONS[withheld.reason]}"
            remedy = f'say in `[redirects]` what replaces it: `"{item.id}" = "…"` or `"gone"`'
            yield Finding(message, item.span, remedy)
    yield from _redirects(kb)


def _redirects(kb: KnowledgeBase) -> Findings:
    known = known_names(kb.library)
    # Disks of Windows and macOS take addresses that differ in case alone for one.
    folded = {name.casefold(): name for name in sorted(known)}
    for old, new in sorted(kb.config.redirects.items()):
        if old in known:
            message = f"`{old}` is redirected to `{new}` and is still there"
            remedy = "take the redirect out, or the article"
        elif same := folded.get(old.casefold()):
            message = f"`{old}` is redirected, and `{same}` is still at its address"
            remedy = "take the redirect out: to many systems addresses in another case are the same"
        elif follow_redirects(old, kb.config.redirects, known) is not None:
            continue
        else:
            message = f"the redirect of `{old}` to `{new}` leads nowhere"
            remedy = "name an article number or code of this site, a web address, or `gone`"
        span = kb.library.inputs.redirect_places.get(old, Span(SETTINGS))
        yield Finding(message, span, remedy)
