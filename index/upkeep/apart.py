"""The index brought up to date by a process of its own, which lets everything else go first.

Indexing takes all of an interpreter: a server that did it itself would answer nobody meanwhile, and
whoever takes a large pile in would leave the other cores idle.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from archive.errors import ArchiveError, IndexBusyError
from archive.store.store import Store
from index.engines.common.interface import ON_DISK
from index.upkeep.sync import open_index, rebuild, sync

_WORTH = 3000  # articles for which a process is worth its start
_LAST = 10  # of nice(2): what others want of a processor is more urgent
_BUSY = 75  # the exit code of who waited in vain: EX_TEMPFAIL of sysexits(3)
_ROOT = Path(__file__).parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from index.upkeep.apart import main; main()"
)


def index_apart(
    home: Path, engine: str, batch: int, patience: float, *, anew: bool = False
) -> bool:
    """Brings the index of an archive up to date, or builds it `anew`, and waits for that. Whether
    it could be done so; if not, nothing is lost, and who tries it by himself is told why.

    IndexBusyError where another process writes to it for `patience` seconds and longer.
    """
    if engine not in ON_DISK:
        return False
    words = [str(_ROOT), str(home), engine, str(batch), str(patience), "anew" if anew else ""]
    try:
        # Its standard input ends when this process does, however that ends.
        process = subprocess.Popen(  # noqa: S603 - its words are ours
            [sys.executable, "-P", "-c", _PROGRAM, *words],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return False
    with process:
        code = process.wait()
    if code == _BUSY:
        raise IndexBusyError("Another process writes to the index", "try again when it is done")
    return code == 0


class Alongside:
    """The index follows in a process of its own while a large pile is taken in, so that little is
    left to do at its end. What fails here is left to whoever brings the index up to date then.
    """

    def __init__(self, home: Path | None, engine: str, batch: int) -> None:
        """`home` is None where no other process shall, or can, open the archive."""
        self._home, self._engine, self._batch = home, engine, batch
        self._thread: threading.Thread | None = None
        self._next = _WORTH

    def __enter__(self) -> Alongside:
        return self

    def __exit__(self, failure: object, *_: object) -> None:
        """Waits for what has begun; where something failed, it ends with this process."""
        if self._thread and not failure:
            self._thread.join()

    def kept(self, count: int) -> None:
        """Tells that so many articles have been kept by now."""
        if self._home and count >= self._next and not (self._thread and self._thread.is_alive()):
            self._next = count + _WORTH
            self._thread = threading.Thread(target=self._follow, args=(self._home,), daemon=True)
            self._thread.start()

    def _follow(self, home: Path) -> None:
        with suppress(IndexBusyError):
            index_apart(home, self._engine, self._batch, patience=0)


def main() -> None:
    """What that process does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    home, name, batch, patience, anew = sys.argv[1:]
    if hasattr(os, "nice"):
        os.nice(_LAST)
    try:
        with Store.open(Path(home)) as store:
            engine = open_index(store, name, float(patience))
            try:
                (rebuild if anew else sync)(store, engine, batch=int(batch))
            finally:
                engine.close()
    except IndexBusyError:
        sys.exit(_BUSY)
    except ArchiveError:
        sys.exit(1)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
