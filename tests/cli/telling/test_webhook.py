"""News by webhook: all of it, in one request, told once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.store.store import Store
from tests.helpers.archives import ROOT
from tests.helpers.commands import Archive, Run
from tests.helpers.receiving import Hook, dripping

Put = Callable[..., str]


def tell(desk: Archive, hook: Hook, *more: object) -> Run:
    done = desk("new", "floods", "--webhook", hook.url, *more)
    assert "secret-part" not in done.err
    return done


def test_all_news_are_one_request_and_told_once(desk: Archive, put: Put, receiver: Hook) -> None:
    quiet = tell(desk, receiver)
    assert (quiet.code, quiet.out, quiet.err, receiver.got) == (0, "", "", [])
    one = put("one", title="Flood in town", agency=("AFP",), url="https://paper.example/one")
    put("two", title="Flood elsewhere")
    put("three", title="Fire")
    done = tell(desk, receiver)
    assert (done.code, done.out, done.err) == (0, "", "")
    ((headers, body),) = receiver.got
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["User-Agent"] == "news-archive"
    assert headers["Idempotency-Key"] == f'"{body["id"]}"'
    assert (body["version"], body["search"]["name"], body["search"]["query"]) == (
        1, "floods", "flood -title:sport",
    )  # fmt: skip
    assert set(receiver.titles()) == {"Flood in town", "Flood elsewhere"}
    assert body["counts"] == {"new": 2, "changed": 0, "withdrawn": 0}
    assert {hit["id"]: hit["url"] for hit in body["new"]}[one] == "https://paper.example/one"
    assert body["since"] < body["until"]
    assert tell(desk, receiver).code == 0
    assert len(receiver.got) == 1


def test_what_is_printed_and_what_is_told_do_not_count_for_each_other(
    desk: Archive, put: Put, receiver: Hook
) -> None:
    put("one", title="Flood in town")
    assert tell(desk, receiver).code == 0
    assert "1 new" in desk("new", "floods").out
    put("two", title="Flood elsewhere")
    assert "1 new" in desk("new", "floods").out
    tell(desk, receiver)
    assert receiver.titles() == ["Flood elsewhere"]


def test_a_correction_is_told_once_and_a_kill_as_withdrawn(
    desk: Archive, put: Put, home: Path, receiver: Hook
) -> None:
    one = put("one", title="Flood kills 8", agency=("AFP",))
    gone = put("two", title="Flood elsewhere")
    tell(desk, receiver)
    put("one", title="Flood kills 9", status="corrected", note="adds a victim")
    tell(desk, receiver)
    assert receiver.titles() == ["Flood kills 9"]
    assert receiver.bodies[-1]["changed"][0]["note"] == "adds a victim"
    put("one", title=None, body="", status="withdrawn", note="wrong place")
    with Store.open(home) as store:
        store.remove(gone, "asked for by N. N.")
    tell(desk, receiver)
    body = receiver.bodies[-1]
    assert (body["new"], body["changed"]) == ([], [])
    assert {each["id"]: each["reason"] for each in body["withdrawn"]} == {
        one: "withdrawn", gone: "removed",
    }  # fmt: skip
    assert "Flood" not in str(body["withdrawn"])
    assert "N. N." not in str(body)
    put("one", title=None, body="", status="withdrawn", note="once more")
    tell(desk, receiver)
    assert len(receiver.got) == 3  # withdrawn is told once


def test_what_came_and_went_between_two_runs_is_not_told(
    desk: Archive, put: Put, home: Path, receiver: Hook
) -> None:
    gone = put("one", title="Flood in town")
    put("two", title="Flood elsewhere")
    put("two", title=None, body="", status="withdrawn")
    with Store.open(home) as store:
        store.remove(gone)
    assert tell(desk, receiver).code == 0
    assert receiver.got == []
    with Store.open(home) as store:
        store.restore(gone)
    tell(desk, receiver)
    assert receiver.titles() == ["Flood in town"]


def test_an_article_of_before_the_search_that_is_killed_is_told_as_withdrawn(
    desk: Archive, put: Put, receiver: Hook
) -> None:
    put("fire", title="Fire in town")
    tell(desk, receiver)
    old = put("old", title=None, body="", status="withdrawn")
    put("fire", title=None, body="", status="withdrawn")  # which the search never found
    tell(desk, receiver)
    assert [each["id"] for each in receiver.bodies[-1]["withdrawn"]] == [old]


def test_an_embargo_keeps_news_back(desk: Archive, put: Put, receiver: Hook) -> None:
    until = datetime.now(UTC) + timedelta(days=1)
    put("one", title="Flood report", extra={"embargo": until.isoformat()})
    tell(desk, receiver)
    assert receiver.got == []


@pytest.mark.parametrize("fault", [500, 503, 429, "close"])
def test_a_fault_that_passes_is_tried_again_under_the_same_key(
    desk: Archive, put: Put, receiver: Hook, fault: object
) -> None:
    put("one", title="Flood in town")
    receiver.answers = [fault]
    assert tell(desk, receiver).code == 0
    (first, one), (again, other) = receiver.got
    assert first["Idempotency-Key"] == again["Idempotency-Key"]
    assert one == other
    assert tell(desk, receiver).code == 0
    assert len(receiver.got) == 2


def test_a_head_that_never_ends_holds_up_nothing(
    desk: Archive, put: Put, setting: Callable[..., None]
) -> None:
    put("one", title="Flood in town")
    began = time.monotonic()
    with dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ") as port:
        setting(delivery_timeout=1, delivery_retries=0)
        failed = desk("new", "floods", "--webhook", f"http://127.0.0.1:{port}/")
    assert failed.code == 2
    assert "gave no answer: it took too long" in failed.err
    assert time.monotonic() - began < 15  # the head takes twice as long


@pytest.mark.parametrize("kind", ["huge", "endless"])
@pytest.mark.parametrize(("status", "code"), [(200, 0), (500, 0), (400, 2)])
def test_of_an_answer_only_its_head_is_read(
    desk: Archive, put: Put, receiver: Hook, kind: str, status: int, code: int
) -> None:
    put("one", title="Flood in town")
    receiver.answers = [(kind, status)]
    began = time.monotonic()
    done = tell(desk, receiver)
    assert done.code == code
    assert "went wrong" not in done.err
    assert time.monotonic() - began < 15  # an endless body takes twice as long
    assert len(receiver.got) == (2 if status == 500 else 1)
    assert tell(desk, receiver).code == 0
    assert receiver.titles() == ["Flood in town"]


@pytest.mark.parametrize(
    ("fault", "why"), [("close", "the connection was closed"), ("garbage", "is no HTTP")]
)
def test_no_answer_is_told_in_words(
    desk: Archive, put: Put, receiver: Hook, monkeypatch: pytest.MonkeyPatch, fault: str, why: str
) -> None:
    monkeypatch.setenv("ARCHIVE_DELIVERY_RETRIES", "0")
    put("one", title="Flood in town")
    receiver.answers = [fault]
    failed = tell(desk, receiver)
    assert f"{why}. Try" in failed.err
    assert "(" not in failed.err


def test_a_server_that_asks_for_time_is_given_it(
    desk: Archive, put: Put, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("one", title="Flood in town")
    receiver.answers, receiver.retry_after = [503], "1"
    began = datetime.now(UTC)
    assert tell(desk, receiver).code == 0
    assert datetime.now(UTC) - began >= timedelta(seconds=1)


def test_what_has_not_arrived_is_told_by_the_next_run(
    desk: Archive, put: Put, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_DELIVERY_RETRIES", "1")
    put("one", title="Flood in town")
    receiver.answers = [500, 500]
    failed = tell(desk, receiver)
    assert (failed.code, failed.out) == (2, "")
    assert failed.err == (
        "archive: floods: 127.0.0.1 answered 500 Internal Server Error."
        " Try: it is sent again with the next run\n"
    )
    put("two", title="Flood elsewhere")
    assert tell(desk, receiver).code == 0
    keys = [headers["Idempotency-Key"] for headers, _ in receiver.got]
    assert len(receiver.got) == 4
    assert len(set(keys[:3])) == 1  # perhaps it did arrive, so it is the same again
    assert keys[3] != keys[0]
    assert [receiver.titles(number) for number in (2, 3)] == [
        ["Flood in town"],
        ["Flood elsewhere"],
    ]


def test_nobody_there_is_a_sentence_and_nothing_is_lost(
    desk: Archive, put: Put, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_DELIVERY_RETRIES", "0")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    put("one", title="Flood in town")
    failed = desk("new", "floods", "--webhook", f"http://127.0.0.1:{port}/x?token=abc")
    assert failed.code == 2
    assert "127.0.0.1 gave no answer" in failed.err
    assert "refused" in failed.err
    assert "abc" not in failed.err
    assert tell(desk, receiver).code == 0  # another place, which has its own count
    assert receiver.titles() == ["Flood in town"]


@pytest.mark.parametrize(("status", "hint"), [(404, "its owner"), (401, "its owner"),
                                              (302, "leads to")])  # fmt: skip
def test_a_refusal_is_not_tried_again_and_all_is_told_once_it_is_mended(
    desk: Archive, put: Put, receiver: Hook, status: int, hint: str
) -> None:
    put("one", title="Flood in town")
    receiver.answers = [status]
    failed = tell(desk, receiver)
    assert failed.code == 2
    assert f"answered {status}" in failed.err
    assert hint in failed.err
    assert len(receiver.got) == 1
    put("two", title="Flood elsewhere")
    assert tell(desk, receiver).code == 0
    assert len(receiver.got) == 2
    assert set(receiver.titles()) == {"Flood in town", "Flood elsewhere"}


def test_a_place_that_fails_keeps_no_other_back(
    desk: Archive, put: Put, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_DELIVERY_RETRIES", "0")
    put("one", title="Flood in town")
    receiver.answers = [404]
    other = f"{receiver.url}/other"
    done = desk("new", "--webhook", receiver.url, "--webhook", other, "--webhook", other)
    assert done.code == 2
    assert len(receiver.got) == 2
    assert desk("new", "--webhook", receiver.url, "--webhook", other).code == 0
    assert len(receiver.got) == 3


def test_a_process_that_is_killed_between_tells_the_same_again(
    desk: Archive, put: Put, home: Path, receiver: Hook
) -> None:
    put("one", title="Flood in town")
    receiver.answers = ["kill"]
    command = [sys.executable, "-m", "cli", "--home", str(home), "new", "--webhook", receiver.url]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}
    with subprocess.Popen(command, cwd=ROOT, env=environ) as process:
        receiver.victim = process.pid  # long before it has loaded what it needs
        process.wait(timeout=60)
    assert process.returncode == -9
    put("two", title="Flood elsewhere")
    assert tell(desk, receiver).code == 0
    assert [receiver.titles(number) for number in range(3)] == [
        ["Flood in town"], ["Flood in town"], ["Flood elsewhere"],
    ]  # fmt: skip
    first, again, rest = (headers["Idempotency-Key"] for headers, _ in receiver.got)
    assert first == again != rest
    assert tell(desk, receiver).code == 0
    assert len(receiver.got) == 3


def test_a_long_digest_says_how_much_more_there_is(desk: Archive, put: Put, receiver: Hook) -> None:
    for number in range(5):
        put(str(number), title=f"Flood {number}")
    put("old", title="Flood last year, again")
    assert tell(desk, receiver, "--limit", "3").code == 0
    body = receiver.bodies[0]
    assert (len(body["new"]), len(body["changed"]), body["more"]) == (3, 0, 3)
    assert body["counts"] == {"new": 5, "changed": 1, "withdrawn": 0}
    assert tell(desk, receiver).code == 0
    assert len(receiver.got) == 1


def test_a_search_that_is_forgotten_and_saved_anew_begins_anew(
    desk: Archive, put: Put, receiver: Hook
) -> None:
    tell(desk, receiver)
    put("one", title="Flood in town")
    desk("save", "floods", "--remove")
    desk("save", "floods", "flood")
    tell(desk, receiver)
    assert receiver.got == []
    put("two", title="Flood elsewhere")
    tell(desk, receiver)
    assert receiver.titles() == ["Flood elsewhere"]


def test_a_search_in_place_of_another_is_told_what_the_old_one_was_not(
    desk: Archive, put: Put, receiver: Hook
) -> None:
    tell(desk, receiver)
    put("one", title="Fire in town")
    desk("save", "floods", "flood OR fire", "--replace")
    tell(desk, receiver)
    assert receiver.titles() == ["Fire in town"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--webhook", "ftp://x"), "is no http(s) address"),
        (("--webhook", "nonsense"), "is no http(s) address"),
        (("--webhook", "http://localhost:1/", "--peek"), "--peek is for what is printed"),
        (("--webhook", "http://localhost:1/", "--format", "json"), "--format is for what is"),
        (("--mail", "somebody"), "is no mail address"),
        (("--mail", "a@b.example"), "Mail needs the setting smtp_host"),
        (("--webhook", "http://localhost:1/", "--limit", "0"), "--limit"),
        (("--limit", "5"), "--limit is for --webhook and --mail"),
    ],
)
def test_what_cannot_be_told_is_refused(desk: Archive, args: tuple[str, ...], message: str) -> None:
    done = desk("new", "floods", *args)
    assert done.code == 2
    assert message in done.err


def test_two_runs_do_not_tell_at_once(
    desk: Archive, put: Put, home: Path, receiver: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    monkeypatch.setenv("ARCHIVE_LOCK_TIMEOUT", "0")
    put("one", title="Flood in town")
    with FileLock(home / "archive.telling.lock"):
        done = tell(desk, receiver)
    assert (done.code, receiver.got) == (2, [])
    assert "sending news" in done.err
    assert tell(desk, receiver).code == 0
