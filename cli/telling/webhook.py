"""A digest to a webhook: one POST of JSON, tried again where the other side is not well."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util import Retry, Timeout

from archive.errors import DeliveryError
from archive.settings import Settings
from cli.telling.contents import Contents, as_json

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
    retries = Retry(
        total=settings.number("delivery_retries"),
        status_forcelist=_PASSING,
        allowed_methods=None,  # a POST too: the key tells the other side that it is the same
        redirect=0,
        backoff_factor=1,
        backoff_max=_LONGEST_WAIT,
        retry_after_max=_LONGEST_WAIT,
        raise_on_redirect=False,
        raise_on_status=False,
    )
    host = urlsplit(address).hostname  # the rest of an address may hold a secret
    try:
        with urllib3.PoolManager() as pool:
            answer = pool.request(
                "POST",
                address,
                body=body,
                headers={
                    "Content-Type": "application/json; charset=utf-8",
                    "User-Agent": "news-archive",
                    "Idempotency-Key": f'"{told.digest.id}"',
                },
                timeout=Timeout(settings.number("delivery_timeout")),
                retries=retries,
                redirect=False,
            )
    except HTTPError as error:
        why = error.reason if isinstance(error, MaxRetryError) and error.reason else error
        raise DeliveryError(
            f"{host} gave no answer: {_in_words(why)}", "it is sent again with the next run"
        ) from error
    if 200 <= answer.status < 300:
        return
    tried_before = answer.retries is not None and bool(answer.retries.history)
    raise DeliveryError(
        f"{host} answered {answer.status} {answer.reason or ''}".rstrip(),
        _remedy(answer.status),
        certain=answer.status not in _PASSING and not tried_before,
    )


def _in_words(error: Exception) -> str:
    """What urllib3 says, without its objects and the address."""
    text = str(error)
    return text.rpartition(": ")[2] if ": " in text else text


def _remedy(status: int) -> str:
    if status in _PASSING:
        return "it is sent again with the next run"
    if 300 <= status < 400:
        return "name the address that this one leads to"
    return "see that the address is right, and what its owner wants to get"
