"""A PostgreSQL server on which tests make schemas of their own: POSTGRES_URL names it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote
from uuid import uuid4

import pytest

ADDRESS = "POSTGRES_URL"
KINDS = ("file", "server")


def server() -> str:
    """Its address. In CI its absence is a failure, elsewhere a skip."""
    if address := os.environ.get(ADDRESS):
        return address
    if os.environ.get("CI"):
        pytest.fail(f"{ADDRESS} names no PostgreSQL server")
    pytest.skip(f"needs a PostgreSQL server: make test-cluster, or {ADDRESS}=postgresql://...")


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
