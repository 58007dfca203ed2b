"""Reads syntax that means something else in plain markdown, if the knowledge base uses it.

    Term                            *[HTML]: HyperText Markup Language
    : What it means                 HTML is everywhere.

    ==marked==      ^^inserted^^      ++ctrl+alt+del++
    :material-home:, an icon, which goes, or is named where a cell or a link has nothing else
    :badge[New]{type=a}, :icon{name=a}, [a text]{.red}; #title within a component       MDC (Nuxt)
    ##a file##      {red}(a text)   [a term](*key) with [*key]: What it means       YFM (Diplodoc)

A preset or `[markdown] dialects` switches each on. The rule of definition lists is
mdit-py-plugins'.

Codes of emoji, `:warning:`, are read everywhere, as GitHub, GitLab, VuePress, Hugo and Material for
MkDocs do. The codes are GitHub's (`errata/data/emoji.json`); any other text between colons stays as
it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.references import BoundedReferences, report_references
from errata.articles.markdown.syntax.directives import IN_DIRECTIVE
from errata.articles.markdown.syntax.foreign import mark_foreign
from errata.articles.markdown.syntax.github import refer_to_note
from errata.articles.markdown.tokens import (
    ENDS,
    add_pattern_rule,
    make_text,
    push_inside,
    push_text,
)
from errata.data import read_json, read_patterns

_FORMS: Final = read_patterns("dialects")
# Key in `env`: abbreviation -> what it stands for.
_KEY: Final = "errata.abbreviations"


def extend(md: MarkdownIt) -> None:
    """Add the rules; each looks whether its dialect is written here."""
    md.use(deflist_plugin)
    index = md.block.ruler.__find__("deflist")
    plugin = md.block.ruler.__rules__[index].fn
    md.block.ruler.at("deflist", _gated(plugin), {"alt": ["paragraph", "reference", "blockquote"]})
    md.block.ruler.before("reference", "abbreviation", _read_abbreviation, {"alt": ["paragraph"]})
    md.core.ruler.after("inline", "abbreviations", _mark_abbreviations)
    for name, pattern, push, dialect in _MARKS:
        add_pattern_rule(md, ("backticks", name), pattern, push, dialect=dialect)
    md.core.ruler.after("normalize", "term_definitions", _find_definitions)
    add_pattern_rule(md, ("link", "term"), _FORMS["term"], _push_term, dialect="yfm")
    md.block.ruler.before("heading", "slot", _read_slot, ENDS)
    md.inline.ruler.before("backticks", "emoji", _read_emoji)


def _gated(rule: Callable[..., bool]) -> Callable[[StateBlock, int, int, bool], bool]:
    def read(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        if "definition-lists" not in parse_context(state.env).dialects:
            return False
        return rule(state, start, end, silent)

    return read


def _read_abbreviation(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001 - markdown-it's signature
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("*[", begin) or state.is_code_block(start):
        return False
    if "abbreviations" not in parse_context(state.env).dialects:
        return False
    match = _FORMS["abbreviation"].match(state.src, begin, state.eMarks[start])
    if match and not silent:
        state.env.setdefault(_KEY, {}).setdefault(match[1], match[2].strip())
        state.line = start + 1
    return bool(match)


def _mark_abbreviations(state: StateCore) -> None:
    if not (written := state.env.get(_KEY)):
        return
    definitions = {word: {"href": "", "title": title} for word, title in written.items()}
    abbreviations = BoundedReferences(definitions, state.src)
    lengths = sorted({len(word) for word in definitions}, reverse=True)
    for token in state.tokens:
        if token.type == "inline":
            token.children = [
                piece
                for child in token.children or ()
                for piece in (
                    _split(child, abbreviations, lengths) if child.type == "text" else (child,)
                )
            ]
    report_references(state, abbreviations)


def _split(text: Token, abbreviations: BoundedReferences, lengths: list[int]) -> Iterator[Token]:
    offset, content = 0, text.content
    for match in _FORMS["word_start"].finditer(content):
        start = match.start()
        if start < offset or not (word := _find_word(content, start, abbreviations, lengths)):
            continue
        if not (abbreviation := abbreviations.get(word)):
            break
        if start > offset:
            yield make_text(content[offset:start])
        yield Token("abbr_open", "abbr", 1, attrs={"title": abbreviation["title"]})
        yield make_text(word)
        yield Token("abbr_close", "abbr", -1)
        offset = start + len(word)
    if offset < len(content):
        yield make_text(content[offset:])


def _find_word(text: str, start: int, words: Container[str], lengths: list[int]) -> str:
    """Return the longest word that stands at a place, however many words there are."""
    candidates = (text[start : start + length] for length in lengths)
    return next(
        (
            word
            for word in candidates
            if word in words and not _FORMS["in_word"].match(text, start + len(word))
        ),
        "",
    )


_ELEMENTS: Final = {"==": "mark", "^^": "ins", "##": "samp"}


def _push_icon(state: StateInline, match: re.Match[str]) -> None:
    """Add the name of an icon that is all that its paragraph, cell or link says."""
    before, after = (
        state.src[max(0, match.start() - 1) : match.start()],
        state.src[match.end() : match.end() + 1],
    )
    is_alone = before in {"", "["} and after in {"", "]"}
    state.pending += match[1].replace("-", " ") if is_alone else ""


def _push_keys(state: StateInline, match: re.Match[str]) -> None:
    for index, key in enumerate(match[1].split("+")):
        if index:
            push_text(state, "+")
        state.push("kbd_open", "kbd", 1)
        push_text(state, key.capitalize())
        state.push("kbd_close", "kbd", -1)


def _push_span(state: StateInline, match: re.Match[str]) -> None:
    element = _ELEMENTS[match[1]]
    state.push(f"{element}_open", element, 1)
    push_inside(state, match.span(2))
    state.push(f"{element}_close", element, -1)


def _find_definitions(state: StateCore) -> None:
    """Make what terms mean notes of the article; no column moves."""
    if "[*" in state.src and "yfm" in parse_context(state.env).dialects:
        state.src = _FORMS["definition"].sub(lambda match: f"{match[0][:-1]}^", state.src)


def _push_term(state: StateInline, match: re.Match[str]) -> None:
    """Add a term, and refer to the note that says what it means."""
    push_inside(state, match.span(1))
    refer_to_note(state, match[2])


def _push_component(state: StateInline, match: re.Match[str]) -> None:
    """Add a component of MDC within a text: what is in brackets is shown."""
    if match[2]:
        push_inside(state, match.span(2))
    mark_foreign(state, f":{match[1]}", match[0], is_replaced=bool(match[2]))


def _push_content(state: StateInline, match: re.Match[str]) -> None:
    """Add what is in brackets: a colour or a class is not needed to understand it."""
    push_inside(state, match.span("content"))


# Name of a rule, what it reads, what that becomes, and its dialect.
_MARKS: Final = (
    ("span_mark", _FORMS["span"], _push_span, "marks"),
    ("keys_mark", _FORMS["keys"], _push_keys, "marks"),
    ("icon", _FORMS["icon"], _push_icon, "icons"),
    ("mono_mark", _FORMS["mono"], _push_span, "yfm"),
    ("coloured", _FORMS["coloured"], _push_content, "yfm"),
    ("text_component", _FORMS["text_component"], _push_component, "mdc"),
    ("span_of_class", _FORMS["span_of_class"], _push_content, "mdc"),
)


def _read_slot(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001 - markdown-it's signature
    """Read the line that says which part of a component follows."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("#", begin) or state.is_code_block(start):
        return False
    is_inside = state.env.get(IN_DIRECTIVE) and "mdc" in parse_context(state.env).dialects
    if not is_inside or not _FORMS["slot"].match(state.src, begin, state.eMarks[start]):
        return False
    if not silent:
        state.line = start + 1
    return True


def _read_emoji(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != ":" or not (match := _FORMS["code"].match(state.src, state.pos)):
        return False
    emoji: str = read_json("emoji")["codes"].get(match[1], "")
    if not emoji or match.end() > state.posMax:
        return False
    if not silent:
        parse_context(state.env).emoji[emoji] = match[1]
        state.pending += emoji
    state.pos = match.end()
    return True
