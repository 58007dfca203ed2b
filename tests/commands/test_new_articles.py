"""`errata new` fills in what it can know: numbers, products, a log, an article to translate."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from errata.__main__ import errata

SETTINGS = """
[articles]
number = "SUP-[0-9]{3}"
[redirects]
"SUP-041" = "gone"
[metadata.vocabulary]
product = ["Mail", "Calendar"]
"""
ARTICLE = """\
---
title: "Mail: is late"
product: Mail
article-number: SUP-007
article-created-date: 2024-01-01
internal-notes: |
  secret
redirect-from: [/old/]
keywords:
  - late
version-number: 3
---
# Mail is late

Text with `code`.

## Cause {#why}

1. one

   more
2. two

```
# Cause
```

## Resolution

Wait.
"""
LOG = """\
2026-01-02 10:00:00 ERROR [main] ORA-12154: TNS:could not resolve the name for bob@example.com
2026-01-02 10:00:01 INFO started
cannot open C:\\Users\\bob\\a.txt: access denied from 10.1.2.3 password=hunter2
"""


def run(*arguments: str, stdin: str = "") -> Result:
    done = CliRunner().invoke(errata, ["new", *arguments], input=stdin, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def text_of(done: Result) -> str:
    return Path(done.stdout.strip()).read_text("utf-8")


@pytest.fixture(autouse=True)
def _base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ERRATA_CACHE", str(tmp_path / "cache"))
    Path("errata.toml").write_text(SETTINGS, "utf-8")
    Path("kb/en/mail").mkdir(parents=True)
    Path("kb/en/mail/SUP-007.md").write_text(ARTICLE, "utf-8")


def test_a_number_that_a_draft_a_redirect_or_the_list_of_ids_has_is_not_free() -> None:
    assert run().stdout.strip().endswith("SUP-042.md")
    Path("ids.lock").write_text("article SUP-050\n", "utf-8")
    assert run().stdout.strip().endswith("SUP-051.md")
    Path("kb/en/SUP-060.md").write_text("---\ndraft: true\n---\n# A\n", "utf-8")
    assert run().stdout.strip().endswith("SUP-061.md")
    Path("kb/en/SUP-070.md").write_text('---\ntitle: "broken\n---\n# A\n', "utf-8")
    assert run().stdout.strip().endswith("SUP-071.md")


def test_the_date_is_that_of_the_build_where_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert "article-created-date: 1970-01-02T00:00:00Z" in text_of(run())


def test_a_title_has_no_character_that_hides_what_it_says() -> None:
    text = text_of(run("--title", "Mail \u202eetal si"))
    assert 'title: "Mail etal si"\n' in text


def test_a_product_is_one_of_the_vocabulary_in_its_spelling() -> None:
    assert 'product: "Mail"' in text_of(run("--product", "mail"))
    with pytest.raises(click.UsageError, match="did you mean `Calendar`"):
        run("--product", "Calender")


def test_a_product_like_one_of_the_articles_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "errata.toml").write_text("", "utf-8")
    done = run("--product", "Mails", "--title", "A")
    assert "did you mean `Mail`?" in done.stderr
    assert 'product: "Mails"' in text_of(done)


def test_a_log_fills_in_codes_and_messages_without_private_values() -> None:
    Path("app.log").write_text(LOG, "utf-8")
    text = text_of(run("--from-log", "app.log"))
    assert 'title: "ORA-12154: TNS:could not resolve the name for"' in text
    assert 'keywords: "ORA-12154"' in text
    assert "- `ORA-12154`\n\n```\nORA-12154: TNS:could not resolve the name for …\n" in text
    for private in ("bob", "10.1.2.3", "hunter2", "2026-01-02"):
        assert private not in text


def test_a_log_is_read_from_stdin_and_one_without_errors_is_refused() -> None:
    assert "ORA-12154" in text_of(run("SUP-100", "--from-log", "-", stdin=LOG))
    with pytest.raises(Exception, match="contains no error code"):
        run("--from-log", "-", stdin="all is well\n")


def test_a_translation_begins_as_a_marked_copy_that_is_a_draft() -> None:
    done = run("SUP-007", "--locale", "de")
    assert done.stdout.strip().endswith("kb/de/mail/SUP-007.md")
    assert text_of(done) == (
        '---\ndraft: true\ntitle: "Mail: is late"\nproduct: Mail\narticle-number: SUP-007\n'
        "keywords:\n  - late\nversion-number: 3\n---\n"
        "<!-- untranslated -->\n# Mail is late\n\n<!-- untranslated -->\nText with `code`.\n\n"
        "## Ursache {#why}\n\n<!-- untranslated -->\n1. one\n\n   more\n2. two\n\n"
        "```\n# Cause\n```\n\n## Lösung\n\n<!-- untranslated -->\nWait.\n"
    )
    assert run("sup-007", "--locale", "ja").stdout.strip().endswith("kb/ja/mail/SUP-007.md")


def test_no_check_takes_a_started_translation_for_a_translation() -> None:
    for number in range(100, 110):
        for locale in ("en", "de"):
            Path("kb", locale).mkdir(exist_ok=True)
            text = f"# Other {number}\n\nText.\n"
            Path("kb", locale, f"SUP-{number}.md").write_text(text, "utf-8")
    run("SUP-007", "--locale", "de")
    checked = (
        CliRunner().invoke(errata, ["check", "--format", "concise"], standalone_mode=False).stdout
    )
    assert "kb/de/mail/SUP-007.md:2:1: KB110" in checked
    assert "kb/en/mail/SUP-007.md:2:9: KB501" in checked
    assert not any(f"KB50{digit}" in checked for digit in (2, 3, 4, 5))


@pytest.mark.parametrize(
    ("original", "begin"),
    [
        ('+++\ntitle = "A"\ndate = 2024-01-01\ndraft = false\n+++\nText\n', "+++\ndraft = true\n"),
        ('{\n"title": "A"\n}\nText\n', '{\n  "draft": true,\n"title": "A"\n}\n'),
        ("# A\n\nText\n", "---\ndraft: true\n---\n<!-- untranslated -->\n# A\n"),
        ("Title: A\nSummary: B\n\nText\n", "draft: true\nTitle: A\nSummary: B\n\n"),
    ],
)
def test_a_translation_keeps_the_form_of_the_front_matter(original: str, begin: str) -> None:
    Path("kb/en/other.md").write_text(original, "utf-8")
    text = text_of(run("other", "--locale", "de"))
    assert text.startswith(begin)
    assert "draft = false" not in text
    assert "<!-- untranslated -->" in text


def test_an_existing_translation_is_never_changed() -> None:
    run("SUP-007", "--locale", "de")
    with pytest.raises(Exception, match="already exists"):
        run("SUP-007", "--locale", "de")
