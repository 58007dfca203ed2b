"""The JSON API: what a program gets, and that the schema says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.site.feeds import api, api_schema
from errata.site.urls import code_json
from errata.text.display import to_json_bytes
from tests.site.factories import article, context_of, library

if TYPE_CHECKING:
    from tests.conftest import SiteTest

KINDS = {
    "api/v1/index.json": api_schema.Site,
    "api/v1/codes/index.json": api_schema.CodeIndex,
    "api/v1/articles/index.json": api_schema.ArticleIndex,
}
HOSTILE = "</script><!-- & \u2028 \u2029 --> é 日本"


@pytest.fixture
def built(site: SiteTest) -> SiteTest:
    """Two locales, a hidden article, canaries."""
    site = site.article("KA-00001", internal_notes="canary-1", article_published_by="Robin Canary")
    site = site.article("KA-00001", locale="pt-BR", title="Título")
    site = site.article("KA-00002", hide="true", title="Out of use")
    return site.article("KA-00003", "\n## Resolution\n\nNo code.\n", title=f'"{HOSTILE}"').build()


def documents(built: SiteTest) -> dict[str, object]:
    """Path -> document, of the whole API."""
    paths = [path for path in built.paths if path.startswith("api/")]
    return {path: json.loads(built.page(path)) for path in paths}


def test_every_document_is_what_the_schema_s_types_read_and_write(built: SiteTest) -> None:
    contents = documents(built)
    assert contents.pop("api/v1/schema.json") == json.loads(to_json_bytes(api_schema.json_schema()))
    assert len(contents) == 7
    for path, document in contents.items():
        kind = KINDS.get(path) or (
            api_schema.CodeDocument if "/codes/" in path else api_schema.ArticleDocument
        )
        adapter = api_schema.type_adapters()[kind]
        read = adapter.validate_json(built.page(path), strict=True)
        assert json.loads(adapter.dump_json(read)) == document


def test_the_schema_is_draft_2020_12_and_names_every_kind_of_document(built: SiteTest) -> None:
    document = json.loads(built.page("api/v1/schema.json"))
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["version"] == "1"
    kinds = [kind.__name__ for kind in api_schema.DOCUMENTS]
    assert document["anyOf"] == [{"$ref": f"#/$defs/{name}"} for name in kinds]
    for name in kinds:
        definition = document["$defs"][name]
        assert sorted(definition["required"]) == sorted(definition["properties"])
    refs = {part.split('"')[0] for part in built.page("api/v1/schema.json").split("#/$defs/")[1:]}
    assert refs <= document["$defs"].keys()


def test_a_code_tells_its_family_articles_and_page(built: SiteTest) -> None:
    document = json.loads(built.page("api/v1/codes/RED-520025.json"))
    assert document["family"]["id"] == "RED"
    assert not document["severity"]
    assert document["uses"]["en"] == [
        {
            "number": "KA-00001",
            "title": "Title of KA-00001",
            "salience": "primary",
            "inherited": False,
            "html": "../../../en/KA-00001/index.html",
            "json": "../articles/KA-00001.en.json",
        }
    ]
    assert list(document["uses"]) == ["en", "pt-BR"]
    assert document["html"]["pt-BR"] == "../../../pt-BR/codes/RED-520025/index.html"


def test_an_article_tells_its_codes_sections_and_translations(built: SiteTest) -> None:
    document = json.loads(built.page("api/v1/articles/KA-00001.en.json"))
    assert [code["code"] for code in document["codes"]] == ["RED-520025"]
    assert document["updated"] == "2024-04-17T12:38:19Z"
    assert {"kind": "resolution", "title": "Resolution", "text": "Start the server."} in document[
        "sections"
    ]
    assert [other["json"] for other in document["translations"]] == ["KA-00001.pt-BR.json"]
    assert document["markdown"] == "../../../en/KA-00001/index.md"


def test_hidden_articles_and_internal_values_are_nowhere(built: SiteTest) -> None:
    all_text = "".join(built.page(path) for path in documents(built))
    for absent in ("KA-00002", "Out of use", "canary", "Canary"):
        assert absent not in all_text


def test_every_link_leads_to_a_file_of_the_site(built: SiteTest) -> None:
    paths, links = set(built.paths), 0
    contents = documents(built)
    del contents["api/v1/schema.json"]
    for path, document in contents.items():
        for href in _links(document):
            folder = path.split("/")[:-1]
            *steps, name = href.partition("#")[0].split("/")
            for step in steps:
                folder = folder[:-1] if step == ".." else [*folder, step]
            assert "/".join([*folder, name]) in paths, (path, href)
            links += 1
    assert links > 20


def _links(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [v for k, v in value.items() if k in {"html", "json", "markdown", "permalink"}]
        own += list(value["links"].values()) if "links" in value else []
        flat = [v for item in own for v in (item.values() if isinstance(item, dict) else [item])]
        texts = [item for item in flat if isinstance(item, str)]
        return texts + [link for item in value.values() for link in _links(item)]
    return [link for item in value for link in _links(item)] if isinstance(value, list) else []


def test_a_document_may_stand_in_html_and_has_one_line_end(built: SiteTest) -> None:
    text = built.page("api/v1/articles/KA-00003.en.json")
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["title"].startswith("</script>")
    assert "é 日本" in text
    assert text.endswith("}\n")
    assert text.count("\n") == 1


def test_keys_are_sorted() -> None:
    assert to_json_bytes({"b": 1, "a": {"d": 1, "c": 2}}) == b'{"a":{"c":2,"d":1},"b":1}\n'


@pytest.mark.parametrize("code", ["index", "../x", "__proto__", "CON", "<script>", "a" * 10_000])
def test_a_code_of_any_name_gets_a_file_name_that_is_safe(code: str) -> None:
    changed = replace(library(article("KA-00001")), codes={code: {"en": ("KA-00001",)}})
    assert [a.path for a in api.emit(context_of(changed)) if a.path.count("/") == 3]
    path = code_json(code)
    assert path != "api/v1/codes/index.json"
    assert ".." not in path
    assert len(path) < 130
