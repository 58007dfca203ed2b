"""The front matter of real articles, where they are: every fourth is read, in `make soak` all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from frontmatter.default_handlers import YAMLHandler

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.read import read_front_matter
from errata.diagnostics import Severity
from errata.model import INTERNAL_KEYS, Source

if TYPE_CHECKING:
    from errata.articles.front_matter.split import FrontMatter

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("ERRATA_CORPUS", ROOT.parent / "shared" / "corpus"))

pytestmark = pytest.mark.skipif(
    not (CORPUS / "en").is_dir(), reason="no corpus: set ERRATA_CORPUS to its folder"
)


LOCALES = sorted(path.name for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else []


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((locale, step), id=f"{locale}, one of {step}", marks=marks)
        for locale in LOCALES
        for step, marks in ((4, ()), (1, pytest.mark.soak))
    ],
)
def paths(request: pytest.FixtureRequest) -> list[Path]:
    locale, step = request.param
    return sorted((CORPUS / locale).glob("*.md"))[::step]


@pytest.fixture(scope="module")
def written(paths: list[Path]) -> dict[str, dict[str, str]]:
    """File -> its front matter's keys and values as texts, read by PyYAML alone."""
    keys_by_name = {}
    for path in paths:
        matter, _ = YAMLHandler().split(path.read_text("utf-8-sig").lstrip())
        keys = yaml.load(matter, yaml.CBaseLoader)  # noqa: S506 - the base loader makes texts only
        keys_by_name[path.stem] = {
            key: value for key, value in keys.items() if isinstance(value, str)
        }
    return keys_by_name


@pytest.fixture(scope="module")
def results(paths: list[Path]) -> dict[str, FrontMatter]:
    sources = [
        Source(f"{path.parent.name}/{path.name}", path.parent.name, path.read_bytes())
        for path in paths
    ]
    return {source.stem: read_front_matter(source, ParseOptions()) for source in sources}


def test_every_file_is_read_without_an_error(results: dict[str, FrontMatter]) -> None:
    assert results
    diagnostics = [diagnostic for result in results.values() for diagnostic in result.diagnostics]
    assert [str(one.span) for one in diagnostics if one.severity is Severity.ERROR] == []
    assert all(result.metadata for result in results.values())


def test_every_number_is_the_files_own(results: dict[str, FrontMatter]) -> None:
    numbers = {stem: result.metadata and result.metadata.number for stem, result in results.items()}
    assert numbers == {stem: stem for stem in results}
    assert any(stem.startswith("KT-") for stem in results)


def test_hidden_articles_and_findings_are_as_many_as_counted(
    results: dict[str, FrontMatter], written: dict[str, dict[str, str]]
) -> None:
    hidden = {
        stem for stem, result in results.items() if result.metadata and result.metadata.hidden
    }
    assert hidden == {
        stem
        for stem, keys in written.items()
        if "true" in {keys.get("hide", "").lower(), keys.get("hidefromtoc", "").lower()}
    }
    codes = [diagnostic.code for result in results.values() for diagnostic in result.diagnostics]
    dates = [value for keys in written.values() for key, value in keys.items() if "-date" in key]
    assert codes.count("KB102") == sum("/" in date for date in dates) > len(results)
    assert set(codes) <= {"KB102", "KB105", "KB106", "KB207"}


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


def test_every_article_gives_up_its_secrets(
    results: dict[str, FrontMatter], written: dict[str, dict[str, str]]
) -> None:
    for stem, result in results.items():
        kinds = {secret.kind for secret in result.secrets}
        values = {key: written[stem].get(key, "").strip() for key in INTERNAL_KEYS}
        assert kinds == {key for key, value in values.items() if value not in {"", "null"}}, stem
