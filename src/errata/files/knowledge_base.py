"""Reads a knowledge base: articles into memory, assets by name and size.

`<locale>/…/KA-1.md` belongs to the locale, an article in any other folder to the default one.
Assets are the other files in and below a folder that holds articles, or below one named `assets`.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from errata.diagnostics import Span, closest_name
from errata.errors import KnowledgeBaseError
from errata.files.active_content import is_active_by_suffix, why_active
from errata.files.walk import Walk
from errata.model import Folder, Source
from errata.model.observations import UnusableFile
from errata.text.locales import COUNTRIES, locale_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from errata.config import Config
    from errata.files.walk import FoundFile

_NO_ARTICLE = frozenset(
    f"{name}.md" for name in ("readme", "changelog", "contributing", "license", "code_of_conduct")
)
_NO_ASSET = frozenset({".md", ".toml", ".csv"})
_MISNAMED = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_NONBLOCK: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_folder(kb: Path, config: Config, static: Path | None = None) -> Folder:
    """Every article and asset; a file that cannot be used is noted for the checks.

    The folder of static files may lie in the knowledge base: nothing in it is an article.

    Raises:
        KnowledgeBaseError: if the folder is missing, empty, or holds no readable article.
    """
    _refuse_no_folder(kb)
    walk = Walk(kb, skipped=static).run()
    wanted = [found for found in walk.files if _wanted(found.path, config)]
    articles = [found for found in wanted if _is_article(found.path)]
    if not articles:
        raise _nothing(kb, config, walk)
    read = [_read(found, config) for found in articles]
    sources = tuple(item for item in read if isinstance(item, Source))
    problems = [item for item in read if not isinstance(item, Source)]
    problems += [*walk.refused, *_misnamed(wanted), *_odd_locales(articles, config)]
    if not sources:
        first = problems[0]
        message = f"no article in `{kb}` can be read: {first.message}"
        raise KnowledgeBaseError(message, span=first.span, help=first.help)
    assets = _Assets.beside(articles)
    placed = [found for found in wanted if assets.placed(found.path)]
    reasons = {found.path: why_active(found.path, found.full) for found in placed}
    problems += _active(reasons)
    problems.sort(key=lambda problem: (problem.span, problem.message))
    harmless = (found for found in placed if not reasons[found.path])
    return Folder(sources, dict(_sizes(harmless)), tuple(problems))


def _refuse_no_folder(kb: Path) -> None:
    if kb.is_dir():
        return
    if kb.exists():
        remedy = "give the folder that holds the articles"
        raise KnowledgeBaseError(f"`{kb}` is a file, not a folder of articles", help=remedy)
    remedy = "give the folder with `--kb`, or begin a knowledge base with `errata init`"
    if close := _like(kb):
        remedy = f"did you mean `{close}`?"
    raise KnowledgeBaseError(f"the folder `{kb}` does not exist", help=remedy)


def _like(kb: Path) -> Path | None:
    """The folder of nearly this name at the same place."""
    try:
        siblings = [entry.name for entry in kb.parent.iterdir() if entry.is_dir()]
    except OSError:
        return None
    close = closest_name(kb.name, siblings)
    return kb.with_name(close) if close else None


def _nothing(kb: Path, config: Config, walk: Walk) -> KnowledgeBaseError:
    locales = sorted({_locale(f.path, config) for f in walk.files if _is_article(f.path)})
    if locales:
        listed = ", ".join(f"`{locale}`" for locale in locales)
        asked = ", ".join(f"`{locale}`" for locale in config.locales)
        remedy = f"the folder has {listed}: change `locales` in the configuration"
        return KnowledgeBaseError(f"`{kb}` has no article in {asked}", help=remedy)
    if walk.refused:
        first = walk.refused[0]
        message = f"no article in `{kb}` can be read: {first.message}"
        return KnowledgeBaseError(message, span=first.span, help=first.help)
    if not walk.files:
        remedy = "begin a knowledge base with `errata init`"
        return KnowledgeBaseError(f"the folder `{kb}` is empty", help=remedy)
    remedy = "put articles into it as `en/KA-00001.md`, or begin with `errata init`"
    message = f"the folder `{kb}` holds no article: looked for `<locale>/**/*.md` and `**/*.md`"
    return KnowledgeBaseError(message, help=remedy)


def _is_article(path: str) -> bool:
    return path.endswith(".md") and path.rpartition("/")[2].lower() not in _NO_ARTICLE


def _locale(path: str, config: Config) -> str:
    top, slash, _ = path.partition("/")
    return (locale_tag(top) if slash else None) or config.default_locale


def _wanted(path: str, config: Config) -> bool:
    """Whether a file is of a locale that is built; pictures fall back to the default locale's."""
    if not config.locales:
        return True
    locale = _locale(path, config)
    return locale in config.locales or (locale == config.default_locale and not _is_article(path))


def _read(found: FoundFile, config: Config) -> Source | UnusableFile:
    limit = config.limits.file_bytes
    try:
        data = _content(found.full, limit)
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "check that it is a file and that you may read it"
        return UnusableFile(Span(found.path), f"this file cannot be read: {reason}", remedy)
    if data is None:
        return UnusableFile(
            Span(found.path), "this is no regular file", "put the article itself here"
        )
    if len(data) > limit:
        remedy = "split the article, or raise `limits.file-bytes`"
        return UnusableFile(Span(found.path), f"this file has more than {limit:,} bytes", remedy)
    return Source(found.path, _locale(found.path, config), data)


def _content(path: Path, limit: int) -> bytes | None:
    """At most one byte more than the limit; None for a pipe or device, without waiting for it."""
    descriptor = os.open(path, os.O_RDONLY | _NONBLOCK)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None
        size = min(status.st_size, limit) + 1
        data = file.read(size)
        if len(data) == size <= limit:  # it has grown since
            data += file.read(limit + 1 - size)
        return data


def _misnamed(files: list[FoundFile]) -> Iterator[UnusableFile]:
    for found in files:
        suffix = PurePosixPath(found.path).suffix
        if suffix.lower() in _MISNAMED and suffix != ".md":
            message = f"an article must end in `.md`, not in `{suffix}`"
            yield UnusableFile(Span(found.path), message, "rename the file")


def _odd_locales(articles: list[FoundFile], config: Config) -> Iterator[UnusableFile]:
    tops = {found.path.partition("/")[0] for found in articles if "/" in found.path}
    for top in sorted(tops):
        tag = locale_tag(top)
        if tag and tag != top:
            message = f"the folder `{top}` is read as the locale `{tag}`"
            remedy = f"rename it to `{tag}`, so that links and pictures find it"
            yield UnusableFile(Span(top), message, remedy, is_left_out=False)
        elif meant := COUNTRIES.get(top.lower()):
            message = f"the folder `{top}` is no locale: its articles are `{config.default_locale}`"
            remedy = f"rename it to `{meant}` if they are in that language"
            yield UnusableFile(Span(top), message, remedy, is_left_out=False)


@dataclass(frozen=True, slots=True)
class _Assets:
    """Which files beside the articles can be pictures and downloads."""

    homes: frozenset[str]
    """The folders that hold articles."""

    @classmethod
    def beside(cls, articles: list[FoundFile]) -> _Assets:
        return cls(frozenset(found.path.rpartition("/")[0] for found in articles))

    def placed(self, path: str) -> bool:
        """Whether a file is one of them by its name and place."""
        if PurePosixPath(path).suffix.lower() in _NO_ASSET | _MISNAMED:
            return False
        folders = path.split("/")[:-1]
        above = ("/".join(folders[:depth]) for depth in range(len(folders) + 1))
        return "assets" in folders or any(folder in self.homes for folder in above)


def _sizes(files: Iterable[FoundFile]) -> Iterator[tuple[str, int]]:
    for found in files:
        try:
            status = found.full.stat()
        except OSError:
            continue  # it has vanished: whoever refers to it is told so
        if stat.S_ISREG(status.st_mode):
            yield found.path, status.st_size


def _active(reasons: Mapping[str, str]) -> Iterator[UnusableFile]:
    """Where pages lie among the articles, as in a wiki's export, nobody meant to publish them."""
    for path, why in sorted(reasons.items()):
        if why and ("assets" in path.split("/")[:-1] or not is_active_by_suffix(path)):
            message = f"this file {why} and is not published"
            remedy = "save it without scripts, or publish it as a `.zip`"
            yield UnusableFile(Span(path), message, remedy, is_left_out=False)
