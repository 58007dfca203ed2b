"""Fenced code, as in CommonMark, and code of other files, whose forms are in `code_files`.

A block that its author forgot to close is noted: it includes everything, headings and links, to the
end of the article or list item.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from textwrap import indent
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence
from markdown_it.token import Token

from errata.articles.code_files import FIRST, CodeRequest, read_request
from errata.articles.includes import CodePaths
from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.boxes import note_unclosed
from errata.articles.markdown.syntax.directives import directives_of
from errata.articles.markdown.syntax.includes import is_too_much, read_included
from errata.articles.markdown.tokens import ENDS
from errata.model.observations import IncludeFault

# The component of Docusaurus that shows code, and the most characters from its tag to its end.
_COMPONENT: Final = "<CodeBlock"
_LONGEST: Final = 1000
# The key in `env`.
_PATHS: Final = "errata.code_paths"


def extend(md: MarkdownIt) -> None:
    """Add a rule, before those that read marks of the same tools, and check how blocks end."""
    md.block.ruler.at("fence", _read, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.before("include", "inserted_code", _read_insertion, ENDS)


def _read_insertion(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 1] not in FIRST or state.is_code_block(start):
        return False
    text, following = state.src[begin : state.eMarks[start]], start + 1
    if text.startswith(_COMPONENT) or "{literalinclude}" in text:
        following = _line_after(state, start, end)
        text = state.getLines(start, following, state.blkIndent, keepLastLF=False).lstrip()
    request = read_request(text, "block")
    line = parse_context(state.env).first_line + start
    if not request or not (request.is_certain or _find(state.env, request, line)):
        return False
    if silent:
        return True
    state.line = following
    if inserted := _insert(state.env, request, line):
        token = state.push("fence", "code", 0)
        token.info, token.markup = request.language, "```"
        token.content, token.map = inserted
    return True


def _line_after(state: StateBlock, start: int, end: int) -> int:
    """Return the line after the last one of a form."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.src.startswith(_COMPONENT, begin):
        last = min(begin + _LONGEST, state.eMarks[end - 1])
        close = state.src.find(f"</{_COMPONENT[1:]}>", begin, last)
        return start + 1 + state.src.count("\n", begin, max(close, begin))
    placed = directives_of(state.src, state.env).get(start)
    return min(placed.closes_at + 1, end) if placed and placed.is_paired else start + 1


def _find(env: MutableMapping[str, Any], request: CodeRequest, line: int) -> str:
    context = parse_context(env)
    if _PATHS not in env:
        env[_PATHS] = CodePaths(context.includes)
    file = context.file_of(line)
    name = context.code_imports.get((file, request.name), request.name)
    return str(env[_PATHS].find(name, file))


def _insert(
    env: MutableMapping[str, Any], request: CodeRequest, line: int
) -> tuple[str, list[int]] | None:
    """Return the code that a line asks for, and the lines of a block of it; a fault is noted."""
    context = parse_context(env)
    path = _find(env, request, line)
    # Before it is read: the bound is for what is looked through, whether it has the part or not.
    size = len(context.includes[path]) if path else 0
    is_many = bool(path) and is_too_much(context, size)
    selected = request.select(read_included(context, path)) if path and not is_many else None
    if selected:
        code, first = selected
        # A block begins on the line before its text.
        begin = context.open_include(path, line, size).first_line + first - 2 - context.first_line
        return code, [begin, begin + code.count("\n") + 2]
    if path and not is_many:
        context.included_size += size
    if request.is_certain:
        why = "many" if is_many else "part" if path else "code"
        nearest = context.nearest.get(request.name, "")
        context.observe(IncludeFault(context.place(line), request.name, why, nearest))
    return None


def _read(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not fence(state, start, end, silent):
        return False
    if silent:
        return True
    token = state.tokens[-1]
    if not _is_closed(state, start, token.markup):
        note_unclosed(state, start, token.markup)
    if any(sign in token.content for sign in ("{{#", "8<-", "{%", "{!")):
        _insert_lines(state.env, token, start)
    elif " file=" in token.info and not token.content.strip():
        request = read_request(token.info.strip(), "info")
        line = parse_context(state.env).first_line + start
        if request and (inserted := _insert(state.env, request, line)):
            token.content, token.map = inserted
    return True


def _insert_lines(env: MutableMapping[str, Any], token: Token, start: int) -> None:
    """Put code in place of the lines of a block that ask for it."""
    lines, first = (
        token.content.splitlines(keepends=True),
        parse_context(env).first_line + start + 1,
    )
    for index, line in enumerate(lines):
        own = line.lstrip(" \t")
        request = read_request(own.rstrip("\n"), "inside") if own[:1] in FIRST else None
        if request and (inserted := _insert(env, request, first + index)):
            lines[index] = indent(inserted[0], line[: len(line) - len(own)])
            # With lines of its own, the block keeps its place.
            token.map = inserted[1] if len(lines) == 1 else token.map
    token.content = "".join(lines)


def _is_closed(state: StateBlock, start: int, mark: str) -> bool:
    """Whether the last line of the block is its mark, or a longer one."""
    last = state.line - 1
    text = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]].strip()
    return last > start and text.startswith(mark) and not text.strip(mark[0])
