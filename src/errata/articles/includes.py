"""Which files each article includes: those, and what they include in turn, are read with it.

    [!INCLUDE [text](../includes/note.md)]          docfx
    --8<-- "note.md", or names between two marks    snippets of Python Markdown
    {% include_relative note.md %}                  Jekyll; `include`, too, for what is markdown
    {% include [text](note.md) %}                   YFM
    {{#include note.md}}                            mdBook
    {{$include /help/_includes/note.md}}            Adobe
    {{note}}                                        Adobe: a section of `_includes/snippets.md`
    {!note.md!}, @include note.md, ```{include} note.md
    includes: [note] in the front matter            Slate: `includes/_note.md`, below the article
    import Note from './_note.mdx'                  MDX, which shows it where `<Note />` stands

Files of code are read with it, too: see `code_files`.

A name counts from the folder of the file that holds it, then from each folder above, and from the
folder `_includes` in each. Of what is outside the knowledge base, only folders that the
configuration names in `includes` are read; in them, the end of a path is enough. It is for code
that is alone with its name, too, in any case of letters: docfx and Hexo find it so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from posixpath import commonpath, dirname, normpath
from typing import Final

from msgspec.structs import replace

from errata.articles.code_files import list_imports, list_requests
from errata.data.patterns import compile_late
from errata.diagnostics import closest_name
from errata.model import (
    Folder,
    Includes,
    Parsed,
    Publication,
    PublicationPolicy,
    Source,
    SourceTexts,
    reason_to_withhold,
    restrict_publication,
)
from errata.text.paths import PICTURE_ENDINGS, file_name, is_markdown

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
    r"""|\{\{\$include[ \t]++(?P<adobe>[^\s{}]{1,300}?\.md)[ \t]*\}\}"""
    r"""|\{!>?[ \t]*(?:include(?:-markdown)?[ \t]++)?["']?"""
    r"""(?P<markers>[^!\n{}"']{1,300}?\.md)["']?[ \t]*!\}"""
    r"""|^[ \t]*(?:@include|[`~]{3,9}\{include\})[ \t]++(?P<line>[^\s]{1,300}?\.md)[ \t]*$""",
    re.IGNORECASE | re.MULTILINE,
)
# Where Adobe's authors keep snippets, below the folder of an article or one above it.
SNIPPETS: Final = "_includes/snippets.md"
# The name in "{{b2b-patches}}" and "{{ Hinweis-1 }}"; nothing in "{{ site.title }}" and "{{{a}}}".
SNIPPET: Final = compile_late(r"(?<!\{)\{\{[ \t]*+([^\W\d][\w-]{0,99}+)[ \t]*+\}\}(?!\})")
# "a.md" and "b.md" in "--8<--\na.md\nb.md\n--8<--"; nothing in '--8<-- "a.md"'.
_LIST: Final = compile_late(
    r"^[ \t]*;?-{1,99}8<-{1,99}[ \t]*\n((?:[^\n\"]{0,300}+\n){1,50}?)[ \t]*;?-{1,99}8<-",
    re.MULTILINE,
)
# "errors" and "a/b" of "includes:\n  - errors\n  - a/b # last\n"; nothing of "includes: a".
_APPENDED: Final = compile_late(
    r"^includes:[ \t]*+\r?\n((?:[ \t]*+-[ \t]++[\w./-]{1,200}+[ \t]*+(?:#.*)?\r?\n){1,200}+)",
    re.MULTILINE,
)
# Bytes without which no form above can be there, in small letters.
_SIGNS: Final = (
    *(b"include", b"8<-", b"{!", b"import ", b"<<<", b"[!code", b":::code", b"[import", b"@[code"),
    *(b"readfile", b"code_sample", b"codenew", b"{{", b" file="),
)
# In every form, too: the word alone stands in one of eight English articles. "[!include",
# "{% include", "<<< @/a.js", "{{a-b}}" and "from './a.mdx'" yes; "which includes", "{{a.b}}" and
# "from 'b'" no.
_HINT: Final = compile_late(
    rb"\[!(?:include|code)|8<-|\{%-?[ \t]*include|\{\{[#$][a-z]|\{!|@include"
    rb"|\{(?:literal)?include\}|[`~]{3}[^\n`]{1,200} file="
    rb"|<<<[ \t]*[^\s<]|:::code|\[(?:import|include)[\]:, ]|@\[code|:include"
    rb"|\{\{[<%][ \t]*(?:readfile|code)|\{\{[ \t]*+[^\s{}.]{1,400}+[ \t]*+\}\}"
    rb"|from[ \t]++[\"'][^\"'\n]{1,300}?(?:\.mdx?|\?raw)[\"']|raw-loader!"
    rb"|\nincludes:[ \t]*+\r?\n[ \t]*+-[ \t]",
)


def with_includes(folder: Folder) -> tuple[Source, ...]:
    """Return the articles of a folder, each with the files that it includes."""
    pieces = (Source(path, "", data) for path, data in folder.fragments.items())
    files = SourceTexts((*pieces, *folder.sources))
    nearby = sorted(filter(is_beside, folder.fragments))
    code = CodePaths(folder.fragments)
    return tuple(
        replace(source, includes=_gather(source, files, nearby, code))
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
    # Whether an article that cannot be read may be shown is unknown.
    publications = [
        includer.article.metadata.publication if includer.article else Publication(unreadable=True)
        for includer in includers
    ]
    if item.article is None or any(
        reason_to_withhold(includer, policy) is None for includer in publications
    ):
        return item
    data = item.article.metadata
    restricted = restrict_publication(data.publication, publications[0], 1)
    article = replace(item.article, metadata=replace(data, publication=restricted))
    return replace(item, article=article)


def included_name(match: re.Match[str]) -> str:
    """Return the name that a match of `INCLUDE` asks for, without a section or lines of it."""
    groups = match.groupdict()
    name = next(groups[key] for key in groups if key != "label" and groups[key])
    return name if match["snippet"] is None else _without_part(name)


def list_appended(text: str) -> Iterator[str]:
    """Yield the files that Slate shows below an article, by its front matter."""
    match = _APPENDED.search(text) if text.startswith("---") else None
    for line in match[1].splitlines() if match else ():
        folder, slash, name = line.strip("- \t").partition(" ")[0].rpartition("/")
        yield f"includes/{folder}{slash}_{name}.md"


def imported_files(text: str) -> dict[str, str]:
    """Map the components that a text imports from markdown, in lower case, to their files."""
    return {
        name.lower(): path
        for name, path in list_imports(text)
        if "A" <= name[0] <= "Z" and path.endswith((".md", ".mdx"))
    }


def imported_pictures(text: str) -> dict[str, str]:
    """Map the names under which a text imports pictures to their files."""
    return {name: path for name, path in list_imports(text) if path.endswith(PICTURE_ENDINGS)}


def list_code_files(texts: Iterable[tuple[str, bytes]], paths: Iterable[str]) -> set[str]:
    """List the files of code that articles insert; `texts` are paths and what they hold."""
    requests = [
        (request.name, file)
        for file, data in texts
        if may_include(data)
        for request in list_requests(data.decode("utf-8", "replace"))
    ]
    code_paths = CodePaths(paths if requests else ())
    return {path for name, file in requests if (path := code_paths.find(name, file))}


def find_folders_beside(folder: Folder, paths: Iterable[str]) -> list[str]:
    """Find the folders of the files that articles include and the folder lacks, one of each top.

    `paths` are files outside the knowledge base, as in `../includes/note.md`.
    """
    sources = with_includes(folder)
    missing = {name for source in sources if source.includes for name, _ in source.includes.nearest}
    outside = list(filter(is_beside, paths)) if missing else []
    homes: dict[str, list[str]] = defaultdict(list)
    for name in missing:
        for path in find_beside(name, outside)[:1]:
            homes[dirname(path).lstrip("./").partition("/")[0]].append(dirname(path))
    return sorted(map(commonpath, homes.values()))


def _gather(
    source: Source, files: Mapping[str, bytes], nearby: Sequence[str], code: CodePaths
) -> Includes:
    texts: dict[str, bytes] = {}
    missing: dict[str, str] = {}
    waiting = [(source.path, source.data)]
    while waiting and len(texts) < _MOST:
        file, data = waiting.pop()
        text = data.decode("utf-8", "replace")
        for name in _names(text):
            path = find_included(name, file, files, nearby)
            if not path:
                # Without that file, two braces are a template's or a text's.
                missing |= {} if name == SNIPPETS else {name: ""}
            elif path not in texts:
                texts[path] = files[path]
                waiting.append((path, files[path]))
        for request in list_requests(text):
            if path := code.find(request.name, file):
                texts[path] = files[path]
            elif request.is_certain:
                missing[request.name] = ""
    nearest = {name: _nearest(name, files) for name in list(missing)[:_MOST]}
    return Includes(tuple(sorted(texts.items())), tuple(sorted(nearest.items())))


def _names(text: str) -> Iterator[str]:
    yield from imported_files(text).values()
    yield from list_appended(text)
    if SNIPPET.search(text):
        yield SNIPPETS
    for match in INCLUDE.finditer(text):
        yield included_name(match)
    for match in _LIST.finditer(text):
        yield from (_without_part(line.strip()) for line in match[1].split("\n") if line.strip())


def _nearest(name: str, files: Mapping[str, bytes]) -> str:
    """Return the file with the most similar name."""
    names = {path.rpartition("/")[2]: path for path in sorted(files)}
    return names.get(closest_name(name.rpartition("/")[2], names), "")


def _without_part(name: str) -> str:
    """Return `note.md` of `note.md:section` and `note.md:2:5`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}{dot}{ending.partition(':')[0]}" if dot else name


# The beginnings of paths that count from the root of a repository: "@site/docs/_note.mdx" of
# Docusaurus, "@/content/_note.mdx" and "~/content/_note.mdx" of Astro.
_ALIASES: Final = ("@site/", "@/", "~/")
# What counts for nothing where the end of a path is enough: "../../" of "../../includes/a.md",
# "@site/" and "/"; nothing of "a/../b.md".
_LEADING: Final = compile_late(r"^(?:@site/|[@~]/|\.{0,2}/)+")


def candidate_paths(name: str, folder: str) -> Iterator[str]:
    """Yield the paths below the knowledge base that a name may mean, the likeliest first."""
    alias = next((alias for alias in _ALIASES if name.startswith(alias)), "")
    path = name.removeprefix(alias).lstrip("/")
    start = "" if path != name else folder
    yield from _paths_above(path, start)
    # The knowledge base is one of the repository's folders.
    while alias and "/" in path and not path.startswith("../"):
        path = path.partition("/")[2]
        yield normpath(path)


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
    name: str, file: str, files: Collection[str], nearby: Iterable[str] | None = None
) -> str:
    """Return the path that a name in a file means; empty if there is no such file.

    `nearby` are those of the files outside the knowledge base, if they are known. In `boards.md`,
    Jekyll's `{% include boards.md %}` means `_includes/boards.md`: a file itself is the last
    candidate.
    """
    paths = [path for path in candidate_paths(name, dirname(file)) if path in files]
    if not paths:
        paths = find_beside(name, files if nearby is None else nearby)
    return next((path for path in paths if path != file), paths[0] if paths else "")


def is_beside(path: str) -> bool:
    """Whether a file is outside the knowledge base, in a folder that the configuration names."""
    return path.startswith("../")


def find_beside(name: str, paths: Iterable[str]) -> list[str]:
    """Return the paths outside that end with a name, the shortest first."""
    end = f"/{normpath(_LEADING.sub('', name))}"
    return sorted((path for path in paths if is_beside(path) and path.endswith(end)), key=len)


class CodePaths:
    """Finds files of code by what articles call them."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Sort the paths of files of code by their names."""
        self._exact = {path.casefold(): path for path in paths if not is_markdown(path)}
        self._named: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._exact, key=lambda path: (len(path), path)):
            self._named[file_name(path)].append(path)

    def find(self, name: str, file: str) -> str:
        """Return the path that a name in a file means; empty if there is no such file."""
        for path in candidate_paths(name, dirname(file)):
            if exact := self._exact.get(path.casefold()):
                return exact
        end = f"/{_LEADING.sub('', name)}".casefold()
        same_name = self._named.get(file_name(end), ())
        alike = [path for path in same_name if f"/{path}".endswith(end)]
        outside = next(filter(is_beside, alike), alike[0] if len(alike) == 1 else "")
        return self._exact.get(outside, "")
