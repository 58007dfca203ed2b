"""What is shown of the thing under the cursor: a code, a linked article, a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.articles.front_matter.mapping import IGNORED, INTERNAL, PUBLIC_FACT, find_meaning
from errata.articles.front_matter.schema import PUBLIC, PUBLICATION
from errata.codes.families import documentation_of
from errata.editor.lookups import code_at, linked_article
from errata.model import INTERNAL_KEYS, Audience
from errata.site.answers import answer_code
from errata.site.badges import state_of
from errata.site.feeds.markdown_text import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.editor.document import EditedText
    from errata.editor.knowledge import Knowledge
    from errata.model import Article
    from errata.site.code_answer import Explanation

# Characters of a cause or a resolution: about eight lines of a pop-up.
_LONGEST: Final = 500
_MOST_MESSAGES: Final = 3
_MOST_ARTICLES: Final = 5
_INTERNAL: Final = "internal: the value never reaches the site"
_KNOWN: Final = PUBLIC | PUBLICATION
# Our key, or how a key is declared -> what it is for.
_KEYS: Final = {
    **_KNOWN,
    INTERNAL: _INTERNAL,
    IGNORED: "of another tool; not read",
    PUBLIC_FACT: "shown among the article's facts",
}


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown about a piece of one line; columns are 1-based, the end is behind it."""

    markdown: str
    line: int
    start: int
    end: int


def hover(knowledge: Knowledge, document: EditedText, line: int, column: int) -> Hover | None:
    """What is known of the thing at a place."""
    if linked := linked_article(knowledge, document, line, column):
        text = "\n\n".join(_describe_article(linked.article, knowledge))
        return Hover(text, line, linked.start, linked.end)
    if found := code_at(knowledge, document, line, column):
        text = "\n\n".join(_describe_code(found.code, document.locale, knowledge))
        return Hover(text, line, found.start, found.end) if text else None
    return _describe_key(knowledge, document, line, column)


def _describe_article(article: Article, knowledge: Knowledge) -> Iterator[str]:
    data = article.metadata
    yield f"**{escape_markdown(data.title)}**"
    state = state_of(article, knowledge.now)
    hidden = "hidden" if data.hidden else ""
    readers = data.publication.audience
    audience = "" if readers is Audience.PUBLIC else f"for {readers} readers"
    facts = (article.shown_number, article.locale, state, hidden, audience)
    yield " · ".join(filter(None, facts))
    if data.description:
        yield escape_markdown(data.description)
    if article.codes:
        yield "Codes: " + ", ".join(f"`{code}`" for code in article.codes[:_MOST_ARTICLES])


def _describe_code(code: str, locale: str, knowledge: Knowledge) -> Iterator[str]:
    library = knowledge.library
    entry = library.index.get(code)
    family = library.families.get(entry.family) if entry else None
    if entry is None:
        return
    meaning = f": {family.product}, {family.meaning}" if family else ""
    yield f"**`{code}`**{escape_markdown(meaning)}"
    locales = [use.locale for use in entry.uses]
    if locales:
        answer = answer_code(knowledge.site, code, locale if locale in locales else locales[0])
        if answer.explanations:
            yield from _describe_explanation(answer.explanations[0])
        if names := [*_names(answer.numbers[:_MOST_ARTICLES], locale, knowledge)]:
            yield "\n".join(names)
    if address := documentation_of(code, family):
        yield f"[Documentation of the vendor]({address})"


def _names(numbers: Iterable[str], locale: str, knowledge: Knowledge) -> Iterator[str]:
    for number in numbers:
        if article := knowledge.article(number, locale):
            name = f"{article.shown_number} {article.metadata.title}".strip()
            yield f"- {escape_markdown(name)}"


def _describe_explanation(explanation: Explanation) -> Iterator[str]:
    for message in explanation.messages[:_MOST_MESSAGES]:
        yield f"> {escape_markdown(message.text)}"
    if cause := explanation.cause.plain_text:
        yield f"**Cause:** {_shorten(cause)}"
    if resolution := explanation.resolution.plain_text:
        yield f"**Resolution:** {_shorten(resolution)}"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return escape_markdown(line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…")


def _describe_key(
    knowledge: Knowledge, document: EditedText, line: int, column: int
) -> Hover | None:
    if line not in document.front_matter:
        return None
    key = document.key_at(line)
    text = document.lines.line(line)
    at = text.find(key)
    if not key or not 0 <= at < column <= at + len(key) + 1:
        return None
    meaning = find_meaning(key, knowledge.vocabulary.conventions)
    about = _KEYS.get(meaning, _INTERNAL if meaning in INTERNAL_KEYS else "")
    read_as = f" is read as `{meaning}`" if meaning in _KNOWN and meaning != key else ""
    return Hover(f"`{key}`{read_as}: {about}", line, at + 1, at + len(key) + 1) if about else None
