r"""Markup that readers see as text, because it is not quite markdown.

It is bold text with a space inside the asterisks, a link with a space between its brackets or in
its address, with the brackets exchanged, or with a name that nothing defines, a callout whose name
is unknown, a heading without an ordinary space after `##`, a footnote that is nowhere, a file on
the author's own computer, a comment of Obsidian (`%% … %%`), a table without its row of dashes, a
list without a space after the hyphens, or with signs such as `•`, code between accents instead of
backticks, full-width signs, HTML with curly quotes, markup of Confluence, Jira and pandoc (`h2.`,
`{code}`, `[text|address]`), of MediaWiki, AsciiDoc and reStructuredText (`== Cause ==`,
`link:https://…[text]`, `.. note::`), or the marks of a conflict that git could not merge.

Markdown can also take text for markup: `C:\Users\jane\.ssh` loses a backslash, `5*60*1000` its
asterisks, and a sentence right above `---` becomes a heading. To show such characters on purpose,
write them as code, or a backslash before them.
"""

# ruff: noqa: RUF001, RUF003 - full-width and typographic signs are what is looked for

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from errata.articles.front_matter.lines import CONFLICT_REMEDY
from errata.checks.foreign_forms import FOREIGN_FORMS
from errata.checks.places import text_place
from errata.checks.written import WrittenText, read_written
from errata.checks.written_forms import FORMS, WrittenForm, find_written_forms
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Fix, Severity
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
    fix: tuple[str, str] | None = None
    """A pattern that takes all of it, and what it becomes; None if an author has to decide."""


# Where a link leads: "https://b", "../b", "#b", "b.md" and "img/b%20c.png"; not "see b.md".
_TARGET: Final = (
    r"<?(?:https?[ ]?://|mailto:|tel:|\.{0,2}/|#[\w-]|"
    r"[\w./%-]{1,100}?\.(?:md|html?|png|jpe?g|gif|svg|webp|pdf)(?!\w))"
)
# Signs of items that markdown does not know: "-Open", "– Open", "•Open", "1)Open", "1.Open",
# "１．開く" and "①開く", "→ Open", "a) Open", "(1) Open" and "o  Open" of a word processor; not
# those of "- Open" and "1. Open", and not "-5", "2.5" and "e.g. a".
_ITEM: Final = (
    r"(?:-(?=[^\W\d_])|–[ ]?(?=\w)|[•‣▪●○◦·・■□→➔➤✓✔☑＊][ \u3000\u00a0]*(?=\S)"
    r"|\d{1,2}(?:[)）．](?=\S)|\.(?=[^\W\d_]))|[０-９]{1,2}[.)．）、]|[①-⑳]"
    r"|[(（]\d{1,2}[)）]|[a-hA-H](?:[)）]|\.)[ ]|o[ \u00a0]{1,4}(?=\S))"
)
# What follows a word that numbers its line: " 1:" of "Step 1:", "２：" of "手順２："; not " 1.2".
_NUMBER: Final = r"[ ]?[\d０-９]{1,2}[ ]?(?:[:：)）、]|\.(?=[ ]))"
# What a paragraph of a list holds, where lines of the article begin with such a sign.
_ITEM_LINE: Final = compile_late(rf"\n[ \t>]*+(?:{_ITEM}|[^\W\d_]{{2,12}}{_NUMBER})")
_ITEM_SIGNS: Final = compile_late(rf"(?:\A|[ ]){_ITEM}|\A[^\W\d_]{{2,12}}{_NUMBER}")
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
    # "＊＊送信＊＊"; not "＊送信＊".
    _Form(
        compile_late(r"＊＊[^＊\n]{1,200}+＊＊"),
        None,
        "readers see the asterisks: this text is not bold",
        "type ordinary asterisks: `**`",
        fix=(r"＊＊(.*)＊＊", r"**\1**"),
    ),
    # "[a](b.md “B”)"; not "[a] (“b”)".
    _Form(
        compile_late(r"(?<!\w)\[[^\[\]\n]{1,200}+\]\([^\s()]{1,200}+ [“”„«][^()\n]{1,200}+\)"),
        None,
        "readers see the brackets: this is not a link",
        'write its title in straight quotes: `[text](address "title")`',
    ),
    # "[a] (https://b)", "[a]( https://b/c d)", "[a](b.md#c d)" and "![](b.png" without an end; not
    # "[a] (see b)" and "f[1](x)".
    _Form(
        compile_late(
            rf"(?<!\w)(?:!\[\]|!?\[[^\[\]\n]{{1,200}}+\]) ?\([ ]?{_TARGET}[^\s()]{{0,200}}+"
        ),
        None,
        "readers see the brackets: this is not a link",
        "write `[text](address)` without a space between, and an address with spaces in `<…>`",
    ),
    # "［a］(b.md)" and "[a]（b.md）"; not "［a］（注）".
    _Form(
        compile_late(
            r"(?:［[^\[\]［］\n]{1,200}+[\]］][ \u3000]?[(（]"
            r"|\[[^\[\]［］\n]{1,200}+\][ \u3000]?（)"
            rf"{_TARGET}[^\s()（）]{{0,200}}+[)）]?"
        ),
        None,
        "readers see the brackets: this is not a link",
        "type ordinary brackets: `[text](address)`",
        fix=(r"[\[［](.*)[\]］][ \u3000]?[(（](.*)[)）]", r"[\1](\2)"),
    ),
    # "[the guide][guide]", "[the guide][]" and "[a guide][https://b]" without a definition; not
    # "a[i][j]", "[main][INFO]", "[Bug][Search]", "[drive:][path]", "[a][b][c]" of a log, and
    # "[Bug][i-doit] …" at the beginning of a line of a changelog.
    _Form(
        compile_late(
            r"(?<![\w\]\[])(?!(?<![^\n])\[([A-Z][a-z]+)\]\[(?!(?i:\1)\]))\[(?=[^\[\]\n]*[a-z\x80-\U0010ffff])[^\W_][^\[\]\n]{1,200}+(?<![:,;])\]"
            r"\[(?:[a-z0-9][\w .-]{0,100}+|https?://[^\s\[\]]{1,200}+)?\](?![\w\[(:])"
        ),
        None,
        "readers see the brackets: no line defines this link",
        "write `[text](address)`, or define it on a line of its own: `[name]: address`",
    ),
    # "[!VIDEO]" without an address; not "[!VIDEO](https://b)".
    _Form(
        compile_late(r"\A\[!VIDEO\](?!\(https?:)"),
        None,
        "readers see the brackets: this video has no web address",
        "write `> [!VIDEO](https://…)`",
    ),
    # "[!WARNNING]", "[! note ]" and "![infos]" at the beginning; not "[!NOTE]" and "[!a-z]".
    _Form(
        compile_late(r"\A(?:\[![ ]?[A-Za-z]{3,20}[ ]?\]|!\[[A-Za-z]{3,20}\](?![\[(:]))"),
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
    # "(the page)[b.md]", "!(a)[b.png]" and "(a)[https://b]"; not "f(x)[i]" and "(see)[1]".
    _Form(
        compile_late(
            r"(?<!\w)!?\([^()\n]{1,200}+\)\[(?:https?://[^\s\[\]]{1,200}"
            r"|[^\s\[\]]{1,200}\.(?:md|html|png|jpe?g|gif|svg|webp))\]"
        ),
        None,
        "readers see the brackets: this is not a link",
        "exchange the brackets: `[text](address)`",
        fix=(r"(!?)\((.*)\)\[(.*)\]", r"\1[\2](\3)"),
    ),
    # "##Cause" and "###原因" at the beginning, and "#Cause" alone; not "## Cause", "#1", "#tag" and
    # "#!/bin/sh".
    _Form(
        compile_late(r"\A(?:#{2,6}[^\W\d_]\w{0,80}|#(?![a-z])[^\W\d_][^#\n]{1,60}\Z)"),
        None,
        "readers see the `#`: this is not a heading",
        "write a space after the last `#`",
        fix=(r"(#+)(.*)", r"\1 \2"),
    ),
    # "＃＃ 解決策", and "＃原因" alone; not "＃1" and "## Cause".
    _Form(
        compile_late(r"\A(?:＃{1,6}[ \u3000]|＃{2,6}|＃(?=[^\W\d_]{1,40}\Z))[^\W_]\w{0,80}"),
        compile_late(r"^[ \t>]*+＃{1,6}[ \u3000\u00a0]?+[^\W_]\w{0,80}", re.MULTILINE),
        "readers see the `#`: this is not a heading",
        "type ordinary `#`, and an ordinary space after the last one",
    ),
    # "####### Cause"; not "###### Cause" and "########".
    _Form(
        compile_late(r"\A#{7,20} [^\W_]\w{0,80}"),
        None,
        "readers see the `#`: this is not a heading",
        "write at most six `#`",
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
    # "<!- ask Carol ->" and "<! ask Carol -->"; not "<!-- a -->" and "<!DOCTYPE html>".
    _Form(
        compile_late(r"<![ -](?!-)[^<>\n]{1,400}-{1,2}[ ]?>"),
        None,
        "readers see this text: it is not a comment",
        "write it as `<!-- … -->`, which no page shows",
        fix=(r"<![ -][ ]*(.*?)[ ]*-{1,2}[ ]?>", r"<!-- \1 -->"),
    ),
    # "| a | |---|---|" and "| :-- |"; not "a | b" and "a --- b".
    _Form(
        compile_late(r"\|[ ]?:?-{3,}+:?[ ]?(?:\||$)|(?:^|[ ]):?-{3,}+:?[ ]?\|"),
        compile_late(r"^[ \t>]*+\|?[ \t]*+:?-{3}[-:| \t]*+$", re.MULTILINE),
        "readers see the lines: this is not a table",
        "write the row of dashes below the first row, with as many columns, and a blank line above",
    ),
    # "| a | b |" and below it "| 1 | 2 |"; not "|a|" and "a | b | c".
    _Form(
        compile_late(r"\A(?![^\n]*[|\s]:?-{3})\|[^|]*+\|[^|]*+\|(?:[^|]*+\|){0,999}+\Z"),
        compile_late(r"^[ \t>]*+\|[^\n]*\|[ \t]*$", re.MULTILINE),
        "readers see the lines: this is not a table",
        "write `|---|---|` below the first row, with one `---` for each column, and no blank line",
    ),
    # "｜a｜b｜"; not "a｜b".
    _Form(
        compile_late(r"\A｜[^｜]*+｜[^｜]*+｜(?:[^｜]*+｜){0,999}+\Z"),
        compile_late(r"^[ \t>]*+｜[^\n]*｜[ \t]*$", re.MULTILINE),
        "readers see the lines: this is not a table",
        "type ordinary `|` and `-`",
    ),
    # Two such lines, one below the other, which become one; not "-a" in a line.
    _Form(
        _ITEM_SIGNS,
        compile_late(
            rf"^[ \t>]*+(?:{_ITEM}|([^\W\d_]{{2,12}}){_NUMBER})[^\n]*+(?<![ ]{{2}})(?<!\\)(?<!>)\n"
            rf"[ \t>]*+(?(1)\1{_NUMBER}|{_ITEM})",
            re.MULTILINE,
        ),
        "readers see one line: this is not a list",
        "begin each item with `- ` or `1. `, with the space",
    ),
    # "´mailq´" and "｀mailq｀"; not "d´accord".
    _Form(
        compile_late(r"(?<!\w)´[\x21-\x7e][^´\n]{0,80}+´(?!\w)|｀[^｀\n]{1,200}+｀"),
        None,
        "readers see the accents: this is not code",
        "type backticks: `` ` ``",
        fix=(r"[´｀]([^`]*)[´｀]", r"`\1`"),
    ),
    # "'''" and "´´´" alone on a line.
    _Form(
        compile_late(r"\A(?:'''|´´´|｀｀｀|[‘’]{3})(?!\S{30})"),
        compile_late(r"^[ \t>]*+(?:'{3}|´{3}|｀{3}|[‘’]{3})\w{0,20}$", re.MULTILINE),
        "readers see the quotes: this is not code",
        "write ``` on a line before the code and on a line after it",
    ),
    # "<img src=“a.png”>"; not "a < b = “c”".
    _Form(
        compile_late(r"<[a-z][a-z0-9]{0,9} [^<>\n]{0,200}?=[“”„‘’][^<>\n]{0,300}+>", re.IGNORECASE),
        None,
        "readers see the tag: its quotes are curly",
        "type straight quotes",
    ),
    # "[text]{.underline}" of pandoc and "[text]{b.md}"; not "a[i]{b}" and "[a]{b}".
    _Form(
        compile_late(
            r"(?<!\w)\[[^\[\]\n]{1,200}+\]\{(?:\.[A-Za-z][^{}\n]{0,100}"
            r"|https?://[^\s{}]{1,300}|[^\s{}]{1,200}\.(?:md|html|png|jpe?g|gif|svg|pdf))\}"
        ),
        None,
        "readers see the braces: they are not markdown",
        "write a link as `[text](address)`, and of other text only the text",
    ),
    # "{width=50 %}" behind a picture; not "{a=b}".
    _Form(
        compile_late(r"\{:? ?(?:width|height|align|style|class|target|scale) ?=[^{}\n]{1,80}+\}"),
        None,
        "readers see the braces: these attributes are not read",
        "write them right after the picture or link, without spaces: `{width=50%}`",
    ),
    # "a &nbsp b"; not "&nbsp;", "?a=1&lt=2" and "&amp;nbsp;", which is about the name.
    _Form(
        compile_late(r"(?<![\w=?])&(?:nbsp|lt|gt|quot)(?![\w;=])"),
        None,
        "readers see the `&`: this is not a character reference",
        "write a semicolon after it",
    ),
    # "**Send now." to the end of a paragraph; not "**kwargs are" and "**/*.py".
    _Form(
        compile_late(r"(?<![\w*/])\*\*(?=[^\W\d_a-z])(?=[^ *\n]*+[ ])[^*\n]{1,300}+\Z"),
        None,
        "readers see the asterisks: this text is not bold",
        "write `**` after the last letter of the bold text, too",
    ),
    # "`<host> and the port" to the end of a paragraph; not "``text''" and "a`b".
    _Form(
        compile_late(r"(?<![`\w])`(?=[\w/$<-])[^`'\n]{2,300}+\Z"),
        None,
        "readers see the backtick: this is not code",
        "write a backtick after the code, too",
    ),
)
# What a paragraph with one of the forms holds, except for lists; most have none. Each begins with
# one of a few characters, which are found ten times as fast as the forms.
_SIGNS: Final = compile_late(
    r"[#&`|´＊［（＃｜｀*\])\[!%'={<‘’-](?:(?<=[^*\])\[!%'={<‘’-])|(?<=\*)\*"
    r"|(?<=\])[ ]?[({\[]|(?<=\))\[|(?<=\[)[!^]|(?<=!)\[|(?<=%)%|(?<=')''|(?<=-)--|(?<==)[“”„‘’]"
    r"|(?<=\{):?[ ]?[a-z]|(?<=<)![ -]|(?<=[‘’])[‘’]{2})"
)
# Stands for code, and is in no form.
_CODE: Final = "\n"


def check(read: ReadArticle) -> Findings:
    """Check each paragraph as it is shown, and find the same text in the file."""
    written = read_written(read)
    if match := _CONFLICT.search(written.prose) if "<<<<<<<" in written.prose else None:
        message = "a conflict that git could not merge is still in this article"
        span, end = text_place(written, *match.span())
        yield Finding(message, span, CONFLICT_REMEDY, Severity.ERROR, end=end)
    reported: list[tuple[int, int]] = []
    for form, place in find_written_forms(written, (*FORMS, *FOREIGN_FORMS)):
        if not _overlaps(place, reported):
            reported.append(place)
            yield _report(written, form, place)
    for line, paragraph in _paragraphs(read, written):
        yield from _check_paragraph(written, line, paragraph, [*reported])


def _overlaps(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)


def _report(written: WrittenText, form: _Form | WrittenForm, place: tuple[int, int]) -> Finding:
    span, end = text_place(written, *place)
    return Finding(form.message, span, form.help, end=end, fix=_correct(written, form, place))


def _check_paragraph(
    written: WrittenText, line: int, paragraph: str, reported: list[tuple[int, int]]
) -> Findings:
    """Report each form once, and one form for each place."""
    for form in _FORMS:
        if not (match := form.shown.search(paragraph)):
            continue
        place = _locate(written, line, form, match[0].strip())
        if place and not _overlaps(place, reported):
            reported.append(place)
            yield _report(written, form, place)


def _paragraphs(read: ReadArticle, written: WrittenText) -> Iterator[tuple[int, str]]:
    """Yield line and text of each paragraph that may hold one."""
    has_items = _ITEM_LINE.search(f"\n{written.prose}") is not None
    for _, block in groupby(read.runs, key=lambda run: run.block):
        runs = [run for run in block if run.where in {"prose", "span"}]
        text = "".join(_CODE if run.where == "span" else run.text for run in runs)
        if _SIGNS.search(text) or (has_items and _ITEM_SIGNS.search(text)):
            yield runs[0].line, text


def _correct(written: WrittenText, form: _Form | WrittenForm, place: tuple[int, int]) -> Fix | None:
    """Write what was meant, where only its signs are wrong."""
    match = re.fullmatch(form.fix[0], written.text[slice(*place)]) if form.fix else None
    if not form.fix or not match:
        return None
    edit = written.edit(*place, match.expand(form.fix[1]))
    return Fix("Write it in markdown", (edit,), safe=False)


def _locate(written: WrittenText, line: int, form: _Form, text: str) -> tuple[int, int] | None:
    """Find a form in the paragraph of the file that begins on a line, or soon after it."""
    begin = written.offset(line)
    blank = written.prose.find("\n\n", begin)
    end = blank if blank >= 0 else len(written.prose)
    pattern = form.written or re.compile(re.escape(text))
    match = pattern.search(written.prose, begin, end)
    return match.span() if match else None
