"""Small classes of values, frozen and with slots, that cost little at every start.

`dataclasses` compiles six methods for each class, and to do so for those that a search loads was a
sixth of the time that a cold one took. Here it compiles `__init__` alone. So mypy refuses to change
a value; at run time nothing does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

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
