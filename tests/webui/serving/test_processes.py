"""Several processes that serve one archive, as one server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.article import Article
from archive.store.store import Store
from tests.helpers.serving import started

Two = tuple["subprocess.Popen[str]", str]
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks /proc")


def children(process: int) -> set[int]:
    """The processes that a process has started."""
    return set(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def until(true: Callable[[], bool], seconds: float = 15) -> bool:
    """Whether it comes true in that time."""
    last = time.monotonic() + seconds
    while not true():
        if time.monotonic() > last:
            return False
        time.sleep(0.05)
    return True


def gone(process: int) -> bool:
    """Whether a process has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def found(address: str, query: str) -> int:
    """How many articles a connection of its own finds."""
    with urllib.request.urlopen(f"{address}/search.json?q={query}", timeout=15) as answer:
        return int(json.load(answer)["total"])


@pytest.fixture
def two(samples_copy: Path) -> Iterator[Two]:
    """A server of two processes, and its address."""
    server, address = started(samples_copy, ARCHIVE_PROCESSES="2")
    try:
        assert until(lambda: len(children(server.pid)) == 2)
        yield server, address
    finally:
        server.terminate()
        server.communicate(timeout=20)


def test_what_arrives_is_found_whichever_process_answers(
    two: Two, samples_copy: Path, make_article: Callable[..., Article]
) -> None:
    _, address = two
    with ThreadPoolExecutor(8) as readers:
        for number in range(1, 6):
            with Store.open(samples_copy) as store, store.transaction():
                store.put(make_article(str(number), title="Zeppelin"), b"", "text/plain")
            found(address, "zeppelin")  # it, or another one, is at it now
            assert until(lambda: found(address, "zeppelin") == number)  # noqa: B023
            assert set(readers.map(lambda _: found(address, "zeppelin"), range(16))) == {number}


def test_both_name_an_answer_alike(two: Two) -> None:
    _, address = two

    def tag(_: int) -> str:
        with urllib.request.urlopen(f"{address}/?q=Mosul", timeout=15) as answer:
            return str(answer.headers["ETag"])

    with ThreadPoolExecutor(8) as readers:
        assert len(set(readers.map(tag, range(32)))) == 1


def test_a_process_that_is_killed_is_replaced(two: Two) -> None:
    server, address = two
    before = children(server.pid)
    os.kill(min(before), signal.SIGKILL)
    assert until(lambda: len(children(server.pid) - before) == 1)
    assert len(children(server.pid)) == 2
    with ThreadPoolExecutor(8) as readers:
        assert min(readers.map(lambda _: found(address, "Mosul"), range(16))) > 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("count", ["1", "2"])
def test_a_signal_stops_them_all(samples_copy: Path, number: signal.Signals, count: str) -> None:
    server, address = started(samples_copy, ARCHIVE_PROCESSES=count)
    assert found(address, "Mosul")
    workers = children(server.pid)
    assert len(workers) == (2 if count == "2" else 0)
    server.send_signal(number)
    server.communicate(timeout=20)
    assert server.returncode == 0
    assert all(map(gone, workers))
    with pytest.raises(OSError, match="refused"):
        found(address, "Mosul")


def test_they_end_with_the_one_that_started_them(two: Two) -> None:
    server, _ = two
    workers = children(server.pid)
    server.kill()
    assert until(lambda: all(map(gone, workers)))


@pytest.mark.parametrize(
    ("host", "sentence"),
    [("127.0.0.1", "Port {port} on 127.0.0.1 cannot be used"), ("no such", "is no address")],
)
def test_where_it_cannot_listen_it_says_so(samples_copy: Path, host: str, sentence: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-c", "from cli.main import run; run()", "--home"]
        command += [str(samples_copy), "serve", "--host", host, "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert sentence.format(port=port) in done.stderr
