"""From a pile of takes, corrections and kills to what the commands say of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.article import make_id

from .conftest import Archive

TAKE = {
    "uri": "urn:newsml:example.org:port", "type": "text", "version": "1",
    "versioncreated": "2020-01-02T12:00:00Z", "headline": "UPDATE 2-Port on fire",
    "body_text": "Smoke stood over the quays.",
}  # fmt: skip
KILL = {"uri": TAKE["uri"], "version": "2", "pubstatus": "canceled", "ednote": "No fire."}
LATER = TAKE | {"uri": "urn:newsml:example.org:budget", "embargoed": "2999-01-02T09:00:00Z"}


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A kill that is read before its take, and an item under an embargo."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for name, item in (("1-kill", KILL), ("2-take", TAKE), ("3-later", LATER)):
        (folder / f"{name}.json").write_text(json.dumps(item))
    return folder


def test_a_killed_item_is_found_by_its_status_alone(archive: Archive, pile: Path) -> None:
    for _ in range(2):
        run = archive("ingest", pile)
        assert run.code == 0
    assert "3 unchanged" in run.out + run.err
    assert archive("count").out == "0\n"
    assert archive("search", "quays").code == 1
    assert archive("tags").out == ""
    line = archive("search", "is:withdrawn").out
    assert "withdrawn" in line
    assert "Smoke" not in line
    assert archive("check").code == 0


def test_show_prints_it_and_says_that_it_is_not_public(archive: Archive, pile: Path) -> None:
    archive("ingest", pile / "2-take.json")
    archive("ingest", pile / "1-kill.json", pile / "3-later.json")
    (killed,) = archive("search", "is:withdrawn", "--format", "ids").out.split()
    shown = archive("show", killed)
    assert shown.err == "This article is withdrawn: No fire.\n"
    assert "Port on fire" in shown.out
    assert "Smoke stood over the quays." in shown.out
    article = json.loads(archive("show", killed, "--format", "json").out)["article"]
    assert (article["revision"], article["extra"]["update"]) == (2, 2)


def test_show_says_until_when_an_embargo_lasts(archive: Archive, pile: Path) -> None:
    archive("ingest", pile)
    shown = archive("show", make_id(str(LATER["uri"])))
    assert shown.err == "This article is under an embargo until 2999-01-02 09:00 UTC.\n"
    assert "Port on fire" in shown.out
