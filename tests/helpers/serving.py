"""`archive serve` in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO


def started(
    home: Path, stderr: TextIO | None = None, arguments: Sequence[str] = (), **environ: str
) -> tuple[subprocess.Popen[str], str]:
    """The process, once it listens, and its address. Settings are environment variables."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    # What starts the tests in the background may have it, and all that it starts, ignore Ctrl-C.
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heeding}; from cli.main import run; run()"
    command = [sys.executable, "-c", program, "--home", str(home)]
    server = subprocess.Popen(
        [*command, "serve", "--port", port, *arguments],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env=os.environ | environ,
    )
    assert server.stdout is not None
    assert f":{port}/" in server.stdout.readline()  # it says where it is once it listens
    return server, f"http://127.0.0.1:{port}"
