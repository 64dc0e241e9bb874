"""A dry run answers what a real one would, and leaves no trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.article import Article, RawArticle
from archive.errors import IdentityClashError, NewerStoreError, StoreError
from archive.intake.ingest import IngestReport, ingest
from archive.intake.preview import Rehearsal
from archive.readers.sources.source import sources
from archive.store.sqlite.database import SqliteDatabase
from archive.store.store import FILE, Store


def item(number: int, text: str = "Text.") -> dict[str, object]:
    return {"identifier": f"t:{number}", "title": f"Title {number}", "body": text}


def write(path: Path, *items: dict[str, object]) -> Path:
    path.write_text("\n".join(map(json.dumps, items)) + "\n")
    return path


def outcomes(keeper: Store | Rehearsal, pile: Path) -> tuple[list[str], IngestReport]:
    told: list[str] = []

    def tell(raw: RawArticle, article: Article, outcome: str) -> None:
        told.append(f"{article.title} {outcome}")

    return told, ingest(keeper, sources([str(pile)]), on_item=tell)


@pytest.fixture
def pile(store: Store, tmp_path: Path) -> Path:
    """Items of every outcome, for a store that has some of them."""
    ingest(store, sources([str(write(tmp_path / "before.jsonl", item(1), item(2), item(3)))]))
    removed = next(each for each in store.ids() if store.get(each).title == "Title 3")
    store.remove(removed)
    pile = tmp_path / "pile"
    pile.mkdir()
    write(
        pile / "a.jsonl",
        item(1), item(2, "Other."), item(2, "Third."), item(2), item(2, "Other."),
        item(3), item(3, "Other."), item(4), item(4), item(4, "Other."), item(4), {"x": 1},
    )  # fmt: skip
    (pile / "b.md").write_text(f"---\nbig: 0x{'f' * 5000}\ntitle: Too large a number\n---\nText.\n")
    return pile


def test_a_rehearsal_tells_each_outcome_as_the_real_run_then_has_it(
    store: Store, pile: Path
) -> None:
    told, report = outcomes(Rehearsal(store), pile)
    real, kept = outcomes(store, pile)
    assert told == real
    assert len({line.rpartition(" ")[2] for line in told}) == 4
    assert report == kept


def test_a_rehearsal_refuses_a_clash_of_identities_as_the_store_does(
    store: Store, make_article: Callable[..., Article]
) -> None:
    article = make_article()
    with store.transaction():
        store.put(article, b"", "text/plain")
    with pytest.raises(IdentityClashError):
        Rehearsal(store).put(replace(article, identity="test:another"), b"", "text/plain")


def test_a_rehearsal_without_an_archive_compares_items_with_each_other(pile: Path) -> None:
    told, report = outcomes(Rehearsal(None), pile)
    assert told[:3] == ["Title 1 added", "Title 2 added", "Title 2 revised"]
    assert (report.added, report.revised, report.unchanged) == (4, 4, 3)


def test_a_store_that_is_only_looked_at_writes_nothing_and_refuses_to(
    store: Store, pile: Path
) -> None:
    home = store.path.parent
    store.close()
    before = store.path.read_bytes()
    with Store.open(home, read_only=True) as looked_at:
        outcomes(Rehearsal(looked_at), pile)
        with pytest.raises(StoreError):
            outcomes(looked_at, pile)
    assert store.path.read_bytes() == before
    assert [path.name for path in home.iterdir()] == [FILE]


@pytest.mark.leaves_damage("a newer version is told")
@pytest.mark.parametrize("version", [1, 999])
def test_a_store_that_is_only_looked_at_is_not_brought_up_to_date(
    store: Store, version: int
) -> None:
    home = store.path.parent
    store._db.run(f"PRAGMA user_version = {version}")
    store.close()
    if version == 999:
        with pytest.raises(NewerStoreError):
            Store.open(home, read_only=True)
        return
    Store.open(home, read_only=True).close()
    database = SqliteDatabase(store.path, read_only=True)
    assert database.row("PRAGMA user_version") == (version,)
    database.close()
