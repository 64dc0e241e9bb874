"""What is said to be done is on the disk: each file, and each name in its folder."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from archive.durable import make_folders, persist, write_whole
from archive.errors import OutputError
from archive.exports.whole import whole_file, whole_folder
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.salvage.salvage import salvage
from archive.store.store import Store
from tests.helpers.archives import SAMPLES

Waited = list[tuple[str, list[str]]]


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> Waited:
    """What the disk was waited for, in its order: the path, and what is in a folder by then."""
    found: Waited = []
    kept = os.fsync

    def fsync(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        found.append((path.name, sorted(each.name for each in path.glob("*"))))
        kept(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


def test_a_small_file_is_there_with_its_name(tmp_path: Path, waited: Waited) -> None:
    write_whole(tmp_path / "variants.txt", b"Qurbi, Korbi\n")
    assert waited == [("variants.txt.new", []), (tmp_path.name, ["variants.txt"])]
    assert (tmp_path / "variants.txt").stat().st_mode & 0o777 == 0o600


def test_a_small_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "archive.toml"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)


def test_an_export_is_there_with_its_name(tmp_path: Path, waited: Waited) -> None:
    with whole_file(tmp_path / "out.jsonl") as stream:
        stream.write(b"{}\n")
    assert waited[0][0].endswith(".partial")
    assert waited[1:] == [(tmp_path.name, ["out.jsonl"])]


def test_a_folder_is_there_with_all_that_is_in_it(tmp_path: Path, waited: Waited) -> None:
    with whole_folder(tmp_path / "site") as folder:
        (folder / "data").mkdir()
        (folder / "data" / "a.js").write_text("a")
        (folder / "index.html").write_text("i")
    names = [name for name, _ in waited]
    assert sorted(names[:3]) == ["a.js", "data", "index.html"]
    assert waited[3][1] == ["data", "index.html"]
    assert waited[4:] == [(tmp_path.name, ["site"])]


def test_new_folders_are_there_with_their_names(tmp_path: Path, waited: Waited) -> None:
    make_folders(tmp_path / "a" / "b", 0o700)
    assert waited == [(tmp_path.name, ["a"]), ("a", ["b"])]
    make_folders(tmp_path / "a" / "b", 0o700)
    assert len(waited) == 2


def test_an_archive_s_folder_is_there_with_its_name(tmp_path: Path, waited: Waited) -> None:
    Store.create(tmp_path / "home").close()
    assert waited[0] == (tmp_path.name, ["home"])


def test_what_was_salvaged_is_there(tmp_path: Path, waited: Waited) -> None:
    home, target = tmp_path / "home", tmp_path / "saved"
    with Store.create(home) as store:
        ingest(store, sources([str(next(SAMPLES.rglob("*.md")))]))
    waited.clear()
    salvage(home, target)
    assert ("salvage.txt", []) in waited
    assert waited[-1] == (tmp_path.name, ["home", "saved"])


@pytest.mark.parametrize("refused", [errno.EINVAL, errno.ENOTSUP])
def test_a_folder_that_knows_no_waiting_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    (tmp_path / "file").touch()

    def fsync(handle: int) -> None:
        raise OSError(refused, os.strerror(refused))

    monkeypatch.setattr(os, "fsync", fsync)
    persist(tmp_path)
    with pytest.raises(OSError, match=os.strerror(refused)):
        persist(tmp_path / "file")


def test_an_export_whose_name_may_not_stay_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = os.fsync

    def fsync(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        kept(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with (
        pytest.raises(OutputError, match="is written, but its disk does not say that it will stay"),
        whole_file(tmp_path / "out.jsonl") as stream,
    ):
        stream.write(b"{}\n")
    assert (tmp_path / "out.jsonl").read_bytes() == b"{}\n"
