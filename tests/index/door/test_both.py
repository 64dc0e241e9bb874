"""Every call, on a folder and on a served archive: the same rows, links and errors."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import click
import pytest

from archive.errors import ArchiveError, NotFoundError, RequestError
from archive.store.store import Store
from cli.filters import OPTIONS
from cli.main import main
from index.door import Archive, Found, Notice, open_archive
from index.door.asking import FACETS as NAMES
from index.door.asking import FILTER_OPTIONS, Options, filter_of
from index.door.source import Source
from index.fields import FACETS
from index.query.filters import FILTERS
from tests.helpers.serving import started

SEARCHES: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("", {"sort": "oldest"}),
    ("Syria", {}),
    ("oil", {"agency": "Reuters"}),
    ("Deir Ezzor", {"tag": ["Syria", "Conflict"], "from_": "2017-11", "to": "2017-11"}),
    ("Deir Ezzor", {"any_tag": ["Iraq", "Syria"], "not_agency": "AFP"}),
    ("Raqa", {"no_variants": True}),
    ("towns", {"exact": True}),
    ("oil army Mosul", {"match": "any", "sort": "newest"}),
    ("army OR oil", {"fold": True}),
    ("army", {"from_": 2017, "to": date(2017, 10, 20)}),
    ('"last town"', {"missing": "publisher"}),
    ("", {"not_missing": ["author"], "language": ["en", "fr"]}),
    ("الجيش", {}),
    ("title:army", {"tag": "nothing has this tag"}),
    ("date:none", {}),
    ("is:withdrawn", {}),
    ("saved:Euphrates", {}),
]
CALLS: dict[str, Callable[[Found], Any]] = {
    "said": lambda f: (f.query, f.total, f.counted, f.articles, f.notices, f.also, f.link, repr(f)),
    "rows": lambda f: list(f.rows()),
    "rows with text": lambda f: list(f.rows(text=True, limit=7)),
    "no rows": lambda f: list(f.rows(limit=0)),
    "facets": lambda f: {name: list(rows) for name, rows in f.facets.items()},
    "facet": lambda f: [list(f.facet(name)) for name in NAMES],
    "facet A to Z": lambda f: list(f.facet("tag", az=True, limit=3)),
    "no values": lambda f: list(f.facet("tag", limit=0)),
    "facet with letters": lambda f: list(f.facet("tag", find="ir")),
    "timeline": lambda f: list(f.timeline()),
    "years": lambda f: list(f.timeline(by="year")),
    "timeline split": lambda f: list(f.timeline(split="agency")),
    "timeline compared": lambda f: list(f.timeline(versus=" oil ")),
    "years compared": lambda f: list(f.timeline(by="year", versus="oil OR army")),
}  # fmt: skip
WORDS: dict[str, Callable[[Found], Any]] = {
    "around": lambda f: list(f.words()),
    "around, by year": lambda f: list(f.words(by="year", least=1, measure="dice", window=3)),
    "around, by agency": lambda f: list(f.words(by="agency", left=0, right=2, small=True, limit=9)),
    "side by side": lambda f: list(f.words(show="neighbours", by="month")),
    "counts": lambda f: [list(f.words(show="counts", by=by)) for by in ("", "decade", "tag")],
    "beside another": lambda f: list(f.words(against=" army ", limit=5, least=1)),
    "beside another, by tag": lambda f: list(f.words(against="tag:Syria", by="tag")),
}
IN_CONTEXT: dict[str, Callable[[Found], Any]] = {
    "all": lambda f: list(f.context()),
    "first": lambda f: list(f.context(limit=3)),
    "left": lambda f: list(f.context(sort_kwic="left")),
    "right": lambda f: list(f.context(sort_kwic="right", limit=9)),
}


def both(doors: Any, call: Callable[[Archive], Any]) -> Any:
    """What a call gives, which has to be the same on both."""
    here, there = call(doors.folder), call(doors.served)
    assert here == there
    return here


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("query", "options"), SEARCHES, ids=lambda case: str(case))
def test_a_search_gives_the_same(doors, query: str, options: Any, call: str) -> None:
    both(doors, lambda archive: CALLS[call](archive.search(query, **options)))


@pytest.mark.parametrize("call", IN_CONTEXT)
@pytest.mark.parametrize(
    ("query", "options"),
    [each for each in SEARCHES if each[0] not in ("", "date:none", "is:withdrawn")],
    ids=str,
)
def test_words_in_context_are_the_same(doors, query: str, options: Any, call: str) -> None:
    both(doors, lambda archive: IN_CONTEXT[call](archive.search(query, **options)))


@pytest.mark.filterwarnings("ignore::index.door.Notice")
@pytest.mark.parametrize("call", WORDS)
@pytest.mark.parametrize(
    ("query", "options"),
    [
        *[each for each in SEARCHES if each[0] not in ("", "date:none", "is:withdrawn")][:8],
        ("unheardof", {}),
        ("is:withdrawn army", {}),
    ],
    ids=str,
)
def test_the_words_around_are_the_same(doors, query: str, options: Any, call: str) -> None:
    both(doors, lambda archive: WORDS[call](archive.search(query, **options)))


@pytest.mark.filterwarnings("ignore::index.door.Notice")
def test_each_row_of_words_leads_to_as_many_articles_as_it_tells(doors) -> None:
    """Where the search has dates of its own, and names values of the axis, too."""
    served = doors.served
    for options, axes in (
        ({}, ("year", "month", "decade", "tag", "agency", "publisher")),
        ({"from_": "2017-10-15", "to": "2017-11"}, ("year", "month", "decade")),
        ({"agency": ["AFP", "Reuters"]}, ("agency", "year")),
    ):
        found = served.search("army OR oil", **options)
        for axis in axes:
            rows = list(found.words(show="counts", by=axis))
            assert rows
            for row in rows:
                assert linked(served, row["link"]) == row["articles"], row
    for query, options in (
        ("Syrian", {}), ("Syrian date:2017", {"agency": ["AFP"]}), ("army oil", {"match": "any"}),
    ):  # fmt: skip
        found = served.search(query, **options)
        near = [*found.words(least=1, limit=8), *found.words(show="neighbours", limit=8),
                *found.words(against="unheard", least=1, limit=8)]  # fmt: skip
        assert len(near) > 20
        for row in near:
            assert 0 < linked(served, row["link"]) <= found.total, row


def linked(archive: Archive, link: str) -> int:
    """How many articles an address of a search finds."""
    pairs = parse_qs(link.partition("?")[2])
    text = pairs.pop("q", [""])[0]
    more: dict[str, Any] = {"from_" if name == "from" else name: each[0] if name in
                            ("from", "to", "match") else each for name, each in pairs.items()
                            if name != "fold"}  # fmt: skip
    return archive.search(text, **more).total


def test_each_article_and_its_neighbours_are_the_same(doors) -> None:
    ids = [row["id"] for row in doors.folder.search().rows()]
    neighbours = 0
    for each in ids:
        row = both(doors, lambda archive, each=each: archive.article(each))
        assert row["id"] == each
        assert row["text"] or row["title"]
        neighbours += len(
            both(doors, lambda archive, each=each: list(archive.similar(each, limit=9)))
        )
    assert neighbours > len(ids)


def test_the_calls_compared_are_all_that_there_are() -> None:
    """A call that is added to `Found` or to `Source` belongs into the tables above."""
    of_found = {name for name in vars(Found) if name[0] != "_"}
    assert of_found == {"rows", "facets", "facet", "timeline", "context", "words"}
    of_source = {name for name, _ in inspect.getmembers(Source, inspect.isfunction)
                 if name[0] != "_"}  # fmt: skip
    assert of_source == {
        "results", "values", "articles", "lines", "words", "article", "similar", "close",
    }  # fmt: skip
    assert {name for name in vars(Archive) if name[0] != "_"} == {
        "search", "article", "similar", "close",
    }  # fmt: skip


WRONG: list[tuple[type[ArchiveError], Callable[[Archive], Any]]] = [
    (RequestError, lambda a: a.search("oil", from_="soon")),
    (RequestError, lambda a: a.search("oil", sort="best")),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("oil", match="some")),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("oil", tga="Syria")),  # type: ignore[call-arg]
    (RequestError, lambda a: a.search("oil", tag=[])),
    (RequestError, lambda a: a.search("oil", any_tag=[f"t{at}" for at in range(51)]).total),
    (RequestError, lambda a: a.search("oil", tag=7)),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("oil", missing="title")),
    (RequestError, lambda a: a.search("oil", to=20.5)),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search(["oil"])),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("oil").facet("title")),
    (RequestError, lambda a: a.search("oil").rows(limit=-1)),
    (RequestError, lambda a: a.search("oil").timeline(split="tag")),
    (RequestError, lambda a: a.search("oil").timeline(split="agency", versus="army")),
    (RequestError, lambda a: a.search("oil").timeline(versus=" ")),
    (RequestError, lambda a: a.search("oil").timeline(by="week")),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("").timeline(by="day")),
    (RequestError, lambda a: a.search("tag:Syria").context()),
    (RequestError, lambda a: a.search("oil").context(sort_kwic="up")),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("tag:Syria").words()),
    (RequestError, lambda a: a.search("oil").words(by="week")),
    (RequestError, lambda a: a.search("").words(against=" ")),
    (RequestError, lambda a: a.search("oil").words(window=51)),
    (RequestError, lambda a: a.search("oil").words(limit=1000)),
    (RequestError, lambda a: a.search("oil").words(limit=0)),
    (RequestError, lambda a: a.search("oil").words(least="2")),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("oil").words(show="all")),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("oil").words(measure="t")),  # type: ignore[arg-type]
    (RequestError, lambda a: a.search("oil").words(against="gold", measure="dice")),
    (RequestError, lambda a: a.similar("no id")),
    (RequestError, lambda a: a.similar("a" * 16, limit=0)),
    (NotFoundError, lambda a: a.similar("a" * 16)),
    (NotFoundError, lambda a: a.article("a" * 16)),
]


@pytest.mark.parametrize(("kind", "call"), WRONG)
def test_what_is_wrong_is_told_alike(doors, kind: type[ArchiveError], call: Any) -> None:
    told = []
    for archive in (doors.folder, doors.served):
        with pytest.raises(kind) as raised:
            call(archive)
        assert type(raised.value) is kind
        told.append(raised.value.message.rstrip("."))
    assert told[0] == told[1]


def test_an_article_that_may_not_be_read_is_not_given(doors) -> None:
    with Store.open(doors.home) as store:
        hidden = [each for each in store.ids() if store.get(each).status in ("withdrawn",)]
    assert hidden
    for archive in (doors.folder, doors.served):
        with pytest.raises(NotFoundError):
            archive.article(hidden[0])
        with pytest.raises(NotFoundError):
            archive.similar(hidden[0])


def test_an_article_that_was_taken_out_is_not_given_and_its_reason_is_told(
    samples_copy: Path,
) -> None:
    server, address = started(samples_copy)
    try:
        with open_archive(samples_copy) as folder, open_archive(address) as served:
            first, second, third = (row["id"] for row in folder.search("army").rows(limit=3))
            with Store.open(samples_copy) as store:
                store.remove(first, "letter 4", "A person was named wrongly", third)
                store.remove(second)
            for archive in (folder, served):
                for call in (archive.article, archive.similar):
                    with pytest.raises(NotFoundError, match="A person was named wrongly") as told:
                        call(first)
                    assert "letter 4" not in str(told.value)
                    with pytest.raises(NotFoundError, match="was in the archive once"):
                        call(second)
                assert {first, second}.isdisjoint(row["id"] for row in archive.search().rows())
                found = archive.search("oil")
                archive.close()
                with pytest.raises(RequestError, match="has been closed"):
                    archive.search("oil")
                with pytest.raises(RequestError, match="has been closed"):
                    list(found.rows())
    finally:
        server.terminate()
        server.communicate(timeout=20)


def test_a_limit_beyond_all_and_a_query_beyond_reading_are_borne_alike(doors) -> None:
    assert both(doors, lambda a: len(list(a.search("oil").context(limit=10**12)))) > 0
    for text in ("x" * 100_000, "é" * 4000):
        told = []
        for archive in (doors.folder, doors.served):
            with pytest.warns(Notice) if len(text) > 4000 else nullcontext():
                told.append((archive.search(text).total, archive.search(text).notices))
        assert told[0] == told[1]


def test_how_a_search_was_understood_is_a_warning(doors) -> None:
    for archive in (doors.folder, doors.served):
        with pytest.warns(Notice) as told:
            found = archive.search('"oil price')
        assert [str(each.message) for each in told] == list(found.notices)
        assert told[0].filename == __file__


def test_how_words_are_counted_is_a_warning_too(doors) -> None:
    for archive in (doors.folder, doors.served):
        found = archive.search("oil OR army")
        with pytest.warns(Notice, match="An occurrence is one of any of the words") as told:
            found.words()
        assert told[0].filename == __file__


def test_keywords_are_the_filters_and_options_of_the_command_line() -> None:
    assert {filter_of(name) for name in FILTER_OPTIONS} == set(FILTERS)
    assert {filter_of(name): name.replace("_", "-") for name in FILTER_OPTIONS} == OPTIONS
    assert list(NAMES) == [facet.name for facet in FACETS]
    command = main.get_command(click.Context(main), "search")
    assert command is not None
    options = {name for param in command.params for name in param.opts}
    for name in Options.__annotations__:
        assert f"--{name.strip('_').replace('_', '-')}" in options
