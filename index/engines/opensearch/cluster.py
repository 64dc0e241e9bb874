"""Where a cluster of OpenSearch is, and how it keeps an archive's index."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster by the addresses of its nodes, of which any will do.

    `name` is that of the archive's index there, an alias; without one the archive's folder gives
    it. A node that has not answered in `timeout` seconds is taken for gone, and another one is
    asked.
    """

    addresses: tuple[str, ...] = ("http://127.0.0.1:9200",)
    name: str = ""
    shards: int = 1
    replicas: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    certificates: str = ""  # a file of those that sign a node's, where the system knows none
    timeout: float = 10.0
    region: str = ""  # of Amazon's, for which requests are signed; nobody signs without one
    service: str = "es"
    years: int = 0  # of articles in an index of their own; 0: all are in one

    @classmethod
    def of(cls, values: Mapping[str, str | int]) -> Cluster:
        """The one that the settings name (archive/settings.py); without any the one of this
        machine.
        """
        if not values:
            return cls()
        return cls(
            tuple(str(values["opensearch"]).split()),
            str(values["opensearch_index"]),
            int(values["opensearch_shards"]),
            int(values["opensearch_replicas"]),
            str(values["opensearch_user"]),
            str(values["opensearch_password"]),
            str(values["opensearch_certificates"]),
            region=str(values["opensearch_aws_region"]),
            service=str(values["opensearch_aws_service"]),
            years=int(values["opensearch_years"]),
        )

    def index_of(self, home: Path) -> str:
        """The name of the index of the archive in `home`."""
        if self.name:
            return self.name
        return f"news-{hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]}"
