"""Who else may read an archive's files, what is said of addresses and names, what kills leave."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.leftovers import clear, named, partial_of, sweep, temporary
from archive.store.sharing import share, wider
from archive.store.store import Store
from tests.helpers.commands import Run

Archive = Callable[..., Run]
ARTICLE = '{"identifier":"r:1","title":"Quokka","body":"A text.","url":"%s"}'


@pytest.fixture(autouse=True)
def _open_umask() -> object:
    """That of a careless system: whatever is not asked for is for all."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "a.jsonl"
    file.write_text(ARTICLE % "https://name:secret@news.example.org/a")
    return file


def modes(home: Path) -> tuple[set[int], set[int]]:
    """The modes of the folders and of the files of an archive."""
    every = [home, *home.rglob("*")]
    found = [(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in every]
    return {mode for is_dir, mode in found if is_dir}, {
        mode for is_dir, mode in found if not is_dir
    }


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_archive_is_its_users_alone(
    there: bool, engine: str, run: Archive, article: Path, tmp_path: Path
) -> None:
    pytest.importorskip(engine)
    home = tmp_path / "home"
    if there:
        home.mkdir(mode=0o777)
    assert run("--home", home, "ingest", article).code == 0
    assert run("--home", home, "reindex", "--engine", engine).code == 0
    assert run("--home", home, "backup", tmp_path / "backup.db").code == 0
    assert modes(home) == ({0o700}, {0o600})
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("sharing", "files", "folders"), [("group", 0o640, 0o750), ("all", 0o644, 0o755)]
)
def test_sharing_lets_others_read(
    sharing: str, files: int, folders: int, run: Archive, article: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    run("--home", home, "ingest", article)
    (home / "archive.toml").write_text(f'sharing = "{sharing}"\n')
    (home / "archive.toml").chmod(0o600)
    assert run("--home", home, "count").out == "1\n"
    (home / "archive.toml").rename(tmp_path / "archive.toml")
    assert modes(home) == ({folders}, {files})
    (tmp_path / "archive.toml").rename(home / "archive.toml")
    article.write_text(ARTICLE.replace("r:1", "r:2") % "https://news.example.org/b")
    run("--home", home, "ingest", article)  # another state of the index
    (home / "archive.toml").unlink()
    kept = modes(home)
    assert kept[0] == {folders}
    assert kept[1] <= {files, 0o600}  # the lock is for writers


def test_what_an_owner_has_widened_is_kept_and_told(
    run: Archive, article: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    run("--home", home, "ingest", article)
    assert "wider" not in run("--home", home, "check").err
    home.chmod(0o755)
    (home / "archive.db").chmod(0o644)
    checked = run("--home", home, "check")
    assert checked.code == 0
    assert f"chmod 0600 {home / 'archive.db'}" in checked.err
    assert stat.S_IMODE((home / "archive.db").stat().st_mode) == 0o644


def test_a_password_in_an_address_is_neither_kept_nor_said(
    run: Archive, article: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    run("--home", home, "ingest", article)
    fetched = run(
        "--home", home, "ingest", "https://name:secret@127.0.0.1:1/feed", "--allow-private"
    )
    hooked = run("--home", home, "new", "--webhook", "ftp://name:secret@127.0.0.1/")
    watch = ("watch", "--once", "--allow-private", "https://name:secret@127.0.0.1:1/feed")
    watched = run("--home", home, *watch)
    assert "https://127.0.0.1:1/feed" in watched.err
    shown = run("--home", home, "export", "--format", "csv")
    status = run("--home", home, "status", "--format", "json")
    for said in (fetched, hooked, watched, shown, status):
        assert "secret" not in said.out + said.err
    assert "https://news.example.org/a" in shown.out
    with Store.open(home) as store:
        kept = [str(batch) for batch in store.batches.newest(10)]
    assert kept
    assert not [each for each in kept if "secret" in each]


def test_a_salvaged_archive_is_its_users_alone(run: Archive, article: Path, tmp_path: Path) -> None:
    """Its settings may have passwords, and what is laid beside it is news that was kept."""
    home, to = tmp_path / "home", tmp_path / "to"
    assert run("--home", home, "ingest", article).code == 0
    (home / "archive.toml").write_text('sharing = "private"\nsmtp_password = "x"\n', "utf-8")
    run("--home", home, "salvage", to)
    assert (to / "archive.toml").is_file()
    assert modes(to) == ({0o700}, {0o600})


def test_what_goes_away_while_modes_are_set_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each commit takes the state before away, and who is the last to leave takes the log."""
    for name in ("archive.db", "archive.db-wal", "index/whoosh/1/a", "index/whoosh/2/b"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    looked = Path.is_symlink

    def gone(self: Path) -> bool:
        found = looked(self)
        if self.name in ("archive.db-wal", "a"):
            self.unlink()
        return found

    monkeypatch.setattr(Path, "is_symlink", gone)
    share(tmp_path, "all")
    assert not (tmp_path / "index/whoosh/1/a").exists()
    assert (tmp_path / "index/whoosh/2/b").stat().st_mode & 0o777 == 0o666
    (tmp_path / "archive.db-wal").write_text("")
    assert list(wider(tmp_path, "private"))


NASTY = "a\x1b]0;title\x07\x1b[31mb\x9bc\r"


@pytest.mark.parametrize(
    "args",
    [
        (NASTY,), ("show", NASTY), ("search", NASTY), ("search", "x", "--sort", NASTY),
        ("ingest", NASTY), ("backup", f"/nowhere/{NASTY}"), ("go-back", NASTY),
        ("export", "--output", f"/nowhere/{NASTY}"), ("salvage", NASTY), ("help", NASTY),
        ("load", NASTY), ("verify", NASTY), ("tag", f"+{NASTY}", "--", "x"), ("diff", NASTY),
        ("facet", NASTY), ("count", f"tag:{NASTY}"), ("save", NASTY, "x"), ("new", NASTY),
        ("collection", "add", NASTY, "x"), ("remove", NASTY), ("cite", NASTY),
        ("explain", NASTY, NASTY), ("copy", "--to", f"/dev/null/{NASTY}"),
        ("work", "--name", NASTY),
    ],
)  # fmt: skip
def test_no_argument_reaches_a_terminal_as_it_is(
    args: tuple[str, ...], run: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / f"home {NASTY}"
    run("--home", home, "init")
    said = run("--home", home, *args)
    left = {char for char in said.out + said.err if not char.isprintable()} - {"\n"}
    assert not left, said


def test_what_a_killed_process_left_goes_with_the_next(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".b.db.{ended.pid}.partial-journal"
    left.touch()
    (folder := tmp_path / f"news-archive-{ended.pid}.abcdefgh").mkdir()
    (folder / "member").touch()
    others = [f".b.db.{os.getpid()}.partial", "b.db.2019.old", "b.db.partial", "b.db.2019",
              f".c.db.{ended.pid}.partial"]  # fmt: skip
    for name in others:
        (tmp_path / name).touch()
    sweep(tmp_path / "b.db")
    clear(tmp_path, "news-archive-")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)
    with temporary("news-archive-") as made:
        assert named("news-archive-") in made


def test_what_a_process_of_the_same_number_left_is_no_part_of_what_comes(tmp_path: Path) -> None:
    """In a container numbers come again; SQLite would write such a journal into a new copy."""
    for rest in ("", "-journal", "-wal", "-shm"):
        (tmp_path / f".b.db.{os.getpid()}.partial{rest}").write_text("of before")
    assert partial_of(tmp_path / "b.db").name == f".b.db.{os.getpid()}.partial"
    assert list(tmp_path.iterdir()) == []


def test_a_killed_backup_is_cleared_by_the_next(store: Store, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from archive.store.sqlite import backups\nfrom archive.store.store import Store\n"
        "backups.persist = lambda path: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Store.open(Path(sys.argv[1])).backup(Path(sys.argv[2]))\n"
    )
    target = tmp_path / "b.db"
    done = subprocess.run([sys.executable, "-c", script, str(store.path.parent), str(target)])
    assert done.returncode < 0
    assert list(tmp_path.glob(".b.db.*.partial"))
    store.backup(target)
    assert [path.name for path in tmp_path.glob("*b.db*")] == ["b.db"]


def test_what_a_killed_process_had_put_aside_goes_back(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (aside := tmp_path / f".site.{ended.pid}.replaced").mkdir()
    others = [f".site.{os.getpid()}.replaced", f".site.manifest.json.{ended.pid}.replaced"]
    for name in others:  # of one that runs, and of another target
        (tmp_path / name).touch()
    sweep(tmp_path / "site")
    assert (tmp_path / "site").is_dir()
    aside.mkdir()
    sweep(tmp_path / "site")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, "site"])
