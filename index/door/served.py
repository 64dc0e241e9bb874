"""The archive that somebody serves, asked by the JSON twins of its pages (docs/serving.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote, urlencode, urlsplit

import urllib3

from archive.article import JSON_VERSION
from archive.errors import (
    ArchiveError,
    FetchError,
    IndexBusyError,
    NotFoundError,
    RequestError,
    StoppedError,
    StoreError,
)
from index.door.asking import Question
from index.door.source import ENDED, Json

if TYPE_CHECKING:
    from index.answers.asked import Order
    from index.company.asked import Around

Pairs = list[tuple[str, str]]

_TIMEOUT = urllib3.Timeout(connect=10, read=120)  # seconds; each read of a stream
_SMALLEST = ("size", "10")  # hits, which come with every answer and are not looked at
_MOST_LINES = 10**9 - 1  # what an address can ask for, and more than there are
_JSON_LINES = "application/jsonl"
_KINDS: dict[int, type[ArchiveError]] = {
    400: RequestError, 403: NotFoundError, 404: NotFoundError, 410: NotFoundError,
    503: IndexBusyError,
}  # fmt: skip


class Served:
    """An archive by its address, which may have a name and password in it, as a server in front of
    it asks for: `https://name:password@news.example.org`.
    """

    def __init__(self, address: str) -> None:
        self.base, headers = _place(address)
        self._pool = urllib3.PoolManager(headers=headers, timeout=_TIMEOUT, retries=False)
        self._closed = False
        self._check()

    def __repr__(self) -> str:
        return self.base

    def results(
        self,
        question: Question,
        *,
        counts: bool,
        split: str | None = None,
        versus: str | None = None,
    ) -> Json:
        """The JSON twin of the search page, which has all counts always."""
        drawn = [("per", "share"), ("split", split or ""), ("versus", versus or "")]
        return self._json("/search.json", [*question.pairs(), *drawn, _SMALLEST])

    def values(self, question: Question, name: str, find: str, az: bool, limit: int | None) -> Json:
        """The pages of a facet, one after another, put together."""
        listed = [("find", find), ("order", "az" if az else "")]
        values: list[Json] = []
        number = 1
        while True:
            pairs = [*question.pairs(), *listed, ("page", str(number))]
            page = self._json(f"/facet/{name}.json", pairs)
            values += page["values"]
            if not page["values"] or len(values) >= (page["of"] if limit is None else limit):
                return {**page, "values": values[:limit]}
            number += 1

    def articles(self, question: Question, limit: int | None) -> Iterator[Json]:
        """The export, line by line as it arrives."""
        pairs = [*question.pairs(), ("format", "jsonl")]
        return islice(self._lines("/export", pairs), limit) if limit != 0 else iter(())

    def lines(self, question: Question, order: Order, limit: int | None) -> Iterator[Json]:
        """The occurrences, line by line as they arrive."""
        most = [] if limit is None else [("limit", str(min(limit, _MOST_LINES)))]
        return self._lines("/context.jsonl", [*question.pairs(), ("lines", order), *most])

    def words(self, question: Question, around: Around, against: str | None) -> Json:
        """The JSON twin of the page of words."""
        wanted = [
            ("show", around.shown), ("axis", around.by), ("measure", around.measure),
            ("left", str(around.left)), ("right", str(around.right)), ("limit", str(around.limit)),
            ("least", str(around.least)), ("small", str(int(around.small))),
            ("seed", str(around.seed)), ("versus", against or ""),
        ]  # fmt: skip
        return self._json("/words.json", [*question.pairs(), *wanted])

    def article(self, article_id: str) -> Json:
        """The article in the JSON twin of its page."""
        found: Json = self._json(f"/article/{article_id}.json", [])["article"]
        return found

    def similar(self, article_id: str, limit: int) -> list[Json]:
        """Those that the JSON twin of its page lists."""
        pairs = [("similar", str(limit))]
        found: list[Json] = self._json(f"/article/{article_id}.json", pairs)["similar"]
        return found

    def close(self) -> None:
        """Ends the connections."""
        self._closed = True
        self._pool.clear()

    def _check(self) -> None:
        """FetchError where no archive answers, IndexBusyError where its index cannot be read."""
        answer = self._ask("/healthz", [])
        try:
            said = json.loads(answer.data)
            index, store = said["index"], said["store"]
        except (ValueError, KeyError, TypeError):
            raise self._no_archive() from None
        if store != "ok":
            raise StoreError(f"The archive at {self.base} cannot be read now", "try again later")
        if index not in ("current", "behind"):
            raise IndexBusyError(
                f"The index of {self.base} is being built", "try again in a moment"
            )

    def _json(self, path: str, pairs: Pairs) -> Json:
        answer = self._ask(path, pairs)
        try:
            found = json.loads(answer.data)
        except ValueError:
            self._refuse(answer, None)
        if not isinstance(found, dict) or found.get("version") != JSON_VERSION:
            raise self._no_archive()
        if answer.status != 200:
            self._refuse(answer, found)
        return found

    def _lines(self, path: str, pairs: Pairs) -> Iterator[Json]:
        """JSON Lines as they arrive; what is wrong with the request is told before the first."""
        answer = self._ask(path, pairs, whole=False)
        if answer.status != 200 or _JSON_LINES not in answer.headers.get("Content-Type", ""):
            data = self._data(answer)
            try:
                found = json.loads(data)
            except ValueError:
                found = {}
            self._refuse(answer, found)
        return self._read(answer)

    def _read(self, answer: urllib3.BaseHTTPResponse) -> Iterator[Json]:
        """The lines of an answer. FetchError where it ends before its end."""
        try:
            for line in answer:
                yield json.loads(line)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise FetchError(
                f"The answer of {self.base} broke off", "try again; what came so far is not all"
            ) from error
        finally:
            answer.close()  # what is not wanted any more is not sent

    def _ask(self, path: str, pairs: Pairs, *, whole: bool = True) -> urllib3.BaseHTTPResponse:
        if self._closed:
            raise RequestError(*ENDED)
        address = f"{self.base}{path}?{urlencode([pair for pair in pairs if pair[1]])}"
        try:
            return self._pool.request("GET", address.rstrip("?"), preload_content=whole)
        except urllib3.exceptions.HTTPError as error:
            raise self._silent(error) from error

    def _data(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        try:
            return answer.data
        except urllib3.exceptions.HTTPError as error:
            raise self._silent(error) from error

    def _refuse(self, answer: urllib3.BaseHTTPResponse, found: Any) -> NoReturn:
        """The error that the server told, as the kind that a folder would raise."""
        status = answer.status
        said = found.get("error") if isinstance(found, dict) else None
        if isinstance(said, dict) and status in _KINDS:
            kind = _KINDS[status]
            if status == 503 and "Retry-After" not in answer.headers:
                kind = StoppedError  # which would take as long again
            raise kind(str(said.get("message")), str(said.get("hint") or ""))
        if status in (401, 403):
            raise FetchError(
                f"{self.base} asks who you are ({status})",
                "open_archive('https://name:password@host') says so",
            )
        if status in (414, 431):
            raise RequestError(
                "The search is too long for an address", "ask for less in one search"
            )
        if status in (200, 404):
            raise self._no_archive()
        raise FetchError(f"{self.base} answered {status}", "its log says why")

    def _silent(self, error: Exception) -> FetchError:
        why: object = error
        if isinstance(error, urllib3.exceptions.NameResolutionError):
            why = "no machine has that name"
        elif isinstance(error, urllib3.exceptions.NewConnectionError):
            why = "the connection is refused"
        elif isinstance(error, urllib3.exceptions.TimeoutError):
            why = "it takes too long"
        return FetchError(
            f"Nothing answers at {self.base}: {why}",
            "look at the address, and whether it is served: archive serve",
        )

    def _no_archive(self) -> FetchError:
        return FetchError(
            f"What answers at {self.base} is no archive of this version",
            "give the address of the front page of a served archive",
        )


def _place(address: str) -> tuple[str, dict[str, str]]:
    """The address without a slash at its end, without name and password; and the headers."""
    try:
        parts = urlsplit(address.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise RequestError(
            f"{address!r} is not the address of an archive", "such as http://127.0.0.1:8000"
        )
    headers = {"Accept": "*/*", "Accept-Encoding": "gzip", "User-Agent": "news-archive"}
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers |= urllib3.make_headers(basic_auth=login)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path.rstrip('/')}", headers
