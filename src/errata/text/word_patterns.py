"""Regular expressions that find any of many words, in time that hardly grows with their number.

An alternation of eighty words tries all of them at each letter. Words that begin alike share their
beginning here, so that a letter that begins none costs one look.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Letter -> what may follow; the key "" marks the end of a word.
_Branches = dict[str, "_Branches"]
_END: Final = ""


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches where one of the words stands; of none, a pattern without a match.

    Where one word begins another, which of them it takes is not said: ask whether, not how far.
    """
    root: _Branches = {}
    for word in filter(None, words):
        branch = root
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    # "[abc]" first: one look at a letter instead of one for each branch.
    firsts = "".join(re.escape(letter) for letter in sorted(root))
    return f"(?=[{firsts}]){_write(root)}" if root else "(?!)"


def _write(branches: _Branches) -> str:
    letters = [letter for letter in sorted(branches) if letter != _END]
    parts = [re.escape(letter) + _write(branches[letter]) for letter in letters]
    if not parts:
        return ""
    group = f"(?:{'|'.join(parts)})" if len(parts) > 1 or _END in branches else parts[0]
    return f"{group}?" if _END in branches else group
