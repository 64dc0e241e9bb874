"""What the tests of the index share: engines to test, and documents to put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store
from index.answers.search import Search
from index.document import document
from index.engines.common.interface import Engine
from index.engines.open import open_engine
from index.upkeep.sync import sync
from tests.helpers.archives import SampleArchive
from tests.helpers.engines import ENGINES, empty, opened
from tests.helpers.soundness import unsound


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine that holds nothing yet, of each kind."""
    with empty(request.param, tmp_path, lock_timeout=5) as engine:
        yield engine


@pytest.fixture(scope="module", params=ENGINES)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Engine]]:
    """An empty store, and an engine of each kind that holds nothing yet: for tests that only read
    what the first of a module has put there.
    """
    home = tmp_path_factory.mktemp("shared") / "home"
    with Store.create(home) as store, empty(request.param, home, lock_timeout=5) as engine:
        yield store, engine
    assert not list(unsound(home))


@pytest.fixture
def search_samples(samples: SampleArchive) -> Iterator[Search]:
    """The samples, searched with the default engine."""
    with Store.open(samples.home) as store:
        engine = open_engine("whoosh", samples.home)
        yield Search(store, engine)
        engine.close()


@pytest.fixture
def open_samples() -> Iterator[Callable[[Path, str], tuple[Engine, Engine]]]:
    """The samples in the memory engine and in another one, both up to date."""
    with ExitStack() as stack:

        def both(home: Path, name: str) -> tuple[Engine, Engine]:
            store = stack.enter_context(Store.open(home))
            engines = open_engine("memory", home), opened(name, home)
            for engine in engines:
                stack.callback(engine.close)
                sync(store, engine)
            return engines

        yield both


@pytest.fixture
def fill(make_article: Callable[..., Article]) -> Callable[..., dict[str, str]]:
    """Puts articles, given as name -> fields, into an engine; returns id -> name."""

    def fill(engine: Engine, articles: dict[str, dict[str, object]]) -> dict[str, str]:
        made = {name: make_article(name, **fields) for name, fields in articles.items()}
        engine.write((), [document(article) for article in made.values()], 1, "t1")
        return {article.id: name for name, article in made.items()}

    return fill
