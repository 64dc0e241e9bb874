"""The short form of power that fails (TEST_SEED=N chooses other acts and moments), and proof
that it is noticed when a command does not wait for the disk.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.helpers.seeds import SEED
from tests.torture import points
from tests.torture.attacks import Ground, every_loss
from tests.torture.disk import ORDERED, STRICT, Disk
from tests.torture.world import ACTS, WRITERS, Act

needs_strace = pytest.mark.skipif(bool(why := points.missing()), reason=why)

CHOSEN = Random(SEED).sample(sorted((ACTS | WRITERS).values(), key=lambda act: act.name), 2)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("power"))


@needs_strace
@pytest.mark.parametrize("act", CHOSEN, ids=[act.name for act in CHOSEN])
def test_power_that_fails_at_any_moment_loses_nothing(ground: Ground, act: Act) -> None:
    losses = list(every_loss(ground.record(act), f"{SEED} {act.name}"))
    for said, strike in Random(f"{SEED} {act.name}").sample(losses, 3):
        ground.attack(act, strike, said)


@needs_strace
@pytest.mark.parametrize("name", ["save", "dump"])
def test_a_command_that_did_not_wait_for_the_disk_would_be_caught(
    ground: Ground, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = (ACTS | WRITERS)[name]
    losses = list(every_loss(ground.record(act), str(SEED)))[-2:] * 4
    monkeypatch.setattr(Disk, "sync", lambda disk, path: None)

    def lose() -> None:
        for said, strike in losses:
            ground.attack(act, strike, said)

    with pytest.raises(AssertionError, match=r"not as it was said|is not whole|lost"):
        lose()


def disk(folder: Path) -> Disk:
    (folder / "old").write_bytes(b"o" * 1024)
    return Disk(folder)


def found(disk: Disk, reading: str = STRICT) -> Counter[tuple[tuple[str, bytes | None], ...]]:
    """What may be there, of 300 losses of power."""
    chance = Random(1)
    states = (disk.after_power_loss(chance, reading) for _ in range(300))
    return Counter(tuple(sorted(state.items())) for state in states)


OLD = ("old", b"o" * 1024)


def test_what_was_there_stays(tmp_path: Path) -> None:
    assert list(found(disk(tmp_path))) == [(OLD,)]


def test_what_was_not_synced_is_there_or_not_sector_by_sector(tmp_path: Path) -> None:
    torn = disk(tmp_path)
    torn.write("old", 256, b"n" * 512)
    held = {dict(state)["old"] for state in found(torn)}
    new, first, second = b"n" * 512, b"n" * 256 + b"o" * 256, b"o" * 256 + b"n" * 256
    assert held == {b"o" * 256 + part + b"o" * 256 for part in (b"o" * 512, new, first, second)}
    torn.sync("old")
    assert {dict(state)["old"] for state in found(torn)} == {b"o" * 256 + new + b"o" * 256}


def test_a_name_is_there_when_its_folder_was_synced(tmp_path: Path) -> None:
    names = disk(tmp_path)
    names.make("new")
    names.write("new", 0, b"n")
    names.sync("new")
    assert set(found(names)) == {(OLD,), (("new", b"n"), OLD)}
    assert set(found(names, ORDERED)) == {(("new", b"n"), OLD)}  # with the file's own journal
    names.sync("")
    assert set(found(names)) == {(("new", b"n"), OLD)}


def test_a_journal_keeps_names_in_their_order(tmp_path: Path) -> None:
    names = disk(tmp_path)
    names.make("first", folder=True)
    names.rename("old", "second")
    assert len(found(names)) == 4
    kept = [{path for path, _ in state} for state in found(names, ORDERED)]
    assert sorted(map(sorted, kept)) == [["first", "old"], ["first", "second"], ["old"]]


def test_a_file_that_is_cut_is_cut_or_not(tmp_path: Path) -> None:
    cut = disk(tmp_path)
    cut.write("old", 3, None)
    assert {dict(state)["old"] for state in found(cut)} == {b"o" * 1024, b"ooo"}
