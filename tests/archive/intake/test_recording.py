"""What is recorded of a run: it holds for those that ended well, were stopped, failed or killed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from archive.article import Origin, Skipped
from archive.errors import StoreBusyError
from archive.intake.ingest import ingest
from archive.intake.recording import Recording, kind_of, recorded
from archive.readers.sources.source import sources
from archive.store.batches import Batch
from archive.store.store import FILE, Store


def lines(path: Path, count: int, text: str = "Text.") -> Path:
    items = ({"identifier": f"t:{n}", "title": f"Title {n}", "body": text} for n in range(count))
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    return path


def take(store: Store, path: Path, **options: object) -> Batch:
    recording = Recording(store, "ingest", [str(path)])
    with recorded(recording):
        ingest(store, sources([str(path)]), recording=recording, **options)  # type: ignore[arg-type]
    return store.batches.newest(1)[0]


def counts(batch: Batch) -> tuple[int, ...]:
    return batch.added, batch.revised, batch.unchanged, batch.left_out, batch.skipped


def test_a_run_is_recorded_with_what_became_of_each_item(store: Store, tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    lines(pile / "a.jsonl", 5)
    (pile / "b.json").write_text('{"title": "cut o')
    (pile / "c.txt").write_text("")
    (pile / "d.txt").write_text("")
    first = take(store, pile)
    assert counts(first) == (5, 0, 0, 0, 3)
    assert (first.state, first.files, first.places) == ("complete", 4, 1)
    assert first.asked == (f"{pile}/",)
    assert first.began <= first.last
    assert first.reasons["the file is empty"] == 2
    assert sum(first.reasons.values()) == 3
    assert {each.file for each in first.named} == {
        str(pile / n) for n in ("b.json", "c.txt", "d.txt")
    }
    store.remove(next(iter(store.ids())))
    lines(pile / "a.jsonl", 6, "Another text.")
    assert counts(take(store, pile)) == (1, 4, 0, 1, 3)
    assert counts(take(store, pile)) == (0, 0, 5, 1, 3)
    assert len(store.batches.newest(10)) == 3


def test_what_is_read_again_after_a_failure_counts_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pile = lines(tmp_path / "a.jsonl", 9)
    known = lines(tmp_path / "b.jsonl", 2)
    take(store, known)
    store.remove(next(iter(store.ids())))
    put, fails = Store.put, iter([5, 8])

    def busy(self: Store, *args: object) -> object:
        """At first after five items, then after eight more."""
        nonlocal left
        left -= 1
        if left < 0:
            left = next(fails, 99)
            raise StoreBusyError("another process is writing")
        return put(self, *args)  # type: ignore[arg-type]

    left = next(fails)
    recording = Recording(store, "ingest", [str(pile)])
    with monkeypatch.context() as patch, recorded(recording):
        patch.setattr(Store, "put", busy)
        while True:
            recording.attempt()
            with suppress(StoreBusyError):
                ingest(store, sources([str(pile)]), recording=recording, batch=1)
                break
        recording.attempted()
        recording.attempt()
        ingest(store, sources([str(known)]), recording=recording, batch=1)
    batch = store.batches.newest(1)[0]
    assert (batch.files, *counts(batch)) == (2, 7, 0, 2, 2, 0)


def test_a_run_that_is_stopped_says_so_and_what_it_kept(store: Store, tmp_path: Path) -> None:
    pile = lines(tmp_path / "a.jsonl", 50)
    stopped = take(store, pile, batch=10, should_stop=lambda: store.count() >= 20)
    assert stopped.state == "interrupted"
    assert stopped.added == store.count() < 50


def test_a_run_that_fails_says_so(store: Store, tmp_path: Path) -> None:
    pile = lines(tmp_path / "a.jsonl", 50)

    def interrupt(*_: object) -> None:
        if store.count() >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(store, pile, batch=10, on_progress=interrupt)
    (batch,) = store.batches.newest(10)
    assert (batch.state, batch.added) == ("interrupted", 20)
    with pytest.raises(KeyError), recorded(Recording(store, "ingest", ["x"])):
        raise KeyError  # before anything was looked at: a slip leaves no record
    assert len(store.batches.newest(10)) == 1


def test_what_was_not_kept_is_not_recorded(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pile = lines(tmp_path / "a.jsonl", 30)
    run = store._db.run
    commits = 0

    def busy(sql: str, values: object = ()) -> object:
        nonlocal commits
        commits += sql == "COMMIT"
        if sql == "COMMIT" and commits == 3:
            raise StoreBusyError("another process is writing")
        return run(sql, values)  # type: ignore[arg-type]

    monkeypatch.setattr(store._db, "run", busy)
    with pytest.raises(StoreBusyError):
        take(store, pile, batch=10)
    (batch,) = store.batches.newest(10)
    assert (batch.added, batch.state) == (20, None)
    assert store.count() == 20


def test_a_run_that_is_killed_leaves_as_many_as_there_are(tmp_path: Path) -> None:
    home, pile = tmp_path / "home", lines(tmp_path / "pile.jsonl", 20_000)
    Store.create(home).close()
    command = [sys.executable, "-m", "cli", "--home", str(home), "ingest", str(pile)]
    environment = os.environ | {"ARCHIVE_INGEST_BATCH": "50", "ARCHIVE_WORKERS": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        with closing(sqlite3.connect(home / FILE)) as database:
            while not database.execute("SELECT 1 FROM batches WHERE added > 500").fetchone():
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    with Store.open(home) as store:
        (batch,) = store.batches.newest(10)
        assert batch.state is None
        assert batch.asked == (str(pile),)
        assert 500 < batch.added == store.count() < 20_000


@pytest.mark.leaves_damage("another article has its id")
def test_a_clash_of_ids_tells_nothing_of_the_other_article(store: Store, tmp_path: Path) -> None:
    pile = lines(tmp_path / "a.jsonl", 1)
    take(store, pile)
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute("UPDATE articles SET identity = 'a secret title'")
    batch = take(store, pile)
    assert batch.reasons == {"another article has its id": 1}
    assert "secret" not in batch.named[0].kind
    assert "secret" in batch.named[0].reason  # for whoever keeps the archive


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("the file is empty", "the file is empty"),
        ("it cannot be kept: too much", "it cannot be kept"),
        ("'x' is no date", "… is no date"),
        ("more than 10 members; unpack it first", "more than 10 members"),
        ("the METS names /srv/x/y.xml, which is missing", "the METS names … which is missing"),
        (": what", "it could not be read"),
    ],
)
def test_reasons_are_counted_by_what_they_have_in_common(reason: str, kind: str) -> None:
    assert kind_of(reason) == kind


def test_reasons_and_names_are_bounded(store: Store) -> None:
    recording = Recording(store, "ingest", [f"{n}.txt" for n in range(1000)])
    with recorded(recording):
        for n in range(100):
            recording.skip(Skipped(Origin(f"{n}.txt"), f"reason {n}"))
    (batch,) = store.batches.newest(1)
    assert (batch.places, len(batch.asked)) == (1000, 20)
    assert len(batch.named) == 5
    assert batch.reasons["other reasons"] == 80
    assert sum(batch.reasons.values()) == batch.skipped == 100
