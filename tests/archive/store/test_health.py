"""What is told of a store that is not sound, and how it is looked for."""

from __future__ import annotations

from collections.abc import Callable

from archive.article import Article
from archive.store.health import _RULES
from archive.store.store import Store
from tests.helpers.plans import read_for_each_row


def test_no_rule_reads_a_table_anew_for_each_row(
    store: Store, make_article: Callable[..., Article]
) -> None:
    for name in ("one", "two", "three"):
        store.put(make_article(name), name.encode(), "text/plain")
    for rule in _RULES:
        assert read_for_each_row(store.database, rule) == [], rule
