"""A digest to a webhook: one POST of JSON, tried again where the other side is not well."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import urllib3
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import (
    HTTPError,
    LocationValueError,
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
)
from urllib3.exceptions import TimeoutError as TooLong
from urllib3.util import Retry, Timeout

from archive.errors import DeliveryError
from archive.settings import Settings
from cli.telling.contents import Contents, as_json
from cli.telling.patience import within

_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # worth another try
_LONGEST_WAIT = 60  # seconds between two tries, whatever the other side asks for


def is_address(text: str) -> bool:
    """Whether something can be posted to such an address."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def post(address: str, told: Contents, settings: Settings) -> None:
    """Sends a digest; DeliveryError unless it was answered by a 2xx."""
    body = json.dumps(as_json(told), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "news-archive",
        "Idempotency-Key": f'"{told.digest.id}"',
    }
    host = urlsplit(address).hostname  # the rest of an address may hold a secret
    try:
        answer, certain = _answer(address, body, headers, settings)
    except HTTPError as error:
        why = error.reason if isinstance(error, MaxRetryError) and error.reason else error
        raise DeliveryError(
            f"{host} gave no answer: {_in_words(why)}", "it is sent again with the next run"
        ) from error
    if 200 <= answer.status < 300:
        return
    raise DeliveryError(
        f"{host} answered {answer.status} {answer.reason or ''}".rstrip(),
        _remedy(answer.status),
        certain=certain,
    )


def _answer(
    address: str, body: bytes, headers: dict[str, str], settings: Settings
) -> tuple[BaseHTTPResponse, bool]:
    """The answer to the last try, and whether it is certain that no try arrived if it refuses.

    HTTPError where there is none. Of an answer only its head is read: nobody needs the rest, and a
    server that never ends it, or says that it has a terabyte, would hold up all other news or take
    all memory. urllib3 reads it to its end, also between two of its own tries, so these are ours.
    """
    retries = Retry(
        total=settings.number("delivery_retries"),
        status_forcelist=_PASSING,
        allowed_methods=None,  # a POST too: the key tells the other side that it is the same
        backoff_factor=1,
        backoff_max=_LONGEST_WAIT,
        retry_after_max=_LONGEST_WAIT,
    )
    seconds = settings.number("delivery_timeout")
    while True:
        answer: BaseHTTPResponse | None = None
        try:
            answer = within(seconds, lambda: _try(address, body, headers, seconds))
            if answer.status not in _PASSING or retries.total == 0:
                return answer, answer.status not in _PASSING and not retries.history
            retries = retries.increment("POST", address, answer)
        except (LocationValueError, MaxRetryError):  # no such address; enough tries
            raise
        except (HTTPError, TimeoutError) as error:
            known = error if isinstance(error, HTTPError) else TooLong(str(error))
            retries = retries.increment("POST", address, error=known)
        retries.sleep(answer)


def _try(address: str, body: bytes, headers: dict[str, str], seconds: float) -> BaseHTTPResponse:
    with urllib3.PoolManager() as pool:
        answer = pool.request(
            "POST",
            address,
            body=body,
            headers=headers,
            timeout=Timeout(seconds),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        answer.close()
    return answer


def _in_words(error: Exception) -> str:
    """What urllib3 says, without its objects and the address."""
    if isinstance(error, TooLong) and not isinstance(error, NewConnectionError):
        return "it took too long"
    if isinstance(error, ProtocolError):
        cause = error.__cause__ or error.__context__
        closed = isinstance(cause, ConnectionError)
        return "the connection was closed" if closed else "what came back is no HTTP"
    text = str(error)
    return text.rpartition(": ")[2] if ": " in text else text


def _remedy(status: int) -> str:
    if status in _PASSING:
        return "it is sent again with the next run"
    if 300 <= status < 400:
        return "name the address that this one leads to"
    return "see that the address is right, and what its owner wants to get"
