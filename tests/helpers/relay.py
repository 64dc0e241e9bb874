"""A relay between a client and a server, which can fall silent, as a machine that is frozen does:
the system takes what is sent, and nobody answers.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Relay:
    """Listens at a port of this machine and hands on, both ways, what comes."""

    def __init__(self, host: str, port: int) -> None:
        self._to = host, port
        self._speaks = threading.Event()
        self._speaks.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets = [self._listener]
        self._threads: list[threading.Thread] = []
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> Relay:
        self._begin(self._take)
        return self

    def __exit__(self, *ending: object) -> None:
        self._speaks.set()
        for each in self._sockets:
            _end(each)
        for thread in self._threads:
            thread.join()
        for each in self._sockets:
            each.close()

    def fall_silent(self) -> None:
        """Hands nothing on, of connections that there are and that come."""
        self._speaks.clear()

    def speak(self) -> None:
        """Goes on, with what has come meanwhile."""
        self._speaks.set()

    def refuse(self) -> None:
        """Takes no more connections; those that there are go on."""
        _end(self._listener)

    def _begin(self, what: object, *given: object) -> None:
        thread = threading.Thread(target=what, args=given, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self._sockets.append(near)
                self._speaks.wait()
                far = socket.create_connection(self._to)
                self._sockets.append(far)
                self._begin(self._pass, near, far)
                self._begin(self._pass, far, near)

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(1 << 16):
                self._speaks.wait()
                other.sendall(data)
        _end(other)


def _end(each: socket.socket) -> None:
    """Ends it for whoever waits for it, in whatever thread."""
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
