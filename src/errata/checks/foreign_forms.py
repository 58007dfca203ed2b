"""Markup of other tools that readers see as text, and that is certain from the file alone.

KB812 reports it, as it does the slips in `written_forms`.
"""

from __future__ import annotations

import re
from typing import Final

from errata.checks.written_forms import PICTURE, WrittenForm, compile_lines
from errata.data.patterns import compile_late

_MACROS: Final = "code|noformat|info|note|tip|warning|panel|quote|expand|color|section|column|toc"

FOREIGN_FORMS: Final = (
    # "h3. Cause" of Jira; not "h3." and "h7. a".
    WrittenForm(
        ("h",),
        compile_lines(r"(?P<at>h[1-6]\. )\S"),
        "readers see `h2.` or the like: this is a heading of Confluence and Jira",
        "write `## …` for `h2. …`",
    ),
    # "bq. The disk is full" of Jira.
    WrittenForm(
        ("q",),
        compile_lines(r"(?P<at>bq\. )\S"),
        "readers see `bq.`: this is a quote of Confluence and Jira",
        "write `> …`",
        fix=(r".*", r"> "),
    ),
    # "{code:bash}" and "{info:title=Note}" alone on a line; not "Error {code}" and "{a: b}".
    WrittenForm(
        ("{",),
        compile_lines(rf"[ \t>]*+(?P<at>\{{(?:{_MACROS})(?:[:=][^{{}}\n]{{1,200}}+)?\}})[ \t]*$"),
        "readers see the braces: this is a macro of Confluence and Jira",
        "write ``` above and below code, and `> [!NOTE]` for a panel",
    ),
    # "{status:colour=Green|title=DONE}" in a line.
    WrittenForm(
        ("{",),
        compile_late(r"\{(?<!\{\{)(?:status|color|anchor):[^{}\n]{1,200}+\}"),
        "readers see the braces: this is a macro of Confluence and Jira",
        "write what readers should see",
    ),
    # "[the guide|https://b]" of Jira; not "[a|b]" and "[a](https://b)".
    WrittenForm(
        ("|",),
        compile_late(r"\[[^\[\]|\n]{1,200}\|(?:https?://|mailto:)[^\s\[\]|]{1,500}\](?!\()"),
        "readers see the brackets: this is a link of Confluence and Jira",
        "write `[text](address)`",
        fix=(r"\[(.*)\|(.*)\]", r"[\1](\2)"),
    ),
    # "!dialog.png|thumbnail!" of Jira; not "![a](b.png)" and "Wow! b.png!".
    WrittenForm(
        ("!",),
        compile_late(
            rf"!(?<![\w!]!)[^\s!|\[\](){{}}]{{1,200}}{PICTURE}(?:\|[^!\n]{{0,200}})?!(?!\w)",
            re.IGNORECASE,
        ),
        "readers see the name of the file: this is a picture of Confluence and Jira",
        "write `![what it shows](file)`",
    ),
    # "+----+----+" and "+====+" of a table in pandoc and reStructuredText; not "+1".
    WrittenForm(
        ("+",),
        compile_lines(r"[ \t>]*+(?P<at>\+(?::?[-=]{2,}:?\+)+)[ \t]*$"),
        "readers see the lines: this is not a table",
        "write `| a | b |` for a row, and `|---|---|` below the first one",
    ),
    # "{{dc.company_name}}" of Zendesk; not "{{tenant}}".
    WrittenForm(
        ("{",),
        compile_late(r"\{\{ ?dc\.[\w.-]{1,100} ?\}\}"),
        "readers see the braces: this is dynamic content of Zendesk",
        "write what readers should see",
    ),
    # "=== Windows" alone in its paragraph; not '=== "Windows"' and "=== Windows ===".
    WrittenForm(
        ("\n===",),
        compile_lines(r"[ \t]*\n(?P<at>===[!+]?[ ][^\W_][^\n\"'=]{0,60})(?=\n[ \t]*\n|\n?\Z)"),
        "readers see `===`: the name of a tab is not in quotes, or this is a heading of AsciiDoc",
        'write `=== "Name"` for a tab, and `### …` for a heading',
    ),
    # "== Cause ==" of MediaWiki and "== Cause" of AsciiDoc, alone in their paragraph; not
    # "==important==" and "=== RUN TestMail" above other lines of a log.
    WrittenForm(
        ("\n==",),
        compile_lines(r"[ \t]*\n(?P<at>={2,6}[ ]\w[^\n]{0,80})(?=\n[ \t]*\n|\n?\Z)"),
        "readers see `==`: this is a heading of MediaWiki or AsciiDoc",
        "write `## …` for `== …`",
    ),
    # "'''bold'''" of MediaWiki; not "'bold'".
    WrittenForm(
        ("'''",),
        compile_late(r"'''(?<!'''')[^\s'][^'\n]{0,200}'''(?!')"),
        "readers see the quotes: this is bold text of MediaWiki",
        "write `**…**`",
        fix=(r"'{3}(.*)'{3}", r"**\1**"),
    ),
    # ".. note::" and ".. code-block:: sh" of reStructuredText; not ".. a".
    WrittenForm(
        ("::",),
        compile_lines(r"[ \t>]*+(?P<at>\.\.[ ][a-z][\w-]{1,40}::)"),
        "readers see the dots: this is a directive of reStructuredText",
        "write `> [!NOTE]` above a note, and ``` above and below code",
    ),
    # "link:https://a.example.com[The guide]" of AsciiDoc; not "link: https://a".
    WrittenForm(
        ("link:http",),
        compile_late(r"link:https?://[^\s\[\]]{1,500}\[[^\[\]\n]{0,200}\]"),
        "readers see the brackets: this is a link of AsciiDoc",
        "write `[text](address)`",
        fix=(r"link:(.*?)\[(.*)\]", r"[\2](\1)"),
    ),
    # "image::dialog.png[The dialog]" of AsciiDoc; not "image: dialog.png".
    WrittenForm(
        ("image:",),
        compile_late(rf"image::?[^\s:\[\]]{{1,300}}{PICTURE}\[[^\[\]\n]{{0,200}}\]", re.IGNORECASE),
        "readers see the name of the file: this is a picture of AsciiDoc",
        "write `![what it shows](file)`",
    ),
    # "[source,bash]" of AsciiDoc above a line of dashes; not "[source, 2024]" in a sentence.
    WrittenForm(
        ("[source",),
        compile_lines(r"(?P<at>\[source(?:,[^\[\]\n]{1,100})?\])[ \t]*\n-{4}"),
        "readers see the brackets: this is code of AsciiDoc",
        "write ``` above and below it",
    ),
)
