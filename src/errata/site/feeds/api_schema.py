"""The documents of the JSON API as types, from which their JSON Schema is made.

The same types write the files and describe them, so that the two cannot differ. Within version 1
keys are only added. Every `href` is relative to the document that it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Annotated, Final, Literal, get_args

from pydantic import Field, TypeAdapter

from errata import model
from errata.docstrings import keep_docstring
from errata.site.urls import VERSION

Version = Annotated[Literal["1"], Field(description="Of the API, not of the content.")]
Href = Annotated[str, Field(description="Relative to this document.")]
Instant = Annotated[str | None, Field(description="ISO 8601 in UTC.")]
Code = Annotated[str, Field(description="Canonical form, such as RED-520025.")]
Number = Annotated[str, Field(description="Identity of an article across locales: KA-19371.")]
Tag = Annotated[str, Field(description="BCP 47.")]
Salience = Annotated[
    model.Salience,
    Field(description="secondary: only in a trace, or as the wrapper of another code."),
]
Template = Annotated[str, Field(description="The message with its volatile parts masked.")]


@dataclass(frozen=True, slots=True)
class Site:
    """`index.json`: where everything begins."""

    version: Version
    generator: str
    name: str
    locales: tuple[LocaleCount, ...]
    codes: Annotated[int, Field(description="Error codes with a document of their own.")]
    links: Links


@dataclass(frozen=True, slots=True)
class LocaleCount:
    """The articles of one locale."""

    locale: Tag
    articles: int
    html: Href


@dataclass(frozen=True, slots=True)
class Links:
    """The other documents."""

    articles: Href
    codes: Href
    schema: Href


@dataclass(frozen=True, slots=True)
class CodeIndex:
    """`codes/index.json`: every error code, sorted."""

    version: Version
    codes: tuple[CodeSummary, ...]


@dataclass(frozen=True, slots=True)
class CodeSummary:
    """A code in the list of codes."""

    code: Code
    family: str
    kind: str
    articles: Annotated[int, Field(description="Visible articles about it, in all locales.")]
    html: Href
    json: Href


@dataclass(frozen=True, slots=True)
class CodeDocument:
    """`codes/<code>.json`: all that the site knows of one code."""

    version: Version
    code: Code
    kind: str
    family: FamilyObject
    messages: Annotated[tuple[MessageObject, ...], Field(description="The most quoted first.")]
    uses: Annotated[dict[str, tuple[Use, ...]], Field(description="By locale, the best first.")]
    together: Annotated[tuple[CodeLink, ...], Field(description="Seen in the same articles.")]
    html: Annotated[dict[str, str], Field(description="Its page by locale.")]
    permalink: Href
    severity: Annotated[str, Field(description="Empty where the code does not tell.")]
    answers: Annotated[dict[str, AnswerObject], Field(description="By locale.")]
    near: Annotated[tuple[CodeLink, ...], Field(description="Easily taken for this code.")]
    aliases: Annotated[tuple[CodeLink, ...], Field(description="What else the error is called.")]


@dataclass(frozen=True, slots=True)
class AnswerObject:
    """What the articles of a locale say of a code."""

    single: Annotated[bool, Field(description="Whether the first explanation is for all messages.")]
    explanations: Annotated[tuple[ExplanationObject, ...], Field(description="The best first.")]


@dataclass(frozen=True, slots=True)
class ExplanationObject:
    """What one article says of a code, in whole sentences and steps; a text may be empty."""

    number: Number
    messages: tuple[QuotedObject, ...]
    cause: str
    resolution: str
    html: Annotated[Href, Field(description="The section that answers.")]


@dataclass(frozen=True, slots=True)
class QuotedObject:
    """A message of the code, and the section of the article that quotes it."""

    text: str
    html: Href


@dataclass(frozen=True, slots=True)
class FamilyObject:
    """What codes with one prefix have in common."""

    id: str
    product: str
    meaning: str
    url: Annotated[str, Field(description="The vendor's documentation, or empty.")]
    wrapper: Annotated[bool, Field(description="Its codes wrap another message, which says more.")]


@dataclass(frozen=True, slots=True)
class MessageObject:
    """An error message as articles quote it."""

    text: str
    template: Template
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """An article about a code."""

    number: Number
    title: str
    salience: Salience
    inherited: Annotated[bool, Field(description="The code stands in the source, not here.")]
    html: Href
    json: Href


@dataclass(frozen=True, slots=True)
class CodeLink:
    """Another code; its document, where it has one."""

    code: Code
    json: Annotated[str | None, Field(description="Relative to this document.")]


@dataclass(frozen=True, slots=True)
class ArticleIndex:
    """`articles/index.json`: every visible article, by locale and number."""

    version: Version
    articles: tuple[ArticleSummary, ...]


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article in the list of articles."""

    number: Number
    locale: Tag
    title: str
    updated: Instant
    html: Href
    json: Href


@dataclass(frozen=True, slots=True)
class ArticleDocument:
    """`articles/<number>.<locale>.json`: one article in one locale."""

    version: Version
    number: Number
    locale: Tag
    title: str
    description: str
    products: tuple[str, ...]
    solutions: tuple[str, ...]
    applies_to: tuple[str, ...]
    keywords: tuple[str, ...]
    created: Instant
    updated: Instant
    revision: Annotated[int | None, Field(description="The author's version number.")]
    machine_translated: bool
    codes: tuple[ArticleCode, ...]
    messages: tuple[MessageObject, ...]
    sections: tuple[SectionObject, ...]
    translations: tuple[Translation, ...]
    html: Href
    markdown: Href


@dataclass(frozen=True, slots=True)
class ArticleCode:
    """An error code of an article."""

    code: Code
    salience: Salience
    inherited: bool
    json: Href


@dataclass(frozen=True, slots=True)
class SectionObject:
    """A recognised part of an article, as plain text; a part may hold another."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Translation:
    """The article in another locale."""

    locale: Tag
    html: Href
    json: Href


Document = Site | CodeIndex | CodeDocument | ArticleIndex | ArticleDocument
DOCUMENTS: Final[tuple[type[Document], ...]] = get_args(Document)


@cache
def type_adapters() -> dict[type, TypeAdapter[Document]]:
    """Return what reads and writes documents of each kind."""
    return {kind: TypeAdapter(kind) for kind in DOCUMENTS}


def _keep_docstrings() -> None:
    """Keep the docstrings, which are descriptions in the schema."""
    for kind in list(globals().values()):
        if isinstance(kind, type) and is_dataclass(kind):
            keep_docstring(kind)


@cache
def json_schema() -> dict[str, object]:
    """Return the JSON Schema, draft 2020-12, of every document; one of `anyOf` fits each."""
    _keep_docstrings()
    # One call for all, so that a type which two documents share is defined once.
    inputs = [
        (kind.__name__, "serialization", adapter) for kind, adapter in type_adapters().items()
    ]
    refs, definitions = TypeAdapter.json_schemas(inputs, ref_template="#/$defs/{model}")  # type: ignore[arg-type] # the mode is one of its literals
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The JSON API of an errata site",
        "description": f"Version {VERSION}. Within a version keys are only added.",
        "version": VERSION,
        "anyOf": [refs[kind.__name__, "serialization"] for kind in DOCUMENTS],
        "$defs": definitions["$defs"],
    }
