"""Words that visitors use for the words that articles use, as `synonyms.toml` has them.

They are applied when the index is built: an article whose title, description or keywords have one
member of a group gets the words of the others. So a query costs nothing more, and the browser
needs to know nothing of them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
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
        # First term of a member -> the members, each with the place of its group: of hundreds of
        # groups an article's own terms begin a few.
        self._members: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for at, group in enumerate(self._groups):
            for member in filter(None, group):
                self._members[member.partition(" ")[0]].append((f" {member} ", at))

    def expand(self, text: SearchText) -> list[str]:
        """Terms that the article's own may be called, without those that it has."""
        own = f" {text.title} . {text.description} . {text.keywords} "
        terms = set(own.split(" "))
        begun = (member for term in terms & self._members.keys() for member in self._members[term])
        places = {at for member, at in begun if member in own}
        said = (member.split() for at in sorted(places) for member in self._groups[at])
        return [term for term in dict.fromkeys(chain.from_iterable(said)) if term not in terms]
