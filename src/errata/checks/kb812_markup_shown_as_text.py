"""Markup that readers see as text, because it is not quite markdown.

It is bold text with a space inside the asterisks, a link with a space between its brackets or in
its address, with the brackets exchanged, or with a name that nothing defines, a callout whose name
is unknown, a heading without a space after `##`, a footnote that is nowhere, a file on the author's
own computer, a comment of Obsidian (`%% … %%`), the row of dashes of a table whose other rows do
not fit, or the marks of a conflict that git could not merge. To show such characters on purpose,
write them as code, or a backslash before them.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from errata.articles.front_matter.lines import CONFLICT_REMEDY
from errata.checks.places import text_place
from errata.checks.written import WrittenText, read_written
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
MAY_WAIT = True


class _Form(NamedTuple):
    shown: re.Pattern[str]
    """Finds it in a paragraph as readers see it, with its lines joined."""
    written: re.Pattern[str] | None
    """Finds it in the file; None if it is written as it is shown."""
    message: str
    help: str


# "<<<<<<< HEAD" alone on a line; not "<<<<" and "<<<<<<<<".
_CONFLICT: Final = compile_late(r"^<{7}[ ]\S[^\n]*+$", re.MULTILINE)
_FORMS: Final = (
    # "** a**" and "**a **"; not "2**3", "**kwargs", "a/**/b" and "****".
    _Form(
        compile_late(r"(?<![\w*/])\*\*(?![*/])[^*\n]{1,200}+\*\*(?![*/])"),
        None,
        "readers see the asterisks: this text is not bold",
        "write `**` next to the first and the last letter of the bold text",
    ),
    # "[a] (https://b)" and "[a](https://b" without an end; not "[a] (see b)" and "f[1](x)".
    _Form(
        compile_late(r"(?<!\w)\[[^\[\]\n]{1,200}+\] ?\((?:https?://|\.{0,2}/)[^\s()]{0,200}+"),
        None,
        "readers see the brackets: this is not a link",
        "write `[text](address)` without a space between, and an address with spaces in `<…>`",
    ),
    # "[the guide][guide]", "[the guide][]" and "[a guide][https://b]" without a definition; not
    # "a[i][j]", "[main][INFO]", "[Bug][Search]", "[drive:][path]" and "[a][b][c]" of a log.
    _Form(
        compile_late(
            r"(?<![\w\]\[])\[(?=[^\[\]\n]*[a-z\x80-\U0010ffff])[^\W_][^\[\]\n]{1,200}+(?<![:,;])\]"
            r"\[(?:[a-z0-9][\w .-]{0,100}+|https?://[^\s\[\]]{1,200}+)?\](?![\w\[(:])"
        ),
        None,
        "readers see the brackets: no line defines this link",
        "write `[text](address)`, or define it on a line of its own: `[name]: address`",
    ),
    # "[!WARNNING]" and "![info]" at the beginning; not "[!NOTE]", which is read, and "[!a-z]".
    _Form(
        compile_late(r"\A(?:\[![A-Za-z]{3,20}\]|!\[[A-Za-z]{3,20}\](?![\[(:]))"),
        None,
        "readers see the brackets: this is not a callout",
        "write `> [!NOTE]`, `> [!TIP]`, `> [!IMPORTANT]`, `> [!WARNING]` or `> [!CAUTION]`",
    ),
    # "[a](file:///b.png)", which markdown refuses; not "[a](https://b)".
    _Form(
        compile_late(r"\[[^\[\]\n]{0,200}+\]\(<?file:[^\s()]{0,200}+"),
        None,
        "readers see the brackets: this file is on your own computer",
        "copy the file to the articles, and link it by its path from this article",
    ),
    # "(the page)[b.md]" and "(a)[https://b]"; not "f(x)[i]" and "(see)[1]".
    _Form(
        compile_late(
            r"(?<!\w)\([^()\n]{1,200}+\)\[(?:https?://[^\s\[\]]{1,200}|[^\s\[\]]{1,200}\.(?:md|html))\]"
        ),
        None,
        "readers see the brackets: this is not a link",
        "exchange the brackets: `[text](address)`",
    ),
    # "##Cause" and "###原因" at the beginning; not "## Cause", "#1" and "#!/bin/sh".
    _Form(
        compile_late(r"\A#{2,6}[^\W\d_]\w{0,80}"),
        None,
        "readers see the `#`: this is not a heading",
        "write a space after the last `#`",
    ),
    # "see[^1]" and "done.[^note-2]", whose note is nowhere; not "[^a-z]" and "[^1]:".
    _Form(
        compile_late(r"(?<=[\w.,;:)])\[\^(?:\d{1,3}|[A-Za-z][\w-]{2,40}-?\d{1,3})\](?!:)"),
        None,
        "readers see the brackets: there is no such footnote",
        "write the note on a line of its own: `[^1]: …`",
    ),
    # "%% ask Carol %%" and "%%要確認%%" of Obsidian; not "%%mcid%%" and "for %%i in (%%j)".
    _Form(
        compile_late(
            r"(?<![\w%{])%%(?=[^%\n]{0,400}(?:[ ]|[^\x00-\x7f]))[^%\n]{1,400}%%(?![\w%}])"
        ),
        compile_late(r"(?<![\w%{])%%[^%]{1,400}%%(?![\w%}])"),
        "readers see the `%%`: this is not a comment",
        "write it as `<!-- … -->`, which no page shows",
    ),
    # "| a | |---|---|" and "| :-- |"; not "a | b" and "a --- b".
    _Form(
        compile_late(r"\|[ ]?:?-{3,}+:?[ ]?(?:\||$)|(?:^|[ ]):?-{3,}+:?[ ]?\|"),
        compile_late(r"^[ \t>]*+\|?[ \t]*+:?-{3}[-:| \t]*+$", re.MULTILINE),
        "readers see the lines: this is not a table",
        "write the row of dashes below the first row, with as many columns, and a blank line above",
    ),
)
# What a paragraph with one of the forms holds; most have none.
_SIGNS: Final = ("**", "](", "] (", ")[", "][", "[!", "![", "##", "[^", "%%", "---")
# Stands for code, and is in no form.
_CODE: Final = "\n"


def check(read: ReadArticle) -> Findings:
    """Check each paragraph as it is shown, and find the same text in the file."""
    written = read_written(read)
    if match := _CONFLICT.search(written.prose) if "<<<<<<<" in written.prose else None:
        message = "a conflict that git could not merge is still in this article"
        span, end = text_place(written, *match.span())
        yield Finding(message, span, CONFLICT_REMEDY, Severity.ERROR, end=end)
    for line, paragraph in _paragraphs(read):
        for form in _FORMS:
            if match := form.shown.search(paragraph):
                yield from _locate(written, line, form, match[0].strip())


def _paragraphs(read: ReadArticle) -> Iterator[tuple[int, str]]:
    """Yield line and text of each paragraph that may hold one."""
    for _, block in groupby(read.runs, key=lambda run: run.block):
        runs = [run for run in block if run.where in {"prose", "span"}]
        text = "".join(_CODE if run.where == "span" else run.text for run in runs)
        if any(sign in text for sign in _SIGNS):
            yield runs[0].line, text


def _locate(written: WrittenText, line: int, form: _Form, paragraph: str) -> Findings:
    """Report the place in the file; escaped markup is intended."""
    begin = written.offset(line)
    blank = written.prose.find("\n\n", begin)
    end = blank if blank >= 0 else len(written.prose)
    pattern = form.written or re.compile(re.escape(paragraph))
    if match := pattern.search(written.prose, begin, end):
        span, stop = text_place(written, *match.span())
        yield Finding(form.message, span, form.help, end=stop)
