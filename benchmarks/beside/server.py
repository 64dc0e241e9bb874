"""A server on the loopback, asked over HTTP, and what its process takes for it."""

from __future__ import annotations

import http.client
import socket
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from beside.processes import FailedError, environment, memory, processor_ns

PATIENCE = 60.0  # seconds until a server has to answer
SETTLE = 0.02  # seconds after an answer until the process has ended its work on it


class Server:
    """A server in a process of its own; `{port}` among its arguments is the port it is to take."""

    def __init__(self, arguments: Sequence[str | Path]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        filled = [str(each).replace("{port}", str(self.port)) for each in arguments]
        self._process = subprocess.Popen(
            filled, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
        )
        self._wait(filled)
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.ask("/healthz")  # a port may be open before whoever answers there is ready

    def _wait(self, arguments: list[str]) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        self._process.kill()
        raise FailedError(f"{' '.join(arguments)} does not answer")

    def ask(
        self, address: str, headers: Mapping[str, str] | None = None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One answer, with its body."""
        self._connection.request("GET", address, headers=dict(headers or {}))
        answer = self._connection.getresponse()
        return answer, answer.read()

    def costs(
        self,
        addresses: Sequence[str],
        headers: Mapping[str, str] | None = None,
        status: int = 200,
        together: int = 1,
    ) -> dict[str, float]:
        """Milliseconds of an answer: the median by the processor and by the clock, and its bytes.
        `together` many are measured at once, where one is too quick for that.
        """
        cpu, wall, size = [], [], 0
        for start in range(0, len(addresses) - together + 1, together):
            time.sleep(SETTLE)
            began, clock = processor_ns(self._process.pid), time.perf_counter_ns()
            for address in addresses[start : start + together]:
                answer, body = self.ask(address, headers)
                size = max(size, len(body))
                if answer.status != status:
                    raise FailedError(f"{address}: {answer.status}, not {status}")
            wall.append((time.perf_counter_ns() - clock) / together / 1e6)
            time.sleep(SETTLE)
            cpu.append((processor_ns(self._process.pid) - began) / together / 1e6)
        return {
            "cpu": statistics.median(cpu), "wall": statistics.median(wall), "worst": max(cpu),
            "bytes": size, "answers": len(addresses),
        }  # fmt: skip

    def memory(self) -> dict[str, int]:
        """What it holds (`processes.memory`)."""
        return memory(self._process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)
