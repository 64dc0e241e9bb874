"""One archive, opened in its folder and at the address where it is served."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.settings import keep
from index.door import Archive, open_archive
from tests.helpers.archives import SampleArchive
from tests.helpers.serving import started


@dataclass(frozen=True)
class Doors:
    """The same archive twice."""

    folder: Archive
    served: Archive
    home: Path
    address: str


@pytest.fixture(scope="module")
def doors(samples: SampleArchive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The samples in a folder, and served by a process of its own."""
    home = Path(shutil.copytree(samples.home, tmp_path_factory.mktemp("door") / "home"))
    server, address = started(home)
    keep(home, "base_address", address)  # where the folder says that it is on the web
    try:
        with open_archive(home) as folder, open_archive(address) as served:
            yield Doors(folder, served, home, address)
    finally:
        server.terminate()
        server.communicate(timeout=20)
