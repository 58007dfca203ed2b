"""Searches every byte of the finished site for every internal value: KB606.

The values are looked for in each form in which an output could hold them: plain, HTML-escaped,
percent-encoded and JSON-escaped, all in one pass of an Aho-Corasick automaton.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from ahocorasick_rs import BytesAhoCorasick

from errata.diagnostics import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from errata.model import Artifact, Secret

SHORTEST = 4
"""Characters; a shorter value says nothing and would be found everywhere."""


def find_leaks(
    secrets: Mapping[str, Sequence[Secret]], artifacts: Iterable[Artifact]
) -> Iterator[Diagnostic]:
    """A KB606 for each artifact and kind of value found in it; the value itself is not repeated.

    Args:
        secrets: source path -> the internal values of that article.
        artifacts: the finished files; copies of the author's own pictures are not searched.
    """
    owners = _forms(secrets)
    if not owners:
        return
    forms = sorted(owners)
    automaton = BytesAhoCorasick(forms)
    for artifact in artifacts:
        if not isinstance(artifact.content, bytes):
            continue
        hits = {
            owners[forms[index]]
            for index, _, _ in automaton.find_matches_as_indexes(artifact.content)
        }
        for source, kind in sorted(hits):
            yield _leak(artifact.path, source, kind)


def _forms(secrets: Mapping[str, Sequence[Secret]]) -> dict[bytes, tuple[str, str]]:
    """Each form of each value -> the first source that has it, and its key."""
    owners: dict[bytes, tuple[str, str]] = {}
    for source in sorted(secrets):
        for secret in secrets[source]:
            value = secret.reveal_to_leak_check().strip()
            if len(value) >= SHORTEST:
                for form in _encodings(value):
                    owners.setdefault(form, (source, secret.kind))
    return owners


def _encodings(value: str) -> set[bytes]:
    quoted = json.dumps(value)[1:-1]
    forms = {value, html.escape(value), html.escape(value, quote=False), quote(value, safe="")}
    forms |= {quote(value), quoted, json.dumps(value, ensure_ascii=False)[1:-1]}
    return {form.encode("utf-8", "surrogatepass") for form in forms}


def _leak(path: str, source: str, kind: str) -> Diagnostic:
    return Diagnostic(
        "KB606",
        Severity.ERROR,
        f"`{path}` contains the internal value of `{kind}`",
        Span(source),
        "take it out of the public text, or change the internal field",
    )
