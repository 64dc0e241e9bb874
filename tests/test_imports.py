"""The rooms: imports go one way, nobody takes what a room does not offer, and starting is light."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import rooms

from tests.helpers.archives import ROOT, SampleArchive

# What each package may import of the others. Only `cli serve` may import webui besides.
ALLOWED = {
    "archive": {"archive"},
    "index": {"archive", "index"},
    "cli": {"archive", "index", "cli"},
    "webui": {"archive", "index", "webui"},
}
SERVE = "cli.serve"
DOOR = "index.door"  # what is taken from outside: its __init__ alone exports names
# The library of an engine, and the room that alone may import it.
ENGINES = {
    "whoosh": "index.engines.whoosh",
    "tantivy": "index.engines.tantivy",
    "opensearchpy": "index.engines.opensearch",
    "botocore": "index.engines.opensearch",
}
HEAVY = (
    "whoosh", "tantivy", "flask", "markdown", "nh3", "yaml", "py3langid", "numpy", "Stemmer",
    "waitress", "opencc",
)  # fmt: skip
# Of our modules, rooms included: as many as before they stood in rooms, archive.dates, cli.given
# (which words are paths is known only when the command is), and the six by which the arrays of the
# default engine are more than what read Whoosh's postings. Whoosh, of a hundred modules, is no
# longer loaded.
MOST_LOADED = {"--help": 4, "search": 96}
MOST_FILES = 24  # of Python in a folder; of cli/, a command a file
MOST_LINES = 350
SAME_PREFIX = 3  # files that share a prefix are a folder


@pytest.mark.parametrize("module", rooms.modules())
def test_a_package_imports_only_those_it_stands_on(module: str) -> None:
    package = module.partition(".")[0]
    allowed = ALLOWED[package] | ({"webui"} if module == SERVE else set())
    mine = [one for one in rooms.imports() if one.by == module]
    upward = [str(one) for one in mine if one.module.partition(".")[0] not in allowed]
    assert not upward, "\n".join(upward)


def test_serve_is_what_imports_the_web() -> None:
    assert {one.by for one in rooms.imports() if one.module.startswith("webui")} >= {SERVE}


def test_no_files_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = defaultdict(set)
    for one in rooms.imports():
        graph[one.by].add(one.module)
    TopologicalSorter(graph).prepare()  # CycleError names the circle


def test_no_rooms_import_each_other_in_a_circle() -> None:
    TopologicalSorter(rooms.between()).prepare()


def test_a_circle_is_found_wherever_its_imports_stand(tmp_path: Path) -> None:
    for package in rooms.PACKAGES:
        (tmp_path / package / "room").mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text('"""Above."""')
        (tmp_path / package / "room" / "__init__.py").write_text('"""A room."""')
    (tmp_path / "archive" / "above.py").write_text("from archive.room.below import x")
    below = tmp_path / "archive" / "room" / "below.py"
    for text in (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from archive.above import y",
        "def later():\n    from archive.above import y",
        "import archive.above",
        "from archive import above",
    ):
        below.write_text(text)
        rooms.imports.cache_clear()  # the folder has been read before
        with pytest.raises(CycleError):
            rooms.floors(tmp_path)
    below.write_text("x = 1")
    rooms.imports.cache_clear()
    assert ["archive"] in rooms.floors(tmp_path)[1:]


def test_other_rooms_take_what_a_room_offers_and_nothing_else() -> None:
    offers = {room: rooms.offered(room) for room in rooms.rooms()}
    wrong = []
    for one in rooms.imports():
        room = rooms.room_of(one.module)
        names = offers[room].get(one.module.rpartition(".")[2])
        if room != rooms.room_of(one.by) and (names is None or {one.name or ""} - (names or {""})):
            wrong.append(f"{one}, which {room} does not offer")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", rooms.rooms())
def test_all_that_a_room_offers_is_taken(room: str) -> None:
    taken: dict[str, set[str]] = defaultdict(set)
    for one in rooms.imports():
        if rooms.room_of(one.by) != room and one.module.rpartition(".")[0] == room:
            taken[one.module.rpartition(".")[2]] |= {one.name} if one.name else set()
    assert rooms.offered(room) == taken


@pytest.mark.parametrize("room", rooms.rooms())
def test_a_room_says_what_it_is_and_imports_nothing(room: str) -> None:
    assert rooms.sentence(room)
    assert room == DOOR or not [one for one in rooms.imports() if one.by == room]


@pytest.mark.parametrize(("library", "room"), ENGINES.items())
def test_an_engine_library_is_imported_by_its_own_room_alone(library: str, room: str) -> None:
    users = {
        name
        for name, path in rooms.modules().items()
        if f"import {library}" in (text := path.read_text()) or f"from {library}" in text
    }
    assert users
    assert {rooms.room_of(user) for user in users} == {room}


@pytest.mark.parametrize("room", rooms.rooms())
def test_a_room_is_small_enough_to_be_looked_over(room: str) -> None:
    inside = [name for name in rooms.modules() if rooms.room_of(name) == room]
    assert room == "cli" or len(inside) <= MOST_FILES
    names = sorted(name.rpartition(".")[2] for name in inside if name != room)
    prefixes = [name.partition("_")[0] for name in names]
    assert not [prefix for prefix in prefixes if prefixes.count(prefix) >= SAME_PREFIX]


@pytest.mark.parametrize(("module", "path"), rooms.modules().items())
def test_a_file_is_short_enough_to_be_read(module: str, path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_the_tests_of_a_room_lie_in_a_room_of_the_same_name() -> None:
    folders = {
        ".".join(path.relative_to(ROOT / "tests").parts[:-1])
        for package in rooms.PACKAGES
        for path in (ROOT / "tests" / package).rglob("test_*.py")
    }
    assert folders <= set(rooms.rooms())


def loaded(*arguments: str) -> tuple[str, list[str]]:
    """What a command printed, and the modules that were loaded when it ended."""
    script = (
        "import sys\nfrom cli.main import invoke\n"
        f"try:\n    invoke({list(arguments)!r})\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout, done.stderr.splitlines()[-1].split()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["search", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    printed, names = loaded(*arguments)
    assert printed
    assert not set(HEAVY).intersection(names)


@pytest.mark.parametrize("command", MOST_LOADED)
def test_a_command_loads_what_it_uses(command: str, samples: SampleArchive) -> None:
    words = ["--home", str(samples.home), "search", "oil"] if command == "search" else [command]
    printed, names = loaded(*words)
    assert printed
    ours = [name for name in names if name.partition(".")[0] in rooms.PACKAGES]
    assert len(ours) <= MOST_LOADED[command], ours
