"""Segments that are written, deleted from and merged hold what one written at once holds."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.article import Article
from index.document import Document, document
from index.engines.arrays import files
from index.engines.arrays import merge as merging
from index.engines.arrays import write as writing
from index.engines.arrays.files import create
from index.engines.arrays.invert import write_segment
from index.engines.arrays.manifest import read_manifest, write_manifest
from index.engines.arrays.merge import merge
from index.engines.arrays.segment import COLUMNS, TERM_FIELDS, Segment
from index.engines.arrays.write import build, write
from index.fields import KEYS, STREAMS
from tests.helpers.generated import corpora

Make = Callable[..., Article]
PLACED, COUNTED = set(STREAMS), {*STREAMS, *(f"{name}_stem" for name in STREAMS)}


def written(folder: Path, name: str, documents: Sequence[Document]) -> Segment:
    write_segment(folder / name, documents)
    return Segment(folder / name, len(documents))


def content(segment: Segment, but: Sequence[int] = ()) -> dict[str, object]:
    """All that a segment holds, document by document and term by term."""
    ids = segment.column("id").tolist()
    gone = {ids[doc] for doc in but}
    found: dict[str, object] = {}
    for name in TERM_FIELDS:
        field = segment.field(name)
        for number, term in enumerate(field.terms):
            places = iter(field.places[field.placed(number)].tolist() if name in PLACED else ())
            counts = field.counts[field.postings(number)].tolist() if name in COUNTED else None
            for at, doc in enumerate(field.docs[field.postings(number)].tolist()):
                here = (
                    [next(places) for _ in range(counts[at])] if counts and name in PLACED else []
                )
                if ids[doc] not in gone:
                    found[f"{name} {term!r} {ids[doc]}"] = counts and counts[at], here
    for doc, one in enumerate(ids):
        if one not in gone:
            found[f"column {one}"] = columns(segment, doc)
    return found


def columns(segment: Segment, doc: int) -> list[object]:
    plain = [name for name in COLUMNS if name not in ("id order", "day")]
    found: list[object] = [segment.column(name)[doc].item() for name in plain]
    found.append(segment.column("days")[segment.column("day")[doc]].item())
    for name in TERM_FIELDS:
        if f"{name} values" in segment.arrays:
            ends = [0, *segment.column(f"{name} value_ends").tolist()]
            numbers = segment.column(f"{name} values")[ends[doc] : ends[doc + 1]].tolist()
            found.append([segment.field(name).terms[number] for number in numbers])
    return found


def different(documents: list[Document]) -> list[Document]:
    return list({each.id: each for each in documents}.values())


@pytest.fixture(params=[16, 1], ids=["as it is", "of one bit"])
def bits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many bits of a document's number stand in its posting: fewer, and more stands apart."""
    monkeypatch.setattr(files, "BITS", request.param)
    monkeypatch.setattr(files, "BELOW", (1 << request.param) - 1)
    return int(request.param)


def test_numbers_of_documents_are_read_as_they_were_split() -> None:
    chance = random.Random(5)
    numbers = np.array([chance.randrange(1 << 20) for _ in range(300)] + [7] * 50)
    held = files.split(numbers)
    assert held.low.dtype == np.uint16
    for first in range(0, 350, 13):
        for after in range(first, 350, 11):
            assert held[first:after].tolist() == numbers[first:after].tolist()
    assert held[:].tolist() == numbers.tolist()
    assert len(files.split(numbers & 0xFFFF).runs) == 0
    assert files.split(np.zeros(0, np.int64))[:].tolist() == []


def test_runs_of_numbers_say_what_stands_above_their_lowest_bits() -> None:
    chance = random.Random(7)
    numbers = np.array([chance.randrange(1 << 20) for _ in range(300)] + [7] * 50)
    held = files.split(numbers)
    for first in range(0, 350, 13):
        for after in range(first, 350, 11):
            runs = list(held.runs_of(slice(first, after)))
            found = [
                (held.low[run].astype(int) + (high << files.BITS)).tolist() for run, high in runs
            ]
            assert list(chain.from_iterable(found)) == numbers[first:after].tolist()
            assert all(found) or first == after
    assert list(files.split(numbers & 0xFFFF).runs_of(slice(3, 5))) == [(slice(3, 5), 0)]


def test_ranges_are_whole_numbers_whatever_counts_are_kept_as() -> None:
    counts = np.array([2, 0, 3], np.uint8)
    found = files.ranges(np.array([7, 1, 4]), counts)
    assert (found.tolist(), found.dtype) == ([7, 8, 4, 5, 6], np.intp)
    assert files.ranges(np.zeros(0, np.intp), counts[:0]).dtype == np.intp


@pytest.mark.parametrize("kind", ["|u1", "<u4", files.HALF])
def test_narrow_numbers_are_picked_out_of_their_places(kind: str) -> None:
    numbers = np.array([0, 255, 254, 256, 70_000, 3, 255, 14, 15, 16, 1])
    held = files.narrowed(numbers, kind)
    places = np.array([6, 0, 4, 3, 2, 10, 9])
    assert held.take(places).tolist() == numbers[places].tolist()
    assert held.take(np.array([99])).tolist() == [1]
    for first in range(len(numbers)):
        for after in range(first, len(numbers) + 1):
            assert held[first:after].tolist() == numbers[first:after].tolist()
            part = held.part(slice(first, after))
            assert part[:].tolist() == numbers[first:after].tolist()
            assert part[1:-1].tolist() == numbers[first:after][1:-1].tolist()
            inside = places[(places >= first) & (places < after)]
            assert part.take(inside - first).tolist() == numbers[inside].tolist()


def test_halves_are_put_where_they_belong_in_any_order() -> None:
    chance = random.Random(5)
    numbers = np.array([chance.randrange(16) for _ in range(31)])
    order = np.array(chance.sample(range(31), 31))
    held = files.Halves(np.zeros(files.pairs_of(31), np.uint8), 31)
    for some in (order[:7], order[7:8], order[8:]):
        held.put(some, numbers[some])
    assert held[:].tolist() == numbers.tolist()
    assert len(held.pairs) == 16


@settings(suppress_health_check=list(HealthCheck))
@given(documents=corpora(), chance=st.randoms(use_true_random=False))
def test_merged_segments_hold_what_one_written_at_once_holds(
    tmp_path_factory: pytest.TempPathFactory,
    bits: int,
    documents: list[Document],
    chance: random.Random,
) -> None:
    documents = different(documents)
    if not documents:
        return
    folder = tmp_path_factory.mktemp("segments")
    whole = written(folder, "whole", documents)
    cuts = sorted({0, len(documents), chance.randrange(len(documents)), len(documents) // 2})
    parts = [
        (written(folder, f"part{start}", documents[start:end]), None)
        for start, end in pairwise(cuts)
    ]
    assert merge(folder / "merged", parts) == len(documents)
    merged = Segment(folder / "merged", len(documents))
    assert content(merged) == content(whole)
    for name, array in whole.arrays.items():
        assert bits == 1 or np.array_equal(merged.arrays[name], array), name


@settings(suppress_health_check=list(HealthCheck))
@given(documents=corpora(), chance=st.randoms(use_true_random=False))
def test_what_is_deleted_is_gone_from_a_merged_segment_with_its_terms(
    tmp_path_factory: pytest.TempPathFactory,
    bits: int,
    documents: list[Document],
    chance: random.Random,
) -> None:
    documents = different(documents)
    if len(documents) < 2:
        return
    folder = tmp_path_factory.mktemp("segments")
    half = len(documents) // 2
    parts = []
    stay: list[Document] = []
    for name, batch in (("one", documents[:half]), ("two", documents[half:])):
        gone = sorted(chance.sample(range(len(batch)), chance.randrange(len(batch))))
        stay += [each for at, each in enumerate(batch) if at not in gone]
        parts.append((written(folder, name, batch), np.array(gone, np.intp)))
    assert merge(folder / "merged", parts) == len(stay)
    merged, fresh = Segment(folder / "merged", len(stay)), written(folder, "fresh", stay)
    assert content(merged) == content(fresh)
    for name in TERM_FIELDS:
        assert merged.field(name).terms[:] == fresh.field(name).terms[:]


def test_a_merge_in_small_steps_makes_the_same_file(
    tmp_path: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [document(make_article(str(n), body=f"oil bank {n} " * (n + 1))) for n in range(30)]
    parts = [
        (written(tmp_path, "one", made[:13]), None),
        (written(tmp_path, "two", made[13:]), None),
    ]
    merge(tmp_path / "at once", parts)
    monkeypatch.setattr(merging, "_AT_ONCE", 5)
    merge(tmp_path / "in steps", parts)
    assert (tmp_path / "in steps").read_bytes() == (tmp_path / "at once").read_bytes()


def test_a_word_that_stands_often_or_far_behind_is_counted_and_placed_rightly(
    tmp_path: Path, make_article: Make
) -> None:
    """Counts are kept in half a byte, places in two; 15 and 65,535 are the first that are not."""
    counts, far = [1, 14, 15, 16, 255, 256, 700], 65_533
    made = [document(make_article(str(n), body="oil " * n)) for n in counts]
    made.append(document(make_article("far", body="so " * far + "far and near and then oil")))
    whole = written(tmp_path, "whole", made)
    parts = [written(tmp_path, "one", made[:3]), written(tmp_path, "two", made[3:])]
    merge(tmp_path / "merged", [(part, None) for part in parts])
    merge(tmp_path / "fewer", [(parts[0], np.array([2])), (parts[1], np.array([0]))])
    for name, size in (("whole", 8), ("merged", 8), ("fewer", 6)):
        body = Segment(tmp_path / name, size).field("body")
        oil, far_ = body.terms.find(b"oil"), body.terms.find(b"far")
        expected = [*counts, 1] if size == 8 else [1, 14, 255, 256, 700, 1]
        assert body.counts[body.postings(oil)].tolist() == expected
        assert body.places[body.placed(oil)].tolist()[-1] == far + 5
        assert body.places[body.placed(far_)].tolist() == [far]
        assert body.places[body.placed(body.terms.find(b"and"))].tolist() == [far + 1, far + 3]
        assert isinstance(body.counts.low, files.Halves)
        assert isinstance(body.places.low, np.ndarray)
        assert body.places.low.dtype == np.uint16
    assert content(Segment(tmp_path / "merged", 8)) == content(whole)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_manifest(tmp_path, [])
    return tmp_path


def ids(folder: Path) -> list[str]:
    """The ids of the documents that are there."""
    found = []
    for part in read_manifest(folder):
        every = Segment(folder / part.name, part.size).column("id").tolist()
        gone = set() if part.deleted is None else set(part.deleted.tolist())
        found += [one.decode() for at, one in enumerate(every) if at not in gone]
    return sorted(found)


def test_there_are_four_segments_at_most_and_no_other_files(
    folder: Path, make_article: Make
) -> None:
    chance = random.Random(3)
    expected: dict[str, Document] = {}
    for commit in range(60):
        names = [f"{commit}-{n}" for n in range(chance.choice([1, 1, 2, 9, 30]))]
        names += [chance.choice(["0-0", "1-0", "7-0"])]
        removed = set(chance.sample(sorted(expected), min(len(expected), chance.randrange(4))))
        batch = [document(make_article(name, body=f"{name} {commit}")) for name in names]
        count = write(folder, removed, batch)
        for one in removed:
            expected.pop(one)
        expected |= {each.id: each for each in batch}
        parts = read_manifest(folder)
        assert len(parts) <= 4
        assert count == len(expected)
        files = {path.name for path in folder.glob("*.arrays")}
        assert files == {part.name for part in parts}
    assert ids(folder) == sorted(expected)


def test_a_rebuilt_index_is_one_segment(
    folder: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_MOST_WHILE_BUILDING", 3)
    made = [document(make_article(str(n % 35))) for n in range(40)]
    assert build(folder, [made[start : start + 4] for start in range(0, 40, 4)]) == 35
    [part] = read_manifest(folder)
    assert (part.size, part.deleted) == (35, None)
    assert ids(folder) == sorted({each.id for each in made})
    assert build(folder, []) == 0


def test_a_commit_writes_again_little_of_a_large_index(folder: Path, make_article: Make) -> None:
    write(folder, (), [document(make_article(str(n))) for n in range(200)])
    [large] = read_manifest(folder)
    for n in range(12):
        write(folder, (), [document(make_article(f"new {n}"))])
    assert large.name in {part.name for part in read_manifest(folder)}


def test_a_segment_of_which_most_is_deleted_is_written_again_without(
    folder: Path, make_article: Make
) -> None:
    made = [document(make_article(str(n))) for n in range(20)]
    write(folder, (), made)
    write(folder, {each.id for each in made[:10]}, ())
    [part] = read_manifest(folder)
    assert (part.size, part.count) == (20, 10)
    assert write(folder, {made[10].id}, ()) == 9
    [part] = read_manifest(folder)
    assert (part.size, part.deleted) == (9, None)
    assert ids(folder) == sorted(each.id for each in made[11:])
    assert write(folder, {each.id for each in made}, ()) == 0
    assert read_manifest(folder) == []
    assert not list(folder.glob("*.arrays"))


def test_the_last_of_several_documents_of_one_id_in_a_batch_counts(
    folder: Path, make_article: Make
) -> None:
    batch = [document(make_article("a", title=title)) for title in ("First", "Second")]
    assert write(folder, (), batch) == 1
    [part] = read_manifest(folder)
    assert b"second" in Segment(folder / part.name, 1).field("title").terms


def test_a_large_batch_is_written_in_parts_that_memory_holds(
    folder: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(writing, "_TOKENS", 40)
    monkeypatch.setattr(
        writing,
        "write_segment",
        lambda path, batch: sizes.append(len(batch)) or write_segment(path, batch),
    )
    batch = [document(make_article(str(n % 7), body=f"{n} " * 12)) for n in range(20)]
    write(folder, {batch[0].id}, batch)
    assert len(sizes) > 4
    assert max(sizes) <= 4
    assert ids(folder) == sorted({each.id for each in batch})
    texts = {
        term
        for part in read_manifest(folder)
        for one in [Segment(folder / part.name, part.size)]
        for number, term in enumerate(one.field("body").terms)
        if not set(one.field("body").docs[one.field("body").postings(number)].tolist())
        <= set(() if part.deleted is None else part.deleted.tolist())
    }
    assert texts >= {str(n).encode() for n in range(13, 20)}
    assert texts.isdisjoint(str(n).encode() for n in range(7, 13))


def test_a_full_disk_is_an_error_and_not_the_end_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of a mapped file that have no room would be a signal. So room is asked for first."""
    with pytest.raises(OSError, match=r"\[Errno"):
        create(tmp_path / "too large", {"huge": ("<u8", 1 << 56)})


def test_every_keyword_field_has_its_values_by_document(tmp_path: Path, make_article: Make) -> None:
    segment = written(tmp_path, "one", [document(make_article("a", tags=("Syria", "Iraq")))])
    assert len([name for name in segment.arrays if name.endswith(" values")]) == len(KEYS)


def test_an_id_that_is_removed_twice_is_counted_once(tmp_path: Path, make_article: Make) -> None:
    documents = [document(make_article(f"ferry-{number}")) for number in range(4)]
    build(tmp_path, [documents])
    gone = documents[1].id
    assert write(tmp_path, [gone, gone], []) == 3
    assert read_manifest(tmp_path)[0].count == 3
