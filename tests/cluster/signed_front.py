"""A door before a node, as Amazon's: it lets nobody in whose signature is not right.

The signature is reckoned here from the request as it arrived, by what is written of it, and not by
the library that made it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, quote, urlsplit

import urllib3

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>\w+)/(?P<day>\d{8})/(?P<scope>[\w-]+/\w+/aws4_request), ?"
    r"SignedHeaders=(?P<names>[a-z0-9;-]+), ?Signature=(?P<signature>[0-9a-f]{64})"
)
NOT_KNOWN = "The security token included in the request is invalid."
NOT_RIGHT = (
    "The request signature we calculated does not match the signature you provided. Check your AWS"
    " Secret Access Key and signing method."
)


@dataclass
class Front:
    """Who is let in, for what, and how often that was asked for."""

    node: str
    scope: str = "eu-central-1/es/aws4_request"
    key: str = "AKIDEXAMPLE"
    secret: str = "secret of the archive"
    token: str = ""
    address: str = ""
    passed: int = 0
    refused: int = 0
    roles: list[str] = field(default_factory=list)  # what is answered to who asks for credentials


def canonical(method: str, target: str, headers: Mapping[str, str], names: str, body: str) -> str:
    """What is signed of a request: `body` is the hash of its bytes, `names` the headers with it."""
    address = urlsplit(target)
    asked = parse_qsl(address.query, keep_blank_values=True)
    pairs = sorted((quote(name, "~"), quote(value, "~")) for name, value in asked)
    said = [f"{name}:{' '.join(headers[name].split())}" for name in names.split(";")]
    query = "&".join(f"{name}={value}" for name, value in pairs)
    return "\n".join((method, quote(address.path, "/~"), query, *said, "", names, body))


def signature(secret: str, scope: str, moment: str, request: str) -> str:
    """The signature of a request in its canonical form; `scope` is day/region/service/..."""
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    hashed = hashlib.sha256(request.encode()).hexdigest()
    return hmac.new(
        key, f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashed}".encode(), "sha256"
    ).hexdigest()


def refusal(front: Front, method: str, target: str, headers: Mapping[str, str], body: bytes) -> str:
    """Why a request is not let in; "" where it is."""
    found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if found is None or found["key"] != front.key:
        return NOT_KNOWN
    names, moment = found["names"].split(";"), headers["x-amz-date"]
    hashed = hashlib.sha256(body).hexdigest()
    signed = {"host", "x-amz-date", "x-amz-content-sha256"}
    if front.token:
        signed.add("x-amz-security-token")
    if not signed <= set(names) or headers.get("x-amz-security-token", "") != front.token:
        return NOT_KNOWN
    request = canonical(method, target, headers, found["names"], hashed)
    expected = signature(front.secret, f"{found['day']}/{front.scope}", moment, request)
    if (
        moment[:8] == found["day"]
        and headers["x-amz-content-sha256"] == hashed
        and hmac.compare_digest(expected, found["signature"])
    ):
        return ""
    return f"{NOT_RIGHT}\n\nThe Canonical String for this request should have been\n'{request}'"


@contextmanager
def signed_front(front: Front) -> Iterator[Front]:
    """Such a door, open: it has an address."""
    pool = urllib3.PoolManager()

    class Door(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if self.path == "/role":
                self._send(200, front.roles.pop().encode() if front.roles else b"{}")
            elif why := refusal(front, self.command, self.path, headers, body):
                front.refused += 1
                self._send(403, json.dumps({"message": why}).encode())
            else:
                front.passed += 1
                kept = {name: headers[name] for name in ("content-type", "content-encoding")
                        if name in headers}  # fmt: skip
                given = pool.request(
                    self.command, f"{front.node}{self.path}", body=body, headers=kept
                )
                self._send(given.status, given.data, given.headers.get("content-type", ""))

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815

        def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        server.daemon_threads = False
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        front.address = f"http://127.0.0.1:{server.server_port}"
        yield front
        server.shutdown()
        thread.join()
    pool.clear()
