"""What is not published is nowhere in the output, and what was left out is said."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.commands.running import Command

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000050001 0d0a2db40000000049454e44ae426082".replace(
        " ", ""
    )
)
KEPT_BACK = {
    "draft": "draft: true",
    "wip": "status: Work in Progress",
    "unpublished": "published: no",
    "unlisted": "unlisted: true",
    "internal": "audience: internal",
    "partner": "audience: partner",
    "expired": "valid-until: 2020-01-01",
    "scheduled": "publishDate: 2999-01-01",
    "unreadable": "draft: perhaps",
    "slip": "audience: intenal",
}
ARTICLE = """---
title: Title zqxtitle{name} of the article
description: Description zqxdescription{name} in a sentence that is long enough.
article-number: {number}
product: zqxproduct{name}
applies-to: zqxversion{name}
keywords: zqxkeyword{name}, delivery
error-codes: ZQXCODE{name}-7
owner: zqxowner{name}
{line}
---

# Title zqxtitle{name} of the article

## Issue

The log says `RED-529{digits} zqxmessage{name} has failed` and **zqxbold{name}**.

| zqxcell{name} | b |
| --- | --- |
| ERR_ZQX{name} | zqxtable{name} |

![zqxalternative{name}](assets/zqxpicture{name}.png)
![zqxembedded{name}](data:image/png;base64,{data})

## Resolution

Restart zqxresolution{name}; see [zqxlink{name}](assets/zqxdownload{name}.txt).

### Zqxheading{name}

    zqxindented{name} --option
"""
OPEN = """---
title: Open article
article-number: KA-00001
applies-to: Demo
keywords: demo
replaced-by: KA-00002
---

# Open article

See [the other]({other}). The log says `RED-520025 Communication failed`.
"""


def number_of(name: str) -> str:
    return f"KA-99{list(KEPT_BACK).index(name):03}"


def kept_back(name: str, line: str) -> str:
    data = b64encode(PIXEL + name.encode()).decode()
    digits = number_of(name)[-3:]
    return ARTICLE.format(name=name, line=line, data=data, digits=digits, number=number_of(name))


@pytest.fixture
def knowledge_base(errata: Command) -> Command:
    kb = errata.folder / "kb" / "en"
    (kb / "assets").mkdir(exist_ok=True)
    for name, line in KEPT_BACK.items():
        (kb / f"{number_of(name)}.md").write_text(kept_back(name, line), "utf-8")
        (kb / "assets" / f"zqxpicture{name}.png").write_bytes(PIXEL + f"zqxpixel{name}".encode())
        (kb / "assets" / f"zqxdownload{name}.txt").write_text(f"zqxbytes{name}", "utf-8")
    links = ", ".join(f"[the other]({number_of(name)}.md)" for name in KEPT_BACK)
    (kb / "KA-00002.md").write_text(
        f"---\ntitle: With links\narticle-number: KA-00002\n---\n\n# With links\n\nSee {links}.\n",
        "utf-8",
    )
    settings = errata.folder / "errata.toml"
    settings.write_text('[site]\nname = "Help"\nurl = "https://help.example.com/"\n', "utf-8")
    return errata


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the output, with its name, those in the pack unpacked, and the list of ids."""
    for path in sorted((folder / "site").rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()
    yield "ids.lock", (folder / "ids.lock").read_bytes()
    with ZipFile(folder / "site.zip") as pack:
        for name in pack.namelist():
            yield name, pack.read(name)


def test_no_word_of_what_is_not_published_is_in_any_byte_of_the_output(
    knowledge_base: Command,
) -> None:
    done = knowledge_base("build", "--lock-ids", "--offline-pack", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    paths = [
        name
        for name, content in every_byte(knowledge_base.folder)
        if any(word in (name.encode() + content).lower() for word in (b"zqx", b"ka-99", b"red-529"))
    ]
    assert paths == []


def test_the_same_words_are_found_where_the_articles_are_published(
    knowledge_base: Command,
) -> None:
    """The search above finds what there is to find."""
    for name in KEPT_BACK:
        path = knowledge_base.folder / f"kb/en/{number_of(name)}.md"
        path.write_text(kept_back(name, "bug: false"), "utf-8")
    knowledge_base("build", "--lock-ids", "--offline-pack", "--fail-on", "never")
    output = b"".join(
        name.encode() + content for name, content in every_byte(knowledge_base.folder)
    )
    for name in KEPT_BACK:
        for word in ("title", "keyword", "message", "picture", "bytes", "heading"):
            assert f"zqx{word}{name}".encode() in output.lower()


def test_a_build_says_how_much_it_left_out_and_names_it_when_asked(
    knowledge_base: Command,
) -> None:
    done = knowledge_base("build", "--fail-on", "never")
    expected = "3 drafts, 1 unlisted article, 1 article with a later date, 1 expired article, "
    expected += "1 article with a value that cannot be read, 2 internal articles and "
    expected += "1 article for partners were not published, see `errata check`\n"
    assert expected in done.stderr
    assert "KA-99000" not in done.stderr.partition("built")[2]
    named = knowledge_base("build", "--fail-on", "never", "--verbose")
    assert "  en/KA-99000.md: Title zqxtitledraft of the article (draft)\n" in named.stderr


def test_a_build_of_finished_articles_says_nothing_of_drafts(errata: Command) -> None:
    assert "publish" not in errata("build").stderr


def test_drafts_are_built_when_asked_for_and_the_build_says_so(knowledge_base: Command) -> None:
    done = knowledge_base("build", "--drafts", "--fail-on", "never")
    pages = {path.name for path in (knowledge_base.folder / "site/en").iterdir()}
    assert {number_of(name) for name in ("draft", "wip", "expired", "unreadable")} <= pages
    assert not {number_of(name) for name in ("internal", "partner", "slip")} & pages
    assert "7 drafts are in this site, each with a badge: do not publish it\n" in done.stderr
    assert "2 internal articles and 1 article for partners were not published" in done.stderr


@pytest.mark.parametrize(
    ("audience", "published"),
    [("public", 0), ("customer", 0), ("partner", 1), ("internal", 3)],
)
def test_a_build_for_an_audience_has_what_it_may_see(
    knowledge_base: Command, audience: str, published: int
) -> None:
    knowledge_base("build", "--audience", audience, "--fail-on", "never")
    pages = [path for path in (knowledge_base.folder / "site/en").iterdir() if "KA-99" in path.name]
    assert len(pages) == published


def test_the_audience_can_be_configured_and_the_option_wins(knowledge_base: Command) -> None:
    settings = knowledge_base.folder / "errata.toml"
    settings.write_text('[site]\naudience = "partner"\n', "utf-8")
    page = knowledge_base.folder / "site/en" / number_of("partner")
    knowledge_base("build", "--fail-on", "never")
    assert page.exists()
    knowledge_base("build", "--audience", "public", "--fail-on", "never")
    assert not page.exists()
    settings.write_text('[site]\naudience = "partners"\n', "utf-8")
    refused = knowledge_base("build")
    assert refused.returncode == 2
    assert "errata.toml:2:1" in refused.stderr
    assert "'partner'" in refused.stderr


def test_ids_of_drafts_are_not_recorded_as_published(knowledge_base: Command) -> None:
    refused = knowledge_base("build", "--drafts", "--lock-ids")
    assert refused.returncode == 2
    assert "build without --drafts" in refused.stderr
    assert not (knowledge_base.folder / "site").exists()


def test_an_article_that_goes_back_to_draft_fails_the_build_until_it_is_redirected(
    errata: Command,
) -> None:
    article = errata.folder / "kb/en/KA-00001.md"
    (errata.folder / "kb/en/KA-00002.md").write_text(
        article.read_text("utf-8").replace("KA-00001", "KA-00002"), "utf-8"
    )
    errata("build", "--lock-ids")
    text = article.read_text("utf-8")
    article.write_text(text.replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    done = errata("build")
    assert done.returncode == 1
    assert "`KA-00001` was published and is now a draft" in done.stderr


def test_a_draft_is_explained_as_one(knowledge_base: Command) -> None:
    (knowledge_base.folder / "kb/en/KA-00009.md").write_text(
        "---\ntitle: Soon\narticle-number: KA-00009\nstate: wip\n---\n\n# Soon\n", "utf-8"
    )
    done = knowledge_base("explain", "KA-00009")
    assert done.returncode == 0
    assert "a draft, so it is not published" in done.stdout
    assert "cannot be used" not in done.stderr


def test_a_knowledge_base_of_drafts_alone_builds_an_empty_site(errata: Command) -> None:
    for path in (errata.folder / "kb").rglob("*.md"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    done = errata("build")
    assert done.returncode == 0, done.stderr
    assert "not published" in done.stderr
    assert not list((errata.folder / "site").rglob("KA-*"))


def test_a_build_with_a_fixed_moment_is_the_same_on_any_day(knowledge_base: Command) -> None:
    for moment, published in (("1500000000", True), ("1700000000", False)):
        knowledge_base("build", "--fail-on", "never", env={"SOURCE_DATE_EPOCH": moment})
        page = knowledge_base.folder / "site/en" / number_of("expired")
        assert page.exists() is published


def test_what_only_withheld_articles_include_is_withheld_with_them(errata: Command) -> None:
    kb = errata.folder / "kb/en"
    (kb / "draft.md").write_text(
        "---\ntitle: Soon\ndraft: true\n---\n\n[!INCLUDE [a](parts/zqxown.md)]\n"
        "[!INCLUDE [a](parts/common.md)]\n",
        "utf-8",
    )
    (kb / "broken.md").write_text(
        "---\ntitle: Never closed\n\n[!INCLUDE [a](parts/zqxbroken.md)]\n", "utf-8"
    )
    (kb / "open.md").write_text("# Open\n\n[!INCLUDE [a](parts/common.md)]\n", "utf-8")
    (kb / "parts").mkdir()
    (kb / "parts/zqxown.md").write_text("zqxtext\n\n[!INCLUDE [a](zqxinner.md)]\n", "utf-8")
    (kb / "parts/zqxinner.md").write_text("zqxtext\n", "utf-8")
    (kb / "parts/zqxbroken.md").write_text("zqxtext\n", "utf-8")
    (kb / "parts/common.md").write_text("common words\n", "utf-8")
    errata("build", "--lock-ids", "--offline-pack", "--fail-on", "never")
    paths = [
        name
        for name, content in every_byte(errata.folder)
        if b"zqx" in (name.encode() + content).lower()
    ]
    assert paths == []
    assert (errata.folder / "site/en/common/index.html").exists()
    errata("build", "--drafts", "--fail-on", "never")
    assert (errata.folder / "site/en/zqxown/index.html").exists()


@pytest.mark.parametrize(
    "key", ["params:\n  draft: true", "metadata:\n  audience: internal", "extra:\n  Draft: yes"]
)
def test_a_key_within_another_keeps_an_article_back_too(errata: Command, key: str) -> None:
    text = f"---\ntitle: Soon\n{key}\n---\n\n# Soon\n"
    (errata.folder / "kb/en/soon.md").write_text(text, "utf-8")
    done = errata("build", "--fail-on", "never")
    assert "KB108" in done.stderr
    assert not (errata.folder / "site/en/soon").exists()
