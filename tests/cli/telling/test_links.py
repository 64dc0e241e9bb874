"""Links in what is told: to where the archive is served, once a setting says where that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.settings import load
from cli.home import searchable
from cli.telling.told import place_of_mail, place_of_webhook, tell
from tests.helpers.commands import Archive
from tests.helpers.receiving import Hook, mail_server


def test_articles_are_linked_where_the_archive_is_served(
    desk: Archive, put: Callable[..., str], home: Path, receiver: Hook
) -> None:
    one = put("one", title="Flood in town", url="https://paper.example/one")
    plain = load(str(home), {})
    with mail_server() as (mailbox, port), searchable(str(home)) as archive:
        settings = replace(plain, values={
            **plain.values, "base_address": "https://news.example/archive/", "smtp_port": port,
            "smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "a@b.example",
        })  # fmt: skip
        saved = archive.store.saved.get("floods")
        places = place_of_webhook(receiver.url, settings), place_of_mail("c@d.example", settings)
        for place in places:
            assert place is not None
            assert tell(archive.search, saved, place, settings, 50)
            assert not tell(archive.search, saved, place, settings, 50)
    (hit,) = receiver.bodies[0]["new"]
    here = f"https://news.example/archive/article/{one}"
    assert (hit["page"], hit["url"]) == (here, "https://paper.example/one")
    (letter,) = mailbox.letters
    plain_text, page = (part.get_content() for part in letter.iter_parts())
    assert f'<a href="{here}">' in page
    assert here in plain_text


@pytest.mark.parametrize("name", ["new", "changed", "withdrawn"])
def test_without_that_setting_no_address_is_made_up(
    desk: Archive, put: Callable[..., str], receiver: Hook, name: str
) -> None:
    if name != "new":
        put("one", title="Flood in town")
        desk("new", "floods", "--webhook", receiver.url)
    fields = {"title": None, "body": "", "status": "withdrawn"} if name == "withdrawn" else {}
    put("one", **({"title": f"Flood in town, {name}"} | fields))
    desk("new", "floods", "--webhook", receiver.url)
    (told,) = receiver.bodies[-1][name]
    assert told["page"] is None
