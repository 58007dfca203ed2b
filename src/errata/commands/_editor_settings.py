"""The settings that an editor needs to check and complete articles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from errata.commands._console import print_status
from errata.commands.new import write_new
from errata.commands.schema import format_schema, read_config_schema
from errata.data import read_table
from errata.editor.jsonc import JsonError, merge_json
from errata.errors import OutputError
from errata.files.output_paths import refuse_outside
from errata.files.text import display_path, read_bytes, read_text
from errata.text.display import printable

EDITORS: Final = ("vscode", "zed")
# The extension that starts errata, as `editors.toml` recommends it.
_CLIENT: Final = "zsol.vscode-glspc"
_SCHEMA: Final = "errata.schema.json"
_NEXT: Final = {
    "vscode": f"install the recommended extensions: VS Code offers them, `{_CLIENT}` first",
    "zed": "install the extension Marksman: Zed starts errata in its place",
}


def write_settings(folder: Path, editor: str) -> None:
    """Write an editor's settings in a folder, and say what is left to do.

    Raises:
        OutputError: if the system refuses, or a link leads out of the folder.
    """
    schema = f".{editor}/{_SCHEMA}"
    settings = read_table("editors", editor)
    for name in (*settings, schema):
        refuse_outside(folder, folder / name)
    for name, value in settings.items():
        _add_settings(folder / name, value)
    _write_schema(folder / schema)
    _link_schema(folder / "errata.toml", schema)
    print_status(f"next: {_NEXT[editor]}")


def _add_settings(path: Path, settings: Mapping[str, Any]) -> None:
    if write_new(path, f"{json.dumps(settings, indent=2, ensure_ascii=False)}\n"):
        print_status(f"wrote {_shown(path)}")
        return
    try:
        text = read_bytes(path, OutputError).decode("utf-8")  # as it is, with its line ends
        merged = merge_json(text, settings)
    except (JsonError, UnicodeDecodeError):
        print_status(f"kept {_shown(path)}, which is not valid JSON; add this to it:")
        print_status(json.dumps(settings, indent=2, ensure_ascii=False))
        return
    if merged.text != text:
        path.write_text(merged.text, "utf-8", newline="")
    print_status(f"{'kept' if merged.text == text else 'added to'} {_shown(path)}")
    for line in _conflicts(merged.conflicts, settings):
        print_status(line)


def _conflicts(keys: tuple[str, ...], settings: Mapping[str, Any]) -> Iterator[str]:
    if keys:
        yield "these settings have another value, which was kept; to use errata, change them:"
    for key in keys:
        value: Any = settings
        remaining = key
        while remaining:
            # A key may have dots itself: `glspc.server.command`.
            name = max(
                (prefix for prefix in value if f"{remaining}.".startswith(f"{prefix}.")), key=len
            )
            value, remaining = value[name], remaining[len(name) + 1 :]
        yield f"  {key}: {json.dumps(value, ensure_ascii=False)}"


def _write_schema(path: Path) -> None:
    """Write the schema of errata.toml; it is ours, and as new as this errata."""
    text = format_schema(read_config_schema())
    old = read_text(path, OutputError) if path.is_file() else ""
    if text != old:
        path.write_text(text, "utf-8", newline="\n")
    print_status(f"{'kept' if text == old else 'wrote'} {_shown(path)}")


def _link_schema(config: Path, schema: str) -> None:
    """Tell people how to link the schema; their configuration is only read."""
    if config.is_file() and "#:schema" not in read_text(config, OutputError):
        print_status(f"to complete {_shown(config)}, begin it with: #:schema ./{schema}")


def _shown(path: Path) -> str:
    return printable(display_path(path))
