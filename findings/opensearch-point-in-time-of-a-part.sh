#!/usr/bin/env bash
# OpenSearch: a point in time may be of a part of an index, and a search of it that is to be whole or to fail
# answers with the part.
#
# One would guess: `allow_partial_search_results=false` makes a search fail where a shard cannot be searched,
#   however it is asked.
# What happens: a point in time that is opened while a shard is away (its node has just died) is made of the
#   others, and stays so for good. A search of it gives their documents with `_shards.failed` 0, also with
#   `allow_partial_search_results=false`; it goes on doing so when the shard is back. What is to be given is
#   `allow_partial_pit_creation=false` when it is opened: then that fails.
# Why it matters to an archive: deep pages, exports and counts that rest on a point in time lack articles that
#   are kept, and nothing says so.
# Seen with: OpenSearch 3.9.0 (Maven Central), three nodes on one machine; a JDK of 21 or later
# Source: the documentation of "Create a PIT" (`allow_partial_pit_creation`, true unless it is given)
set -euo pipefail
folder=$(mktemp -d)
export CLUSTER_HOME=$folder/nodes CLUSTER_BUILT=${CLUSTER_BUILT:-$folder/built}
cluster=$(cd "$(dirname "$0")/.." && pwd)/tests/cluster/cluster.sh # starts nodes, and knows nothing of the product
trap '"$cluster" down >/dev/null 2>&1; rm -rf "$folder"' EXIT
"$cluster" up 3 >/dev/null
python3 - "$CLUSTER_HOME" "$cluster" <<'PYTHON'
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

home, cluster = sys.argv[1:]
urls = open(f"{home}/env").read().strip().partition("=")[2].split(",")


def ask(method, path, body=None, lines=False):
    """What the first node answers."""
    data = body.encode() if lines else json.dumps(body).encode() if body else None
    kind = {"Content-Type": "application/x-ndjson" if lines else "application/json"}
    request = urllib.request.Request(urls[0] + path, data, kind, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def red():
    try:
        return ask("GET", "/_cluster/health/news")["status"] == "red"
    except urllib.error.HTTPError:
        return False


settings = {"number_of_shards": 3, "number_of_replicas": 0}
ask("PUT", "/news", {"settings": settings})
ask("GET", "/_cluster/health/news?wait_for_status=green&timeout=60s")
documents = "".join(
    f'{{"index": {{"_id": "{number}"}}}}\n{{"title": "Ferry {number}"}}\n' for number in range(60)
)
ask("POST", "/news/_bulk?refresh=true", documents, lines=True)
whole = {"query": {"match": {"title": "ferry"}}, "track_total_hits": True}
assert ask("POST", "/news/_search", whole)["hits"]["total"]["value"] == 60

holding = {shard["node"] for shard in ask("GET", "/_cat/shards/news?format=json")}
victim = sorted(holding - {"n1"})[0].removeprefix("n")
subprocess.run([cluster, "kill", victim], check=True)
for _ in range(240):
    if red():
        break
    time.sleep(0.5)
else:
    sys.exit("the death of the node was not noticed")

try:
    ask("POST", "/news/_search?allow_partial_search_results=false", whole)
    sys.exit("a search without a point in time answered")
except urllib.error.HTTPError as error:
    assert error.code == 503, error
point = ask("POST", "/news/_search/point_in_time?keep_alive=5m")["pit_id"]
try:
    ask("POST", "/news/_search/point_in_time?keep_alive=5m&allow_partial_pit_creation=false")
    sys.exit("a point in time that has to be whole was made")
except urllib.error.HTTPError as error:
    assert error.code == 503, error

asked = whole | {"pit": {"id": point}}
for when in ("while a shard is away", "when it is back"):
    answer = ask("POST", "/_search?allow_partial_search_results=false", asked)
    shards, found = answer["_shards"], answer["hits"]["total"]["value"]
    print(f"{when}: {found} of 60, shards {shards['total']}, failed {shards['failed']}")
    assert 0 < found < 60 and shards["failed"] == 0
    if red():
        subprocess.run([cluster, "start", victim], check=True)
        ask("GET", "/_cluster/health/news?wait_for_status=green&timeout=120s")
assert ask("POST", "/news/_search", whole)["hits"]["total"]["value"] == 60
print("As described.")
PYTHON
