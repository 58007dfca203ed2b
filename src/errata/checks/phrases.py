"""What the search for leaks compares: texts of articles that are not published, and public texts.

Of an article that is not published, the title, the keywords and the sentences are searched for.
Short ones are left out, because everybody writes them. A text that is also public is not a secret:
boilerplate that articles share, untranslated parts of translations, words of the interface.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.data import read_data
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.checks.subjects import FinishedSite
    from errata.model import Article

# The fewest bytes of a title or keyword, which says more. Fourteen are the longest name of a month
# with its year, which pages have by themselves: "September 2026".
_MIN_BYTES_OF_NAME: Final = 15
# Sentences of one article: the 1,162 real ones have 40 on average. Beyond, more tell no more.
_MAX_SENTENCES: Final = 1_000
# A tag inside a sentence: "<b>", '<a href="x">'; not "<p>", "<br>", "a < b".
_INLINE_TAG: Final = compile_late(
    r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|s|span|strong|sub|sup|u|var)\b[^<>]*>"
)
# "<h2 id='x'>Cause</h2>"; not "<hr>".
_HEADING: Final = compile_late(r"<h([1-6])\b[^<>]*>.*?</h\1>", re.DOTALL)
# Where a sentence ends: "<p>", "\n", and the stop in "Wait. Then"; not "1.5".
_END: Final = compile_late(r"<[^<>]*>|[\r\n]+|(?<=[.!?])\s|(?<=[。！？])")  # noqa: RUF001 - Japanese marks
# The kind of what is of no key of the front matter.
TEXT: Final = "text"


class WithheldText(NamedTuple):
    """The texts of an article that is not published."""

    source: str
    names: tuple[str, ...]
    """Its title, description and keywords."""
    sentences: tuple[str, ...]
    """Sentences, as HTML."""


class PublicText(NamedTuple):
    """A public text."""

    said_by: str
    """Where it is from, for messages."""
    text: str


def withheld_text(article: Article) -> WithheldText:
    """Return what an article can be recognised by."""
    data = article.metadata
    names = (data.title, data.description, *data.keywords)
    long = (name for name in names if len(name.encode("utf-8", "replace")) >= _MIN_BYTES_OF_NAME)
    html = _INLINE_TAG.sub("", "\n".join((*article.title.parts, "".join(article.body.parts))))
    sentences = dict.fromkeys(filter(None, map(str.strip, _END.split(html))))
    return WithheldText(article.source, tuple(long), tuple(sentences)[:_MAX_SENTENCES])


def content_in_public(article: Article) -> str:
    """Return the title and the body of a published article, as HTML."""
    # An address that the author wrote is apart from the text around it.
    refs = "\n".join(str(ref) for ref in (*article.title.refs, *article.body.refs))
    title, body = "".join(article.title.parts), "".join(article.body.parts)
    # A summary continues from one section to the next, without their headings.
    return "\n".join((title, body, refs, _HEADING.sub(" ", body)))


def facts_in_public(article: Article) -> str:
    """Return the public front matter of a published article."""
    data = article.metadata
    lists = (data.keywords, data.solutions, data.products, data.applies_to, article.codes)
    facts = (values for _, values in data.facts)
    texts = (data.title, data.description, data.navigation_title, data.number, data.replaced_by)
    values = (value for items in (*lists, data.redirect_from, *facts) for value in items)
    return "\n".join((*texts, *values))


def other_public_texts(site: FinishedSite) -> Iterator[PublicText]:
    """Yield the texts of the shipped theme, the configuration and the catalogue."""
    if site.theme:
        # Not a user's own templates and strings: somebody may have copied a note into one.
        own = "the shipped theme"
        yield from (PublicText(own, file.text) for file in site.theme.defaults.values())
        for locale, strings in site.theme.strings.items():
            if locale not in site.theme.string_files:
                yield PublicText(own, "\n".join(strings.values()))
        for path, data in site.theme.assets.items():
            if path.endswith(_SHIPPED) and path not in site.theme.own_assets:
                yield PublicText(own, data.decode("utf-8", "replace"))
    reasons = read_data("http_reasons").items()
    yield PublicText("the shipped theme", "\n".join(f"{code} {reason}" for code, reason in reasons))
    if site.config:
        footer = (item.text for item in site.config.site.footer)
        redirects = (f"{old} {new}" for old, new in sorted(site.config.redirects.items()))
        texts = (*site.config.site.texts, *footer, *site.config.authors.teams, *redirects)
        yield PublicText("the configuration", "\n".join(texts))
    for family in site.library.families.values():
        names = f"{family.product}\n{family.name}\n{family.example}\n{family.url}"
        yield PublicText("a code family", f"{names}\n{family.meaning}")
    inputs = site.library.inputs
    for entry in inputs.catalogue:
        yield PublicText("the catalogue", f"{entry.code}\n{entry.message}")
    yield PublicText("the list of published ids", "\n".join(one.id for one in inputs.published_ids))


# Endings of the theme's files: a user's logo has another one.
_SHIPPED: Final = (".js", ".css")
