"""An index that a stranger has put pickles into: no command runs them, and all are answered."""

from __future__ import annotations

import gc
import json
import pickle
import shutil
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from whoosh.index import open_dir

from archive.settings import load
from archive.store.store import Store
from cli.main import COMMANDS, invoke
from index.engines.common.interface import fingerprint
from index.engines.open import open_engine
from index.upkeep.sync import sync
from webui.app import create_app

# Every command, as it is called here; {id} and {folder} are put in.
CALLS = {
    "init": "", "ingest": "samples", "watch": "--once samples", "renew": "", "formats": "",
    "search": "Mosul", "count": "Mosul", "tags": "", "facet": "tag", "timeline": "Mosul", "map": "",
    "words": "Mosul", "coverage": "", "explain": "{id} Mosul", "variants": "", "export": "Mosul",
    "verify": "{folder}/none", "show": "{id}", "open": "{id} --print", "cite": "{id}",
    "similar": "{id}", "passages": "{id}", "history": "{id}", "diff": "{id} {id}", "edits": "",
    "save": "kept Mosul", "saved": "", "new": "Euphrates", "tag": "+x -- Mosul",
    "collection": "add Samples {id}", "remove": "{id}", "restore": "{id}",
    "dump": "{folder}/people", "load": "{folder}/people", "status": "", "check": "", "reindex": "",
    "salvage": "{folder}/salvaged", "backup": "{folder}/copy.db", "go-back": "{folder}/copy.db",
    "copy": "--to {folder}/copied", "work": "", "help": "query", "completion": "bash",
}  # fmt: skip
SEARCHING = ("search", "count", "facet", "export", "check", "reindex", "tag")


class Planted:
    """Leaves a mark where it is loaded."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return Path.touch, (self.mark,)


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "it ran"


@pytest.fixture
def planted(mark: Path) -> bytes:
    return pickle.dumps(Planted(mark))


def used(home: Path) -> Path:
    folder = home / "index" / "whoosh"
    return folder / (folder / "CURRENT").read_text()


def into_all_files(home: Path, planted: bytes) -> None:
    """As somebody who does not know of seals."""
    for path in (home / "index").rglob("*"):
        if path.is_file():
            path.unlink()
            path.write_bytes(planted)


def into_sealed_files(home: Path, planted: bytes) -> None:
    """As somebody who seals what he has put there."""
    folder = used(home)
    stamp = json.loads((folder / "stamp.json").read_text())
    for name, sealed in stamp["files"].items():
        path = folder / name
        path.unlink()
        path.write_bytes(planted)
        state = path.stat()
        sealed |= {"size": state.st_size, "mtime_ns": state.st_mtime_ns}
        sealed |= {"crc": zlib.crc32(planted)}
    (folder / "stamp.json").write_text(json.dumps(stamp))


def into_the_table_of_contents(home: Path, planted: bytes) -> None:
    """And leaves the rest as it is, so that the index opens."""
    folder = used(home)
    [contents] = folder.glob("*.toc")
    kept = contents.read_bytes()
    begin = kept.index(b"\x80")  # of the pickles in it
    into_sealed(folder, contents, kept[:begin] + planted)


def into_sealed(folder: Path, path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)
    stamp = json.loads((folder / "stamp.json").read_text())
    state = path.stat()
    stamp["files"][path.name] = {
        "size": state.st_size,
        "mtime_ns": state.st_mtime_ns,
        "crc": zlib.crc32(data),
    }
    (folder / "stamp.json").write_text(json.dumps(stamp))


Plant = Callable[[Path, bytes], None]
PLANTS: list[Plant] = [into_all_files, into_sealed_files, into_the_table_of_contents]


def test_every_command_but_the_server_is_called() -> None:
    assert CALLS.keys() == COMMANDS.keys() - {"serve"}  # whose pages are asked for below
    assert set(SEARCHING) <= CALLS.keys()


def outcomes(home: Path, capsys: pytest.CaptureFixture[str], names: Iterable[str]) -> list[int]:
    """The exit codes of commands one after the other; none says anything of a traceback."""
    with Store.open(home, read_only=True) as store:
        some = min(store.ids())
    found = []
    for name in names:
        words = CALLS[name].replace("{id}", some).replace("{folder}", str(home.parent)).split()
        found.append(invoke(["--home", str(home), name, *words]))
        assert "Traceback" not in capsys.readouterr().err
    return found


@pytest.mark.leaves_damage("what was planted lies there still")
@pytest.mark.parametrize("plant", PLANTS)
def test_no_command_runs_what_was_planted_and_each_answers(
    samples_copy: Path, tmp_path: Path, mark: Path, planted: bytes, plant: Plant,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name in SEARCHING:
        homes = [tmp_path / name / way / "home" for way in ("planted", "plain")]
        for home in homes:
            shutil.copytree(samples_copy, home)
        plant(homes[0], planted)
        codes = [outcomes(home, capsys, [name]) for home in homes]
        assert not mark.exists(), name
        assert codes[0] == codes[1] or name == "check", name


@pytest.mark.leaves_damage("what was planted lies there still")
def test_no_command_at_all_does(
    samples_copy: Path, tmp_path: Path, mark: Path, planted: bytes,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("archive.watching.rounds.SETTLED", 0)
    home = Path(shutil.copytree(samples_copy, tmp_path / "of all" / "home"))
    for name in CALLS:
        into_all_files(home, planted)
        outcomes(home, capsys, [name])
        assert not mark.exists(), name


@pytest.mark.parametrize("plant", PLANTS)
def test_no_page_does(samples_copy: Path, mark: Path, planted: bytes, plant: Plant) -> None:
    plant(samples_copy, planted)
    app = create_app(load(str(samples_copy), {}))
    live = app.extensions["archive"]
    for _ in range(2):
        assert app.test_client().get("/?q=Mosul").status_code in (200, 503)
        if live._thread:
            live._thread.join()
    assert app.test_client().get("/?q=Mosul").status_code == 200
    live.close()
    assert not mark.exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file left open
def test_the_planted_would_run_where_a_pickle_is_loaded(
    samples_copy: Path, mark: Path, planted: bytes
) -> None:
    """Whoosh itself loads its table of contents so, as docs/architecture.md says."""
    into_the_table_of_contents(samples_copy, planted)
    with suppress(Exception):  # whatever comes of it
        open_dir(used(samples_copy))
    gc.collect()
    assert mark.exists()


@pytest.mark.parametrize("stamped", ["as it was", "as of today"])
def test_an_index_of_the_older_form_is_built_anew_and_not_opened(
    samples_copy: Path, mark: Path, planted: bytes, stamped: str
) -> None:
    """Its files were Whoosh's alone, and no manifest named them."""
    folder = used(samples_copy)
    for path in folder.iterdir():
        path.unlink()
    for name in ("_MAIN_1.toc", "MAIN_abcdefghijklmnop.seg"):
        (folder / name).write_bytes(planted)
    stamp = {"change": 1, "token": "", "fingerprint": "of layout 3", "documents": 3}
    with Store.open(samples_copy) as store:
        if stamped == "as of today":
            change, token = store.last_change()
            stamp = {"change": change, "token": token, "fingerprint": fingerprint(),
                     "documents": store.count()}  # fmt: skip
        (folder / "stamp.json").write_text(json.dumps({"stamp": stamp, "files": {}}))
        assert invoke(["--home", str(samples_copy), "search", "Mosul"]) == 0
        engine = open_engine("whoosh", samples_copy)
        assert sync(store, engine).verdict == "current"
        assert engine.ids() == store.ids()
        engine.close()
    assert not mark.exists()
    assert list(used(samples_copy).glob("*.arrays"))
