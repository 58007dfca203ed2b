"""The shape of the code: floors, sizes, and that every rule is documented."""

from __future__ import annotations

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import grimp
import pytest

from errata.diagnostics.registry import all_checks
from scripts.draw_floors import PICTURE, draw

if TYPE_CHECKING:
    from errata.diagnostics.registry import Check

SOURCE = Path(__file__).parents[2] / "src" / "errata"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
COMPILERS = {"re.compile", "compile_late"}


@cache
def tree_of(module: Path) -> ast.Module:
    """Parsed once for all tests."""
    return ast.parse(module.read_text("utf-8"))


def test_a_module_has_one_sentence_of_purpose_and_at_most_400_lines() -> None:
    assert [module for module in MODULES if not ast.get_docstring(tree_of(module))] == []
    lines = {module: module.read_text("utf-8").count("\n") for module in MODULES}
    assert [module for module in MODULES if lines[module] > LONGEST_MODULE] == []


# Rooms whose modules are of one kind each, which their first sentence says.
ALIKE = {"commands", "checks", "feeds", "pages", "syntax"}


def test_a_room_s_documentation_names_all_its_modules_in_the_order_of_reading() -> None:
    unnamed = [
        module.relative_to(SOURCE).as_posix()
        for module in MODULES
        if module.name != "__init__.py" and module.parent.name not in {SOURCE.name, *ALIKE}
        if f"`{module.stem}"
        not in (ast.get_docstring(tree_of(module.with_name("__init__.py"))) or "")
    ]
    assert unnamed == []


def test_no_function_is_longer_than_50_lines() -> None:
    functions = [
        (module.name, node.name, (node.end_lineno or 0) - node.lineno)
        for module in MODULES
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [function for function in functions if function[2] >= LONGEST_FUNCTION] == []


SAME_IN_MANY: dict[str, str] = {
    "emit": "each output has one",
    "extend": "each extension of markdown has one",
    "command": "each command has one",
    "run": "as `command`",
    "write": "each report format has one",
    "check": "each check has one",
    "main": "each program has one",
}


def test_no_public_name_is_defined_in_two_modules() -> None:
    places: dict[str, list[str]] = {}
    for module in MODULES:
        for node in tree_of(module).body:
            kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
            if isinstance(node, kinds) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(module.relative_to(SOURCE).as_posix())
    twice = {name: modules for name, modules in places.items() if len(modules) > 1}
    assert {name: twice[name] for name in twice.keys() - SAME_IN_MANY} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports for types alone count: a circle is a subject that is cut in two."""
    graph = grimp.build_graph("errata", cache_dir=None)
    modules = sorted(graph.modules)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in modules}
    sorter = TopologicalSorter({module: imports[module] - {"errata"} for module in modules})
    sorter.prepare()


def test_the_picture_of_the_floors_shows_todays_imports() -> None:
    assert PICTURE.read_text("utf-8") == draw(), "run `make floors`"


def is_written_pattern(node: ast.AST) -> bool:
    """Whether it compiles a text, not with one that data or families make."""
    if not isinstance(node, ast.Call) or ast.unparse(node.func) not in COMPILERS:
        return False
    literal = "".join(str(c.value) for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant))
    return len(literal) > 10


def test_every_pattern_has_a_comment_with_what_it_takes() -> None:
    """On the lines above it, which patterns without a blank line between them may share."""
    bare = [
        f"{module.relative_to(SOURCE)}:{node.lineno}"
        for module in MODULES
        for node in tree_of(module).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and any(map(is_written_pattern, ast.walk(node)))
        and not has_comment(module.read_text("utf-8").splitlines(), node)
    ]
    assert bare == []


def has_comment(lines: list[str], node: ast.stmt) -> bool:
    """Whether one stands right above a statement or in it."""
    above = takewhile(str.strip, reversed(lines[: node.lineno - 1]))
    inside = lines[node.lineno - 1 : node.end_lineno]
    return any(line.lstrip().startswith("#") for line in (*above, *inside))


@pytest.mark.parametrize("check", all_checks().values(), ids=lambda check: check.code)
def test_a_check_s_documentation_begins_with_one_sentence_that_says_what_it_finds(
    check: Check,
) -> None:
    assert 20 < len(check.title) < 100
    assert check.documentation.partition("\n\n")[0].endswith(".")
    assert ". " not in check.title


def test_nothing_but_checks_and_texts_for_people_names_the_code_of_a_check() -> None:
    elsewhere = [path for path in MODULES if path.parent.name != "checks"]
    named = {path.name for path in elsewhere if re.search(r"KB\d{3}", path.read_text("utf-8"))}
    assert named == {"build.py", "config.py", "explain.py"}  # help, and what a key is for
