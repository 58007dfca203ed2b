"""Docstrings that people read: they are data, so they are available under `python -OO` too."""

from __future__ import annotations

import ast
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import TypeVar, cast

Documented = TypeVar("Documented", bound=Callable[..., object])


def read_docstring(documented: ModuleType | FunctionType | type) -> str:
    """Return a docstring, from the source if Python has dropped it; empty if there is none."""
    written = documented.__doc__
    # A dataclass without a docstring gets its signature as one.
    if written and not written.startswith(f"{documented.__name__}("):
        return written
    import inspect  # noqa: PLC0415 - takes 10 ms, for `python -OO` alone
    import textwrap  # noqa: PLC0415 - as above

    try:
        source = textwrap.dedent(inspect.getsource(documented))
        # Not `ast.parse`, which leaves docstrings out under `-OO` from Python 3.14 on.
        compiled = compile(source, "", "exec", flags=ast.PyCF_ONLY_AST, optimize=0)
    except (OSError, SyntaxError):  # a program without its sources
        return ""
    tree = cast("ast.Module", compiled)
    node = tree if inspect.ismodule(documented) else tree.body[0]
    if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
        return ast.get_docstring(node, clean=False) or ""
    return ""


def keep_docstring(documented: Documented) -> Documented:
    """Return the function or class with its docstring, for readers of `__doc__`."""
    documented.__doc__ = read_docstring(cast("FunctionType | type", documented))
    return documented
