"""Files of an index that are none, or say what cannot be: damage, and never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from archive.article import Article
from archive.errors import IndexDamagedError
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.document import document
from index.engines.arrays.files import create, open_arrays
from index.engines.arrays.manifest import read_manifest, write_manifest
from index.engines.arrays.segment import Segment
from index.engines.arrays.write import write
from index.engines.open import open_engine
from index.upkeep.sync import sync

Make = Callable[..., Article]
GOOD: dict[str, Any] = {"name": "s000001.arrays", "size": 3, "deleted": [0]}

FOREIGN: dict[str, object] = {
    "nothing": None,
    "a list": [],
    "a number": 7,
    "no version": {"segments": []},
    "another version": {"version": 2, "segments": []},
    "no segments": {"version": 1},
    "segments that are none": {"version": 1, "segments": 5},
    "a text": {"version": 1, "segments": "s000001.arrays"},
    "more fields": {"version": 1, "segments": [GOOD | {"more": 1}]},
    "fewer fields": {"version": 1, "segments": [{"name": "s000001.arrays"}]},
    "the same twice": {"version": 1, "segments": [GOOD, GOOD]},
    **{
        f"{field} {value!r}": {"version": 1, "segments": [GOOD | {field: value}]}
        for field, value in (
            ("name", "../../archive.db"), ("name", "/etc/passwd"), ("name", "stamp.json"),
            ("name", "s1.arrays\n"), ("name", 5), ("size", -1), ("size", 0), ("size", True),
            ("size", 1.5), ("size", "3"), ("size", 1 << 80), ("deleted", None), ("deleted", [3]),
            ("deleted", [-1]), ("deleted", [[0]]), ("deleted", ["0"]), ("deleted", [1 << 80]),
            ("deleted", {"0": 1}), ("deleted", [True]), ("deleted", [0.0]),
        )
    },
}  # fmt: skip
NO_JSON = {"nothing": b"", "bytes": b"\x80\x04\xff", "deep": b"[" * 200_000, "half": b'{"version"'}


@pytest.mark.parametrize("kept", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_manifest_is_damage(tmp_path: Path, kept: object) -> None:
    (tmp_path / "segments.json").write_text(json.dumps(kept))
    with pytest.raises(IndexDamagedError, match="cannot be read") as raised:
        read_manifest(tmp_path)
    assert "reindex" in raised.value.hint


@pytest.mark.parametrize("kept", NO_JSON.values(), ids=NO_JSON)
def test_so_is_one_that_is_no_json(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "segments.json").write_bytes(kept)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        read_manifest(tmp_path)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "segments.json").write_text(json.dumps({"version": 1, "segments": [GOOD]}))
    [part] = read_manifest(tmp_path)
    assert (part.name, part.size, part.count) == ("s000001.arrays", 3, 2)
    write_manifest(tmp_path, [part])
    assert json.loads((tmp_path / "segments.json").read_text())["segments"] == [GOOD]


@pytest.mark.parametrize(
    "manifest", [{"version": 1, "segments": [GOOD]}, *FOREIGN.values()], ids=["good", *FOREIGN]
)
def test_with_a_foreign_manifest_that_is_sealed_a_search_builds_the_index_anew(
    samples_copy: Path, manifest: object
) -> None:
    with Store.open(samples_copy) as store:
        engine = open_engine("whoosh", samples_copy)
        sync(store, engine)
        expected = Search(store, engine).search(Asked("Mosul")).total
        with engine._generations.draft(anew=False) as draft:  # type: ignore[attr-defined]
            (draft.folder / "segments.json").unlink()
            (draft.folder / "segments.json").write_text(json.dumps(manifest))
            stamp = engine.stamp()
            assert stamp is not None
            draft.seal(stamp)
        assert Search(store, engine).search(Asked("Mosul")).total == expected > 0
        engine.verify()
        engine.close()


@pytest.fixture
def segment(tmp_path: Path, make_article: Make) -> Path:
    write_manifest(tmp_path, [])
    write(tmp_path, (), [document(make_article(str(n), tags=("Syria",))) for n in range(3)])
    [path] = tmp_path.glob("*.arrays")
    return path


def again(path: Path, arrays: dict[str, Any]) -> None:
    path.unlink()
    made = create(path, {name: (each.dtype.str, len(each)) for name, each in arrays.items()})
    for name, each in arrays.items():
        made[name][:] = each


def other_type(array: Any) -> str:
    return "<i4" if array.dtype.kind == "S" else "|S16"


def test_a_segment_without_one_of_its_arrays_or_with_one_cut_short_is_damaged(
    segment: Path,
) -> None:
    whole = {name: array.copy() for name, array in open_arrays(segment).items()}
    again(segment, whole)
    assert Segment(segment, 3).size == 3
    for name, array in whole.items():
        others = {key: each for key, each in whole.items() if key != name}
        instead: list[dict[str, Any]] = [{}]
        if len(array):
            instead += [{name: array[:-1]}, {name: np.zeros(len(array), other_type(array))}]
        for one in instead:
            again(segment, others | one)
            with pytest.raises(IndexDamagedError):
                Segment(segment, 3)


def test_a_segment_of_another_size_than_the_manifest_says_is_damaged(segment: Path) -> None:
    with pytest.raises(IndexDamagedError, match="not what was written"):
        Segment(segment, 4)


HEADERS = {
    "no header": b"",
    "no json": b"{",
    "a list": b"[]",
    "objects": b'{"a": ["|O", 1]}',
    "no such type": b'{"a": ["nothing", 1]}',
    "a structure": b'{"a": ["i4,i4", 1]}',
    "fewer than none": b'{"a": ["<u4", -1]}',
    "more than there is": b'{"a": ["<u4", 1000000]}',
    "far more": b'{"a": ["<u8", 99999999999999999999]}',
    "three": b'{"a": ["<u4", 1, 2]}',
    "no number": b'{"a": ["<u4", "x"]}',
    "no end": b'{"a": ["<u4", 1e400]}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_file_with_a_foreign_header_is_damaged(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "s000001.arrays"
    path.write_bytes(b"news arrays 1\n" + len(header).to_bytes(8, "little") + header + b"\0" * 64)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        open_arrays(path)


@pytest.mark.parametrize(
    "data", [b"", b"news", b"SQLite format 3\0", b"news arrays 1\n" + b"\xff" * 99]
)
def test_any_other_file_is_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        open_arrays(tmp_path / "x")


def test_what_is_written_is_read_and_cannot_be_changed(tmp_path: Path) -> None:
    made = create(tmp_path / "x", {"a": ("<u2", 3), "none": ("<u4", 0), "id": ("|S16", 1)})
    made["a"][:] = [1, 2, 3]
    made["id"][:] = [b"abc"]
    found = open_arrays(tmp_path / "x")
    assert {name: array.tolist() for name, array in found.items()} == {
        "a": [1, 2, 3], "none": [], "id": [b"abc"],
    }  # fmt: skip
    assert not any(array.flags.writeable for array in found.values() if len(array))
    assert isinstance(found["a"], np.ndarray)
