"""The real corpus, where it is there: every front matter of both locales is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from errata.articles.front_matter.read import FrontMatter, read_front_matter
from errata.config import Config
from errata.diagnostics import Severity
from errata.model import INTERNAL_KEYS, Source

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("ERRATA_CORPUS", ROOT.parent / "shared" / "corpus"))

pytestmark = pytest.mark.skipif(
    not (CORPUS / "en").is_dir(), reason="no corpus: set ERRATA_CORPUS to its folder"
)


@pytest.fixture(scope="module", params=["en", "pt-BR"])
def results(request: pytest.FixtureRequest) -> dict[str, FrontMatter]:
    locale = str(request.param)
    paths = sorted((CORPUS / locale).glob("*.md"))
    sources = [Source(f"{locale}/{path.name}", locale, path.read_bytes()) for path in paths]
    return {source.stem: read_front_matter(source, Config()) for source in sources}


def test_every_file_is_read_without_an_error(results: dict[str, FrontMatter]) -> None:
    assert len(results) == 1179
    found = [found for result in results.values() for found in result.diagnostics]
    assert [str(one.span) for one in found if one.severity is Severity.ERROR] == []
    assert all(result.metadata for result in results.values())


def test_every_number_is_the_files_own(results: dict[str, FrontMatter]) -> None:
    numbers = {stem: result.metadata and result.metadata.number for stem, result in results.items()}
    assert numbers == {stem: stem for stem in results}
    assert sum(stem.startswith("KT-") for stem in results) == 17


def test_hidden_articles_and_findings_are_as_many_as_counted(
    results: dict[str, FrontMatter],
) -> None:
    assert (
        sum(bool(result.metadata and result.metadata.hidden) for result in results.values()) == 41
    )
    codes = [found.code for result in results.values() for found in result.diagnostics]
    assert codes.count("KB102") == 2 * 1179
    assert set(codes) == {"KB102", "KB105", "KB106"}


def test_every_article_has_dates_and_a_solution(results: dict[str, FrontMatter]) -> None:
    for result in results.values():
        assert result.metadata is not None
        assert result.metadata.created is not None
        assert result.metadata.published is not None
        assert result.metadata.solutions


def test_no_internal_value_is_in_the_metadata_or_a_message(
    results: dict[str, FrontMatter],
) -> None:
    leaks = []
    for stem, result in results.items():
        public, messages = repr(result.metadata), repr(result.diagnostics)
        for secret in result.secrets:
            value = secret.reveal_to_leak_check()
            # Short notes repeat words of their own titles; eight of them only say `test`.
            where = (
                messages
                if len(value) <= 30 and secret.kind == "internal-notes"
                else (public + messages)
            )
            if len(value) > 3 and value in where:
                leaks.append((stem, secret.kind))
    assert leaks == []


def test_nearly_every_article_gives_up_its_secrets(results: dict[str, FrontMatter]) -> None:
    kinds = [kind for result in results.values() for kind in {s.kind for s in result.secrets}]
    assert kinds.count("internal-notes") == 255
    assert kinds.count("dynamics-url") == 1162
    assert kinds.count("article-created-by") == kinds.count("article-published-by") == 1179
    assert set(kinds) == set(INTERNAL_KEYS)
