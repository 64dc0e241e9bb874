#!/usr/bin/env bash
# OpenSearch: a range passes over the indexes that have nothing in it where the field is a date, never where it is
# a number.
#
# One would guess: with an index for each decade, a search within 1994 asks the shards of the nineties alone, whatever
#   the day is kept as: each shard knows the lowest and the highest number of a field.
# What happens: with the day as `date` the other shards are skipped before they are searched (`_shards.skipped`). With
#   the same days as `integer` (19940315) every shard of every decade is searched, also with `pre_filter_shard_size=1`.
#   The answers are equal.
# Why it matters to an archive: to split an index by years so that a search within dates reads little does nothing,
#   without a word, where days are numbers. A date that is never shown, beside the number, is enough.
# Seen with: OpenSearch 3.9.0 (Maven Central), one node; a JDK of 21 or later
# Source: the documentation of the Search API (`pre_filter_shard_size`), which names no types of fields
set -euo pipefail
folder=$(mktemp -d)
export CLUSTER_HOME=$folder/nodes CLUSTER_BUILT=${CLUSTER_BUILT:-$folder/built}
cluster=$(cd "$(dirname "$0")/.." && pwd)/tests/cluster/cluster.sh # starts nodes, and knows nothing of the product
trap '"$cluster" down >/dev/null 2>&1; rm -rf "$folder"' EXIT
"$cluster" up 1 >/dev/null
python3 - "$CLUSTER_HOME" <<'PYTHON'
import json
import sys
import urllib.request

(url,) = open(f"{sys.argv[1]}/env").read().strip().partition("=")[2].split(",")


def ask(method, path, body=None, lines=False):
    """What the node answers."""
    data = body.encode() if lines else json.dumps(body).encode() if body else None
    kind = {"Content-Type": "application/x-ndjson" if lines else "application/json"}
    request = urllib.request.Request(url + path, data, kind, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


fields = {"number": {"type": "integer"}, "day": {"type": "date", "format": "yyyyMMdd"}}
settings = {"number_of_shards": 1, "number_of_replicas": 0}
documents = ""
for decade in (1970, 1980, 1990, 2000, 2010):
    ask("PUT", f"/news-{decade}", {"settings": settings, "mappings": {"properties": fields}})
    for year in range(decade, decade + 10):
        source = {"number": year * 10_000 + 315, "day": f"{year}0315"}
        documents += f'{{"index": {{"_index": "news-{decade}"}}}}\n{json.dumps(source)}\n'
ask("POST", "/_bulk?refresh=true", documents, lines=True)

skipped = {}
for field, first, last in (("number", 19940101, 19941231), ("day", "19940101", "19941231")):
    query = {"query": {"range": {field: {"gte": first, "lte": last}}}, "track_total_hits": True}
    answer = ask("POST", "/news-*/_search?pre_filter_shard_size=1", query)
    shards, total = answer["_shards"], answer["hits"]["total"]["value"]
    print(f"{field}: {total} found, {shards['skipped']} of {shards['total']} shards skipped")
    assert total == 1 and shards["total"] == 5
    skipped[field] = shards["skipped"]
assert skipped == {"number": 0, "day": 4}
print("As described.")
PYTHON
