"""An internal value that appears in the finished site.

errata searches the names and contents of all files that it makes, and of static files that are text
or pictures, for every internal note, CRM address and person's name. What is compared is the words:
entities, percent-encoding, escapes of JSON, tags, comments, line ends, punctuation, case and the
width of letters make no difference. A part of a value counts: one line of a note, about five of its
words in a row, or an id in it.

What an author also wrote in a public text, such as a ticket number or the word `test`, was
published by that author and is ignored, word for word; `errata build --verbose` lists it. So is
what the shipped theme and the configuration say. Values of fewer than four characters are not
searched for. In pictures and in the compressed search index short names are ignored, because
packed bytes contain them by chance. Compressed files, such as PDF files, are not searched. A value
is not found if each of its words is in a cell or paragraph of its own.

Sentences of articles that are not published, such as drafts, are searched for in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from errata.checks.leak_search import SiteSearch, find_place, open_search
from errata.checks.needles import TEXT, Needle, Owner
from errata.checks.subjects import FinishedSite  # noqa: TC001 - checks say by it what they look at
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import AllowedValue, Secret

SEVERITY = Severity.ERROR

# The most findings whose place in the file is looked for, and phrases that are: each takes a
# millisecond.
_MOST_PLACES: Final = 200
_MOST_PHRASES: Final = 8


def check(site: FinishedSite) -> Findings:
    """Name each file and the kind of value in it; the value itself is not repeated."""
    search = site.search if isinstance(site.search, SiteSearch) else open_search(site)
    if search is None:
        return
    site.needles.append(search.digest)
    for artifact in site.artifacts:
        is_new = site.unsearched is None or artifact.path in site.unsearched
        if leaks := search.look_into(artifact) if is_new else site.searched.get(artifact.path):
            site.found_leaks[artifact.path] = leaks
    hit = {index for leaks in site.found_leaks.values() for index in leaks}
    public = search.public | search.find_in_public(hit - search.public.keys())
    site.allowed.extend(_list_allowed(search.needles, public))
    yield from _report(site, search, public)


def _report(site: FinishedSite, search: SiteSearch, public: dict[int, str]) -> Findings:
    """Yield a finding for each file and value that nobody said in public."""
    places = 0
    for artifact in site.artifacts:
        leaks: dict[Owner, list[Needle]] = {}
        for index in site.found_leaks.get(artifact.path, ()):
            if index not in public:
                leaks.setdefault(search.needles[index].owner, []).append(search.needles[index])
        for owner, needles in sorted(leaks.items()):
            places += 1
            data = search.read(artifact) if places <= _MOST_PLACES else b""
            matches = (find_place(data, needle) for needle in needles[:_MOST_PHRASES])
            line = _find_line(site.secrets.get(owner.source, ()), owner)
            yield _leak(artifact.path, owner, line, min(filter(None, matches), default=None))


def _find_line(secrets: Iterable[Secret], owner: Owner) -> int:
    """Find the line of the value's key in the article."""
    return next((secret.line for secret in secrets if secret.kind == owner.kind), 1)


def _list_allowed(needles: Sequence[Needle], public: dict[int, str]) -> list[AllowedValue]:
    owners = ((needles[index].owner, said_by) for index, said_by in sorted(public.items()))
    return sorted({AllowedValue(owner.source, owner.kind, by) for owner, by in owners})


def _leak(path: str, owner: Owner, line: int, place: tuple[int, int] | None) -> Finding:
    location = f", in line {place[0]}, column {place[1]}" if place else ""
    message = f"`{path}` contains the internal value of `{owner.kind}`{location}"
    remedy = "find the template or output that shows it, or change the internal value"
    if owner.kind == TEXT:
        message = f"`{path}` contains a text of this article, which is not published{location}"
        remedy = "find the template, output or static file that shows it"
    return Finding(message, Span(owner.source, line), remedy)
