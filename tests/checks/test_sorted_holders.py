"""Which articles have which shingle is found as in a dictionary."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest

from errata.checks import kept_overlaps
from errata.checks.kept_overlaps import Holders
from errata.checks.overlaps import find_overlaps
from tests.site.factories import article, with_content


@pytest.mark.parametrize("parts", [2, 16, 256])
def test_holders_are_those_of_a_dictionary(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_overlaps, "_PARTS", parts)
    random = Random(5)  # noqa: S311 - the same articles each time
    values = [random.randrange(-(2**63), 2**63) for _ in range(40)] + [0, -1, 2**63 - 1, -(2**63)]
    articles = [sorted(random.sample(values, random.randrange(12))) for _ in range(30)]
    wanted: dict[int, list[int]] = defaultdict(list)
    for index, shingles in enumerate(articles):
        for shingle in shingles:
            wanted[shingle].append(index)
    holders = Holders.of(articles)
    assert {value: list(holders.get(value)) for value in values} == {v: wanted[v] for v in values}
    assert sorted(map(list, holders.values())) == sorted(filter(None, wanted.values()))
    assert list(Holders.of([]).values()) == []


def test_articles_that_say_the_same_are_found() -> None:
    random = Random(6)  # noqa: S311 - as above
    texts = [" ".join(f"word{random.randrange(500)}" for _ in range(120)) for _ in range(12)]
    texts += [f"{texts[3]} more", f"before {texts[7]}"]
    articles = []
    for number, text in enumerate(texts):
        subject = article(f"KA-000{number:02}", fields={"title": f"Title {number}"})
        search = type(subject.search)(body=text)
        articles.append(with_content(subject, search=search))
    assert [(pair.article.number, pair.other.number) for pair in find_overlaps(articles)] == [
        ("KA-00012", "KA-00003"),
        ("KA-00013", "KA-00007"),
    ]
