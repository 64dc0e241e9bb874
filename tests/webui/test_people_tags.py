"""Tags that people have given, on pages and in their JSON twins, as soon as they are given."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask.testing import FlaskClient

from archive.article import Article, Supplied
from archive.settings import load
from archive.store.by_hand import Said
from archive.store.store import Store
from archive.tagging.tagging import Tagging
from index.engines.open import open_engine
from index.upkeep.sync import sync

Holding = Callable[..., tuple[FlaskClient, Article]]


def test_a_page_marks_the_tags_of_people(holding: Holding, visit) -> None:
    client, article = holding(
        title="Ferries", tags=("Sea", "Ports"), supplied=Supplied(("Sea", "Irak"), {})
    )
    for address in (f"/article/{article.id}", "/?q=ferries"):
        page = visit(client, address)
        if page.status == 301:
            page = visit(client, page.headers["Location"])
        marked = [
            attributes for name, attributes in page.elements if attributes.get("class") == "by-hand"
        ]
        assert marked == [{"class": "by-hand", "title": "Given by hand in this archive"}]
        assert page.link("Sea").href == "/?tag=Sea"
        assert page.link("Ports, by hand").href == "/?tag=Ports"
        assert "Irak" not in page.html
    told = json.loads(client.get("/search.json?q=ferries").text)["hits"][0]
    assert (told["tags"], told["people_tags"]) == (["Sea", "Ports"], ["Ports"])
    told = json.loads(client.get(f"/article/{article.id}.json").text)["article"]
    assert told["people_tags"] == ["Ports"]
    assert told["supplied"] == {"tags": ["Sea", "Irak"], "tag_kinds": {}}


def test_a_served_archive_shows_what_was_done_and_undone(holding: Holding, visit, tmp_path) -> None:
    client, article = holding(title="Ferries", tags=("Sea",))
    assert "Ports" not in visit(client, "/?q=ferries").html

    def done(act: Callable[[Tagging], object]) -> None:
        with Store.open(tmp_path / "own") as store:
            act(Tagging(store))
            engine = open_engine(load(str(tmp_path / "own"), {}).text("engine"), tmp_path / "own")
            sync(store, engine)
            engine.close()

    done(lambda tagging: tagging.do(
        lambda: tagging.change([Said.read("+Ports"), Said.read("-Sea")], [article.id], "ferries")
    ))  # fmt: skip
    assert visit(client, "/?tag=Ports").titles() == ["Ferries"]
    assert visit(client, "/?tag=Sea").titles() == []
    done(lambda tagging: tagging.undo())
    assert visit(client, "/?tag=Ports").titles() == []
    assert visit(client, "/?tag=Sea").titles() == ["Ferries"]
    done(lambda tagging: tagging.do(lambda: tagging.rename("sea", "SEA")))
    assert ">SEA<" in visit(client, "/?q=ferries").html
