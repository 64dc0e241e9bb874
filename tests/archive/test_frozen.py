"""Classes of values that are quick to make: they behave as dataclasses do."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, fields, is_dataclass, replace

import pytest

from archive.frozen import changed, frozen, sendable


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


@sendable
@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent to another process."""

    name: str
    names: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)


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


def test_of_what_is_sent_go_the_values_and_no_names_of_fields() -> None:
    sent = Sent("Mosul", ("Ninua",), {"a": "b"})
    data = pickle.dumps(sent, pickle.HIGHEST_PROTOCOL)
    assert pickle.loads(data) == sent
    assert b"told" not in data


def test_one_that_is_changed_is_another_with_all_else_as_it_was() -> None:
    sent = Sent("Mosul", ("Ninua",), {"a": "b"})
    assert changed(sent, name="Raqqa") == replace(sent, name="Raqqa")
    assert sent.name == "Mosul"
    with pytest.raises(TypeError, match="unexpected"):
        changed(sent, nickname="Raqqa")
