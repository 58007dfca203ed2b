"""What is found out of a code's articles is found once, and again when one of them changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.cache import CacheStore, StoredKeeper
from errata.logs.cues import CueFinder
from errata.model import CodeEntry, CodeUse, Library, Message
from errata.model.reads import FACTS, record_reads
from errata.site import lists
from errata.site.pages import diagnose
from tests.site.factories import article, context_of, library, mention

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from errata.model import Article
    from errata.site.context import SiteContext

CODE = "RED-520025"
TEXT = f"{CODE} the harbour is closed"


@pytest.fixture
def keeper(tmp_path: Path) -> StoredKeeper:
    return StoredKeeper(CacheStore(tmp_path / "kept.sqlite3"), b"this program", "checks")


def quoting(facts_key: str = "facts", content_key: str = "content") -> Article:
    message = Message(TEXT, TEXT, (CODE,), "fence", 1)
    own = replace(article("KA-1"), mentions=(mention(CODE),), messages=(message,))
    return replace(own, facts_key=facts_key, content_key=content_key)


def indexed(own: Article) -> Library:
    entry = CodeEntry(CODE, "RED", "error", (CodeUse("en", "KA-1", "primary"),))
    return replace(library(own), index={CODE: entry}, codes={CODE: {"en": ("KA-1",)}})


def site_with(keeper: StoredKeeper | None, own: Article) -> SiteContext:
    site = context_of(indexed(own))
    object.__setattr__(site, "keeper", keeper)
    return site


def list_own_code(site: SiteContext) -> object:
    return lists.list_code(site.page("en/index.html", "en"), CODE)


def find_cues(site: SiteContext) -> object:
    return diagnose.data_files(site, "en")


def refuse(*_: object) -> int:
    pytest.fail("the articles were read")


@pytest.mark.parametrize(
    ("say", "owner", "reader"),
    [(list_own_code, lists, "explain_code"), (find_cues, CueFinder, "find")],
)
def test_articles_that_have_not_changed_are_not_read_again(
    keeper: StoredKeeper,
    monkeypatch: pytest.MonkeyPatch,
    say: Callable[[SiteContext], object],
    owner: object,
    reader: str,
) -> None:
    expected = say(site_with(None, quoting()))
    assert say(site_with(keeper, quoting())) == expected
    monkeypatch.setattr(owner, reader, refuse)
    assert say(site_with(keeper, quoting())) == expected
    for changed in (quoting(facts_key="others"), quoting(content_key="other")):
        with pytest.raises(pytest.fail.Exception, match="were read"):
            say(site_with(keeper, changed))


def test_whoever_gets_a_known_value_counts_as_a_reader_of_the_articles(
    keeper: StoredKeeper,
) -> None:
    own = quoting()
    for make in (lambda: 1, refuse):
        site = site_with(keeper, own)
        with record_reads() as reads:
            assert site.keep_for_code(("kind", CODE), int, [own], "", make) == 1
        assert reads >= {own.source, (FACTS, own.source)}


def test_it_is_made_again_with_other_settings_and_for_an_article_without_a_digest(
    keeper: StoredKeeper,
) -> None:
    values = iter(range(9))
    site = site_with(keeper, quoting())

    def keep(own: Article, settings: object) -> int:
        return site.keep_for_code(("kind", CODE), int, [own], settings, lambda: next(values))

    assert [keep(quoting(), "a"), keep(quoting(), "a"), keep(quoting(), "b")] == [0, 0, 1]
    assert [keep(quoting(content_key=""), "b") for _ in range(2)] == [2, 3]
