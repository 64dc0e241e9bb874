"""`archive save`, `saved` and `new`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from pathlib import Path

import pytest

from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from index.query.parse import LANGUAGE

from .conftest import Archive


@pytest.fixture
def take(sampled: Archive, tmp_path: Path) -> Callable[..., None]:
    """Takes in an article."""

    def take(name: str, title: str) -> None:
        file = tmp_path / f"{name}.md"
        head = f"url: https://paper.example/{name}\ntitle: {title}\ndate: 2018-02-03"
        file.write_text(f"---\n{head}\n---\nA text.\n")
        assert sampled("ingest", file).code == 0

    return take


def test_what_is_saved_is_found_by_its_name_and_its_news_are_printed_once(
    sampled: Archive, take: Callable[..., None]
) -> None:
    said = sampled("save", "The ferries", "ferry", "OR", "ferries", "--from", "2018")
    assert 'Saved: query:"The ferries" finds 0 articles now.' in said.out
    assert "archive new 'The ferries'" in said.out
    take("one", "Ferry leaves")
    take("two", "Bus leaves")
    peeked = sampled("new", "the FERRIES", "--peek")
    assert peeked.code == 0
    assert peeked.out == sampled("new", "The ferries").out
    assert "The ferries: 1 new since" in peeked.out
    assert "*Ferry* leaves" in peeked.out
    again = sampled("new", "The ferries")
    assert (again.code, "nothing new" in again.out) == (1, True)
    take("two", "Bus and ferry leave")
    changed = sampled("new").out
    assert "The ferries: 1 changed since" in changed
    assert "Changed since:\n  1  Bus and *ferry* leave" in changed
    assert sampled("count", 'query:"the ferries"').out == "2\n"


def test_every_format_has_what_is_new_and_what_changed(
    sampled: Archive, take: Callable[..., None]
) -> None:
    take("two", "Bus leaves")
    for name in ("one", "other"):
        sampled("save", name, "ferry")
    take("one", "Ferry leaves")
    take("two", "Bus and ferry leave")
    ids = sampled("new", "one", "other", "--peek", "--format", "ids").out.splitlines()
    assert len(ids) == len(set(ids)) == 2
    other, one = json.loads(sampled("new", "other", "one", "--peek", "--format", "json").out)[
        "searches"
    ]
    assert [hit["id"] for hit in (*one["new"], *one["changed"])] == ids
    assert (one["name"], other["name"]) == ("one", "other")
    lines = sampled("new", "one", "--peek", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["novelty"] for line in lines] == ["new", "changed"]
    rows = list(csv.DictReader(io.StringIO(sampled("new", "--format", "csv").out)))
    assert [(row["search"], row["novelty"], row["id"]) for row in rows] == [
        (name, novelty, article_id)
        for name in ("one", "other")
        for novelty, article_id in zip(("new", "changed"), ids, strict=True)
    ]
    assert sampled("new").code == 1


def test_what_could_not_be_written_is_still_new(
    sampled: Archive, take: Callable[..., None]
) -> None:
    sampled("save", "ferries", "ferry")
    take("one", "Ferry leaves")
    with suppress(OSError), Path("/dev/full").open("w") as full, redirect_stdout(full):
        sampled("new", "ferries")
    assert "1 new" in sampled("new", "ferries").out


@pytest.mark.parametrize("sign", ["\u202e", "\x1b", "\u200b"])
def test_signs_that_nobody_sees_are_no_part_of_a_name(sampled: Archive, sign: str) -> None:
    assert "Saved: query:boats finds" in sampled("save", f"{sign}boats", "ferry").out
    refused = sampled("save", f"bo{sign}ats", "barge")
    assert refused.code == 2
    assert '"boats" is saved already: ferry' in refused.err
    assert "\n    ferry\n" in sampled("saved").out
    assert sampled("save", f"{sign}boats", "--remove").code == 0


def test_a_search_named_twice_is_printed_once(sampled: Archive, take: Callable[..., None]) -> None:
    sampled("save", "Boats", "ferry")
    take("one", "Ferry leaves")
    assert len(sampled("new", "Boats", "boats", "--format", "jsonl").out.splitlines()) == 1


def test_a_taken_name_is_replaced_only_when_told_to(sampled: Archive) -> None:
    refused = sampled("save", "EUPHRATES", "Tigris")
    assert refused.code == 2
    assert '"Euphrates" is saved already: Euphrates -Raqa' in refused.err
    assert "--replace" in refused.err
    assert sampled("save", "EUPHRATES", "Tigris", "-oil", "--tag", "Iraq", "--replace").code == 0
    (row,) = json.loads(sampled("saved", "--format", "json").out)["searches"]
    assert (row["name"], row["query"], row["filters"]) == (
        "EUPHRATES", "Tigris -oil", {"tag": ["Iraq"]},
    )  # fmt: skip
    assert row["articles"] == int(sampled("count", "Tigris", "-oil", "--tag", "Iraq").out)
    assert "saved  1 query" in sampled("status").out
    assert 'Forgotten: "EUPHRATES" was Tigris' in sampled("save", "euphrates", "--remove").out
    assert "No search is saved" in sampled("saved").err
    assert sampled("new").code == 1


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("save", "x"), "every article"),
        (("save", "x:y", "ferry"), "cannot contain :"),
        (("save", "x", "ferry", "--remove"), "nothing else"),
        (("save", "nosuch", "--remove"), "No search is saved as 'nosuch'"),
        (("save", "x", "ferry", "--from", "soon"), "is no date"),
        (("save", "Euphrates", "a", "query:euphrates", "--replace"), "would name itself"),
        (("new", "Euphrate"), "Try: Euphrates; archive saved"),
    ],
)
def test_what_cannot_be_done_ends_in_a_sentence(
    args: tuple[str, ...], message: str, sampled: Archive
) -> None:
    done = sampled(*args)
    assert done.code == 2
    assert message in done.err


def test_one_search_that_cannot_be_used_does_not_keep_the_others_back(
    sampled: Archive, samples_copy: Path, take: Callable[..., None]
) -> None:
    sampled("save", "ferries", "ferry")
    with Store.open(samples_copy) as store, store.transaction():
        mark = Mark(0, "2026-01-01T00:00:00Z")
        store.saved.put(SavedSearch("ahead", "ferry", LANGUAGE + 1, mark))
    take("one", "Ferry leaves")
    listed = sampled("saved").out
    assert "ahead  " in listed
    assert "ferries  2 articles, 1 new since" in listed
    every = sampled("new")
    assert every.code == 2
    assert '"ahead" was saved by a newer version' in every.err
    assert "*Ferry* leaves" in every.out
