"""Every kind of damage: named, worked around, brought out of; never a traceback."""

from __future__ import annotations

import random
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.store.salvage.salvage import LEFT, LIST
from index.engines.common.interface import ON_DISK
from tests.damaged.shelf import COMMANDS, DAMAGES, damage_file, damaged, index_files
from tests.helpers.archives import SampleArchive
from tests.helpers.commands import Run
from tests.helpers.seeds import SEED

pytestmark = pytest.mark.leaves_damage("it has to be told")

# What a salvaged archive may still be without; nothing else may be wrong with it.
LACKS = ("no original", "revisions are missing")
# Damage that takes more than a tenth of the articles with it.
HEAVY = {"cut in half", "bytes here and there"}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_named_and_salvaged(
    kind: str, samples: SampleArchive, run: Callable[..., Run], tmp_path: Path
) -> None:
    home = damaged(samples.home, tmp_path, kind, SEED)
    before = (home / "archive.db").read_bytes()
    checked = run("--home", home, "check")
    assert checked.code in (1, 2), checked.out
    assert checked.out or checked.err

    new = tmp_path / "new"
    run("--home", home, "salvage", new)
    assert (home / "archive.db").read_bytes() == before
    if kind == "no revisions":  # what they were made from is there
        run("--home", new, "ingest", new / LEFT)
    held = int(run("--home", new, "count").out)
    assert held >= (1 if kind in HEAVY else 0.9 * samples.report.added), (new / LIST).read_text()
    off = run("--home", new, "check").out.splitlines()
    lacks = ("All is well", *LACKS)
    assert not [line for line in off if not any(each in line for each in lacks)]

    for command in COMMANDS:
        said = run("--home", home, *command)
        assert said.code in (0, 1) or "Try:" in said.err, said


@pytest.mark.parametrize("engine", ON_DISK)
def test_each_file_of_the_index_may_be_damaged(
    engine: str, samples: SampleArchive, run: Callable[..., Run], tmp_path: Path
) -> None:
    """Of the same length and time, so that nothing tells of it but what is in it."""
    pytest.importorskip(engine)
    home = Path(shutil.copytree(samples.home, tmp_path / "home"))
    run("--home", home, "reindex", "--engine", engine)
    sound = Path(shutil.copytree(home / "index", tmp_path / "index"))
    found = run("--home", home, "count", "the").out
    rng = random.Random(SEED)
    for number, file in enumerate(index_files(tmp_path)):
        for how in ("flipped", "cut" if number % 2 else "missing"):
            shutil.rmtree(home / "index")
            shutil.copytree(sound, home / "index")
            path = home / file.relative_to(tmp_path)
            damage_file(path, how, rng)
            said = run("--home", home, "count", "the")
            assert said.out == found, (path, how, said.err)


def test_what_is_salvaged_onto_a_full_disk_is_told_and_leaves_nothing(
    samples: SampleArchive, run: Callable[..., Run], tmp_path: Path
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))  # what no file may grow beyond
    try:
        ended = run("--home", samples.home, "salvage", tmp_path / "new")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert ended.code == 2
    assert ended.err.startswith(f"archive: {tmp_path / 'new'} cannot be written: disk I/O error")
    assert "free space" in ended.err
    assert list(tmp_path.iterdir()) == []
