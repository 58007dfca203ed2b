"""The literal texts by which a code is found in a log without a pattern being tried anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SHORTEST = 4
"""Shorter ones would be found by chance."""
_PARTED = re.compile(r"(?P<prefix>[A-Z]{2,12})-(?P<digits>\d{5,10})")
_SEPARATORS = ("-", "", " ", "_", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")
_HEAD = re.compile(r"(?:[A-Za-z0-9_ -]|\\-)+")
_GROUP = re.compile(r"\(\?:[^()]*\)")
_REPEATED = ("?", "*", "{")


def code_variants(codes: Iterable[str]) -> Mapping[bytes, str]:
    """UTF-8 literal -> the code it means; one of prefix and digits has many, any other itself."""
    ordered = sorted(code for code in codes if len(code) >= _SHORTEST and "\n" not in code)
    found = {_encoded(code): code for code in ordered}
    for code in ordered:
        if parts := _PARTED.fullmatch(code):
            for prefix in (parts["prefix"], parts["prefix"].lower()):
                for separator in _SEPARATORS:
                    found.setdefault(_encoded(prefix + separator + parts["digits"]), code)
    return found


def literal_prefix(pattern: str) -> str:
    """The letters that every match of a family's pattern begins with; empty where they are few."""
    outer = pattern
    while (shorter := _GROUP.sub("", outer)) != outer:
        outer = shorter
    begins = _HEAD.match(pattern)
    if begins is None or "|" in outer:
        return ""
    text = begins[0].replace("\\-", "-")
    if pattern.startswith(_REPEATED, begins.end()):
        text = text[:-1]
    return text if len(text) >= _SHORTEST else ""


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
