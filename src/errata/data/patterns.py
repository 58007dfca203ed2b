"""Patterns that are compiled when they are first used.

    # "404" yes; "200" no
    _NUMBER: Final = compile_late(r"4[0-9]{2}")

A command uses a third of the 870 patterns of the modules that it imports. To compile all of them
took a tenth of the time of a check after one edit.

One run can leave their compiled forms to the next. To compile the 380 patterns that an edited
article needs took 0.09 of the 0.75 s of its check; to load their compiled forms takes 0.005 s.
Python has no public way to do it: it is done by what `re.compile` itself does, and by `re.compile`
where that is not there. A compiled form is a program for one version of Python: what stores it
names that version, as `VERSION` does. Python checks each program when it is loaded.

With them it leaves the tables of the data files: to parse the 20 that a check of an edited article
reads takes 0.025 s.
"""

from __future__ import annotations

import re
import sys
from array import array
from hashlib import sha256
from importlib import import_module
from typing import Any, AnyStr, Final, TypeAlias, cast

from msgspec import MsgspecError, field, msgpack

from errata.values import MutableRecord, Value

# Programs are lists of numbers of four bytes.
_NUMBERS: Final = "I"


class _Program(Value, frozen=True):
    flags: int
    code: bytes
    groups: int
    names: dict[str, int]
    """Numbers of groups by name."""


_Forms: TypeAlias = tuple[dict[str, _Program], dict[str, dict[str, Any]]]


def _import_compiler() -> tuple[Any, Any] | None:
    """Return Python's compiler of patterns, in two modules; None if it is not as it was."""
    try:
        compiler, engine = import_module("re._compiler"), import_module("_sre")
    except ImportError:
        return None
    needed = hasattr(compiler, "_code") and hasattr(compiler, "_parser")
    sizes = (getattr(engine, "CODESIZE", 0), array(_NUMBERS).itemsize)
    return (compiler, engine) if needed and sizes == (4, 4) else None


_COMPILER: Final = _import_compiler()
VERSION: Final = f"{sys.version} {sys.byteorder} {getattr(import_module('_sre'), 'MAGIC', 0)}"
"""What a compiled form depends on, besides its pattern."""


class CompiledPatterns(MutableRecord):
    """Compiles patterns, or takes their compiled forms from an earlier run."""

    programs: dict[str, _Program] = field(default_factory=dict)
    """By a digest of pattern and flags."""
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By the name of the data file."""
    is_news: bool = False
    """Whether a pattern was compiled, or a table parsed, since they were loaded."""

    def load(self, data: bytes) -> None:
        """Load what `dump` returned in another run; nothing else."""
        try:
            programs, tables = msgpack.decode(data, type=_Forms)
        except MsgspecError:
            return
        self.programs, self.tables = {**programs, **self.programs}, {**tables, **self.tables}
        self.is_news = False

    def dump(self) -> bytes:
        """Return all compiled forms."""
        self.is_news = False
        return msgpack.encode((self.programs, self.tables))

    def compile(self, pattern: str | bytes, flags: int = 0) -> re.Pattern[Any]:
        """Return what `re.compile` does.

        Raises:
            re.error: if the pattern has a fault.
        """
        if _COMPILER is None:
            return re.compile(pattern, flags)
        key = sha256(repr((pattern, int(flags))).encode()).hexdigest()
        program = self.programs.get(key)
        if program is None:
            program = self.programs[key] = _translate(_COMPILER[0], pattern, flags)
            self.is_news = True
        numbers = array(_NUMBERS, program.code).tolist()
        by_number: list[str | None] = [None] * (program.groups + 1)
        for name, number in program.names.items():
            by_number[number] = name
        group_names = (program.names, tuple(by_number))
        compiled = _COMPILER[1].compile(
            pattern, program.flags, numbers, program.groups, *group_names
        )
        return cast("re.Pattern[Any]", compiled)


def _translate(compiler: Any, pattern: str | bytes, flags: int) -> _Program:  # noqa: ANN401 - a module without types
    """Translate a pattern, as `re._compiler.compile` does."""
    parsed = compiler._parser.parse(pattern, int(flags))  # noqa: SLF001 - see the module
    code = compiler._code(parsed, int(flags))  # noqa: SLF001 - as above
    state = parsed.state
    numbers = array(_NUMBERS, code).tobytes()
    return _Program(int(flags) | state.flags, numbers, state.groups - 1, state.groupdict)


COMPILED: Final = CompiledPatterns()
"""Those of this process."""


# The methods of a pattern that callers use; each is looked up as fast as in the pattern itself.
_METHODS: Final = (
    *("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "scanner"),
    *("flags", "groups", "groupindex"),
)


def compile_late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` does, but show a fault in the pattern only when it is used.

    It is for patterns of modules, which a test compiles. It is not an instance of `re.Pattern`, and
    no match has it as its `re`.
    """
    return cast("re.Pattern[AnyStr]", LatePattern(pattern, flags))


class LatePattern:
    """Stands for a compiled pattern."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._given = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        # Called for what is not there: once, as the pattern is used for the first time.
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = COMPILED.compile(self.pattern, self._given)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return self.__dict__[name]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LatePattern):
            return NotImplemented
        return self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __reduce__(self) -> tuple[type[LatePattern], tuple[str | bytes, int]]:
        return LatePattern, self._key

    def __repr__(self) -> str:
        return f"compile_late({self.pattern!r}, {int(self._given)})"

    @property
    def _key(self) -> tuple[str | bytes, int]:
        return self.pattern, int(self._given)
