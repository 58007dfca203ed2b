"""Slips of markup that are certain from the file alone: forms of other tools, and lost signs.

KB812 reports them. Each form is searched once in the prose of an article, where code is blank, or
among the lines of its code.
"""

# ruff: noqa: RUF001, RUF003 - full-width and typographic signs are what is looked for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.checks.written import WrittenText


class WrittenForm(NamedTuple):
    """A form, and what is said of it."""

    signs: tuple[str, ...]
    """One of them is in every text with the form: to look for them is ten times as fast."""
    pattern: re.Pattern[str]
    """Finds the form; if it has a group `at`, that group is the place."""
    message: str
    help: str
    fix: tuple[str, str] | None = None
    """A pattern that takes the place, and what it becomes; None if an author has to decide."""
    in_code: bool = False
    """Whether the form is where markdown sees code, and begins it."""


def _lines(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return compile_late(pattern, re.MULTILINE | flags)


_PICTURE: Final = r"\.(?:png|jpe?g|gif|svg|webp|bmp)"
_MACROS: Final = "code|noformat|info|note|tip|warning|panel|quote|expand|color|section|column|toc"
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
_AS_CODE: Final = (r"(.*)", r"`\1`")

FORMS: Final = (
    # "-\u00a0Open", "##\u00a0Cause" and "-\u3000開く"; not "- Open" and ">\u00a0a".
    WrittenForm(
        _WIDE_SIGNS,
        _lines(rf"^[ \t>]*+(?P<at>(?:[-*+]|#{{1,6}}){_WIDE}+)(?=\S)"),
        _NO_SPACE,
        _TYPE_SPACE,
        fix=(r"([-*+#]+).*", r"\1 "),
    ),
    # "1.\u00a0Open" above "2.\u00a0Close"; not "1.\u00a0Januar" alone.
    WrittenForm(
        _WIDE_SIGNS,
        _lines(
            rf"^[ \t>]*+(?P<at>\d{{1,2}}[.)]{_WIDE}+)(?=\S[^\n]*+\n{{1,2}}[ \t>]*+\d{{1,2}}[.)])"
        ),
        _NO_SPACE,
        _TYPE_SPACE,
        fix=(r"(\d+[.)]).*", r"\1 "),
    ),
    # "2.\u00a0Close" below "1. Open".
    WrittenForm(
        _WIDE_SIGNS,
        _lines(
            rf"^[ \t>]*+\d{{1,2}}[.)][ \u00a0][^\n]*+\n{{1,2}}[ \t>]*+"
            rf"(?P<at>\d{{1,2}}[.)]{_WIDE}+)(?=\S)"
        ),
        _NO_SPACE,
        _TYPE_SPACE,
        fix=(r"(\d+[.)]).*", r"\1 "),
    ),
    # "-Close" below "- Open", "2.Close" below "1. Open"; not "-f file" and "*close*".
    WrittenForm(
        ("- ", "* ", "+ ", ". ", ") "),
        _lines(
            r"^([ \t>]*+)(?:([-*+])|\d{1,3}([.)]))[ ][^\n]*+(?<!\\)\n\1"
            r"(?P<at>(?:\2(?=[A-Z\x80-\uffff][a-z\x80-\uffff]+[ ])|\d{1,3}\3(?=[^\W\d_]))"
            r"[^\n*]{1,200})$"
        ),
        "readers see this line as part of the item above it",
        "write a space after the sign of the item",
        fix=(r"([-*+]|\d+[.)])(.*)", r"\1 \2"),
    ),
    # "- [] Stop" and "- [\u3000] 止める"; not "- [ ] Stop", "- [a]" and "- [](a.md)".
    WrittenForm(
        ("[]", "[\u3000]", "[  ]"),
        _lines(rf"^[ \t>]*+{_ITEM}[ \t]++(?P<at>\[(?:\u3000|[ ]{{2,3}})?\])[ ]?(?=[^\s(\[:])"),
        "readers see the brackets: this is not a task",
        "write `- [ ]`, or `- [x]` for one that is done",
        fix=(r".*", r"[ ]"),
    ),
    # "- [ x] Stop" and "- [x ] Stop"; not "- [x] Stop".
    WrittenForm(
        ("[ x", "[ X", "[x ", "[X "),
        _lines(rf"^[ \t>]*+{_ITEM}[ \t]++(?P<at>\[(?:[ ][xX]|[xX][ ])\])[ ](?=\S)"),
        "readers see the brackets: this is not a task",
        "write `- [ ]`, or `- [x]` for one that is done",
        fix=(r".*", r"[x]"),
    ),
    # "h3. Cause" of Jira; not "h3." and "h7. a".
    WrittenForm(
        ("h1. ", "h2. ", "h3. ", "h4. ", "h5. ", "h6. "),
        _lines(r"^(?P<at>h[1-6]\. )\S"),
        "readers see `h2.` or the like: this is a heading of Confluence and Jira",
        "write `## …` for `h2. …`",
    ),
    # "bq. The disk is full" of Jira.
    WrittenForm(
        ("bq. ",),
        _lines(r"^(?P<at>bq\. )\S"),
        "readers see `bq.`: this is a quote of Confluence and Jira",
        "write `> …`",
        fix=(r".*", r"> "),
    ),
    # "{code:bash}" and "{info:title=Note}" alone on a line; not "Error {code}" and "{a: b}".
    WrittenForm(
        tuple(f"{{{name}" for name in _MACROS.split("|")),
        _lines(rf"^[ \t>]*+(?P<at>\{{(?:{_MACROS})(?:[:=][^{{}}\n]{{1,200}}+)?\}})[ \t]*$"),
        "readers see the braces: this is a macro of Confluence and Jira",
        "write ``` above and below code, and `> [!NOTE]` for a panel",
    ),
    # "{status:colour=Green|title=DONE}" in a line.
    WrittenForm(
        ("{status:", "{color:", "{anchor:"),
        compile_late(r"(?<!\{)\{(?:status|color|anchor):[^{}\n]{1,200}+\}"),
        "readers see the braces: this is a macro of Confluence and Jira",
        "write what readers should see",
    ),
    # "[the guide|https://b]" of Jira; not "[a|b]" and "[a](https://b)".
    WrittenForm(
        ("|http", "|mailto:"),
        compile_late(r"\[[^\[\]|\n]{1,200}\|(?:https?://|mailto:)[^\s\[\]|]{1,500}\](?!\()"),
        "readers see the brackets: this is a link of Confluence and Jira",
        "write `[text](address)`",
        fix=(r"\[(.*)\|(.*)\]", r"[\1](\2)"),
    ),
    # "!dialog.png|thumbnail!" of Jira; not "![a](b.png)" and "Wow! b.png!".
    WrittenForm(
        (".png", ".jpg", ".jpeg", ".gif", ".PNG", ".JPG"),
        compile_late(
            rf"(?<![\w!])![^\s!|\[\](){{}}]{{1,200}}{_PICTURE}(?:\|[^!\n]{{0,200}})?!(?!\w)",
            re.IGNORECASE,
        ),
        "readers see the name of the file: this is a picture of Confluence and Jira",
        "write `![what it shows](file)`",
    ),
    # "! [The dialog](a.png)"; not "Stop! [a](b.md)".
    WrittenForm(
        ("! [",),
        compile_late(
            rf"(?<![^\s>])![ ]\[[^\[\]\n]{{0,300}}\]\([^()\s]{{1,300}}{_PICTURE}\)", re.IGNORECASE
        ),
        "readers see a link: this is not a picture",
        "write `![` without a space",
        fix=(r"! (.*)", r"!\1"),
    ),
    # "+----+----+" and "+====+" of a table in pandoc and reStructuredText; not "+1".
    WrittenForm(
        ("+--", "+==", "+:-"),
        _lines(r"^[ \t>]*+(?P<at>\+(?::?[-=]{2,}:?\+)+)[ \t]*$"),
        "readers see the lines: this is not a table",
        "write `| a | b |` for a row, and `|---|---|` below the first one",
    ),
    # "|——|——|" below the first row, of a word processor; not "| — | — |" below other rows.
    WrittenForm(
        ("|—", "|–", "| —", "| –"),
        compile_late(
            r"(?:\A|\n[ \t>]*+\n)[ \t>]*+\|[^\n]*\|[ \t]*\n[ \t>]*+"
            r"(?P<at>\|(?:[ ]?:?[—–][—–-]*:?[ ]?\|)+)[ \t]*(?=\n|\Z)"
        ),
        "these dashes are not hyphens: the row does not make a table",
        "write `|---|---|`, with as many columns",
    ),
    # "<https://b and more" without an end; not "<https://b>" and '<a href="https://b">'.
    WrittenForm(
        ("<http",),
        compile_late(
            r"<https?://[^\s<>]{1,500}[^\s<>.,;:!?)](?=[.,;:!?)]?(?:\s(?![^<\n]{0,500}>)|\Z))"
        ),
        "readers see the `<`: no `>` ends this address",
        "write `>` after the address",
        fix=(r"(.*)", r"\1>"),
    ),
    # "__very important __" and "~~old ~~"; not "__init__" and "a ~~ b".
    WrittenForm(
        (" __", " ~~"),
        compile_late(r"(?<![\w_~\\])(__|~~)(?=[^\W_])[^_~\n]{1,200}[ ]\1(?![\w_~])"),
        "readers see these signs: the text is neither bold nor struck through",
        "write the signs next to the first and the last letter",
        fix=(r"(.*?)[ ]+(__|~~)", r"\1\2"),
    ),
    # "*very important * now"; not "a * b * c" and "*.log *".
    WrittenForm(
        (" *",),
        compile_late(r"(?<![\w*/\\.)])\*(?=[^\W\d_])[^*\n]{1,100}[^\s*][ ]\*(?![\w*.@])"),
        "readers see the asterisks: this text is not italic",
        "write `*` next to the first and the last letter",
        fix=(r"(.*?)[ ]+\*", r"\1*"),
    ),
    # "**Important*: wait"; not "**a** b *c*" and "**kwargs".
    WrittenForm(
        ("**",),
        compile_late(
            r"(?<![\w*/\\])\*\*(?=[^\W\d_])[^*\n]{1,100}(?<![\s(])\*(?![\w*])(?![^\n]*\*\*)"
        ),
        "readers see an asterisk: this text is not bold",
        "write `**` on both sides of the bold text",
        fix=(r"(.*)\*", r"\1**"),
    ),
    # "### **Details" without a second "**"; not "### **Details**".
    WrittenForm(
        ("# **",),
        _lines(r"^[ \t>]*+#{1,6}[ ](?P<at>\*\*(?=[^\W_])[^*\n]{1,200})$"),
        "readers see the asterisks: this text is not bold",
        "remove them: headings are bold",
        fix=(r"\*\*(.*)", r"\1"),
    ),
    # "## Details {#my queue}"; not "{#my-queue}" and "{#a .b}".
    WrittenForm(
        ("{#", "{ #"),
        _lines(r"^[ \t>]*+#{1,6}[ ][^\n]*?(?P<at>\{[ ]?#[ ]?\w[\w-]*(?:[ ]\w[\w-]*)+\})[ \t]*$"),
        "readers see the braces: this is not an id",
        "write it without spaces: `{#my-id}`",
    ),
    # "> [!NOTE" and "> [NOTE]" alone on a line; not "> [!NOTE]" and "> [WARNING] disk full".
    WrittenForm(
        ("[!", "[NOTE]", "[TIP]", "[IMPORTANT]", "[WARNING]", "[CAUTION]"),
        _lines(rf"^[ \t]*+(?:>[ \t]*+)++(?P<at>\[(?:!(?:{_CALLOUTS})|(?:{_CALLOUTS})\]))[ \t]*$"),
        "readers see the bracket: this is not a callout",
        "write `> [!NOTE]`, `> [!TIP]`, `> [!IMPORTANT]`, `> [!WARNING]` or `> [!CAUTION]`",
        fix=(r"\[!?(\w+)\]?", r"[!\1]"),
    ),
    # "＞ 引用" at the beginning of a line; not "＜a＞".
    WrittenForm(
        ("＞",),
        _lines(r"^[ \t]*+(?P<at>＞[ \u3000]?)(?=\S)"),
        "readers see the `＞`: this is not a quote",
        "type an ordinary `>`",
        fix=(r".*", r"> "),
    ),
    # "&lt;b&gt;Wait&lt;/b&gt;"; not "&lt;host&gt;" and "&lt;b&gt;" alone.
    WrittenForm(
        ("&lt;/",),
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
        ("< ",),
        compile_late(rf"<[ ]/?(?:{_ELEMENTS})>|</[ ](?:{_ELEMENTS})>", re.IGNORECASE),
        "readers see this tag: a space follows its `<`",
        "remove the space, or write it in markdown",
        fix=(r"<(/?) (/?)(.*)", r"<\1\2\3"),
    ),
    # "{{dc.company_name}}" of Zendesk; not "{{tenant}}".
    WrittenForm(
        ("{{dc.", "{{ dc."),
        compile_late(r"\{\{ ?dc\.[\w.-]{1,100} ?\}\}"),
        "readers see the braces: this is dynamic content of Zendesk",
        "write what readers should see",
    ),
    # "Open it.\nDelete it", with a backslash and an n; not "C:\new".
    WrittenForm(
        ("\\n",),
        compile_late(r"(?<=[.!?:;。！？])\\n[ ]?(?=[A-Z\x80-\uffff-])"),
        "readers see `\\n`: this is not a new line",
        "begin a new line or paragraph",
    ),
    # "\\server\share"; not "\\\\server\\share" and "a\\b".
    WrittenForm(
        ("\\\\",),
        compile_late(
            r"(?<![\w\\.])\\\\[A-Za-z0-9][\w.-]{0,100}\\[\w$][^\s\\`*|<>]{0,200}(?<=[\w$])(?:\\[\w$][^\s\\`*|<>]{0,200}(?<=[\w$])){0,20}"
        ),
        "readers see one backslash fewer: the first one escapes the second",
        "write the path as code, between backticks",
        fix=_AS_CODE,
    ),
    # "C:\Users\jane\.ssh" and "%APPDATA%\_old"; not "C:\Users" and "C:\\Users\\_old".
    WrittenForm(
        (":\\", "%\\"),
        compile_late(
            r"(?<![\w\\])(?:[A-Za-z]:|%\w{2,30}%)(?=(?:\\[^\s\\`<>|\"]{1,100}){0,20}?\\[._$~(\[{#!%&@^-])"
            r"(?:\\[^\s\\`<>|\"*]{0,99}[^\s\\`<>|\"*.,;:)]){1,20}"
        ),
        "readers do not see a backslash of this path: it escapes the sign after it",
        "write the path as code, between backticks",
        fix=_AS_CODE,
    ),
    # "5*60*1000"; not "2*3" and "2 * 3 * 4".
    WrittenForm(
        tuple(f"*{digit}" for digit in range(10)),
        compile_late(r"(?<![\w*\\.])\d[\d.]*(?:\*\d[\d.]*){2,9}(?![\w*])"),
        _LOST_ASTERISKS,
        _WRITE_AS_CODE,
        fix=_AS_CODE,
    ),
    # "*.log,*.tmp"; not "*.log, *.tmp" and "*.log".
    WrittenForm(
        (",*.", ";*.", "|*.", "/*."),
        compile_late(r"(?<![\w*\\.])\*\.\w{1,9}(?:[,;|/]\*\.\w{1,9}){1,9}(?![\w*])"),
        _LOST_ASTERISKS,
        _WRITE_AS_CODE,
        fix=_AS_CODE,
    ),
    # "__init__.py" and "__main__()"; not "__bold__" and "a__b__.c".
    WrittenForm(
        ("__",),
        compile_late(r"(?<![\w`/\\.])__[a-z]{2,30}__(?:\.\w{1,9}\b|\(\w{0,30}\))"),
        "readers do not see these underscores: markdown takes them for emphasis",
        _WRITE_AS_CODE,
        fix=_AS_CODE,
    ),
    # A sentence of forty letters above "---"; not "Title" and "a | b" above it.
    WrittenForm(
        ("\n---", "\n==="),
        _lines(
            r"^(?![ \t]*+(?:[-*+#>|]|\d+[.)]))(?P<at>[^\n|]{40,1000}[.!?:;。！？])[ \t]*\n"
            r"(?:-{3,}|={3,})[ \t]*$"
        ),
        "this text is a heading, because a line of dashes stands right below it",
        "leave a blank line above the dashes",
        fix=(r"(.*)", "\\1\n"),
    ),
    # "Run this: ```" at the end of a line; not "```" alone and "use ```".
    WrittenForm(
        ("```",),
        _lines(
            r"^(?![ \t>]*+(?:(?:[-*+]|\d+[.)])[ \t]+)?`{3})[^`\n]*[:：][ \t]*"
            r"(?P<at>`{3,}\w{0,15})[ \t]*$"
        ),
        "this does not begin a block of code: text is before it on its line",
        "begin a new line before it",
        fix=(r"(.*)", "\n\n\\1"),
    ),
    # "    **Open** the queue", indented as in a letter; not "    # a comment".
    WrittenForm(
        ("    ", "\t"),
        _lines(
            r"^(?P<at>(?: {4}|\t)[ \t]*(?:#{2,6}[ ][^\W\d_][^\n]*"
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
        _lines(r"^([ \t>]*+)(?P<at>(`{3,}+|~{3,}+)[ \t]*[^\s`{][^\n`]*\n\1\3)[ \t]*$"),
        "this code is empty: what follows the signs on their line is not shown",
        "write the code on the lines between them",
        fix=(r"(`{3,}|~{3,})[ \t]*(.*)\n([ \t>]*)[`~]+", r"\1\n\3\2\n\3\1"),
        in_code=True,
    ),
    # "``" alone on a line above and below code; not "```" and "``a``".
    WrittenForm(
        ("``\n",),
        _lines(r"^[ \t>]*+(?P<at>``\n(?:[^\n`]+\n){1,50}[ \t>]*``)[ \t]*$"),
        "readers see one line: two backticks do not begin a block of code",
        "write three backticks",
        fix=(r"(?s)(.*)", r"`\1`"),
        in_code=True,
    ),
)


def find_written_forms(written: WrittenText) -> Iterator[tuple[WrittenForm, tuple[int, int]]]:
    """Yield each form that a text has, with its first place."""
    for form in FORMS:
        if not any(sign in written.body for sign in form.signs):
            continue
        match = _match_code(form, written) if form.in_code else form.pattern.search(written.prose)
        if match:
            yield form, match.span("at" if "at" in form.pattern.groupindex else 0)


def _match_code(form: WrittenForm, written: WrittenText) -> re.Match[str] | None:
    matches = (form.pattern.match(written.body, start) for start, _ in written.code)
    return next(filter(None, matches), None)
