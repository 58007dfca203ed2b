"""Writes the reference pages of the documentation from the code: `make reference`.

Keys of `errata.toml` come with the texts below their fields, commands with their help, checks and
keys of the front matter with what the code says of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import click
from pydantic import BaseModel

from errata import config
from errata.__main__ import errata
from errata.articles.conventions import PRESET_NAMES, read_preset
from errata.articles.front_matter.keys import PUBLIC, PUBLICATION
from errata.codes.families import DEFAULT_PACKS, PACKS, read_pack
from errata.data import read_data
from errata.diagnostics.registry import all_checks
from errata.editor.config_schema import field_texts
from errata.model import INTERNAL_KEYS
from errata.text.display import as_json
from scripts.components import read_components

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic.fields import FieldInfo

    from errata.articles.conventions import DetectionTable

ROOT: Final = Path(__file__).parent.parent
FOLDER: Final = ROOT / "kb/en/errata"
# Nobody writes the pages by hand; codes in them are examples.
FRONT_MATTER: Final = """\
---
title: {title}
description: {description}
keywords: errata, reference, {keywords}
not-error-codes: "*"
order: {order}
---
# {title}

{description}

"""


def main() -> None:
    """Write every page."""
    for name, text in reference_pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def reference_pages() -> dict[str, str]:
    """Map names of files below `kb/en/errata` to their contents."""
    return {
        "configuration.md": _page(
            "Keys of errata.toml",
            "Every key of the configuration, what it means, and what holds without it.",
            "configuration, keys, settings",
            90,
            _configuration(),
        ),
        "commands.md": _page(
            "Commands",
            "Every command with its options and examples.",
            "command line, options",
            91,
            _commands(),
        ),
        "front-matter-keys.md": _page(
            "Keys of the front matter",
            "What the front matter of an article may say.",
            "metadata, front matter",
            92,
            _front_matter(),
        ),
        "checks.md": _page(
            "Checks",
            "Everything that errata check may find, and what to do about it.",
            "check, findings, rules",
            93,
            _checks(),
        ),
        "packs.md": _page(
            "Packs of error-code families and presets of tools",
            "The families and conventions that errata ships, by the names that errata.toml uses.",
            "families, packs, presets",
            94,
            _shipped(),
        ),
        "licences.md": _page(
            "Licences of what errata is made of",
            "The packages that are installed with errata, and their licences.",
            "licences, open source, dependencies, SBOM, supply chain",
            95,
            _licences(),
        ),
    }


def _licences() -> Iterator[str]:
    yield "errata has the MIT licence. It installs these packages, pinned with SHA-256 digests:\n"
    yield "| package | version | licence |\n|---|---|---|"
    yield from (
        f"| {component.name} | {component.version} | {component.licence} |"
        for component in read_components()
    )
    yield (
        "\nThe scripts and styles of a site are written for errata and contain no code from other "
        "projects. `make sbom` writes the list as CycloneDX for tools, `make audit` looks for "
        "known faults of these packages."
    )


def _page(title: str, description: str, keywords: str, order: int, lines: Iterable[str]) -> str:
    head = FRONT_MATTER.format(title=title, description=description, keywords=keywords, order=order)
    return head + "\n".join(lines).rstrip() + "\n"


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(_cell(text) for text in row)} |"
    yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# ── errata.toml ─────────────────────────────────────────────────────────────────────────────


def _configuration() -> Iterator[str]:
    texts = field_texts(Path(config.__file__).read_text("utf-8"))
    yield from _config_table(config.Config, "", texts)


def _config_table(
    table: type[BaseModel], name: str, texts: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    yield f"## [{name}]\n" if name else "## At the top\n"
    if name and table.__doc__:
        yield f"{table.__doc__.strip()}\n"
    below = {key: _table_of(field) for key, field in table.model_fields.items()}
    rows = [
        (f"`{_key(key)}`", _with_default(texts.get((table.__name__, key), ""), field))
        for key, field in table.model_fields.items()
        if below[key] is None
    ]
    yield from _table(("Key", "Meaning"), rows)
    for key, inner in below.items():
        if inner is not None:
            yield from _config_table(inner, f"{name}.{_key(key)}".lstrip("."), texts)


def _table_of(field: FieldInfo) -> type[BaseModel] | None:
    """Return the table that a key is; None for a value."""
    kinds = (field.annotation, *get_args(field.annotation))
    found = (kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
    return next(found, None)


def _key(name: str) -> str:
    return name.replace("_", "-")


def _with_default(text: str, field: FieldInfo) -> str:
    value = "" if field.is_required() else field.default
    has_default = text and (value or value is False)
    return f"{text} Default: `{as_json(value)}`." if has_default else text


# ── commands ────────────────────────────────────────────────────────────────────────────────


def _commands() -> Iterator[str]:
    assert isinstance(errata, click.Group)  # noqa: S101 - it has commands
    context = click.Context(errata, info_name="errata")
    yield "Every command shows its help with `-h` or `--help`.\n"
    yield from _command_section("errata", errata, context)
    for name in errata.list_commands(context):
        command = errata.get_command(context, name)
        if command:
            below = click.Context(command, context, info_name=name)
            yield from _command_section(f"errata {name}", command, below)


def _command_section(title: str, command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {title}\n"
    paragraphs = (command.help or "").replace("\b", "").split("\n\n")
    yield f"```\n{command.get_usage(context)}\n```\n"
    yield from (" ".join(text.split()) + "\n" for text in paragraphs)
    # Without `--help`: click keeps the names of the first context that asked for it.
    options = (parameter for parameter in command.params if isinstance(parameter, click.Option))
    records = (option.get_help_record(context) for option in options)
    rows = [(f"`{record[0]}`", record[1]) for record in records if record]
    if rows:
        yield from _table(("Option", "Meaning"), rows)
    if command.epilog:
        yield f"```\n{command.epilog}\n```\n"


# ── front matter, checks, families ──────────────────────────────────────────────────────────


def _front_matter() -> Iterator[str]:
    known = PUBLIC | PUBLICATION
    yield from _table(("Key", "Meaning"), ((f"`{key}`", text) for key, text in known.items()))
    yield "These keys are internal: their values never reach the site.\n"
    yield from _table(("Key",), ((f"`{key}`",) for key in INTERNAL_KEYS))


def _checks() -> Iterator[str]:
    for code, check in all_checks().items():
        yield f"## {code}: {check.title} {{#{code.lower()}}}\n"
        yield f"Severity: {check.severity.value}.\n"
        if check.explanation:
            yield f"{check.explanation}\n"


def _shipped() -> Iterator[str]:
    yield "## Presets\n"
    yield (
        "A preset says what is usual in one tool. errata finds the tool by the names of files"
        " beside or above the articles, or by keys that stand together in the front matter."
        " `presets` in `[metadata]` replaces what errata found.\n"
    )
    presets = ((name, read_preset(name)) for name in PRESET_NAMES)
    rows = ((f"`{name}`", f"{one.name}: {_evidence(one.detect)}") for name, one in presets)
    yield from _table(("Preset", "Tool, and what it is found by"), rows)
    yield "## Packs\n"
    yield (
        "`families` in `errata.toml` chooses packs. `default` stands for all that are marked so in"
        " the table.\n"
    )
    packs = [(name, read_pack(name)) for name in sorted(PACKS)]
    rows_of_presets = (
        (f"[{name}](#{name}){_default_mark(name)}", _about(name), f"`{families[0].example}`")
        for name, families in packs
    )
    yield from _table(("Pack", "What it finds", "Example"), rows_of_presets)
    for name, families in packs:
        yield f"### {name}\n"
        found = ((one.id, f"`{one.example}`", one.meaning) for one in families)
        yield from _table(("Family", "Example", "Meaning"), found)


def _about(pack: str) -> str:
    text = str(read_data(f"families/{pack}")["about"])
    return text[0].upper() + text[1:]


def _evidence(detect: DetectionTable) -> str:
    files = (f"`{name}`" for name in (*detect.markers, *detect.articles))
    keys = (" with ".join(f"`{key}`" for key in group) for group in detect.keys)
    return ", ".join((*files, *keys))


def _default_mark(pack: str) -> str:
    return " (default)" if pack in DEFAULT_PACKS else ""


if __name__ == "__main__":
    main()
