"""Arrays that were made and are likely to be asked for again, as many as some bytes hold."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from index.engines.arrays.files import Array

Arrays = tuple[Array, ...]


class Kept:
    """Arrays by what they are made of: at most so many bytes of them, and entries. Those least
    recently asked for go first. Shared by threads, two of which may make the same at a time; so
    what is kept can no more be written to.
    """

    def __init__(self, most: int, entries: int) -> None:
        self._most = most
        self._entries = entries
        self._made: OrderedDict[Hashable, Arrays] = OrderedDict()
        self._lock = Lock()
        self.size = 0  # bytes

    def __len__(self) -> int:
        return len(self._made)

    def get(self, of: Hashable, make: Callable[[], Arrays]) -> Arrays:
        """What is kept, or else what is made now."""
        with self._lock:
            made = self._made.get(of)
            if made is not None:
                self._made.move_to_end(of)
                return made
        made = make()
        for array in made:
            array.flags.writeable = False
        if _size(made) <= self._most:
            self._keep(of, made)
        return made

    def _keep(self, of: Hashable, made: Arrays) -> None:
        with self._lock:
            self.size += _size(made) - _size(self._made.pop(of, ()))
            self._made[of] = made
            while self.size > self._most or len(self._made) > self._entries:
                self.size -= _size(self._made.popitem(last=False)[1])


def _size(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays)
