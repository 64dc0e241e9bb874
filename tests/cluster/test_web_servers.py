"""Several web servers on one store and one index, behind nginx as docs/scale.md sets it up."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.helpers.archives import SAMPLES
from tests.helpers.commands import Archive
from tests.helpers.engines import cluster_engine, forget
from tests.helpers.front import free_port, in_front
from tests.helpers.servers import nodes, schema
from tests.helpers.serving import started

DOCS = Path(__file__).parents[2] / "docs" / "scale.md"
HOST = "news.example.org"


@dataclass(frozen=True)
class Cluster:
    """Two web servers, each with a folder as on a machine of its own, and their front."""

    home: Path
    processes: tuple[subprocess.Popen[str], ...]
    servers: tuple[str, ...]
    front: str

    def total(self, address: str, query: str) -> int:
        """How many articles a query finds, as told at an address."""
        return int(json.loads(asked(f"{address}/search.json?q={query}")[1])["total"])


def asked(address: str) -> tuple[int, str]:
    """The status and the text of what a reader of the archive's host is answered."""
    request = urllib.request.Request(address, headers={"Host": HOST})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, re.sub(r'"took_ms":[\d.]+', '"took_ms":0', answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def shown_for_nginx(servers: tuple[str, ...], port: int) -> str:
    """The configuration that the docs show, with these servers."""
    (shown,) = re.findall(r"```nginx\n(.*?)```", DOCS.read_text("utf-8"), re.S)
    shown = re.sub(r"^ *ssl_.*\n", "", shown, flags=re.M)
    shown = shown.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    for number, server in enumerate(servers, 11):
        shown = shown.replace(f"10.0.0.{number}:8000", server.removeprefix("http://"))
    assert "10.0.0." not in shown
    return shown


@contextmanager
def serving(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A web server, and its address."""
    process, address = started(home)
    with process:
        try:
            yield process, address
        finally:
            process.kill()


@pytest.fixture
def cluster(tmp_path: Path, run: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    homes, name, addresses = (tmp_path / "one", tmp_path / "two"), f"test-{uuid4().hex}", nodes()
    with ExitStack() as stack:
        settings = {
            "STORE": stack.enter_context(schema()),
            "ENGINE": "opensearch",
            "OPENSEARCH": " ".join(addresses),
            "OPENSEARCH_INDEX": name,
            "BASE_ADDRESS": f"http://{HOST}",
        }
        for key, value in settings.items():
            monkeypatch.setenv(f"ARCHIVE_{key}", value)
        engine = cluster_engine(homes[0], addresses, name=name, timeout=60)
        stack.callback(engine.close)
        stack.callback(forget, engine)
        assert run("--home", homes[0], "ingest", SAMPLES).code == 0
        homes[1].mkdir()
        begun = [stack.enter_context(serving(home)) for home in homes]
        processes, servers = zip(*begun, strict=True)
        port = free_port()
        front = stack.enter_context(
            in_front(tmp_path / "nginx", shown_for_nginx(servers, port), port)
        )
        yield Cluster(homes[0], processes, servers, f"http://{front}")


def test_any_server_answers_the_same_and_one_may_die(cluster: Cluster) -> None:
    paths = ("/search.json?q=Deir+Ezzor&sort=newest", "/help.json", "/healthz")
    before = [asked(f"{cluster.front}{path}") for path in paths]
    assert {status for status, _ in before} == {200}
    for server in cluster.servers:
        assert [asked(f"{server}{path}") for path in paths] == before
    for process in cluster.processes:  # the reader's own is one of the two
        process.kill()
        process.wait()
        if process is cluster.processes[0]:
            assert [asked(f"{cluster.front}{path}") for path in paths] == before
    assert asked(f"{cluster.front}/")[0] == 502  # nobody is left


def test_totals_do_not_go_backwards_while_articles_come_in(
    cluster: Cluster, run: Archive, tmp_path: Path
) -> None:
    totals: list[int] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            totals.append(cluster.total(cluster.front, ""))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(8):
            text = tmp_path / f"{number}.md"
            text.write_text(f"---\ntitle: Glacier {number}\n---\nThe ice went {number}.\n", "utf-8")
            assert run("--home", cluster.home, "ingest", text).code == 0
    finally:
        over.set()
        reader.join()
    assert totals == sorted(totals)
    assert [cluster.total(each, "glacier") for each in cluster.servers] == [8, 8]


def test_health_says_which_of_the_two_does_not_answer(
    run: Archive, samples_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, node = free_port(), nodes()[0]
    relay = f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass {node}; }} }}"
    engine = cluster_engine(samples_copy, [node], timeout=60)
    with ExitStack() as stack:
        stack.callback(engine.close)
        stack.callback(forget, engine)
        monkeypatch.setenv("ARCHIVE_ENGINE", "opensearch")
        monkeypatch.setenv("ARCHIVE_OPENSEARCH", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("ARCHIVE_BASE_ADDRESS", f"http://{HOST}")
        with in_front(tmp_path / "nginx", relay, port):
            assert run("--home", samples_copy, "reindex").code == 0
            server = stack.enter_context(serving(samples_copy))[1]
            assert asked(f"{server}/healthz")[0] == 200
        status, text = asked(f"{server}/healthz")
        health = json.loads(text)
        assert (status, health["store"], health["index"]) == (503, "ok", "unavailable")
        assert asked(f"{server}/?q=oil")[0] == 503
