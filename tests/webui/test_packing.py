"""Answers made small on their way to who can unpack them."""

from __future__ import annotations

import gzip

import brotli
import pytest

UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize("how", ["br", "gzip"])
@pytest.mark.parametrize("path", ["/", "/?q=Syria", "/search.json?q=Syria", "/chart.svg?q=Syria"])
def test_the_same_is_sent_in_a_fraction_of_the_bytes(client, how: str, path: str) -> None:
    plain = client.get(path)
    for _ in range(2):  # made, and kept
        packed = client.get(path, headers={"Accept-Encoding": how})
        assert packed.headers["Content-Encoding"] == how
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
        if path != "/search.json?q=Syria":  # which tells how long it took
            assert UNPACKED[how](packed.data) == plain.data
    assert "Content-Encoding" not in client.get(path).headers


def test_what_a_browser_likes_best_is_taken_and_what_it_refuses_is_not(client) -> None:
    def sent(accepted: str) -> str | None:
        headers = client.get("/help", headers={"Accept-Encoding": accepted}).headers
        return headers.get("Content-Encoding")

    assert sent("gzip, deflate, br") == "br"
    assert sent("gzip, br;q=0.1") == "gzip"
    assert sent("br;q=0, gzip;q=0") is None
    assert sent("zstd") is None


def test_a_packed_page_is_told_unchanged_and_the_head_is_that_of_the_page(client) -> None:
    headers = {"Accept-Encoding": "br"}
    first = client.get("/?q=Syria", headers=headers)
    again = client.get("/?q=Syria", headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = client.head("/?q=Syria", headers=headers)
    assert head.headers["Content-Length"] == first.headers["Content-Length"]


def test_files_and_what_is_streamed(client) -> None:
    style = client.get("/static/style.css", headers={"Accept-Encoding": "br"}, buffered=True)
    assert style.headers["Content-Encoding"] == "br"
    assert b"--paper" in brotli.decompress(style.data)
    export = client.get("/export?q=Syria&format=jsonl", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in export.headers
    assert client.get("/chart.png?q=Syria", headers={"Accept-Encoding": "br"}).data[1:4] == b"PNG"
