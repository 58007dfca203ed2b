"""Texts of articles that are hostile or large, of any size: what `bench.shapes` measures."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Texts that are written again and again.
_REPEATED: Final = (
    *("[", "![", "](", "[]", "[a](", "[a][", "[a]: ", "![a](b", "[[", "[[a|", "[^", "[^a]: "),
    *("`", "``", "` `` ", "*", "**", "*a ", "a**b", "_a_", "***a", "~~", "~", "*a_ "),
    *(
        "<",
        "<a",
        "<a ",
        "<b>",
        "<div>",
        "</div>",
        "<!--",
        "<![CDATA[",
        "<?",
        "<!A",
        '<a href="',
        "<x-",
    ),
    *("&", "&#", "&#x", "&amp;", "\\", "\\[", "{", "{{", "{%", "{{<", "{/*", "{#a}"),
    *(
        "http://",
        "https://a.b/",
        "www.",
        "a@b.c ",
        "://",
        "C:\\a\\",
        "/a/b/",
        "0x8007",
        "0x80070005 ",
    ),
    *(
        "error ",
        "error: ",
        "Error 404 ",
        "RED-520025 ",
        "RED-52OO25 ",
        "java.io.IOException ",
        "LOGIN_FAILED ",
    ),
    *(
        '"It broke" ',
        "'",
        '"',
        "“",
        "error: It broke. ",
        '{"error": "a_b"} ',
        "a=b ",
        'error="It broke" ',
    ),
)
# Lines that are written again and again.
_LINES: Final = (
    *("# a", "## a {#a}", "a\n===", "**a**", "- a", "1. a", "> a", ">>>>>>", "    code", "\tcode"),
    *(
        "| a | b |",
        "|---|",
        "a | b",
        "```",
        "```sh\na\n```",
        "~~~",
        ":::",
        "::: note",
        "!!! note",
        '=== "a"',
    ),
    *(
        "<div>",
        "<br>",
        "<details>",
        "</details>",
        "<table>",
        "<!--",
        "[a]: b",
        "[^a]: b",
        "*[A]: b",
        "a\n: b",
    ),
    *(
        "<p>The server is not reachable</p>",
        "<div></div>\ntext",
        "<p>\n</p>\n# a",
        "<!-- a --> text",
        "Error: It broke",
        "  at java.io.IOException: failed to open",
    ),
    *(
        "![a](a.png)",
        "[a](b.md)",
        "---",
        "{{< a >}}",
        "{% if a %}",
        '<a id="x"></a>',
        "* * *",
        "- [ ] a",
    ),
)


# Lines of a front matter, in which `N` is the number of the line.
_KEYS: Final = (
    *("kN: a", "title: a", "kN: [a]", 'kN: "\\u0041"', "kN: 'a'", "kN: |\n  a", "kN: 2026-01-N"),
    *("# N", "kN: &aN b", "kN: *a", "kN: !!python/object:os.system a", "kN: a: b", "- a", "[", "{"),
    *("kN: [[[[", "{a: {a: ", "k-N\t: a", "<<: {a: N}", "? a", 'kN: "', "keywordsN: a", "..."),
)
# Values of a list of its own.
_LISTED: Final = ("keywords", "products", "error-codes", "aliases", "resources", "tags", "owner")


def name_shapes() -> Mapping[str, Callable[[int], str]]:
    """Map names to functions that make a text of about so many characters."""
    shapes: dict[str, Callable[[int], str]] = {}
    for piece in _REPEATED:
        shapes[f"repeated {piece!r}"] = partial(_repeat, piece)
    for line in _LINES:
        shapes[f"line {line!r}"] = partial(_repeat, f"{line}\n\n")
        shapes[f"block {line!r}"] = partial(_repeat, f"{line}\n")
    for line in _KEYS:
        shapes[f"front matter {line!r}"] = partial(_front_matter, line)
    for key in _LISTED:
        shapes[f"front matter: list of {key}"] = partial(_front_matter_list, key)
    shapes |= {
        "nested lists": lambda size: _lines(size // 200, lambda n: "  " * (n % 200) + "- a"),
        "nested quotes": lambda size: ">" * (size // 2) + " a",
        "headings that differ": lambda size: _lines(size // 12, lambda n: f"## a {n}\n"),
        # In 90 quotes, before each counted its lines: 37 s for 64,000 characters.
        "lines of deep quotes": lambda size: f"{'> ' * 90}a\n" + "b\n" * (size // 2),
        "containers in each other": lambda size: _lines(
            size // 40, lambda n: f"{':' * (60 - n % 58)} note a {n}"
        ),
        "tables in items": lambda size: _lines(
            size // 38, lambda n: f"- a {n}\n\n  | a | b |\n  |---|---|\n  | c | d |\n"
        ),
        "tabs in each other": lambda size: _lines(
            size // 50, lambda n: f'{"    " * (n % 20)}=== "a {n}"\n'
        ),
        "footnotes in cells": lambda size: (
            f"| a |\n|---|\n{_lines(size // 32, lambda n: f'| b[^{n}] |')}\n\n"
            + _lines(size // 32, lambda n: f"[^{n}]: c\n")
        ),
        "notes that refer to the next": lambda size: _lines(
            size // 30, lambda n: f"a[^{n}]\n\n[^{n}]: b[^{n + 1}]\n"
        ),
        "one note": lambda size: f"[^a]: {'b' * (size // 2)}\n\n" + "c[^a] " * (size // 12),
        "pipes in a cell": lambda size: "| a | b |\n|---|---|\n| " + "\\|" * (size // 2) + " |\n",
        "links to one heading": lambda size: "## A\n\n" + "[b](#a) " * (size // 8),
        "links to own headings": lambda size: _lines(
            size // 30, lambda n: f"## A {n}\n\n[b](#a-{n}) [c](#a-{n + 1})\n"
        ),
        "one line of Japanese": partial(_repeat, "接続エラーが発生しました。"),
        "emphasis in Japanese": partial(_repeat, "**接続。**が"),
        "codes that differ": lambda size: _lines(size // 12, lambda n: f"RED-52{n % 9999:04}"),
        "exceptions that differ": lambda size: _lines(size // 20, lambda n: f"A{n}Exception: no"),
        "constants that differ": lambda size: _lines(size // 20, lambda n: f"A{n}_FAILED is"),
        "codes in one paragraph": lambda size: " ".join(f"ORA-{n:05}" for n in range(size // 10)),
        "tickets that differ": lambda size: " ".join(f"SUP-{n:05}" for n in range(size // 10)),
        "messages that differ": lambda size: _lines(
            size // 40, lambda n: f"`The file a{n:x} was not found`\n"
        ),
        "quoted messages": lambda size: " ".join(
            f"“Cannot open b{n:x}.”" for n in range(size // 20)
        ),
        "a log": lambda size: (
            f"```\n{_lines(size // 50, lambda n: f'ERROR a{n:x} failed: no such file there')}\n```"
        ),
        "a fence of codes": lambda size: _fence(
            lambda n: f"RED-52{n % 9999:04}{' at it' * 11}", size // 77
        ),
        "a fence of code to insert": lambda size: _fence(
            lambda n: f"{{{{#include a{n}.rs}}}}", size // 19
        ),
        "embedded pictures": partial(_repeat, "![a](data:image/png;base64,AAAA) "),
        "embedded pictures that differ": lambda size: _lines(
            size // 58, lambda n: f"![a](data:image/png;base64,{_encode_picture(n)})\n"
        ),
        "links that differ": lambda size: " ".join(f"[a{n}](b{n}.md)" for n in range(size // 16)),
        "anchors": lambda size: "".join(f'<a id="x{n}"></a>' for n in range(size // 18)),
        "definitions": lambda size: _lines(size // 18, lambda n: f"[a{n}]: b{n}.md") + "\n\n[a1]",
        "a long address used often": lambda size: (
            f"[a]: /{'b' * (size // 2)}\n\n" + "[a] " * (size // 8)
        ),
        "footnotes": lambda size: _lines(size // 24, lambda n: f"a[^{n}]\n\n[^{n}]: b\n"),
        "a wide table": lambda size: f"{'|a' * (size // 5)}\n{'|-' * (size // 5)}\n",
        "one long word": lambda size: "a" * size,
        "one long code word": lambda size: "A1" * (size // 2),
        "blanks": lambda size: " " * size + "a",
        "digits": lambda size: "1" * size,
        "letters of many scripts": lambda size: "aエ1é" * (size // 4),
    }
    return shapes


def name_large_shapes() -> Mapping[str, Callable[[int], str]]:
    """Map names to texts that all of errata has to do with, not parsing alone."""
    shapes = {name: make for name, make in name_shapes().items() if "'" not in name}
    return {name: make for name, make in shapes.items() if "front matter" not in name} | {
        "words that differ": lambda size: " ".join(f"word{n:x}" for n in range(size // 9)),
        "sentences": lambda size: " ".join(f"The port {n} is closed." for n in range(size // 22)),
        "headings alike": partial(_repeat, "## The server is down\n\na\n\n"),
        "headings of codes": lambda size: _lines(
            size // 36, lambda n: f"## RED-52{n % 9999:04}\n\nOpen it.\n"
        ),
        "links to one missing file": partial(_repeat, "[a](none.md) "),
        "links to one missing heading": partial(_repeat, "[a](#none) "),
        "links to hosts that differ": lambda size: " ".join(
            f"https://a{n}.example/" for n in range(size // 22)
        ),
        "pictures that are missing": lambda size: _lines(size // 16, lambda n: f"![a](b{n}.png)\n"),
        "messages of one code in a row": lambda size: " and ".join(
            f"`RED-520025 The port {n} is closed`" for n in range(size // 42)
        ),
        "messages of one code": lambda size: _lines(
            size // 40, lambda n: f"`RED-520025 The port {n} is closed`\n"
        ),
        "parts of one message": lambda size: _lines(
            size // 60, lambda n: f"`RED-520025 The port {'of it ' * (n % 6)}{n} is closed`\n"
        ),
        "a table of 50 columns": lambda size: (
            f"{'| a ' * 50}|\n{'|---' * 50}|\n" + f"{'| b ' * 50}|\n" * (size // 202)
        ),
        "a table of codes": lambda size: (
            "| Code | Cause |\n|---|---|\n"
            + _lines(size // 34, lambda n: f"| RED-52{n % 9999:04} | The port is closed |")
        ),
        "steps": partial(_repeat, "1. Open the port.\n"),
        "definition list": partial(_repeat, "The port\n: It is closed.\n\n"),
        "abbreviations": lambda size: (
            _lines(size // 30, lambda n: f"*[AB{n}]: The port")
            + "\n\n"
            + " ".join(f"AB{n}" for n in range(size // 30))
        ),
        "callouts": partial(_repeat, "> [!NOTE]\n> The port is closed.\n\n"),
        "a line of a log": lambda size: f"```\n{'ERROR the port is closed ' * (size // 25)}\n```",
        "a word in code": lambda size: f"```\n{'a' * size}\n```",
        "untidy text": partial(_repeat, "Run `a\u00a0b`, see http://kin.net/a or <host>.\n\n"),
        "addresses of mail": lambda size: " ".join(f"a{n}@kin.net" for n in range(size // 14)),
        "private addresses": lambda size: " ".join(
            f"10.0.{n // 250 % 250}.{n % 250}" for n in range(size // 11)
        ),
        "comments": lambda size: _lines(
            size // 48, lambda n: f"<!-- errata-disable KB305: because of {n} -->\n"
        ),
        "tabs": partial(_repeat, '=== "A"\n\n    The port is closed.\n\n'),
        "steps in each other": lambda size: _lines(size // 60, lambda n: f"{'   ' * (n % 30)}1. a"),
        "components": partial(_repeat, "<Tabs>\n<TabItem>\n\na\n\n</TabItem>\n</Tabs>\n\n"),
    }


def _front_matter(line: str, size: int) -> str:
    lines = _lines(size // (len(line) + 3), lambda n: line.replace("N", str(n)))
    return f"---\n{lines}\n---\na\n"


def _front_matter_list(key: str, size: int) -> str:
    return f"---\ntitle: a\n{key}:\n{_lines(size // 12, lambda n: f'- RED-{n:05}')}\n---\na\n"


def _fence(line: Callable[[int], str], count: int) -> str:
    return f"```\n{_lines(count, line)}\n```"


def _encode_picture(number: int) -> str:
    """Encode what begins as a PNG."""
    return b64encode(b"\x89PNG\r\n\x1a\n%011d" % number).decode()


def _repeat(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def _lines(count: int, line: Callable[[int], str]) -> str:
    return "\n".join(map(line, range(count)))
