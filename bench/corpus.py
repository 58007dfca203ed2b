"""The library of the real articles, as a build of them makes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from errata.config import Config
from errata.files import read_folder
from errata.files.config import LoadedConfig, read_inputs
from errata.linked_folder import link_folder
from errata.workers import Processes, cpu_count

if TYPE_CHECKING:
    from errata.model import Folder, Library

_ROOT = Path(__file__).parents[1]


def link_corpus(corpus: Path, folder: Folder | None = None) -> Library:
    """Link a folder's articles, or those given, with their own conventions and our synonyms."""
    config = Config()
    inputs = read_inputs(LoadedConfig(config, _ROOT, None), _ROOT / "kb", _ROOT / "ids.lock")
    folder = folder or read_folder(corpus, config)
    mapper = Processes(cpu_count())
    return link_folder(folder, {}, config, inputs, mapper=mapper).library
