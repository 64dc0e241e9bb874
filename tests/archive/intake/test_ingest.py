"""Ingest: everything is kept or skipped with its reason, and nothing stops the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.article import Article, Origin, RawArticle, Skipped
from archive.errors import StoreError
from archive.intake.ingest import IngestReport, ingest
from archive.normalise.rules import normalise
from archive.readers.sources.source import sources
from archive.store.store import Store
from tests.helpers.archives import SAMPLES


def lines(path: Path, *items: object) -> Path:
    path.write_text("\n".join(json.dumps(item) for item in items) + "\n")
    return path


def item(number: int, **more: object) -> dict[str, object]:
    return {"identifier": f"t:{number}", "title": f"Title {number}", "body": "Text."} | more


def test_the_samples_go_in_whole_and_twice_adds_nothing(store: Store) -> None:
    first = ingest(store, sources([str(SAMPLES)]))
    assert first.skipped == []
    assert (first.added, first.revised) == (81, 1)
    before = store.last_change()
    second = ingest(store, sources([str(SAMPLES)]))
    assert (second.added, second.revised, second.unchanged) == (0, 0, first.items)
    assert store.last_change() == before


def test_a_bad_file_among_a_hundred_is_reported_and_the_rest_goes_in(
    store: Store, tmp_path: Path
) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    for number in range(100):
        lines(pile / f"{number:03}.json", item(number))
    (pile / "050.json").write_text('{"title": "cut o')
    seen: list[Skipped] = []
    report = ingest(store, sources([str(pile)]), on_skipped=seen.append)
    assert (report.files, report.added) == (100, 99)
    assert seen == report.skipped
    assert seen[0].origin.file.endswith("050.json")
    assert "line 1" in seen[0].reason


def test_a_fault_of_ours_in_one_item_keeps_no_other_of_its_file_out(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(raw: RawArticle) -> Article | Skipped:
        if raw.title == "Title 2":
            raise OverflowError("too much")
        return normalise(raw)

    monkeypatch.setattr("archive.intake.prepare.normalise", faulty)
    report = ingest(store, sources([str(lines(tmp_path / "a.jsonl", *map(item, range(5))))]))
    assert (report.added, [one.origin.record for one in report.skipped]) == (4, ["line 3"])


def test_a_bad_line_is_named_and_the_lines_after_it_go_in(store: Store, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", item(1), item(2))
    path.write_text(path.read_text() + "{broken\n" + json.dumps(item(3)) + "\n[]\n")
    report = ingest(store, sources([str(path)]))
    assert report.added == 3
    assert [skipped.origin.record for skipped in report.skipped] == ["line 3", "line 5"]


def test_what_an_item_lacks_is_counted(store: Store, tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl", {"title": "Only a title"}, {"body": "Only a text."}, {"x": 1}
    )
    report = ingest(store, sources([str(path)]))
    assert report.without == {"body": 1, "title": 1, "date": 2}
    assert "neither a title nor a text" in report.skipped[0].reason


def test_removed_articles_stay_out(store: Store, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", item(1), item(2))
    ingest(store, sources([str(path)]))
    gone = next(iter(store.ids()))
    store.remove(gone)
    report = ingest(store, sources([str(path)]))
    assert (report.left_out, report.unchanged) == (1, 1)
    assert gone not in store.ids()


def test_a_stop_keeps_the_batch_at_hand_and_says_so(store: Store, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *map(item, range(1000)))
    seen = 0

    def should_stop() -> bool:
        nonlocal seen
        seen += 1
        return seen == 130

    report = ingest(store, sources([str(path)]), batch=50, should_stop=should_stop)
    assert report.stopped
    assert report.added == 130 == store.count()
    assert ingest(store, sources([str(path)])).added == 870


def test_progress_never_counts_what_is_not_committed(store: Store, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *map(item, range(120)))

    def progress(report: IngestReport, at: Origin) -> None:
        with Store.open(store.path.parent) as other:
            assert other.count() == report.added

    ingest(store, sources([str(path)]), batch=50, on_progress=progress)


def test_the_report_tells_what_was_kept_when_the_store_fails(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lines(tmp_path / "a.jsonl", *map(item, range(200)))
    (pages,) = store._db.row("PRAGMA page_count") or (0,)
    store._db.run(f"PRAGMA max_page_count = {pages + 12}")
    report = IngestReport()
    with pytest.raises(StoreError, match="full"):
        ingest(store, sources([str(path)]), batch=10, report=report)
    assert report.added == store.count() > 0


def test_an_archive_without_a_single_file_is_an_empty_report(store: Store, tmp_path: Path) -> None:
    (tmp_path / "pile").mkdir()
    report = ingest(store, sources([str(tmp_path / "pile")]))
    assert (report.files, report.items) == (0, 0)


def test_all_of_reuters_is_kept_or_skipped_with_a_reason(store: Store, data: Path) -> None:
    report = ingest(store, sources([str(data / "reuters-21578" / "reut2-000.sgm.gz")]))
    assert report.items == 1000
    assert report.added + len(report.skipped) == 1000


def test_an_item_that_cannot_be_stored_does_not_keep_the_others_out(
    store: Store, tmp_path: Path
) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    lines(pile / "a.json", item(1))
    (pile / "b.md").write_text(f"---\nbig: 0x{'f' * 5000}\ntitle: T\n---\nText.\n")
    lines(pile / "c.json", item(2))
    report = ingest(store, sources([str(pile)]))
    assert report.added == store.count() >= 2
    assert report.added + len(report.skipped) == 3


def test_search_hits_are_no_articles(store: Store, tmp_path: Path) -> None:
    hit = {"id": "x", "title": "T", "score": 1.0, "snippets": []}
    report = ingest(store, sources([str(lines(tmp_path / "hits.jsonl", hit))]))
    assert report.added == 0
    assert "search hit" in report.skipped[0].reason
