"""`archive open`: with a server that runs, and a browser that is a program of one's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.archives import ROOT
from tests.helpers.commands import Archive
from tests.helpers.serving import started

ID = "nn3mrikuyz4gadnf"


def test_the_page_is_that_of_the_server_that_runs(
    sampled: Archive, samples_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, address = started(samples_copy)
    try:
        monkeypatch.setenv("ARCHIVE_PORT", address.rpartition(":")[2])
        run = sampled("open", ID[:8], "--print")
        assert (run.code, run.out) == (0, f"{address}/article/{ID}\n")
        monkeypatch.setenv("ARCHIVE_BASE_ADDRESS", address)
        monkeypatch.setenv("ARCHIVE_PORT", "9")
        assert sampled("open", ID, "--print").out == run.out
    finally:
        server.terminate()
        server.communicate()


def test_where_no_server_runs_it_is_said_what_to_do(
    sampled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_PORT", "9")  # where nothing listens
    run = sampled("open", ID)
    assert run.code == 2
    assert f"No server at http://127.0.0.1:9 shows {ID}" in run.err
    assert "archive serve" in run.err
    assert not run.out


def test_the_source_is_what_the_article_says_of_itself(sampled: Archive) -> None:
    with_source = sampled("search", "*", "--fields", "id,url", "--limit", 90).out.splitlines()
    pairs = dict(line.split("\t") for line in with_source)
    published = next(each for each, url in pairs.items() if url.startswith("http"))
    silent = next(each for each, url in pairs.items() if not url)
    assert sampled("open", published, "--source", "--print").out == f"{pairs[published]}\n"
    run = sampled("open", silent, "--source")
    assert run.code == 2
    assert "does not say where it was published" in run.err


@pytest.mark.parametrize("browser", ["%s", ""])
def test_the_browser_gets_the_address_and_without_one_it_is_printed(
    samples_copy: Path, tmp_path: Path, browser: str
) -> None:
    seen = tmp_path / "seen"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    program.chmod(0o755)
    found = subprocess.run(
        [sys.executable, "-m", "cli", "--home", str(samples_copy), "search", "*", "--fields",
         "url,id", "--limit", "90"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    url, article_id = next(
        line.split("\t") for line in found.splitlines() if line.startswith("http")
    )
    paths = {"BROWSER": f"{program} {browser}"} if browser else {}
    done = subprocess.run(
        [sys.executable, "-m", "cli", "--home", str(samples_copy), "open", "--source", article_id],
        cwd=ROOT, capture_output=True, text=True, check=False, env={"PATH": "/nowhere", **paths},
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout == f"{url}\n"
    if browser:
        assert seen.read_text() == f"{url}\n"
    else:
        assert "There is no browser here" in done.stderr
