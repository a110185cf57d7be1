"""A kind of record → what Pydantic needs to read, write and describe it: a model of its fields, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, TypeVar, cast, get_type_hints

from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields
from pydantic import BaseModel, Field, GetCoreSchemaHandler, PrivateAttr, TypeAdapter, computed_field
from pydantic_core import CoreSchema, core_schema

from knowledge.frozen import Record, unfolded

__all__ = ["adapter_of", "schema_of"]

R = TypeVar("R", bound=Record)
MADE: Callable[..., object] = type(BaseModel)
"""what makes models"""


@cache
def adapter_of(kind: type[R]) -> TypeAdapter[R]:
    """Reads, writes and describes records of that kind."""
    return TypeAdapter(kind)


def schema_of(kind: type[Record], handler: GetCoreSchemaHandler) -> CoreSchema:
    """Read as its model is, and then checked; written and described as its model."""
    model = _model_of(kind)
    return core_schema.no_info_wrap_validator_function(
        partial(_read, kind),
        handler.generate_schema(model),
        serialization=core_schema.wrap_serializer_function_ser_schema(partial(_write, model)),
    )


class _Model(BaseModel):
    _of: Any = PrivateAttr(None)


@cache
def _model_of(kind: type[Record]) -> type[_Model]:
    """With the name, the words, the fields and the parts of the record."""
    hints = get_type_hints(kind, include_extras=True)
    told = {
        "__module__": kind.__module__,
        "__qualname__": kind.__qualname__,
        "__doc__": kind.__doc__,
        "__annotations__": {name: hints[name] for name in kind.__struct_fields__},
        "model_config": {**kind.settings},
    }
    shaped = {item.name: _field(kind, item) for item in fields(kind)}
    parts = {name: _part(name, part) for name, part in kind.__parts__.items()}
    return cast("type[_Model]", MADE(kind.__name__, (_Model,), {**told, **shaped, **parts}))


def _field(kind: type[Record], item: FieldInfo) -> Any:
    """What may be left out, and what is asked of the value besides its type."""
    told = dict(kind.__shapes__[item.name].told) if item.name in kind.__shapes__ else {}
    if item.default is not NODEFAULT:
        told["default"] = item.default
    elif item.default_factory is not NODEFAULT:
        told["default"] = item.default_factory()
    return Field(**told)


def _returned(part: unfolded[Any]) -> Any:
    return get_type_hints(part.func, include_extras=True)["return"]


def _part(name: str, part: unfolded[Any]) -> Any:
    def get(model: _Model) -> Any:
        return getattr(model._of, name)  # noqa: SLF001 ours

    get.__name__, get.__doc__ = name, part.__doc__
    return computed_field(return_type=_returned(part))(property(get))


def _read(kind: type[R], value: object, read: Callable[[object], BaseModel]) -> R:
    """One of the kind as it is; else the fields, checked. What was written with its parts is read with them."""
    if isinstance(value, kind):
        return value
    written = {name: part for name, part in kind.__parts__.items() if isinstance(value, Mapping) and name in value}
    if written and isinstance(value, Mapping):
        parts = {name: _reader(part).validate_python(value[name], strict=False) for name, part in written.items()}
        value = {key: told for key, told in value.items() if key not in written}
    made = kind(**vars(read(value)))
    for check in _checks(kind):
        getattr(made, check)()
    if written:
        vars(made).update(parts)
    return made


@cache
def _reader(part: unfolded[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(_returned(part))


@cache
def _checks(kind: type[Record]) -> tuple[str, ...]:
    """The methods that hold a record to what it has to be, those of what it is a kind of first."""
    named = (
        name for base in reversed(kind.__mro__) for name, value in vars(base).items() if hasattr(value, "is_check")
    )
    return tuple(dict.fromkeys(named))


def _write(model: type[_Model], record: Record, write: Callable[[object], Any]) -> Any:
    """Handed over as its model, which is not validated again."""
    told = model.model_construct()
    object.__setattr__(told, "__dict__", {name: getattr(record, name) for name in record.__struct_fields__})
    told._of = record  # noqa: SLF001 ours
    return write(told)
