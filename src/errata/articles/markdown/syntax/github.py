"""Reads extensions of GitHub other than tables: footnotes and task lists.

`[^1]: The note.` anywhere moves to the end. Notes are numbered in the order in which the text
refers to them by `[^1]`; one that nothing refers to comes last, so that no text is lost. The block
rule is mdit-py-plugins'.

Items that begin with `[ ]` or `[x]` show whether they are done. The mark is a picture of a box with
a word for screen readers. It is not a form control: nothing on a published page can be ticked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from html import escape
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def
from msgspec import field

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.boxes import push_paragraph
from errata.articles.markdown.tokens import add_renderer, make_block
from errata.data.patterns import compile_late
from errata.values import MutableRecord

# "[^1]" and "[^a-note]" yes; "[^ a]", "[^]" and "[1]" no.
_REFERENCE: Final = compile_late(r"\[\^([^\s\[\]^][^\s\[\]]{0,200}+)\]")
# "[^1]:" yes; "[^1]" and "[^ 1]:" no.
_DEFINITION: Final = compile_late(r"\[\^[^\s\]]{1,200}+\]:")
# Keys in `env`: labels of the notes, which the plugin's rule fills, and ours.
_PLUGIN: Final = "footnotes"
_INSIDE: Final = "errata.in_footnote"
_NOTES: Final = "errata.footnotes"
# Tags of HTML for a reference: a raised text, a link in it, and the link back from the note.
_TAGS: Final = 3


class _Notes(MutableRecord):
    numbers: dict[str, int] = field(default_factory=dict)
    """Label -> number."""
    references: dict[str, int] = field(default_factory=dict)
    """Label -> how often the text refers to it."""


def extend(md: MarkdownIt) -> None:
    """Add the rules, before the repairs, which know brackets with a blank as the exporter's.

    Notes are moved before any other rule sees the tokens.
    """
    md.core.ruler.after("inline", "tasks", _find_tasks)
    add_renderer(md, "task_mark", _render_mark)
    md.block.ruler.before(
        "reference", "footnote_def", _read_note, {"alt": ["paragraph", "reference"]}
    )
    md.inline.ruler.before("link", "footnote_ref", _read_reference)
    md.core.ruler.after("inline", "footnotes", _move_notes)
    add_renderer(md, "footnote_ref", _render_reference)
    add_renderer(md, "footnote_back", _render_back)


def _read_note(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("[^", begin) or state.is_code_block(start):
        return False
    if state.env.get(_INSIDE):
        # A note within a note would be taken apart: it stays where it is, as text.
        if not _DEFINITION.match(state.src, begin, state.eMarks[start]):
            return False
        if not silent:
            push_paragraph(state, f"\\{state.src[begin : state.eMarks[start]]}", start)
            state.line = start + 1
        return True
    state.env[_INSIDE] = True
    try:
        return footnote_def(state, start, end, silent)
    finally:
        state.env[_INSIDE] = False


def _read_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    labels = state.env.get(_PLUGIN, {}).get("refs", {})
    if not labels or not state.src.startswith("[^", state.pos):
        return False
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if not match or f":{match[1]}" not in labels:
        return False
    if not silent:
        refer_to_note(state, match[1])
    state.pos = match.end()
    return True


def refer_to_note(state: StateInline, label: str) -> None:
    """Add the number of a note, if the article has one of this name."""
    if f":{label}" not in state.env.get(_PLUGIN, {}).get("refs", {}):
        return
    notes = _notes(state.env)
    number = notes.numbers.setdefault(label, len(notes.numbers) + 1)
    notes.references[label] = time = notes.references.get(label, 0) + 1
    state.push("footnote_ref", "", 0).meta = {"number": number, "id": _id(number, time)}


def _notes(env: MutableMapping[str, Any]) -> _Notes:
    notes = env.setdefault(_NOTES, _Notes())
    assert isinstance(notes, _Notes)  # noqa: S101 - nobody else writes this key
    return notes


def _id(number: int, time: int = 0) -> str:
    """Make the id of a footnote, or of a place that refers to it."""
    if not time:
        return f"fn-{number}"
    return f"fnref-{number}" if time == 1 else f"fnref-{number}-{time}"


def _move_notes(state: StateCore) -> None:
    if _PLUGIN not in state.env:
        return
    by_label: dict[str, list[Token]] = {}
    text: list[Token] = []
    target = text
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            # Two notes with the same label are both shown.
            target = by_label.setdefault(str(token.meta["label"]), [])
        elif token.type == "footnote_reference_close":
            target = text
        else:
            target.append(token)
    notes = _notes(state.env)
    for label in by_label:
        notes.numbers.setdefault(label, len(notes.numbers) + 1)
    context = parse_context(state.env)
    # 83,000 references took 540 MB before links are counted, when the page is made.
    context.count_elements(_TAGS * sum(notes.references.values()))
    ids = (_id(number) for number in notes.numbers.values())
    backs = (
        _id(notes.numbers[label], time + 1)
        for label, times in notes.references.items()
        for time in range(times)
    )
    context.anchors.update(ids, backs)
    words = context.words
    state.tokens = [*text, *_list(by_label, notes, words.get("footnotes", "Footnotes"), words)]


def _list(
    by_label: dict[str, list[Token]],
    notes: _Notes,
    title: str,
    words: Mapping[str, str],
) -> Iterator[Token]:
    attributes = {"class_": "footnotes", "role": "doc-endnotes", "aria-label": title}
    yield make_block("footnotes_open", "div", 1, **attributes)
    yield make_block("ordered_list_open", "ol", 1)
    for label, number in notes.numbers.items():
        yield make_block("list_item_open", "li", 1, id=_id(number))
        template = words.get("footnote_back", "Back to the text of note {number}")
        back = make_block("footnote_back", "", 0)
        times = notes.references.get(label, 0)
        back.meta = {"ids": [_id(number, time + 1) for time in range(times)]}
        back.content = template.replace("{number}", str(number))
        yield from _with_back(by_label.get(label, []), back)
        yield make_block("list_item_close", "li", -1)
    yield make_block("ordered_list_close", "ol", -1)
    yield make_block("footnotes_close", "div", -1)


def _with_back(tokens: list[Token], back: Token) -> list[Token]:
    """Add the link back at the end of the note's last paragraph."""
    if not back.meta["ids"]:
        return tokens
    if tokens and tokens[-1].type == "paragraph_close":
        return [*tokens[:-1], back, tokens[-1]]
    return [*tokens, back]


def _render_reference(token: Token) -> str:
    number, identifier = token.meta["number"], token.meta["id"]
    link = f'<a href="#{_id(number)}" id="{identifier}">{number}</a>'
    return f'<sup class="footnote-ref">{link}</sup>'


def _render_back(token: Token) -> str:
    label = escape(token.content)
    return "".join(
        f' <a href="#{identifier}" class="footnote-back" aria-label="{label}">\u21a9</a>'
        for identifier in token.meta["ids"]
    )


# "[ ] open", "[x] done" and "[X] done" yes; "[] a", "[y] a" and "[x]" no.
_MARK: Final = compile_late(r"\[([ xX])\]\s+(?=\S)")


def _find_tasks(state: StateCore) -> None:
    if "[ ] " not in state.src and "[x] " not in state.src and "[X] " not in state.src:
        return
    words = parse_context(state.env).words
    for item, paragraph, inline in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open":
            continue
        children = inline.children or []
        if children and children[0].type == "text" and (match := _MARK.match(children[0].content)):
            is_done = match[1] != " "
            children[0].content = children[0].content[match.end() :]
            word = words.get("task_done", "Done") if is_done else words.get("task_open", "Open")
            mark = Token("task_mark", "", 0, content=word, meta={"is_done": is_done})
            inline.children = [mark, *children]
            item.attrJoin("class", "task")


def _render_mark(token: Token) -> str:
    state = "task-done" if token.meta["is_done"] else "task-open"
    word = f'<span class="visually-hidden">{escape(token.content)}: </span>'
    return f'<span class="{state}">{word}</span>'
