"""Finds and reads the configuration, and the files other than articles that a build reads.

It is the nearest `errata.toml`, or `pyproject.toml` with a table `[tool.errata]`, from the given
folder upwards; in one folder `errata.toml` wins. Without any, every key has its default.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from msgspec import field

from errata.codes.catalogue import parse_catalogue
from errata.codes.families import DEFAULT, choose_families, is_family_file, parse_families
from errata.codes.published import Id, format_ids, parse_ids
from errata.config import Config, locate_settings, parse_config, table_prefix
from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.errors import ConfigError, ThemeError
from errata.files.output_paths import OutputPaths, as_output_error, replace_file
from errata.files.text import display_path, read_text, shipped_file
from errata.model import CatalogueEntry, Family, Inputs, PublishedId
from errata.text.toml import locate_key
from errata.values import Record

if TYPE_CHECKING:
    from pathlib import Path

    from errata.search.vocabulary import Groups


# "[tool.errata]" and "[ tool.errata.site ]" yes; "[tool.erratas]" no.
_TABLE: Final = compile_late(r"^\s*\[\s*tool\s*\.\s*errata\s*[.\]]", re.MULTILINE)


class LoadedConfig(Record, frozen=True):
    """A configuration and its origin."""

    config: Config
    root: Path
    """The folder that paths in the configuration are relative to; absolute."""
    path: Path | None
    """The file; None if there is none."""
    setting_places: Mapping[tuple[str, ...], Span] = field(default_factory=dict)
    """See `Inputs.setting_places`."""


def read_config(start: Path, *, explicit: Path | None = None) -> LoadedConfig:
    """Read the configuration for work in `start`; no other than an `explicit` file is tried.

    Raises:
        ConfigError: if the explicit file is missing, or a file is not a valid configuration.
    """
    start = start.resolve()
    path = explicit or _nearest(start)
    if path is None:
        return LoadedConfig(Config(), start, None)
    if problem := _explain_no_file(path):
        remedy = "give the file, such as `errata.toml`" if explicit else "put the file there"
        raise ConfigError(f"the configuration `{display_path(path)}` {problem}", help=remedy)
    text, printed = read_text(path, ConfigError), display_path(path)
    config = parse_config(text, printed)
    for keys, name in _read_paths(config):
        with error_at_key(path, *keys):
            _refuse_outside(name, keys, path.resolve().parent)
    return LoadedConfig(config, path.resolve().parent, path, locate_settings(text, printed))


def _read_paths(config: Config) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield key and value of each file or folder that is read; outputs may be anywhere."""
    yield ("kb",), config.kb
    yield ("static",), config.static
    yield ("templates",), config.templates
    yield ("catalogue",), config.catalogue
    yield ("site", "logo"), config.site.logo
    yield ("check", "baseline"), config.check.baseline
    for name in config.includes:
        yield ("includes",), name
    for name in filter(is_family_file, config.families):
        yield ("families",), name


def _refuse_outside(name: str, keys: tuple[str, ...], root: Path) -> None:
    """Refuse a path outside the project: the configuration could publish any file here."""
    project = _find_project(root)
    if name and not (root / name).resolve().is_relative_to(project):
        message = f"`{'.'.join(keys)}` names `{name}`, which is outside `{display_path(project)}`"
        own = ", or give the folder with `--kb`" if keys == ("kb",) else ""
        raise ConfigError(message, help=f"move it into the project{own}")


def _refuse_link(path: Path, root: Path, kb: Path) -> None:
    """Refuse a link out of the project: a message about a fault quotes the line of the file."""
    folders = (_find_project(root), kb.resolve())
    if path.is_symlink() and not any(map(path.resolve().is_relative_to, folders)):
        message = f"`{display_path(path)}` is a symbolic link that leads outside the project"
        remedy = "put a copy of the file there instead"
        raise ConfigError(message, span=Span(display_path(path)), help=remedy)


def _find_project(root: Path) -> Path:
    """Return the repository that holds a folder, or the folder."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _nearest(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        own = folder / "errata.toml"
        if _is_there(own):
            return own
        shared = folder / "pyproject.toml"
        if shared.is_file() and _TABLE.search(read_text(shared, ConfigError)):
            return shared
    return None


def _is_there(path: Path) -> bool:
    """Whether there is something of that name, readable or not.

    A container that lacks a file to mount gets a folder of its name, and a link may lead to
    nothing. Without what the file says, internal articles would be published.
    """
    return os.path.lexists(path)


def _explain_no_file(path: Path) -> str:
    """Say what is there in the place of a file; empty if it is one."""
    if path.is_file():
        return ""
    if path.exists():
        return "is a folder" if path.is_dir() else "is not a regular file"
    return "is a link to nothing" if path.is_symlink() else "does not exist"


@contextmanager
def error_at_key(config_file: Path | None, *keys: str) -> Iterator[None]:
    """Give an error about a key's value the place of the key."""
    try:
        yield
    except (ConfigError, ThemeError) as error:
        if error.span or config_file is None:
            raise
        text, printed = read_text(config_file, ConfigError), display_path(config_file)
        span = locate_key(text, printed, (*table_prefix(printed), *keys))
        raise type(error)(error.message, span=span, help=error.help) from None


def read_inputs(loaded: LoadedConfig, kb: Path, ids: Path) -> Inputs:
    """Read what a build needs other than articles and theme; `ids` is the file `ids.lock`.

    Raises:
        ConfigError: if a named file is missing, or a file has a fault; with its line.
    """
    config, root = loaded.config, loaded.root
    for path in (kb / "families.toml", kb / "synonyms.toml", ids):
        _refuse_link(path, root, kb)
    # A fault in a file has its own place; that the file is missing, the place of its key.
    with error_at_key(loaded.path, "families"):
        families = read_families(config, root, kb)
        is_default = not (config.families or _own_families(config, root, kb))
    with error_at_key(loaded.path, "catalogue"):
        catalogue = read_catalogue(config, root)
    return Inputs(
        families,
        is_default,
        families_locale(config, root, kb),
        read_synonyms(kb),
        catalogue,
        read_ids(ids),
        loaded.setting_places,
    )


def families_locale(config: Config, root: Path, kb: Path) -> str:
    """Return the language of the families' descriptions; own ones use the default locale."""
    return config.default_locale if _own_families(config, root, kb) else "en"


def _own_families(config: Config, root: Path, kb: Path) -> tuple[Path, ...]:
    """Return the files that the configuration names, else the knowledge base's own."""
    if paths := tuple(root / name for name in config.families if is_family_file(name)):
        return paths
    own = kb / "families.toml"
    return (own,) if _is_there(own) else ()


def read_families(config: Config, root: Path, kb: Path) -> tuple[Family, ...]:
    """Return the knowledge base's own families, then those of the configured packs.

    If no packs are named, own families count alone; without any, the default packs are used.

    Raises:
        ConfigError: if a named file is missing, a name is not a pack, or a file has a fault; with
            its line.
    """
    paths = _own_families(config, root, kb)
    packs = [name for name in config.families if not is_family_file(name)]
    own: list[Family] = []
    for path in paths:
        _refuse_missing(path, "families", "the families file")
        printed = display_path(path)
        own += parse_families(read_text(path, ConfigError), printed, {f.id for f in own})
    return choose_families(packs if paths or packs else [DEFAULT], own)


def _refuse_missing(path: Path, key: str, setting: str) -> None:
    if problem := _explain_no_file(path):
        remedy = f"correct `{key}` in the configuration"
        raise ConfigError(f"{setting} `{display_path(path)}` {problem}", help=remedy)


def read_catalogue(config: Config, root: Path) -> tuple[CatalogueEntry, ...]:
    """Read the entries in file order; none without a catalogue.

    Raises:
        ConfigError: if the file is missing, or has a fault; with its line.
    """
    if not config.catalogue:
        return ()
    path = root / config.catalogue
    _refuse_missing(path, "catalogue", "the catalogue")
    return parse_catalogue(read_text(path, ConfigError), display_path(path))


def read_synonyms(kb: Path) -> dict[str, Groups]:
    """Read the knowledge base's own `synonyms.toml`, else the shipped one.

    Raises:
        ConfigError: if the file has a fault; with its line.
    """
    from errata.search.vocabulary import parse_synonyms  # noqa: PLC0415 - a check searches nothing

    own = kb / "synonyms.toml"
    path = own if _is_there(own) else shipped_file("synonyms.toml", "kb/synonyms.toml")
    return parse_synonyms(read_text(path, ConfigError), display_path(path))


def read_ids(path: Path) -> tuple[PublishedId, ...]:
    """Read the published ids; none if there is no such file yet.

    Raises:
        ConfigError: with file and line, on a line that is not an id.
    """
    return parse_ids(read_text(path, ConfigError), display_path(path)) if _is_there(path) else ()


def write_ids(path: Path, ids: Iterable[Id]) -> bool:
    """Write the whole list or nothing; return False if the file has it already.

    Raises:
        OutputError: if the system refuses.
    """
    data = format_ids(ids).encode()
    place = OutputPaths.of(path)
    with as_output_error(place.shown):
        if path.is_file() and path.read_bytes() == data:
            return False
        with replace_file(place) as new:
            new.write_bytes(data)
    return True
