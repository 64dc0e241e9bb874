"""Opening an engine by its name; its library is imported only then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from archive.errors import SearchIndexError
from index.engines.common.interface import FOLDER, Engine


def open_engine(
    name: str,
    home: Path,
    lock_timeout: float = 30.0,
    settings: Mapping[str, str | int] = MappingProxyType({}),
) -> Engine:
    """The engine of that name on the archive in `home`, or in the cluster that settings name.
    SearchIndexError for an unknown name, or where its library is missing.
    """
    folder = home / FOLDER / name
    if name == "whoosh":
        from index.engines.whoosh.engine import WhooshEngine

        return WhooshEngine(folder, lock_timeout)
    if name == "tantivy":
        with _installed("tantivy", "tantivy"):
            from index.engines.tantivy.engine import TantivyEngine
        return TantivyEngine(folder, lock_timeout)
    if name == "opensearch":
        with _installed("opensearchpy", "cluster"):
            from index.engines.opensearch.cluster import Cluster
            from index.engines.opensearch.engine import OpenSearchEngine
        return OpenSearchEngine(home, Cluster.of(settings))
    if name == "memory":
        from index.engines.memory import MemoryEngine

        return MemoryEngine()
    raise SearchIndexError(
        f"There is no search engine called {name!r}", "use whoosh, tantivy or opensearch"
    )


@contextmanager
def _installed(library: str, extra: str) -> Iterator[None]:
    """SearchIndexError that says what to install, where a library is missing or does not work."""
    try:
        yield
    except ImportError as error:
        from archive.extras import missing

        what = f"The search engine {library.removesuffix('py')}"
        raise missing(
            error, what, library, extra, SearchIndexError, "set `engine` to whoosh"
        ) from error
