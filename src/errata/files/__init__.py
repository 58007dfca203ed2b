"""Input and output at the edges: what is read before a build, and where its files are written."""

from errata.files.articles import Change, write_articles
from errata.files.config import (
    LoadedConfig,
    error_at_key,
    read_catalogue,
    read_config,
    read_families,
    read_inputs,
    read_synonyms,
    write_ids,
)
from errata.files.git import changed_files
from errata.files.imports import read_export, read_record, write_imported, write_record
from errata.files.knowledge_base import read_folder
from errata.files.pack import default_pack_path, refuse_pack, write_pack
from errata.files.record import RecordFile, SavedBuild, find_unchanged
from errata.files.reports import read_baseline, refuse_report, write_baseline, write_report
from errata.files.site import Written, holds_exactly, write_site
from errata.files.spool import FileSpool, open_spool, shelve_sources
from errata.files.static import read_static
from errata.files.theme import read_strings, read_theme, read_whole_theme, read_words
from errata.files.walk import find_articles_folder

__all__ = [
    "Change",
    "FileSpool",
    "LoadedConfig",
    "RecordFile",
    "SavedBuild",
    "Written",
    "changed_files",
    "default_pack_path",
    "error_at_key",
    "find_articles_folder",
    "find_unchanged",
    "holds_exactly",
    "open_spool",
    "read_baseline",
    "read_catalogue",
    "read_config",
    "read_export",
    "read_families",
    "read_folder",
    "read_inputs",
    "read_record",
    "read_static",
    "read_strings",
    "read_synonyms",
    "read_theme",
    "read_whole_theme",
    "read_words",
    "refuse_pack",
    "refuse_report",
    "shelve_sources",
    "write_articles",
    "write_baseline",
    "write_ids",
    "write_imported",
    "write_pack",
    "write_record",
    "write_report",
    "write_site",
]
