"""Figures for Prometheus, by the library of the extra `[metrics]`: how many requests, how fast they
were answered, what was kept, and how the archive stands.

Where several processes answer, each writes its counts into a folder that they share
(PROMETHEUS_MULTIPROC_DIR), and whichever is asked adds them up.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from archive.errors import SettingsError
from webui.machines.observing import KEPT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # which the library reads when it is loaded
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Figures:
    """The figures of one application. `standing` gives those of the archive when they are asked
    for: names with numbers and what each means. SettingsError without the library.
    """

    def __init__(
        self,
        endpoint_of: Callable[[WSGIEnvironment], str],
        standing: Callable[[], Mapping[str, tuple[float, str]]],
    ) -> None:
        try:
            import prometheus_client as client
        except ImportError as error:
            raise SettingsError(
                "The setting metrics needs a library that is not there",
                "pip install 'news-archive[metrics]', or metrics = \"off\"",
            ) from error
        self._client: Any = client
        self._endpoint_of = endpoint_of
        self._standing = standing
        self._own = client.CollectorRegistry()
        self._requests = client.Counter(
            "archive_requests", "Requests by page, method and status",
            ("endpoint", "method", "status"), registry=self._own,
        )  # fmt: skip
        self._seconds = client.Histogram(
            "archive_request_seconds", "Seconds from a request to the end of its answer",
            ("endpoint",), buckets=_SECONDS, registry=self._own,
        )  # fmt: skip
        self._answers = client.Counter(
            "archive_answers",
            "Answers that were made, kept in memory, or unchanged at the reader's",
            ("how",), registry=self._own,
        )  # fmt: skip

    def __call__(self, environ: WSGIEnvironment, status: int, size: int, seconds: float) -> None:
        """Counts one request."""
        method = environ["REQUEST_METHOD"]
        endpoint = self._endpoint_of(environ)
        known = method if method in _METHODS else "other"
        self._requests.labels(endpoint, known, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)
        self._answers.labels(environ.get(KEPT, "made")).inc()

    def page(self) -> tuple[bytes, str]:
        """All figures of all processes, and the media type."""
        counted = self._own
        if os.environ.get(SHARED):
            from prometheus_client import multiprocess

            counted = self._client.CollectorRegistry()
            multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        archive = self._client.CollectorRegistry()
        archive.register(_Standing(self._standing()))
        pages = [self._client.generate_latest(each) for each in (counted, archive)]
        return b"".join(pages), self._client.CONTENT_TYPE_LATEST


class _Standing:
    """How the archive stands, as gauges."""

    def __init__(self, standing: Mapping[str, tuple[float, str]]) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Any]:
        """The library's door."""
        from prometheus_client.core import GaugeMetricFamily

        for name, (number, meaning) in self._standing.items():
            yield GaugeMetricFamily(f"archive_{name}", meaning, value=number)
