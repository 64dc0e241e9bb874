"""Worker processes: the same items in the same order, whatever becomes of the processes."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from archive.article import Origin, RawArticle, Skipped
from archive.errors import InputError
from archive.intake import workers as workers_module
from archive.intake.ingest import ingest
from archive.intake.prepare import MOST_HELD, Item, Part, Prepared, parts, prepare
from archive.intake.workers import Workers
from archive.readers.formats import Format, Leaf, format_named
from archive.readers.sources.source import Source, sources
from archive.store.store import Store
from tests.helpers.archives import SAMPLES


@pytest.fixture(scope="module")
def shared() -> Iterator[Workers]:
    with Workers(2, head_start=0) as workers:
        pages = [leaf(name, "Rain fell.\n\n" * 30_000) for name in ("one", "two")]
        assert list(workers.prepare([leaf("here"), *pages]))  # which starts them, one for each
        yield workers


def source(name: str, data: bytes) -> Source:
    return Source(name, partial(io.BytesIO, data))


def lines(count: int, size: int = 10) -> bytes:
    items = ({"title": f"T{n}", "body": "b " * size, "language": "en"} for n in range(count))
    return "\n".join(map(json.dumps, items)).encode()


def leaf(name: str, text: str = "Rain fell.\n\nThe river rose.") -> Leaf:
    return Leaf(source(name, text.encode()), format_named("text"))


def here(pile: list[Part]) -> list[Item]:
    return [item for part in pile for item in prepare(part)]


def pids(workers: Workers) -> list[int]:
    return [hand._process.pid for hand in workers._hands if hand._process]


def test_items_come_in_the_order_of_their_parts_and_are_those_of_one_process(
    shared: Workers,
) -> None:
    pile = list(parts(sources([str(SAMPLES), "nowhere"])))
    items = list(shared.prepare(pile))
    assert items == here(pile)
    made = [item for item in items if isinstance(item, Prepared)]
    assert made
    assert all("sketch" in vars(item.ready) for item in made), "made ready there, not here"


def test_a_file_too_large_to_send_is_read_here_and_normalised_there(shared: Workers) -> None:
    large = source("large.jsonl", lines(5, MOST_HELD // 8))
    pile = list(parts([large, source("small.jsonl", lines(2))]))
    assert sum(isinstance(part, RawArticle) for part in pile) == 5
    assert list(shared.prepare(pile)) == here(pile)


def test_a_small_pile_starts_no_process() -> None:
    with Workers(2) as workers:
        assert len(list(workers.prepare(map(leaf, "abc")))) == 3
        assert workers._hands == []


def test_a_part_that_ends_its_process_is_skipped_and_stops_no_other(
    shared: Workers, deadly: Format
) -> None:
    good = [leaf(str(number)) for number in range(4)]
    pile: list[Part] = [*good[:2], Leaf(source("bad", b"7"), deadly), *good[2:]]
    found = list(shared.prepare(pile))
    assert found[2] == Skipped(Origin("bad"), "reading it ended the process that read it")
    assert [*found[:2], *found[3:]] == here([*good])


def test_where_a_process_cannot_be_replaced_files_are_still_counted_and_the_reason_is_true(
    deadly: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = iter([workers_module._started()])
    monkeypatch.setattr(workers_module, "_started", lambda: next(started, None))
    bad, good = Leaf(source("bad", b"9"), deadly), leaf("good")
    with Workers(2, head_start=0) as workers:
        first, *rest = workers.prepare([leaf("a"), Origin("bad"), bad, Origin("good"), good])
    assert [first] == here([leaf("a")])
    reason = "no process could be started to read it"
    assert rest == [
        Origin("bad"), Skipped(Origin("bad"), reason),
        Origin("good"), Skipped(Origin("good"), reason),
    ]  # fmt: skip


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="the system has no such limit")
def test_a_part_that_takes_for_ever_is_skipped_with_that_reason(
    shared: Workers, deadly: Format
) -> None:
    stuck = Leaf(source("stuck", str(int(signal.SIGPROF)).encode()), deadly)
    found = list(shared.prepare([leaf("a"), stuck]))
    assert "more than 60 seconds" in str(found[1])


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="the system has no such limit")
def test_apart_not_even_the_first_part_can_keep_this_process(deadly: Format) -> None:
    stuck = Leaf(source("stuck", str(int(signal.SIGPROF)).encode()), deadly)
    with Workers(1, apart=True) as workers:
        found = list(workers.prepare([stuck, leaf("a")]))
        assert "more than 60 seconds" in str(found[0])
        assert found[1:] == here([leaf("a")])


def test_apart_there_are_no_processes_but_those_that_have_something_to_do() -> None:
    with Workers(4, apart=True) as workers:
        assert list(workers.prepare([])) == []
        assert workers._hands == []
        for name in "abc":
            assert list(workers.prepare([leaf(name)])) == here([leaf(name)])
        assert len(pids(workers)) == 1


def test_a_process_killed_amid_a_file_is_replaced_and_no_item_is_lost_or_given_twice(
    shared: Workers,
) -> None:
    pile: list[Part] = [
        leaf("first"),
        Leaf(source("long.jsonl", lines(1600)), format_named("jsonl")),
        leaf("last"),
    ]
    items = shared.prepare(pile)
    found = list(islice(items, 2))  # it goes on only when more is asked for
    for hand in shared._hands:
        if hand._process:
            hand._process.kill()
    assert [*found, *items] == here(pile)


def test_where_no_process_can_be_started_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module.sys, "executable", "/nowhere/python")
    pile: list[Part] = [leaf(str(number)) for number in range(3)]
    with Workers(2, head_start=0) as workers:
        assert list(workers.prepare(pile)) == here(pile)


def test_a_process_ends_with_the_one_that_started_it_even_amid_a_file() -> None:
    long = Leaf(source("long.jsonl", lines(1600)), format_named("jsonl"))
    with Workers(2, head_start=0) as workers:
        items = workers.prepare([leaf("first"), long])
        assert len(list(islice(items, 2))) == 2
        process = next(hand._process for hand in workers._hands if hand._process)
        assert process.stdin
        process.stdin.close()  # as the system does when the other end is killed
        assert process.wait(20) == 0


def test_a_run_that_is_left_ends_its_processes_and_the_next_starts_new_ones() -> None:
    pile: list[Part] = [
        Leaf(source(f"{n}.jsonl", lines(300)), format_named("jsonl")) for n in range(6)
    ]
    with Workers(2, head_start=0) as workers:
        items = workers.prepare(pile)
        for _ in islice(items, 310):
            pass
        assert pids(workers)
        items.close()
        assert workers._hands == []
        assert len(list(workers.prepare(pile[:2]))) == 600


def test_ingesting_with_workers_makes_the_same_archive(
    store: Store, tmp_path: Path, shared: Workers
) -> None:
    for number in range(30):
        item = {"identifier": f"t:{number % 20}", "title": f"T{number}", "body": "Text."}
        (tmp_path / f"{number:02}.json").write_text(json.dumps(item) if number != 7 else "{")
    with Store.create(tmp_path / "other") as other:
        one = ingest(store, sources([str(tmp_path)]), batch=7)
        two = ingest(other, sources([str(tmp_path)]), batch=7, workers=shared)
        assert one == two
        assert (one.added, one.revised) == (20, 9)
        assert list(store.ids()) == list(other.ids())


def test_an_unknown_format_is_an_error_with_workers_too(store: Store, shared: Workers) -> None:
    with pytest.raises(InputError, match="odt"):
        ingest(store, sources([str(SAMPLES)]), format_name="odt", workers=shared)


@pytest.fixture(scope="module")
def deadly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Format]:
    """A format whose files hold the number of the signal that ends the process reading them."""
    folder = tmp_path_factory.mktemp("module")
    (folder / "deadly_format.py").write_text(
        "import os\n\n\ndef read(source):\n    os.kill(os.getpid(), int(source.bytes()))\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        import deadly_format

        yield Format("deadly", (), "", deadly_format.read)
