"""Code of other files: how it is asked for, which part is shown, and what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.articles.code_files import CodeRequest, read_request
from errata.articles.conventions import ParseOptions
from errata.articles.includes import with_includes
from errata.articles.markdown.context import ParseContext, with_context
from errata.articles.markdown.parser import make_parser
from errata.articles.parser import ArticleParser
from errata.config import Config, LimitsConfig
from errata.data import read_data
from errata.files import read_folder
from errata.model import Folder, Source
from errata.model.observations import IncludeFault
from tests.files.test_read_folder import put

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED = {
    "VitePress, VuePress": ("@/snippets/a.js", "part", "ts"),
    "VuePress 2": ("./a.js", "3-10", "js"),
    "docfx": ("a.cs", "L1-L5", "csharp"),
    "Microsoft Learn": ("~/samples/a.cs", "part", "csharp"),
    "HonKit, GitBook": ("src/a.js", "1-3", "js"),
    "docsify": ("_media/a.js", "part", "js"),
    "Hexo": ("a.js", "5-8", "js"),
    "Hugo": ("examples/a.yaml", "", "yaml"),
    "Docusaurus": ("Code", "", "jsx"),
    "MyST": ("../a.py", "1,3-5", "python"),
    "remark-code-import, Gatsby": ("./a.js", "L1-L3", "js"),
    "mdBook": ("../listings/a.rs", "part", "rs"),
    "MkDocs": ("a.py", "2:5", "py"),
    "Jekyll": ("samples/a.sh", "", "sh"),
    "Markdown Include": ("samples/a.py", "", "py"),
}
FORMS = [
    (where, form)
    for where in ("block", "info", "inside")
    for form in read_data("code_files")[where]  # type: ignore[attr-defined] # it is a list
]


@pytest.mark.parametrize(("where", "form"), FORMS)
def test_every_form_is_read(where: str, form: dict[str, str]) -> None:
    request = read_request(form["example"], where)
    assert request
    assert (request.name, request.part, request.language) == EXPECTED[form["tool"]]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<<< @/a.js", ("@/a.js", "", "js")),
        ("<<< @/a.cs{c#}", ("@/a.cs", "", "c#")),
        ("<<< @/a.js{2}", ("@/a.js", "", "js")),
        ("[!code-cpp[A#1](cpp/a_1.cpp)]", ("cpp/a_1.cpp", "", "cpp")),
        ("[!code-vb[A](a.vb?name=b&highlight=2)]", ("a.vb", "b", "vb")),
        ("[!code[A](a.cs?range=1-3,5)]", ("a.cs", "1-3,5", "cs")),
        ("[!code[A](a.cs?start=2&end=4)]", ("a.cs", "2-4", "cs")),
        ('[import:"b"](./c/a.html)', ("./c/a.html", "b", "html")),
        ("[import](a.js)", ("a.js", "", "js")),
        ('[include, title:"b"](a.js)', ("a.js", "", "js")),
        (":::{literalinclude} a.py\n:emphasize-lines: 2\n:::", ("a.py", "", "py")),
        ("~~~{literalinclude} a.py\n---\nlines: 2-\n---\n~~~", ("a.py", "2-", "py")),
        ("```{literalinclude} a.py\n:pyobject: Mail\n```", ("a.py", "", "py")),
        ("```{literalinclude} a.py\n:diff: b.py\n```", None),
        ("```{literalinclude} a.md\n```", None),
        ("```{literalinclude}\n```", None),
        ("[a](b.js)", None),
        ("<<< a.md", None),
        ("<< a", None),
        ("<<<", None),
        (":::code", None),
    ],
)
def test_arguments_are_read(written: str, expected: tuple[str, str, str] | None) -> None:
    request = read_request(written, "block")
    assert (request and (request.name, request.part, request.language)) == expected


@pytest.mark.parametrize(
    ("part", "text", "code", "line"),
    [
        ("", "a\n\n", "a\n", 1),
        ("2", "a\n  b\nc\n", "b\n", 2),
        ("L2-L3", "a\n  b\n    c\nd\n", "b\n  c\n", 2),
        ("2:", "a\nb\nc", "b\nc\n", 2),
        (":2", "a\nb\nc", "a\nb\n", 1),
        ("1,3-4", "a\nb\nc\nd\n", "a\nc\nd\n", 1),
        ("p", "x\n// ANCHOR: p\n a\n// ANCHOR: q\n b\n// ANCHOR_END: p\ny\n", "a\nb\n", 3),
        ("p", "#region p\na\n#endregion\nb\n", "a\n", 2),
        ("p", "// #region p\na\n// #endregion p\nb\n", "a\n", 2),
        ("Part", "' <part>\na\n' </part>\nb\n", "a\n", 2),
        ("p", "# --8<-- [start:p]\na\n# --8<-- [end:p]\nb\n", "a\n", 2),
        ("p", "//! [p]\na\n//! [p]\nb\n", "a\n", 2),
    ],
)
def test_a_part_is_its_lines_or_its_region(part: str, text: str, code: str, line: int) -> None:
    assert CodeRequest("a", part).select(text) == (code, line)


def test_a_part_does_not_repeat_a_file_until_memory_is_full() -> None:
    request = CodeRequest("a", ",".join(["1-9999"] * 10_000))
    assert request.select("a\n" * 10_000) is None
    assert CodeRequest("a", "2,1-2").select("a\nb\n") == ("b\na\nb\n", 2)


@pytest.mark.parametrize("part", ["9", "q", "3-2"])
def test_a_part_that_is_not_there_is_not_replaced_by_another(part: str) -> None:
    assert CodeRequest("a", part).select("a\nb\nc\n") is None


def context() -> ParseContext:
    """Of `guide/a.md`, beside two files of code."""
    files = {"guide/a.js": "let a;\nlet b;\n", "../listings/b.rs": "fn b() {}\n"}
    return ParseContext(path="guide/a.md", includes=files)


def shown(text: str, parsed: ParseContext) -> str:
    return str(make_parser().render(text, with_context(parsed)))


def test_code_is_shown_where_it_is_asked_for() -> None:
    html = shown("1. One\n\n   <<< ./a.js{1}\n\n[!code-js[A](../guide/A.js#L2)]\n", context())
    assert '<p>One</p>\n<pre><code class="language-js">let a;\nlet b;\n</code></pre>' in html
    assert html.endswith('<pre><code class="language-js">let b;\n</code></pre>\n')


def test_code_is_put_into_a_block_of_code_with_its_indentation() -> None:
    html = shown(
        "```rust\n  {{#include ../../listings/b.rs}}\nc\n\\{{#include b.rs}}\n```\n", context()
    )
    assert html.startswith('<pre><code class="language-rust">  fn b() {}\nc\n\\{{#include')


def test_a_directive_of_sphinx_is_the_code_that_its_arguments_choose() -> None:
    html = shown("- One\n\n  ```{literalinclude} a.js\n  :lines: 2\n  ```\n\nTwo\n", context())
    assert '<pre><code class="language-js">let b;\n</code></pre>\n</li>' in html
    assert html.endswith("<p>Two</p>\n")


def test_a_file_named_behind_the_marks_fills_an_empty_block_and_no_other() -> None:
    html = shown("```js file=./a.js#L2\n```\n\n```js file=./a.js\nlet c;\n```\n", context())
    assert html == "".join(
        f'<pre><code class="language-js">let {name};\n</code></pre>\n' for name in "bc"
    )
    other = context()
    assert shown('```js title="a file=./a.js"\n```\n', other).endswith("></code></pre>\n")
    assert shown("```js file=./c.js\n```\n", other).endswith("></code></pre>\n")
    assert other.observations == []


def test_a_component_shows_the_code_that_the_article_imports() -> None:
    block = '<CodeBlock language="js">{Code}</CodeBlock>'
    long = '1. One\n\n   <CodeBlock\n     title="a"\n   >\n   {Raw}\n   </CodeBlock>\n'
    text = "import Code from '!!raw-loader!./a.js';\nimport Raw from '@site/listings/b.rs?raw';\n\n"
    parsed = ParseContext(
        path="guide/a.mdx", includes={**context().includes, "listings/b.rs": "b\n"}
    )
    html = shown(f"{text}{block}\n\n{long}", parsed)
    assert html.startswith('<pre><code class="language-js">let a;\nlet b;\n</code></pre>\n<ol>')
    assert html.endswith("<code>b\n</code></pre>\n</li>\n</ol>\n")


def test_files_that_blocks_of_code_name_are_read_with_the_article() -> None:
    text = b"import C from '!!raw-loader!./d.ts'\n\n```js file=./a.js\n```\n"
    text += b"\n```{literalinclude} b.py\n```\n"
    files = {"a.js": b"a\n", "b.py": b"b\n", "c.py": b"c\n", "d.ts": b"d\n"}
    (read,) = with_includes(Folder((Source("a.md", "en", text),), {}, fragments=files))
    assert read.includes
    assert [path for path, _ in read.includes.files] == ["a.js", "b.py", "d.ts"]


def test_what_is_not_there_is_a_finding_and_a_link_stays_a_link() -> None:
    parsed = context()
    html = shown(
        "<<< ./c.js\n\n<<< ./a.js#q\n\n[import](c.js)\n\n```\n{% include c.js %}\n```\n", parsed
    )
    assert "&lt;&lt;&lt;" not in html
    assert '<a href="c.js">import</a>' in html
    assert "{% include c.js %}" in html
    faults = [each for each in parsed.observations if isinstance(each, IncludeFault)]
    assert [(str(fault.span), fault.why) for fault in faults] == [
        ("guide/a.md:1:1", "code"),
        ("guide/a.md:3:1", "part"),
    ]


def test_a_large_file_is_looked_through_a_few_times_whether_it_has_the_part_or_not() -> None:
    large = ParseContext(path="a.md", includes={"a.js": "let a;\n" * 140_000})
    shown("<<< ./a.js#q\n\n" * 5, large)
    faults = [each.why for each in large.observations if isinstance(each, IncludeFault)]
    assert faults == ["part", "part", "many", "many", "many"]


def test_codes_in_inserted_code_are_found_and_nothing_in_it_is_prose() -> None:
    text = b"# A\n\n```\n{{#include a.yaml}}\n```\n"
    files = {"a.yaml": b"---\nstatus: draft\nmessage: DISK-7 http://a.example\n"}
    (read,) = with_includes(Folder((Source("a.md", "en", text),), {}, fragments=files))
    parsed = ArticleParser(ParseOptions())(read)
    assert parsed.article
    assert "DISK-7" in str(parsed.article.mentions) + str(parsed.article.content)
    assert not parsed.article.metadata.publication.is_draft
    assert parsed.diagnostics == ()


def test_only_text_within_the_limits_and_the_project_is_read(tmp_path: Path) -> None:
    kb = tmp_path / "docs"
    put(
        kb,
        "a.md",
        text="<<< ./a.js\n<<< ./big.js\n<<< ./bin.js\n<<< ../out.js\n<<< ./.env\n<<< b.rs",
    )
    put(kb, "a.js", ".env", text="a\n")
    put(kb, "big.js", text="a" * 300)
    put(tmp_path, "out.js", "listings/sub/B.rs", text="a\n")
    (kb / "bin.js").write_bytes(b"a\0\xff")
    (kb / "out.js").symlink_to(tmp_path / "out.js")
    limits = LimitsConfig(**{"file-bytes": 200})
    folder = read_folder(kb, Config(limits=limits, includes=("listings",)), root=tmp_path)
    assert sorted(folder.fragments) == ["../listings/sub/B.rs", "a.js"]


PYTHON = """import os

class Mail:
    # Begin
    @cached
    def send(
        self,
    ) -> None:
        one()

        two()
    # End

    def stop(self): ...

def send(): ...
"""


@pytest.mark.parametrize(
    ("options", "code", "line"),
    [
        ({"pyobject": "Mail.stop"}, "def stop(self): ...\n", 14),
        ({"pyobject": "send"}, "def send(): ...\n", 16),
        (
            {"pyobject": "Mail.send", "end-at": ") ->"},
            "@cached\ndef send(\n    self,\n) -> None:\n",
            5,
        ),
        ({"start-after": "# Begin", "end-before": "self"}, "@cached\ndef send(\n", 5),
        ({"start-at": "one()", "end-at": "two()"}, "one()\n\ntwo()\n", 9),
        ({"start-after": "two()", "lines": "1"}, "# End\n", 12),
        ({"dedent": "", "lines": "9"}, "one()\n", 9),
    ],
)
def test_options_of_myst_choose_a_part(options: dict[str, str], code: str, line: int) -> None:
    request = CodeRequest("a.py", options.get("lines", ""), options=options)
    assert request.select(PYTHON) == (code, line)


@pytest.mark.parametrize("options", [{"pyobject": "Post"}, {"start-after": "# Nowhere"}])
def test_a_part_that_is_not_there_is_none(options: dict[str, str]) -> None:
    assert CodeRequest("a.py", options=options).select(PYTHON) is None
