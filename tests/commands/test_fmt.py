"""`errata fmt` writes markdown in one style, and never changes what a page shows."""

from __future__ import annotations

import random
from cProfile import Profile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from errata.__main__ import errata
from errata.articles.conventions import ParseOptions
from errata.articles.formatting import ArticleFormatter, format_markdown
from errata.articles.meaning import extract_meaning
from errata.articles.read import ArticleReader
from errata.errors import KnowledgeBaseError
from errata.model import Source

FORMATTER = ArticleFormatter(ParseOptions())
READER = ArticleReader(ParseOptions())
FRONT = "---\n# a comment\ntitle:   'Late'   # kept\nkeywords: [b,a]\n---\n"
LOOSE = f"{FRONT}# Late\n* one\n* two\n\n\n\nText with __bold__.  \n> [!NOTE]\n> Do it.\n"
NEAT = f"{FRONT}# Late\n\n- one\n- two\n\nText with __bold__.\n\n> [!NOTE]\n> Do it.\n"
# mdformat takes the indented block of a directive that it does not know for a paragraph.
KEPT = '# Late\n\n=== "Linux"\n    Text\n    * a\n\n[a]({{< ref "b" >}})\n'


def run(*arguments: str, stdin: str = "") -> Result:
    done = CliRunner().invoke(errata, ["fmt", *arguments], input=stdin, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("errata.toml").write_text("", "utf-8")
    path = tmp_path / "kb/en/late.md"
    path.parent.mkdir(parents=True)
    path.write_text(LOOSE, "utf-8")
    return path


def test_markdown_is_written_in_one_style_and_front_matter_stays(article: Path) -> None:
    done = run()
    assert (done.return_value, done.stdout) == (0, "")
    assert done.stderr == "formatted 1 article of 1\n"
    assert article.read_text("utf-8") == NEAT
    assert run().stderr == "formatted 0 articles of 1\n"


def test_check_names_what_would_change_and_writes_nothing(article: Path) -> None:
    done = run("--check")
    assert (done.return_value, done.stdout) == (1, "kb/en/late.md\n")
    assert article.read_text("utf-8") == LOOSE
    article.write_text(NEAT, "utf-8")
    assert (run("--check").return_value, run("--check").stdout) == (0, "")


def test_diff_is_a_patch(article: Path) -> None:
    done = run("kb/en", "--diff")
    assert done.return_value == 1
    assert "--- kb/en/late.md\n+++ kb/en/late.md\n" in done.stdout
    assert "-* one\n" in done.stdout
    assert "+- one\n" in done.stdout
    assert article.read_text("utf-8") == LOOSE


def test_a_dash_formats_stdin(article: Path) -> None:
    assert run("-", stdin=LOOSE).stdout == NEAT
    assert run("-", "--check", stdin=NEAT).return_value == 0
    assert article.read_text("utf-8") == LOOSE


def test_line_ends_and_the_mark_at_the_beginning_stay(article: Path) -> None:
    article.write_bytes(b"\xef\xbb\xbf" + LOOSE.replace("\n", "\r\n").encode())
    run()
    assert article.read_bytes() == b"\xef\xbb\xbf" + NEAT.replace("\n", "\r\n").encode()


def test_a_file_whose_page_would_change_is_left_and_named(article: Path) -> None:
    article.write_text(KEPT, "utf-8")
    done = run()
    assert article.read_text("utf-8") == KEPT
    assert "kb/en/late.md:3: not formatted: its page would change\n" in done.stderr


def test_an_article_with_components_is_left(article: Path) -> None:
    article.rename(article.with_name("loose.mdx"))
    done = run()
    assert article.with_name("loose.mdx").read_text("utf-8") == LOOSE
    assert "kb/en/loose.mdx:1: not formatted: it is MDX" in done.stderr


def test_a_path_that_is_no_article_is_refused(article: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="does not exist"):
        run("kb/en/later.md")
    assert article.exists()


def keeps_its_page(source: Source) -> None:
    result = FORMATTER(source)
    formatted = Source(source.path, source.locale, result.new)
    before, after = READER.read(source).article, READER.read(formatted).article
    assert before is None or (after and extract_meaning(before) == extract_meaning(after))
    assert FORMATTER(formatted).new == result.new


def sample(corpus: Path, count: int) -> list[Path]:
    files = sorted(corpus.rglob("*.md"))
    return random.Random(7).sample(files, min(count, len(files)))  # noqa: S311 - a sample


def test_real_articles_say_the_same_after_formatting(corpus: Path) -> None:
    for path in sample(corpus, 20):
        keeps_its_page(Source(f"en/{path.name}", "en", path.read_bytes()))


@pytest.mark.soak
def test_every_real_article_says_the_same_after_formatting(corpus: Path) -> None:
    for path in sample(corpus, 10_000):
        keeps_its_page(Source(f"en/{path.name}", "en", path.read_bytes()))


PIECES = st.sampled_from(
    [
        *(
            "# A\n",
            "* a\n",
            "1) b\n",
            "> [!TIP]\n> c\n",
            "```sh\nx  y\n```\n",
            "| a | b |\n|-|-|\n",
        ),
        *(
            "    code\n",
            "text __b__ *i*\n",
            "\n",
            "\n\n\n",
            "[a](b.md)\n",
            "<b>x</b>\n",
            "- [ ] t\n",
        ),
        *(
            ":::note\nx\n:::\n",
            '=== "T"\n    x\n',
            "{{ x }} \\* &amp; <host>\n",
            "***\n",
            "A\n===\n",
        ),
        *(
            "[^1]\n\n[^1]: n\n",
            "+++T\nx\n+++\n",
            "line  \nbreak\\\nx\n",
            "## H {#id}\n",
            "日本語\n",
        ),
    ]
)


@given(st.lists(PIECES, max_size=8))
def test_any_article_says_the_same_after_formatting(pieces: list[str]) -> None:
    keeps_its_page(Source("en/a.md", "en", f"{FRONT}{''.join(pieces)}".encode()))


@pytest.mark.parametrize("piece", ["- a\n", "- a\n\n* a\n\n", "1. a\n\n1) a\n\n"])
def test_many_items_and_lists_are_written_in_proportion(piece: str) -> None:
    few, many = (_profile(piece * count) for count in (50, 400))
    assert sum(many.values()) < 10 * sum(few.values())


def test_what_stands_beside_a_word_is_not_looked_for_in_the_whole_paragraph() -> None:
    assert "<method 'index' of 'list' objects>" not in _profile("**a** b! [c](d)")


def test_lists_in_a_row_have_marks_in_turn() -> None:
    lists = "+ a\n\n* b\n\n- c\n\nd\n\n1) e\n\n1. f\n"
    assert format_markdown(lists) == "- a\n\n* b\n\n- c\n\nd\n\n1. e\n\n1) f\n"


def _profile(text: str) -> dict[str, int]:
    """How often each function is called to format a text."""
    profile = Profile()
    profile.runcall(format_markdown, text)
    return {str(entry.code): entry.callcount for entry in profile.getstats()}


def test_an_article_that_cannot_be_read_is_left_and_nobody_looks_for_what_would_change(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # To format and to read each block alone took 15 s for 128 kB of headings.
    monkeypatch.delattr(ArticleFormatter, "_first_change")
    left = FORMATTER(Source("a.md", "en", b"---\ntitle: 'a\n---\n# a\n* b\n"))
    assert (left.why_left, left.line, left.new) == ("it cannot be read", 1, left.old)
