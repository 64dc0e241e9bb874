"""The index of a user who may not write to an archive: in a folder that is theirs alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store
from index.upkeep.check import problems
from index.upkeep.own import own_index
from index.upkeep.sync import open_index, rebuild, sync

Make = Callable[..., Article]


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this user keeps what can be made anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches" / "news-archive"


def test_it_is_made_for_this_user_alone_and_found_again(
    samples_copy: Path, caches: Path, tmp_path: Path
) -> None:
    with Store.open(samples_copy) as store:
        for _ in range(2):  # the second time its folder is there
            engine = own_index(store, "whoosh", 7.0)
            assert engine is not None
            sync(store, engine)
            assert engine.ids() == store.ids()
            engine.close()
    (folder,) = caches.iterdir()
    assert len(folder.name) == 16
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with Store.create(tmp_path / "other") as other:
        engine = own_index(other, "whoosh", 7.0)
        assert engine is not None
        assert engine.stamp() is None  # another archive has another one
        engine.close()
    assert len(list(caches.iterdir())) == 2


def test_there_is_none_where_it_cannot_be(
    samples_copy: Path, caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches.parent.mkdir()
    caches.write_text("a file in the place of the folder")
    with Store.open(samples_copy) as store:
        assert own_index(store, "whoosh", 7.0) is None
        caches.unlink()
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)  # a folder of somebody else
        assert own_index(store, "whoosh", 7.0) is None


def test_the_archive_s_own_is_opened_where_it_may_be_written(
    samples_copy: Path, caches: Path
) -> None:
    with Store.open(samples_copy) as store:
        engine = open_index(store, "whoosh", 7.0)
        assert engine.ids() == store.ids()
        engine.close()
    assert not caches.exists()


def test_one_s_own_is_taken_only_where_the_archive_s_does_not_hold_all(
    samples_copy: Path, caches: Path, monkeypatch: pytest.MonkeyPatch, make_article: Make
) -> None:
    """Who may only read, as `os.access` has it."""
    asked = []

    def may(path: Path, mode: int, **how: bool) -> bool:
        asked.append(how)
        return path.is_relative_to(caches)

    with Store.open(samples_copy) as store:
        monkeypatch.setattr(os, "access", may)
        engine = open_index(store, "whoosh", 7.0)
        assert engine.folder.is_relative_to(samples_copy)
        engine.close()
        assert not caches.exists()
        assert asked == [{"effective_ids": True}]  # by the rights of this process
        with store.transaction():
            store.put(make_article(), b"one", "text/plain")
        engine = open_index(store, "whoosh", 7.0)
        assert engine.folder.is_relative_to(caches)
        sync(store, engine)
        assert engine.ids() == store.ids()
        engine.close()


def test_how_far_it_is_and_how_far_behind_is_told(
    store: Store, tmp_path: Path, make_article: Make
) -> None:
    for name in "abcde":
        with store.transaction():
            store.put(make_article(name), name.encode(), "text/plain")
    engine = open_index(store, "whoosh", 7.0)
    told: list[tuple[int, int]] = []
    rebuild(store, engine, batch=2, on_progress=lambda done, of: told.append((done, of)))
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]
    with store.transaction():
        store.put(make_article("f"), b"f", "text/plain")
    assert list(problems(store, engine)) == ["index: 1 changes behind"]
    sync(store, engine)
    assert list(problems(store, engine)) == []
    engine.close()
