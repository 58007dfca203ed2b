"""Default deny: whatever a template can reach is a plain value."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from pkgutil import walk_packages
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from markupsafe import Markup

import errata.site
from errata.config import Config
from errata.model import Article, Library, Metadata, Parsed, Secret
from errata.theme.render import SiteView
from errata.values import Record, list_fields
from tests.site.factories import plan_of, small_library

PLAIN = {str, bool, int, datetime, Markup, NoneType}
FOUND = walk_packages(errata.site.__path__, "errata.site.")
MODULES = [import_module(found.name) for found in FOUND]
ROOTS = [
    kind
    for module in MODULES
    for name, kind in vars(module).items()
    if name.endswith("View") and list_fields(kind) and kind.__module__ == module.__name__
]


def is_view(kind: type) -> bool:
    """Whether a class of values is one of the site's own; `Library` and its like are not."""
    return kind.__module__.startswith("errata.site.") or kind is SiteView


def reached(annotation: object) -> set[object]:
    """Every type below an annotation, through tuples, unions and views."""
    origin = get_origin(annotation)
    if origin in {tuple, Union, UnionType}:
        inner = [item for item in get_args(annotation) if item is not Ellipsis]
        return set().union(*(reached(item) for item in inner))
    if isinstance(annotation, type) and list_fields(annotation) and is_view(annotation):
        hints = get_type_hints(annotation)
        below = [reached(hints[name]) for name in list_fields(annotation)]
        return {annotation}.union(*below)
    return {annotation}


VIEWS = sorted(
    {one for root in ROOTS for one in reached(root) if isinstance(one, type) and is_view(one)},
    key=lambda view: view.__name__,
)


@pytest.mark.parametrize("view", [*VIEWS, SiteView], ids=lambda view: view.__name__)
def test_a_view_reaches_plain_values_and_other_views_only(view: type) -> None:
    assert reached(view) - PLAIN - set(VIEWS) - {SiteView} == set()


@pytest.mark.parametrize("internal", [Secret, Library, Article, Metadata, Parsed, Any, object])
def test_the_walk_would_see_an_internal_type(internal: object) -> None:
    assert internal in reached(tuple[tuple[internal, ...], ...] | None)  # type: ignore[valid-type] # made at run time


def test_every_page_that_is_planned_shows_one_of_the_views() -> None:
    kinds = {type(page.view) for page in plan_of(small_library(), Config()).pages}
    assert kinds <= set(VIEWS)


def test_views_are_frozen_and_have_no_attributes_of_their_own() -> None:
    for view in VIEWS:
        assert issubclass(view, Record), view
        settings = view.__struct_config__
        assert settings.frozen, view
        assert not settings.dict, view
