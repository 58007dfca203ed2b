"""Configurations of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from errata.config import Config

if TYPE_CHECKING:
    from collections.abc import Mapping


def make_config(document: Mapping[str, Any]) -> Config:
    """Validate tables as they are in a file, where `Config` takes values as they are."""
    return TypeAdapter(Config).validate_python(document)
