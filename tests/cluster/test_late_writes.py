"""A write that its sender has given up, and that arrives all the same, after a later one."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from archive.article import Article
from archive.errors import SearchIndexError
from index.document import document
from index.engines.common.request import Request
from index.query.tree import Phrase
from tests.helpers.engines import cluster_engine, forget
from tests.helpers.servers import nodes

pytestmark = pytest.mark.skipif(
    os.environ.get("CLUSTER_FAULTS") != "yes", reason="takes long: make test-cluster runs it"
)
Make = Callable[..., Article]


class Delay:
    """A way to a node on which every bulk is held until it is let go. It goes on alone: whoever
    sent it may have left.
    """

    def __init__(self, node: str) -> None:
        parts = urlsplit(node)
        self._node = parts.hostname, parts.port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._go = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self.answers: list[bytes] = []  # to those that were held

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                taken, _ = self._listener.accept()
                self._threads.append(threading.Thread(target=self._pass, args=(taken,)))
                self._threads[-1].start()

    def _pass(self, taken: socket.socket) -> None:
        """One connection: each request, then its answer."""
        with taken, socket.create_connection(self._node) as node:
            while request := _message(taken):
                held = b"/_bulk" in request.partition(b"\r\n")[0]
                if held:
                    self._go.wait()
                node.sendall(request)
                answer = _message(node)
                if held:
                    self.answers.append(answer)
                with suppress(OSError):
                    taken.sendall(answer)

    def let_go(self) -> None:
        """Passes on all that was held, and waits until it has been answered."""
        self._go.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for each in self._threads:
            each.join()


def _message(end: socket.socket) -> bytes:
    """A whole request or answer, by its length; nothing where the other end has left."""
    read = b""
    with suppress(OSError):
        while b"\r\n\r\n" not in read:
            if not (more := end.recv(65536)):
                return b""
            read += more
        head, _, body = read.partition(b"\r\n\r\n")
        fields = dict(
            line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line
        )
        left = int(fields.get(b"content-length", b"0")) - len(body)
        while left > 0 and (more := end.recv(65536)):
            read, left = read + more, left - len(more)
    return read


def test_a_write_that_lands_after_its_time_out_changes_nothing(
    tmp_path: Path, make_article: Make
) -> None:
    name = f"test-{uuid4().hex}"
    direct = cluster_engine(tmp_path, nodes(), name=name, timeout=60)
    direct.rebuild([], 0, "")
    delay = Delay(nodes()[0])
    slow = cluster_engine(tmp_path, (delay.address,), name=name, timeout=0.3)
    old = [document(make_article(str(number), body="old")) for number in range(5)]
    new = [document(make_article(str(number), body="new")) for number in range(4)]
    with pytest.raises(SearchIndexError, match="does not answer"):
        slow.write((), old, 5, "t5")
    direct.write([old[4].id], new, 6, "t6")  # four have changed, the last has been removed
    slow.close()
    delay.let_go()
    assert len(delay.answers) > 1  # it was sent again, and each of them arrived
    assert all(b" 200 " in answer.partition(b"\r\n")[0] for answer in delay.answers)
    direct._client.ask("POST", f"/{name}/_refresh")
    found = {
        word: direct.search(Request(Phrase(("body",), (word,)))).total for word in ("old", "new")
    }
    assert found == {"old": 0, "new": 4}
    assert direct.stamp().change == 6  # type: ignore[union-attr]
    forget(direct)
    direct.close()
