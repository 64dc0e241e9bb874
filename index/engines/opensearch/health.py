"""How a cluster is, as it tells it, and in words.

https://docs.opensearch.org/latest/api-reference/cluster-api/cluster-health/
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.text.wording import counted
from index.engines.opensearch.client import Client


@dataclass(frozen=True, slots=True)
class Health:
    """`status` is green (all is well), yellow (copies are missing) or red (parts are missing);
    `missing` counts the copies and parts of the index that are on no node, `moving` those on their
    way to one.
    """

    status: str
    nodes: int
    missing: int
    moving: int

    def words(self) -> str:
        """A sentence for people."""
        nodes = counted(self.nodes, "node")
        moving = f"; {self.moving:,} on their way to a node" if self.moving else ""
        if self.status == "green":
            return f"{nodes}, every part of the index with all its copies{moving}"
        if self.status == "yellow":
            missing, verb = counted(self.missing, "copy"), "is" if self.missing == 1 else "are"
            return f"{nodes}; nothing is lost, but {missing} of parts {verb} on no node{moving}"
        return (
            f"{nodes}; parts of the index are on nodes that are gone: nothing can be searched until"
            f" they are back, or the index is built anew{moving}"
        )


def health(client: Client, index: str) -> Health:
    """Of an index, and of the nodes that there are; without an index ("") of all that the cluster
    has. GoneError where there is no such index: its health alone would be waited for.
    """
    of = f"/{index}" if index else ""
    if index:
        client.ask("GET", f"/{index}/_alias", managed=True)
    told = client.ask("GET", f"/_cluster/health{of}", managed=True)
    moving = told["initializing_shards"] + told["relocating_shards"]
    return Health(told["status"], told["number_of_nodes"], told["unassigned_shards"], moving)
