#!/usr/bin/env bash
# opensearch-py takes the timeout of a request out of the parameters that the caller has given.
#
# One would guess: `perform_request(method, path, params)` reads its parameters, so that who asks again with the same
#   ones, as when a node has gone, asks for the same.
# What happens: `request_timeout` (or `timeout`, where that is not there) is removed from the caller's own mapping. The
#   first attempt waits as long as it says; the second has the client's standard, ten seconds unless it is told, and a
#   `timeout` meant for the server is then taken for the client's.
# Why it matters to an archive: a bulk of articles that a node needs half a minute for is given up after ten seconds
#   from the second attempt on, though it was told to wait; under load, when it counts. Pass a copy, or the
#   argument `timeout=`.
# Seen with: opensearch-py 3.2.0 (PyPI). Source: the reference of opensearchpy.Transport.perform_request, and
#   `_resolve_request_args` in opensearchpy/transport.py
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check opensearch-py==3.2.0
"$folder/venv/bin/python" - <<'PYTHON'
import socket

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError

with socket.socket() as nobody:  # a port at which nobody answers
    nobody.bind(("127.0.0.1", 0))
    client = OpenSearch(f"http://127.0.0.1:{nobody.getsockname()[1]}", max_retries=0)
    given = {"request_timeout": 30, "timeout": "20s"}
    for attempt in (1, 2, 3):
        before = dict(given)
        try:
            client.transport.perform_request("GET", "/_cluster/health", given)
        except ConnectionError:
            print(f"attempt {attempt}: {before} was given, {given} is left")
assert given == {}
print("As described.")
PYTHON
