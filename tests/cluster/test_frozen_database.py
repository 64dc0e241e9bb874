"""A database whose processes are frozen: the system beneath acknowledges what is sent to it, and no
answer comes. Whoever waits says so in time, and goes on when it wakes.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from archive.article import Article
from archive.store.store import Store
from tests.helpers.archives import SAMPLES
from tests.helpers.engines import cluster_engine, forget
from tests.helpers.servers import nodes, own_server
from tests.helpers.serving import started
from tests.helpers.working import Crew

pytestmark = pytest.mark.skipif(
    os.environ.get("CLUSTER_FAULTS") != "yes", reason="takes long: make test-cluster runs it"
)


def asked(address: str) -> tuple[int, str, float]:
    """The status and the text of an answer, and how many seconds it took."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(address, timeout=120) as answer:
            return answer.status, answer.read().decode(), time.monotonic() - began
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), time.monotonic() - began


def test_pages_health_and_workers_wait_for_a_frozen_database_no_longer_than_they_say(
    tmp_path: Path, make_article: Callable[..., Article], capsys: pytest.CaptureFixture[str]
) -> None:
    home, name = tmp_path / "home", f"test-{uuid4().hex}"
    engine = cluster_engine(home, nodes(), name=name, timeout=60)
    took: dict[str, float] = {}
    with own_server(tmp_path / "server") as own, Store.create(home, own.address) as store:
        crew = Crew(home, own.address, 500, opensearch_index=name)
        with crew:
            crew.start()
            assert crew.command("ingest", SAMPLES, log=subprocess.DEVNULL).wait(120) == 0
            crew.until_at_work()
            server, address = started(home, **crew.environment)
            with server:
                try:
                    with own.frozen():
                        _while_frozen(crew, address, took)
                    with store.transaction():
                        store.put(make_article("new"), b"", "text/plain")
                    _until(lambda: "It goes on." in crew.told())
                    _until(lambda: asked(f"{address}/healthz")[0] == 200)
                    assert asked(f"{address}/?q=oil")[0] == 200
                finally:
                    server.kill()
    forget(engine)
    engine.close()
    with capsys.disabled():
        told = ", ".join(f"{what} after {seconds:.1f} s" for what, seconds in took.items())
        print(f"\na frozen database: {told}")


def _while_frozen(crew: Crew, address: str, took: dict[str, float]) -> None:
    """What the health check, a page, a worker and a command say, and after how many seconds."""
    for _ in range(2):
        status, text, took["/healthz"] = asked(f"{address}/healthz")
        assert (status, json.loads(text)["store"]) == (503, "unavailable")
    assert asked(f"{address}/robots.txt")[0] == 200
    status, _, took["a page"] = asked(f"{address}/?q=oil")
    assert status == 503
    _until(lambda: "It is tried again." in crew.told())
    began = time.monotonic()
    status_of = crew.command("status", log=subprocess.PIPE)
    told = b"".join(status_of.communicate(timeout=120))
    assert (status_of.returncode, b"cannot be reached" in told) == (2, True)
    took["a command"] = time.monotonic() - began


def _until(so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not so():
        assert time.monotonic() < began + 120
        time.sleep(0.1)
