"""Values of the model as JSON and back, checked against their classes; never pickle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Final, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from errata import diagnostics, model

if TYPE_CHECKING:
    from collections.abc import Hashable

_CONFIG: Final = ConfigDict(
    defer_build=True,
    strict=True,
    extra="forbid",  # tells the members of a union apart, too: each has other fields
    ser_json_bytes="base64",
    val_json_bytes="base64",
)
_NAMES: Final = {**vars(diagnostics), **vars(model), "datetime": datetime, "Mapping": Mapping}
"""What the model's annotations name, which its modules import for type checkers alone."""


def encode_result(kind: Hashable, value: object) -> bytes | None:
    """The value, of the class `kind`, as JSON; None for what has none, as half a surrogate pair."""
    try:
        return _form(kind).dump_json((value,))
    except PydanticSerializationError:
        return None


def decode_result(kind: Hashable, data: bytes) -> object | None:
    """The value; None where the JSON is none of the class `kind`."""
    try:
        value: object = _form(kind).validate_json(data)[0]
    except ValidationError:
        return None
    return value


@cache
def _form(kind: Hashable) -> TypeAdapter[tuple[Any]]:
    """Of a tuple of one: pydantic lets no dataclass itself be configured from outside."""
    alone = cast("Any", GenericAlias(tuple, (kind,)))
    form: TypeAdapter[tuple[Any]] = TypeAdapter(alone, config=_CONFIG)
    form.rebuild(_types_namespace=_NAMES)
    return form
