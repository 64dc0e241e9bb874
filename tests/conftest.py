"""What the whole suite shares: a real archive made from samples/, and real news to read."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from archive.article import Article, Origin, make_id
from archive.collecting.collecting import Collecting
from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from cli.main import invoke
from index.engines.open import open_engine
from index.query.parse import LANGUAGE
from index.upkeep.sync import sync
from tests.helpers.archives import DATA, SAMPLES, SampleArchive
from tests.helpers.browsing import ARGUMENTS
from tests.helpers.commands import Run
from tests.helpers.looks import REVISED, TAKEN
from tests.helpers.seeds import SEED, use_seed
from tests.helpers.servers import place
from tests.helpers.serving import started
from tests.helpers.soundness import archives, held_open, still_running, unsound

REFUSED = "the server responded with a status of 40"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    use_seed(config)


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """The seed at the head of the run: to have a failure again, TEST_SEED=N."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(f"TEST_SEED={SEED} PYTHONHASHSEED={os.environ['PYTHONHASHSEED']}")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays till the end: 400 MB, through which Python would look for circles
    again and again, and `held_open` each time that it does.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleArchive:
    """The samples, ingested and indexed with the default engine, and a saved search. Shared: read
    only.
    """
    home = tmp_path_factory.mktemp("samples") / "home"
    with Store.create(home) as store:
        report = ingest(store, sources([str(SAMPLES)]), collections=("Samples",))
        with store.transaction():  # what the field table's example names
            mark = Mark(store.last_change()[0], "2026-01-01T00:00:00Z")
            store.saved.put(SavedSearch("Euphrates", "Euphrates -Raqa", LANGUAGE, mark))
        lists = Collecting(store)
        lists.new("Samples", "Written to try things out.\n\nNone of it is news.")
        lists.add("Samples", [TAKEN], quote="completed the recapture of the city of Deir Ezzor",
                  on_quote="A passage with a note.")  # fmt: skip
        lists.note("Samples", "An article with a note.", REVISED)
        engine = open_engine("whoosh", home)
        sync(store, engine)
        engine.close()
    return SampleArchive(home, report)


@pytest.fixture
def samples_copy(samples: SampleArchive, tmp_path: Path) -> Path:
    """A home of one's own with the samples in it, to write to."""
    return Path(shutil.copytree(samples.home, tmp_path / "home"))


@pytest.fixture
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store: in a file, or as it is asked for."""
    kind = getattr(request, "param", "file")
    with place(kind) as server, Store.create(tmp_path / "home", server) as store:
        yield store


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real news. In CI its absence is a failure, elsewhere a skip."""
    if not DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{DATA} is missing")
        pytest.skip("real news is read from ../shared/data, which is not there")
    return DATA


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    """Makes articles by the fields that a test cares about."""

    def make(name: str = "one", **fields: object) -> Article:
        identity = f"test:{name}"
        values: dict[str, object] = {
            "title": f"Title {name}", "body": f"Text of {name}.", "origin": Origin(f"{name}.txt"),
            "date": "2017-11-03", "precision": "day", "language": "en",
        } | fields  # fmt: skip
        return Article(id=make_id(identity), identity=identity, **values)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser. In CI its absence is a failure, elsewhere a skip."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt install chromium")
        pytest.skip("the journey needs Chromium: apt install chromium")
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Runs `archive ARGS...`."""

    def run(*args: object) -> Run:
        capsys.readouterr()
        code = invoke([str(arg) for arg in args])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Run(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Starts `archive serve ARGUMENTS` on a home, in a process of its own; gives its address.
    Settings are given as environment variables.
    """
    servers: list[subprocess.Popen[str]] = []

    def start(
        home: Path, stderr: TextIO | None = None, arguments: Sequence[str] = (), **environ: str
    ) -> str:
        server, address = started(home, stderr, arguments, **environ)
        servers.append(server)
        return address

    yield start
    for server in servers:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture
def browse(
    chromium: str, playwright: Playwright, tmp_path: Path
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of its own. It asks nothing of another host, and has no complaint."""
    contexts: list[BrowserContext] = []
    hosts: set[str | None] = set()
    complaints: list[str] = []

    def complain(text: str) -> None:
        complaints.append(text)

    def open_(*, refused: bool = False, **options: Any) -> BrowserContext:
        """`refused`: pages that are refused are among what is opened, which the browser tells."""
        context = playwright.chromium.launch_persistent_context(
            tmp_path / f"browser-{len(contexts)}",
            executable_path=chromium, headless=True, args=ARGUMENTS, **options,
        )  # fmt: skip
        context.set_default_timeout(20_000)
        context.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        context.on(
            "console",
            lambda message: (refused and REFUSED in message.text) or complain(message.text),
        )
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context

    yield open_
    for context in contexts:
        context.close()
    assert hosts == {"127.0.0.1"}
    assert complaints == []


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of whoever runs the suite must not reach it."""
    for name in list(os.environ):
        if name.startswith("ARCHIVE_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _left_sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test made is sound in the end, and nothing of it is held open. A test that leaves
    damage on purpose says why: @pytest.mark.leaves_damage("...").
    """
    before = set(threading.enumerate())
    yield
    running = still_running(set(threading.enumerate()) - before)
    assert not running, f"threads are left: {running}"
    folder: Path | None = request.node.funcargs.get("tmp_path")
    if folder is None or not (homes := list(archives(folder))):
        return
    held = held_open(folder)
    assert not held, f"files are left open: {held}"
    if request.node.get_closest_marker("leaves_damage"):
        return
    for home in homes:
        wrong = list(unsound(home))
        assert not wrong, f"{home} is not sound: {wrong}"
