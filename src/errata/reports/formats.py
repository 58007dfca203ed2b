"""The formats of findings by name, sorted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TextIO

from errata.diagnostics.registry import CheckCount
from errata.reports import Report, forges, json, junit, markdown, sarif, text

# All write in the order given, and their output ends with a line end.
REPORT_FORMATS: Final[Mapping[str, Callable[[Report, TextIO], None]]] = {
    "concise": text.write_concise,
    "full": text.write_full,
    "github": forges.write_github,
    "gitlab": forges.write_gitlab,
    "json": json.write_json,
    "jsonl": json.write_jsonl,
    "junit": junit.write,
    "markdown": markdown.write,
    "rdjson": forges.write_rdjson,
    "sarif": sarif.write,
}
# The formats that can say how often each check found something; people get one form.
STATISTICS_FORMATS: Final[Mapping[str, Callable[[Sequence[CheckCount], TextIO], None]]] = {
    "concise": text.write_count_lines,
    "full": text.write_count_lines,
    "json": json.write_count_array,
    "jsonl": json.write_count_objects,
}
