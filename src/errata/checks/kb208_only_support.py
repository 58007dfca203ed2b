"""A resolution that only tells readers to contact support.

Readers come to the knowledge base so that they do not have to. Say at least what support will do,
what information readers should have ready, and what they can try first.
"""

from functools import partial
from typing import Final

from errata.checks.subjects import KnowledgeBase
from errata.checks.wording import has_phrase
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import Article, Section, SectionKind

SEVERITY = Severity.INFO
MAY_WAIT = True

# Ends of sentences: "Contact support." and "サポートに連絡してください。"; not "v1.2".
_END: Final = compile_late(r"[.!?](?=\s|$)|[。！？\n]")  # noqa: RUF001 - full-width ones
# A text of more sentences says something else, too.
_MOST: Final = 3
# "Note:" and "or" are not sentences.
_SHORTEST: Final = 3


def check(kb: KnowledgeBase) -> Findings:
    """Report resolutions of which every sentence sends readers to support."""
    for article in kb.visible:
        if observe_support_alone(article, kb):
            texts = _resolutions(article)
            heading = next(heading for heading in article.headings if heading.id == texts[0].id)
            remedy = "say what readers can try, and what support needs to know"
            span = Span(article.source, heading.line)
            yield Finding("the resolution only sends readers to support", span, remedy)


def observe_support_alone(article: Article, kb: KnowledgeBase) -> bool:
    """Whether every sentence of the article's resolutions sends readers to support."""
    return kb.observe("only support", bool, article, partial(_sends_to_support, article))


def _resolutions(article: Article) -> list[Section]:
    sections = (section for section in article.sections if section.kind is SectionKind.RESOLUTION)
    return [section for section in sections if section.text.strip()]


def _sends_to_support(article: Article) -> bool:
    texts = _resolutions(article)
    return bool(texts) and all(_is_only_support(section, article) for section in texts)


def _is_only_support(section: Section, article: Article) -> bool:
    parts = (part.strip() for part in _END.split(section.text))
    sentences = [part for part in parts if len(part) > _SHORTEST]
    return 0 < len(sentences) <= _MOST and all(
        has_phrase(sentence, "ask", article.locale)
        and has_phrase(sentence, "support", article.locale)
        for sentence in sentences
    )
