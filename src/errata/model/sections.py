"""The parts of an article that its headings announce."""

from __future__ import annotations

from enum import StrEnum


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
