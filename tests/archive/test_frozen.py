"""Classes of values that are quick to make: they behave as dataclasses do."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, fields, is_dataclass

import pytest

from archive.frozen import frozen


@frozen
class Place:
    """A place with its names."""

    name: str
    names: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)


@frozen
class Town:
    """Another class with one field."""

    name: str


@frozen
class Nowhere:
    """A class without fields."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """What it is to be like."""

    name: str


def test_values_are_equal_where_their_fields_are() -> None:
    assert Place("Mosul", ("Ninua",)) == Place("Mosul", ("Ninua",))
    assert Place("Mosul") != Place("Mosul", ("Ninua",))
    assert Town("Mosul") != Compiled("Mosul")
    assert Nowhere() == Nowhere()
    assert len({Town("Mosul"), Town("Mosul"), Town("Raqqa"), Nowhere(), Nowhere()}) == 3


def test_a_field_that_has_no_hash_lets_the_value_have_none() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Place("Mosul"))


def test_they_are_dataclasses_with_slots() -> None:
    assert is_dataclass(Place)
    assert [each.name for each in fields(Place)] == ["name", "names", "told"]
    assert repr(Town("Mosul")) == repr(Compiled("Mosul")).replace("Compiled", "Town")
    assert repr(Nowhere()) == "Nowhere()"
    assert not hasattr(Town("Mosul"), "__dict__")
    match Town("Mosul"):
        case Town(name):
            assert name == "Mosul"


def test_they_can_be_sent_to_another_process() -> None:
    place = Place("Mosul", ("Ninua",), {"a": "b"})
    assert pickle.loads(pickle.dumps(place)) == place
