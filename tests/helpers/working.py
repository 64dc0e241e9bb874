"""Workers as processes of their own, which can be killed and frozen, and what has to hold after."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from archive.store.store import Store
from index.engines.common.interface import Engine
from index.engines.common.request import Request
from index.engines.memory import MemoryEngine
from index.query.tree import All
from index.upkeep.check import problems
from index.upkeep.sync import rebuild, state
from tests.helpers.archives import ROOT
from tests.helpers.engines import assert_equal
from tests.helpers.servers import nodes

LEASE = 2  # seconds
_PATIENCE = 300  # seconds until whatever was killed has to be made up for


class Crew:
    """Workers on an archive, each told of on a file."""

    def __init__(self, home: Path, address: str, size: int, **settings: object) -> None:
        self.environment = os.environ | {
            "PYTHONPATH": str(ROOT), "ARCHIVE_HOME": str(home), "ARCHIVE_STORE": address,
            "ARCHIVE_ENGINE": "opensearch", "ARCHIVE_OPENSEARCH": " ".join(nodes()),
            "ARCHIVE_INDEX_BATCH": str(size),
            **{f"ARCHIVE_{name.upper()}": str(value) for name, value in settings.items()},
        }  # fmt: skip
        self.log = home.parent / "workers.log"
        self.all: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *ending: object) -> None:
        for each in self.all:
            with suppress(ProcessLookupError):
                each.kill()
            each.wait()

    def start(self, lease: int = LEASE) -> subprocess.Popen[bytes]:
        """Starts one more."""
        with self.log.open("ab") as log:
            worker = self.command("work", "--lease", lease, log=log)
        self.all.append(worker)
        return worker

    def until_at_work(self) -> None:
        """Waits until each that was started has said that it works."""
        began = time.monotonic()
        while self.told().count(" works on the index ") < len(self.all):
            assert time.monotonic() < began + _PATIENCE
            time.sleep(0.02)

    def command(self, *words: object, log: object = None) -> subprocess.Popen[bytes]:
        """Starts a command of `archive` on the archive."""
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *map(str, words)],
            env=self.environment, stdout=log, stderr=log,  # type: ignore[arg-type]
        )  # fmt: skip

    def end(self, worker: subprocess.Popen[bytes], number: signal.Signals) -> int:
        """Sends it a signal, and waits; its exit code."""
        worker.send_signal(number)
        return worker.wait(_PATIENCE)

    def told(self) -> str:
        """All that they have printed."""
        return self.log.read_text("utf-8")


def until_current(store: Store, engine: Engine) -> float:
    """Waits until the index holds all that the store does; after how many seconds it did."""
    began = time.monotonic()
    while (standing := state(store, engine)).verdict != "current":
        assert time.monotonic() < began + _PATIENCE, standing
        time.sleep(0.1)
    return time.monotonic() - began


def assert_whole(store: Store, engine: Engine) -> None:
    """Nothing is lost, nothing doubled, and each article is there in its last state: as in an index
    that was made of the store at one stroke.
    """
    found = list(problems(store, engine))
    assert found == [], found
    oracle = MemoryEngine()
    rebuild(store, oracle)
    asked = Request(All(), facets=("tag", "agency"), timeline=True, sort="newest", limit=5_000)
    assert_equal(engine, oracle, asked)
    for stream in ("title", "body"):
        assert _words(engine, oracle, stream) == []


def _words(engine: Engine, oracle: Engine, stream: str) -> Sequence[str]:
    """The words that only one of the two finds."""
    expected = oracle.terms(stream)
    known = set(engine.terms(stream))  # some may be of a state before
    stemmed = engine.holding(stream, expected) == oracle.holding(stream, expected)
    return [word for word in expected if word not in known] + ([] if stemmed else ["?"])
