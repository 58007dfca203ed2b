"""What a build makes is out of memory until the site is written, and nothing is left of it."""

from __future__ import annotations

import pickle
from contextlib import closing
from typing import TYPE_CHECKING

from errata.files.site import write_site
from errata.files.spool import FileSpool, shelve_sources
from errata.model import Artifact, Folder, Source, SourceTexts, Spooled

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_first_contents_stay_in_memory_and_the_others_come_back_as_they_were(
    tmp_path: Path,
) -> None:
    contents = [bytes([index]) * (100 * index) for index in range(20)]
    with closing(FileSpool(tmp_path / "site", limit=1_000)) as spool:
        held = [spool(content) for content in contents]
        assert [isinstance(one, bytes) for one in held[:6]] == [True] * 5 + [False]
        read = [one.read() if isinstance(one, Spooled) else one for one in reversed(held)]
        assert read == list(reversed(contents))
        # Written after something was read, and read again.
        late = spool(b"late")
        assert isinstance(late, Spooled)
        assert late.read() == b"late"
        assert [*tmp_path.iterdir()] == []


def test_a_site_is_written_from_the_spool(tmp_path: Path) -> None:
    kb, out = tmp_path / "kb", tmp_path / "site"
    kb.mkdir()
    with closing(FileSpool(out, limit=0)) as spool:
        pages = {"a.html": b"<p>a", "b/c.html": b"<p>c"}
        artifacts = [Artifact(path, spool(content)) for path, content in pages.items()]
        assert write_site(out, artifacts, kb).added == 2
        assert {path: (out / path).read_bytes() for path in pages} == pages
        assert write_site(out, artifacts, kb).kept == 2


def test_the_texts_of_a_large_folder_are_read_again_when_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tuple(Source(f"en/{n}.md", "en", f"text {n}".encode()) for n in range(3))
    folder = Folder(sources, {})
    with closing(FileSpool(tmp_path / "site", limit=0)) as spool:
        assert shelve_sources(folder, spool) is folder
        monkeypatch.setattr("errata.files.spool._LARGEST_TEXTS", 5)
        shelved = shelve_sources(folder, spool)
        assert not any(isinstance(source.held, bytes) for source in shelved.sources)
        assert [source.data for source in shelved.sources] == [s.data for s in sources]
        # Workers elsewhere get the texts themselves.
        assert pickle.loads(pickle.dumps(shelved.sources)) == sources  # noqa: S301 - made here
        assert dict(SourceTexts(shelved.sources, "kb/")) == {
            f"kb/{s.path}": s.data for s in sources
        }
