"""Patterns that are compiled when they are first used.

    # "404" yes; "200" no
    _NUMBER: Final = compile_late(r"4[0-9]{2}")

A command uses a third of the 870 patterns of the modules that it imports. To compile all of them
took a tenth of the time of a check after one edit. `compiled_patterns` leaves those that were
compiled to the next run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, AnyStr, Final, cast

from errata.data.compiled_patterns import COMPILED

if TYPE_CHECKING:
    import re

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
