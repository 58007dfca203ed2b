"""Input and output at the edges: what is read before a build, and where its files are written.

- The folder: `walk` finds the files, `knowledge_base` reads them, `known_texts` skips known ones.
- Beside the articles: `locale_folders`, `contents` with its `contents_entries`, `other_tools`,
  `variables`, `static`, `theme`, `git`.
- Configuration and lists: `config`, `text`.
- The site: `site` writes it; `output_paths`, `manifest`, `publish` and `in_place` help.
- A build: `record` of the last one, `spool` for what does not fit into memory.
- What commands write and read: `articles`, `imports`, `reports`, `pack`, `verify`.
- `active_content` finds files that would run scripts.
"""

from errata.files.config import LoadedConfig as LoadedConfig
from errata.files.config import error_at_key as error_at_key
from errata.files.config import read_catalogue as read_catalogue
from errata.files.config import read_config as read_config
from errata.files.config import read_families as read_families
from errata.files.config import read_inputs as read_inputs
from errata.files.config import read_synonyms as read_synonyms
from errata.files.config import write_ids as write_ids
from errata.files.git import changed_files as changed_files
from errata.files.knowledge_base import read_folder as read_folder
from errata.files.reports import read_baseline as read_baseline
from errata.files.reports import refuse_report as refuse_report
from errata.files.reports import write_baseline as write_baseline
from errata.files.reports import write_report as write_report
from errata.files.static import read_static as read_static
from errata.files.theme import read_strings as read_strings
from errata.files.theme import read_theme as read_theme
from errata.files.theme import read_whole_theme as read_whole_theme
from errata.files.theme import read_words as read_words
from errata.files.walk import list_markdown_pages as list_markdown_pages
