"""Whether the server is well, what it was asked, and figures of both."""

from __future__ import annotations

import builtins
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from archive.errors import SettingsError, StoppedError
from archive.store.store import Store
from webui.common.freshness import LiveArchive

LINE = re.compile(
    r"time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z method=(?P<method>\S+) path=(?P<path>\S+)"
    r" status=(?P<status>\d{3}) bytes=(?P<bytes>\d+) ms=\d+\.\d"
    r" answer=(?P<answer>made|memory|unchanged)(?: query=(?P<query>\S+) client=(?P<client>\S+)"
    r" agent=(?P<agent>\S+))?"
)


def lines(captured: str) -> list[dict[str, str | None]]:
    found = [LINE.fullmatch(line) for line in captured.splitlines()]
    assert all(found), captured
    return [match.groupdict() for match in found if match]


def get(client: FlaskClient, address: str, method: str = "GET", **more: object) -> TestResponse:
    """An answer that has been read to its end, as a server does; that is when it is told."""
    return client.open(address, method=method, buffered=True, **more)  # type: ignore[arg-type]


# Health -------------------------------------------------------------------------------------------


def test_a_server_that_answers_is_well(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {
        "version": 1, "status": "ok", "store": "ok", "index": "current", "behind": 0,
    }  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert client.head("/healthz").status_code == 200


def test_an_index_that_is_behind_is_well_and_is_not_brought_up_to_date(
    samples_copy: Path, open_home, make_article
) -> None:
    client = open_home(samples_copy)
    client.get("/")
    with Store.open(samples_copy) as store, store.transaction():
        store.put(make_article("late"), b"", "text/plain")
    for _ in range(2):  # asking changes nothing
        answer = client.get("/healthz")
        assert answer.status_code == 200
        assert (answer.json["index"], answer.json["behind"]) == ("behind", 1)
    assert client.get("/search.json?q=%22Title+late%22").json["total"] == 1
    assert client.get("/healthz").json["index"] == "current"


def test_an_index_that_cannot_be_read_is_not_well(samples_copy: Path, open_home) -> None:
    client = open_home(samples_copy)
    shutil.rmtree(samples_copy / "index")
    for file in samples_copy.rglob("index"):
        file.unlink()
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json["status"] == "unavailable"
    assert answer.json["store"] == "ok"
    assert str(samples_copy) not in answer.text


def test_an_index_that_does_not_answer_in_time_is_not_well(
    samples_copy: Path, open_home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As nodes that have lost their manager, of which no question comes back."""
    client = open_home(samples_copy)

    def wait(field: str) -> list[str]:
        raise StoppedError("The search took more than 10 seconds")

    monkeypatch.setattr(client.application.extensions["archive"].engine, "values", wait)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert (answer.json["store"], answer.json["index"]) == ("ok", "unavailable")


@pytest.mark.leaves_damage("it has to be told")
def test_a_store_that_cannot_be_read_is_not_well(samples_copy: Path, open_home) -> None:
    client = open_home(samples_copy)
    assert client.get("/healthz").status_code == 200
    for file in samples_copy.glob("archive.db-*"):
        file.unlink()
    fresh = samples_copy / "fresh.db"
    fresh.write_bytes(b"no database " * 1000)
    fresh.replace(samples_copy / "archive.db")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json["store"] == "unavailable"
    assert str(samples_copy) not in answer.text


def test_health_costs_no_scan(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    archive: LiveArchive = client.application.extensions["archive"]
    client.get("/healthz")
    asked: list[str] = []
    archive.store._db._connection.set_trace_callback(asked.append)
    assert client.get("/healthz").status_code == 200
    archive.store._db._connection.set_trace_callback(None)
    assert 0 < len(asked) < 8
    for sql in asked:
        if sql.startswith("SELECT"):
            plan = archive.store._db.run(f"EXPLAIN QUERY PLAN {sql}")
            scans = [row[3] for row in plan if row[3].startswith("SCAN") and "LIMIT 1" not in sql]
            assert not scans, sql


# The log ------------------------------------------------------------------------------------------


@pytest.fixture
def logged(samples, open_home, capsys) -> Callable[..., tuple[FlaskClient, Callable[[], list]]]:
    """A client of the samples whose requests are logged, and what reads the lines."""

    def make(how: str) -> tuple[FlaskClient, Callable[[], list]]:
        client = open_home(samples.home, ARCHIVE_ACCESS_LOG=how)
        return client, lambda: lines(capsys.readouterr().err)

    return make


def test_each_request_is_a_line_without_who_asked_and_for_what(logged) -> None:
    client, read = logged("on")
    first = get(client, "/?q=Mosul", headers={"User-Agent": "Somebody/1"})
    get(client, "/?q=Mosul")
    get(client, "/?q=Mosul", headers={"If-None-Match": first.headers["ETag"]})
    get(client, "/article/aaaaaaaaaaaaaaaa")
    get(client, "/", method="POST")
    found = read()
    assert [each["answer"] for each in found] == ["made", "memory", "unchanged", "made", "made"]
    assert [each["status"] for each in found] == ["200", "200", "304", "404", "405"]
    assert [each["path"] for each in found[:3]] == ["/"] * 3
    assert int(found[0]["bytes"]) == len(first.data)
    assert found[2]["bytes"] == "0"
    assert all(each["query"] is None for each in found)


def test_words_and_readers_are_in_the_line_where_that_is_wanted(logged) -> None:
    client, read = logged("full")
    get(client, "/?q=Mosul&from=2017", headers={"User-Agent": "Some body/1"})
    get(client, "/")
    one, two = read()
    assert (one["query"], one["client"], one["agent"]) == (
        "q=Mosul&from=2017", "127.0.0.1", "Some%20body/1",
    )  # fmt: skip
    assert two["query"] == "-"


def test_nothing_that_is_asked_can_pass_for_another_line(logged) -> None:
    client, read = logged("full")
    get(client, "/facet/x%0Atime=now%20status=200", headers={"User-Agent": "a b\tstatus=200"})
    get(client, "/caf%C3%A9/%00")
    one, two = read()
    assert one["path"] == "/facet/x%0Atime%3Dnow%20status%3D200"
    assert two["path"] == "/caf%C3%A9/%00"


def test_streamed_answers_are_counted_to_their_end(logged) -> None:
    client, read = logged("on")
    data = get(client, "/sitemap-1.xml").data
    (line,) = read()
    assert int(line["bytes"]) == len(data)


def test_nothing_is_logged_unless_it_is_wanted(client: FlaskClient, capsys) -> None:
    get(client, "/")
    assert capsys.readouterr().err == ""


def test_serve_writes_the_log(samples, serve, tmp_path: Path) -> None:
    from urllib.request import urlopen

    with (tmp_path / "log").open("w") as log:
        address = serve(samples.home, stderr=log, ARCHIVE_ACCESS_LOG="on", ARCHIVE_PROCESSES="2")
        for _ in range(20):
            with urlopen(f"{address}/help") as answer:
                answer.read()
    # A line is written after its answer has been sent.
    until = monotonic() + 20
    while len(found := lines((tmp_path / "log").read_text())) < 20 and monotonic() < until:
        sleep(0.05)
    assert [each["path"] for each in found] == ["/help"] * 20  # what the server tries is not there


# Figures ------------------------------------------------------------------------------------------


def figures(text: str) -> dict[tuple[str, ...], float]:
    """The samples of a page of figures: by name and values of labels."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_page_and_status(samples, open_home) -> None:
    client = open_home(samples.home, ARCHIVE_METRICS="on")
    first = get(client, "/?q=Mosul")
    get(client, "/?q=Mosul")
    get(client, "/?q=Mosul", headers={"If-None-Match": first.headers["ETag"]})
    get(client, "/article/aaaaaaaaaaaaaaaa/some-title")
    get(client, "/nothing/here")
    get(client, "/", method="BREW")
    answer = get(client, "/metrics")
    assert answer.mimetype == "text/plain"
    assert answer.headers["Cache-Control"] == "no-store"
    found = figures(answer.text)
    assert found["archive_requests_total", "search", "GET", "200"] == 2
    assert found["archive_requests_total", "search", "GET", "304"] == 1
    assert found["archive_requests_total", "article", "GET", "404"] == 1
    assert found["archive_requests_total", "none", "GET", "404"] == 1
    assert found["archive_requests_total", "none", "other", "405"] == 1
    assert found["archive_answers_total", "memory"] == 1
    assert found["archive_answers_total", "unchanged"] == 1
    assert found["archive_request_seconds_count", "search"] == 3
    assert found["archive_request_seconds_bucket", "search", "+Inf"] == 3
    with Store.open(samples.home) as store:
        assert found[("archive_articles",)] == store.count()
    assert found[("archive_index_lag_changes",)] == 0
    assert found[("archive_index_current",)] == 1
    assert "Mosul" not in answer.text
    assert figures(get(client, "/metrics").text)["archive_requests_total", "metrics", "GET", "200"]


def test_how_far_the_index_lags_is_a_figure(samples_copy: Path, open_home, make_article) -> None:
    client = open_home(samples_copy, ARCHIVE_METRICS="on")
    get(client, "/")
    with Store.open(samples_copy) as store, store.transaction():
        for name in ("a", "b"):
            store.put(make_article(name), name.encode(), "text/plain")
    found = figures(get(client, "/metrics").text)
    assert found[("archive_index_lag_changes",)] == 2
    assert found[("archive_index_current",)] == 0


def test_figures_are_there_only_where_they_are_wanted(client: FlaskClient) -> None:
    assert get(client, "/metrics").status_code == 404


def test_without_the_library_the_setting_says_what_to_do(
    samples, open_home, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *more: object, **also: object) -> object:
        if name.startswith("prometheus_client"):
            raise ImportError(name)
        return real(name, *more, **also)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match="library that is not there") as refused:
        open_home(samples.home, ARCHIVE_METRICS="on")
    assert "news-archive[metrics]" in refused.value.hint


def test_several_processes_tell_the_figures_of_all(samples, serve) -> None:
    from urllib.request import urlopen

    address = serve(samples.home, ARCHIVE_METRICS="on", ARCHIVE_PROCESSES="2")

    def fetched(path: str) -> str:
        with urlopen(f"{address}{path}") as answer:
            return str(answer.read().decode())

    for _ in range(30):
        fetched("/help")
    for _ in range(5):  # whichever answers
        found = figures(fetched("/metrics"))
        assert found["archive_requests_total", "help", "GET", "200"] == 30
        assert found["archive_request_seconds_count", "help"] == 30
    assert found[("archive_articles",)] > 0
