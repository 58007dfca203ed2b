"""Reads the text of a block as markdown-it does, and calls fewer rules for it.

markdown-it asks each of its rules at each mark, and with our extensions there are 25 of them. Most
begin with one character, and ask for it first. Here a rule is called only where that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown_it.parser_inline import ParserInline

from errata.articles.markdown.context import parse_context

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.parser_inline import RuleFuncInlineType
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

# Characters that each rule begins with; one that is not listed is called at every mark.
_FIRST: Final = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "inline_include": "[{",
    "docfx_mark": ":",
    "docfx_link": "[",
    "template": "{",
    "inline_comment": "{",
    "marks": "=^+:",
    "open_brackets": "[!",
    "labels": "[",
    "footnote_ref": "[",
    "wiki_links": "[!",
    "template_target": "[!",
    "embedded": "!",
    "attributes": "{",
    "component": "<",
}


class InlineParser(ParserInline):
    """markdown-it's, with the same tokens, which count as elements of the article."""

    def __init__(self) -> None:
        super().__init__()
        self._known: list[RuleFuncInlineType] = []
        self._by_first: dict[str, tuple[RuleFuncInlineType, ...]] = {}

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Read a text whole."""
        made = super().parse(src, md, env, tokens)
        parse_context(env).count_elements(len(made))
        return made

    def tokenize(self, state: StateInline) -> None:
        """Read a text to its end."""
        end, most = state.posMax, state.md.options["maxNesting"]
        context, tokens = parse_context(state.env), state.tokens
        room = context.room_for_elements(len(tokens))
        while state.pos < end:
            if len(tokens) > room:
                context.count_elements(len(tokens))
            first = state.src[state.pos]
            for rule in self._rules_for(first) if state.level < most else ():
                if rule(state, False):  # noqa: FBT003 - markdown-it's signature
                    break
            else:
                state.append_pending(first)
                state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - markdown-it's name
        """Go past what stands at a place, and remember where it ends."""
        begin = state.pos
        if begin in state.cache:
            state.pos = state.cache[begin]
            return
        is_read = False
        if state.level < state.md.options["maxNesting"]:
            state.level += 1
            for rule in self._rules_for(state.src[begin]):
                if rule(state, True):  # noqa: FBT003 - as above
                    is_read = True
                    break
            state.level -= 1
        else:
            state.pos = state.posMax
        state.pos += not is_read
        state.cache[begin] = state.pos

    def _rules_for(self, first: str) -> tuple[RuleFuncInlineType, ...]:
        """The rules that may read what begins with a character, in their order."""
        rules = self.ruler.getRules("")
        if rules is not self._known:  # a rule was added
            self._known, self._by_first = rules, {}
        if first not in self._by_first:
            names = self.ruler.get_active_rules()
            self._by_first[first] = tuple(
                rule
                for name, rule in zip(names, rules, strict=True)
                if self._may_begin(name, first)
            )
        return self._by_first[first]

    def _may_begin(self, name: str, first: str) -> bool:
        if name == "text":
            return not self.terminator_re.match(first)
        return first in _FIRST.get(name, first)
