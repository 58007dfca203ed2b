"""Block tokens of callouts, collapsible sections and tabs, which all spellings share.

`callouts` and `regions` write the same for their own syntax.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.callouts import CALLOUTS
from errata.articles.markdown.tokens import PARAGRAPH, make_block, make_unread, open_details
from errata.data.patterns import compile_late
from errata.model.observations import UnbalancedBlock

# "config.js" in "js [config.js]" and "js:line-numbers [config.js]"; not "[a](b)".
_CODE_TITLE: Final = compile_late(r"\[([^\[\]]+)\]\s*$")
# "app.py" in 'python title="app.py"' and "title='app.py'".
_NAMED_TITLE: Final = compile_late(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")

# All of "{`let a;\nlet b;`}", which MDX shows as the text of its string; nothing of "{`${a}`}".
_TEMPLATE: Final = compile_late(
    r"\A\s*+\{\s*+`\n?((?:[^`\\$]|\\.|\$(?!\{))*+)`\s*+\}\s*+\Z", re.DOTALL
)
# "\`" and "\$" of a string; not "\n".
_ESCAPED: Final = compile_late(r"\\([`$\\])")
# "npm" of "@tab:active npm#a" (VuePress Theme Hope) and "== npm" (VitePress); nothing of "@tab".
_TAB_LINE: Final = compile_late(r"(?:@tab(?::\w+)?|==)[ \t]++([^\s#][^#]*)")
# "_" and "*" of "__init__.py", which is not emphasis; not ".".
_SPECIAL: Final = compile_late(r"([\\`*_\[\]<&~])")


def open_callout(state: StateBlock, kind: str, title: str, line: int) -> None:
    """Begin a callout; without a title it has the usual word for its kind."""
    base, box = CALLOUTS[kind]
    opening = state.push("callout_open", "div", 1)
    opening.attrSet("class", box)
    opening.map = [line, line + 1]
    state.push("callout_title_open", "p", 1).attrSet("class", f"{base}-title")
    push_inline(state, title or usual_title(state, kind), line)
    state.push("callout_title_close", "p", -1)


def usual_title(state: StateBlock, kind: str) -> str:
    """Return the word for a kind of callout in the article's language."""
    return parse_context(state.env).words.get(f"callout_{kind.lower()}", kind.capitalize())


def open_collapsible(
    state: StateBlock, title: str, line: int, *, is_open: bool, own_id: str = ""
) -> Token:
    """Begin a section that opens and closes; return its first token."""
    opening = _open_details(state, "collapsible", is_open=is_open, own_id=own_id)
    usual = parse_context(state.env).words.get("details_title", "Details")
    _push_summary(state, title or usual, line)
    return opening


def open_tab(state: StateBlock, title: str, line: int) -> None:
    """Begin a tab, which can be read without scripts; `tabs` groups neighbouring ones."""
    _open_details(state, "tab", is_open=True)
    _push_summary(state, title or "\u2026", line)


def close_box(state: StateBlock, kind: str) -> None:
    """End a box: `callout`, `collapsible`, `tab`, `tabs`."""
    state.push(f"{kind}_close", "div" if kind in {"callout", "tabs"} else "details", -1)


def push_inline(state: StateBlock, content: str, line: int) -> None:
    """Add one line of markdown."""
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, [line, line + 1], []


def push_paragraph(state: StateBlock, content: str, line: int) -> None:
    """Add a paragraph of one line of markdown."""
    state.push("paragraph_open", "p", 1).map = [line, line + 1]
    push_inline(state, content, line)
    state.push("paragraph_close", "p", -1)


def push_code(state: StateBlock, start: int, stop: int, language: str) -> None:
    """Add lines of the text as a block of code."""
    code = state.push("fence", "code", 0)
    indent = min(
        (state.sCount[line] for line in range(start, stop) if not state.isEmpty(line)), default=0
    )
    # The end tag of a component may stand behind the last line: its mark is then no line end.
    text = f"{state.getLines(start, stop, indent, keepLastLF=False)}\n" if start < stop else ""
    string = _TEMPLATE.match(text)
    code.content = _ESCAPED.sub(r"\1", string[1]).rstrip("\n") + "\n" if string else text
    code.info, code.markup, code.map = language, "```", [start, stop]


def tokenize_inside(state: StateBlock, start: int, stop: int, indent: int | None = None) -> None:
    """Read the lines of a box as blocks, indented by so much; else what all have is layout."""
    outer = state.lineMax, state.parentType, state.blkIndent
    if indent is None:
        filled = (state.sCount[line] for line in range(start, stop) if not state.isEmpty(line))
        indent = max(min(filled, default=0), state.blkIndent)
    state.blkIndent = indent
    state.lineMax, state.parentType = stop, "container"
    state.md.block.tokenize(state, start, stop)
    state.lineMax, state.parentType, state.blkIndent = outer


def find_tab_lines(state: StateBlock, start: int, stop: int) -> list[tuple[int, str]]:
    """Return the lines that begin a tab, with its title; none of a block of code."""
    lines: list[tuple[int, str]] = []
    fence = ""
    for number in range(start, stop):
        text = state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
        if text.startswith(fence or ("```", "~~~")):
            fence = "" if fence else text[:3]
        elif not fence and (match := _TAB_LINE.match(text)):
            lines.append((number, match[1].strip()))
    return lines


def wrap_code_in_tabs(tokens: list[Token]) -> list[Token]:
    """Make each block of code a tab, named by its title or language."""
    result: list[Token] = []
    for token in tokens:
        if token.type != "fence":
            result.append(token)
            continue
        match = _CODE_TITLE.search(token.info) or _NAMED_TITLE.search(token.info)
        name = next(filter(None, match.groups()), "") if match else token.info.partition(" ")[0]
        title = make_unread(_SPECIAL.sub(r"\\\1", name) or "\u2026")
        result += open_details("tab", title, is_open=True)
        result += (token, make_block("tab_close", "details", -1))
    return result


def holds_list(tokens: list[Token]) -> bool:
    """Whether blocks begin with a list."""
    return bool(tokens) and tokens[0].type in {"bullet_list_open", "ordered_list_open"}


def wrap_items_in_tabs(tokens: list[Token]) -> list[Token]:
    """Make each item of a list a tab, named by its first paragraph; YFM writes tabs so."""
    result: list[Token] = []
    level = tokens[0].level
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        is_item = token.level == level + 1 and token.type.startswith("list_item")
        if is_item and token.nesting > 0:
            has_title = tokens[index].type == "paragraph_open"
            title = tokens[index + 1] if has_title else make_unread("\u2026")
            index += PARAGRAPH * has_title
            result += open_details("tab", title, is_open=True)
        elif is_item:
            result.append(make_block("tab_close", "details", -1))
        elif token.level != level or not token.type.endswith(("list_open", "list_close")):
            result.append(token)
    return result


def _open_details(state: StateBlock, name: str, *, is_open: bool, own_id: str = "") -> Token:
    opening = state.push(f"{name}_open", "details", 1)
    opening.attrSet("class", name)
    if own_id:
        opening.attrSet("id", own_id)
    if is_open:
        opening.attrSet("open", "")
    return opening


def note_unclosed(state: StateBlock, line: int, missing: str) -> None:
    """Note a block that begins on a line of the text and lacks its end."""
    context = parse_context(state.env)
    context.observe(UnbalancedBlock(context.place(context.first_line + line), missing))


def _push_summary(state: StateBlock, title: str, line: int) -> None:
    state.push("summary_open", "summary", 1).map = [line, line + 1]
    push_inline(state, title, line)
    state.push("summary_close", "summary", -1)
