"""The beginning of an article about a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The most characters of a title that is made from a message: what search engines show of one.
_LONGEST_TITLE: Final = 70
# How many characters a clause has: "ORA-12154: cannot" has 17.
_CLAUSE: Final = 17


@dataclass(frozen=True, slots=True)
class LogExcerpt:
    """The beginning of an article about a log."""

    codes: tuple[str, ...] = ()
    """Codes; those that no article explains come first."""
    messages: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Numbers of articles that already explain a part of it."""

    @property
    def title(self) -> str:
        """The first message, else the first code."""
        text = (self.messages or self.codes or ("",))[0]
        # The text before the first value that changes, if that is a clause.
        clause = text.partition("…")[0]
        words = " ".join((clause if len(clause) >= _CLAUSE else text.replace("…", " ")).split())
        words = words.strip(" .:;,=-")
        return words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE].rpartition(" ")[0]

    def fill(self, issue: str) -> str:
        """Return the text below the heading of the issue."""
        listed = "".join(f"- `{code}`\n" for code in self.codes)
        quoted = "\n".join(self.messages).replace("```", "'''")
        block = f"```\n{quoted}\n```\n" if quoted else ""
        return "\n\n".join(filter(None, (issue, listed.rstrip(), block.rstrip())))
