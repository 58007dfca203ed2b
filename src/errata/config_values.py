"""What the values of a configuration may be: each with what is said of one that may not."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from errata.addresses import AddressError, web_address
from errata.characters import BIDI, UNSHOWN

_PATH: Final = "{path}"


def _line(value: str) -> str:
    """A text of the site on one line; what cannot be seen is nothing that readers could read."""
    line = " ".join(value.split())
    hidden = UNSHOWN.search(line) or BIDI.search(line)
    if hidden:
        message = f"the text holds U+{ord(hidden[0]):04X}, which nobody sees: take it out"
        raise ValueError(message)
    return line


def _some(value: str) -> str:
    if not any(char.isprintable() for char in value.replace(" ", "")):
        message = "the text is empty: write what readers shall see"
        raise ValueError(message)
    return value


def _file(value: str) -> str:
    if "\0" in value:
        message = "no file can have a NUL in its name"
        raise ValueError(message)
    return value


def _id(value: str) -> str:
    if value != value.strip() or not value.isprintable() or not value:
        message = f"`{value.strip()}` is no article number or error code"
        raise ValueError(message)
    return value


def _place(value: str) -> str:
    """What looks like an address has to be one; ids are looked up when the articles are known."""
    return web_address(value) if "://" in value else value


def validate_edit_address(value: str) -> str:
    """A web address with a place for the article's file.

    Raises:
        AddressError: if it is none.
    """
    if _PATH not in value:
        message = f"`{value}` does not say where the article's file goes"
        raise AddressError(message, "write it as `https://git.example.com/kb/edit/main/{path}`")
    web_address(value.replace(_PATH, "path"))
    return value


Positive = Annotated[int, Field(gt=0, strict=True)]
Line = Annotated[str, AfterValidator(_line)]
"""On one line, white space of any kind collapsed."""
Name = Annotated[Line, AfterValidator(_some)]
File = Annotated[str, AfterValidator(_file)]
"""Path of a file or folder."""
Target = Annotated[str, AfterValidator(_place)]
Id = Annotated[str, AfterValidator(_id)]
