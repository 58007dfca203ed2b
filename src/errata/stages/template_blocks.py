"""Blocks that a template overrides in vain: those that nothing it extends has.

Jinja leaves such a block out in silence, so a slip in a name, or a block that a new version no
longer has, would look like an override that does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from errata.diagnostics import Span
from errata.errors import ThemeError
from errata.stages.template_faults import suggest_attribute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment

    from errata.model import TemplateFile


def reject_unused_blocks(
    environment: Environment, files: Mapping[str, TemplateFile], name: str
) -> None:
    """Looks through a template that extends another; blocks inside blocks may be new.

    Raises:
        ThemeError: at the first block that overrides none.
    """
    tree = environment.parse(files[name].text, name, files[name].path)
    parent = _parent(tree)
    if parent not in files:
        return
    known = {block for text in _chain(environment, files, parent) for block in _blocks(text)}
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in known:
            message = f"`{parent}` has no block `{node.name}`"
            span = Span(files[name].path, node.lineno)
            raise ThemeError(message, span=span, help=suggest_attribute(node.name, sorted(known)))


def _chain(
    environment: Environment, files: Mapping[str, TemplateFile], name: str
) -> Iterator[nodes.Template]:
    seen: set[str] = set()
    while name in files and name not in seen:
        seen.add(name)
        tree = environment.parse(files[name].text, name, files[name].path)
        yield tree
        name = _parent(tree)


def _parent(tree: nodes.Template) -> str:
    """The name of what it extends; empty where there is none, or none that can be known."""
    found = tree.find(nodes.Extends)
    named = found.template if found else None
    return named.value if isinstance(named, nodes.Const) and isinstance(named.value, str) else ""


def _blocks(tree: nodes.Template) -> Iterator[str]:
    return (node.name for node in tree.find_all(nodes.Block))
