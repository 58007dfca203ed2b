"""A resolution that is empty, or contains only a word such as `test` or `TBD`.

The page has a button that leads to the resolution, and readers find only a heading there. Write
what solves the problem, or what is known so far. If nothing solves it, say so.
"""

from functools import partial
from typing import Final

from errata.checks.places import heading_place
from errata.checks.subjects import KnowledgeBase
from errata.checks.wording import fold_phrase, read_phrases
from errata.data.patterns import compile_late
from errata.diagnostics import Findings, Severity
from errata.model import Article, Section, SectionKind

SEVERITY = Severity.WARNING
SEVERITY_IF_VALIDATED = Severity.ERROR
MAY_WAIT = True

# What shows something without a text: "<img src=…>" and "<table>"; not "<p>".
_SHOWS: Final = compile_late(r"<(?:img|video|audio|svg|math|input|table|pre|a)\b")
# "<h2 id=…" and "</h2>" of the next heading.
_HEADING: Final = compile_late(r"<h[2-6]\b")


def check(kb: KnowledgeBase) -> Findings:
    """Report articles of which no resolution says anything."""
    for article in kb.visible:
        if observe_empty_resolution(article, kb):
            resolutions = _resolutions(article)
            heading = next(
                heading for heading in article.headings if heading.id == resolutions[0].id
            )
            written = resolutions[0].text.strip()
            content = f"only `{written}`" if written else "nothing"
            message = f"{content} below `{resolutions[0].title}`"
            yield heading_place(article, heading).finding(message, "write what solves the problem")


def observe_empty_resolution(article: Article, kb: KnowledgeBase) -> bool:
    """Whether no resolution of the article says anything, and it has one."""
    return kb.observe("empty resolution", bool, article, partial(_says_nothing, article))


def _resolutions(article: Article) -> list[Section]:
    return [section for section in article.sections if section.kind is SectionKind.RESOLUTION]


def _says_nothing(article: Article) -> bool:
    resolutions = _resolutions(article)
    return bool(resolutions) and all(_is_empty(section, article) for section in resolutions)


def _is_empty(section: Section, article: Article) -> bool:
    """Whether a section has no text or picture, also below a following heading of its rank."""
    if text := fold_phrase(section.text):
        return text in read_phrases("placeholder-titles", article.locale)
    html = "".join(article.body.parts)
    _, _, after = html.partition(f'id="{section.id}"')
    end = _HEADING.search(after)
    if _SHOWS.search(after, 0, end.start() if end else len(after)):
        return False
    # `## Resolution`, then `## Method 1`: authors write so, and mean the methods.
    ids = [heading.id for heading in article.headings]
    following = article.headings[ids.index(section.id) + 1 :]
    return not following or following[0].kind is not None
