"""The JSON Schema of `errata.toml`, for Taplo, Tombi and other readers of TOML.

Pydantic makes it from the tables that read the configuration; texts come from below their fields.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from errata.articles.front_matter.keys import KNOWN_KEYS
from errata.codes.families import PACKS
from errata.config import Config
from errata.diagnostics.registry import all_checks
from errata.editor.front_matter_schema import DRAFT
from errata.model.inputs import DECLARED_MEANINGS

JsonSchema = dict[str, Any]
# Keys that take one text or a list of them.
_ONE_OR_MORE: Final = "families"
# Keys of `[site]` that take one text, or a table with one for each locale.
_BY_LOCALE: Final = ("name", "description")


class _ForEditors(GenerateJsonSchema):
    """Makes schemas without titles, which repeat the names."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - pydantic's
        """Return False: no field needs a title."""
        return False


def config_schema(source: str) -> JsonSchema:
    """Make the schema; `source` is the text of `errata.config`, which documents the keys."""
    generated = Config.model_json_schema(schema_generator=_ForEditors)
    definitions = generated.pop("$defs", {})
    texts = field_texts(source)
    inlined = _inline(generated, definitions, "Config", texts)
    _add_vocabulary(inlined["properties"])
    return {"$schema": DRAFT, **inlined, "title": "errata.toml"}


def field_texts(source: str) -> dict[tuple[str, str], str]:
    """Map class and field to the text below the field."""
    texts: dict[tuple[str, str], str] = {}
    for table in ast.parse(source).body:
        for index, node in enumerate(table.body if isinstance(table, ast.ClassDef) else ()):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                assert isinstance(table, ast.ClassDef)  # noqa: S101 - the loop has looked
                after = table.body[index + 1] if index + 1 < len(table.body) else None
                texts[table.name, node.target.id] = _text_below(after)
    return texts


def _text_below(node: ast.stmt | None) -> str:
    value = node.value if isinstance(node, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _inline(
    schema: JsonSchema,
    definitions: Mapping[str, JsonSchema],
    table: str,
    texts: Mapping[tuple[str, str], str],
) -> JsonSchema:
    """Put every table in its place: draft 7 ignores text and default beside a reference."""
    inlined = {key: value for key, value in schema.items() if key not in {"title", "$ref"}}
    if reference := schema.get("$ref"):
        name = reference.rpartition("/")[2]
        inlined.pop("default", None)  # of a table: what its keys say
        return {**_inline(definitions[name], definitions, name, texts), **inlined}
    if inlined.get("default", ...) in ({}, None):
        del inlined["default"]
    for key, own in inlined.get("properties", {}).items():
        text = " ".join(texts.get((table, key.replace("-", "_")), "").split())
        property_schema = _inline(own, definitions, table, texts)
        inlined["properties"][key] = (
            {**property_schema, "description": text} if text else property_schema
        )
    for key in ("items", "additionalProperties"):
        if isinstance(inlined.get(key), dict):
            inlined[key] = _inline(inlined[key], definitions, table, texts)
    for key in ("anyOf", "allOf"):
        if key in inlined:
            inlined[key] = [_inline(choice, definitions, table, texts) for choice in inlined[key]]
    return inlined


def _add_vocabulary(tables: dict[str, JsonSchema]) -> None:
    """Add what the types do not say: names of packs, of keys and of checks."""
    packs = {"type": "string", "examples": ["default", *sorted(PACKS)]}
    text = tables[_ONE_OR_MORE].get("description", "")
    tables[_ONE_OR_MORE] = {
        "description": text,
        "anyOf": [packs, {"type": "array", "items": packs}],
    }
    for name in _BY_LOCALE:
        by_locale = {"type": "object", "additionalProperties": {"type": "string"}}
        tables["site"]["properties"][name]["anyOf"] = [{"type": "string"}, by_locale]
    metadata = tables["metadata"]["properties"]
    meanings = sorted({*KNOWN_KEYS, *DECLARED_MEANINGS})
    metadata["keys"]["additionalProperties"] = {"enum": meanings}
    metadata["values"]["propertyNames"] = {"enum": sorted(KNOWN_KEYS)}
    severity = tables["check"]["properties"]["severity"]
    severity["properties"] = {
        code: {**severity["additionalProperties"], "description": check.title}
        for code, check in all_checks().items()
    }
