"""Words that visitors use for the words that articles use, as `synonyms.toml` has them.

They are applied when the index is built: an article whose title, description or keywords have one
member of a group gets the words of the others. So a query costs nothing more, and the browser
needs to know nothing of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from errata.search.tokens import tokenize
from errata.text.toml import explain_toml_error, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.model import SearchText
    from errata.search.stemmer import Stemmer

_Group = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(min_length=2)
]
Groups = tuple[tuple[str, ...], ...]


class _Language(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: tuple[_Group, ...] = ()


class _File(RootModel[dict[str, _Language]]):
    """Language -> its groups."""


def parse_synonyms(text: str, path: str) -> dict[str, Groups]:
    """Language, such as `pt`, or locale, such as `pt-BR` -> its groups.

    Raises:
        ConfigError: on a syntax error, an unknown key or a group of one; with file and line.
    """
    try:
        parsed = _File.model_validate(read_toml(text, path))
    except ValidationError as error:
        raise explain_toml_error(error, text, path, ["groups"]) from None
    return {name: language.groups for name, language in parsed.root.items()}


class Synonyms:
    """The groups of one locale as terms: those of its language and its own."""

    def __init__(self, groups: Mapping[str, Groups], locale: str, stemmer: Stemmer) -> None:
        names = dict.fromkeys((locale.partition("-")[0], locale))
        chosen = [group for name in names for group in groups.get(name, ())]
        self._groups = [
            [" ".join(tokenize(member, stemmer)) for member in group] for group in chosen
        ]

    def expand(self, text: SearchText) -> list[str]:
        """Terms that the article's own may be called, without those that it has."""
        own = f" {text.title} . {text.description} . {text.keywords} "
        found: dict[str, None] = {}
        for group in self._groups:
            if any(f" {member} " in own for member in group if member):
                found.update(dict.fromkeys(term for member in group for term in member.split()))
        return [term for term in found if f" {term} " not in own]
