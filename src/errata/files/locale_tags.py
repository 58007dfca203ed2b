"""Tells a folder of one locale's articles, such as `pt-BR`, from any other folder."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

_SHAPE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_SCRIPT, _REGION = 4, 2


@cache
def locale_tag(folder: str) -> str | None:
    """The BCP 47 tag that a folder's name means: `pt-BR` for `pt-br` and `pt_BR`, too.

    None where it is no locale that CLDR knows, such as `faq`; nor is `IT`, which is a department.
    """
    if not _SHAPE.fullmatch(folder):
        return None
    tag = "-".join(_cased(index, part) for index, part in enumerate(re.split("[-_]", folder)))
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return tag


def _cased(index: int, part: str) -> str:
    if index == 0:
        return part.lower()
    if len(part) == _SCRIPT:
        return part.title()
    return part.upper() if len(part) == _REGION else part.lower()
