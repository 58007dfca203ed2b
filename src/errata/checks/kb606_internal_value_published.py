"""An internal value that appears in the finished site.

errata searches every file that it makes, and every static file that is text, for every internal
note, CRM address and person's name. What is compared is the words: entities, percent-encoding,
escapes of JSON, tags, line ends, punctuation and case make no difference. A part of a value counts:
one line of a note, about five of its words in a row, or an id in it.

What an author also wrote in a public text, such as a ticket number or the word `test`, was
published by that author and is ignored, word for word; `errata build --verbose` lists it. So is
what the shipped theme and the configuration say. Values of fewer than four characters are not
searched for. In pictures and in the compressed search index short names are ignored, because
packed bytes contain them by chance. What is compressed, such as a PDF file, is not searched.

Sentences of articles that are not published, such as drafts, are searched for in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.checks.leak_search import LeakSearch, find_place
from errata.checks.needles import digest_needles, make_needles
from errata.checks.phrases import (
    TEXT,
    content_in_public,
    facts_in_public,
    other_public_texts,
    withheld_text,
)
from errata.checks.subjects import FinishedSite, kept_key
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import INTERNAL_KEYS, AllowedValue, Artifact, Copy, Kept, Spooled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.checks.needles import Needle, Owner
    from errata.model import Article

SEVERITY = Severity.ERROR

# Bytes of a value in a picture. Packed pixels are as good as random: ten megabytes of them hold one
# of 430 values of four bytes by chance, and none of eight bytes.
_MIN_BYTES_IN_PICTURES: Final = 8
# How files of PNG, JPEG, GIF and WebP begin.
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
# Where words are packed one into the other: a short name, such as the account `geob`, turned up
# there by chance in one of 334 articles of a knowledge base. The words themselves are searched for
# in the pages that they come from.
_INDEX: Final = "search/"
# Made of the configuration alone, in words that articles about a web server have as well.
_RULES: Final = frozenset({"_headers", "nginx.conf"})
# Findings whose place in the file is looked for, and phrases that are: each takes a millisecond.
_MOST_PLACES: Final = 200
_MOST_PHRASES: Final = 8


def check(site: FinishedSite) -> Findings:
    """Name each file and kind of value in it; the value itself is not repeated."""
    needles = make_needles(site.secrets, map(withheld_text, site.withheld))
    if not needles:
        return
    searched = _SearchedSite(site, needles)
    site.needles.append(searched.digest)
    for artifact in site.artifacts:
        if found := searched.look_into(artifact):
            site.found_leaks[artifact.path] = found
    hit = {at for found in site.found_leaks.values() for at in found}
    public = searched.find_in_public(hit)
    site.allowed.extend(_list_allowed(needles, public))
    yield from searched.report(public)


def _list_allowed(needles: Sequence[Needle], public: dict[int, str]) -> list[AllowedValue]:
    owners = ((needles[at].owner, said_by) for at, said_by in sorted(public.items()))
    return sorted({AllowedValue(owner.source, owner.kind, by) for owner, by in owners})


class _SearchedSite:
    """Finds needles in files; of those that are as they were it asks the last search."""

    def __init__(self, site: FinishedSite, needles: Sequence[Needle]) -> None:
        self.digest = digest_needles(needles)
        self._site = site
        self._needles = needles
        self._search = LeakSearch(needles)
        known = site.known_leaks
        self._known = known.by_path if known and known.needles == self.digest else None

    def look_into(self, artifact: Artifact) -> tuple[int, ...]:
        """Numbers of the needles in a file; sorted."""
        if isinstance(artifact.content, Kept) and self._known is not None:
            return self._known.get(artifact.path, ())
        content = self._read(artifact)
        found = self._search.find(content) if content else set()
        if found and content.startswith(_PICTURES):
            found = {at for at in found if self._is_long(at)}
        elif found and artifact.path.startswith(_INDEX):
            found = {at for at in found if self._is_long(at) or self._is_of_our_key(at)}
        return tuple(sorted(found))

    def find_in_public(self, wanted: set[int]) -> dict[int, str]:
        """Those of the needles that somebody said in public -> who did."""
        said: dict[int, str] = {}
        for said_by, found in self._public_texts() if wanted else ():
            said.update((at, said_by) for at in wanted.intersection(found) if at not in said)
            if len(said) == len(wanted):
                break
        return said

    def _public_texts(self) -> Iterator[tuple[str, set[int]]]:
        for text in other_public_texts(self._site):
            yield text.said_by, self._search.find_loosely(text.text)
        for article in self._site.library.articles:
            found = self._search.find_loosely(facts_in_public(article))
            yield article.source, found | self._find_in_content(article)

    def _find_in_content(self, article: Article) -> set[int]:
        def look() -> tuple[int, ...]:
            return tuple(sorted(self._search.find_loosely(content_in_public(article))))

        keep = self._site.keeper.keep
        return set(keep("KB606", tuple[int, ...], kept_key(article), look, self.digest))

    def report(self, public: dict[int, str]) -> Findings:
        """A finding for each file and value that nobody said in public."""
        places = 0
        for artifact in self._site.artifacts:
            leaks: dict[Owner, list[Needle]] = {}
            for at in self._site.found_leaks.get(artifact.path, ()):
                if at not in public:
                    leaks.setdefault(self._needles[at].owner, []).append(self._needles[at])
            for owner, needles in sorted(leaks.items()):
                places += 1
                data = self._read(artifact) if places <= _MOST_PLACES else b""
                found = (find_place(data, needle) for needle in needles[:_MOST_PHRASES])
                yield _leak(artifact.path, owner, min(filter(None, found), default=None))

    def _read(self, artifact: Artifact) -> bytes:
        match artifact.content:
            case bytes() as made:
                return b"" if artifact.path in _RULES else made
            case Spooled() as spooled:
                return spooled.read()
            case Kept() as kept:
                return kept.read()
            # What articles show or offer is what their authors publish.
            case Copy(static=True) as copied:
                return self._site.read_static(copied)
        return b""

    def _is_long(self, at: int) -> bool:
        return len(self._needles[at].words.strip()) >= _MIN_BYTES_IN_PICTURES

    def _is_of_our_key(self, at: int) -> bool:
        return self._needles[at].owner.kind in INTERNAL_KEYS


def _leak(path: str, owner: Owner, place: tuple[int, int] | None) -> Finding:
    where = f", in line {place[0]}, column {place[1]}" if place else ""
    message = f"`{path}` contains the internal value of `{owner.kind}`{where}"
    remedy = "look in the templates and outputs for what shows it, or change the internal field"
    if owner.kind == TEXT:
        message = f"`{path}` contains a text of this article, which is not published{where}"
        remedy = "look in the templates, outputs and static files for what shows it"
    return Finding(message, Span(owner.source, owner.line), remedy)
