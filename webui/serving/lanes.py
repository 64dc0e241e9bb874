"""Lanes for requests: for what searches, for what costs next to nothing, and for what takes long.

What searches is answered by so many threads at once, and waits for one of them in a line of bounded
length, for a bounded time. What finds no place in it, or has waited too long, is refused at once by
the quick lane (`webui/common/busy.py`), which answers its own questions however busy the others
are. What sends all that is found has a lane of one thread, so that a few who want everything, and
may not even read it, do not keep those waiting who want a page.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from waitress.task import ThreadedTaskDispatcher

_PER_THREAD = 25  # requests that wait for each thread, at most
_QUICK_THREADS = 1
_LONG_THREADS = 1


class Lanes:
    """Hands waitress's channels, each with the request that is its next, to threads.

    `is_quick` tells the paths of the quick lane, `is_long` those of the long one; else `threads`
    answer. In these two nothing waits for longer than `patience` seconds.
    """

    def __init__(
        self,
        threads: int,
        patience: int,
        is_quick: Callable[[str], bool],
        is_long: Callable[[str], bool],
    ) -> None:
        self._patience = patience
        self._is_quick, self._is_long = is_quick, is_long
        self._quick, _ = _lane(_QUICK_THREADS)
        self._slow, self._slow_most = _lane(threads)
        self._long, self._long_most = _lane(_LONG_THREADS)

    def add_task(self, channel: Any) -> None:
        """waitress's door: a request is complete."""
        request = channel.requests[0]
        request.since = monotonic()
        request.refused = False
        if request.error or self._is_quick(request.path):
            self._quick.add_task(channel)
            return
        lane, most = self._slow, self._slow_most
        if self._is_long(request.path):
            lane, most = self._long, self._long_most
        if len(lane.queue) >= most:
            self._refuse(channel)
        else:
            lane.add_task(channel)

    def refuse_late(self) -> None:
        """Refuses those that have waited for too long. To be called every second or so."""
        late = []
        last = monotonic() - self._patience
        for lane in (self._slow, self._long):
            with lane.lock:
                while lane.queue and lane.queue[0].requests[0].since < last:
                    late.append(lane.queue.popleft())
        for channel in late:
            self._refuse(channel)

    def shutdown(self) -> None:
        """Ends all threads; what is being answered is answered still, what waits is not."""
        for lane in (self._slow, self._long, self._quick):
            lane.shutdown()

    def _refuse(self, channel: Any) -> None:
        channel.requests[0].refused = True
        self._quick.add_task(channel)


def _lane(threads: int) -> tuple[ThreadedTaskDispatcher, int]:
    """So many threads, and how many requests may wait for them."""
    lane = ThreadedTaskDispatcher()
    lane.set_thread_count(threads)
    return lane, threads * _PER_THREAD
