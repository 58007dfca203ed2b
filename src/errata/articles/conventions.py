"""Finds out how a knowledge base writes: whose tool it was written for, and what is configured.

A tool's conventions are a preset, a file in `data/presets` in the form of `errata.toml`. Which
presets hold is configured, or found from names of files and from keys of front matter. The keys of
all presets are understood, those of these presets first; what would be wrong elsewhere, such as a
pattern of numbers, holds for these alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from types import MappingProxyType
from typing import Final, get_args

from msgspec import field
from pydantic import BaseModel, ConfigDict

from errata.articles.front_matter.keys import KNOWN_KEYS
from errata.articles.includes import may_include
from errata.config import (
    ArticlesConfig,
    AuthorsConfig,
    Config,
    LimitsConfig,
    MarkdownConfig,
    PresetName,
)
from errata.data import read_data
from errata.data.patterns import compile_late
from errata.diagnostics import suggest_name
from errata.errors import ConfigError
from errata.model import Conventions, Family, Folder, Source, TextTraits
from errata.model.inputs import DECLARED_MEANINGS
from errata.values import Record

# Where two tools mean different things by one key and neither was found, the first one counts.
PRESET_NAMES: Final[tuple[str, ...]] = get_args(PresetName)


# How interface strings begin that markdown extensions write: "callout_note" yes; "codes" no.
_IN_ARTICLES: Final = ("callout_", "video_link", "details_title", "footnote", "task_")


class ParseOptions(Record, frozen=True):
    """Everything that parsing may read other than the article: results are cached by it."""

    limits: LimitsConfig = field(default_factory=LimitsConfig)
    conventions: Conventions = field(default_factory=Conventions)
    authors: AuthorsConfig = field(default_factory=AuthorsConfig)
    families: tuple[Family, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language -> interface strings that are put into articles, such as titles of callouts."""

    @classmethod
    def of(
        cls,
        config: Config,
        families: tuple[Family, ...],
        strings: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
        conventions: Conventions | None = None,
    ) -> ParseOptions:
        """Collect what parsing reads of a configuration, a theme's strings and code families."""
        return cls(
            config.limits,
            conventions or Conventions(),
            config.authors,
            families,
            _article_words(strings),
        )


def _article_words(strings: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    def chosen(own: Mapping[str, str]) -> dict[str, str]:
        return {name: own[name] for name in sorted(own) if name.startswith(_IN_ARTICLES)}

    return {language: chosen(own) for language, own in sorted(strings.items())}


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
    """Keys that are found together in one front matter."""


class MetadataTable(_Table):
    """The conventions of `[metadata]` in `errata.toml`."""

    keys: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    required: tuple[str, ...] = ()


class LinksTable(_Table):
    """The conventions of `[links]` in `errata.toml`, and where pictures are."""

    root: str = ""
    article_bases: tuple[str, ...] = ()
    asset_roots: tuple[str, ...] = ()
    from_top: bool = False
    """Whether a path of a file without `./` may also be from the top."""
    by_name: bool = False
    """Whether a name without a folder is that of a file in any folder."""


class Preset(_Table):
    """The conventions of one tool."""

    name: str
    """The tool's own name for itself, such as `MkDocs`."""
    families: tuple[str, ...] = ()
    detect: DetectionTable = DetectionTable()
    metadata: MetadataTable = MetadataTable()
    articles: ArticlesConfig = ArticlesConfig()
    markdown: MarkdownConfig = MarkdownConfig()
    links: LinksTable = LinksTable()


@cache
def read_preset(name: str) -> Preset:
    """Return the conventions of one tool, by the name of its file."""
    return Preset.model_validate(read_data(f"presets/{name}"))


# How many bytes of a file are searched for keys. Of the 6,700 front matters of real knowledge bases
# that this was tried on, 99 in 100 end before.
_HEAD: Final = 4096
# One article in so many must have a preset's keys. A page pasted from elsewhere brings its keys
# along; in folders written for a tool, a third or more of the articles had them.
_RARE: Final = 10
# "---\n", "+++\n" and "{\n" begin a front matter; "# Title" and "{{ x }}" do not.
_OPENING: Final = compile_late(rb"(?:\xef\xbb\xbf)?\s*(?:---|\+\+\+|\{(?!\{|%))")
# "\n---\n" and "\n+++" at the end of the text close one; "\n----" and "\n--- a" do not.
_CLOSING: Final = compile_late(rb"\n(?:---|\+\+\+|\})[ \t\r]*(?:\n|\Z)")
# "ms.date: …", "weight = …" and '"date": …' at the beginning of a line; "a key: …" is not one.
_KEY: Final = compile_late(rb'^[ \t]*"?([A-Za-z_][\w.-]*)"?[ \t]*[:=]', re.MULTILINE)
# "# Acme Wiki ##" and "Acme Wiki\n===" at the beginning of a text; not "## Wiki" and "Acme\n---".
_FIRST_HEADING: Final = compile_late(
    rb"\s*(?:#[ \t]+([^\n]*?)[ \t#]*|([^\s#<>|`!*+-][^\n]*?)[ \t\r]*\n=+[ \t]*)(?:\r?\n|\Z)"
)
# A heading that at least so many articles, and half of all, begin with is not their own title: on
# OpenIPC's wiki, 130 of 159 begin with its name. In 90 other repositories, the most frequent one
# ("Overview") began a third.
_SHARED: Final = 5
# " | Microsoft Docs" of 'title: "Start a flow | Microsoft Docs"'; nothing of "a|b" and "a - b".
_TITLE_END: Final = compile_late(
    rb"""^["']?title["']?[ \t]*[:=][^\n]*\S([ \t]+\|[ \t]+[^|\n]{1,80}?)["',]*[ \t\r]*$""",
    re.MULTILINE | re.IGNORECASE,
)
# So many titles of a language end with the name of their site, if its tool writes it: 66 of 91 in a
# folder of Microsoft Learn, 41 of 45 in another; of 200 repositories, in no other kind half do.
_MOST_TITLES: Final = 2 / 3


def resolve_conventions(config: Config, folder: Folder) -> Conventions:
    """Find the conventions of a folder; the configuration takes precedence over what was found."""
    chosen = config.metadata.presets
    names = tuple(detect_presets(folder)) if chosen is None else chosen
    presets = [read_preset(name) for name in names]
    # Articles move between tools and keep their keys: the keys of all tools are understood, those
    # of the found tools first. `presets = []` says that there are only our own.
    others = (name for name in PRESET_NAMES if name not in names and chosen != ())
    understood = [*presets, *map(read_preset, others)]
    own, links = config.metadata, config.links
    dialects = (preset.markdown.dialects or () for preset in presets)
    return Conventions(
        presets=names,
        keys=_merge(map(_fold, (own.keys, *(preset.metadata.keys for preset in understood)))),
        values=_values(understood, own.values),
        required=_choose(own.required, (preset.metadata.required for preset in presets)),
        number=_first(config.articles.number, (preset.articles.number for preset in presets)),
        dialects=tuple(sorted(_choose(config.markdown.dialects, dialects))),
        families=_choose(None, (preset.families for preset in presets)),
        link_root=_first(links.root, (preset.links.root for preset in presets)),
        asset_roots=_choose(None, (preset.links.asset_roots for preset in presets)),
        links_from_top=any(preset.links.from_top for preset in presets),
        links_by_name=any(preset.links.by_name for preset in presets),
        shared_heading=_find_shared_heading(folder.sources),
        title_ends=tuple(_find_title_ends(folder.sources)),
        variables=folder.variables,
        article_bases=_choose(links.article_bases, (each.links.article_bases for each in presets)),
    )


def validate_metadata(config: Config) -> Iterator[tuple[tuple[str, ...], ConfigError]]:
    """Report keys in `[metadata]` that errata does not have, each with its path in the file."""
    choices = sorted({*KNOWN_KEYS, *DECLARED_MEANINGS})
    for key, meaning in config.metadata.keys.items():
        if meaning not in choices:
            remedy = suggest_name(
                meaning, choices, "write `public`, `internal`, `ignored` or a key"
            )
            message = f"`{meaning}` is not a key of errata"
            yield ("metadata", "keys", key), ConfigError(message, help=remedy)
    for key in config.metadata.values:
        if key not in KNOWN_KEYS:
            remedy = suggest_name(key, KNOWN_KEYS, "name a key of errata, such as `status`")
            message = f"`{key}` is not a key of errata"
            yield ("metadata", "values", key), ConfigError(message, help=remedy)


def detect_presets(folder: Folder) -> Iterator[str]:
    """List the tools that a folder was written for, in the order of presets."""
    written = Counter(map(_find_keys, folder.sources))
    names = {source.path.rpartition("/")[2] for source in folder.sources}
    for name in PRESET_NAMES:
        evidence = read_preset(name).detect
        if (
            any(fnmatchcase(file, marker) for marker in evidence.markers for file in folder.markers)
            or not names.isdisjoint(evidence.articles)
            or _have_keys(written, evidence)
        ):
            yield name


def shows_same_conventions(data: bytes, other: bytes) -> bool:
    """Whether two versions of an article are the same evidence of how the folder is written."""
    return all(
        read(data) == read(other)
        for read in (join_written_keys, read_first_heading, read_title_end)
    )


def _find_shared_heading(sources: Sequence[Source]) -> str:
    """Return the heading that most articles begin with, such as a wiki's name; empty if none is."""
    headings = Counter(
        source.traits.heading if source.traits else read_first_heading(source.data)
        for source in sources
    )
    del headings[""]
    heading, count = max(headings.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    return heading if count >= max(_SHARED, len(sources) / 2) else ""


def _find_title_ends(sources: Sequence[Source]) -> Iterator[str]:
    """Yield what the titles of most articles in a language end with, such as " | Acme Help".

    Tools put it into the name of a browser's window, and exporters into the front matter.
    """
    totals = Counter(source.locale for source in sources)
    ends = Counter(
        (source.locale, source.traits.title_end if source.traits else read_title_end(source.data))
        for source in sources
    )
    for (locale, end), count in sorted(ends.items()):
        if end and count >= max(_SHARED, totals[locale] * _MOST_TITLES):
            yield end


def read_title_end(data: bytes) -> str:
    """Return the end of a title in front matter from its last " | " on; empty if it has none."""
    head = data[:_HEAD]
    closing = _CLOSING.search(head) if _OPENING.match(head) else None
    match = _TITLE_END.search(head, 0, closing.start()) if closing else None
    return match[1].decode("utf-8", "replace") if match else ""


def read_first_heading(data: bytes) -> str:
    """Return the first-level heading that a text begins with, as written, without parsing it."""
    head = data[:_HEAD]
    closing = _CLOSING.search(head) if _OPENING.match(head) else None
    match = _FIRST_HEADING.match(head, closing.end() if closing else 0)
    return (match[1] or match[2] or b"").decode("utf-8", "replace").strip() if match else ""


def _have_keys(written: Counter[str], evidence: DetectionTable) -> bool:
    """Return whether enough articles have the keys; `written` counts articles by their keys."""
    groups = [frozenset(group) for group in evidence.keys]
    having = sum(
        count
        for keys, count in written.items()
        if any(map(frozenset(keys.split()).issuperset, groups))
    )
    return having > 0 and having * _RARE >= written.total()


def _find_keys(source: Source) -> str:
    return source.traits.keys if source.traits else join_written_keys(source.data)


def join_written_keys(data: bytes) -> str:
    """Join the keys at the beginning of a file, in lower case and sorted, without parsing it.

    In one text, those of 2,358 files are read again in half the time.
    """
    head = data[:_HEAD]
    if not _OPENING.match(head):
        return ""
    closing = _CLOSING.search(head)
    keys = _KEY.findall(head[: closing.start()] if closing else head)
    return " ".join(sorted({key.decode("ascii", "replace").lower() for key in keys}))


def _merge(tables: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Join the tables; of two values for a key the first one counts."""
    merged: dict[str, str] = {}
    for table in tables:
        merged |= {key: value for key, value in table.items() if key not in merged}
    return merged


def _fold(table: Mapping[str, str]) -> dict[str, str]:
    return {key.lower(): value for key, value in table.items()}


def _values(
    presets: list[Preset], own: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    keys = sorted({*own, *(key for preset in presets for key in preset.metadata.values)})
    tables = [own, *(preset.metadata.values for preset in presets)]
    return {key: _merge(_fold(table.get(key, {})) for table in tables) for key in keys}


def _first(configured: str, values: Iterable[str]) -> str:
    return configured or next(filter(None, values), "")


def _choose(
    configured: tuple[str, ...] | None, values: Iterable[tuple[str, ...]]
) -> tuple[str, ...]:
    """Return what is configured, else everything that was found, without repetitions."""
    return (
        tuple(dict.fromkeys(name for names in values for name in names))
        if configured is None
        else configured
    )


SUPPRESSION: Final = b"errata:"
"""What is in each comment that suppresses a finding, see `errata.checks.suppressions`."""


def find_traits(text: bytes) -> TextTraits:
    """Look at a text."""
    return TextTraits(
        may_include(text),
        join_written_keys(text),
        read_first_heading(text),
        SUPPRESSION in text,
        read_title_end(text),
    )
