"""Words that visitors use for the words of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.errors import ConfigError
from errata.files import read_synonyms
from errata.model import SearchText
from errata.search.tokens import stemmer_for
from errata.search.vocabulary import Synonyms, parse_synonyms
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = parse_synonyms('[en]\ngroups = [["restore", "get back", "undelete"]]\n', "synonyms.toml")


def test_an_article_gets_the_other_names_of_its_words() -> None:
    synonyms = Synonyms(GROUPS, "en", stemmer_for("en"))
    text = SearchText(title="how to restor page", body="delet")
    assert synonyms.expand(text) == ["get", "back", "undelet"]
    assert synonyms.expand(SearchText(title="page to get back")) == ["restor", "undelet"]
    assert synonyms.expand(SearchText(title="get the page back")) == []
    assert Synonyms(GROUPS, "de-DE", stemmer_for("de-DE")).expand(text) == []


def test_a_locale_has_the_groups_of_its_language_and_its_own() -> None:
    text = '[pt]\ngroups = [["excluir", "apagar"]]\n["pt-BR"]\ngroups = [["apagar", "deletar"]]\n'
    synonyms = Synonyms(parse_synonyms(text, "s"), "pt-BR", stemmer_for("pt-BR"))
    assert synonyms.expand(SearchText(title="apag pagina")) == ["exclu", "delet"]


def test_an_error_in_the_file_is_reported_with_its_line() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_synonyms('[en]\ngroups = [["alone"]]\n', "kb/synonyms.toml")
    assert caught.value.span is not None
    assert (caught.value.span.path, caught.value.span.line) == ("kb/synonyms.toml", 2)
    with pytest.raises(ConfigError):
        parse_synonyms("[en]\ngroup = []\n", "kb/synonyms.toml")


def test_a_knowledge_base_may_have_its_own_and_the_shipped_serve_others(tmp_path: Path) -> None:
    assert set(read_synonyms(tmp_path)) >= {"en", "pt", "es", "fr", "de", "ja"}
    (tmp_path / "synonyms.toml").write_text('[en]\ngroups = [["a1", "b2"]]\n')
    assert read_synonyms(tmp_path) == {"en": (("a1", "b2"),)}
    assert read_synonyms(ROOT / "kb") == read_synonyms(tmp_path / "none")
