"""The conventions of known tools: one file each in `data/presets`, in the form of `errata.toml`."""

from __future__ import annotations

from functools import cache
from typing import Final, get_args

from pydantic import BaseModel, ConfigDict

from errata.config import ArticlesConfig, MarkdownConfig, PresetName
from errata.data import read_data

# Where two tools mean different things by one key and neither was found, the first one counts.
PRESET_NAMES: Final[tuple[str, ...]] = get_args(PresetName)


class _Table(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-")
    )


class DetectionTable(_Table):
    """What shows that a folder was written for the tool: any of these is enough."""

    markers: tuple[str, ...] = ()
    """Names of files beside or above the articles; `*` stands for anything."""
    articles: tuple[str, ...] = ()
    """Names of files of articles."""
    keys: tuple[tuple[str, ...], ...] = ()
    """Keys that stand together in one front matter."""


class MetadataTable(_Table):
    """As `[metadata]` in `errata.toml`."""

    keys: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    required: tuple[str, ...] = ()


class LinksTable(_Table):
    """As `[links]` in `errata.toml`, and where pictures lie."""

    root: str = ""
    article_bases: tuple[str, ...] = ()
    asset_roots: tuple[str, ...] = ()


class Preset(_Table):
    """One tool."""

    name: str
    """As a person writes it, such as `MkDocs`."""
    families: tuple[str, ...] = ()
    detect: DetectionTable = DetectionTable()
    metadata: MetadataTable = MetadataTable()
    articles: ArticlesConfig = ArticlesConfig()
    markdown: MarkdownConfig = MarkdownConfig()
    links: LinksTable = LinksTable()


@cache
def read_preset(name: str) -> Preset:
    """The conventions of one tool, by the name of its file."""
    return Preset.model_validate(read_data(f"presets/{name}"))
