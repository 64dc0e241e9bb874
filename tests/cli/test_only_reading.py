"""Who may only read an archive searches, shows, exports and serves it: another user, a group, a
read-only disk. Each command runs in a process of such a user.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cli.main import invoke
from tests.helpers.archives import ROOT, SampleArchive
from tests.helpers.commands import Run

NOBODY, GROUP = 65534, 54321
# Runs commands in one process, for it takes long to begin; prints what each ended with and said.
ASK = """
import contextlib, io, json, sys
from cli.main import invoke
home, *commands = sys.argv[1:]
for command in map(json.loads, commands):
    if command == ["serve"]:
        from archive.settings import load
        from webui.app import create_app
        client = create_app(load(home)).test_client()
        codes = [client.get(path).status_code for path in ("/?q=the", "/healthz")]
        print(json.dumps([max(codes), "", ""]))
        continue
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = invoke(["--home", home, *command])
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]
    print(json.dumps([code, *said]))
"""
Reader = Callable[..., Run]


@pytest.fixture
def home(samples: SampleArchive) -> Iterator[Path]:
    """The samples, where other users get to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield Path(shutil.copytree(samples.home, folder / "home"))
        _allow(folder / "home", 0o700, 0o600)  # so that it can be deleted


def _allow(home: Path, folders: int, files: int) -> None:
    for path in (home, *home.rglob("*")):
        path.chmod(folders if path.is_dir() else files)


def _as(user: int, group: int, folder: Path, *before: str) -> Reader:
    """Runs Python as another user, who has a cache folder."""
    cache = folder / "cache"
    cache.mkdir(exist_ok=True)
    os.chown(cache, user, group)

    def run(*args: object) -> Run:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8",
                       "XDG_CACHE_HOME": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
        command = [*before, sys.executable, *map(str, args)]
        done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
        assert "Traceback" not in done.stderr, done.stderr
        return Run(done.returncode, done.stdout, done.stderr)

    return run


def _becoming(user: int, group: int) -> tuple[str, ...]:
    """What makes a command run as another user, who may do nothing that is not allowed to all."""
    if os.geteuid() or not shutil.which("setpriv"):
        pytest.skip("to be another user needs root, and setpriv")
    return "setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"


def _may(how: str, home: Path) -> Reader:
    """A reader of an archive, who may read it for the reason that is named."""
    if how == "mount":
        mount = f'mount --bind -o ro "{home}" "{home}" && exec "$@"'
        before = ("unshare", "-m", "sh", "-c", mount, "sh")
        if subprocess.run([*before, "true"], capture_output=True).returncode:
            pytest.skip("a read-only mount needs unshare -m, which is not allowed here")
        return _as(0, 0, home.parent, *before)
    if how == "all":
        _allow(home, 0o755, 0o644)
        reader = _as(NOBODY, NOBODY, home.parent, *_becoming(NOBODY, NOBODY))
    else:
        for path in (home, *home.rglob("*")):
            os.chown(path, 0, GROUP)
        _allow(home, 0o750, 0o640)
        reader = _as(NOBODY, GROUP, home.parent, *_becoming(NOBODY, GROUP))
    if reader("-c", "import archive.errors").code:
        pytest.skip("this Python may not be used by other users")
    return reader


def ask(reader: Reader, home: Path, *commands: list[str]) -> list[Run]:
    """What commands end with, and say, for a reader."""
    done = reader("-c", ASK, home, *map(json.dumps, commands))
    return [Run(*json.loads(line)) for line in done.out.splitlines()]


def _ids(home: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{home / 'archive.db'}?immutable=1", uri=True)) as db:
        return [row[0] for row in db.execute("SELECT id FROM articles ORDER BY id")]


@pytest.mark.parametrize("how", ["all", "group", "mount"])
def test_who_may_only_read_searches_shows_exports_serves(how: str, home: Path) -> None:
    reader = _may(how, home)
    before = sorted(path.relative_to(home) for path in home.rglob("*"))
    (article, *_) = _ids(home)
    found, shown, exported, served, refused = ask(
        reader, home, ["count", "Euphrates"], ["show", article], ["export"], ["serve"],
        ["remove", article],
    )  # fmt: skip
    assert [each.code for each in (found, shown, exported, served)] == [0, 0, 0, 200]
    assert int(found.out) > 1
    assert len(exported.out.splitlines()) > 70
    assert refused.code == 2
    assert "may only be read" in refused.err
    assert sorted(path.relative_to(home) for path in home.rglob("*")) == before


@pytest.mark.parametrize("how", ["all", "mount"])
def test_an_index_of_ones_own_is_searched_where_the_archive_has_none(how: str, home: Path) -> None:
    shutil.rmtree(home / "index")
    reader = _may(how, home)
    (found,) = ask(reader, home, ["count", "Euphrates"])
    assert int(found.out) > 1
    assert "one of your own is searched" in found.err
    assert not (home / "index").exists()
    assert list((home.parent / "cache").rglob("CURRENT"))


def test_what_the_owner_writes_is_seen_at_once(home: Path) -> None:
    _may("all", home)
    script = (
        "import sys\nfrom pathlib import Path\nfrom archive.store.store import Store\n"
        "store = Store.open(Path(sys.argv[1]))\n"
        "print(store.may_write, store.counted(), flush=True)\n"
        "input()\nprint(store.may_write, store.counted())\n"
    )
    with subprocess.Popen(
        [*_becoming(NOBODY, NOBODY), sys.executable, "-c", script, str(home)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}, cwd="/", text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        held = int(process.stdout.readline().split()[1])
        with closing(sqlite3.connect(home / "archive.db")) as db, db:
            db.execute(
                "UPDATE articles SET removed_at = 'now' WHERE id ="
                " (SELECT id FROM articles WHERE removed_at IS NULL LIMIT 1)"
            )
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline().split() == ["False", str(held - 1)]


@pytest.mark.parametrize("how", ["all", "mount"])
def test_an_index_of_tantivy_s_is_read_too(home: Path, how: str) -> None:
    assert invoke(["--home", str(home), "reindex", "--engine", "tantivy"]) == 0
    reader = _may(how, home)
    for lock in home.rglob(".tantivy-*.lock"):
        lock.unlink()
    searched, counted = ask(reader, home, ["search", "Syria"], ["count", "Syria"])
    assert (searched.code, counted.code) == (0, 0), searched
    assert int(counted.out) > 0
