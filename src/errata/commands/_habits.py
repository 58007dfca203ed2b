"""How the articles of a knowledge base are numbered, written and stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from errata.articles.conventions import ParseOptions, resolve_conventions
from errata.articles.front_matter.read import read_front_matter
from errata.articles.front_matter.split import Form, SourceParts, decode_source, split_source
from errata.articles.numbers import name_sources
from errata.codes.published import LOCK
from errata.config import Config
from errata.errors import KnowledgeBaseError
from errata.files import LoadedConfig, read_folder, read_inputs
from errata.model import Metadata, Source


@dataclass(frozen=True, slots=True)
class Habits:
    """How the articles of a knowledge base are numbered and written."""

    pattern: str = ""
    numbers: frozenset[str] = frozenset()
    """Every number that is or was in use: also those of drafts and hidden articles, redirected
    ones, and those in `ids.lock`.
    """
    form: Form = "yaml"
    """The form of most articles' front matter."""
    own_keys: bool = True
    """Whether they use errata's own keys."""
    flat: bool = False
    """Whether they are in no locale's folder."""
    locales: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    """Paths of all articles below the knowledge base."""
    articles: tuple[tuple[Source, Metadata], ...] = ()
    """Articles whose front matter can be read."""

    def folder_of(self, locale: str) -> str:
        """Return the folder of a locale's articles, below the knowledge base."""
        return "" if self.flat else locale


def read_habits(kb: Path, loaded: LoadedConfig) -> Habits:
    """Find the habits of a folder's articles; without articles, errata's own.

    Raises:
        ConfigError: if `ids.lock` or another file beside the articles has a fault.
    """
    config = loaded.config
    used = frozenset(_given_numbers(kb, loaded))
    try:
        # All locales: a number that any of them has is taken.
        folder = read_folder(
            kb, config.model_copy(update={"locales": ()}) if config.locales else config
        )
    except KnowledgeBaseError:
        return Habits(config.articles.number, used)
    conventions = resolve_conventions(config, folder)
    options = ParseOptions(config.limits, conventions)
    sources = name_sources(folder.sources)
    fronts = [read_front_matter(source, options) for source in sources]
    metadata = tuple(front.metadata for front in fronts if front.metadata)
    # A file that cannot be read still has a name.
    unread = {s.stem for s, f in zip(sources, fronts, strict=True) if f.metadata is None}
    forms = Counter(parts.form for source in sources if (parts := _parts(source, options)))
    return Habits(
        conventions.number,
        frozenset(article.number for article in metadata) | unread | used,
        max(forms, key=lambda form: forms[form], default="yaml"),
        any("article-number" in article.key_lines for article in metadata),
        not any(source.path.startswith(f"{source.locale}/") for source in sources),
        frozenset(source.locale for source in sources),
        frozenset(source.path for source in sources),
        tuple(
            (source, front.metadata)
            for source, front in zip(sources, fronts, strict=True)
            if front.metadata
        ),
    )


def _given_numbers(kb: Path, loaded: LoadedConfig) -> Iterator[str]:
    """Yield numbers whose articles may be gone, and whose addresses lead somewhere."""
    config: Config = loaded.config
    yield from config.redirects
    is_configured = (loaded.root / config.kb).resolve() == kb.resolve()
    inputs = read_inputs(loaded, kb, (loaded.root if is_configured else kb) / LOCK)
    yield from (published.id for published in inputs.published_ids if published.kind == "article")


def _parts(source: Source, options: ParseOptions) -> SourceParts | None:
    text, _ = decode_source(source, options.limits.file_bytes)
    parts = split_source(text, source.path)
    return parts if isinstance(parts, SourceParts) else None
