"""`archive ingest --dry-run` and `--explain`: what is printed, and that nothing else happens."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from .conftest import Archive

STORY = (
    "By AFP     Nov 3, 2017 in World\n\nPORTO (AFP) - The ferry left on Friday with forty people"
    " on board, for the first time in three years.\n"
)


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "a.txt").write_text(f"Ferry sails again\n{STORY}")
    (pile / "b.json").write_text("{")
    item = {"identifier": "x:1", "title": "Bridge", "body": "Repaired.", "tags": ["Roads"]}
    (pile / "c.jsonl").write_text("\n".join(json.dumps(item | {"note": n}) for n in "aab"))
    return pile


def test_a_dry_run_shows_each_item_in_a_few_lines_and_makes_no_archive(
    archive: Archive, pile: Path, tmp_path: Path
) -> None:
    run = archive("ingest", pile, "--dry-run")
    assert run.code == 3
    assert not (tmp_path / "own").exists()
    assert run.err == ""
    lines = run.out.splitlines()
    assert lines[0] == "added      Ferry sails again"
    assert "2017-11-03 · AFP · en · 87 characters" in lines[1]
    assert lines[2].strip().startswith("The ferry left on Friday with forty people on board")
    assert lines[3].strip() == str(pile / "a.txt")
    assert "skipped    not valid JSON" in run.out
    assert [line.split()[0] for line in lines if line.endswith("Bridge")] == [
        "added", "unchanged", "revised",
    ]  # fmt: skip
    assert "no date · no agency" in run.out
    assert lines[-3] == "A dry run: nothing was kept. It would be:"
    assert lines[-2] == "5 items in 3 files: 2 added, 1 revised, 1 unchanged, 1 skipped."


def test_a_dry_run_compares_with_the_archive_and_leaves_it_as_it_is(
    archive: Archive, pile: Path
) -> None:
    archive("ingest", pile / "c.jsonl")
    article_id = archive("search", "--format", "ids").out.strip()
    archive("remove", article_id)
    status = archive("status").out
    run = archive("ingest", pile / "a.txt", pile / "c.jsonl", "--dry-run")
    assert run.code == 0
    assert run.out.count("stays out  Bridge") == 3
    assert "added      Ferry sails again" in run.out
    assert archive("status").out == status


def test_explain_is_a_dry_run_with_a_rule_beside_each_value(
    archive: Archive, pile: Path, tmp_path: Path
) -> None:
    run = archive("ingest", pile / "a.txt", "--explain")
    assert run.code == 0
    assert not (tmp_path / "own").exists()
    rows = [line.split(maxsplit=2) for line in run.out.splitlines()]
    assert ["agency", "AFP", "named in the credit 'AFP'"] in rows
    assert ["date", "2017-11-03", "the byline at the top"] in rows
    assert ["dateline", "PORTO", "the beginning of the text"] in rows


def test_as_jsonl_standard_output_holds_objects_only(archive: Archive, pile: Path) -> None:
    run = archive("ingest", pile, "--explain", "--format", "jsonl")
    told = [json.loads(line) for line in run.out.splitlines()]
    assert [one["outcome"] for one in told] == [
        "added", "skipped", "added", "unchanged", "revised",
    ]  # fmt: skip
    assert told[0]["article"]["agency"] == ["AFP"]
    assert told[0]["rules"]["agency"] == "named in the credit 'AFP'"
    assert told[1]["origin"]["file"] == str(pile / "b.json")
    assert "not valid JSON" in told[1]["reason"]
    assert "5 items in 3 files" in run.err


def test_a_format_of_what_is_not_printed_is_refused(archive: Archive, pile: Path) -> None:
    run = archive("ingest", pile, "--format", "jsonl")
    assert run.code == 2
    assert "--dry-run" in run.err


def test_what_plays_with_the_terminal_is_shown_harmless(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps({"title": "\x1b[2JFerry", "body": "It \x1b[31mleft.", "tags": "\x07"})
    )
    for option in ("--dry-run", "--explain"):
        run = archive("ingest", path, option)
        assert "Ferry" in run.out
        assert not {"\x1b", "\x07"} & set(run.out)


class Site(BaseHTTPRequestHandler):
    """One story that knows what it was when it was last asked for."""

    def do_GET(self) -> None:
        known = self.headers.get("If-None-Match") == '"v1"'
        body = b"" if known else f"Ferry sails again\n{STORY}".encode()
        self.send_response(304 if known else 200)
        self.send_header("ETag", '"v1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: standard error belongs to the command."""


@pytest.fixture
def story() -> Iterator[str]:
    """The address of a story."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/story"
        server.shutdown()
        thread.join()


def test_of_an_address_nothing_is_remembered_and_what_is_known_is_shown(
    archive: Archive, story: str
) -> None:
    fetch = ("ingest", "--allow-private", story)
    assert archive(*fetch, "--dry-run").out.startswith("added ")
    assert "1 added" in archive(*fetch).out
    assert archive(*fetch, "--dry-run").out.startswith("unchanged ")
    assert "0 items in 0 files" in archive(*fetch).out
