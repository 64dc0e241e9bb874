"""What a commit takes of a cluster, beside what the articles in it do: measured where nothing else
is done. One that has something of each shard refreshes them all, counts, and writes what the index
holds into its mapping, which is a change of the cluster's state.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from archive.article import Article, Origin, make_id
from index.document import Document, document
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.engine import OpenSearchEngine
from scaling.servers import Servers, node_ids, spent

FEW, MANY = 1, 17  # shards
DOCUMENTS = 200  # in a commit, so that each of many shards has some
ROUNDS = 30
AT_ONCE = 8  # who change the state of the cluster, each so many times as there are rounds


def commits(servers: Servers, copies: int) -> dict[str, float]:
    """Seconds of a node's processor for each copy of a shard, and of the manager for each commit
    where several come at once.
    """
    few, many = (_processor(servers, shards, copies) for shards in (FEW, MANY))
    return {
        "copy": max(many - few, 0.0) / ((MANY - FEW) * copies),
        "manager": _manager(servers, copies),
    }


def _processor(servers: Servers, shards: int, copies: int) -> float:
    """Seconds of all nodes' processors, a commit of an index of so many shards."""
    total, ids = 0.0, node_ids(servers)
    with _index(servers, shards, copies) as (engine, index):
        for change in range(2, ROUNDS + 2):
            engine.fill(index, (), _documents(change), change)
            before = spent(ids)
            engine.commit(index, change, str(change))
            total += spent(ids) - before
    return total / ROUNDS


def _manager(servers: Servers, copies: int) -> float:
    """Seconds by the clock, a change of the mapping, where several ask for one."""
    with _index(servers, FEW, copies) as (engine, index):
        stamp = engine._client.ask("GET", f"/{index}/_mapping")[index]["mappings"]["_meta"]

        def write(number: int) -> None:
            meta = {"_meta": {**stamp, "commit": f"{number}"}}
            engine._client.ask("PUT", f"/{index}/_mapping", meta)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            began = time.monotonic()
            list(pool.map(write, range(ROUNDS * AT_ONCE)))
            return (time.monotonic() - began) / (ROUNDS * AT_ONCE)


@contextmanager
def _index(servers: Servers, shards: int, copies: int) -> Iterator[tuple[OpenSearchEngine, str]]:
    """An index of its own, gone in the end."""
    name = f"commits-{secrets.token_hex(4)}"
    addresses = tuple(servers.address().split(","))
    cluster = Cluster(addresses, name, shards, copies - 1, timeout=60.0)
    engine = OpenSearchEngine(Path(name), cluster)
    try:
        engine.rebuild([_documents(1)], 1, "1")
        yield engine, engine.place()[0]
    finally:
        engine._building.drop(engine._client.ask("GET", f"/{name}-*/_alias"))
        engine.close()


def _documents(change: int) -> list[Document]:
    """Articles that say little, so that what is left is the commit."""
    made = []
    for number in range(DOCUMENTS):
        identity = f"commits:{change}:{number}"
        made.append(Article(make_id(identity), identity, "Title", "Text.", Origin("commits")))
    return [document(each) for each in made]
