"""Shows directives of other generators as callouts, tabs, collapsible sections, code and pictures.

`pairs` says where they are. A mark itself is never shown. What stands between two marks stays, also
where their name is not known; that is noted, as another generator made more of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from msgspec.structs import replace

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.boxes import (
    close_box,
    find_tab_lines,
    holds_list,
    note_unclosed,
    open_callout,
    open_collapsible,
    open_tab,
    push_code,
    push_paragraph,
    tokenize_inside,
    wrap_code_in_tabs,
    wrap_items_in_tabs,
)
from errata.articles.markdown.syntax.cell_tables import push_written_table
from errata.articles.markdown.syntax.directives import (
    IN_DIRECTIVE,
    Placed,
    callout_name,
    callout_of,
    directives_of,
    find_picture,
    own_title,
    role_of,
    role_of_pair,
)
from errata.articles.markdown.syntax.foreign import note_foreign
from errata.articles.markdown.syntax.spellings import MDC, Directive, page_address, read_link
from errata.articles.markdown.syntax.videos import name_video
from errata.articles.markdown.tokens import ENDS
from errata.data import read_table
from errata.data.patterns import compile_late

# What a directive begins with; a line that is still in a quote or a list begins otherwise.
_FIRST: Final = frozenset(":/`~{<")
# Spellings that only another generator reads; the others are plain markdown to many.
_FOREIGN: Final = frozenset({"shortcode", "liquid", "component"})
# Roles of marks that have an end, but for shortcodes and Liquid: `{{< versionadded 2.1 >}}`.
_ENCLOSING: Final = frozenset({"callout", "details", "tabs", "tab"})
# What YFM closes by a mark of its own.
_YFM_BLOCKS: Final = frozenset({"note", "cut", "list"})
# What ends a label: "[", "]" and "\\"; not "(".
_ESCAPED: Final = compile_late(r"([\[\]\\])")
_BACKSLASH: Final = r"\\\1"
# Directives that say themselves in which language their content is.
_LANGUAGES: Final = frozenset({"mermaid", "math", "plantuml"})
# Where a parameter's name is, by the part of a request that it belongs to.
_FIELD_NAMES: Final = ("name", "path", "query", "body", "header")
# "icons" and "user_id"; not "a.b" and "a b", whose anchors nobody can know.
_ANCHOR: Final = compile_late(r"[\w-]+")
# Where the number of a video is, and what one is: "dQw4w9WgXcQ", "76979871"; not "a b", "https://a".
_VIDEO_KEYS: Final = ("id", "videoid", "video_id", "v")
_VIDEO: Final = compile_late(r"[\w-]{5,40}")
# ":class: foo" and ":open:" of MyST; not ": a definition".
_OPTION: Final = compile_late(r":([A-Za-z][\w-]*):(?:[ \t]+(.*))?$")
# "open: True", indented, of `///`; not "Note that: it".
_INDENTED_OPTION: Final = compile_late(r"([a-z_]+): (.*)$")
_INDENT: Final = 4
# The lines of YAML between the two "---" below "::card" (MDC), and the most that are looked at:
# "icon: check" and "to:"; not "- a" and "See: https".
_MOST_PROPERTIES: Final = 20
_PROPERTY: Final = compile_late(r" *([a-z][\w-]*+):(?:[ \t]+(.*))?$")


def extend(md: MarkdownIt) -> None:
    """Add the block rule; it may end a paragraph, a quote, a list or a table."""
    md.block.ruler.before("fence", "directive", _read, ENDS)


def _read(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if state.src[begin : begin + 1] not in _FIRST or state.is_code_block(start):
        return False
    placed = directives_of(state.src, state.env).get(start)
    if placed is None or (placed.tag and (not placed.is_paired or placed.closes_at >= end)):
        return False
    directive = placed.directive
    is_mdc = "mdc" in parse_context(state.env).dialects
    if directive.mark == MDC and not placed.is_paired and not is_mdc:
        return False
    if silent:
        return True
    state.line = min(start + directive.lines, end)
    if directive.edge == "closes":
        if not placed.is_paired:
            _note(state, directive, start, is_replaced=True)
    elif placed.is_paired and placed.closes_at < end:
        _note_pair(state, directive, start)
        with _without_tags(state, placed, start):
            _push_pair(state, directive, start, placed.closes_at + bool(placed.end_tag))
        state.line = placed.closes_at + 1
    else:
        state.line = _push_alone(state, directive, start, end)
    return True


@contextmanager
def _without_tags(state: StateBlock, placed: Placed, start: int) -> Iterator[None]:
    """Hide tags that share a line with what is in their element."""
    last = placed.closes_at
    outer = state.bMarks[start], state.tShift[start], state.sCount[start], state.eMarks[last]
    was_inside = state.env.get(IN_DIRECTIVE, False)
    state.env[IN_DIRECTIVE] = was_inside or placed.directive.spelling == "colon"
    if placed.tag:
        state.bMarks[start] += state.tShift[start] + placed.tag
        state.tShift[start], state.sCount[start] = 0, state.blkIndent
    state.eMarks[last] -= placed.end_tag
    yield
    state.env[IN_DIRECTIVE] = was_inside
    state.bMarks[start], state.tShift[start], state.sCount[start], state.eMarks[last] = outer


def _note(state: StateBlock, directive: Directive, line: int, *, is_replaced: bool) -> None:
    if directive.form:
        note_foreign(state, directive.form, line, is_replaced=is_replaced)


def _note_pair(state: StateBlock, directive: Directive, start: int) -> None:
    is_replaced = role_of(directive.name) not in {"", "dropped"} or directive.name == "comment"
    is_replaced |= bool(_link_markdown(directive))
    if directive.spelling in _FOREIGN or not is_replaced:
        _note(state, directive, start, is_replaced=is_replaced)


def _push_pair(state: StateBlock, directive: Directive, start: int, stop: int) -> None:
    role = role_of_pair(directive)
    inside, directive = _read_options(state, directive, start + directive.lines, stop)
    match role:
        case "callout":
            _push_callout(state, directive, start, inside, stop)
        case "details" | "tab":
            _push_section(state, directive, start, inside, stop)
        case "tabs":
            _push_tabs(state, inside, stop)
        case "code" | "table":
            _push_lines(state, directive, inside, stop)
        case "verbatim":
            first = len(state.tokens)
            tokenize_inside(state, inside, stop)
            _shield_braces(state, first)
        case "field":
            if field := _field_markdown(directive):
                push_paragraph(state, field, start)
            tokenize_inside(state, inside, stop)
        case "dropped":
            pass
        case _:
            has_picture = _push_picture(state, directive, start) or role == "picture"
            if not has_picture and (role == "link" or (directive.title and role != "plain")):
                push_paragraph(state, _link_markdown(directive) or directive.title, start)
            tokenize_inside(state, inside, stop)


def _field_markdown(directive: Directive) -> str:
    """Write `<ParamField path="id" type="string" required>` as its name, a type and more.

    The words are those of the tag, in code. Without a name there is nothing to show. Mintlify
    gives it the anchor `param-id`.
    """
    attributes = directive.attributes
    name = next((attributes[key] for key in _FIELD_NAMES if attributes.get(key)), "")
    if not name:
        return ""
    anchor = f'<a id="param-{name.lower()}"></a>' if _ANCHOR.fullmatch(name) else ""
    facts = [_ESCAPED.sub(_BACKSLASH, attributes["type"])] if attributes.get("type") else []
    if "required" in directive.words or attributes.get("required") == "true":
        facts.append("`required`")
    if attributes.get("default"):
        facts.append(f"`default={attributes['default']}`")
    described = ", ".join(facts)
    return f"{anchor}**`{name.replace('`', '')}`** {described}".rstrip()


def _push_section(
    state: StateBlock, directive: Directive, start: int, inside: int, stop: int
) -> None:
    title = directive.title or directive.attributes.get("slot") or _first_word(directive)
    if (role := role_of(directive.name)) == "tab":
        open_tab(state, title, start)
    else:
        open_collapsible(state, title, start, is_open="open" in directive.attributes)
    tokenize_inside(state, inside, stop)
    close_box(state, "tab" if role == "tab" else "collapsible")


def _push_lines(state: StateBlock, directive: Directive, inside: int, stop: int) -> None:
    if role_of(directive.name) == "code":
        push_code(state, inside, stop, _language(directive))
        return
    if directive.title:
        push_paragraph(state, directive.title, inside)
    is_csv = directive.name == "csv-table"
    push_written_table(state, (inside, stop), directive.attributes, is_csv=is_csv)


def _language(directive: Directive) -> str:
    if directive.name in _LANGUAGES:
        return directive.name
    attributes = directive.attributes
    return attributes.get("lang") or attributes.get("language") or _first_word(directive)


def _push_callout(
    state: StateBlock, directive: Directive, start: int, inside: int, stop: int
) -> None:
    kind, name = callout_of(directive)
    title = directive.title or directive.quoted
    if directive.name.startswith("version") and directive.words:
        title = f"{name.replace('version', 'version ').capitalize()}: {' '.join(directive.words)}"
    open_callout(state, kind, title or own_title(name, kind), start)
    tokenize_inside(state, inside, stop)
    close_box(state, "callout")


def _push_tabs(state: StateBlock, inside: int, stop: int) -> None:
    state.push("tabs_open", "div", 1).attrSet("class", "tabs")
    first = len(state.tokens)
    lines = find_tab_lines(state, inside, stop)
    tokenize_inside(state, inside, lines[0][0] if lines else stop)
    for (line, title), (end, _) in pairwise((*lines, (stop, ""))):
        open_tab(state, title, line)
        tokenize_inside(state, line + 1, end)
        close_box(state, "tab")
    if not any(token.type == "tab_open" for token in state.tokens[first:]):
        wrap = wrap_items_in_tabs if holds_list(state.tokens[first:]) else wrap_code_in_tabs
        state.tokens[first:] = wrap(state.tokens[first:])
    close_box(state, "tabs")


def _push_alone(state: StateBlock, directive: Directive, start: int, end: int) -> int:
    """Add a mark that nothing closes; return the line after it."""
    after = min(start + directive.lines, end)
    role = role_of(directive.name)
    has_picture = _push_picture(state, directive, start)
    if has_picture or role == "picture":
        _note(state, directive, start, is_replaced=has_picture)
    elif link := (
        _field_markdown(directive)
        if role == "field"
        else _link_markdown(directive) or _video_markdown(state, directive)
    ):
        push_paragraph(state, link, start)
        _note(state, directive, start, is_replaced=True)
    elif text := _partial_text(directive):
        open_callout(state, callout_name(directive), "", start)
        push_paragraph(state, text, start)
        close_box(state, "callout")
        _note(state, directive, start, is_replaced=True)
    elif role in _ENCLOSING and directive.edge == "opens" and directive.end_mark:
        note_unclosed(state, start, directive.end_mark)
        if role == "callout":
            stop = _end_of_block(state, after, end)
            _push_callout(state, directive, start, after, stop)
            return stop
    elif directive.name in _YFM_BLOCKS and "yfm" in parse_context(state.env).dialects:
        note_unclosed(state, start, f"{{% end{directive.name} %}}")
    else:
        _note(state, directive, start, is_replaced=role in {"plain", "verbatim"})
    return after


def _end_of_block(state: StateBlock, start: int, end: int) -> int:
    """Return the line after the first block: an unclosed callout surely holds no more."""
    line = start
    while line < end and state.isEmpty(line):
        line += 1
    while line < end and not state.isEmpty(line):
        line += 1
    return line


def _read_options(
    state: StateBlock, directive: Directive, start: int, stop: int
) -> tuple[int, Directive]:
    """Return the first line of content: MyST and `///` put options before it."""
    if directive.spelling not in {"colon", "fence", "slash"}:
        return start, directive
    options = dict(directive.attributes)
    line = _skip_properties(state, start, stop)
    while line < stop and (option := _match_option(state, directive, line)):
        options[option[1]] = option[2] or ""
        line += 1
    if options and line < stop and state.isEmpty(line):
        line += 1
    return line, replace(directive, attributes=options)


def _skip_properties(state: StateBlock, start: int, stop: int) -> int:
    """Return the line after the YAML that MDC has below the name of a component."""
    after = min(stop, start + _MOST_PROPERTIES)
    lines = [state.src[state.bMarks[line] : state.eMarks[line]] for line in range(start, after)]
    dashes = [index for index, line in enumerate(lines) if line.strip() == "---"][:2]
    if dashes[:1] == [0] and len(dashes) > 1 and all(map(_PROPERTY.match, lines[1 : dashes[1]])):
        return start + dashes[1] + 1
    return start


def _match_option(state: StateBlock, directive: Directive, line: int) -> re.Match[str] | None:
    begin, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if directive.spelling != "slash":
        return _OPTION.match(state.src, begin, end)
    is_indented = state.sCount[line] - state.blkIndent >= _INDENT
    return _INDENTED_OPTION.match(state.src, begin, end) if is_indented else None


def _shield_braces(state: StateBlock, first: int) -> None:
    """Keep templates in the text of tokens from being read; in code they never are."""
    for token in state.tokens[first:]:
        if token.type == "inline" and "`" not in token.content:
            token.content = token.content.replace("{", "\\{")


def _push_picture(state: StateBlock, directive: Directive, line: int) -> bool:
    """Add the picture, and its caption if an argument gives one; return whether there is one."""
    attributes = directive.attributes
    word = _first_word(directive) if role_of(directive.name) == "picture" else ""
    source = find_picture(directive.name, attributes) or word
    if not source:
        return False
    context = parse_context(state.env)
    file = context.file_of(context.first_line + line)
    source = context.pictures.get((file, source), source)
    if directive.spelling == "liquid" and "://" not in source:
        # A tag of a site's own counts from a folder that its program names: `{% image a/b.png %}`.
        source = page_address(source)
    words = " ".join(directive.words[1:]) if directive.name == "asset_img" else ""
    alt = attributes.get("alt") or attributes.get("alt-text") or attributes.get("title") or words
    push_paragraph(
        state, f"![{_ESCAPED.sub(_BACKSLASH, alt)}](<{source.replace('>', '%3E')}>)", line
    )
    if caption := attributes.get("caption"):
        push_paragraph(state, f"*{caption}*", line)
    return True


def _link_markdown(directive: Directive) -> str:
    """Write a card or `{{< page-ref page="a" caption="b" >}}` as a link; empty for others."""
    if directive.spelling not in _FOREIGN:
        return ""
    attributes = directive.attributes
    if role_of(directive.name) == "link":
        address = attributes.get("url") or attributes.get("src", "")
        name = address if "://" in address else address.rpartition("/")[2]
        words = directive.words if directive.spelling == "liquid" else ()
        page, title = (words[0], " ".join(words[1:])) if words else ("", "")
        attributes = {"title": title or page or name, "url": address, "page": page, **attributes}
    text, target = read_link(attributes)
    if not target or any(sign in target for sign in "<>\n"):
        return ""
    return f"[{_ESCAPED.sub(_BACKSLASH, text)}](<{target}>)"


def _video_markdown(state: StateBlock, directive: Directive) -> str:
    """Write `{% youtube 1a-2b %}` and `<Vimeo id="1" />` as a link; empty for others."""
    attributes = directive.attributes
    values = (attributes[key] for key in _VIDEO_KEYS if attributes.get(key))
    number = next(values, _first_word(directive))
    base = read_table("directives", "videos").get(directive.name, "")
    if not base or not _VIDEO.fullmatch(number):
        return ""
    words = name_video(parse_context(state.env), directive.title, base)
    return f"[{_ESCAPED.sub(_BACKSLASH, words)}]({base}{number})"


def _partial_text(directive: Directive) -> str:
    """Return the text of `{% include note.html content="Ask first" %}`, if it is a known box."""
    is_box = directive.name == "include" and callout_name(directive)
    return directive.attributes.get("content", "") if is_box else ""


def _first_word(directive: Directive) -> str:
    return directive.words[0] if directive.words else ""
