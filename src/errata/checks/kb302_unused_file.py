"""A picture or download that no article uses.

It makes the folder larger and is not published. Delete it, or link to it. Articles that are hidden
or not published count as well. If a folder has more than ten such files, they are one finding.
"""

from collections import defaultdict
from pathlib import PurePosixPath
from typing import Final

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import AssetRef, FileRef
from errata.text.paths import PICTURE_ENDINGS

SEVERITY = Severity.WARNING

# Files that articles show and offer: other files may serve a tool.
_KINDS: Final = frozenset(
    (
        *(*PICTURE_ENDINGS, ".bmp", ".tif", ".tiff"),
        *(".mp4", ".webm", ".mov", ".mp3", ".pdf", ".zip"),
        *(".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt"),
    )
)
# The most files of a folder that are named one by one.
_MOST: Final = 10
_EXAMPLES: Final = 3
_MEGABYTE: Final = 1_000_000


def check(kb: KnowledgeBase) -> Findings:
    """Compare the files with references; withheld articles refer to them by name alone."""
    used: set[str] = set()
    names: set[str] = set()
    for article in (*kb.library.articles, *kb.withheld):
        for ref in article.files:
            if isinstance(ref, AssetRef):
                used.add((ref.spelling or ref.path).casefold())
            elif isinstance(ref, FileRef):
                names.add(PurePosixPath(ref.path).name.casefold())
    unused = defaultdict(list)
    for path in sorted(kb.library.assets):
        place = PurePosixPath(path)
        is_used = path.casefold() in used or place.name.casefold() in names
        if place.suffix.lower() in _KINDS and not is_used:
            unused[str(place.parent)].append(place)
    for folder, files in unused.items():
        yield from _findings(folder, files, kb)


def _findings(folder: str, files: list[PurePosixPath], kb: KnowledgeBase) -> Findings:
    remedy = "delete it, or link to it"
    if len(files) <= _MOST:
        for file in files:
            yield Finding("no article shows this file or links to it", Span(str(file)), remedy)
        return
    size = sum(kb.library.assets[str(file)] for file in files) / _MEGABYTE
    names = ", ".join(f"`{file.name}`" for file in files[:_EXAMPLES])
    message = f"no article shows or links {len(files):,} files of `{folder}` ({size:.1f} MB)"
    yield Finding(message, Span(str(files[0])), f"delete them, or link to them: {names} …")
