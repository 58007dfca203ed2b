"""What is usual in a knowledge base: the checks of an article's form require only that.

Articles of one kind are those of a locale and folder whose numbers begin with the same letters:
`KA-…` are articles and `KT-…` videos. A section is expected of all if four fifths have it, and if
there are enough articles to tell. An author with another form, or none, gets no such findings.
`[articles] sections` in `errata.toml` sets the sections for all articles instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.model import Article, SectionKind
from errata.values import Record

if TYPE_CHECKING:
    from errata.checks.subjects import KnowledgeBase

# Of 1,162 real articles in the form of KCS, 89 in 100 have an environment and 18 in 100 a cause. In
# a folder of another vendor where two thirds have symptoms and resolution, the rest are guides.
_CUSTOMARY: Final = 4 / 5
# Fewer articles do not make a custom.
_FEWEST: Final = 8
# "KA" in "KA-19371" and "KB" in "KB4014346"; nothing of "19371" and of names such as "mail-limit".
_LETTERS: Final = compile_late(r"([A-Za-z]{1,10})-?[0-9]")
# Locale, folder and letters of the number.
Kind = tuple[str, str, str]
# The section that tells readers the problem, under either name.
PROBLEM: Final = frozenset({SectionKind.ISSUE, SectionKind.DESCRIPTION})
# Sections that only articles about problems have.
_OF_PROBLEMS: Final = frozenset({SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.RESOLUTION})


class Form(Record, frozen=True):
    """Articles of one kind, and the sections that are expected of each."""

    kind: Kind
    articles: tuple[Article, ...]
    """The articles to judge."""
    sections: frozenset[SectionKind]

    @property
    def is_standard(self) -> bool:
        """Whether they follow the KCS content standard: problem and solution."""
        return SectionKind.RESOLUTION in self.sections and bool(PROBLEM & self.sections)


def article_forms(kb: KnowledgeBase) -> Iterator[Form]:
    """Yield the visible articles to judge by kind, in the order of the library."""
    configured = kb.config.articles.sections
    customs = kb.survey(_find_customs) if configured is None else {}
    configured_kinds = frozenset(map(SectionKind, configured or ()))
    kinds = kb.survey(group_articles_by_kind) if kb.judged is None else _by_kind(kb.visible)
    for kind, articles in kinds.items():
        yield Form(kind, tuple(articles), customs.get(kind, configured_kinds))


def group_articles_by_kind(kb: KnowledgeBase) -> Mapping[Kind, list[Article]]:
    """Group all visible articles by kind, to find what is customary among them."""
    return _by_kind(kb.library.visible)


def _by_kind(articles: Iterable[Article]) -> Mapping[Kind, list[Article]]:
    kinds: dict[Kind, list[Article]] = defaultdict(list)
    for article in articles:
        kinds[article.locale, article.source.rpartition("/")[0], _letters(article)].append(article)
    return kinds


def _find_customs(kb: KnowledgeBase) -> Mapping[Kind, frozenset[SectionKind]]:
    articles = kb.survey(group_articles_by_kind)
    observe = partial(kinds_of_sections, kb=kb)
    sections = kb.observe_all("sections", frozenset[SectionKind], kb.library.visible, observe)
    return {
        kind: _customary_sections([sections[article.source] for article in articles[kind]])
        for kind in articles
    }


def standard_articles(kb: KnowledgeBase) -> Iterator[Article]:
    """Yield the visible articles that are written as problem and solution."""
    for form in article_forms(kb):
        if form.is_standard:
            yield from form.articles


def is_customary(articles: Iterable[Article], has: Callable[[Article], bool]) -> bool:
    """Whether four fifths of enough articles have something."""
    answers = [has(article) for article in articles]
    return len(answers) >= _FEWEST and sum(answers) >= _CUSTOMARY * len(answers)


def kinds_of_sections(article: Article, kb: KnowledgeBase) -> frozenset[SectionKind]:
    """Return the kinds of sections that the article has."""
    return kb.observe(
        "sections",
        frozenset[SectionKind],
        article,
        lambda: frozenset(section.kind for section in article.sections),
    )


def _letters(article: Article) -> str:
    match = _LETTERS.match(article.shown_number)
    return match[1].upper() if match else ""


def _customary_sections(articles: Sequence[frozenset[SectionKind]]) -> frozenset[SectionKind]:
    """Return the sections that are usual, from the sections of each article."""
    counts = Counter(kind for kinds in articles for kind in kinds)
    usual = frozenset(
        kind
        for kind, count in counts.items()
        if len(articles) >= _FEWEST and count >= _CUSTOMARY * len(articles)
    )
    # Pages of a reference have descriptions, too: of a field, a category or a command.
    is_of_problems = not usual.isdisjoint(_OF_PROBLEMS)
    return usual if is_of_problems else usual - {SectionKind.DESCRIPTION}
