"""Findings are those of a full run, whatever earlier runs have kept of the articles."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from errata.cache import CachedMapper, CacheStore, StoredKeeper
from errata.config import Config
from errata.mapper import map_serially
from errata.model import Folder, Inputs, Source, Theme
from errata.review import prepare_review, review
from errata.targets.resolve import LinkResolver

if TYPE_CHECKING:
    from pathlib import Path

    from errata.diagnostics import Diagnostic
    from errata.mapper import Mapper
    from errata.model import Article, ArticleContent

EDITS = 25
THEME = Theme({}, {}, {}, {})
SENTENCES = (
    "Start the server.",
    "The queue is full because the disk is.",
    "Contact support.",
    "See [the other](KA-00003.md#cause) and `mailq -v`.",
    "[Gone](KA-99999.md) leads nowhere, [this](#nowhere) neither.",
    "This article is archived.",
    "![picture](lost.png) shows [a page](https://example.com/a).",
    "SMTP-101 is what `postfix` says, for RED-520025 it says nothing.",
)
HEADINGS = ("Resolution", "Cause", "Environment", "Issue", "Note", "Something else")
KEYS = ("hide: true\n", "state: draft\n", "description: No mail is sent.\n", "", "", "")
LONG = " ".join(f"word{n} follows another" for n in range(40))


def write(chance: random.Random) -> bytes:
    """A text of an article, which is often wrong in some way."""
    number = chance.randrange(8)
    head = f"---\ntitle: Mail {number}\n{chance.choice(KEYS)}---\n\n# Mail {number}\n\n"
    parts = [
        f"## {chance.choice(HEADINGS)}\n\n{chance.choice((*SENTENCES, LONG, ''))}\n"
        for _ in range(chance.randrange(1, 5))
    ]
    return (head + "\n".join(parts)).encode()


def find(texts: dict[str, bytes], mapper: Mapper, keeper: StoredKeeper | None) -> list[Diagnostic]:
    sources = tuple(Source(path, path[:2], texts[path]) for path in sorted(texts))
    context = prepare_review(Folder(sources, {}), THEME, Config(), Inputs(), mapper=mapper)
    findings = list(review(replace(context, keeper=keeper) if keeper else context).diagnostics)
    if keeper:
        keeper.flush()
    return findings


def test_after_any_edits_the_findings_are_those_of_reading_all_again(tmp_path: Path) -> None:
    chance = random.Random(15)  # noqa: S311 - the same edits each time
    store = CacheStore(tmp_path / "kept.sqlite3")
    paths = [f"{locale}/KA-0000{n}.md" for locale in ("de", "en/a", "en/b") for n in range(6)]
    texts = {path: write(chance) for path in paths}
    several = 0
    for _ in range(EDITS):
        path = chance.choice(paths)
        match chance.randrange(4):
            case 0 if len(texts) > 2:
                texts.pop(path, None)
            case 1 if path in texts:
                texts[path] = texts[path].replace(b"\n\n#", b"\n\n\n\n#", 1)
            case 2:
                texts[path] = texts[chance.choice(sorted(texts))]
            case _:
                texts[path] = write(chance)
        mapper = CachedMapper(store.path, b"program", map_serially)
        kept_findings = find(texts, mapper, StoredKeeper(store, b"program", "checks"))
        assert kept_findings == find(texts, map_serially, None)
        several = max(several, len({one.code for one in kept_findings}))
    assert several > 8


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the content of each article was linked."""
    counts: Counter[str] = Counter()
    link_content = LinkResolver.link_content

    def count(self: LinkResolver, content: ArticleContent, article: Article) -> ArticleContent:
        counts[article.source] += 1
        return link_content(self, content, article)

    monkeypatch.setattr(LinkResolver, "link_content", count)
    return counts


def test_a_content_is_linked_once_for_all_checks_that_look_at_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: Counter[str]
) -> None:
    """Not once for each check, where there are more articles than fit into memory."""
    monkeypatch.setattr("errata.targets.resolve._LINKED", 8_000)
    chance = random.Random(3)  # noqa: S311 - the same texts each time
    words = [f"word{n}" for n in range(500)]
    texts = {}
    for number in range(40):
        expected = " ".join(chance.choices(words, k=200))
        head = f"---\ntitle: Mail {number}\n---\n\n# Mail {number}\n\n"
        text = f"{head}## Issue\n\nIt is lost.\n\n## Resolution\n\n{expected}\n"
        texts[f"en/KA-000{number}.md"] = text.encode()
    find(texts, map_serially, StoredKeeper(CacheStore(tmp_path / "kept.sqlite3"), b"", "checks"))
    # Near duplicates are looked for by another reading of their own.
    assert max(linked.values()) <= 2


def test_a_new_code_in_one_article_has_no_other_article_s_links_looked_at_again(
    tmp_path: Path, linked: Counter[str]
) -> None:
    store = CacheStore(tmp_path / "kept.sqlite3")
    texts = {
        f"en/KA-0000{n}.md": f"# Mail {n}\n\nSee [it](KA-00003.md#cause).\n\n## Cause\n\nA disk.\n"
        for n in range(6)
    }

    def run() -> None:
        mapper = CachedMapper(store.path, b"program", map_serially)
        encoded = {path: text.encode() for path, text in texts.items()}
        find(encoded, mapper, StoredKeeper(store, b"program", "checks"))

    run()
    linked.clear()
    texts["en/KA-00003.md"] += "\nThe log has ORA-01555.\n"
    run()
    assert linked.keys() == {"en/KA-00003.md"}
    texts["en/KA-00003.md"] = texts["en/KA-00003.md"].replace("Cause", "Reason")
    run()
    assert len(linked) == len(texts)
