"""Searches a site for internal values: each file in the process that makes it, and public texts.

Needles are looked for in one pass for each form, however many there are. Nearly every text holds
none, and most of the time goes into finding its words. So the letters of a text are checked first:
if no needle's letters are in it in a row, it holds no needle.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from hashlib import sha256
from typing import Final, NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from errata.checks.needles import (
    Needle,
    NeedleForm,
    NeedleRow,
    content_in_public,
    decode_needles,
    digest_needles,
    encode_needles,
    facts_in_public,
    make_needles,
    other_public_texts,
    withheld_text,
)
from errata.checks.subjects import FinishedSite, kept_key
from errata.model import INTERNAL_KEYS, Article, Artifact, Copy, Kept, Spooled, digest
from errata.model.inputs import PICTURES
from errata.text.plain_words import (
    BLOCK,
    BOUNDARY,
    letters_of,
    plain_words,
    split_blocks,
    words_in_picture,
)
from errata.values import Value

# How pages begin. They have their frame, their headings and much more in common: with what is known
# of its blocks, a page takes 0.6 of the time. Other files have few blocks.
_PAGE: Final = b"<!doctype html"
# Blocks that are remembered, and bytes of one.
_MOST_BLOCKS: Final = 65_536
_LONGEST_BLOCK: Final = 1_000
# How many bytes are searched for a place at once; a needle is much shorter, however it is escaped.
_WINDOW: Final = 4096
# The fewest letters of ASCII that a needle must have to be looked for by them alone: fewer are in
# many texts by chance. It is the shortest value, too.
_MIN_LETTERS: Final = 4
# All bytes that are neither an ASCII letter nor a digit.
_OTHERS: Final = bytes(byte for byte in range(256) if byte >= 0x80 or not chr(byte).isalnum())  # noqa: PLR2004 - the end of ASCII


class LeakSearch:
    """Finds needles, and returns their numbers."""

    def __init__(self, needles: Sequence[Needle], without: Collection[int] = ()) -> None:
        """Prepare the search; needles whose numbers are in `without` are not searched for."""
        numbers: dict[NeedleForm, list[int]] = {form: [] for form in NeedleForm}
        for index, needle in enumerate(needles):
            if index not in without:
                numbers[needle.form].append(index)
        self._needles, self._numbers = needles, numbers
        self._harmless: set[bytes] = set()

    # Made when the first text is looked at: after an edit there may be none.
    @cached_property
    def _automata(self) -> Mapping[NeedleForm, BytesAhoCorasick]:
        return {
            form: BytesAhoCorasick([self._needles[index].words for index in indexes])
            for form, indexes in self._numbers.items()
            if indexes
        }

    @cached_property
    def _suspicion(self) -> _Suspicion:
        return _Suspicion(self._needles, self._numbers)

    def find(self, content: bytes) -> set[int]:
        """Return the needles in a text or a file; known harmless blocks of pages are skipped."""
        if content[: len(_PAGE)].lower() != _PAGE:
            return self._find_in_text(content)
        blocks = dict.fromkeys(split_blocks(content))
        new = [block for block in blocks if block not in self._harmless]
        return self._find_in_new(new) if new else set()

    def may_hold(self, text: str, needles: Collection[int]) -> bool:
        """Whether it is worth the time to search a text for some of the needles."""
        suspects = self._suspicion.look_at(text)
        return suspects is None or not suspects.isdisjoint(needles)

    def find_in_picture(self, content: bytes) -> set[int]:
        """Return the needles in a picture's metadata."""
        return self._find_words(words_in_picture(content)) | self._find(NeedleForm.WRITTEN, content)

    def _find_in_new(self, blocks: Sequence[bytes]) -> set[int]:
        """Search all blocks at once: most hold nothing, and that is remembered of each."""
        indexes = self._find_in_text(BLOCK.join(blocks))
        if not indexes:
            if len(self._harmless) > _MOST_BLOCKS:
                self._harmless.clear()
            self._harmless.update(block for block in blocks if len(block) <= _LONGEST_BLOCK)
        return indexes

    def _find_in_text(self, text: bytes) -> set[int]:
        written = self._find(NeedleForm.WRITTEN, text)
        suspects = self._suspicion.look_at(text)
        is_clear = suspects is not None and not suspects
        return written if is_clear else written | self._find_words(plain_words(text))

    def find_loosely(self, text: str) -> set[int]:
        """Search as `find`, and also across the ends of paragraphs."""
        data = text.encode("utf-8", "replace")
        words = plain_words(data)
        together = b" ".join(words.replace(BOUNDARY, b" ").split())
        indexes = self._find_words(words) | self._find_words(together)
        return indexes | self._find(NeedleForm.WRITTEN, data)

    def _find_words(self, words: bytes) -> set[int]:
        indexes = self._find(NeedleForm.SPACED, b" %b " % words)
        return indexes | self._find(NeedleForm.JOINED, words.replace(b" ", b""))

    def _find(self, form: NeedleForm, text: bytes) -> set[int]:
        automaton = self._automata.get(form)
        if automaton is None:
            return set()
        # Overlapping: a value inside a longer one, such as a surname in a full name, counts, too.
        matches = automaton.find_matches_as_indexes(text, overlapping=True)
        numbers = self._numbers[form]
        return {numbers[index] for index in {index for index, _, _ in matches}}


class _Suspicion:
    """Finds which needles a text may hold, by its letters."""

    def __init__(
        self, needles: Sequence[Needle], numbers: Mapping[NeedleForm, Sequence[int]]
    ) -> None:
        self._numbers = sorted((*numbers[NeedleForm.SPACED], *numbers[NeedleForm.JOINED]))
        texts = [needles[index].words.replace(b" ", b"") for index in self._numbers]
        letter_texts = [words.translate(None, _OTHERS) for words in texts]
        # "Núñez" has "nez", and a sentence in Japanese perhaps "pdf".
        self._beyond_ascii = any(
            len(letters_of_needle) < max(_MIN_LETTERS, len(words) // 2)
            for letters_of_needle, words in zip(letter_texts, texts, strict=True)
        )
        self._automaton = BytesAhoCorasick(texts if self._beyond_ascii else letter_texts)

    def look_at(self, text: str | bytes) -> set[int] | None:
        """Return the numbers of the only needles that the text may hold; None for all of them."""
        if not self._numbers:
            return set()
        texts = letters_of(text, beyond_ascii=self._beyond_ascii)
        if texts is None:
            return None
        matches = (
            self._automaton.find_matches_as_indexes(text, overlapping=True) for text in texts
        )
        return {self._numbers[index] for index in {match[0] for some in matches for match in some}}


def find_place(data: bytes, needle: Needle) -> tuple[int, int] | None:
    """Return line and column of a needle in a file; None if it is not in one place."""
    search = LeakSearch([needle])
    for start in range(0, len(data), _WINDOW // 2):
        window = data[start : start + _WINDOW]
        if search.find(window):
            end = bisect(range(len(window)), 0, key=lambda size: -(not search.find(window[:size])))
            head = window[:end]
            before = bisect(range(end), 0, key=lambda size: int(not search.find(head[size:])))
            return _place_of(data, start + before - 1)
    return None


def _place_of(data: bytes, offset: int) -> tuple[int, int]:
    line = data.count(b"\n", 0, offset) + 1
    start = data.rfind(b"\n", 0, offset) + 1
    return line, len(data[start:offset].decode("utf-8", "replace")) + 1


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
    withheld = [(article.source, article.facts_key, kept_key(article)) for article in site.withheld]
    if not all(all(keys) for keys in withheld):
        return ""
    secrets = [
        (source, [(secret.kind, secret.reveal_to_leak_check()) for secret in secrets])
        for source, secrets in sorted(site.secrets.items())
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
    by_path: dict[str, set[int]] = {}
    for text in texts:
        if text.said_by in holders:
            by_path.setdefault(text.said_by, set()).update(text.find())
    return {index: by for index, by in public.items() if index in by_path.get(by, ())}


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
        known_leaks = site.known_leaks
        self._known = (
            known_leaks.by_path if known_leaks and known_leaks.needles == self.digest else None
        )

    @property
    def remembers(self) -> bool:
        """Whether what was found in unchanged files is known."""
        return self._known is not None

    def look_into(self, artifact: Artifact) -> tuple[int, ...]:
        """Return the numbers of the needles in a file, sorted."""
        if isinstance(artifact.content, Kept) and self._known is not None:
            return self._known.get(artifact.path, ())
        leaks = self._look_into_content(self.read(artifact), artifact.path)
        # The name of a file is published as well.
        return tuple(sorted(leaks | self._search.find(artifact.path.encode())))

    def _look_into_content(self, content: bytes, path: str) -> set[int]:
        if content.startswith(PICTURES):
            return {
                index for index in self._search.find_in_picture(content) if self._is_long(index)
            }
        indexes = self._search.find(content) if content else set()
        if indexes and path.startswith(_INDEX):
            return {
                index for index in indexes if self._is_long(index) or self._is_of_our_key(index)
            }
        return indexes

    def find_in_public(self, indexes: set[int]) -> dict[int, str]:
        """Find the needles in public texts, each with where it is from."""
        if not indexes:
            return {}

        def renew(before: SaidInPublic | None) -> SaidInPublic:
            return self._look_in_public(indexes, before or SaidInPublic())

        key = digest((_IN_PUBLIC, self._digest, sorted(indexes)))
        return dict(self._site.keeper.renew(_IN_PUBLIC, SaidInPublic, key, renew).public)

    def _look_in_public(self, indexes: set[int], before: SaidInPublic) -> SaidInPublic:
        """Find public needles now; texts that had them last time mostly still do."""
        texts = tuple(self._list_public_texts())
        public = _confirm(dict(before.public), texts)
        remaining = indexes - public.keys()
        # A text that was looked through may say what somebody else says no longer.
        lost = dict(before.public).keys() - public.keys()
        known_keys, through = frozenset(before.through), set[str]()
        for text in texts:
            sought = remaining & lost if text.key in known_keys else remaining
            if sought and self._every.may_hold(text.read(), sought):
                matches = sought & text.find()
                public |= dict.fromkeys(sorted(matches), text.said_by)
                remaining -= matches
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
            indexes = self._every.find_loosely(facts) | self._every.find_loosely(content)
            return tuple(sorted(indexes))

        basis = f"{self._digest} {article.facts_key}"
        # Not in the article's entry, which the process of the other checks writes meanwhile.
        key = kept_key(article) and f"{_IN_PUBLIC} {kept_key(article)}"
        return set(self._site.keeper.keep("KB606", tuple[int, ...], key, look, basis))

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

    def _is_long(self, index: int) -> bool:
        return len(self.needles[index].words.strip()) >= _MIN_BYTES_IN_PICTURES

    def _is_of_our_key(self, index: int) -> bool:
        return self.needles[index].owner.kind in INTERNAL_KEYS
