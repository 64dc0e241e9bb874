"""A real nginx in front of servers, on this machine. In CI its absence is a failure."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def in_front(folder: Path, servers: str, port: int) -> Iterator[str]:
    """The address of an nginx with this configuration of its servers, once it listens there."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        needed = "needs nginx in front of servers: apt install nginx-light"
        if os.environ.get("CI"):
            pytest.fail(needed)
        pytest.skip(needed)
    folder.mkdir(parents=True)
    kept = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"pid {folder}/pid; daemon off; master_process off; error_log {folder}/errors; "
        f"events {{}} http {{ access_log off; {kept} {servers} }}"
    )
    process = subprocess.Popen([program, "-c", str(path), "-e", str(folder / "errors")])
    try:
        while process.poll() is None:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
        assert process.poll() is None, (folder / "errors").read_text()
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine that nobody else has signed, and its key."""
    folder.mkdir(parents=True, exist_ok=True)
    made, key = folder / "made.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", key, "-out", made],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key
