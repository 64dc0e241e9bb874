"""Two lanes for requests: one for what searches, one for what costs next to nothing.

What searches is answered by so many threads at once, and waits for one of them in a line of bounded
length, for a bounded time. What finds no place in it, or has waited too long, is refused at once by
the other lane (`webui/common/busy.py`), which answers its own questions however busy the first is.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from waitress.task import ThreadedTaskDispatcher

_PER_THREAD = 25  # requests that wait for each thread, at most
_QUICK_THREADS = 1


class Lanes:
    """Hands waitress's channels, each with the request that is its next, to threads.

    `is_quick` tells the paths of the quick lane; in the other `threads` answer, and nothing waits
    for longer than `patience` seconds.
    """

    def __init__(self, threads: int, patience: int, is_quick: Callable[[str], bool]) -> None:
        self._most = threads * _PER_THREAD
        self._patience = patience
        self._is_quick = is_quick
        self._quick, self._slow = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._quick.set_thread_count(_QUICK_THREADS)
        self._slow.set_thread_count(threads)

    def add_task(self, channel: Any) -> None:
        """waitress's door: a request is complete."""
        request = channel.requests[0]
        request.since = monotonic()
        request.refused = False
        if request.error or self._is_quick(request.path):
            self._quick.add_task(channel)
        elif len(self._slow.queue) >= self._most:
            self._refuse(channel)
        else:
            self._slow.add_task(channel)

    def refuse_late(self) -> None:
        """Refuses those that have waited for too long. To be called every second or so."""
        late = []
        last = monotonic() - self._patience
        with self._slow.lock:
            queue = self._slow.queue
            while queue and queue[0].requests[0].since < last:
                late.append(queue.popleft())
        for channel in late:
            self._refuse(channel)

    def shutdown(self) -> None:
        """Ends all threads; what is being answered is answered still, what waits is not."""
        for lane in (self._slow, self._quick):
            lane.shutdown()

    def _refuse(self, channel: Any) -> None:
        channel.requests[0].refused = True
        self._quick.add_task(channel)
