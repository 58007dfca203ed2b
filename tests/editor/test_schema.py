"""What `check` takes the schemas take, and what it calls unknown or malformed they refuse."""

from __future__ import annotations

import inspect
import random
import tomllib
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator

from errata import config
from errata.articles.conventions import resolve_conventions
from errata.articles.front_matter.keys import KNOWN_KEYS
from errata.config import Config, parse_config
from errata.editor.config_schema import config_schema
from errata.editor.front_matter_schema import front_matter_schema, portable_pattern
from errata.editor.knowledge import Vocabulary
from errata.errors import ConfigError
from errata.files import read_folder
from errata.model import Folder
from tests.conftest import ROOT
from tests.editor.agreement import Agreement

if TYPE_CHECKING:
    from pathlib import Path

# One key of each kind of value, in our spelling, another one and as other tools have it.
KEYS = (
    *("title", "keywords", "bug", "hide", "order", "version-number", "source-wordcount"),
    *("article-number", "exl-id", "source-git-commit", "ht-degree", "redirect-from", "owner"),
    *("review-date", "publish-date", "valid-until", "published", "draft", "state", "audience"),
    *("Article_Number", "titel", "ms.date", "ms.topic", "weight", "isDraft", "valid to", "robots"),
)
VALUES = (
    *("", "~", "x", "a b", "true", "Yes", "maybe", "0", "1", "007", "-3", "2.5", "12345678901"),
    *("7%", "101%", "'  '", "' true '", "[]", "[a, b]", "[[a]]", "{a: b}", "[true]", "'#'"),
    *("2024-01-31", "2024-02-30", "2024-13-01", "4/17/2024 12:30:27 PM", "17/4/2024", "13/13/2024"),
    *(
        "24.01.2024",
        "Jan 5, 2024",
        "5 Foo 2024",
        "24 de enero de 2024",
        "2024年1月24日",
        "20240124",
    ),
    *("2024-01-31T25:00:00Z", "2024-01-31 10:00 +0900", "never", "[2024-01-01]", "-", "search"),
    *(
        "Draft",
        "drfat",
        "drafts",
        "in review",
        "intenal",
        "external",
        "partnr",
        "costumer",
        "下書き",
    ),
    *("toc", "[toc, navigation]", "[toc, x]", "01234567-89AB-4cde-8f01-23456789abcd", "0b" * 20),
)


def _vocabulary(toml: str = "") -> Vocabulary:
    config = parse_config(toml, "errata.toml")
    conventions = resolve_conventions(config, Folder((), {}))
    closed = {str(key): names for key, names in config.metadata.vocabulary.items()}
    return Vocabulary(conventions, closed)


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return Agreement(_vocabulary())


@pytest.mark.parametrize("key", KEYS)
def test_check_and_schema_agree_on_every_value_of_a_key(agreement: Agreement, key: str) -> None:
    for value in VALUES:
        data = f"---\n{key}: {value}\n---\n# A\n".encode()
        refused = agreement.schema_refuses(data)
        assert refused is None or bool(refused) == bool(agreement.check_refuses(data)), value


def test_they_agree_on_a_configured_vocabulary_and_on_own_keys_and_numbers() -> None:
    agreement = Agreement(
        _vocabulary(
            """
            [articles]
            number = "SUP-[0-9]{3}"
            [metadata]
            presets = []
            vocabulary.product = ["Campaign", "Campaign Classic", "A.B (C+)", "8"]
            [metadata.keys]
            team = "internal"
            area = "product"
            "meta.kind" = "ignored"
            [metadata.values.bug]
            defect = "true"
            """
        )
    )
    for line in (
        *("product: Campaign", "product: campaign", "product: Campagn", "product: 8", "product: 9"),
        *("product: Campaign, Campaign  Classic", "product: [A.B (C+), Campaign]", "product: A.B"),
        *("product: [A]", "area: Campaign", "area: Other", "team: Ops", "tema: Ops", "product: ''"),
        *("article-number: sup-123", "article-number: SUP-12", "bug: Defect", "bug: fault"),
        *("meta: {kind: 1}", "meta: {other: 1}", "meta.kind: 1", "ms.date: 2024-01-01"),
    ):
        data = f"---\n{line}\n---\n# A\n".encode()
        assert bool(agreement.schema_refuses(data)) == bool(agreement.check_refuses(data)), line


@pytest.mark.parametrize("folder", ["kb", "corpus"])
def test_they_agree_on_real_articles(folder: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue("corpus") if folder == "corpus" else ROOT / "kb"
    folder_read = read_folder(path, Config())
    agreement = Agreement(Vocabulary(resolve_conventions(Config(), folder_read)))
    chosen = random.Random(1).sample(list(folder_read.sources), 40)  # noqa: S311 - a sample, no secret
    for source in chosen:
        refused = agreement.schema_refuses(source.data)
        expected = agreement.check_refuses(source.data, source.path)
        assert refused is None or bool(refused) == bool(expected), source.path


def test_an_editor_is_offered_every_key_with_what_it_is_for() -> None:
    schema = front_matter_schema(Vocabulary(used={"product": ("Campaign",)}))
    assert set(schema["properties"]) == KNOWN_KEYS
    for value in schema["properties"].values():
        assert value["title"]
        assert value["description"]
    assert schema["properties"]["status"]["doNotSuggest"]
    states = schema["definitions"]["state"]["anyOf"][0]["enum"]
    assert states == ["draft", "work-in-progress", "not-validated", "validated", "archived"]
    assert schema["definitions"]["product"]["anyOf"][0]["examples"] == ["Campaign"]


def test_a_pattern_that_only_python_reads_is_left_out() -> None:
    assert portable_pattern("KA-[0-9]{5}|[A-F]x") == "[Kk][Aa]-[0-9]{5}|[A-Fa-f][Xx]"
    assert portable_pattern(r"A\-\d\.") == r"[Aa]-[0-9]\."
    for pattern in ("(?P<a>b)", "a++", r"\Ab", "(?i)a"):
        assert portable_pattern(pattern) is None


# ── errata.toml ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def of_config() -> Draft7Validator:
    schema = config_schema(inspect.getsource(config))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


@pytest.mark.parametrize(
    "toml",
    [
        (ROOT / "errata.toml").read_text("utf-8"),
        'families = "default"\n[site]\nname = { en = "A", de = "B" }\n',
        '[site]\nfooter = [{ text = "A", url = "https://example.com" }]\n',
        '[check]\nseverity = { KB102 = "off" }\n[metadata.vocabulary]\nproduct = ["A"]\n',
        'kbs = "a"\n',
        "kb = 1\n",
        '[site]\nhost = "other"\n',
        "[site]\nname = 3\n",
        "[site]\nfooter = [{}]\n",
        '[check]\nfail-on = "errors"\n',
        '[metadata]\npresets = ["jekyl"]\n',
        '[metadata.keys]\na = "titel"\n',
        "[limits]\nnesting = 0\n",
    ],
)
def test_the_schema_of_the_configuration_takes_what_errata_takes(
    of_config: Draft7Validator, toml: str
) -> None:
    try:
        meanings = parse_config(toml, "errata.toml").metadata.keys.values()
        taken = set(meanings) <= KNOWN_KEYS
    except ConfigError:
        taken = False
    assert of_config.is_valid(tomllib.loads(toml)) is taken


def test_every_key_of_the_configuration_has_a_text(of_config: Draft7Validator) -> None:
    def silent(schema: dict[str, object], path: str = "") -> list[str]:
        found = []
        properties = schema.get("properties")
        for key, value in properties.items() if isinstance(properties, dict) else ():
            if not value.get("description"):
                found.append(f"{path}{key}")
            found += silent(value, f"{path}{key}.")
        return found

    schema = of_config.schema
    assert isinstance(schema, dict)
    assert silent(schema) == []
