"""The search of a site for internal values: in each file, and in what was said in public.

A file is looked into by whoever makes it, which may be another process; the check puts together
what was found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.checks.leak_search import LeakSearch
from errata.checks.needles import (
    NeedleRow,
    decode_needles,
    digest_needles,
    encode_needles,
    make_needles,
)
from errata.checks.phrases import (
    content_in_public,
    facts_in_public,
    other_public_texts,
    withheld_text,
)
from errata.checks.subjects import kept_key
from errata.model import INTERNAL_KEYS, Artifact, Copy, Kept, Spooled, digest

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
# The kinds of what is kept: needles, and who says them in public.
_NEEDLES: Final = "KB606 needles"
_IN_PUBLIC: Final = "KB606 in public"
# Made of the configuration alone, in words that articles about a web server have as well.
_RULES: Final = frozenset({"_headers", "nginx.conf"})


def open_search(site: FinishedSite) -> SiteSearch | None:
    """The search of a site, whose files need not be made yet; None where nothing is internal."""

    def look() -> tuple[NeedleRow, ...]:
        return encode_needles(make_needles(site.secrets, map(withheld_text, site.withheld)))

    # Of 1,179 articles they take 0.1 s to make and 0.01 s to read.
    rows = site.keeper.keep(_NEEDLES, tuple[NeedleRow, ...], _key_of_needles(site), look)
    return SiteSearch(site, decode_needles(rows)) if rows else None


def _key_of_needles(site: FinishedSite) -> str:
    """A digest of what they are made of; empty where that is not certain."""
    withheld = [(one.source, one.facts_key, kept_key(one)) for one in site.withheld]
    if not all(all(keys) for keys in withheld):
        return ""
    secrets = [
        (source, [(one.kind, one.reveal_to_leak_check()) for one in found])
        for source, found in sorted(site.secrets.items())
    ]
    return digest((_NEEDLES, secrets, withheld))


class SiteSearch:
    """Finds needles in files; of those that are as they were it asks the last search."""

    def __init__(self, site: FinishedSite, needles: Sequence[Needle]) -> None:
        self.needles = needles
        """By number."""
        self._site = site
        self._digest = digest_needles(needles)
        self._every = LeakSearch(needles)
        # Files are not searched for what anybody may say. On the corpus, four words of internal
        # notes, such as the address of the vendor's site, are in 1,540 of 6,037 files.
        self.public = self.find_in_public(set(range(len(needles))))
        """Needles that somebody said in public -> who did."""
        self.digest = digest((self._digest, sorted(self.public)))
        self._search = LeakSearch(needles, without=self.public)
        known = site.known_leaks
        self._known = known.by_path if known and known.needles == self.digest else None

    def look_into(self, artifact: Artifact) -> tuple[int, ...]:
        """Numbers of the needles in a file; sorted."""
        if isinstance(artifact.content, Kept) and self._known is not None:
            return self._known.get(artifact.path, ())
        content = self.read(artifact)
        if content.startswith(_PICTURES):
            found = {at for at in self._search.find_in_binary(content) if self._is_long(at)}
            return tuple(sorted(found))
        found = self._search.find(content) if content else set()
        if found and artifact.path.startswith(_INDEX):
            found = {at for at in found if self._is_long(at) or self._is_of_our_key(at)}
        return tuple(sorted(found))

    def find_in_public(self, wanted: set[int]) -> dict[int, str]:
        """Those of the needles that somebody said in public -> who did."""
        if not wanted:
            return {}
        fresh: list[tuple[int, str]] = []

        def look() -> tuple[tuple[int, str], ...]:
            fresh.extend(self._look_everywhere(wanted))
            return tuple(fresh)

        # Who said it the last time mostly says it still: that is some sixty articles of a thousand.
        key = digest((_IN_PUBLIC, self._digest, sorted(wanted)))
        said = dict(self._site.keeper.keep(_IN_PUBLIC, tuple[tuple[int, str], ...], key, look))
        return said if fresh else self._confirm(said, wanted)

    def _confirm(self, said: dict[int, str], wanted: set[int]) -> dict[int, str]:
        """What is said still; all is looked through for the rest."""
        articles = {article.source: article for article in self._site.library.articles}
        speakers = {by: articles[by] for by in said.values() if by in articles}
        found = {by: self._find_in_article(article) for by, article in speakers.items()}
        # What is not an article's is in the shipped files and the configuration.
        if others := {by for by in said.values() if by not in articles}:
            for text in other_public_texts(self._site):
                if text.said_by in others:
                    found.setdefault(text.said_by, set()).update(self._find_in_text(text.text))
        still = {at: by for at, by in said.items() if at in found.get(by, ())}
        rest = wanted - still.keys()
        return still | dict(self._look_everywhere(rest)) if rest else still

    def _look_everywhere(self, wanted: set[int]) -> Iterator[tuple[int, str]]:
        rest = set(wanted)
        for article in self._site.library.articles:
            said = f"{facts_in_public(article)}\n\n{content_in_public(article)}"
            if not self._every.may_hold(said, rest):
                continue
            if found := rest & self._find_in_article(article):
                yield from ((at, article.source) for at in sorted(found))
                rest -= found
            if not rest:
                return
        for text in other_public_texts(self._site):
            if not self._every.may_hold(text.text, rest):
                continue
            found = rest & self._find_in_text(text.text)
            yield from ((at, text.said_by) for at in sorted(found))
            rest -= found

    def _find_in_article(self, article: Article) -> set[int]:
        def look() -> tuple[int, ...]:
            facts, content = facts_in_public(article), content_in_public(article)
            found = self._every.find_loosely(facts) | self._every.find_loosely(content)
            return tuple(sorted(found))

        basis = f"{self._digest} {article.facts_key}"
        return set(self._site.keeper.keep("KB606", tuple[int, ...], kept_key(article), look, basis))

    def _find_in_text(self, text: str) -> set[int]:
        def look() -> tuple[int, ...]:
            return tuple(sorted(self._every.find_loosely(text)))

        return set(
            self._site.keeper.keep(
                _IN_PUBLIC, tuple[int, ...], digest((_IN_PUBLIC, text)), look, self._digest
            )
        )

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
