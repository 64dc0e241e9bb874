"""Where the index is: in the archive, or in one's own folder where that may not be written to."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from archive.store.store import Store
from index.engines.common.interface import Engine
from index.engines.open import open_engine


def own_index(store: Store, name: str, lock_timeout: float) -> Engine | None:
    """The index of this user for an archive that is another's; it is made when it is first brought
    up to date. None where there can be none.
    """
    own = _own(store.home)
    return open_engine(name, own, lock_timeout) if own else None


def _own(home: Path) -> Path | None:
    """The folder of this user for the index of an archive; None where there cannot be one, or it
    belongs to somebody else, who could put an index of theirs into it.
    """
    import platformdirs  # for few

    caches = Path(platformdirs.user_cache_dir("news-archive", appauthor=False))
    name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]
    folder = caches / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        owned = folder.stat().st_uid == os.geteuid()
    except OSError:
        return None
    return folder if owned and os.access(folder, os.W_OK) else None
