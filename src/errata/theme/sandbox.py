"""Jinja's sandbox with a limit on the steps for one page, and a fast path for fields of views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from contextvars import ContextVar
from functools import wraps
from types import BuiltinMethodType, FunctionType
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment

from errata.data.patterns import compile_late
from errata.text.strings import Strings
from errata.values import list_fields

if TYPE_CHECKING:
    from jinja2.runtime import Context


# The arguments of compiled code that Jinja passes to a callable for its own use.
_OF_JINJA: Final = ("_loop_vars", "_block_vars")
# The most steps for one page: some seconds of an empty loop. The list of all titles of 100,000
# articles takes a twentieth of it.
MOST_STEPS: Final = 10_000_000
# A call takes as long as so many items of a loop.
STEPS_OF_CALL: Final = 10
# The most characters or items of what `*` may make, and digits of what `**` may: far more than a
# page has.
MOST_MADE: Final = 1_000_000
# Characters of what `+`, `~`, an output or a call may make: texts of articles of 8 MiB, with all
# their HTML. Lists count with the bytes of each item.
MOST_JOINED: Final = 50_000_000
_BYTES_OF_ITEM: Final = 8
# So many characters count as a step: a page may make a gigabyte of texts, one after the other.
_CHARACTERS_OF_STEP: Final = 100
# The longest separator of items whose number is unknown.
_LONGEST_SEPARATOR: Final = 1_000
# The width of `wordwrap` where none is given
_WIDTH: Final = 79
# The width in "%9999999d" and "{:>1234567}" yes; in "%5d" no.
_WIDE: Final = compile_late(r"[0-9]{7,}")
GROWING: Final = ("batch", "center", "format", "indent", "join", "replace", "slice", "wordwrap")
"""Filters whose output may be much longer than what they get."""
COUNTED: Final = "errata_counted"
"""Name of the filter for the items of each loop."""

_steps: ContextVar[int] = ContextVar("steps", default=0)


class _PlainFields(dict[type, frozenset[str]]):
    """Class -> the names of its fields that templates may see, computed once."""

    def __missing__(self, kind: type) -> frozenset[str]:
        self[kind] = frozenset(name for name in list_fields(kind) if not name.startswith("_"))
        return self[kind]


_PLAIN_FIELDS: Final = _PlainFields()


class _CheckedCode(CodeGenerator):
    """Writes code that checks the size of what `~` makes."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        self.writeline("from errata.theme.sandbox import check_size")
        super().visit_Template(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - as above
        self.write("check_size('~', ")
        super().visit_Concat(node, frame)
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """Forbids what Jinja's sandbox does; the fast path is only for plain values."""

    code_generator_class = _CheckedCode
    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
    ) -> str:
        count_loops(source)
        return super()._generate(source, name, filename, defer_init)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Return a product, a sum or a formatted text, if it is not too large."""
        check_product(operator, left, right)
        if operator == "%" and isinstance(left, str):
            check_call(operator, left, right if isinstance(right, tuple) else (right,))
        return check_size(operator, super().call_binop(context, operator, left, right))

    def getattr(self, obj: object, attribute: str) -> object:
        """Return the field, or what the sandbox allows of anything else."""
        kind = type(obj)
        if kind is Strings:
            word: object = obj.shown.get(attribute)  # type: ignore[attr-defined]  # it is
            return super().getattr(obj, attribute) if word is None else word
        if attribute in _PLAIN_FIELDS[kind]:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, called: object, /, *args: object, **kwargs: object) -> object:
        """Call what the sandbox allows; strings of the interface are called directly."""
        if type(called) is not Strings:
            count_steps(STEPS_OF_CALL)
            # Jinja wraps `format` in a function.
            is_method = type(called) in {BuiltinMethodType, FunctionType}
            method = getattr(called, "__wrapped__", called) if is_method else None
            if isinstance(text := getattr(method, "__self__", None), str):
                check_call(getattr(method, "__name__", ""), text, args)
            return super().call(context, called, *args, **kwargs)
        for name in _OF_JINJA:
            kwargs.pop(name, None)
        return called(*args, **kwargs)  # type: ignore[arg-type]  # it says itself what is wrong

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """Join the pieces of a page, a block or a macro."""
        return join_pieces(pieces)


class TooManyStepsError(Exception):
    """A template does more for a page than anyone can intend."""


def begin_page() -> None:
    """Count from zero."""
    _steps.set(0)


def count_steps(count: int) -> None:
    """Add steps.

    Raises:
        TooManyStepsError: if the page takes more than it may.
    """
    steps = _steps.get() + count
    _steps.set(steps)
    if steps > MOST_STEPS:
        message = f"it takes more than {MOST_STEPS:,} steps for one page"
        raise TooManyStepsError(message)


def count_items(items: Iterable[object]) -> Iterable[object]:
    """Return the items of a loop, counted at once, or one by one if their number is unknown."""
    if isinstance(items, Sized):
        count_steps(len(items))
        return items
    return _count_each(items)


def _count_each(items: Iterable[object]) -> Iterator[object]:
    for item in items:
        count_steps(1)
        yield item


def count_loops(template: nodes.Template) -> None:
    """Count the items of every loop."""
    for loop in template.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, COUNTED, [], [], None, None, lineno=loop.iter.lineno)


def check_product(operator: str, left: object, right: object) -> None:
    """Check the size of a result of `*` or `**` before it is made.

    Raises:
        TooManyStepsError: if it is larger than anything on a page.
    """
    size = 0
    if operator == "**" and isinstance(left, int) and isinstance(right, int):
        size = left.bit_length() * max(right, 0)
    if operator == "*" and isinstance(left, int) and isinstance(right, int):
        size = left.bit_length() + right.bit_length()
    for text, times in ((left, right), (right, left)) if operator == "*" else ():
        if isinstance(times, int) and isinstance(text, str | list | tuple):
            size = len(text) * times
    if size > MOST_MADE:
        message = f"`{operator}` would make more than {MOST_MADE:,} characters"
        raise TooManyStepsError(message)
    count_steps(size // _CHARACTERS_OF_STEP)


def check_size(operator: str, value: object) -> object:
    """Return what `+` or `~` made; in a loop that joins a text to itself it doubles each time.

    Raises:
        TooManyStepsError: if it is larger than anything on a page.
    """
    if isinstance(value, str):
        _check_made(operator, len(value))
    elif isinstance(value, Sized):
        _check_made(operator, len(value) * _BYTES_OF_ITEM)
    return value


def join_pieces(pieces: Iterable[str]) -> str:
    """Return the pieces of an output as one text.

    Raises:
        TooManyStepsError: if it is larger than any page.
    """
    result = [*pieces]
    _check_made("{{ … }}", sum(map(len, result)))
    return "".join(result)


def limit_filter(name: str, apply: Callable[..., object]) -> Callable[..., object]:
    """Return a filter that refuses to make what is larger than anything on a page."""

    @wraps(apply)  # also Jinja's mark that it wants the environment
    def applied(*args: object, **kwargs: object) -> object:
        values = [value for value in args if not isinstance(value, Environment | nodes.EvalContext)]
        check_call(name, values[0], (*values[1:], *kwargs.values()))
        return apply(*args, **kwargs)

    return applied


def check_call(name: str, subject: object, arguments: Sequence[object]) -> None:
    """Check the size of what a filter, or a method of a text, will make.

    Raises:
        TooManyStepsError: if it is larger than anything on a page.
    """
    _check_made(name, _estimate(name, subject, arguments))


def _estimate(name: str, subject: object, arguments: Sequence[object]) -> int:
    """Return about how many characters or items a call adds."""
    text = subject if isinstance(subject, str) else ""
    texts = [argument for argument in arguments if isinstance(argument, str)]
    longest = max(map(len, texts), default=0)
    number = max((argument for argument in arguments if isinstance(argument, int)), default=0)
    size = 0
    match name:
        case "center" | "ljust" | "rjust" | "zfill" | "batch" | "slice":
            size = number
        case "expandtabs":
            size = text.count("\t") * number
        case "indent":
            size = (text.count("\n") + 1) * max(number, longest)
        case "replace":
            size = text.count(texts[0]) * longest if texts else 0
        case "wordwrap":
            # What is left of a long word is copied for each line.
            word = max(map(len, text.split()), default=0)
            size = max(len(text) * longest, word * word // (number or _WIDTH))
        case "translate":
            size = len(text) * MOST_MADE
        case "join":
            size = _estimate_joined(text, subject, arguments)
        case "%" | "format" | "format_map":
            # "%*d" and "{:{}}" take the width from the arguments.
            width = number if "*" in text or ":{" in text else 0
            size = MOST_JOINED + 1 if _WIDE.search(text) else width
    return size


def _estimate_joined(text: str, pieces: object, arguments: Sequence[object]) -> int:
    """As a filter, `join` gets the items first; as a method, the separator."""
    items = arguments[0] if text and arguments else pieces
    separator = text or next((argument for argument in arguments if isinstance(argument, str)), "")
    if isinstance(items, Sized):
        return len(items) * len(separator)
    return MOST_JOINED + 1 if len(separator) > _LONGEST_SEPARATOR else 0


def _check_made(maker: str, size: int) -> None:
    if size > MOST_JOINED:
        message = f"`{maker}` makes more than {MOST_JOINED:,} characters"
        raise TooManyStepsError(message)
    count_steps(size // _CHARACTERS_OF_STEP)
