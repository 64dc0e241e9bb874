"""Words with *, ? or ~ in them: each is looked up once, and a search looks up a bounded number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.results import Results
from index.answers.search import Search
from index.document import document
from index.following.news import keep
from index.query.parse import Parsed, parse
from index.query.spelling import MOST_LOOKED_UP, LookedUp, RememberedWords
from index.query.tree import And, Not, Variants
from index.upkeep.sync import sync
from tests.helpers.engines import ENGINES, opened

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = [f"{one}{two}il" for one in LETTERS for two in LETTERS]


@dataclass
class Read:
    """A vocabulary that counts how often it is read whole."""

    words: list[str]
    times: list[str] = field(default_factory=list)

    def terms(self, stream: str, start: str = "", most: int | None = None) -> Iterable[str]:
        if not start:
            self.times.append(stream)
        return [word for word in self.words if word.startswith(start)]

    def like(self, stream: str, word: str, edits: int) -> None: ...

    def values(self, field: str) -> Iterable[str]:
        self.times.append(field)
        return self.words


def read(text: str, most: int = MOST_LOOKED_UP) -> tuple[Parsed, int]:
    """A query as it is understood, and how often all words of a stream, or values, were read."""
    vocabulary = Read(WORDS)
    parsed = parse(text, ["en"], vocabulary, looked_up=LookedUp(most))
    return parsed, len(vocabulary.times)


def told(parsed: Parsed) -> list[str]:
    return [notice for notice in parsed.notices if "looks up" in notice]


@pytest.mark.parametrize(
    "piece", ["abil~1", "*bil", "*b*l", "tag:abil~", "tag:a?il", 'tag:"abil"~1', "title:*bil"]
)
def test_the_same_piece_is_looked_up_once_wherever_it_stands(piece: str) -> None:
    _, once = read(piece)
    parsed, often = read(" ".join([piece] * 20))
    assert often == once > 0
    assert parsed.query == read(piece)[0].query
    for text in (f"({piece} x) OR ({piece} -{piece})", f"{piece} " * 3 + f"({piece} {piece})"):
        assert read(text)[1] == once


def test_a_beginning_typed_again_is_one_and_a_word_is_not() -> None:
    assert read("oil* oil* oil*")[0].query == read("oil*")[0].query
    assert read("oil* OR oil* OR gas*")[0].query == read("oil* OR gas*")[0].query
    query = read("oil oil")[0].query
    assert isinstance(query, And)
    assert len(query.items) == 2  # "bora bora" is a name


def test_beyond_its_bound_pieces_are_left_out_and_the_first_of_them_is_named() -> None:
    pieces = [f"{one}bil~1" for one in LETTERS[:8]]
    parsed, _ = read(" OR ".join(pieces), most=5)
    assert parsed.query == read(" OR ".join(pieces[:5]), most=5)[0].query
    (notice,) = told(parsed)
    assert "looks up 5 different words" in notice
    assert 'from "fbil~1" on they were left out' in notice
    assert not told(read(" OR ".join(pieces[:5]), most=5)[0])


def test_what_is_left_out_is_as_if_it_had_not_been_typed() -> None:
    for text, same in (
        ("a?il b?il word", "a?il word"),
        ("a?il -b?il", "a?il"),
        ("a?il (b?il OR c?il)", "a?il"),
        ("a?il tag:b?il", "a?il"),
        ("a?il a?il b?il a?il", "a?il"),
        ("tag:a?il tag:b?il", "tag:a?il"),
    ):
        assert read(text, most=1)[0].query == read(same, most=1)[0].query, text
        assert told(read(text, most=1)[0])


def test_fields_and_numbers_of_mistakes_are_different_pieces() -> None:
    text = "abil~1 OR abil~2 OR title:abil~1 OR tag:abil~1 OR tag:a?il"
    assert not told(read(text, most=5)[0])
    assert 'from "a?il" on' in told(read(text, most=4)[0])[0]
    assert 'from "abil~1" on' in told(read(text, most=2)[0])[0]


def test_a_long_query_ends_soon_however_it_is_nested() -> None:
    text = "(" * 60 + " OR ".join(f"(-{word}~2 x)" for word in WORDS)
    parsed, often = read(text)
    assert often <= 3 * MOST_LOOKED_UP
    assert told(parsed)


@pytest.fixture
def searches(
    store: Store, make_article: Callable[..., Article], request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Search]]:
    """The same archive searched with each engine."""
    with store.transaction():
        for at, word in enumerate(WORDS[:90:2]):
            body = f"The {word} and {WORDS[at]} stood there."
            store.put(make_article(word, title=word, body=body, tags=(word,)), b"", "text/plain")
    engines = []

    def search(name: str) -> Search:
        engine = opened(name, Path(store.path.parent))
        engines.append(engine)
        sync(store, engine)
        return Search(store, engine, most_looked_up=3)

    yield search
    for engine in engines:
        engine.close()


def test_every_engine_finds_the_same_of_what_is_looked_up_and_says_the_same(
    searches: Callable[[str], Search],
) -> None:
    texts = [
        " OR ".join(f"{word}~1" for word in WORDS[:9]),
        " ".join(["abil~1"] * 50) + " b?il OR c?il OR d?il",
        "abil~1 abil~1 abil~1 cbil~1 query:many tag:a?il",
        "-a?il -b?il -c?il -d?il",
    ]
    answers: list[list[tuple[int, list[str], tuple[str, ...]]]] = []
    for name in ENGINES:
        search = searches(name)
        if not answers:
            keep(search, "many", Asked("a?il OR b?il OR c?il OR d?il"))

        def said(results: Results) -> tuple[int, list[str], tuple[str, ...]]:
            ids = [hit.article.id for hit in results.hits]
            return results.total, ids, results.notices

        asked = [Asked(text, sort="newest", match=m) for text in texts for m in ("all", "any")]
        answers.append([said(search.search(each)) for each in asked])
    assert answers[0] == answers[1] == answers[2]
    assert all(any("looks up 3" in notice for notice in notices) for *_, notices in answers[0])
    assert all(total for total, *_ in answers[0][:2])


def test_what_was_looked_up_is_known_to_the_next_search_until_the_index_changes(
    searches: Callable[[str], Search], store: Store, make_article: Callable[..., Article]
) -> None:
    search = searches("whoosh")
    first = search.understood(Asked("a?il~ a?il"))
    known = search.words.alike()
    assert known
    assert search.understood(Asked("a?il~ a?il")) == first
    assert search.words.alike() is known
    with store.transaction():
        store.put(make_article("new", title="a9il"), b"", "text/plain")
    sync(store, search.engine)
    assert search.words.alike() is not known
    assert search.search(Asked("a?il a9il")).total == 1


def test_not_without_words_is_no_error() -> None:
    assert not isinstance(read("-a?il -b?il", most=1)[0].query, Variants)
    assert isinstance(read("-a?il -b?il", most=1)[0].query, Not)


@pytest.mark.parametrize("name", ENGINES)
def test_an_index_built_anew_at_the_same_change_is_read_anew(
    name: str, tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    engine = opened(name, tmp_path)
    old = document(make_article("old", body="abril", tags=("Old",)))
    new = document(make_article("new", body="april", tags=("New",)))
    try:
        engine.rebuild([[old]], 1, "1")
        words, stamp = RememberedWords(engine), engine.stamp()
        assert (words.terms("body"), words.values("tag")) == (["abril", "old"], ["old"])
        known = words.alike()
        assert words.alike() is known
        engine.rebuild([[new]], 1, "1")
        assert engine.stamp() == stamp
        assert (words.terms("body"), words.values("tag")) == (["april", "new"], ["new"])
        assert words.alike() is not known
    finally:
        engine.close()
