"""Opening an engine by its name; its library is imported only then."""

from __future__ import annotations

from pathlib import Path

from archive.errors import SearchIndexError
from index.engines.common.interface import FOLDER, Engine


def open_engine(name: str, home: Path, lock_timeout: float = 30.0) -> Engine:
    """The engine of that name on the archive in `home`. SearchIndexError for an unknown name."""
    folder = home / FOLDER / name
    if name == "whoosh":
        from index.engines.whoosh.engine import WhooshEngine

        return WhooshEngine(folder, lock_timeout)
    if name == "tantivy":
        try:
            from index.engines.tantivy.engine import TantivyEngine
        except ImportError as error:
            if (error.name or "").partition(".")[0] != "tantivy":
                raise
            missing = isinstance(error, ModuleNotFoundError)
            raise SearchIndexError(
                f"The search engine tantivy is {'not' if missing else 'wrongly'} installed",
                "run pip install 'news-archive[tantivy]', or set `engine` to whoosh",
            ) from None
        return TantivyEngine(folder, lock_timeout)
    if name == "memory":
        from index.engines.memory import MemoryEngine

        return MemoryEngine()
    raise SearchIndexError(f"There is no search engine called {name!r}", "use whoosh or tantivy")
