"""Tables of files that people write: structs whose annotations say what their keys may be.

Pydantic validates them, by a model that is made of the fields. It takes 60 ms to import, so it is
imported only where a text is validated that no earlier run has validated.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar, cast, get_type_hints

from msgspec import NODEFAULT, structs

from errata.values import Record

if TYPE_CHECKING:
    from pydantic import BaseModel, GetCoreSchemaHandler, ValidationError
    from pydantic.fields import FieldInfo
    from pydantic_core import CoreSchema

    from errata.errors import ConfigError

Kind = TypeVar("Kind")
Read = Callable[[Any], Any]

_GIVEN: Final = "given"


class Validator(Record, frozen=True):
    """Annotates a field with one of pydantic's validators."""

    name: str
    read: Read

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Make the schema that the validator makes."""
        import pydantic  # noqa: PLC0415 - see the module

        validator = getattr(pydantic, self.name)(self.read)
        return cast("CoreSchema", validator.__get_pydantic_core_schema__(source, handler))


def read_after(read: Read) -> Validator:
    """Return what reads a value of the right type."""
    return Validator("AfterValidator", read)


def read_before(read: Read) -> Validator:
    """Return what reads a value before its type is looked at."""
    return Validator("BeforeValidator", read)


def read_any(read: Read) -> Validator:
    """Return what reads a value of any type, and is all that looks at it."""
    return Validator("PlainValidator", read)


class Limit(Record, frozen=True):
    """Annotates a field with limits, by the names that pydantic's `Field` has for them."""

    limits: dict[str, object]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Add the limits to the schema of the type."""
        return cast("CoreSchema", {**handler(source), **self.limits})


def limit(**limits: object) -> Limit:
    """Return limits, such as `gt=0` or `pattern="^[a-z]$"`."""
    return Limit(limits)


class Table(Record, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A table: the field `fail_on` is its key `fail-on`, and there are no other keys."""

    given: tuple[str, ...] = ()
    """Fields whose keys are in the file."""

    def refuse_misfits(self) -> None:
        """Look at values together.

        Raises:
            ValueError: if they do not fit.
        """

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Make the schema of a model that becomes a table."""
        from pydantic_core import core_schema  # noqa: PLC0415 - see the module

        model = handler(_make_model(cls))
        return core_schema.no_info_after_validator_function(cls._of_model, model)

    @classmethod
    def _of_model(cls, model: BaseModel) -> Self:
        values = {name: getattr(model, name) for name in type(model).model_fields}
        table = cls(**values, given=tuple(sorted(model.model_fields_set)))
        table.refuse_misfits()
        return table


def map_fields(table: type[Table]) -> dict[str, structs.FieldInfo]:
    """Map the keys of a table to its fields."""
    fields = structs.fields(table)
    return {each.encode_name: each for each in fields if each.name != _GIVEN}


def list_keys(table: type[Table]) -> tuple[str, ...]:
    """List the keys of a table."""
    names = zip(table.__struct_fields__, table.__struct_encode_fields__, strict=True)
    return tuple(key for name, key in names if name != _GIVEN)


@cache
def _make_model(table: type[Table]) -> type[BaseModel]:
    from pydantic import ConfigDict, create_model  # noqa: PLC0415 - see the module

    hints = get_type_hints(table, include_extras=True)
    fields: dict[str, Any] = {
        each.name: (hints[each.name], _make_field(each)) for each in map_fields(table).values()
    }
    config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)
    return create_model(table.__name__, __config__=config, __doc__=table.__doc__, **fields)


def _make_field(of: structs.FieldInfo) -> FieldInfo:
    from pydantic import Field  # noqa: PLC0415 - see the module

    if of.required:
        return cast("FieldInfo", Field(alias=of.encode_name))
    if isinstance(of.default, Table):  # its keys have their own defaults
        return cast("FieldInfo", Field(alias=of.encode_name, default_factory=lambda: of.default))
    default = of.default if of.default is not NODEFAULT else of.default_factory()
    return cast("FieldInfo", Field(alias=of.encode_name, default=default))


def validate(
    kind: type[Kind], document: object, explain: Callable[[ValidationError], ConfigError]
) -> Kind:
    """Validate what was read of a file: a table, or a collection of tables.

    Raises:
        ConfigError: as it is explained.
    """
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - see the module

    try:
        return TypeAdapter(kind).validate_python(document)
    except ValidationError as error:
        raise explain(error) from None
