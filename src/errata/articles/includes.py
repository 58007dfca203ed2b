"""Which files each article includes: those, and what they include in turn, are read with it.

    [!INCLUDE [text](../includes/note.md)]          docfx
    --8<-- "note.md", or names between two marks    snippets of Python Markdown
    {% include_relative note.md %}                  Jekyll; `include`, too, for what is markdown
    {% include [text](note.md) %}                   YFM
    {{#include note.md}}                            mdBook
    {!note.md!}, @include note.md, ```{include} note.md
    import Note from './_note.mdx'                  MDX, which shows it where `<Note />` stands

A name counts from the folder of the file that holds it, then from each folder above, and from the
folder `_includes` in each. Of what is outside the knowledge base, only folders that the
configuration names in `includes` are read; in them, the end of a path is enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from errata.data.patterns import compile_late
from errata.diagnostics import closest_name
from errata.model import (
    Includes,
    Publication,
    Source,
    SourceTexts,
    reason_to_withhold,
    restrict_publication,
)
from errata.text.paths import PICTURE_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from errata.model import Folder, Parsed, PublicationPolicy

# The most files that one article may bring in, with what those include: hundreds of times what
# anybody does.
_MOST: Final = 200
# The name in each form above: "[!INCLUDE [a](b.md)]" and '--8<-- "b.md"' yes; "[a](b.md)" no.
INCLUDE: Final = compile_late(
    r"""\[!include\s?\[(?P<label>[^\[\]\n]{0,300}+)\]"""
    r"""\(\s?(?P<docfx>[^()\s"]{1,300}+)[^()\n]{0,99}\)\s?\]"""
    r"""|;?-{1,99}8<-{1,99}[ \t]++["'](?P<snippet>[^"'\n]{1,300}+)["']"""
    r"""|\{%-?[ \t]*include(?:_relative|-markdown)?[ \t]++"""
    r"""(?:(?:notitle[ \t]++)?\[[^\[\]\n]{0,300}+\]\()?["']?(?P<liquid>[^\s"'%]{1,300}?\.md)"""
    r"""["']?[^%\n]{0,200}+%\}"""
    r"""|\{\{\#include[ \t]++(?P<mdbook>[^\s{}]{1,300}?\.md)\}\}"""
    r"""|\{!>?[ \t]*(?:include(?:-markdown)?[ \t]++)?["']?"""
    r"""(?P<markers>[^!\n{}"']{1,300}?\.md)["']?[ \t]*!\}"""
    r"""|^[ \t]*(?:@include|[`~]{3,9}\{include\})[ \t]++(?P<line>[^\s]{1,300}?\.md)[ \t]*$""",
    re.IGNORECASE | re.MULTILINE,
)
# "a.md" and "b.md" in "--8<--\na.md\nb.md\n--8<--"; nothing in '--8<-- "a.md"'.
_LIST: Final = compile_late(
    r"^[ \t]*;?-{1,99}8<-{1,99}[ \t]*\n((?:[^\n\"]{0,300}+\n){1,50}?)[ \t]*;?-{1,99}8<-",
    re.MULTILINE,
)
# "Note" and "./_note.mdx" of "import Note from './_note.mdx';"; nothing of "import { a } from 'b'"
# and "import Tabs from '@theme/Tabs'".
_IMPORT: Final = compile_late(
    r"""^import[ \t]++([A-Z]\w{0,99}+)[ \t]++from[ \t]++["']([^"'\n]{1,300}?\.mdx?)["']""",
    re.MULTILINE,
)
# "shot" and "./a.png" of "import shot from './a.png'"; nothing of "import a from './b'".
_PICTURE: Final = compile_late(
    rf"""^import[ \t]++(\w{{1,100}}+)[ \t]++from[ \t]++["']"""
    rf"""([^"'\n]{{1,300}}?(?:{"|".join(map(re.escape, PICTURE_ENDINGS))}))["']""",
    re.MULTILINE,
)
# The beginnings of paths that count from the root of a repository: "@site/docs/_note.mdx" of
# Docusaurus, "@/content/_note.mdx" and "~/content/_note.mdx" of Astro.
_ALIASES: Final = ("@site/", "@/", "~/")
# What counts for nothing where the end of a path is enough: "../../" of "../../includes/a.md",
# "@site/" and "/"; nothing of "a/../b.md".
_LEADING: Final = compile_late(r"^(?:@site/|[@~]/|\.{0,2}/)+")
# Bytes without which no form above can be there, in small letters.
_SIGNS: Final = (b"include", b"8<-", b"{!", b"import ")
# In every form, too: the word alone stands in one of eight English articles. "[!include",
# "{% include" and "from './a.mdx'" yes; "which includes" and "from 'b'" no.
_HINT: Final = compile_late(
    rb"\[!include|8<-|\{%-?[ \t]*include|\{\{\#include|\{!|@include|\{include\}"
    rb"|from[ \t]++[\"'][^\"'\n]{1,300}?\.mdx?[\"']",
)


def with_includes(folder: Folder) -> tuple[Source, ...]:
    """Return the articles of a folder, each with the files that it includes."""
    pieces = (Source(path, "", data) for path, data in folder.fragments.items())
    files = SourceTexts((*pieces, *folder.sources))
    beside = sorted(filter(is_beside, folder.fragments))
    return tuple(
        replace(source, includes=_gather(source, files, beside))
        if (source.traits.may_include if source.traits else may_include(source.data))
        else source
        for source in folder.sources
    )


def may_include(data: bytes) -> bool:
    """Whether an article may include files; most have nothing that looks like it."""
    # To look for both cases took twice the time of 1,179 articles.
    small = data.lower()
    return any(sign in small for sign in _SIGNS) and _HINT.search(small) is not None


def restrict_fragments(
    parsed: Sequence[Parsed], sources: Sequence[Source], policy: PublicationPolicy
) -> tuple[Parsed, ...]:
    """Withhold files that are included only by articles that are themselves withheld.

    This applies to files without front matter: others say themselves who may see them.
    """
    fragments = {
        item.source for item in parsed if item.article and not item.article.metadata.key_lines
    }
    included = {path for source in sources for path in _included(source)}
    including: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        if source.path not in included & fragments:
            for path in _included(source):
                including[path].append(source.path)
    by_path = {item.source: item for item in parsed}
    return tuple(
        _restrict(item, [by_path[path] for path in including[item.source]], policy)
        if item.source in fragments and including[item.source]
        else item
        for item in parsed
    )


def _included(source: Source) -> Iterator[str]:
    return (path for path, _ in source.includes.files) if source.includes else iter(())


def _restrict(item: Parsed, includers: Sequence[Parsed], policy: PublicationPolicy) -> Parsed:
    # If an article cannot be read, nobody knows whether it may be shown.
    publications = [
        one.article.metadata.publication if one.article else Publication(unreadable=True)
        for one in includers
    ]
    if item.article is None or any(reason_to_withhold(one, policy) is None for one in publications):
        return item
    data = item.article.metadata
    restricted = restrict_publication(data.publication, publications[0], 1)
    article = replace(item.article, metadata=replace(data, publication=restricted))
    return replace(item, article=article)


def included_name(found: re.Match[str]) -> str:
    """Return the name that a match of `INCLUDE` asks for, without a section or lines of it."""
    groups = found.groupdict()
    name = next(groups[key] for key in groups if key != "label" and groups[key])
    return name if found["snippet"] is None else _without_part(name)


def imported_files(text: str) -> dict[str, str]:
    """Map the components that a text imports from markdown, in lower case, to their files."""
    return {found[1].lower(): found[2] for found in _IMPORT.finditer(text)}


def imported_pictures(text: str) -> dict[str, str]:
    """Map the names under which a text imports pictures to their files."""
    return {found[1]: found[2] for found in _PICTURE.finditer(text)}


def candidate_paths(name: str, folder: str) -> Iterator[str]:
    """Yield the paths below the knowledge base that a name may mean, the likeliest first."""
    alias = next((alias for alias in _ALIASES if name.startswith(alias)), "")
    bare = name.removeprefix(alias).lstrip("/")
    start = "" if bare != name else folder
    yield from _paths_above(bare, start)
    # The knowledge base is one of the repository's folders.
    while alias and "/" in bare and not bare.startswith("../"):
        bare = bare.partition("/")[2]
        yield normpath(bare)


def _paths_above(bare: str, start: str) -> Iterator[str]:
    while True:
        path = normpath(f"{start}/{bare}".lstrip("/"))
        if not path.startswith("../"):
            yield path
            yield normpath(f"{start}/_includes/{bare}".lstrip("/"))
        if not start:
            return
        start = start.rpartition("/")[0]


def find_included(
    name: str, file: str, files: Collection[str], beside: Iterable[str] | None = None
) -> str:
    """Return the path that a name in a file means; empty if there is no such file.

    `beside` are those of the files outside the knowledge base, if they are known. In `boards.md`,
    Jekyll's `{% include boards.md %}` means `_includes/boards.md`: a file itself is the last
    candidate.
    """
    found = [path for path in candidate_paths(name, dirname(file)) if path in files]
    if not found:
        found = _find_beside(name, files if beside is None else beside)
    return next((path for path in found if path != file), found[0] if found else "")


def find_folders_beside(folder: Folder, paths: Iterable[str]) -> list[str]:
    """Find the outermost folders of the files that articles include and the folder lacks.

    `paths` are files outside the knowledge base, as in `../includes/note.md`.
    """
    sources = with_includes(folder)
    missing = {name for one in sources if one.includes for name, _ in one.includes.nearest}
    outside = list(filter(is_beside, paths)) if missing else []
    files = [found[0] for name in missing if (found := _find_beside(name, outside))]
    homes = sorted({dirname(path) for path in files})
    return [one for one in homes if not any(one.startswith(f"{above}/") for above in homes)]


def is_beside(path: str) -> bool:
    """Whether a file is outside the knowledge base, in a folder that the configuration names."""
    return path.startswith("../")


def _find_beside(name: str, paths: Iterable[str]) -> list[str]:
    """Return the paths outside that end with a name, the shortest first."""
    end = f"/{normpath(_LEADING.sub('', name))}"
    return sorted((one for one in paths if is_beside(one) and one.endswith(end)), key=len)


def _gather(source: Source, files: Mapping[str, bytes], beside: Sequence[str]) -> Includes:
    taken: dict[str, bytes] = {}
    missing: dict[str, str] = {}
    waiting = [(source.path, source.data)]
    while waiting and len(taken) < _MOST:
        file, data = waiting.pop()
        for name in _names(data.decode("utf-8", "replace")):
            path = find_included(name, file, files, beside)
            if not path:
                missing[name] = ""
            elif path not in taken:
                taken[path] = files[path]
                waiting.append((path, files[path]))
    nearest = {name: _nearest(name, files) for name in list(missing)[:_MOST]}
    return Includes(tuple(sorted(taken.items())), tuple(sorted(nearest.items())))


def _names(text: str) -> Iterator[str]:
    yield from imported_files(text).values()
    for found in INCLUDE.finditer(text):
        yield included_name(found)
    for found in _LIST.finditer(text):
        yield from (_without_part(line.strip()) for line in found[1].split("\n") if line.strip())


def _nearest(name: str, files: Mapping[str, bytes]) -> str:
    """Return the file with the most similar name."""
    names = {path.rpartition("/")[2]: path for path in sorted(files)}
    return names.get(closest_name(name.rpartition("/")[2], names), "")


def _without_part(name: str) -> str:
    """Return `note.md` of `note.md:section` and `note.md:2:5`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}{dot}{ending.partition(':')[0]}" if dot else name
