"""What is remembered of a stage is what the serial mapper gives, in the same order."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, TypeVar

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.cache import Memo
from errata.cache.mappers import digest_source
from errata.mapper import map_serially
from errata.model import Family, Secret, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

In = TypeVar("In")
Out = TypeVar("Out")
FAMILY = Family("RED", r"RED-52\d{4}", "Campaign", "redirection")
OPTIONS = ParseOptions(families=(FAMILY,))


def article(number: int, text: str = "It says `RED-520025`.") -> Source:
    lines = [
        "---",
        f"title: Title {number}",
        "description: What goes wrong, in one sentence.",
        "solution: Campaign",
        "product: Campaign",
        "applies-to: Campaign",
        f"article-number: KA-{number:05}",
        "internal-notes: for us alone",
        "article-created-date: 2024-04-17T12:30:27Z",
        "article-published-date: 2024-04-17T12:30:27Z",
        "version-number: 1",
        "---",
        f"# Title {number}",
        "",
        text,
    ]
    return Source(f"en/KA-{number:05}.md", "en", "\n".join(lines).encode())


class Recorder:
    """A serial mapper that remembers what it was asked to run."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def __call__(self, function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        self.asked = list(items)
        return map_serially(function, items)


def negative(number: int) -> int:
    return -number


class Times:
    """A function with a setting, made anew for each run as `ArticleParser(options)` is."""

    def __init__(self, factor: int) -> None:
        self.factor = factor

    def __call__(self, number: int) -> int:
        return self.factor * number


def test_a_memo_runs_only_what_changed() -> None:
    inner = Recorder()
    memo = Memo(inner)
    sources = [article(1), article(2), article(3)]
    first = memo(ArticleParser(OPTIONS), sources)
    assert inner.asked == sources
    edited = [sources[0], article(2, "Another text."), article(4)]
    second = memo(ArticleParser(OPTIONS), edited)
    assert inner.asked == edited[1:]
    assert list(second) == list(map_serially(ArticleParser(OPTIONS), edited))
    assert second[0] is first[0]


def test_a_memo_forgets_what_is_gone_and_runs_equal_items_once() -> None:
    inner = Recorder()
    memo = Memo(inner)
    assert list(memo(negative, [1, 2, 1])) == [-1, -2, -1]
    assert inner.asked == [1, 2]
    memo(negative, [2])
    memo(negative, [1, 2])
    assert inner.asked == [1]


def test_a_memo_of_another_configuration_starts_anew() -> None:
    inner = Recorder()
    memo = Memo(inner)
    assert list(memo(Times(2), [1, 2])) == [2, 4]
    assert list(memo(Times(2), [1, 2])) == [2, 4]
    assert inner.asked == []
    assert list(memo(Times(3), [1, 2])) == [3, 6]
    assert inner.asked == [1, 2]


def test_the_key_of_an_article_is_its_place_and_content() -> None:
    base = Source("en/a.md", "en", b"x")
    others = [
        Source("en/b.md", "en", b"x"),
        Source("en/a.md", "fr", b"x"),
        Source("en/a.md", "en", b"y"),
    ]
    assert digest_source(base) == digest_source(Source("en/a.md", "en", b"x"))
    assert len({digest_source(source) for source in [base, *others]}) == 4


def travelled(item: object) -> object:
    return pickle.loads(pickle.dumps(item))  # noqa: S301 - made right here


def test_what_travels_between_processes_survives_the_journey() -> None:
    assert travelled(OPTIONS) == OPTIONS
    parsed = ArticleParser(OPTIONS)(article(1))
    assert travelled(parsed) == parsed
    secret = travelled(Secret("internal-notes", "for us alone"))
    assert isinstance(secret, Secret)
    assert secret.reveal_to_leak_check() == "for us alone"
    assert [item.reveal_to_leak_check() for item in parsed.secrets] == ["for us alone"]
