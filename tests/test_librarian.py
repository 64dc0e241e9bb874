"""A librarian's journey: tags put right, undone, done again; a delivery comes and they stand; an
article is withdrawn with a public reason; and all of it goes into another archive.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.settings import load
from tests.helpers.commands import Archive, Run
from tests.helpers.renewing import line
from webui.app import create_app

ENGINES = ("whoosh", "tantivy")
FERRIES = 30  # articles whose tag is wrong


def pile(path: Path, **fields: object) -> Path:
    """Ferries with a wrong tag, and others with none."""
    path.write_text(
        "\n".join(
            line(
                number, identifier=f"ferry:{number}",
                **({"tags": ["Lebanon", "Sea"] if number < FERRIES else ["Sea"]} | fields),
            )
            for number in range(FERRIES + 10)
        )
    )  # fmt: skip
    return path


def count(archive: Archive, *query: str) -> int:
    return int(archive("count", *query).out or 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_librarian_puts_an_archive_in_order(
    run: Callable[..., Run], tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_ENGINE", engine)

    def archive(*args: object) -> Run:
        return run("--home", tmp_path / "mine", *args)

    def other(*args: object) -> Run:
        return run("--home", tmp_path / "other", *args)

    first, later = pile(tmp_path / "first.jsonl"), tmp_path / "later.jsonl"
    archive("ingest", first)

    # Thirty tags are put right by one command; a dry run says so before.
    wrong = ("+Libya", "-Lebanon", "+person:Jane Roe")
    dry = archive("tag", *wrong, "--dry-run", "--", "tag:Lebanon", "ferry")
    assert "30 articles would change by +Libya -Lebanon +person:Jane Roe." in dry.out
    assert (count(archive, "tag:Lebanon"), count(archive, "tag:Libya")) == (30, 0)
    done = archive("tag", *wrong, "--", "tag:Lebanon", "ferry")
    assert "30 articles changed" in done.out
    assert "archive tag --undo" in done.out

    def corrected() -> tuple[int, ...]:
        return tuple(
            count(archive, query)
            for query in ("tag:Lebanon", "tag:Libya", 'person:"Jane Roe"', "Libya", "tag:Sea")
        )

    right = (0, 30, 30, 30, 40)
    assert corrected() == right
    assert "30 articles changed" in archive("tag", "--undo").out
    assert corrected() == (30, 0, 0, 0, 40)
    assert "30 articles changed" in archive("tag", "--redo").out
    assert corrected() == right

    # A new delivery of all of them, and a correction, come: they stand.
    pile(later, body="The ferry sails on Saturday after all.", tags=["Lebanon", "Sea", "Ships"])
    assert "40 revised" in archive("ingest", later).out
    assert corrected() == (10, 30, 30, 30, 40)
    assert count(archive, "tag:Ships") == 40
    assert "30  Libya" in archive("tags").out

    # The old tag is renamed where it is right, for what comes later too.
    assert "10 articles changed" in archive("tag", "--rename", "Lebanon", "Levant").out
    assert corrected()[0] == 0
    assert count(archive, "tag:Levant") == 10

    # An article is withdrawn with a reason that readers are told.
    [gone] = archive("search", 'title:"Ferry 7 returns"', "--format", "ids").out.split()
    [instead] = archive("search", 'title:"Ferry 8 returns"', "--format", "ids").out.split()
    reason = ("--reason", "A person was named wrongly.", "--instead", instead)
    assert archive("remove", gone, "--note", "letter 4", *reason).code == 0
    assert count(archive, "tag:Libya") == 29
    archive("save", "Ferries", "ferry", "--not-tag", "Levant")
    (tmp_path / "mine" / "variants.txt").write_text("Libya, Libia\n")
    told = json.loads(archive("tag", "--log", "--format", "json").out)
    assert [act["articles"] for act in told["acts"]] == [10, 30]

    # All of it is dumped, and loaded into a new archive of the same articles: equal.
    assert archive("dump", tmp_path / "people").code == 0
    for each in (first, later):
        other("ingest", each)
    assert other("load", tmp_path / "people").code == 0
    assert other("dump", tmp_path / "again").code == 0
    assert texts(tmp_path / "again") == texts(tmp_path / "people")
    for query in ("tag:Libya", "tag:Levant", "tag:Lebanon", "Libia", "query:Ferries", "*"):
        ids = [
            one("search", query, "--limit", 99, "--format", "ids").out for one in (archive, other)
        ]
        assert ids[0] == ids[1], query
    assert archive("export", "--format", "csv").out == other("export", "--format", "csv").out
    for home in (tmp_path / "mine", tmp_path / "other"):
        told_of_withdrawal(home, gone, instead)
    assert "0 loaded" in other("load", tmp_path / "people").out
    assert archive("check").code == other("check").code == 0


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def told_of_withdrawal(home: Path, gone: str, instead: str) -> None:
    """A reader's page says why the article is not there, and what to read instead."""
    app = create_app(load(str(home), {}))
    answer = app.test_client().get(f"/article/{gone}")
    assert answer.status_code == 410
    assert "A person was named wrongly." in answer.text
    assert f"/article/{instead}" in answer.text
    assert "letter 4" not in answer.text
    app.extensions["archive"].close()
