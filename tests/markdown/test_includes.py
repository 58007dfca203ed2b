"""Files that articles include: as blocks and within a sentence, with their own places and links."""

from __future__ import annotations

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.includes import with_includes
from errata.articles.markdown.context import ParseContext, with_context
from errata.articles.markdown.parser import make_parser
from errata.articles.parser import ArticleParser
from errata.cache.mappers import digest_source
from errata.diagnostics.registry import run_checks
from errata.model import Folder, Includes, Source
from errata.model.observations import IncludeFault
from tests.markdown.test_documented_extensions import cases, shown

NOTE = "---\ntitle: x\n---\n> [!NOTE]\n> Mind the [gap](gap.md).\n"
WHOLE = make_parser()


def context(**files: str) -> ParseContext:
    """Of `en/mail/a.md`; `includes__note` names `includes/note.md`."""
    texts = {f"{name.replace('__', '/')}.md": text for name, text in files.items()}
    return ParseContext(path="en/mail/a.md", includes=texts)


@pytest.mark.parametrize(
    "written",
    [
        "[!INCLUDE [A note](../../includes/note.md)]",
        "[!include[](~/includes/note.md)]",
        '--8<-- "includes/note.md"',
        "-8<---------- 'includes/note.md:2:5'",
        "{% include_relative includes/note.md %}",
        "{% include notitle [A note](includes/note.md#a) %}",
        '{% include-markdown "includes/note.md" %}',
        "{{#include includes/note.md}}",
        "{{$include /includes/note.md}}",
        "--8<--\nincludes/note.md\n--8<--",
        "{!includes/note.md!}",
        "{! include-markdown '../../includes/note.md' !}",
        "@include includes/note.md",
        "```{include} includes/note.md\n```",
    ],
)
def test_an_included_file_is_shown_in_every_spelling(written: str) -> None:
    html = shown(f"Before.\n\n{written}\n\nAfter.\n", context(includes__note=NOTE))
    assert html.count('<div class="callout callout-note">') == 1
    assert html.startswith("<p>Before.</p>\n<div")
    assert html.endswith("</div>\n<p>After.</p>\n")


@pytest.mark.parametrize("text", [case.values[0] for case in cases()])
def test_included_blocks_are_read_as_the_articles_own(text: str) -> None:
    """Although the article's own text has none of their signs."""
    own = context()
    included = ParseContext(path=own.path, includes={"../n.md": text})
    html = WHOLE.render('--8<-- "n.md"\n', with_context(included))
    assert html == WHOLE.render(text, with_context(own))


def test_what_terms_mean_may_be_in_an_included_file() -> None:
    written = "[*api]: An *interface*.\n"
    terms = ParseContext(path="en/a.md", includes={"en/n.md": written}, dialects=frozenset({"yfm"}))
    html = WHOLE.render("The [API](*api).\n\n{% include [t](n.md) %}\n", with_context(terms))
    assert "<em>interface</em>" in html
    assert "[*api]" not in html


def test_an_include_works_in_a_list_and_in_a_quote() -> None:
    html = shown(
        "1. One\n\n   [!INCLUDE [n](~/n.md)]\n\n> [!INCLUDE [n](~/n.md)]\n", context(n="*Two*")
    )
    assert "<p>One</p>\n<p><em>Two</em></p>\n</li>" in html
    assert "<blockquote>\n<p><em>Two</em></p>\n</blockquote>" in html


def test_a_file_may_be_included_within_a_sentence() -> None:
    html = shown("Start [!INCLUDE [n](~/n.md)] now.\n", context(n="the *service*\n"))
    assert html == "<p>Start the <em>service</em> now.</p>\n"


@pytest.mark.parametrize(
    ("imported", "stands_at"),
    [
        ("./_note.mdx", "en/mail/_note.mdx"),
        ("../_note.md", "en/_note.md"),
        ("@site/docs/shared/_note.mdx", "shared/_note.mdx"),
        ("/snippets/note.mdx", "snippets/note.mdx"),
    ],
)
@pytest.mark.parametrize("written", ["<Note />", "<Note of={1}\n/>", "<Note>\n\n</Note>"])
def test_a_component_shows_the_markdown_that_it_is_imported_from(
    imported: str, stands_at: str, written: str
) -> None:
    files = ParseContext(path="en/mail/a.md", includes={stands_at: NOTE})
    html = shown(f"import Note from '{imported}';\n\n1. One\n\n{written}\n\nAfter.\n", files)
    assert html.count('<div class="callout callout-note">') == 1
    assert "<p>After.</p>" in html


def test_a_component_within_a_sentence_shows_its_words() -> None:
    context = ParseContext(path="en/a.mdx", includes={"en/_n.mdx": "the *service*\n"})
    html = shown("import Name from './_n.mdx'\n\nStart <Name /> now, <Other /> not.\n", context)
    assert html.startswith("<p>Start the <em>service</em> now,  not.</p>")


SNIPPETS = """---
title: Snippets
---
# Snippets

## Before {#vorher}

>[!NOTE]
>
>Mind the [gap](gap.md).

{{nachher}}

## After {#nachher}

Restart the **service**.

```sh
# a comment
```
"""


def test_a_snippet_of_adobe_is_shown_for_its_name_in_double_braces() -> None:
    files = context(_includes__snippets=SNIPPETS)
    html = shown("1. Eins\n\n   {{nachher}}\n\n>{{vorher}}\n", files)
    assert "<p>Restart the <strong>service</strong>.</p>" in html
    assert html.count("# a comment") == 2
    assert '<div class="callout callout-note">' in html
    assert "{{" not in html
    assert "Snippets" not in html


def test_a_snippet_is_shown_within_a_sentence_and_a_cell() -> None:
    files = context(en___includes__snippets="## K {#kurz}\n\nden *Dienst*\n")
    html = shown("Prüfen Sie {{kurz}} jetzt.\n\n| A |\n| --- |\n| {{kurz}} |\n", files)
    assert html.startswith("<p>Prüfen Sie den <em>Dienst</em> jetzt.</p>")
    assert "<td>den <em>Dienst</em></td>" in html


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a <script> b", "a  b"),
        ("a <td> <style> b", "a   b"),
        ("a <textarea> b", "a  b"),
        ("a <host> b", "a &lt;host&gt; b"),
        ("a <b>b", "a <strong>b"),
        ("a&#x200b;b", "ab"),
        ("`<` host`>` b", "&lt;host&gt;b"),
        ("*one,*two", "<em>one,</em>two"),
        ("`a&lt;b`", "<code>a&lt;b</code>"),
        ("[!VIDEO](https://video.test/1)", ">Video (video.test)</a>"),
    ],
)
def test_a_text_included_within_a_text_is_repaired_as_the_articles_own(
    written: str, expected: str
) -> None:
    files = context(n=written, _includes__snippets=f"## N {{#n}}\n\n{written}\n")
    for include in ("{% include_relative n.md %}", "{{n}}"):
        html = WHOLE.render(f"Read {include}.\n\n> {include}.\n\nAfter.\n", with_context(files))
        assert expected in html
        assert html.endswith("<p>After.</p>\n")


def test_double_braces_that_are_no_snippets_name_stay_a_text() -> None:
    files = context(_includes__snippets=SNIPPETS)
    for written in ("Send {{tenant}} here.", "`{{vorher}}`", "{{{vorher}}}"):
        assert "{{" in shown(written, files)
        assert not files.observations
    assert "{{vorher}}" in shown("{{vorher}}", context())


def test_a_finding_in_a_snippet_names_its_line() -> None:
    parsed = context(_includes__snippets=f"{SNIPPETS}\n{{{{< other >}}}}\n")
    shown("One.\n\n{{nachher}}\n", parsed)
    places = [str(diagnostic.span) for diagnostic in run_checks(*parsed.observations)]
    assert places == ["_includes/snippets.md:22:1"]


def test_a_snippet_within_itself_is_left_out_and_noted() -> None:
    files = context(_includes__snippets="## A {#a}\n\nOne.\n\n{{a}}\n\n## B {#b}\n\n{{a}}\n")
    assert shown("{{b}}\n", files).count("One.") == 1
    faults = [fault for fault in files.observations if isinstance(fault, IncludeFault)]
    assert [(fault.name, fault.why) for fault in faults] == [("a", "loop")]


def test_a_component_is_looked_for_in_the_imports_of_its_own_file() -> None:
    files = {
        "en/_outer.mdx": "import Note from './_inner.mdx'\n\n<Note />\n",
        "en/_inner.mdx": "Of the outer.",
        "en/_note.mdx": "Of the article.",
    }
    imports = "import Note from './_note.mdx'\nimport Outer from './_outer.mdx'\n\n"
    html = shown(f"{imports}<Outer />\n\n<Note />\n", ParseContext(path="en/a.mdx", includes=files))
    assert html.startswith("<p>Of the outer.</p>\n<p>Of the article.</p>\n")


def test_links_and_pictures_of_an_included_file_count_from_its_folder() -> None:
    text = "[a](b.md#c) ![d](../img/d.png) [e](/f.md) [g](https://h.example/) [i](#j)"
    for written in ("{}", "In: {}."):
        html = shown(written.format("[!INCLUDE [n](~/includes/n.md)]"), context(includes__n=text))
        assert 'href="../../includes/b.md#c"' in html
        assert 'src="../../img/d.png"' in html
        assert 'href="/f.md"' in html
        assert 'href="https://h.example/"' in html
        assert 'href="#j"' in html


def test_a_finding_in_an_included_file_names_its_line() -> None:
    parsed = context(includes__n="---\na: b\n---\n\ntext\n\n{{< mystery >}}\n")
    shown("One.\n\n[!INCLUDE [n](~/includes/n.md)]\n\n{{< other >}}\n", parsed)
    places = [str(diagnostic.span) for diagnostic in run_checks(*parsed.observations)]
    assert places == ["en/mail/a.md:5:1", "includes/n.md:7:1"]


def test_headings_of_an_included_file_are_the_articles() -> None:
    files = {"includes/n.md": b"## Cause\n\nDISK-7 was full.\n"}
    source = Source(
        "en/a.md",
        "en",
        b"---\ntitle: T\narticle-number: KA-00001\n---\n\n[!INCLUDE [n](../includes/n.md)]\n",
    )
    (read,) = with_includes(Folder((source,), {}, fragments=files))
    article = ArticleParser(ParseOptions())(read).article
    assert article is not None
    assert [(heading.text, heading.line) for heading in article.headings] == [("Cause", 6)]
    assert "full" in article.search.body


def test_a_name_means_another_file_rather_than_the_file_that_holds_it() -> None:
    files = {"_includes/boards.md": b"All *boards*."}
    source = Source("en/boards.md", "en", b"---\ntitle: T\n---\n\n{% include boards.md %}\n")
    (read,) = with_includes(Folder((source,), {}, fragments=files))
    parsed = ArticleParser(ParseOptions())(read)
    assert parsed.article
    assert "board" in parsed.article.search.body
    assert "KB811" not in {diagnostic.code for diagnostic in parsed.diagnostics}


def test_what_an_article_imports_is_read_with_it() -> None:
    files = {"en/_n.mdx": b"All *boards*."}
    text = b"---\ntitle: T\n---\n\nimport N from './_n.mdx'\n\n<N />\n"
    (read,) = with_includes(Folder((Source("en/a.mdx", "en", text),), {}, fragments=files))
    parsed = ArticleParser(ParseOptions())(read)
    assert parsed.article
    assert "board" in parsed.article.search.body


def test_includes_within_includes_end() -> None:
    files = {
        f"n{n}": f"{n}\n\n[!INCLUDE [n](n{n + 1}.md)]\n\n[!INCLUDE [n](n{n + 1}.md)]\n"
        for n in range(30)
    }
    html = shown("[!INCLUDE [n](~/n0.md)]\n", context(**files))
    assert html.count("<p>") < 600
    assert "one include too many" in html


@pytest.mark.parametrize("written", ["../../../x.md", "~/../x.md", "/../../x.md"])
def test_nothing_outside_the_knowledge_base_is_asked_for(written: str) -> None:
    html = shown(f"[!INCLUDE [n]({written})]\n", context(n="x"))
    assert html == f"! KB811 1: `{written}` is outside the knowledge base\n"


def test_what_is_remembered_of_an_article_depends_on_what_it_includes() -> None:
    source = Source("en/a.md", "en", b"[!INCLUDE [n](../includes/n.md)]")

    def digest(content: bytes) -> bytes:
        folder = Folder((source,), {}, fragments={"includes/n.md": content})
        return digest_source(with_includes(folder)[0])

    assert digest(b"one") != digest(b"two")
    assert digest(b"one") == digest(b"one")


def test_only_what_is_included_travels_with_an_article() -> None:
    sources = (
        Source("en/a.md", "en", b"[!INCLUDE [n](n.md)]"),
        Source("en/b.md", "en", b"text"),
        Source("en/n.md", "en", b"--8<--\nm.md\n--8<--\n"),
    )
    folder = Folder(sources, {}, fragments={"includes/x.md": b"", "en/m.md": b""})
    names = [
        [path for path, _ in (source.includes or Includes()).files]
        for source in with_includes(folder)
    ]
    assert names == [["en/m.md", "en/n.md"], [], ["en/m.md"]]


def test_in_code_nothing_is_included() -> None:
    text = "```text\n[!INCLUDE [n](~/n.md)]\n```\n\n    @include n.md\n\n`{!n.md!}`\n"
    assert "secret" not in shown(text, context(n="secret"))


def test_what_slate_lists_in_the_front_matter_is_shown_below_the_article() -> None:
    listed = b"includes:\n  - errors # last\n  - more/limits\n  - none\n"
    text = b"---\ntitle: API\n" + listed + b"---\n\n# API\n\nText.\n"
    fragments = {
        "source/includes/_errors.md": b"# Errors\n\nE1001 is [lost](gone.md).\n",
        "source/includes/more/_limits.md": b"Ten.\n",
    }
    folder = Folder((Source("source/index.html.md", "en", text),), {}, fragments=fragments)
    (source,) = with_includes(folder)
    article = ArticleParser(ParseOptions())(source).article
    assert article is not None
    body = article.search.body
    assert body.index("text") < body.index("e1001") < body.index("ten")
    assert [heading.text for heading in article.headings] == ["Errors"]
