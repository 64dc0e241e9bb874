"""A damaged revision: named by the history and the comparisons of its article, which go on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.settings import load
from tests.helpers.commands import Run
from webui.app import create_app

pytestmark = pytest.mark.leaves_damage("it has to be told")

CANNOT_BE_READ = "data = substr(data, 1, 40)"
ALTERED = "data = replace(data, 'animal', 'android')"


@pytest.fixture
def home(run: Callable[..., Run], tmp_path: Path) -> Path:
    """An article in four states: three animals, five, seven, nine."""
    home = tmp_path / "home"
    for count in ("three", "five", "seven", "nine"):
        item = {"version": 1, "url": "https://example.org/river", "title": "At the river",
                "date": "2017-11-03",
                "body": f"There were {count} animals at the river, and more to come."}  # fmt: skip
        path = tmp_path / f"{count}.json"
        path.write_text(json.dumps(item))
        assert run("--home", home, "ingest", path).code == 0
    return home


def spoil(home: Path, what: str, *revisions: int) -> str:
    """Damages revisions; gives the id of the article."""
    with closing(sqlite3.connect(home / "archive.db")) as db, db:
        for revision in revisions:
            db.execute(f"UPDATE revisions SET {what} WHERE revision = ?", (revision,))
        return str(db.execute("SELECT id FROM articles").fetchone()[0])


@pytest.fixture
def client(home: Path) -> Iterator[FlaskClient]:
    app = create_app(load(str(home), {}))
    with closing(app.extensions["archive"]):
        yield app.test_client()


@pytest.mark.parametrize("damage", [CANNOT_BE_READ, ALTERED])
def test_the_history_names_a_damaged_revision_and_tells_the_rest(
    home: Path, run: Callable[..., Run], damage: str
) -> None:
    article = spoil(home, damage, 2)
    said = run("--home", home, "history", article)
    assert said.code == 0
    assert "4 revisions · 1 damaged" in said.out
    assert f"revision 2: the article {article} is damaged" in " ".join(said.out.split())
    assert "changed since revision 1: body (1 word removed, 1 added)" in said.out
    told = json.loads(run("--home", home, "history", article, "--format", "json").out)
    assert [event["event"] for event in told["events"]] == [
        "revision", "damaged", "revision", "revision",
    ]  # fmt: skip
    assert [event.get("since") for event in told["events"]] == [None, None, 1, None]
    assert told["current"] == 4


def test_the_history_is_told_where_it_is_the_current_revision(
    home: Path, run: Callable[..., Run]
) -> None:
    article = spoil(home, CANNOT_BE_READ, 4)
    said = run("--home", home, "history", article)
    assert said.code == 0
    assert said.out.startswith("At the river\n")
    (line,) = [line for line in said.out.splitlines() if "current" in line]
    assert line.lstrip().startswith("4 ")


def test_an_article_of_which_nothing_can_be_read_does_not_keep_others_from_being_told(
    home: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "wombat.md").write_text("# A wombat\n\n2017-11-03\n\nIt sat there.\n")
    article = spoil(home, CANNOT_BE_READ, 1, 2, 3, 4)
    assert run("--home", home, "ingest", tmp_path / "wombat.md").code == 0
    (other,) = run("--home", home, "search", "wombat", "--format", "ids").out.split()
    said = run("--home", home, "history", article, other)
    assert said.code == 2
    assert "A wombat" in said.out
    assert f"Left out: the article {article} is damaged" in said.err
    assert run("--home", home, "history", article).code == 2


def test_the_last_two_revisions_that_can_be_read_are_compared(
    home: Path, run: Callable[..., Run]
) -> None:
    article = spoil(home, ALTERED, 3)
    said = run("--home", home, "diff", article)
    assert said.code == 1
    assert "[-five-]{+nine+}" in said.out
    assert f"Passed over: revision 3: the article {article} is damaged" in said.err
    asked = run("--home", home, "diff", article, "2..3")
    assert (asked.code, asked.out) == (2, "")
    assert "revision 3" in asked.err
    spoil(home, CANNOT_BE_READ, 1, 2)
    assert "fewer than two revisions can be read" in run("--home", home, "diff", article).err


def test_the_pages_name_a_damaged_revision_and_show_the_rest(
    home: Path, client: FlaskClient
) -> None:
    article = spoil(home, CANNOT_BE_READ, 3)
    page = client.get(f"/article/{article}/history")
    assert page.status_code == 200
    assert "Changed since revision 2" in page.text
    assert "It is damaged, and cannot be read." in page.text
    for pair in ("2..3", "3..4"):
        assert f"/diff/{pair}" not in page.text
    events = client.get(f"/article/{article}/history.json").json["events"]
    assert events[2] | {"at": ""} == {
        "event": "damaged", "revision": 3, "at": "", "media_type": "application/json",
        "reason": "it is damaged, and cannot be read",
    }  # fmt: skip
    page = client.get(f"/article/{article}/diff")
    assert "Passed over, as it is damaged: revision 3." in page.text
    assert "<ins>nine</ins>" in page.text
    assert client.get(f"/article/{article}/diff/2..3").status_code == 404
    assert client.get(f"/article/{article}?revision=3").status_code == 404
    assert client.get(f"/article/{article}").status_code == 200  # though it is after that one
