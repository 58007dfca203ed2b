"""Error codes: their families, their mentions, and the articles about them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from errata.values import Value


class SectionKind(StrEnum):
    """The parts of a KCS article that a heading can announce."""

    DESCRIPTION = "description"
    ENVIRONMENT = "environment"
    ISSUE = "issue"
    CAUSE = "cause"
    RESOLUTION = "resolution"
    REPRODUCTION = "reproduction"
    RELATED = "related"
    NOTE = "note"
    BOILERPLATE = "boilerplate"


# `primary` is what an article is about; `secondary` stands in a trace, or wraps another code.
Salience = Literal["primary", "secondary"]


_OTHER_KINDS = frozenset({"status", "ticket", "cve"})


class Family(Value, frozen=True):
    """A family of error codes, as `families.toml` describes it."""

    id: str
    pattern: str
    """A regular expression for one code, without groups; matched between non-word characters."""
    product: str
    meaning: str
    example: str = ""
    url: str = ""
    """Address of the vendor's documentation."""
    # The article is about the message inside, so a wrapper's code is secondary there.
    wrapper: bool = False
    """Whether its codes wrap another message, which says more than they do."""
    kind: str = "error"
    """`error` (also `exception` and `constant`, which are errors), `status`, `ticket` or `cve`."""
    is_of_default_pack: bool = False
    """Whether programs of any maker show its codes: it is in a pack that every knowledge base gets.
    """
    module: str = ""
    """Check digits: the first two of the six that follow `PREFIX-`."""
    aliases: tuple[str, ...] = ()
    """Other prefixes; if the family has check digits, they mean the same codes."""
    canonical: str = ""
    """How its codes are written: `{code}` as found, `{hyphens}` with `-` for `_`, `{numbered}` with
    `-` between letters and number, `{value}` its last word or number. Empty: as found."""
    cue: str = ""
    """A regular expression, case ignored, that must be near; for a form that others have too."""
    forms: str = ""
    """The table of `data/number_forms.toml` that says how its numbers are written; empty: none."""
    page: str = ""
    """Address of the vendor's page about one code, with `{code}`, `{lower}` or `{digits}`; may be
    empty.
    """
    name: str = ""
    """A name for readers, if the id says little: `Exit codes`."""
    severity: tuple[tuple[str, str], ...] = ()
    """Form of a code with `*` and `?`, and its severity; the first that fits counts."""

    @property
    def is_of_errors(self) -> bool:
        """Whether its codes are errors, not statuses, tickets or CVEs."""
        return self.kind not in _OTHER_KINDS


class TextRun(Value, frozen=True):
    """A stretch of an article's repaired text, with its place."""

    text: str
    where: str
    """`title`, `description`, `keywords`, `messages`, `prose`, `span` or `fence`."""
    line: int
    """1-based line of the run's first line in the source file."""
    section: SectionKind | None = None
    block: int = 0
    """A number shared by the runs of one paragraph, heading or cell."""
    emphasis: int = 0
    """A number shared by the runs of one emphasised stretch of the block; 0 outside, negative for
    italics."""
    column: str | None = None
    """The head of a table cell's column; None outside tables."""
    head: str = ""
    """What the block is if it heads an explanation: `h2`, `dt`, `li` or `callout-warning`."""


class CodeSpan(Value, frozen=True):
    """One code found in a text."""

    start: int
    end: int
    code: str
    """The canonical form."""
    family: str
    """The family's id, or the name of the generic detector."""
    kind: str = "error"
    """`error`, `status` (HTTP), `ticket`, `cve`, `masked` (an error whose digits the author hid),
    `suspect` (a damaged code) or `unknown` (in the form of one, without a family); only errors have
    a page as a code."""


class Mention(Value, frozen=True):
    """One occurrence of a code in an article."""

    code: str
    """The canonical form, such as `RED-520025`."""
    family: str
    """The family's id, or the name of the generic detector."""
    where: str
    """See `TextRun.where`; or `name`, of the article's file."""
    line: int
    """1-based line in the source file."""
    kind: str = "error"
    """See `CodeSpan.kind`."""
    surface: str = ""
    """The code as the author wrote it."""
    section: SectionKind | None = None
    # Editors jump to it: a finding about a code names line and column.
    column: int = 1
    """1-based, in characters; 1 if the text was repaired and the file differs."""
    is_exact: bool = False
    """Whether the file has exactly `surface` there."""


class Message(Value, frozen=True):
    """An error message that an article quotes."""

    text: str
    """The message as quoted, one line, repaired."""
    # Two articles quote the same message where the templates are equal, whatever the numbers in it.
    template: str
    """The message with its volatile parts masked, see `errata.messages.mask`."""
    codes: tuple[str, ...]
    """Codes inside it, in order."""
    where: str
    """See `TextRun.where`."""
    line: int
    section: SectionKind | None = None


# Within how many lines below a wrapper's message the wrapped one stands.
_BELOW = 2


def follows_closely(first: Message, second: Message) -> bool:
    """Whether the second message of an article is right below the first."""
    return 0 < second.line - first.line <= _BELOW


class CodeUse(Value, frozen=True):
    """One visible article that is about a code."""

    locale: str
    number: str
    salience: Salience
    # Translations lose codes, and readers search for them in every language.
    inherited: bool = False
    """Whether the translation lacks the code and its source has it."""
    named: bool = False
    """Whether the article's title or file is named after the code."""
    titled: bool = False
    """Whether the title is nothing but the code and what it is: "Compiler Error C2065"."""
    listed: bool = False
    """Whether the article is not named after it and lists several codes of its family."""


class CodeEntry(Value, frozen=True):
    """Everything that the library knows of one code."""

    code: str
    family: str
    kind: str
    uses: tuple[CodeUse, ...]
    """Uses, primary first, then by locale and number."""
    messages: tuple[str, ...] = ()
    """Distinct texts, the most quoted first."""
    cooccurring: tuple[str, ...] = ()
    """Codes in the same articles, the most frequent first."""
    # "Event ID: 4999" is found by what its family calls "Event 4999", and the other way round.
    spellings: tuple[str, ...] = ()
    """Spellings in articles with other letters or digits than its own, the most frequent first."""
    numbers: tuple[str, ...] = ()
    """Other spellings of the same number in logs, and its names."""
    aliases: tuple[str, ...] = ()
    """Other names of the same error: codes of other articles first."""
