"""The rooms that keep something in the database are tested on every kind of it."""

from __future__ import annotations

import pytest

from tests.helpers.servers import KINDS

ROOMS = {"store", "tagging", "collecting"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`store` is a file, then a schema on a server; not where a test is marked `file`."""
    room = metafunc.definition.path.parent.name
    marked = metafunc.definition.get_closest_marker("file")
    if "store" in metafunc.fixturenames and room in ROOMS and not marked:
        metafunc.parametrize("store", KINDS, indirect=True)
