"""Collections: what is said when a pile is taken in, kept whatever becomes of the article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.article import Article, to_json
from archive.collecting.collecting import Collecting
from archive.exports.csv_row import HEADER, to_csv_row
from archive.exports.markdown_file import to_markdown_file
from archive.intake.ingest import ingest
from archive.intake.renew import renew
from archive.readers.sources.source import sources
from archive.store.renewal import Selection
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.upkeep.sync import state, sync
from tests.helpers.engines import ENGINES, opened

LEDGER, FEED = "Harbour Ledger 2017", "Ferry feed"


def take(store: Store, path: Path, *names: str) -> list[Article]:
    """Takes a file in, and gives all articles that are there then."""
    report = ingest(store, sources([str(path)]), collections=names)
    assert not report.skipped
    return list(store.get_many(store.ids()).values())


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A file of one article, whose tags are of two kinds."""
    path = tmp_path / "ferry.json"
    path.write_text(
        json.dumps({
            "title": "Ferry sinks", "date": "2017-11-03", "agency": "AFP",
            "body": "It sank.", "tags": ["Ferries", "Jane Roe", "Sea"],
            "tag_kinds": {"person": ["jane roe"], "topic": ["Ferries", "Trains"]},
            "dateline": "PORTO, Nov 3",
        }),
        "utf-8",
    )  # fmt: skip
    return path


def test_an_article_stays_in_its_collections_and_joins_others(tmp_path: Path, pile: Path) -> None:
    with Store.create(tmp_path / "home") as store:
        (article,) = take(store, pile)
        assert article.collections == ()
        known = article.content_hash()
        for names, expected in (
            ((LEDGER,), (LEDGER,)),
            ((), (LEDGER,)),
            ((FEED, "harbour ledger 2017"), (FEED, LEDGER)),
        ):
            before = store.last_change()[0]
            (article,) = take(store, pile, *names)
            assert article.collections == expected
            assert article.content_hash() == known
            assert article.revision == 1
            told = store.last_change()[0] - before
            assert told == (1 if FEED in names or names == (LEDGER,) else 0)
        assert store.get(article.id).collections == (FEED, LEDGER)
        pile.write_text(pile.read_text("utf-8").replace("It sank.", "It sank fast."), "utf-8")
        (revised,) = take(store, pile)
        assert (revised.revision, revised.collections) == (2, (FEED, LEDGER))
        assert not list(store.problems())


def test_what_a_person_put_in_and_comes_back_in_an_export_of_ours_is_no_delivery(
    tmp_path: Path, pile: Path
) -> None:
    with Store.create(tmp_path / "home") as store:
        (article,) = take(store, pile)
        lists = Collecting(store)
        lists.new("Bridges")
        lists.add("Bridges", [article.id])
        back = tmp_path / "back.jsonl"
        back.write_text(json.dumps(to_json(store.get(article.id))), "utf-8")
        (article,) = take(store, back)
        assert (article.revision, article.collections) == (1, ("Bridges",))
        lists.rename("Bridges", "Crossings")
        lists.undo()
        lists.undo()
        assert store.get(article.id).collections == ()
        lists.redo()
        take(store, back, "bridges")  # and this is one
        lists.undo()
        assert store.get(article.id).collections == ("Bridges",)


def test_renewing_keeps_collections(tmp_path: Path, pile: Path) -> None:
    with Store.create(tmp_path / "home") as store:
        (article,) = take(store, pile, LEDGER)
        report = renew(store, Selection(ids=(article.id,), upto=10**6))
        assert report.fates["unchanged"] == 1
        assert store.get(article.id).collections == (LEDGER,)


@pytest.mark.parametrize("kind", ["json", "csv", "md"])
def test_what_is_exported_comes_back_with_collections_and_kinds(
    tmp_path: Path, pile: Path, kind: str
) -> None:
    with Store.create(tmp_path / "home") as store:
        (article,) = take(store, pile, LEDGER, "Boats; ferries")
    assert article.tag_kinds == {"topic": ("Ferries",), "person": ("Jane Roe",)}
    written = {
        "json": lambda: json.dumps(to_json(article)),
        "csv": lambda: HEADER + to_csv_row(article),
        "md": lambda: to_markdown_file(article),
    }[kind]()
    back = tmp_path / f"back.{kind}"
    back.write_text(written, "utf-8")
    with Store.create(tmp_path / "other") as other:
        (again,) = take(other, back)
    assert (again.id, again.collections) == (article.id, article.collections)
    assert again.tag_kinds == article.tag_kinds
    assert again.content_hash() == article.content_hash()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_index_follows_collections_places_and_kinds(
    tmp_path: Path, pile: Path, engine: str
) -> None:
    home = tmp_path / "home"
    with Store.create(home) as store:
        index = opened(engine, home)
        search = Search(store, index)
        take(store, pile)
        sync(store, index)
        assert search.search(Asked(f'collection:"{LEDGER}"')).total == 0
        take(store, pile, LEDGER)
        assert state(store, index).behind == 1
        sync(store, index)
        for text in (
            f'collection:"{LEDGER.upper()}"', "place:porto", 'person:"Jane Roe"', "subject:ferries",
            'tag:"Jane Roe"', "topic:sea", "dateline:Porto", "place:por*", "collection:*",
        ):  # fmt: skip
            assert search.search(Asked(text)).total == 1, text
        for text in ("subject:sea", "person:ferries", "location:porto", "organisation:*"):
            assert search.search(Asked(text)).total == 0, text
        found = {facet.name: facet for facet in search.search(Asked(facets=True)).facets}
        assert [bucket.value for bucket in found["place"].buckets] == ["Porto"]
        assert [bucket.value for bucket in found["collection"].buckets] == [LEDGER]
        assert "person" not in found
        index.close()
