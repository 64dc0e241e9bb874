"""A cluster that others use at the same moment: commits, swaps, and questions that there is no room
for.
"""

from __future__ import annotations

import random
import string
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.article import Article
from archive.errors import IndexBusyError, IndexOverloadedError, SearchIndexError
from archive.settings import load
from archive.store.store import Store
from index.answers.asked import Asked
from index.document import document
from index.engines.common.request import Request
from index.query.spelling import similar
from tests.helpers.engines import cluster_engine, environment, in_cluster, opened
from tests.helpers.front import free_port, in_front
from tests.helpers.seeds import SEED
from tests.helpers.servers import nodes
from webui.common.freshness import LiveArchive

opensearchpy = pytest.importorskip("opensearchpy")

from index.engines.opensearch.client import GoneError  # noqa: E402
from index.engines.opensearch.compile import EVERYTHING  # noqa: E402
from index.engines.opensearch.engine import OpenSearchEngine  # noqa: E402
from index.engines.opensearch.parts import make  # noqa: E402

Make = Callable[..., Article]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[OpenSearchEngine]:
    """An index that holds nothing yet."""
    with in_cluster(tmp_path) as engine:
        yield engine


# Commits and swaps -------------------------------------------------------------------------------


def test_an_answer_goes_on_while_others_find_what_is_committed(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    """It is of one state, which is closed when nobody asks it any more."""
    engine.rebuild([[document(make_article("0"))]], 1, "t1")

    def question(state: Any) -> tuple[int, int, Any]:
        before = state.count(EVERYTHING)
        for number in range(1, 4):
            engine.write([], [document(make_article(str(number)))], number + 1, f"t{number + 1}")
            assert engine.search(Request()).total == number + 1
        return before, state.count(EVERYTHING), state

    before, after, state = engine._answered(question)
    assert (before, after) == (1, 1)
    with pytest.raises(GoneError):
        state.count(EVERYTHING)
    assert engine.search(Request()).total == 4
    assert len(engine._shared._users) == 1


def test_what_is_asked_of_an_index_that_goes_is_asked_of_the_next(
    engine: OpenSearchEngine, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was looked up before another took its place, and is read after that."""
    engine.rebuild([[document(make_article("0", body="Glaciers calve."))]], 1, "t1")
    before = engine._standing()
    engine.rebuild([[document(make_article("0", body="Glaciers melt."))]], 2, "t2")
    for ask, expected in (
        (lambda: engine.terms("body"), ["glaciers", "melt"]),
        (lambda: engine.like("body", "glacier", 1), ["glaciers"]),
        (engine.verify, None),
        (lambda: engine.health().status, "green"),
        (lambda: engine.size() > 0, True),
    ):
        looked_up = iter([before])
        with monkeypatch.context() as patched:
            patched.setattr(
                engine,
                "_standing",
                lambda at=looked_up: next(at, None) or type(engine)._standing(engine),
            )
            assert ask() == expected


def test_without_an_index_nothing_is_on_the_nodes(tmp_path: Path) -> None:
    engine = cluster_engine(tmp_path, nodes(), timeout=60)
    assert engine.size() == 0
    engine.close()


def test_rebuilds_at_once_leave_one_index(
    engine: OpenSearchEngine, make_article: Make, tmp_path: Path
) -> None:
    """Each of them moves the alias, from whichever has it by then."""
    told: list[BaseException] = []

    def rebuild(number: int) -> None:
        other = cluster_engine(tmp_path, nodes(), timeout=60)
        try:
            for turn in range(3):
                other.rebuild([[document(make_article(f"{number} {turn}"))]], 1, "t1")
        except IndexBusyError:
            pass  # the other took its place
        except BaseException as error:
            told.append(error)
        finally:
            other.close()

    threads = [threading.Thread(target=rebuild, args=(number,)) for number in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert told == []
    assert engine.search(Request()).total == 1
    assert len(engine._client.ask("GET", f"/_alias/{engine.alias}")) == 1


def test_an_index_that_is_to_be_made_twice_is_made(engine: OpenSearchEngine) -> None:
    """As where the first request got no answer and was sent to the next node."""
    name = f"{engine.alias}-{'0' * 12}"
    for _ in range(2):
        make(engine._client, name, {"mappings": {"dynamic": "strict"}})
    with pytest.raises(SearchIndexError, match="refused"):
        make(engine._client, f"{engine.alias}-{'1' * 12}", {"no such part": {}})


# Words -------------------------------------------------------------------------------------------


def test_words_like_one_are_found_by_the_cluster(
    engine: OpenSearchEngine, make_article: Make
) -> None:
    """All that the distance of optimal string alignment allows, and few others."""
    choose = random.Random(SEED)
    words = ["assad", "assda", "asad", "sasad", "łódź", "lodz", "łdóź", "éclair", "حلب", "حبل", "a"]
    for word in tuple(words):
        for _ in range(20):
            letters = list(word)
            for _ in range(choose.randint(1, 3)):
                at = choose.randrange(len(letters) + 1)
                letters[at : at + choose.randint(0, 1)] = choose.choice(["x", "s", "ó", ""])
            words.append("".join(letters) or "b")
    engine.rebuild([[document(make_article("0", body=" ".join(words)))]], 1, "t1")
    held = engine.terms("body")
    for word in held:
        for edits in (1, 2):
            like = engine.like("body", word, edits)
            assert like is not None
            assert like == sorted(like)
            assert set(similar(word, edits, held)) == set(like), (word, edits)
    assert engine.like("body", "assad", 3) is None
    assert engine.terms("body", "a", 3) == [word for word in held if word.startswith("a")][:3]


# No room -----------------------------------------------------------------------------------------


@contextmanager
def no_room(engine: OpenSearchEngine) -> Iterator[None]:
    """Nodes have no memory for what is counted."""
    limit = "indices.breaker.request.limit"
    engine._client.ask("PUT", "/_cluster/settings", {"transient": {limit: "1b"}})
    try:
        yield
    finally:
        engine._client.ask("PUT", "/_cluster/settings", {"transient": {limit: None}})


def test_a_search_that_there_is_no_room_for_rebuilds_nothing(
    tmp_path: Path, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    with environment("opensearch", home) as settings:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        with Store.create(home) as store, store.transaction():
            store.put(make_article("0", body="Glaciers calve."), b"0", "text/plain")
        live = LiveArchive(load(home))
        engine = live.engine
        assert isinstance(engine, OpenSearchEngine)
        asked = replace(Asked("glaciers"), facets=("tag",))
        assert live.search(asked).total == 1
        before = engine.place()
        with no_room(engine), pytest.raises(IndexOverloadedError, match="no room for more now"):
            live.search(replace(asked, text="calve"))
        assert live._thread is None
        assert engine.place() == before
        assert live.search(replace(asked, text="calve")).total == 1
        live.close()


def test_a_document_that_is_not_let_through_is_named(tmp_path: Path, make_article: Make) -> None:
    """By an nginx that takes small requests alone."""
    port = free_port()
    to = nodes()[0]
    limits = f"client_max_body_size 20k; location / {{ proxy_pass {to}; }}"
    with in_front(
        tmp_path / "nginx", f"server {{ listen 127.0.0.1:{port}; {limits} }}", port
    ) as front:
        engine = cluster_engine(tmp_path, (f"http://{front}",), timeout=60)
        engine.rebuild([], 0, "")
        letters = random.Random(SEED).choices(string.ascii_lowercase, k=60_000)
        long = make_article(
            "long", body=" ".join("".join(letters[at : at + 9]) for at in range(0, 60_000, 9))
        )
        with pytest.raises(SearchIndexError, match=f"does not take {long.id}: it is larger"):
            engine.write([], [document(long)], 1, "t1")
        engine.write([], [document(make_article("short"))], 2, "t2")
        assert engine.search(Request()).total == 1
        engine.close()
        other = opened("opensearch", tmp_path)
        other.close()
