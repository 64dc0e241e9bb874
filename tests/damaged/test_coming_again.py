"""What is damaged is put right when it comes in again, where a hash proves that it is the same."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.store.store import Store
from cli.main import invoke
from tests.damaged.shelf import MENDED_BY, damaged
from tests.helpers.commands import Run
from tests.helpers.seeds import SEED

AGAIN = [kind for kind, by in MENDED_BY.items() if by.startswith("archive ingest")]


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles, one of them in two states that differ in a number."""
    pile = tmp_path_factory.mktemp("pile")
    for name, text in (
        ("1-first", "Three animals were at the river, it was said here today."),
        ("2-second", "Seven animals were at the river, it was said here today."),
        ("3-other", "A wombat sat at the lake, and the others never came there."),
    ):
        title = "At the lake" if name == "3-other" else "At the river"
        (pile / f"{name}.md").write_text(f"---\nurl: https://example.org/{title[-4:]}\n---\n"
                                         f"# {title}\n\n2017-11-03\n\n{text}\n")  # fmt: skip
    return pile


@pytest.fixture(scope="module")
def sound(pile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sound") / "home"
    assert invoke(["--home", str(home), "ingest", str(pile)]) == 0
    with Store.open(home) as store:
        summary = store.summary()
    assert (summary.articles, summary.revisions, summary.originals) == (2, 3, 3)
    return home


def revisions(home: Path) -> list[tuple[object, ...]]:
    """All that is kept, but for where it was found."""
    with closing(sqlite3.connect(home / "archive.db")) as db:
        return db.execute(
            "SELECT article_id, revision, content_hash, seen_at, original_hash,"
            " json_remove(r.data, '$.origin'), o.size, o.data FROM revisions r"
            " LEFT JOIN originals o ON o.hash = original_hash ORDER BY 1, 2"
        ).fetchall()


@pytest.mark.parametrize("kind", AGAIN)
def test_the_same_files_put_right_what_is_damaged(
    kind: str, sound: Path, pile: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    assert len(AGAIN) > 8
    homes = (damaged(sound, tmp_path / str(seed), kind, seed) for seed in range(SEED, SEED + 9))
    home = next(home for home in homes if run("--home", home, "check").code in (1, 2))
    moved = Path(shutil.copytree(pile, tmp_path / "moved"))
    said = run("--home", home, "ingest", moved)
    assert said.code == 0, said.err
    assert re.match("3 items in 3 files: 0 added, 3 unchanged.", said.out)
    assert re.search(r"\d damaged records? put right:\n  (original|article) \w{12}", said.out)
    assert revisions(home) == revisions(sound)
    assert run("--home", home, "check").code == 0
    assert run("--home", home, "count", "animals OR wombat").out == "2\n"
    assert "put right" not in run("--home", home, "ingest", moved).out


def test_an_index_that_lacks_a_damaged_article_gets_it_when_that_is_put_right(
    sound: Path, pile: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    home = damaged(sound, tmp_path, "JSON cut short", SEED)
    assert run("--home", home, "reindex").code == 0
    assert run("--home", home, "count", "animals OR wombat").out == "1\n"
    assert run("--home", home, "ingest", pile).code == 0
    assert run("--home", home, "count", "animals OR wombat").out == "2\n"


def test_a_watch_tells_what_it_puts_right_and_has_the_index_follow(
    sound: Path, pile: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    home = damaged(sound, tmp_path, "JSON cut short", SEED)
    assert run("--home", home, "reindex").code == 0
    said = run("--home", home, "watch", pile, "--once")
    assert re.search(
        r"1 damaged record put right:\n[\d:]{8}    article \w{16}, revision \d\n", said.out
    )
    assert run("--home", home, "count", "animals OR wombat").out == "2\n"


@pytest.mark.leaves_damage("nothing puts it right")
def test_other_bytes_put_nothing_right(
    sound: Path, pile: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    home = Path(shutil.copytree(sound, tmp_path / "home"))
    with closing(sqlite3.connect(home / "archive.db")) as db, db:
        db.execute("UPDATE revisions SET data = replace(data, 'wombat', 'walrus')")
        db.execute("UPDATE originals SET data = (SELECT data FROM originals ORDER BY hash LIMIT 1)")
    for changed in pile.glob("*.md"):
        other = tmp_path / changed.name
        other.write_text(changed.read_text().replace("here today", "there today")
                         .replace("never", "always"))  # fmt: skip
        said = run("--home", home, "ingest", other)
        assert "put right" not in said.out
    assert "walrus" in str(revisions(home))


def test_what_a_person_removed_is_put_right_and_stays_removed(
    sound: Path, pile: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    home = Path(shutil.copytree(sound, tmp_path / "home"))
    (removed,) = run("--home", home, "search", "wombat", "--format", "ids").out.split()
    assert run("--home", home, "remove", removed).code == 0
    with closing(sqlite3.connect(home / "archive.db")) as db, db:
        db.execute("UPDATE revisions SET data = replace(data, 'wombat', 'walrus')")
    said = run("--home", home, "ingest", pile)
    assert "1 damaged record put right" in said.out
    assert "removed earlier stayed out" in said.out
    assert run("--home", home, "count", "wombat").out == "0\n"
    assert run("--home", home, "check").code == 0


@pytest.mark.leaves_damage("nothing puts it right")
def test_a_kill_of_an_article_that_cannot_be_read_takes_it_out(
    tmp_path: Path, make_article: Callable[..., object]
) -> None:
    with Store.create(tmp_path / "home") as store:
        for number in (1, 2):
            if number == 2:
                with closing(sqlite3.connect(store.path)) as db, db:
                    db.execute("UPDATE revisions SET data = '[1]'")
            article = make_article(
                **({} if number == 1 else {"status": "withdrawn", "body": "", "note": "Kill it."})
            )
            with store.transaction():
                outcome = store.put(article, b"%d" % number, "text/plain")  # type: ignore[arg-type]
        assert outcome == "revised"
        assert store.get(article.id).status == "withdrawn"  # type: ignore[attr-defined]


@pytest.mark.leaves_damage("nothing puts it right")
def test_what_was_put_right_in_a_transaction_that_was_undone_is_not_told(
    tmp_path: Path, make_article: Callable[..., object]
) -> None:
    class UndoneError(Exception):
        pass

    with Store.create(tmp_path / "home") as store:
        with store.transaction():
            store.put(make_article(), b"bytes", "text/plain")  # type: ignore[arg-type]
        with closing(sqlite3.connect(store.path)) as db, db:
            db.execute("DELETE FROM originals")
        with pytest.raises(UndoneError), store.transaction():  # noqa: PT012
            store.put(make_article(), b"bytes", "text/plain")  # type: ignore[arg-type]
            assert len(store.mended) == 1
            raise UndoneError
        assert store.mended == []
