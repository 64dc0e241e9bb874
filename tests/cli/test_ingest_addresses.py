"""`archive ingest` of addresses again and again: what was skipped, or is to be read in another way,
is fetched again, and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.helpers.commands import Run

from .conftest import Archive

TABLE = "Kopf der Sache,Was da steht\nBridge opens,The bridge opened on Friday with music.\n"
LATIN = "Pont ouvert à Orléans\n\nLe pont a été ouvert vendredi, après un an de travaux.\n"
STORY = "Bridge opens\n\nThe bridge opened on Friday with music and a speech.\n"


class Site(BaseHTTPRequestHandler):
    """Pages by their path, each with a validator that its text gives."""

    pages: dict[str, bytes]
    answers: list[tuple[str, int]]
    on_answer: Callable[[], object]

    def do_GET(self) -> None:
        body = self.pages.get(self.path, b"").replace(b"HOST", self.headers["Host"].encode())
        tag = f'"{hash(body)}"'
        known = bool(body) and self.headers.get("If-None-Match") == tag
        status = 304 if known else 200 if body else 404
        self.answers.append((self.path, status))
        self.send_response(status)
        self.send_header("Content-Length", "0" if known else str(len(body)))
        self.send_header("ETag", tag)
        self.end_headers()
        if not known:
            self.wfile.write(body)
        Site.on_answer()

    def log_message(self, *_: object) -> None:
        """Nothing: standard error belongs to the command."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.pages, Site.answers, Site.on_answer = {}, [], lambda: None
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def ingest(archive: Archive) -> Archive:
    """Runs `archive ingest ARGS...`, from private networks too."""
    return lambda *args: archive("ingest", "--allow-private", *args)


def answers() -> list[tuple[str, int]]:
    """What was answered since the last time."""
    given, Site.answers = Site.answers, []
    return given


def test_what_was_skipped_comes_in_when_it_is_read_as_the_hint_says(
    ingest: Archive, site: str
) -> None:
    Site.pages["/data.csv"] = TABLE.encode()
    assert ingest(f"{site}/data.csv").code == 2
    assert ingest(f"{site}/data.csv").code == 2, "nor has it changed to the better"
    columns = ("--map", "title=Kopf der Sache", "--map", "body=Was da steht")
    mapped = ingest(*columns, f"{site}/data.csv")
    assert (mapped.code, "1 added" in mapped.out) == (0, True)
    assert answers() == [("/data.csv", 200)] * 3
    again = ingest(*columns, f"{site}/data.csv")
    assert (again.code, answers()) == (0, [("/data.csv", 304)])
    assert f"{site}/data.csv has not changed since it was last taken in." in again.out


@pytest.mark.parametrize(
    "way",
    [("--encoding", "latin-1"), ("--input-format", "markdown"), ("--collection", "Bridges")],
)
def test_what_is_read_in_another_way_is_fetched_once_more(
    ingest: Archive, archive: Archive, site: str, way: tuple[str, str]
) -> None:
    Site.pages["/story.txt"] = LATIN.encode("latin-1")
    assert ingest(f"{site}/story.txt").code == 0
    assert "0 items" in ingest(f"{site}/story.txt").out
    assert "1 item" in ingest(*way, f"{site}/story.txt").out
    assert "0 items" in ingest(*way, f"{site}/story.txt").out
    assert "0 items" in ingest(f"{site}/story.txt").out, "which was read so too"
    if way[0] == "--collection":
        assert "Bridges" in archive("facet", "collection").out


def test_a_list_is_asked_for_again_while_a_page_of_it_is_missing(
    ingest: Archive, site: str
) -> None:
    Site.pages |= {"/list.txt": b"http://HOST/1\nhttp://HOST/2\n", "/1": STORY.encode()}
    Site.pages["/index.xml"] = (
        b"<sitemapindex><sitemap><loc>http://HOST/list.txt</loc></sitemap></sitemapindex>"
    )
    assert ingest(f"{site}/index.xml").code == 3
    answers()
    Site.pages["/2"] = STORY.replace("Bridge", "Ferry").encode()
    assert "1 added" in ingest(f"{site}/index.xml").out
    assert answers() == [("/index.xml", 200), ("/list.txt", 200), ("/1", 304), ("/2", 200)]
    Site.pages["/list.txt"] += b"http://HOST/1?new\n"
    Site.pages["/1?new"] = STORY.replace("Bridge", "Tunnel").encode()
    assert "1 added" in ingest(f"{site}/index.xml").out, "though the list of lists is as it was"


def test_a_quiet_day_is_no_error(ingest: Archive, site: str, tmp_path: Path) -> None:
    Site.pages |= {"/1": STORY.encode(), "/2": STORY.replace("Bridge", "Ferry").encode()}
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"{site}/1\n{site}/2\n")
    assert ingest(listed).code == 0
    for paths in ([listed], [f"{site}/1", listed], [f"{site}/1", tmp_path / "listed.txt"]):
        quiet = ingest(*paths)
        assert quiet.code == (0 if listed in paths else 3)
        unchanged = len(paths) - 1 + 2 * (listed in paths)
        assert quiet.out.count("not changed since") == 1
        assert f"{unchanged} addresses have" in quiet.out or unchanged == 1


def test_pages_of_a_list_in_a_file_are_read_as_asked(
    ingest: Archive, site: str, tmp_path: Path
) -> None:
    Site.pages["/data.csv"] = TABLE.encode()
    (tmp_path / "list.txt").write_text(f"{site}/data.csv\n")
    run: Run = ingest(
        "--map", "title=Kopf der Sache", "--map", "body=Was da steht", tmp_path / "list.txt"
    )
    assert (run.code, "1 added" in run.out) == (0, True)


def test_a_stop_is_heard_amid_pages_that_have_not_changed(
    ingest: Archive, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Site.pages["/list.txt"] = b"".join(b"http://HOST/%d\n" % number for number in range(5))
    Site.pages |= {
        f"/{number}": STORY.replace("on Fri", f"{number}").encode() for number in "01234"
    }
    assert ingest(f"{site}/list.txt").code == 0
    Site.pages["/list.txt"] += b"# no more\n"
    answers()
    asked = lambda _: len(Site.answers) >= 3  # noqa: E731
    monkeypatch.setattr("cli.stopping.Stopping.asked", asked)
    stopped = ingest(f"{site}/list.txt")
    assert stopped.code == 130
    assert "Run the same command again for the rest." in stopped.out
    assert answers() == [("/list.txt", 200), ("/0", 304), ("/1", 304)]
    monkeypatch.undo()
    assert ingest(f"{site}/list.txt").code == 0
    assert len(answers()) == 6, "the list was not remembered"
