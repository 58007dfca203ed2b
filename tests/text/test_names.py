"""File names made from content: legal on every disk, and as many as there are texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.site.urls import asset_path
from errata.text.paths import safe_segment

DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
TEXTS = st.text() | st.from_regex(r"(?i)\A(con|nul|com1)?[./\\ -]{0,3}[a-z]{0,4}[. ]{0,2}\Z")


@given(TEXTS)
def test_any_text_becomes_a_name_that_every_disk_takes(text: str) -> None:
    name = safe_segment(text)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}", name)
    assert not name.endswith(".")
    assert not DEVICE.match(name)


@pytest.mark.parametrize("text", ["", " ", "..", "nul.txt", "CON", "aux.", "com1.tar.gz"])
def test_no_text_becomes_an_empty_name_or_a_device_of_windows(text: str) -> None:
    name = safe_segment(text)
    assert name
    assert not DEVICE.match(name)


@given(st.lists(TEXTS, unique=True, max_size=20))
def test_two_texts_never_share_a_name(texts: list[str]) -> None:
    assert len({safe_segment(text) for text in texts}) == len(texts)


@given(TEXTS)
def test_no_file_of_the_knowledge_base_gets_a_device_s_name(text: str) -> None:
    path = asset_path(f"en/assets/{text.replace('/', '-')}.png")
    assert not DEVICE.match(path.rpartition("/")[2])
