"""The words next to which a number is a status or an error, from `data/context_words.toml`.

Every text is searched for the words of all languages: a translation quotes the product's own
English messages, and an English article those of a localised product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from errata.data import read_data

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Languages = Mapping[str, Mapping[str, Sequence[str]]]

# "a", "é", "5", "_" yes; "エ", "-" no
_LETTER: Final = r"[A-Za-z0-9_\u00c0-\u024f]"
# Where a word or code may begin and end: next to no Latin letter or digit. Other scripts have no
# spaces. "エラー404が" has a number by itself, "v404" and "404é" have none.
START: Final = f"(?<!{_LETTER})"
END: Final = f"(?!{_LETTER})"


def context_words(field: str) -> str:
    """Return a regular expression for the words of one field in all languages."""
    scripts = cast("Mapping[str, Languages]", read_data("context_words"))
    spaced, unspaced = (
        "|".join(word for language in scripts[script].values() for word in language[field])
        for script in ("spaced", "unspaced")
    )
    return f"{START}(?:{spaced}){END}|{unspaced}"


# "error", "エラー" yes; "terror" no
ERROR: Final = rf"(?i-x:{context_words('error')})"
# "error code", "código de erro" yes; "error" no
ERROR_CODE: Final = rf"(?i-x:{context_words('error_code')})"
