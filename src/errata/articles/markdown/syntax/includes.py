"""Puts included files where an article includes them, as blocks or within a sentence.

Each included file has line numbers of its own, far above any article's, so that a finding names it
and its line. Links in it count from its own folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from posixpath import dirname, join, relpath
from typing import Any, Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from errata.articles.includes import (
    INCLUDE,
    SNIPPET,
    SNIPPETS,
    candidate_paths,
    find_included,
    included_name,
    is_beside,
)
from errata.articles.markdown.context import Included, ParseContext, parse_context
from errata.articles.markdown.syntax.directives import directives_of
from errata.articles.markdown.tokens import ENDS
from errata.data.patterns import compile_late
from errata.diagnostics import closest_name
from errata.model.observations import IncludeFault
from errata.text.characters import neutralise_hidden

# The deepest nesting of included files: far above real ones, it bounds hostile articles.
_DEEPEST: Final = 8
_MOST: Final = 500
# The most characters that one article may include altogether.
_LARGEST: Final = 2_000_000
# "--8<--" alone yes; '--8<-- "a.md"' no.
_SCISSORS: Final = compile_late(r";?-{1,99}8<-{1,99}[ \t]*$")
# "---\ntitle: a\n---\n" at the beginning of an included file; not "--- a".
_FRONT_MATTER: Final = compile_late(r"---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|$)")
# "## Patches {#b2b-patches}" yes; "## Patches" and "# a comment" of code no.
_HEADING: Final = compile_late(r"^(#{1,6})[ \t].*\{#([^\s{}]++)\}[ \t]*$", re.MULTILINE)
_FIRST: Final = frozenset("[-;{@`~")
# Key in `env`: the article's text without what it includes.
_OWN: Final = "errata.own_text"
# "Note" of "<Note />" and "<Note of='a' />"; nothing of "<Note>" and "<note/>".
_COMPONENT: Final = compile_late(r"<([A-Z]\w*+)(?:[ ][^<>\n]{0,300}?)?/>")


def extend(md: MarkdownIt) -> None:
    """Add the rules, before those of directives, lists and links."""
    md.block.ruler.before("directive", "include", _read_block, ENDS)
    md.block.ruler.before("include", "include_list", _read_list, ENDS)
    md.block.ruler.before("include", "snippet", _read_snippet, ENDS)
    md.block.ruler.before("include", "imported_component", _read_component, ENDS)
    md.inline.ruler.before("newline", "inline_include", _read_inline)
    md.inline.ruler.before("newline", "inline_snippet", _read_inline_snippet)
    md.core.ruler.at("block", _read_blocks)
    md.core.ruler.at("inline", _read_texts)
    md.core.ruler.after("inline", "included_links", _move_links)


def _read_blocks(state: StateCore) -> None:
    """Read blocks as markdown-it's own rule does, and those of included files."""
    state.env[_OWN] = state.src
    block(state)
    _add_included(state)


def _add_included(state: StateCore) -> None:
    """Add what is included to the text: rules look there first for what they need."""
    context = parse_context(state.env)
    parts = dict.fromkeys((file.path, file.snippet) for file in context.included)
    state.src = "\n\n".join((state.env[_OWN], *(_written(context, *part) for part in parts)))


def _read_texts(state: StateCore) -> None:
    """Read texts as markdown-it's own rule does, and note each text's line for inclusions."""
    context = parse_context(state.env)
    for token in state.tokens:
        if token.type == "inline":
            context.inline_line = context.line_of(token) if token.map else context.inline_line
            token.children = token.children if token.children is not None else []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
    _add_included(state)


def _read_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if state.src[begin : begin + 1] not in _FIRST or state.is_code_block(start):
        return False
    match = INCLUDE.match(state.src, begin, stop)
    if not match or state.src[match.end() : stop].strip():
        return False
    if silent:
        return True
    state.line = start + 1
    placed = directives_of(state.src, state.env).get(start)
    if match["line"] and placed and placed.is_paired:
        state.line = min(placed.closes_at + 1, end)
    # docfx writes the mark for a snippet that must stay: `;--8<--`.
    context = parse_context(state.env)
    if included := _open(context, included_name(match), context.first_line + start):
        _push_blocks(state, included)
    return True


def _read_snippet(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001 - markdown-it's signature
    """Read `{{name}}` alone on its line; a name that no snippet has is a text."""
    begin, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    match = SNIPPET.match(state.src, begin, stop)
    if not match or state.src[match.end() : stop].strip() or state.is_code_block(start):
        return False
    context = parse_context(state.env)
    line = context.first_line + start
    if match[1] not in _snippets_for(context, line):
        return False
    if not silent:
        state.line = start + 1
        if included := _open(context, SNIPPETS, line, match[1]):
            _push_blocks(state, included)
    return True


def _snippets_for(context: ParseContext, line: int) -> Mapping[str, tuple[str, int]]:
    path = find_included(SNIPPETS, context.file_of(line), context.includes)
    return _split_snippets(context.includes[path]) if path else {}


@lru_cache(maxsize=4)  # One file serves all articles of a folder.
def _split_snippets(written: str) -> Mapping[str, tuple[str, int]]:
    """Map the id of each heading to the text below it and the number of lines above that text.

    The text goes to the next heading with an id of the same or a higher level. Of equal ids the
    first counts.
    """
    text = _clean(written)
    snippets: dict[str, tuple[str, int]] = {}
    # For each level, where the text below a heading of it ends.
    ends = [len(text)] * 7
    line, counted = text.count("\n"), len(text)
    for heading in reversed(list(_HEADING.finditer(text))):
        line, counted = line - text.count("\n", heading.end(), counted), heading.end()
        level = len(heading[1])
        snippets[heading[2]] = (text[heading.end() : ends[level]], line)
        ends[level:] = [heading.start()] * (len(ends) - level)
    return snippets


def _read_component(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `<Note />`, which shows the markdown that is imported by that name."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 1] != "<" or state.is_code_block(start):
        return False
    context = parse_context(state.env)
    placed = directives_of(state.src, state.env).get(start)
    line = context.first_line + start
    name = _imported_by(context, placed.directive.name, line) if placed else ""
    if not placed or not name:
        return False
    if silent:
        return True
    state.line = min(max(start + placed.directive.lines, placed.closes_at + 1), end)
    if included := _open(context, name, line):
        _push_blocks(state, included)
    return True


def _imported_by(context: ParseContext, component: str, line: int) -> str:
    """Return the file that is shown for a component; empty if it is not one of the folder's."""
    file = context.file_of(line)
    name = context.imports.get((file, component.lower()), "")
    return name if name and find_included(name, file, context.includes) else ""


def _read_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read names of files, one on each line between two lines of `--8<--`."""
    if not _is_scissors(state, start) or state.is_code_block(start):
        return False
    stop = start + 1
    while stop < min(end, start + _MOST) and not _is_scissors(state, stop):
        stop += 1
    if stop >= end or not _is_scissors(state, stop):
        return False
    if silent:
        return True
    context = parse_context(state.env)
    for line in range(start + 1, stop):
        name = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
        match = INCLUDE.match(f'--8<-- "{name}"')
        if match and (included := _open(context, included_name(match), context.first_line + line)):
            _push_blocks(state, included)
    state.line = stop + 1
    return True


def _is_scissors(state: StateBlock, line: int) -> bool:
    begin = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith((";", "-"), begin):
        return False
    return bool(_SCISSORS.match(state.src, begin, state.eMarks[line]))


def _open(context: ParseContext, name: str, line: int, snippet: str = "") -> Included | None:
    """Return the file that is asked for; a fault is noted."""
    file = context.file_of(line)
    path = find_included(name, file, context.includes)
    why, size = "", 0
    if path:
        size = len(_written(context, path, snippet))
    if not path:
        why = "missing" if any(candidate_paths(name, dirname(file))) else "outside"
    elif path + snippet in context.including or path == context.path:
        why = "loop"
    elif is_too_much(context, size):
        why = "many"
    if why:
        nearest = context.nearest.get(name, "")
        context.observe(IncludeFault(context.place(line), snippet or name, why, nearest))
        return None
    return context.open_include(path, line, size, snippet)


def is_too_much(context: ParseContext, size: int) -> bool:
    """Whether one more file, or a part of so many characters, would be too much for an article."""
    if len(context.including) >= _DEEPEST or len(context.included) >= _MOST:
        return True
    return context.included_size + size > _LARGEST


def _written(context: ParseContext, path: str, snippet: str) -> str:
    """Return what is written in a file, or in a snippet of it."""
    text = context.includes[path]
    return _split_snippets(text)[snippet][0] if snippet else text


def _text_of(context: ParseContext, included: Included) -> tuple[str, int]:
    """Return the text without what is above it, and the number of those lines."""
    if included.snippet:
        return _split_snippets(context.includes[included.path])[included.snippet]
    text = read_included(context, included.path)
    front = _FRONT_MATTER.match(text)
    return (text[front.end() :], front[0].count("\n")) if front else (text, 0)


def read_included(context: ParseContext, path: str) -> str:
    """Return the text of a file that is included."""
    return _clean(context.includes[path])


def _clean(text: str) -> str:
    return neutralise_hidden(text.replace("\r\n", "\n").removeprefix("\ufeff"))


def _prepare(md: MarkdownIt, text: str, env: EnvType) -> str:
    """Return a text as the rules leave it that come before blocks are read."""
    state = StateCore(text, md, env)
    for name, rule in zip(
        md.core.ruler.get_active_rules(), md.core.ruler.getRules(""), strict=True
    ):
        if name == "block":
            break
        rule(state)
    return state.src


def _push_blocks(state: StateBlock, included: Included) -> None:
    context = parse_context(state.env)
    text, skipped = _text_of(context, included)
    text = _prepare(state.md, text, state.env)
    outer, context.first_line = context.first_line, included.first_line + skipped
    context.including.append(included.path + included.snippet)
    tokens: list[Token] = []
    # The parser looks at the lines of one text alone.
    context.count_elements(text.count("\n"))
    state.md.block.parse(text, state.md, state.env, tokens)
    context.including.pop()
    shift = context.first_line - outer
    context.first_line = outer
    for token in tokens:
        token.level += state.level
        if token.map:
            token.map = [token.map[0] + shift, token.map[1] + shift]
    state.tokens.extend(tokens)


def _read_inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] not in "[{<":
        return False
    context = parse_context(state.env)
    match = INCLUDE.match(state.src, state.pos, state.posMax)
    name = included_name(match) if match else ""
    if match is None and (match := _COMPONENT.match(state.src, state.pos, state.posMax)):
        name = _imported_by(context, match[1], context.inline_line)
    if not match or not name or silent:
        return False
    state.pos = match.end()
    if included := _open(context, name, context.inline_line):
        _push_text(state, included)
    return True


def _read_inline_snippet(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `{{name}}` within a text; alone there, a name that no snippet has is noted."""
    match = SNIPPET.match(state.src, state.pos, state.posMax)
    if not match or silent:
        return False
    context = parse_context(state.env)
    name, line = match[1], context.inline_line
    snippets = _snippets_for(context, line)
    if name in snippets:
        state.pos = match.end()
        if included := _open(context, SNIPPETS, line, name):
            _push_text(state, included)
        return True
    # "{{tenant}}" in a sentence is a placeholder for readers.
    if snippets and match[0] == state.src.strip():
        # Many faults, and many snippets, would take time with their product.
        is_one_of_few = len(context.observations) < _MOST
        nearest = closest_name(name, islice(snippets, _MOST)) if is_one_of_few else ""
        context.observe(IncludeFault(context.place(line), name, "snippet", nearest))
    return False


def _push_text(state: StateInline, included: Included) -> None:
    context = parse_context(state.env)
    text = _text_of(context, included)[0].strip()
    tokens: list[Token] = []
    context.including.append(included.path + included.snippet)
    state.md.inline.parse(text, state.md, state.env, tokens)
    context.including.pop()
    _rebase(tokens, dirname(included.path), dirname(context.path))
    if state.pending:
        state.pushPending()
    state.tokens.extend(tokens)


def _move_links(state: StateCore) -> None:
    context = parse_context(state.env)
    if not context.included:
        return
    for token in state.tokens:
        path = context.file_of(context.line_of(token)) if token.map else context.path
        if token.type == "inline" and path != context.path:
            _rebase(token.children or (), dirname(path), dirname(context.path))


def _rebase(children: Iterable[Token], folder: str, target: str) -> None:
    """Make relative links and pictures count from another folder; each once.

    Those of text outside the knowledge base count from the article, as in MkDocs.
    """
    if is_beside(f"{folder}/"):
        return
    for child in children:
        key = {"link_open": "href", "image": "src"}.get(child.type, "")
        if key and not child.meta.get("rebased") and (url := _relative(child.attrs.get(key))):
            child.attrSet(key, relpath(join("/", folder, url), join("/", target)))
        if key:
            child.meta["rebased"] = True


def _relative(url: Any) -> str:  # noqa: ANN401 - of a token
    """Return the address if it is relative; else an empty text."""
    text = str(url or "")
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    is_other = parts.scheme or parts.netloc or not parts.path or text[:1] in {"/", "#", "~"}
    return "" if is_other else text
