"""What the browser says of articles that were read again, and of those whose place was taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from archive.normalise.version import RULES
from archive.store.store import Store
from tests.helpers.pages import Page
from tests.helpers.renewing import age, line, run, take_in

Visit = Callable[..., Page]
Open = Callable[..., FlaskClient]


def test_an_old_address_says_gone_and_leads_to_what_took_the_place(
    store: Store, tmp_path: Path, open_home: Open, visit: Visit
) -> None:
    [new] = take_in(store, line())
    old = age(store, new, identity="text:old", title="Fery returns")
    run(store)
    client = open_home(tmp_path / "home")
    page = visit(client, f"/article/{old}")
    assert page.status == 410
    assert "Another article has taken the place of this one" in page.text
    assert f'href="/article/{new}"' in page.html
    assert "Fery" not in page.text
    assert client.get(f"/article/{old}.json").json["error"]["instead"] == [new]  # type: ignore[index]
    assert f"It has taken the place of {old}" in visit(client, f"/article/{new}/history").text


def test_a_revision_of_ours_is_told_from_one_of_the_source(
    store: Store, tmp_path: Path, open_home: Open, visit: Visit
) -> None:
    [article_id] = take_in(store, line())
    age(store, article_id, section="Wrong")
    run(store)
    client = open_home(tmp_path / "home")
    told = f"read again by this archive, rules {RULES}"
    history = visit(client, f"/article/{article_id}/history").text
    assert history.count(told) == 1
    assert history.count("Seen ") == 1
    assert f"({told})" in visit(client, f"/article/{article_id}").text
    twin = client.get(f"/article/{article_id}/history.json").json
    assert twin is not None
    assert [event["read_again_by_rules"] for event in twin["events"]] == [None, RULES]


def test_what_is_withheld_by_later_rules_is_closed_before_it_is_indexed(
    store: Store, tmp_path: Path, open_home: Open, visit: Visit
) -> None:
    [article_id] = take_in(store, line(status="withheld"))
    age(store, article_id, status=None)
    client = open_home(tmp_path / "home")
    assert visit(client, f"/article/{article_id}").status == 200
    run(store)
    assert visit(client, f"/article/{article_id}").status == 403
    assert visit(client, f"/article/{article_id}?revision=1").status == 403
