"""Fills in a commented TOML file: keys that are given a value are switched on where they stand."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# A table's header or a key, switched off or on: "# [links]", "[site]" and '# root = "/"   # why';
# "# Paths are relative" is neither.
_LINE: Final = re.compile(
    r"""^(?P<off># )?(?:\[(?P<table>[\w.-]+)\]|(?P<key>[\w-]+) = """
    r"""(?P<value>"[^"]*"|\[[^\]]*\]|true|false)?)(?P<rest>.*)$"""
)


def fill_toml_template(text: str, values: Mapping[tuple[str, str], str | list[str]]) -> str:
    """The text with the values put in.

    Args:
        text: TOML, in which keys and tables may be switched off by `# ` in front.
        values: (table, key) -> value; the table of the first keys is the empty text.

    Raises:
        KeyError: if the text has no such key.
    """
    lines, table, missing = [], "", dict(values)
    for line in text.split("\n"):
        found = _LINE.match(line)
        made = line
        if found and found["table"]:
            table = found["table"]
            if found["off"] and any(of == table for of, _ in values):
                made = line.removeprefix("# ")
        elif found and (table, found["key"]) in missing:
            made = _write(found, missing.pop((table, found["key"])))
        lines.append(made)
    if missing:
        raise KeyError(*missing)
    return "\n".join(lines)


def _write(found: re.Match[str], value: str | list[str]) -> str:
    # Texts and lists of texts are written alike in JSON and TOML.
    written = f"{found['key']} = {json.dumps(value, ensure_ascii=False)}"
    comment = found["rest"].lstrip()
    # Comments stay in their column where the value leaves room.
    width = max(len(found[0]) - len(comment), len(written) + 2)
    return f"{written:<{width}}{comment}".rstrip()
