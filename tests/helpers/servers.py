"""Servers that tests need: a PostgreSQL, on which they make schemas of their own, and nodes of
OpenSearch. Variables name them; in CI the absence of one is a failure, elsewhere a skip.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.helpers.archives import ROOT

ADDRESS = "POSTGRES_URL"
NODES = "OPENSEARCH_URLS"
KINDS = ("file", "server")


def server() -> str:
    """The address of the PostgreSQL server."""
    return _named(ADDRESS, "a PostgreSQL server: make test-postgres")


def nodes() -> tuple[str, ...]:
    """The addresses of the nodes of OpenSearch."""
    return tuple(_named(NODES, "a cluster of OpenSearch: make test-cluster").split(","))


def _named(variable: str, what: str) -> str:
    if address := os.environ.get(variable):
        return address
    needed = f"needs {what}, or {variable}=ADDRESS"
    if os.environ.get("CI"):
        pytest.fail(needed)
    pytest.skip(needed)


@contextmanager
def nobody() -> Iterator[str]:
    """An address of this machine at which nothing answers."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


@contextmanager
def schema() -> Iterator[str]:
    """The address of an empty schema, dropped in the end."""
    import psycopg

    name, address = f"test_{uuid4().hex}", server()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
        try:
            sign = "&" if "?" in address else "?"
            yield f"{address}{sign}application_name={name}&options={quote(f'-csearch_path={name}')}"
        finally:
            connection.execute("SET client_min_messages = warning")
            connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@contextmanager
def place(kind: str) -> Iterator[str]:
    """What a store is opened with: the address of an empty schema, or "" for a file."""
    if kind == "file":
        yield ""
    else:
        with schema() as address:
            yield address


class Own:
    """A PostgreSQL of a test's own, with which may be done what others would not bear."""

    def __init__(self, folder: Path) -> None:
        self.environment = os.environ | {"POSTGRES_HOME": str(folder)}
        self._script = str(ROOT / "tests" / "cluster" / "postgres.sh")
        self.do("up")
        self.address = (folder / "env").read_text().split("=", 1)[1].strip()
        self.data = Path((folder / "data").read_text().strip())

    def do(self, word: str) -> None:
        """As tests/cluster/postgres.sh has it: crash, kill, restart, pause, resume, stop, start."""
        subprocess.run([self._script, word], env=self.environment, check=True)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Its processes do nothing, and the system beneath acknowledges what is sent to them."""
        self.do("pause")
        try:
            yield
        finally:
            self.do("resume")

    def run(self, *words: object) -> None:
        """A command as who owns the server."""
        as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run([*as_server, *map(str, words)], check=True, cwd="/")

    def sql(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            for each in statements:
                connection.execute(each.encode())

    def ask(self, question: str) -> str:
        import psycopg

        with psycopg.connect(self.address) as connection:
            return str(connection.execute(question.encode()).fetchall()[0][0])


@contextmanager
def own_server(folder: Path) -> Iterator[Own]:
    """A PostgreSQL of a test's own, remembered in a folder."""
    own = Own(folder)
    try:
        yield own
    finally:
        own.do("down")
