"""The parts of docs/deploy/compose.yaml with their very commands, as processes on real servers.

What is left out is Docker: images, volumes and networks.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from tests.helpers.archives import ROOT, SAMPLES
from tests.helpers.engines import cluster_engine, forget
from tests.helpers.front import free_port, in_front
from tests.helpers.servers import nodes, schema

pytestmark = pytest.mark.skipif(
    os.environ.get("CLUSTER_FAULTS") != "yes", reason="takes long: make test-cluster runs it"
)
FOLDER = ROOT / "docs" / "deploy"
SERVICES: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))["services"]
HOST = "news.example.org"
_PATIENCE = 120


class Parts:
    """Processes of the archive, each with a folder of its own, as containers have."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self._folder = folder
        self._environment = os.environ | settings | {"PYTHONPATH": str(ROOT)}
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, name: str, *more: str, **instead: str) -> subprocess.Popen[bytes]:
        """A part with the command that the file has for it; `instead` are words in the place of
        others.
        """
        home = self._folder / uuid4().hex
        home.mkdir()
        words = [instead.get(word.strip("/"), word) for word in SERVICES[name]["command"]]
        part = subprocess.Popen(
            [sys.executable, "-m", "cli", *words, *more], cwd=ROOT,
            env=self._environment | {"ARCHIVE_HOME": str(home)},
        )  # fmt: skip
        self.running.append(part)
        return part

    def end(self) -> list[int]:
        """Ends all as Docker does; their exit codes."""
        for part in self.running:
            part.send_signal(signal.SIGTERM)
        return [part.wait(_PATIENCE) for part in self.running]

    def kill(self) -> None:
        for part in self.running:
            with suppress(ProcessLookupError):
                part.kill()
            part.wait()


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    addresses, name = nodes(), f"test-{uuid4().hex}"
    with ExitStack() as stack:
        settings = {key: str(value) for key, value in SERVICES["web"]["environment"].items()}
        settings |= {
            "ARCHIVE_STORE": stack.enter_context(schema()),
            "ARCHIVE_OPENSEARCH": " ".join(addresses),
            "ARCHIVE_OPENSEARCH_INDEX": name,
            "ARCHIVE_OPENSEARCH_REPLICAS": str(min(1, len(addresses) - 1)),
        }
        engine = cluster_engine(tmp_path, addresses, name=name, timeout=60)
        stack.callback(engine.close)
        stack.callback(forget, engine)
        parts = Parts(tmp_path, settings)
        stack.callback(parts.kill)
        yield parts


def until(done: Callable[[], bool]) -> None:
    """Waits until something is so."""
    began = time.monotonic()
    while not done():
        assert time.monotonic() < began + _PATIENCE
        time.sleep(0.2)


def is_healthy(port: int) -> bool:
    """By the health check of the file."""
    *_, flag, line = SERVICES["web"]["healthcheck"]["test"]
    asked = [sys.executable, flag, line.replace(":8000/", f":{port}/")]
    return subprocess.run(asked, stderr=subprocess.DEVNULL, check=False).returncode == 0


def test_the_parts_work_together(parts: Parts, tmp_path: Path) -> None:
    init = parts.start("init")
    assert init.wait(_PATIENCE) == 0
    parts.running.remove(init)
    for _ in range(2):
        parts.start("worker")
    ports = [free_port() for _ in range(2)]
    for port in ports:
        parts.start("web", "--port", str(port))
    until(lambda: all(is_healthy(port) for port in ports))
    incoming = tmp_path / "incoming"
    shutil.copytree(SAMPLES / "text", incoming)
    parts.start("watch", incoming=str(incoming))

    front = free_port()
    shown = (FOLDER / "nginx.conf").read_text("utf-8")
    servers = " ".join(f"server 127.0.0.1:{port};" for port in ports)
    shown = shown.replace("server web:8000 resolve fail_timeout=10s;", servers)
    shown = "\n".join(line for line in shown.splitlines() if "resolver" not in line)
    shown = "\n".join(line for line in shown.splitlines() if "ssl_" not in line)
    shown = shown.replace("listen 443 ssl", f"listen 127.0.0.1:{front}")
    with in_front(tmp_path / "nginx", shown, front) as address:

        def total() -> int:
            request = urllib.request.Request(
                f"http://{address}/search.json?q=", headers={"Host": HOST}
            )
            with urllib.request.urlopen(request, timeout=60) as answer:
                return int(json.load(answer)["total"])

        expected = len([path for path in incoming.rglob("*") if path.is_file()])
        until(lambda: total() >= expected)
    assert parts.end() == [0] * 5
