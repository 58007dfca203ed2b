"""Slips of markup that are certain from the file alone: signs that were lost or are wrong.

KB812 reports them, and the markup of other tools in `foreign_forms`. Each form is searched once in
the prose of an article, where code is blank, or among the lines of its code.
"""

# ruff: noqa: RUF001, RUF003 - full-width and typographic signs are what is looked for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.checks.written import WrittenText


class WrittenForm(NamedTuple):
    """A form, and what is said of it."""

    signs: tuple[str, ...]
    """One of them is in every text with the form; to look for one character takes 0.1 µs."""
    pattern: re.Pattern[str]
    """Finds the form; if it has a group `at`, that group is the place.

    It begins with a character that is seldom, or with a new line: to search for `(?<!x)[*]` in
    4,400 characters takes 175 µs, for `[*](?<!x[*])` 2 µs.
    """
    message: str
    help: str
    fix: tuple[str, str] | None = None
    """A pattern that takes the place, and what it becomes; None if an author has to decide."""
    in_code: bool = False
    """Whether the form is where markdown sees code, and begins it."""


def compile_lines(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for the beginning of a line; the first line has `_BEFORE` above it."""
    return compile_late(rf"(?m)\n{pattern}")


# Stands before the text that is searched, so that its first line is like the others.
_BEFORE: Final = "\n\n"
PICTURE: Final = r"\.(?:png|jpe?g|gif|svg|webp|bmp)"
_ELEMENTS: Final = "b|i|u|em|strong|p|a|li|ul|ol|br|code|span|div|h[1-6]"
_CALLOUTS: Final = "NOTE|TIP|IMPORTANT|WARNING|CAUTION"
_ITEM: Final = r"(?:[-*+]|\d{1,3}[.)])"
# Spaces that do not end the sign of an item or heading.
_WIDE: Final = r"[\u00a0\u3000\u2000-\u200a\u202f]"
_WIDE_SIGNS: Final = ("\u00a0", "\u3000", "\u2003", "\u2009", "\u202f")
_NO_SPACE: Final = "readers see this sign: no ordinary space follows it"
_TYPE_SPACE: Final = "type an ordinary space after it"
_LOST_ASTERISKS: Final = "readers do not see these asterisks: markdown takes them for emphasis"
_WRITE_AS_CODE: Final = "write it as code, between backticks"
_NO_ADDRESS: Final = "readers see no link: this is not a web address"
_WRITE_ADDRESS: Final = "write `https://` before the host"
# What does not stand before a web address in the target of a link, or in another address.
_OUTSIDE: Final = r"[^\w/.(<\"'=]"
_AS_CODE: Final = (r"(.*)", r"`\1`")

FORMS: Final = (
    # "-\u00a0Open", "##\u00a0Cause", "-\u3000開く", and "1.\u00a0Open" above "2.\u00a0Close"; not
    # "- Open", ">\u00a0a" and "1.\u00a0Januar" alone.
    WrittenForm(
        _WIDE_SIGNS,
        compile_lines(
            rf"[ \t>]*+(?P<at>(?:[-*+]|#{{1,6}}){_WIDE}+(?=\S)"
            rf"|\d{{1,2}}[.)]{_WIDE}+(?=\S[^\n]*+\n{{1,2}}[ \t>]*+\d{{1,2}}[.)]))"
        ),
        _NO_SPACE,
        _TYPE_SPACE,
        fix=(r"([-*+#]+|\d+[.)]).*", r"\1 "),
    ),
    # "2.\u00a0Close" below "1. Open".
    WrittenForm(
        _WIDE_SIGNS,
        compile_lines(
            rf"[ \t>]*+\d\d?[.)][ \u00a0][^\n]*+\n\n?[ \t>]*+(?P<at>\d\d?[.)]{_WIDE}+)(?=\S)"
        ),
        _NO_SPACE,
        _TYPE_SPACE,
        fix=(r"(\d+[.)]).*", r"\1 "),
    ),
    # "-Close" below "- Open", "2.Close" below "1. Open"; not "-f file" and "*close*".
    WrittenForm(
        ("-", "*", "+", ".", ")"),
        compile_lines(
            r"([ \t>]*+)(?:([-*+])|\d{1,3}([.)]))[ ][^\n]*+(?<!\\)\n\1"
            r"(?P<at>(?:\2(?=[A-Z\x80-\uffff][a-z\x80-\uffff]+[ ])|\d{1,3}\3(?=[^\W\d_]))"
            r"[^\n*]{1,200})$"
        ),
        "readers see this line as part of the item above it",
        "write a space after the sign of the item",
        fix=(r"([-*+]|\d+[.)])(.*)", r"\1 \2"),
    ),
    # "- [] Stop" and "- [\u3000] 止める"; not "- [ ] Stop", "- [a]" and "- [](a.md)".
    WrittenForm(
        ("[",),
        compile_lines(
            rf"[ \t>]*+{_ITEM}[ \t]++(?P<at>\[(?:\u3000|[ ]{{2,3}})?\])[ ]?(?=[^\s(\[:])"
        ),
        "readers see the brackets: this is not a task",
        "write `- [ ]`, or `- [x]` for one that is done",
        fix=(r".*", r"[ ]"),
    ),
    # "- [ x] Stop" and "- [x ] Stop"; not "- [x] Stop".
    WrittenForm(
        ("[",),
        compile_lines(rf"[ \t>]*+{_ITEM}[ \t]++(?P<at>\[(?:[ ][xX]|[xX][ ])\])[ ](?=\S)"),
        "readers see the brackets: this is not a task",
        "write `- [ ]`, or `- [x]` for one that is done",
        fix=(r".*", r"[x]"),
    ),
    # "! [The dialog](a.png)"; not "Stop! [a](b.md)".
    WrittenForm(
        ("!",),
        compile_late(
            rf"![ ]\[(?<![^\s>]![ ]\[)[^\[\]\n]{{0,300}}\]\([^()\s]{{1,300}}{PICTURE}\)",
            re.IGNORECASE,
        ),
        "readers see a link: this is not a picture",
        "write `![` without a space",
        fix=(r"! (.*)", r"!\1"),
    ),
    # "|——|——|" below the first row, of a word processor; not "| — | — |" below other rows.
    WrittenForm(
        ("—", "–"),
        compile_late(
            r"\n[ \t>]*+\n[ \t>]*+\|[^\n]*\|[ \t]*\n[ \t>]*+"
            r"(?P<at>\|(?:[ ]?:?[—–][—–-]*:?[ ]?\|)+)[ \t]*(?=\n|\Z)"
        ),
        "these dashes are not hyphens: the row does not make a table",
        "write `|---|---|`, with as many columns",
    ),
    # "<https://b and more" without an end; not "<https://b>" and '<a href="https://b">'.
    WrittenForm(
        ("<",),
        compile_late(
            r"<https?://[^\s<>]{1,500}[^\s<>.,;:!?)](?=[.,;:!?)]?(?:\s(?![^<\n]{0,500}>)|\Z))"
        ),
        "readers see the `<`: no `>` ends this address",
        "write `>` after the address",
        fix=(r"(.*)", r"\1>"),
    ),
    # "__very important __" and "~~old ~~"; not "__init__" and "a ~~ b".
    WrittenForm(
        ("_", "~"),
        compile_late(r"(__|~~)(?<![\w~\\]..)(?=[^\W_])[^_~\n]{1,200}[ ]\1(?![\w_~])"),
        "readers see these signs: the text is neither bold nor struck through",
        "write the signs next to the first and the last letter",
        fix=(r"(.*?)[ ]+(__|~~)", r"\1\2"),
    ),
    # "*very important * now"; not "a * b * c" and "*.log *".
    WrittenForm(
        ("*",),
        compile_late(r"\*(?<![\w*/\\.)]\*)(?=[^\W\d_])[^*\n]{1,100}[^\s*][ ]\*(?![\w*.@])"),
        "readers see the asterisks: this text is not italic",
        "write `*` next to the first and the last letter",
        fix=(r"(.*?)[ ]+\*", r"\1*"),
    ),
    # "**Important*: wait"; not "**a** b *c*" and "**kwargs".
    WrittenForm(
        ("*",),
        compile_late(
            r"\*\*(?<![\w*/\\]\*\*)(?=[^\W\d_])[^*\n]{1,100}(?<![\s(])\*(?![\w*])(?![^\n]*\*\*)"
        ),
        "readers see an asterisk: this text is not bold",
        "write `**` on both sides of the bold text",
        fix=(r"(.*)\*", r"\1**"),
    ),
    # "### **Details" without a second "**"; not "### **Details**".
    WrittenForm(
        ("*",),
        compile_lines(r"[ \t>]*+#{1,6}[ ](?P<at>\*\*(?=[^\W_])[^*\n]{1,200})$"),
        "readers see the asterisks: this text is not bold",
        "remove them: headings are bold",
        fix=(r"\*\*(.*)", r"\1"),
    ),
    # "## Details {#my queue}"; not "{#my-queue}" and "{#a .b}".
    WrittenForm(
        ("{",),
        compile_lines(
            r"[ \t>]*+#{1,6}[ ][^\n{]*+(?P<at>\{[ ]?#[ ]?\w[\w-]*(?:[ ]\w[\w-]*)+\})[ \t]*$"
        ),
        "readers see the braces: this is not an id",
        "write it without spaces: `{#my-id}`",
    ),
    # "## Details {#my-queue" without a "}"; not "{#my-queue}" and "{#".
    WrittenForm(
        ("{#",),
        compile_lines(r"[ \t>]*+#{1,6}[ ][^\n{]*+(?P<at>\{#[\w-]{1,80})[ \t]*$"),
        "readers see the brace: this is not an id",
        "write `}` after it",
        fix=(r"(.*)", r"\1}"),
    ),
    # "■原因" above a line of text; not "■開く" above "■閉じる", which are items.
    WrittenForm(
        ("\n■", "\n◆", "\n▼"),
        compile_lines(r"(?P<at>[■◆▼][ \u3000]?[^\s■◆▼][^\n。]{0,30})\n(?=[^\s■◆▼・#>|])"),
        "readers see one line: this is not a heading",
        "write `## …` above its text",
        fix=(r"[■◆▼][ \u3000]?(.*)", r"## \1\n"),
    ),
    # "> [!NOTE" and "> [NOTE]" alone on a line; not "> [!NOTE]" and "> [WARNING] disk full".
    WrittenForm(
        (">",),
        compile_lines(
            rf"[ \t]*+(?:>[ \t]*+)++(?P<at>\[(?:!(?:{_CALLOUTS})|(?:{_CALLOUTS})\]))[ \t]*$"
        ),
        "readers see the bracket: this is not a callout",
        "write `> [!NOTE]`, `> [!TIP]`, `> [!IMPORTANT]`, `> [!WARNING]` or `> [!CAUTION]`",
        fix=(r"\[!?(\w+)\]?", r"[!\1]"),
    ),
    # "＞ 引用" at the beginning of a line; not "＜a＞".
    WrittenForm(
        ("＞",),
        compile_lines(r"[ \t]*+(?P<at>＞[ \u3000]?)(?=\S)"),
        "readers see the `＞`: this is not a quote",
        "type an ordinary `>`",
        fix=(r".*", r"> "),
    ),
    # "&lt;b&gt;Wait&lt;/b&gt;"; not "&lt;host&gt;" and "&lt;b&gt;" alone.
    WrittenForm(
        ("&",),
        compile_late(
            rf"&lt;({_ELEMENTS})(?:[ ][^&<>\n]{{0,200}})?(?:&gt;|>)[^\n]{{1,300}}?"
            r"&lt;/\1(?:&gt;|>)",
            re.IGNORECASE,
        ),
        "readers see these tags: they are escaped",
        "write it in markdown; to show the tags on purpose, write them as code",
    ),
    # "< b>Wait< /b>"; not "a < b" and "<b>".
    WrittenForm(
        ("<",),
        compile_late(rf"<(?:[ ]/?|/[ ])(?:{_ELEMENTS})>", re.IGNORECASE),
        "readers see this tag: a space follows its `<`",
        "remove the space, or write it in markdown",
        fix=(r"<(/?) (/?)(.*)", r"<\1\2\3"),
    ),
    # "Open it.\nDelete it", with a backslash and an n; not "C:\new".
    WrittenForm(
        ("\\",),
        compile_late(r"\\n(?<=[.!?:;。！？]\\n)[ ]?(?=[A-Z\x80-\uffff-])"),
        "readers see `\\n`: this is not a new line",
        "begin a new line or paragraph",
    ),
    # "\\server\share"; not "\\\\server\\share" and "a\\b".
    WrittenForm(
        ("\\",),
        compile_late(
            r"\\\\(?<![\w\\.]\\\\)[A-Za-z0-9][\w.-]{0,100}\\[\w$][^\s\\`*|<>]{0,200}(?<=[\w$])(?:\\[\w$][^\s\\`*|<>]{0,200}(?<=[\w$])){0,20}"
        ),
        "readers see one backslash fewer: the first one escapes the second",
        "write the path as code, between backticks",
        fix=_AS_CODE,
    ),
    # "C:\Users\jane\.ssh" and "%APPDATA%\_old"; not "C:\Users" and "C:\\Users\\_old".
    WrittenForm(
        ("\\",),
        compile_late(
            r"[A-Za-z%](?<![\w\\].)(?:(?<!%):|(?<=%)\w{2,30}%)(?=(?:\\[^\s\\`<>|\"]{1,100}){0,20}?\\[._$~(\[{#!%&@^-])"
            r"(?:\\[^\s\\`<>|\"*]{0,99}[^\s\\`<>|\"*.,;:)]){1,20}"
        ),
        "readers do not see a backslash of this path: it escapes the sign after it",
        "write the path as code, between backticks",
        fix=_AS_CODE,
    ),
    # "5*60*1000"; not "2*3" and "2 * 3 * 4".
    WrittenForm(
        ("*",),
        compile_late(r"[0-9](?<![\w*\\.].)[\d.]*(?:\*\d[\d.]*){2,9}(?![\w*])"),
        _LOST_ASTERISKS,
        _WRITE_AS_CODE,
        fix=_AS_CODE,
    ),
    # "*.log,*.tmp"; not "*.log, *.tmp" and "*.log".
    WrittenForm(
        ("*",),
        compile_late(r"\*\.(?<![\w*\\.]\*\.)\w{1,9}(?:[,;|/]\*\.\w{1,9}){1,9}(?![\w*])"),
        _LOST_ASTERISKS,
        _WRITE_AS_CODE,
        fix=_AS_CODE,
    ),
    # "__init__.py" and "__main__()"; not "__bold__" and "a__b__.c".
    WrittenForm(
        ("_",),
        compile_late(r"__(?<![\w`/\\.]__)[a-z]{2,30}__(?:\.\w{1,9}\b|\(\w{0,30}\))"),
        "readers do not see these underscores: markdown takes them for emphasis",
        _WRITE_AS_CODE,
        fix=_AS_CODE,
    ),
    # A sentence of forty letters above "---"; not "Title" and "a | b" above it.
    WrittenForm(
        ("\n---", "\n==="),
        compile_lines(
            r"(?![ \t]*+(?:[-*+#>|]|\d+[.)]))(?P<at>[^\n|]{40,1000}[.!?:;。！？])[ \t]*\n"
            r"(?:-{3,}|={3,})[ \t]*$"
        ),
        "this text is a heading, because a line of dashes stands right below it",
        "leave a blank line above the dashes",
        fix=(r"(.*)", "\\1\n"),
    ),
    # "Run this: ```" at the end of a line; not "```" alone and "use ```".
    WrittenForm(
        ("`",),
        compile_lines(
            r"(?![ \t>]*+(?:(?:[-*+]|\d+[.)])[ \t]+)?`{3})[^`\n]*[:：][ \t]*"
            r"(?P<at>`{3,}\w{0,15})[ \t]*$"
        ),
        "this does not begin a block of code: text is before it on its line",
        "begin a new line before it",
        fix=(r"(.*)", "\n\n\\1"),
    ),
    # "    **Open** the queue", indented as in a letter; not "    # a comment".
    WrittenForm(
        ("    ", "\t"),
        compile_late(
            r"(?m)^(?P<at>(?: {4}|\t)[ \t]*(?:#{2,6}[ ][^\W\d_][^\n]*"
            r"|[^\n]*(?:(?<![\w*])\*\*[^\W\d_][^*\n]{0,200}\*\*(?![\w*])"
            r"|(?<!\w)\[[^\[\]\n]{1,200}\]\((?:https?://|[\w./-]{1,200}\.md\b))[^\n]*))$"
        ),
        "readers see code: this line is indented by four spaces",
        "remove the spaces before it",
        fix=(r"[ \t]+(.*)", r"\1"),
        in_code=True,
    ),
    # "```ipconfig /all" with "```" right below; not "```sh" above code.
    WrittenForm(
        ("```", "~~~"),
        compile_late(r"(?m)^([ \t>]*+)(?P<at>(`{3,}+|~{3,}+)[ \t]*[^\s`{][^\n`]*\n\1\3)[ \t]*$"),
        "this code is empty: what follows the signs on their line is not shown",
        "write the code on the lines between them",
        fix=(r"(`{3,}|~{3,})[ \t]*(.*)\n([ \t>]*)[`~]+", r"\1\n\3\2\n\3\1"),
        in_code=True,
    ),
    # "``" alone on a line above and below code; not "```" and "``a``".
    WrittenForm(
        ("``\n",),
        compile_late(r"(?m)^[ \t>]*+(?P<at>``\n(?:[^\n`]+\n){1,50}[ \t>]*``)[ \t]*$"),
        "readers see one line: two backticks do not begin a block of code",
        "write three backticks",
        fix=(r"(?s)(.*)", r"`\1`"),
        in_code=True,
    ),
    # "&nbps;", "&nsbp;", "&It;" with a capital I, and "&qt;"; not "&nbsp;" and "&lt;".
    WrittenForm(
        ("&",),
        compile_late(r"&(?:(?!nbsp;)[nbsp]{3,5}|It|1t|qt);"),
        "readers see the `&`: this is not a character reference",
        "write `&nbsp;`, `&lt;` or `&gt;`",
    ),
    # ":/" of "http:/a.example.com"; not "http://a" and "(http:/a.example.com)".
    WrittenForm(
        (":/",),
        compile_late(
            rf":/(?!/)(?:(?<={_OUTSIDE}http:/)|(?<={_OUTSIDE}https:/))(?=[\w-]{{1,100}}\.\w)"
        ),
        _NO_ADDRESS,
        _WRITE_ADDRESS,
        fix=(r".*", r"://"),
    ),
    # "//" of "https//a.example.com"; not "a//b" and "https://a".
    WrittenForm(
        ("//",),
        compile_late(rf"//(?:(?<={_OUTSIDE}http//)|(?<={_OUTSIDE}https//))(?=[\w-]{{1,100}}\.\w)"),
        _NO_ADDRESS,
        _WRITE_ADDRESS,
        fix=(r".*", r"://"),
    ),
)


def find_written_forms(
    written: WrittenText, forms: Iterable[WrittenForm]
) -> Iterator[tuple[WrittenForm, tuple[int, int]]]:
    """Yield each form that a text has, with its first place."""
    prose = f"{_BEFORE}{written.prose}"
    for form in forms:
        if not any(sign in (written.body if form.in_code else prose) for sign in form.signs):
            continue
        if form.in_code:
            matches = (form.pattern.match(written.body, start) for start, _ in written.code)
            match, shift = next(filter(None, matches), None), 0
        else:
            match, shift = form.pattern.search(prose), len(_BEFORE)
        if match:
            start, end = match.span("at" if "at" in form.pattern.groupindex else 0)
            yield form, (start - shift, end - shift)
