"""An article that is not published: a draft, an internal article, or one outside its dates.

Nothing from it is on the site: no page, no search result, no link. To see unfinished articles, use
`errata build --drafts`. To see articles for a smaller audience, use `--audience`.

Each translation is judged by its own front matter. If the original in the default language is
internal and a translation is published, this is an error, because somebody probably forgot to mark
the translation. If the original is a draft or has expired, this is a warning.
"""

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import WithheldArticle, WithholdingReason

SEVERITY = Severity.INFO

# Reason -> what a message says that the article is.
DESCRIPTIONS = {
    WithholdingReason.DRAFT: "a draft",
    WithholdingReason.UNLISTED: "unlisted",
    WithholdingReason.SCHEDULED: "to be published later",
    WithholdingReason.EXPIRED: "past its last day",
    WithholdingReason.UNREADABLE: "held back until a value can be read",
    WithholdingReason.INTERNAL: "internal",
    WithholdingReason.PARTNER: "for partners only",
    WithholdingReason.CUSTOMER: "for customers only",
}
_BY_AUDIENCE = frozenset(
    {WithholdingReason.INTERNAL, WithholdingReason.PARTNER, WithholdingReason.CUSTOMER}
)


def check(kb: KnowledgeBase) -> Findings:
    """Report every withheld article, and translations published although their source is not."""
    for item in kb.library.withheld:
        span = Span(item.source, item.line)
        yield Finding(f"not published: {DESCRIPTIONS[item.reason]}", span, _remedy(item))
        if item.locale == kb.config.default_locale:
            yield from _translations(item, kb)


def _remedy(item: WithheldArticle) -> str:
    if item.reason is WithholdingReason.UNREADABLE:
        return "correct the value"
    option = f"--audience {item.reason}" if item.reason in _BY_AUDIENCE else "--drafts"
    return f"to see it, build with `{option}`"


def _translations(item: WithheldArticle, kb: KnowledgeBase) -> Findings:
    for locale in kb.library.translations.get(item.number, ()):
        article = kb.library.by_key[locale, item.number]
        grave = item.reason in _BY_AUDIENCE
        message = f"published, although its original `{item.source}` is {DESCRIPTIONS[item.reason]}"
        remedy = "mark this translation in the same way, or publish the original"
        severity = Severity.ERROR if grave else Severity.WARNING
        yield Finding(message, Span(article.source), remedy, severity)
