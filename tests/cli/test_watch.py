"""`archive watch`: what it prints, how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from archive.errors import IndexBusyError
from archive.readers.formats import Leaf
from index.upkeep.sync import IndexState, sync

from .conftest import Archive

LINE = re.compile(r"\d\d:\d\d:\d\d  ")


@pytest.fixture
def wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files count as whole at once."""
    monkeypatch.setattr("archive.watching.folder.SETTLED", 0)
    (tmp_path / "wire").mkdir()
    return tmp_path / "wire"


def story(path: Path, title: str) -> None:
    path.write_text(json.dumps({"identifier": f"t:{path.name}", "title": title, "body": "It is."}))


def test_once_takes_in_what_is_new_and_is_silent_where_nothing_is(
    archive: Archive, wire: Path
) -> None:
    story(wire / "a.json", "Bridge opens")
    first = archive("watch", "--once", wire)
    assert (first.code, first.err) == (0, "")
    assert LINE.sub("", first.out) == f"1 added from {wire}\n"
    assert archive("count", "bridge").out == "1\n"
    story(wire / "a.json", "Bridge shuts")
    story(wire / "b.json", "Ferry sails")
    assert "1 added, 1 revised from" in archive("watch", "--once", wire).out
    again = archive("watch", "--once", wire)
    assert (again.code, again.out, again.err) == (0, "", "")


@pytest.mark.parametrize("workers", ["0", "1"])
def test_no_file_is_read_by_the_watch_itself_which_it_could_keep_for_ever(
    archive: Archive, wire: Path, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_WORKERS", workers)
    monkeypatch.setattr(Leaf, "read", None)  # in this process
    story(wire / "a.json", "Bridge opens")
    run = archive("watch", "--once", wire)
    assert (run.code, run.err) == (0, "")
    assert LINE.sub("", run.out) == f"1 added from {wire}\n"


def test_who_else_writes_to_the_index_is_waited_for_as_long_as_that_gets_on(
    archive: Archive, wire: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = iter([True])

    def beside_another(*given: Any, **more: Any) -> IndexState:
        """At first it has waited in vain, while the other one has got a batch further."""
        found = sync(*given, **more)
        if next(others, False):
            raise IndexBusyError("Another process has been writing to the index for 30 s")
        return found

    monkeypatch.setattr("cli.home.sync", beside_another)
    story(wire / "a.json", "Bridge opens")
    assert (run := archive("watch", "--once", wire)).code == 0, run.err
    assert archive("count", "bridge").out == "1\n"


def test_what_is_watched_belongs_to_the_collections_that_are_named(
    archive: Archive, wire: Path
) -> None:
    story(wire / "a.json", "Bridge opens")
    archive("watch", "--once", wire, "--collection", "Harbour wire", "--collection", "Bridges")
    story(wire / "b.json", "Bridge shuts")
    archive("watch", "--once", wire)
    assert archive("count", 'collection:"Harbour wire" collection:Bridges').out == "1\n"
    assert archive("count", "bridge").out == "2\n"


def test_articles_of_an_older_version_get_their_stories(
    archive: Archive, wire: Path, tmp_path: Path
) -> None:
    story(wire / "a.json", "Bridge opens")
    archive("watch", "--once", wire)
    with closing(sqlite3.connect(tmp_path / "own" / "archive.db")) as db:
        db.execute("DELETE FROM sketches")
        db.commit()
        assert archive("watch", "--once", wire).code == 0
        assert db.execute("SELECT count(*) FROM sketches").fetchone() == (1,)


def test_once_ends_with_three_where_something_was_skipped_or_not_to_be_had(
    archive: Archive, wire: Path
) -> None:
    (wire / "a.json").write_text("{")
    bad = archive("watch", "--once", wire)
    assert bad.code == 3
    assert "1 skipped from" in bad.out
    assert "a.json: not valid JSON" in bad.err
    assert archive("watch", "--once", wire).code == 0, "it has been told"
    refused = archive("watch", "--once", "http://127.0.0.1:9/feed")
    assert refused.code == 3
    assert "allow it with --allow-private" in refused.err


class Feed(BaseHTTPRequestHandler):
    """A feed that asks whoever reads it to end."""

    def do_GET(self) -> None:
        body = b"<rss version='2.0'><channel><item><title>One</title></item></channel></rss>"
        os.kill(os.getpid(), signal.SIGTERM)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


def test_a_signal_ends_it_after_what_is_at_hand_is_kept(archive: Archive) -> None:
    with HTTPServer(("127.0.0.1", 0), Feed) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        run = archive("watch", f"http://127.0.0.1:{server.server_port}/", "--allow-private")
        server.shutdown()
    assert run.code == 0
    assert "1 added from http://127.0.0.1" in run.out
    assert run.out.endswith("Stopped; 1 added in all.\n")
    assert archive("count", "one").out == "1\n"


def test_what_cannot_be_watched_is_refused_at_the_start(archive: Archive, wire: Path) -> None:
    missing = archive("watch", wire / "nowhere")
    assert missing.code == 2
    assert "nowhere does not exist" in missing.err
    assert "belongs to the archive" in archive("watch", wire.parent / "own").err
    for time in ("15", "m", "0s", "1.5h", "-1m", "1w"):
        wrong = archive("watch", wire, f"--every={time}")
        assert wrong.code == 2
        assert "write 30s, 15m, 2h or 1d" in wrong.err
