"""Errors in a template, reported to the person who wrote it: file, line, how to fix it.

Jinja rewrites tracebacks so that frames of compiled templates have the template's own lines; the
innermost such frame is where the error is. A name that does not exist gets a suggestion.

A block that overrides nothing is an error too. Jinja ignores it, so a typing error in its name, or
a block that a new version no longer has, would look like an override without effect.
"""

from __future__ import annotations

from functools import partial
from traceback import extract_tb
from typing import TYPE_CHECKING, Final

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from errata.diagnostics import Span, suggest_name
from errata.errors import ThemeError
from errata.theme.sandbox import TooManyStepsError
from errata.values import list_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from jinja2 import Environment

    from errata.model import TemplateFile


# The names that a template may start from.
NAMES: Final = ("data", "page", "site", "ui")


class UnknownNameError(UndefinedError):
    """A template used a name that an object, or its context, does not have."""

    def __init__(self, owner: object, name: str, message: str | None) -> None:
        super().__init__(message)
        self.name = name
        self.owner = owner


class StrictNames(StrictUndefined):
    """Strict undefined values, which remember which object lacks which name."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> None:
        # Jinja raises `exc(message)` when the value is used: by then owner and name are forgotten.
        if name is not None and exc is UndefinedError:
            exc = partial(UnknownNameError, obj, name)  # type: ignore[assignment] # it is only called
        super().__init__(hint, obj, name, exc)  # type: ignore[arg-type] # as above


def to_theme_error(error: Exception, files: Mapping[str, TemplateFile], name: str) -> ThemeError:
    """Convert an error to the theme's: its template and line, and how to fix it."""
    span = _place(error, files, name)
    match error:
        case ThemeError():
            return ThemeError(error.message, span=error.span or span, help=error.help)
        case TemplateNotFound():
            return make_missing_template_error(str(error.name), files, span)
        case UnknownNameError():
            return _report_unknown(error, span)
        case _:
            inner = next((n for n, file in files.items() if file.path == span.path), name)
            message, remedy = _describe(error, inner)
            return ThemeError(message, span=span, help=remedy)


def _describe(error: Exception, name: str) -> tuple[str, str]:
    match error:
        case TemplateSyntaxError():
            return f"the template has a syntax error: {_clause(error)}", ""
        case SecurityError():
            remedy = "use the values of `page`, `site` and `ui` as they are"
            return f"the template does what the sandbox forbids: {_clause(error)}", remedy
        case TooManyStepsError():
            remedy = "look for a loop within a loop, or for a macro that calls itself"
            return f"the template does not end: {_clause(error)}", remedy
        case RecursionError():
            remedy = f"extend `default/{name}` to build on the shipped one"
            return "the template extends or includes itself", remedy
        case _:
            return f"the template fails: {_clause(error)}", ""


def make_missing_template_error(
    name: str, files: Mapping[str, TemplateFile], span: Span
) -> ThemeError:
    """Make the error for a template that does not exist."""
    return ThemeError(
        f"the template `{name}` does not exist",
        span=span,
        help=suggest_attribute(name, sorted(files)),
    )


def _report_unknown(error: UnknownNameError, span: Span) -> ThemeError:
    if error.owner is missing:
        return ThemeError(
            f"`{error.name}` is not defined", span=span, help=suggest_attribute(error.name, NAMES)
        )
    kind = type(error.owner).__name__
    names = _names(error.owner)
    return ThemeError(
        f"`{kind}` has no `{error.name}`", span=span, help=suggest_attribute(error.name, names)
    )


def _names(owner: object) -> list[str]:
    return list(list_fields(type(owner))) or [
        name for name in dir(owner) if not name.startswith("_")
    ]


def suggest_attribute(name: str, choices: Iterable[str]) -> str:
    """Return the nearest of the known names, or all of them."""
    names = list(choices)
    return suggest_name(name, names, "it has: " + ", ".join(f"`{item}`" for item in names))


def _place(error: Exception, files: Mapping[str, TemplateFile], name: str) -> Span:
    if isinstance(error, TemplateSyntaxError):
        return Span(error.filename or _path(name, files), error.lineno)
    # The innermost frame: an included template, rather than the page that includes it.
    paths = {file.path for file in files.values()}
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename in paths]
    if not frames:
        return Span(_path(name, files))
    return Span(frames[-1].filename, frames[-1].lineno or 1)


def _path(name: str, files: Mapping[str, TemplateFile]) -> str:
    return files[name].path if name in files else name


def _clause(error: Exception) -> str:
    # A message begins in lower case, unless with an abbreviation, and has no full stop.
    text = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return text if text[:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def reject_unused_blocks(
    environment: Environment, files: Mapping[str, TemplateFile], name: str
) -> None:
    """Check the blocks of a template that extends another.

    Raises:
        ThemeError: at the first block that overrides none.
    """
    tree = environment.parse(files[name].text, name, files[name].path)
    parent = _parent(tree)
    if parent not in files:
        return
    # Blocks inside blocks may be new, so only those at the top of the template are checked.
    defined = {
        block.name
        for text in _chain(environment, files, parent)
        for block in text.find_all(nodes.Block)
    }
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in defined:
            message = f"`{parent}` has no block `{node.name}`"
            span = Span(files[name].path, node.lineno)
            raise ThemeError(message, span=span, help=suggest_attribute(node.name, sorted(defined)))


def _chain(
    environment: Environment, files: Mapping[str, TemplateFile], name: str
) -> Iterator[nodes.Template]:
    visited: set[str] = set()
    while name in files and name not in visited:
        visited.add(name)
        tree = environment.parse(files[name].text, name, files[name].path)
        yield tree
        name = _parent(tree)


def _parent(tree: nodes.Template) -> str:
    """Return the template that it extends; empty if none, or if named at run time."""
    extends = tree.find(nodes.Extends)
    name = extends.template if extends else None
    return name.value if isinstance(name, nodes.Const) and isinstance(name.value, str) else ""
