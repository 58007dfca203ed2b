"""Settings of editors, so that they start `errata lsp`: what each one reads, and where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from errata.commands._console import print_status
from errata.commands.new import write_new
from errata.commands.schema import format_schema, read_config_schema
from errata.editor.jsonc import JsonError, merge_json
from errata.errors import OutputError
from errata.files.text import display_path, read_text
from errata.reports.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

EDITORS: Final = ("vscode", "zed")
# VS Code starts no language server by itself; this extension starts any:
# https://github.com/zsol/vscode-glspc
_CLIENT: Final = "zsol.vscode-glspc"
_TOML: Final = "tamasfe.even-better-toml"
_SCHEMA: Final = "errata.schema.json"
_SETTINGS: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "vscode": {
        ".vscode/settings.json": {
            "glspc.server.command": "errata",
            "glspc.server.commandArguments": ["lsp"],
            "glspc.server.languageId": ["markdown"],
            # In markdown nothing is offered unasked by default.
            "[markdown]": {
                "editor.quickSuggestions": {"other": "on"},
                "editor.wordBasedSuggestions": "off",
            },
        },
        ".vscode/extensions.json": {"recommendations": [_CLIENT, _TOML]},
        ".vscode/errata.code-snippets": {
            "Article": {
                "scope": "markdown",
                "prefix": "article",
                "description": "An article that explains an error",
                "body": [
                    *("---", "title: ${1:What fails, in the reader's words}"),
                    *("description: ${2:One or two sentences for lists and search}", "---"),
                    *("# $1", "", "## Environment", "", "$3", "", "## Issue", "", "$4", ""),
                    *("## Cause", "", "$5", "", "## Resolution", "", "$0"),
                ],
            },
            "Error message": {
                "scope": "markdown",
                "prefix": "error",
                "description": "An error message as it is shown",
                "body": ["```text", "${1:CODE-0001} ${2:the message}", "```", "$0"],
            },
        },
    },
    # Zed starts only servers that an extension brings. It starts another program in the place of
    # one of them; Marksman is one for markdown.
    "zed": {
        ".zed/settings.json": {
            "lsp": {"marksman": {"binary": {"path": "errata", "arguments": ["lsp"]}}},
            "languages": {"Markdown": {"language_servers": ["marksman", "..."]}},
        }
    },
}
_NEXT: Final = {
    "vscode": f"install the recommended extensions: VS Code offers them, `{_CLIENT}` first",
    "zed": "install the extension Marksman: Zed starts errata in its place",
}


def write_settings(folder: Path, editor: str) -> None:
    """Write what an editor reads in a folder, and say what is left to do.

    Raises:
        OutputError: if the system refuses.
    """
    for name, wanted in _SETTINGS[editor].items():
        _write(folder / name, wanted)
    schema = f".{editor}/{_SCHEMA}"
    _write_schema(folder / schema)
    _link_schema(folder / "errata.toml", schema)
    print_status(f"next: {_NEXT[editor]}")


def _write(path: Path, wanted: Mapping[str, Any]) -> None:
    if write_new(path, f"{json.dumps(wanted, indent=2, ensure_ascii=False)}\n"):
        print_status(f"wrote {_shown(path)}")
        return
    with path.open(encoding="utf-8", newline="") as file:  # as it is, with its line ends
        text = file.read()
    try:
        merged = merge_json(text, wanted)
    except JsonError:
        print_status(f"kept {_shown(path)}, which is not valid JSON; add this to it:")
        print_status(json.dumps(wanted, indent=2, ensure_ascii=False))
        return
    if merged.text != text:
        path.write_text(merged.text, "utf-8", newline="")
    print_status(f"{'kept' if merged.text == text else 'added to'} {_shown(path)}")
    for line in _conflicts(merged.conflicts, wanted):
        print_status(line)


def _conflicts(keys: tuple[str, ...], wanted: Mapping[str, Any]) -> Iterator[str]:
    if keys:
        yield "these settings have another value, which was kept; to use errata, change them:"
    for key in keys:
        value: Any = wanted
        rest = key
        while rest:
            # A key may have dots itself: `glspc.server.command`.
            name = max((one for one in value if f"{rest}.".startswith(f"{one}.")), key=len)
            value, rest = value[name], rest[len(name) + 1 :]
        yield f"  {key}: {json.dumps(value, ensure_ascii=False)}"


def _write_schema(path: Path) -> None:
    """The schema of errata.toml is ours: it is as new as this errata."""
    text = format_schema(read_config_schema())
    old = read_text(path, OutputError) if path.is_file() else ""
    if text != old:
        path.write_text(text, "utf-8", newline="\n")
    print_status(f"{'kept' if text == old else 'wrote'} {_shown(path)}")


def _link_schema(config: Path, schema: str) -> None:
    """A person's configuration is not changed, only looked at."""
    if config.is_file() and "#:schema" not in read_text(config, OutputError):
        print_status(f"to complete {_shown(config)}, begin it with: #:schema ./{schema}")


def _shown(path: Path) -> str:
    return printable(display_path(path))
