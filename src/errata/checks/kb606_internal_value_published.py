"""An internal value that appears in the finished site.

errata searches every byte it writes for every internal note, CRM address and person's name, in each
form in which a file can contain it: plain, HTML-escaped, percent-encoded and JSON-escaped. In a
picture, values of fewer than eight bytes are ignored, because compressed pixels contain them by
chance. Short names from another tool's key, such as `author`, are ignored in the compressed search
index for the same reason. A value that an author also wrote in a public text, such as a ticket
number or the word `test`, was published by that author and is ignored.

Lines of articles that are not published, such as drafts, are searched for in the same way. Text
that a published article or the interface also contains is ignored.
"""

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final
from urllib.parse import quote

from ahocorasick_rs import BytesAhoCorasick
from markupsafe import escape

from errata.checks.phrases import phrases_of, public_texts
from errata.checks.subjects import FinishedSite
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import INTERNAL_KEYS, Artifact, Kept, Leaked, Secret, Spooled

SEVERITY = Severity.ERROR

# Characters of a value. Three letters, such as a person's "Lee", are part of other words on nearly
# every page: each would be a finding that nobody could get rid of.
_MIN_CHARACTERS: Final = 4
# Bytes of a value in a picture. Packed pixels are as good as random: ten megabytes of them hold one
# of 430 values of four bytes by chance, and none of eight bytes.
_MIN_BYTES_IN_PICTURES: Final = 8
# How files of PNG, JPEG, GIF and WebP begin.
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
# Where words are packed one into the other: a short name, such as the account `geob`, turned up
# there by chance in one of 334 articles of a knowledge base. The words themselves are searched for
# in the pages that they come from.
_INDEX: Final = "search/"
# Kind of the secrets that are phrases of an article.
_TEXT: Final = "text"


def check(site: FinishedSite) -> Findings:
    """Name each file and kind of value in it; the value itself is not repeated."""
    owners = _forms(_values(site))
    if not owners:
        return
    search = _LeakSearch(owners, site)
    site.needles.append(search.needles)
    for artifact in site.artifacts:
        if leaks := search.look_into(artifact):
            site.found_leaks[artifact.path] = leaks
        for leaked in leaks:
            yield _leak(artifact.path, leaked)


class _LeakSearch:
    """Finds internal values in files; of those that are as they were it asks the last search."""

    def __init__(self, owners: Mapping[bytes, Leaked], site: FinishedSite) -> None:
        self._owners = owners
        self._forms = sorted(owners)
        self._automaton = BytesAhoCorasick(self._forms)
        texts = public_texts(site)
        self._public = {owners[self._forms[at]] for text in texts for at in self._find(text)}
        known = site.known_leaks
        self._known = known.by_path if known and known.needles == self.needles else None

    @cached_property
    def needles(self) -> str:
        """Of what is searched for: each form of a value, whose it is, and whether it is public."""
        digest = hashlib.sha256()
        for form, leaked in sorted(self._owners.items()):
            digest.update(repr((form, leaked, leaked in self._public)).encode())
        return digest.hexdigest()

    def look_into(self, artifact: Artifact) -> tuple[Leaked, ...]:
        """The values in a file; nobody looks into what is copied."""
        match artifact.content:
            case bytes() as made:
                return self._search(artifact.path, made)
            case Spooled() as made:
                return self._search(artifact.path, made.read())
            case Kept() if self._known is not None:
                return self._known.get(artifact.path, ())
            case Kept() as kept:
                return self._search(artifact.path, kept.read())
        return ()

    def _search(self, path: str, content: bytes) -> tuple[Leaked, ...]:
        hits = self._find(content)
        if hits and content.startswith(_PICTURES):
            hits = {at for at in hits if len(self._forms[at]) >= _MIN_BYTES_IN_PICTURES}
        elif hits and path.startswith(_INDEX):
            hits = {at for at in hits if self._is_certain(at)}
        return tuple(sorted({self._owners[self._forms[at]] for at in hits} - self._public))

    def _find(self, content: bytes) -> set[int]:
        # Overlapping: a value inside a longer one, such as a surname in a full name, counts, too.
        found = self._automaton.find_matches_as_indexes(content, overlapping=True)
        return {index for index, _, _ in found}

    def _is_certain(self, at: int) -> bool:
        """Whether a value found in the search index can be there only as somebody put it in."""
        form = self._forms[at]
        kind = self._owners[form].kind
        return kind in INTERNAL_KEYS or len(form) >= _MIN_BYTES_IN_PICTURES


def _values(site: FinishedSite) -> dict[str, list[Secret]]:
    """Source path -> its internal values, and the phrases of an article that is not published."""
    found = {source: [*secrets] for source, secrets in sorted(site.secrets.items())}
    for article in site.withheld:
        texts = found.setdefault(article.source, [])
        texts += (Secret(_TEXT, phrase) for phrase in phrases_of(article))
    return found


def _forms(secrets: Mapping[str, Sequence[Secret]]) -> dict[bytes, Leaked]:
    """Each form of each value -> the first source that has it."""
    owners: dict[bytes, Leaked] = {}
    for source in sorted(secrets):
        for secret in secrets[source]:
            value = secret.reveal_to_leak_check().strip()
            if len(value) >= _MIN_CHARACTERS:
                digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
                for form in _encodings(value):
                    owners.setdefault(form, Leaked(source, secret.kind, digest))
    return owners


def _encodings(value: str) -> set[bytes]:
    forms = {value, html.escape(value), html.escape(value, quote=False), str(escape(value))}
    forms |= {quote(value, safe="", errors="replace"), quote(value, errors="replace")}
    forms |= {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    return {form.encode("utf-8", "surrogatepass") for form in forms}


def _leak(path: str, leaked: Leaked) -> Finding:
    message = f"`{path}` contains the internal value of `{leaked.kind}`"
    remedy = "look in the templates and outputs for what shows it, or change the internal field"
    if leaked.kind == _TEXT:
        message = f"`{path}` contains a text of this article, which is not published"
        remedy = "look in the templates, outputs and static files for what shows it"
    return Finding(message, Span(leaked.source), remedy)
