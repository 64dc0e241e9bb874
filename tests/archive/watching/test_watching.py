"""Watching, with a clock that runs only while it sleeps: files half written, feeds that fail."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

import archive.intake.workers as workers_module
from archive.errors import InputError, StoreBusyError, StoreError, StoreRefusedError
from archive.intake.workers import Workers
from archive.store.store import Store
from archive.watching.address import WatchedAddress
from archive.watching.folder import WatchedFolder
from archive.watching.rounds import Intake, Taken, watch, watch_once

MINUTE = 60.0
HOUR = 3600.0


class Watching:
    """A watch over a store, from its start to its end: what it told, and when it asked."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.now = 0.0
        self.said: list[str] = []
        self.taken: list[tuple[int, int]] = []
        self.ended = False
        self.workers: Workers | None = None

    def _on_taken(self, taken: Taken) -> None:
        self.said += [skipped.reason for skipped in taken.skipped]
        if taken.added or taken.revised:
            self.taken.append((taken.added, taken.revised))

    def intake(self, store: Store, sleep: Callable[[float], object]) -> Intake:
        return Intake(
            store, on_taken=self._on_taken, on_trouble=self.said.append,
            should_stop=lambda: self.ended, sleep=sleep, workers=self.workers,
        )  # fmt: skip

    def run(
        self,
        place: str | Path,
        *steps: Callable[[], object],
        every: float = 10.0,
        once: bool = False,
        follow_links: bool = False,
    ) -> list[tuple[int, int]]:
        """Watches; each time it sleeps, the next step happens, and after the last it stops.

        The additions and revisions that it told of.
        """
        waiting = iter(steps)

        def sleep(seconds: float) -> None:
            self.now += seconds
            step = next(waiting, None)
            if step is None:
                self.ended = True
            else:
                step()

        self.taken, self.ended = [], False
        with Store.create(self.home) as store:
            intake, clock = self.intake(store, sleep), lambda: self.now
            target: WatchedAddress | WatchedFolder
            if isinstance(place, str):
                target = WatchedAddress(place, every, intake, True, clock)
            else:
                target = WatchedFolder(str(place), every, intake, clock, follow_links)
            if once:
                watch_once([target], on_round=nothing, should_stop=lambda: self.ended, sleep=sleep)
            else:
                watch(
                    [target], on_round=nothing, should_stop=lambda: self.ended, clock=clock,
                    sleep=sleep, patiently=intake.patiently,
                )  # fmt: skip
        return self.taken


def nothing() -> None:
    """A while in which nothing happens."""


@pytest.fixture
def watching(tmp_path: Path) -> Watching:
    return Watching(tmp_path / "home")


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    (tmp_path / "wire").mkdir()
    return tmp_path / "wire"


def story(path: Path, title: str = "Bridge opens") -> None:
    path.write_text(json.dumps({"identifier": f"t:{path.name}", "title": title, "body": "It is."}))


# Folders


def test_what_is_there_then_what_comes_then_what_changes_is_taken(
    watching: Watching, wire: Path
) -> None:
    story(wire / "a.json")
    (wire / "deep" / "er").mkdir(parents=True)
    new, changed = wire / "deep" / "er" / "b.json", wire / "a.json"
    steps = [nothing, lambda: story(new), nothing, lambda: story(changed, "Bridge shuts"), nothing]
    assert watching.run(wire, *steps) == [(1, 0), (1, 0), (0, 1)]
    assert watching.said == []


def test_a_new_start_reads_only_what_has_changed_since(watching: Watching, wire: Path) -> None:
    story(wire / "a.json", "One")
    story(wire / "b.json", "Two")
    assert watching.run(wire, nothing) == [(2, 0)]
    before = (wire / "a.json").stat()
    story(wire / "a.json", "Six")  # as long, and of the same time: it counts as unchanged
    os.utime(wire / "a.json", ns=(before.st_atime_ns, before.st_mtime_ns))
    story(wire / "b.json", "Three")
    again = Watching(watching.home)
    assert again.run(wire, nothing, nothing) == [(0, 1)]


def test_a_round_that_took_something_is_a_batch_and_no_other(
    watching: Watching, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.watching.folder._TOGETHER", 2)  # one round all the same
    for name in "abcde":
        story(wire / f"{name}.json", name)
    (wire / "f.txt").write_text("")
    steps = [nothing, lambda: (wire / "g.txt").write_text(""), nothing, nothing]
    assert sum(added for added, _ in watching.run(wire, *steps)) == 5
    with Store.open(watching.home) as store:
        (batch,) = store.batches.newest(10)
    assert (batch.kind, batch.asked, batch.state) == ("watch", (f"{wire}/",), "complete")
    assert (batch.files, batch.added, batch.skipped) == (6, 5, 1)
    assert batch.reasons == {"the file is empty": 1}


def test_a_round_that_waited_for_another_process_counts_what_it_read_and_skipped_once(
    watching: Watching, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.watching.folder._TOGETHER", 1)
    story(wire / "b.json")
    story(wire / "c.json", "Two")
    (wire / "a.txt").write_text("")
    put, calls = Store.put, 0

    def busy(self: Store, *args: object) -> object:
        nonlocal calls
        calls += 1
        if calls < 3:
            raise StoreBusyError("another process is writing")
        return put(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "put", busy)
    assert watching.run(wire, *[nothing] * 5) == [(1, 0), (1, 0)]
    with Store.open(watching.home) as store:
        (batch,) = store.batches.newest(10)
    assert (batch.files, batch.added) == (3, 2)
    assert (batch.skipped, batch.reasons) == (1, {"the file is empty": 1})


def test_a_file_is_taken_only_when_it_has_stopped_growing(watching: Watching, wire: Path) -> None:
    whole = "Bridge opens\n\nIt was opened on Friday by the mayor, with music and a long speech.\n"

    def grow() -> None:
        with (wire / "a.txt").open("a") as file:
            file.write(whole[file.tell() : file.tell() + 20])

    grow()
    assert watching.run(wire, grow, grow, grow, grow, nothing, nothing) == [(1, 0)]
    with Store.open(watching.home) as store:
        (article,) = store.get_many(store.ids()).values()
    assert article.body.endswith("a long speech.")


def test_what_settled_before_the_start_is_taken_at_once(
    watching: Watching, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story(wire / "a.json")
    written = (wire / "a.json").stat().st_ctime
    monkeypatch.setattr("time.time", lambda: written + 5)
    assert watching.run(wire) == [(1, 0)]


def test_once_waits_for_what_may_be_half_written_and_no_longer(
    watching: Watching, wire: Path
) -> None:
    story(wire / "a.json")
    assert watching.run(wire, lambda: story(wire / "b.json"), once=True) == [(1, 0)]
    assert watching.now == 5
    assert watching.run(wire, nothing, once=True) == [(1, 0)]


def test_a_loop_of_links_is_not_there(watching: Watching, wire: Path) -> None:
    (wire / "loop").symlink_to("loop")
    with pytest.raises(InputError, match="does not exist"):
        watching.run(wire / "loop")


def test_what_a_stop_leaves_of_a_batch_is_taken_at_the_next_start(
    watching: Watching, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        story(wire / f"{name}.json", name)
    monkeypatch.setattr("archive.watching.folder.SETTLED", 0)
    with Store.create(watching.home) as store:
        asked = iter([False, False])  # before the files, after the first item; then it stops
        intake = Intake(
            store, on_taken=watching._on_taken, on_trouble=watching.said.append,
            should_stop=lambda: next(asked, True), sleep=nothing,
        )  # fmt: skip
        watch_once(
            [WatchedFolder(str(wire), 10.0, intake)], on_round=nothing, should_stop=lambda: False
        )
    assert watching.taken == [(2, 0)]
    assert watching.run(wire, once=True) == [(1, 0)]


def test_a_new_file_is_looked_at_again_soon_however_rarely_the_folder_is(
    watching: Watching, wire: Path
) -> None:
    assert watching.run(wire, lambda: story(wire / "a.json"), nothing, every=HOUR) == [(1, 0)]
    assert watching.now == HOUR + 5 + HOUR


def test_an_unreadable_file_is_told_once_and_tried_again_when_it_changes(
    watching: Watching, wire: Path
) -> None:
    (wire / "a.json").write_text("{")
    steps = [nothing] * 4 + [lambda: story(wire / "a.json"), nothing]
    assert watching.run(wire, *steps) == [(1, 0)]
    assert len(watching.said) == 1
    assert "not valid JSON" in watching.said[0]


def test_a_file_that_the_system_does_not_give_is_tried_until_it_does(
    watching: Watching, wire: Path, tmp_path: Path
) -> None:
    (wire / "a.json").symlink_to(tmp_path / "elsewhere.json")
    back = lambda: story(tmp_path / "elsewhere.json")  # noqa: E731
    steps = (nothing, nothing, back, nothing)
    assert watching.run(wire, *steps, follow_links=True) == [(1, 0)]
    assert watching.said == [
        f"{wire}/a.json cannot be read: No such file or directory. It is tried again."
    ]


def test_a_fault_while_reading_is_told_once_and_the_file_not_given_up(
    watching: Watching, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story(wire / "a.json")
    real = Path.open

    def fail(path: Path, *args: str) -> object:
        if path.parent == wire:
            raise OSError(5, os.strerror(5))
        return real(path, *args)

    monkeypatch.setattr(Path, "open", fail)
    mend = lambda: monkeypatch.setattr(Path, "open", real)  # noqa: E731
    assert watching.run(wire, nothing, nothing, nothing, mend) == [(1, 0)]
    assert watching.said == [os.strerror(5)]


@pytest.fixture
def killing(watching: Watching, monkeypatch: pytest.MonkeyPatch) -> Iterator[Killing]:
    """Each process that reads is killed as soon as it is there, until `end`."""
    with Workers(2, head_start=0, apart=True) as watching.workers:
        yield Killing(watching, monkeypatch)


class Killing:
    """As by a system that is out of memory; `tried` is when something was to be read."""

    def __init__(self, watching: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tried: set[float] = set()
        real = workers_module._started

        def started() -> subprocess.Popen[bytes] | None:
            self.tried.add(watching.now)
            if process := real():
                process.kill()
            return process

        monkeypatch.setattr(workers_module, "_started", started)
        self.end = lambda: monkeypatch.setattr(workers_module, "_started", real)


def test_a_file_whose_reader_is_killed_is_tried_again_after_pauses_that_double(
    watching: Watching, wire: Path, killing: Killing
) -> None:
    story(wire / "a.json")
    assert watching.run(wire, *[nothing] * 6, killing.end, nothing) == [(1, 0)]
    assert killing.tried == {5, 25}
    assert watching.said == ["reading it ended the process that read it"]


def test_a_file_that_is_put_off_is_read_when_it_changes(
    watching: Watching, wire: Path, killing: Killing
) -> None:
    story(wire / "a.json")

    def change() -> None:
        killing.end()
        story(wire / "a.json", "Bridge closed")

    # The last look is at 20: as it was, it would be tried at 25.
    assert watching.run(wire, nothing, change, nothing) == [(1, 0)]


def test_a_folder_that_goes_is_told_once_and_waited_for(watching: Watching, wire: Path) -> None:
    story(wire / "a.json")
    aside = wire.with_name("aside")
    steps = [
        nothing, lambda: shutil.move(wire, aside), nothing, nothing,
        lambda: shutil.move(aside, wire), lambda: story(wire / "b.json"), nothing,
    ]  # fmt: skip
    assert watching.run(wire, *steps) == [(1, 0), (1, 0)]
    assert watching.said == [
        f"{wire} cannot be read: No such file or directory. It is tried again.",
        f"{wire} is there again.",
    ]


def test_what_is_deleted_stays_in_the_archive(watching: Watching, wire: Path) -> None:
    story(wire / "a.json")
    watching.run(wire, nothing, (wire / "a.json").unlink, nothing)
    with Store.open(watching.home) as store:
        assert store.count() == 1


def test_hidden_files_and_the_archive_itself_are_passed_over(
    watching: Watching, wire: Path
) -> None:
    watching.home = wire / "own"
    story(wire / ".a.json")
    os.mkfifo(wire / "pipe")
    assert watching.run(wire, nothing, nothing) == []
    assert watching.said == []
    with pytest.raises(InputError, match="belongs to the archive"):
        watching.run(wire / "own")


def test_one_file_can_be_watched_and_its_name_need_not_be_text(
    watching: Watching, wire: Path
) -> None:
    path = wire / os.fsdecode(b"\xff.json")
    story(path, "One")
    assert watching.run(path, nothing, lambda: story(path, "Three"), nothing) == [(1, 0), (0, 1)]
    assert Watching(watching.home).run(wire, nothing) == []


def test_a_place_that_is_not_there_at_the_start_is_an_error(watching: Watching, wire: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        watching.run(wire / "nowhere")


def test_another_writer_is_waited_for(
    watching: Watching, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.sqlite.database._PATIENCE", 0.01)
    Store.create(watching.home).close()
    other = sqlite3.connect(watching.home / "archive.db", isolation_level=None)
    story(wire / "a.json")
    (wire / "b.json").write_text("{")
    begin, end = lambda: other.execute("BEGIN IMMEDIATE"), other.close
    assert watching.run(wire, begin, nothing, nothing, end, nothing) == [(1, 0)]
    assert watching.said[0] == "Another process is writing to the archive; waiting for it."
    assert len(watching.said) == 2


def test_a_store_that_cannot_be_written_ends_the_watch(watching: Watching, wire: Path) -> None:
    Store.create(watching.home).close()
    story(wire / "a.json")
    spoil = "CREATE TRIGGER full BEFORE INSERT ON articles BEGIN SELECT raise(FAIL, 'full'); END"
    with sqlite3.connect(watching.home / "archive.db") as other:
        other.execute(spoil)
    other.close()
    with pytest.raises(StoreError, match="cannot be used"):
        watching.run(wire, nothing)


# Addresses


class Feed(BaseHTTPRequestHandler):
    """A feed that can change, or fail with a status and headers."""

    titles: list[str]
    failure: tuple[int, dict[str, str]] | None
    answers: list[int]

    def do_GET(self) -> None:
        items = "".join(
            f"<item><guid>https://example.org/{number}</guid><title>{title}</title>"
            f"<description>{title and 'It is told here.'}</description></item>"
            for number, title in enumerate(self.titles)
        )
        body = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()
        status, headers = self.failure or (200, {"ETag": f'"{hash(body)}"'})
        if self.headers.get("If-None-Match") == headers.get("ETag", ""):
            status = 304
        self.answers.append(status)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value if status != 304 else "0")
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def feed() -> Iterator[str]:
    Feed.titles, Feed.failure, Feed.answers = ["One"], None, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/feed"
        server.shutdown()


def fail(status: int = 503, **headers: str) -> Callable[[], None]:
    def step() -> None:
        Feed.failure = (status, {name.replace("_", "-"): value for name, value in headers.items()})

    return step


def works() -> None:
    Feed.failure = None


def test_a_feed_is_taken_when_it_has_changed_and_a_new_start_goes_on(
    watching: Watching, feed: str
) -> None:
    steps = [nothing, lambda: Feed.titles.append("Two")]
    assert watching.run(feed, *steps, every=15 * MINUTE) == [(1, 0), (1, 0)]
    assert Feed.answers == [200, 304, 200]
    assert watching.now == 3 * 15 * MINUTE
    again = Watching(watching.home)
    changed = lambda: Feed.titles.__setitem__(0, "First")  # noqa: E731
    assert again.run(feed, changed) == [(0, 1)]
    assert Feed.answers[3:] == [304, 200]


def test_a_failing_feed_is_asked_less_and_less_often_and_told_of_once(
    watching: Watching, feed: str
) -> None:
    times: list[float] = []
    note = lambda: times.append(watching.now)  # noqa: E731
    fail()()
    steps = [note, note, note, note, lambda: (note(), works()), note]
    assert watching.run(feed, *steps, every=15 * MINUTE) == [(1, 0)]
    minutes = [(later - earlier) / MINUTE for earlier, later in pairwise(times)]
    assert times[0] == 30 * MINUTE
    assert minutes == [60, 60, 60, 60, 15]
    assert watching.said == [
        f"{feed}: 127.0.0.1 answered 503 Service Unavailable. It is tried again.",
        f"{feed} answers again.",
    ]


@pytest.mark.parametrize(
    ("every", "retry_after", "wait"),
    [
        (MINUTE, "7200", 2 * HOUR),
        (MINUTE, "5", 2 * MINUTE),
        (MINUTE, "99999999", 24 * HOUR),
        (MINUTE, "Fri, 31 Dec 9999 23:59:59 GMT", 24 * HOUR),
        (MINUTE, "soon", 2 * MINUTE),
        (3 * HOUR, "7200", 3 * HOUR),
    ],
)
def test_a_server_that_asks_for_patience_gets_it_up_to_a_day(
    watching: Watching, feed: str, every: float, retry_after: str, wait: float
) -> None:
    fail(429, Retry_After=retry_after)()
    watching.run(feed, every=every)
    assert watching.now == wait


def test_a_bad_item_of_a_feed_is_told_once(watching: Watching, feed: str) -> None:
    Feed.titles = ["One", ""]
    steps = [lambda: Feed.titles.append("Three"), lambda: Feed.titles.append("")]
    assert watching.run(feed, *steps) == [(1, 0), (1, 0)]
    assert Feed.answers == [200, 200, 200]
    assert watching.said == ["neither a title nor a text"] * 2, "one of either answer"


def test_what_was_not_kept_is_asked_for_again(
    watching: Watching, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.store.sqlite.database._PATIENCE", 0.01)
    Store.create(watching.home).close()
    other = sqlite3.connect(watching.home / "archive.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert watching.run(feed) == []
    other.close()
    assert watching.run(feed) == [(1, 0)]
    assert Feed.answers == [200, 200]


def test_a_link_out_of_the_folder_is_told_once_and_followed_where_asked(
    watching: Watching, wire: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    story(outside / "b.json", "b")
    story(wire / "a.json")
    (wire / "out").symlink_to(outside)
    (wire / "round").symlink_to(wire)
    assert watching.run(wire, nothing, nothing) == [(1, 0)]
    assert sum("leads out of the folder" in line for line in watching.said) == 1
    assert watching.run(wire, nothing, nothing, follow_links=True) == [(1, 0)]


def test_a_full_disk_is_waited_for_and_told_once(
    watching: Watching, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story(wire / "a.json")
    put, calls = Store.put, 0

    def full(self: Store, *args: object) -> object:
        nonlocal calls
        calls += 1
        if calls < 4:
            raise StoreRefusedError("archive.db cannot be used: database or disk is full")
        return put(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "put", full)
    assert watching.run(wire, *[nothing] * 5) == [(1, 0)]
    (told,) = watching.said
    assert told.startswith("archive.db cannot be used: database or disk is full; waiting")


@pytest.mark.parametrize("reads", ["watched", "get_validators"])
def test_a_server_that_is_away_when_it_is_looked_what_is_new_is_waited_for(
    watching: Watching, wire: Path, feed: str, monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    """Before anything is written: of folders and of feeds, what was taken before is asked of it."""
    story(wire / "a.json")
    read, calls = getattr(Store, reads), 0

    def away(self: Store, *args: object) -> object:
        nonlocal calls
        calls += 1
        if calls < 4:
            raise StoreRefusedError("postgresql://db/news cannot be reached: Connection refused")
        return read(self, *args)

    monkeypatch.setattr(Store, reads, away)
    place = wire if reads == "watched" else feed
    assert len(watching.run(place, *[nothing] * 6)) == 1
    (told,) = watching.said
    assert told.startswith("postgresql://db/news cannot be reached: Connection refused; waiting")
