"""Links cost the same however many files and links there are."""

from __future__ import annotations

from errata.checks.kb301_broken_link import check
from errata.checks.subjects import KnowledgeBase
from errata.config import Config
from tests.support.linear import ends
from tests.targets.small_folder import linked

MANY = 4_000


@ends
def test_many_broken_links_among_many_files() -> None:
    files = [f"en/assets/screen-of-the-wizard-step-{index:05}.png" for index in range(MANY)]
    text = "\n".join(f"- [x](../about-the-wizard-step-{index:05}.md)" for index in range(MANY))
    library = linked(files, {"en/mail/first.md": text})
    assert len(list(check(KnowledgeBase(library, Config())))) == MANY


@ends
def test_one_long_line_of_links_by_reference() -> None:
    links = " ".join(f"[x][r{index}]" for index in range(MANY // 4))
    definitions = "\n".join(f"[r{index}]: ../missing-{index}.md" for index in range(MANY // 4))
    library = linked([], {"en/mail/first.md": f"{links}\n\n{definitions}\n"})
    (article,) = library.articles
    lines = [ref.position.line for ref in article.body.refs]  # type: ignore[union-attr]  # all have one
    assert lines == list(range(8, 8 + MANY // 4))
