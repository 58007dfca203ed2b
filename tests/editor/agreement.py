"""What `errata check` says of a front matter, and what the schema says of it in an editor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft7Validator

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.read import read_front_matter
from errata.articles.front_matter.split import SourceParts, decode_source, split_source
from errata.diagnostics import Severity
from errata.editor.front_matter_schema import front_matter_schema
from errata.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.diagnostics import Diagnostic
    from errata.editor.knowledge import Vocabulary


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, which editors read: `yes` is a text, and so is a date."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{form})$"), first)


class _Decimal(CoreLoader):
    """`007` is seven, not an octal number."""


def _read_decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    return int(str(loader.construct_scalar(node)))


_Decimal.add_constructor("tag:yaml.org,2002:int", _read_decimal)


def _refuses(diagnostic: Diagnostic) -> bool:
    unreadable = diagnostic.code == "KB102" and diagnostic.severity is Severity.ERROR
    return unreadable or diagnostic.code in {"KB001", "KB108"}


class Agreement:
    """The two verdicts on the front matters of one knowledge base."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        schema = front_matter_schema(vocabulary)
        Draft7Validator.check_schema(schema)
        self._validator = Draft7Validator(schema)
        self._options = ParseOptions(conventions=vocabulary.conventions)
        self._closed = vocabulary.closed

    def check_refuses(self, data: bytes, name: str = "a.md") -> list[str]:
        """Keys that are unknown, and findings about values that cannot be read."""
        front = read_front_matter(Source(name, "en", data), self._options)
        unknown = [key.key for key in front.unknown]
        malformed = [f"{each.code} {each.message}" for each in front.diagnostics if _refuses(each)]
        return [*unknown, *malformed, *self._outside(front.metadata)]

    def _outside(self, metadata: Any) -> Iterator[str]:  # noqa: ANN401 - `Metadata` or nothing
        """As KB104 with a configured vocabulary."""
        if metadata:
            given = {
                "product": metadata.products,
                "solution": metadata.solutions,
                "applies-to": metadata.applies_to,
            }
            for key, names in self._closed.items():
                yield from (name for name in given[key] if name not in names)

    def schema_refuses(self, data: bytes) -> list[str] | None:
        """What an editor underlines; None where there is no YAML to read."""
        text, fault = decode_source(Source("a.md", "en", data), 1 << 24)
        parts = split_source(text, "a.md")
        if fault or not isinstance(parts, SourceParts) or parts.form != "yaml":
            return None
        try:
            loaded = yaml.load(parts.text, _Decimal)  # noqa: S506 - a loader of plain values
        except yaml.YAMLError:
            return None
        return [
            f"{'.'.join(map(str, error.path))}: {error.message[:200]}"
            for error in self._validator.iter_errors(loaded)
        ]
