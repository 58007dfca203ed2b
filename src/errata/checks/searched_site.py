"""The search of a site for internal values: in each file, and in what was said in public.

A file is looked into by whoever makes it, which may be another process; the check puts together
what was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.checks.leak_search import LeakSearch
from errata.checks.needles import digest_needles, make_needles
from errata.checks.phrases import (
    content_in_public,
    facts_in_public,
    other_public_texts,
    withheld_text,
)
from errata.checks.subjects import kept_key
from errata.model import INTERNAL_KEYS, Artifact, Copy, Kept, Spooled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.checks.needles import Needle
    from errata.checks.subjects import FinishedSite
    from errata.model import Article

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


def open_search(site: FinishedSite) -> SiteSearch | None:
    """The search of a site, whose files need not be made yet; None where nothing is internal."""
    needles = make_needles(site.secrets, map(withheld_text, site.withheld))
    return SiteSearch(site, needles) if needles else None


class SiteSearch:
    """Finds needles in files; of those that are as they were it asks the last search."""

    def __init__(self, site: FinishedSite, needles: Sequence[Needle]) -> None:
        self.digest = digest_needles(needles)
        self.needles = needles
        """By number."""
        self._site = site
        self._search = LeakSearch(needles)
        known = site.known_leaks
        self._known = known.by_path if known and known.needles == self.digest else None

    def look_into(self, artifact: Artifact) -> tuple[int, ...]:
        """Numbers of the needles in a file; sorted."""
        if isinstance(artifact.content, Kept) and self._known is not None:
            return self._known.get(artifact.path, ())
        content = self.read(artifact)
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

    def read(self, artifact: Artifact) -> bytes:
        """What of a file is searched."""
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
        return len(self.needles[at].words.strip()) >= _MIN_BYTES_IN_PICTURES

    def _is_of_our_key(self, at: int) -> bool:
        return self.needles[at].owner.kind in INTERNAL_KEYS
