"""The shape of the code: floors, sizes, and that every rule is documented."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from errata.diagnostics.registry import all_checks

SOURCE = Path(__file__).parents[2] / "src" / "errata"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_has_one_sentence_of_purpose_and_at_most_400_lines(module: Path) -> None:
    text = module.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module opens with its purpose"
    assert text.count("\n") <= LONGEST_MODULE


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_function_is_longer_than_50_lines(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    functions = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [
        node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("rule", all_checks().values(), ids=lambda rule: rule.code)
def test_every_rule_has_a_documentation_page(rule: object) -> None:
    documentation = getattr(rule, "documentation", "")
    assert len(documentation) > 40
