"""The search of a site for internal values: in each file, and in public texts.

Each file is searched by the process that makes it; the check collects what was found.
"""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

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
from errata.model.inputs import PICTURES
from errata.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from errata.checks.needles import Needle
    from errata.checks.subjects import FinishedSite
    from errata.model import Article

# Bytes of a value in a picture. Packed pixels are as good as random: ten megabytes of them hold one
# of 430 values of four bytes by chance, and none of eight bytes.
_MIN_BYTES_IN_PICTURES: Final = 8
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
    """Make the search of a site, whose files may not exist yet; None if nothing is internal."""

    def look() -> tuple[NeedleRow, ...]:
        return encode_needles(make_needles(site.secrets, map(withheld_text, site.withheld)))

    # For 1,179 articles they take 0.1 s to make and 0.01 s to read.
    rows = site.keeper.keep(_NEEDLES, tuple[NeedleRow, ...], _key_of_needles(site), look)
    return SiteSearch(site, decode_needles(rows)) if rows else None


def _key_of_needles(site: FinishedSite) -> str:
    """Digest everything that needles are made of; empty if that is not certain."""
    withheld = [(one.source, one.facts_key, kept_key(one)) for one in site.withheld]
    if not all(all(keys) for keys in withheld):
        return ""
    secrets = [
        (source, [(one.kind, one.reveal_to_leak_check()) for one in found])
        for source, found in sorted(site.secrets.items())
    ]
    return digest((_NEEDLES, secrets, withheld))


class SaidInPublic(Value, frozen=True):
    """Which needles are in public texts, as the last search found it."""

    public: tuple[tuple[int, str], ...] = ()
    """Number of a needle, and the first text that has it."""
    through: tuple[str, ...] = ()
    """Keys of the texts that have no others."""


class _SearchedText(NamedTuple):
    """A public text, read on demand."""

    said_by: str
    key: str
    """A digest of it; empty if there is none."""
    read: Callable[[], str]
    find: Callable[[], set[int]]
    """Returns the numbers of the needles in it."""


def _name_text(text: str) -> str:
    return sha256(f"{_IN_PUBLIC} {text}".encode("utf-8", "surrogatepass")).hexdigest()


def _say_in_public(article: Article) -> str:
    return f"{facts_in_public(article)}\n\n{content_in_public(article)}"


def _confirm(public: dict[int, str], texts: Iterable[_SearchedText]) -> dict[int, str]:
    """Return the needles that the same texts still have."""
    holders = {*public.values()}
    found: dict[str, set[int]] = {}
    for text in texts:
        if text.said_by in holders:
            found.setdefault(text.said_by, set()).update(text.find())
    return {at: by for at, by in public.items() if at in found.get(by, ())}


class SiteSearch:
    """Finds needles in files; results for unchanged files are taken from the last search."""

    def __init__(self, site: FinishedSite, needles: Sequence[Needle]) -> None:
        self.needles = needles
        """Needles by number."""
        self._site = site
        self._digest = digest_needles(needles)
        self._every = LeakSearch(needles)
        # Files are not searched for what anybody may say. On the corpus, four words of internal
        # notes, such as the address of the vendor's site, are in 1,540 of 6,037 files.
        self.public = self.find_in_public(set(range(len(needles))))
        """Needles in public texts -> where they are from."""
        self.digest = digest((self._digest, sorted(self.public)))
        self._search = LeakSearch(needles, without=self.public)
        known = site.known_leaks
        self._known = known.by_path if known and known.needles == self.digest else None

    @property
    def remembers(self) -> bool:
        """Whether what was found in unchanged files is known."""
        return self._known is not None

    def look_into(self, artifact: Artifact) -> tuple[int, ...]:
        """Return the numbers of the needles in a file, sorted."""
        if isinstance(artifact.content, Kept) and self._known is not None:
            return self._known.get(artifact.path, ())
        found = self._look_into_content(self.read(artifact), artifact.path)
        # The name of a file is published as well.
        return tuple(sorted(found | self._search.find(artifact.path.encode())))

    def _look_into_content(self, content: bytes, path: str) -> set[int]:
        if content.startswith(PICTURES):
            return {at for at in self._search.find_in_picture(content) if self._is_long(at)}
        found = self._search.find(content) if content else set()
        if found and path.startswith(_INDEX):
            return {at for at in found if self._is_long(at) or self._is_of_our_key(at)}
        return found

    def find_in_public(self, wanted: set[int]) -> dict[int, str]:
        """Find the needles in public texts, each with where it is from."""
        if not wanted:
            return {}

        def renew(before: SaidInPublic | None) -> SaidInPublic:
            return self._look_in_public(wanted, before or SaidInPublic())

        key = digest((_IN_PUBLIC, self._digest, sorted(wanted)))
        return dict(self._site.keeper.renew(_IN_PUBLIC, SaidInPublic, key, renew).public)

    def _look_in_public(self, wanted: set[int], before: SaidInPublic) -> SaidInPublic:
        """Find public needles now; texts that had them last time mostly still do."""
        texts = tuple(self._list_public_texts())
        public = _confirm(dict(before.public), texts)
        rest = wanted - public.keys()
        # A text that was looked through may say what somebody else says no longer.
        lost = dict(before.public).keys() - public.keys()
        known, through = frozenset(before.through), set[str]()
        for text in texts:
            sought = rest & lost if text.key in known else rest
            if sought and self._every.may_hold(text.read(), sought):
                found = sought & text.find()
                public |= dict.fromkeys(sorted(found), text.said_by)
                rest -= found
            through |= {text.key} - {""}
        return SaidInPublic(tuple(sorted(public.items())), tuple(sorted(through)))

    def _list_public_texts(self) -> Iterator[_SearchedText]:
        for article in self._site.library.articles:
            key = kept_key(article) and f"{article.content_key[:32]}{article.facts_key[:32]}"
            find = partial(self._find_in_article, article)
            yield _SearchedText(article.source, key, partial(_say_in_public, article), find)
        for said_by, text in other_public_texts(self._site):
            find = partial(self._find_in_text, text)
            yield _SearchedText(said_by, _name_text(text), partial(str, text), find)

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
                _IN_PUBLIC, tuple[int, ...], _name_text(text), look, self._digest
            )
        )

    def read(self, artifact: Artifact) -> bytes:
        """Return the part of a file that is searched."""
        match artifact.content:
            case bytes() as made:
                return b"" if artifact.path in _RULES else made
            case Spooled() as spooled:
                return spooled.read()
            case Kept() as kept:
                return kept.read()
            # Files that articles show or offer are published by their authors.
            case Copy(static=True) as copied:
                return self._site.read_static(copied)
        return b""

    def _is_long(self, at: int) -> bool:
        return len(self.needles[at].words.strip()) >= _MIN_BYTES_IN_PICTURES

    def _is_of_our_key(self, at: int) -> bool:
        return self.needles[at].owner.kind in INTERNAL_KEYS
