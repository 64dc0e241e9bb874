"""What is told of a store that is not sound, and how it is looked for."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from archive.article import Article
from archive.store.health import _RULES, damaged_records
from archive.store.originals import hash_of, pack, write
from archive.store.store import Store
from tests.helpers.plans import read_for_each_row


def test_no_rule_reads_a_table_anew_for_each_row(
    store: Store, make_article: Callable[..., Article]
) -> None:
    for name in ("one", "two", "three"):
        store.put(make_article(name), name.encode(), "text/plain")
    for rule in _RULES:
        assert read_for_each_row(store.database, rule) == [], rule


@pytest.mark.file
def test_what_is_looked_at_is_not_remembered(store: Store) -> None:
    number = 3000
    with store.transaction():
        for data in (f"{each}".encode() for each in range(number)):
            write(store.database, hash_of(data), len(data), pack(data))
    tracemalloc.start()
    try:
        assert list(damaged_records(store.database)) == []
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < number * 64, "bytes: not even the hashes"
