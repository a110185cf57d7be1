"""What never changes once it is made: values that are worked out, and records that may come from outside. The door to msgspec.

Its classes cost next to nothing at a start. What enters from outside is validated by Pydantic, which is loaded when
something has to be read, written or described (`knowledge.validation`), and then only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

from msgspec import Struct, StructMeta, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "Before",
    "Frozen",
    "Record",
    "Shape",
    "Written",
    "field",
    "holds",
    "rebuilt",
    "replace",
    "shaped",
    "unfolded",
]

T = TypeVar("T")
Check = TypeVar("Check", bound=Callable[[Any], Any])
REQUIRED: Any = ...


class Shape:
    """What is asked of a value besides its type, in Pydantic's words (`min_length`, `pattern`, `alias`, …)."""

    __is_annotated_types_grouped_metadata__ = True

    def __init__(self, default: Any, told: Mapping[str, Any]) -> None:
        self.default, self.told = default, told

    def __iter__(self) -> Iterator[Any]:
        """As a part of an annotation it stands for Pydantic's own constraints."""
        from pydantic import Field

        return iter(Field(**self.told).metadata)


def shaped(*, default: Any = REQUIRED, called: str | None = None, **told: Any) -> Any:
    """A field of a record, or a part of an annotation: what is asked of its value, and what it is called outside."""
    return Shape(default, {**told, "alias": called} if called else told)


class Before:
    """In an annotation: what is done to a value before it is validated."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import BeforeValidator

        return BeforeValidator(self.function).__get_pydantic_core_schema__(source, handler)


class Written:
    """In an annotation: how a value is written as JSON."""

    def __init__(self, function: Callable[..., str]) -> None:
        self.function = function

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import PlainSerializer

        return PlainSerializer(self.function, return_type=str).__get_pydantic_core_schema__(source, handler)


def holds(check: Check) -> Check:
    """A method that raises ValueError where a record that was read does not hold together."""
    check.__dict__["is_check"] = True
    return check


class unfolded(cached_property[T]):  # noqa: N801 used as cached_property is
    """A part of a record that is worked out when somebody looks at it, and written with its fields."""


class Shaped(StructMeta):
    """Takes the shapes of fields apart from their defaults, and lets a class keep what it worked out."""

    __shapes__: Mapping[str, Shape] = {}
    __parts__: Mapping[str, unfolded[Any]] = {}

    def __new__(cls, name: str, bases: tuple[type, ...], told: dict[str, Any], **config: Any) -> Any:
        shapes = {key: value for key, value in told.items() if type(value) is Shape}
        for key, shape in shapes.items():
            del told[key]
            if shape.default is not REQUIRED:
                told[key] = shape.default
        kept = {key: value for key, value in told.items() if isinstance(value, cached_property)}
        if kept:
            config["dict"] = True
        made = super().__new__(cls, name, bases, told, **config)
        if shapes:
            made.__shapes__ = {**made.__shapes__, **shapes}
        if kept:
            parts = {key: value for key, value in kept.items() if isinstance(value, unfolded)}
            made.__parts__ = {**made.__parts__, **parts}
        return made


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen(Struct, metaclass=Shaped, frozen=True):
    """A value that is worked out. Equal when all fields are."""


class Closed(Shaped):
    """Its fields are named when one is made, in whatever order. What holds nothing but values cannot lead back to itself,
    so the garbage collector need not look at it.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], told: dict[str, Any], **config: Any) -> Any:
        kept = (isinstance(value, cached_property) for value in told.values())
        keeps = config.get("dict", False) or any(kept) or any(base.__dictoffset__ for base in bases)
        return super().__new__(cls, name, bases, told, **{"kw_only": True, "gc": keeps, **config})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(shaped,))
class Record(Struct, metaclass=Closed, frozen=True):
    """An entry of a file, or a part of what is printed; a key that the shape does not know is a fault where it is read."""

    settings: ClassVar[Mapping[str, Any]] = {"frozen": True, "extra": "forbid", "defer_build": True}
    """how Pydantic reads and writes it"""

    def __reduce__(self) -> tuple[Any, ...]:
        """Its fields, without those that are what they would be anyway."""
        kind = type(self)
        usual = dict(zip(reversed(kind.__struct_fields__), reversed(kind.__struct_defaults__), strict=False))
        told = ((name, getattr(self, name)) for name in kind.__struct_fields__)
        return rebuilt, (kind, {name: value for name, value in told if value is not usual.get(name, REQUIRED)})

    def but(self, **changes: Any) -> Self:
        """The same with other values of these fields."""
        return replace(self, **changes)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from knowledge.validation import schema_of

        return schema_of(cls, handler)

    @classmethod
    def model_validate(cls, data: object, **options: Any) -> Self:
        """Raises Pydantic's ValidationError with every fault."""
        return cls._adapter().validate_python(data, **options)

    @classmethod
    def model_validate_json(cls, text: str | bytes, **options: Any) -> Self:
        """Raises Pydantic's ValidationError with every fault."""
        return cls._adapter().validate_json(text, **options)

    @classmethod
    def model_json_schema(cls, **options: Any) -> dict[str, Any]:
        return cls._adapter().json_schema(**options)

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """As plain data."""
        found: dict[str, Any] = self._adapter().dump_python(self, **options)
        return found

    def model_dump_json(self, **options: Any) -> str:
        return self._adapter().dump_json(self, **options).decode()

    @classmethod
    def _adapter(cls) -> TypeAdapter[Self]:
        from knowledge.validation import adapter_of

        return adapter_of(cls)


def rebuilt(kind: type[Record], given: Mapping[str, Any]) -> Record:
    """The record that was kept."""
    return kind(**given)
