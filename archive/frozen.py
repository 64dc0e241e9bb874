"""Small classes of values, frozen and with slots, that cost little at every start.

`dataclasses` compiles six methods for each class, and to do so for those that a search loads was a
sixth of the time that a cold one took. Here it compiles `__init__` alone. So mypy refuses to change
a value; at run time nothing does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Makes a dataclass of which two are equal if all their fields are, and have the same hash."""
    made: Any = dataclass(slots=True, eq=False, repr=False)(cls)
    names = tuple(each.name for each in fields(made))
    values = attrgetter(*names) if names else lambda one: ()

    def equal(one: Any, other: object) -> Any:
        return values(one) == values(other) if type(other) is type(one) else NotImplemented

    def shown(one: Any) -> str:
        parts = (f"{name}={getattr(one, name)!r}" for name in names)
        return f"{type(one).__qualname__}({', '.join(parts)})"

    made.__eq__, made.__hash__ = equal, lambda one: hash(values(one))
    if "__repr__" not in vars(cls):
        made.__repr__ = shown
    whole: type[T] = made
    return whole


def changed(one: T, **values: Any) -> T:
    """`dataclasses.replace` of what `sendable` knows, without its questions about each field."""
    made: Any = type(one)
    _, before = made.__reduce__(one)
    return cast("T", made(**{**dict(zip(made.__match_args__, before, strict=True)), **values}))


def sendable(cls: type[T]) -> type[T]:
    """Makes what is sent of a dataclass with several fields, to another process, its values alone.

    A frozen one with slots would otherwise be asked for the names of its fields at each end, in
    Python: for an article that took longer than all else that is done to send it.
    """
    made: Any = cls
    values = attrgetter(*made.__match_args__)
    made.__reduce__ = lambda one: (made, values(one))
    return cls
