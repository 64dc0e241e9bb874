"""Servers on this machine that get what the archive sends, and fail when they are told to."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Hook:
    """A webhook. `answers` are what it does next: a status, "close" without an answer, "garbage",
    "kill" of the process `victim`, ("huge", status) that says a terabyte comes, ("endless", status)
    whose body comes letter by letter for half a minute; then it is 200 for ever. `got` is every
    request: headers and body.
    """

    url: str = ""
    answers: list[Any] = field(default_factory=list)
    got: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    retry_after: str | None = None
    victim: int = 0

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [body for _, body in self.got]

    def titles(self, number: int = -1) -> list[str]:
        """What a request told as new and as changed."""
        body = self.bodies[number]
        return [hit["title"] for hit in (*body["new"], *body["changed"])]


@contextmanager
def hook() -> Iterator[Hook]:
    """A webhook, while it listens."""
    told = Hook()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append((dict(self.headers), json.loads(body)))
            answer = told.answers.pop(0) if told.answers else 200
            if answer == "kill":
                os.kill(told.victim, signal.SIGKILL)
            if answer == "garbage":
                self.wfile.write(b"hello\r\n\r\n")
            if answer in ("close", "garbage", "kill"):
                self.close_connection = True
                return
            if isinstance(answer, tuple):
                self.long_answer(*answer)
                return
            self.send_response(answer)
            if told.retry_after:
                self.send_header("Retry-After", told.retry_after)
            if 300 <= answer < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def long_answer(self, kind: str, status: int) -> None:
            self.close_connection = True
            self.send_response(status)
            self.send_header("Content-Length", str(10**12))
            self.end_headers()
            try:
                for _ in range(300 if kind == "endless" else 0):
                    self.wfile.write(b"x")
                    time.sleep(0.1)
            except OSError:
                pass  # nobody reads it any more

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_address[1]}/hooks/secret-part"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def dripping(text: bytes) -> Iterator[int]:
    """The port of a server that says this to everybody, a letter every tenth of a second, and then
    dots for half a minute.
    """
    over = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection, suppress(OSError):  # nobody hears it any more
            for letter in text + b"." * 300:
                if over.wait(0.1):
                    return
                connection.sendall(bytes([letter]))

    def listen(server: socket.socket) -> None:
        with suppress(OSError):  # it has been closed
            while not over.is_set():
                threading.Thread(target=drip, args=(server.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=listen, args=(server,), daemon=True).start()
        try:
            yield server.getsockname()[1]
        finally:
            over.set()
            server.shutdown(socket.SHUT_RDWR)  # which whoever waits for a connection is told


class Mailbox:
    """A mail server's handler (aiosmtpd). `answers` are what it says next to a letter; "close" ends
    the connection after it has taken the letter, without an answer. Then it takes all.
    """

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.letters: list[EmailMessage] = []
        self.seen: list[tuple[bool, bool]] = []  # encrypted, logged in

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 taken"
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        if answer == "close" or answer.startswith("250"):
            self.letters.append(letter)
            self.seen.append((session.ssl is not None, bool(session.authenticated)))
        if answer == "close":
            server.transport.close()
        return answer


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[tuple[Mailbox, int]]:
    """A mail server on this machine, while it listens, and its port; `tls` from the first byte."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, ssl_context=tls, **more)
    controller.start()
    try:
        yield mailbox, port
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that nobody has signed but itself, and a server's use of it."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return cert, context
