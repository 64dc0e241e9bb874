"""A note is not replaced by a window that does not show what stands there."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from archive.collecting.collecting import Collecting
from archive.collecting.reading import Collections
from archive.store.store import Store
from tests.webui.collecting.conftest import NOTE, members

NAME = "Bridges & Co"
PAGE = "/collection/Bridges%20%26%20Co"
HOME = {"Origin": "http://localhost"}


def form_of(page: str, *held: str) -> MultiDict[str, str]:
    """What the first form posts that has all of these, as its page shows it."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    form = next(each for each in forms if all(part in each for part in held))
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    pairs += re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', form)
    return MultiDict((name, unescape(value)) for name, value in pairs)


def post(client: FlaskClient, form: MultiDict[str, str], **typed: str) -> TestResponse:
    sent = form.copy()
    for name, value in typed.items():
        sent[name] = value
    return client.post("/edit", data=sent, headers=HOME)


def notes(home: Path) -> list[str]:
    """The note on the whole, on the first article, and on its passage if there is one."""
    with Store.open(home) as store:
        lists = Collections(store.database)
        (first, *_), whole = lists.members(NAME), lists.get(NAME)
    assert first.listed is not None
    return [whole.note, first.listed.note, *(each.note for each in first.listed.passages)]


def test_a_note_of_another_window_is_not_replaced_and_nothing_typed_is_lost(
    editable: FlaskClient, collected: Path
) -> None:
    one = members(collected)[0]
    for held, at in (((">Note on the whole",), 0), ((f'value="{one}"', ">Note "), 1)):
        mine = other = form_of(editable.get(PAGE).text, *held)
        assert post(editable, other, note=f"theirs <{at}>").status_code == 303
        answer = post(editable, mine, note=f"mine <{at}>")
        assert answer.status_code == 409
        assert "another note stands there than the page showed" in answer.text
        assert f"theirs &lt;{at}&gt;</p>" in answer.text
        assert notes(collected)[at] == f"theirs <{at}>"
        again = form_of(answer.text, "What was typed")
        assert again["note"] == f"mine <{at}>"
        assert post(editable, again).status_code == 303
        assert notes(collected)[at] == f"mine <{at}>"
        assert post(editable, mine, note=f"mine <{at}>").status_code == 303  # it stands there
    assert editable.get(PAGE).text.count("Ask the") == 2 * 2  # the notes on the others


def test_a_note_on_a_passage_and_the_form_of_an_article_are_held_to_the_same(
    editable: FlaskClient, collected: Path
) -> None:
    one = members(collected)[0]
    with Store.open(collected) as store:
        words = " ".join(store.get(one).body.split()[:4])
        Collecting(store).passage(NAME, one, words, "Whose?")
    mine = form_of(editable.get(PAGE).text, f'value="{one}"', ">Whose?")
    mine["do"] = "passage"
    article = form_of(editable.get(f"/article/{one}").text, 'value="put"')
    article["collection"] = NAME
    assert post(editable, mine, on_passage="Theirs").status_code == 303
    assert post(editable, mine, on_passage="Mine").status_code == 409
    refused = post(editable, article, passage=words, on_passage="Mine")
    assert refused.status_code == 409
    assert form_of(refused.text, "What was typed")["passage"] == words
    assert notes(collected) == ["For Monday", NOTE, "Theirs"]
    # The page showed the note on the article, and that has not been changed since.
    assert post(editable, article, note="Seen").status_code == 303
    assert post(editable, article, note="Seen before").status_code == 409
    assert post(editable, article).status_code == 303
    assert notes(collected) == ["For Monday", "Seen", "Theirs"]


def test_a_passage_that_the_page_shows_with_its_note_is_given_another(
    editable: FlaskClient, collected: Path
) -> None:
    one = members(collected)[0]
    with Store.open(collected) as store:
        words = " ".join(store.get(one).body.split()[:4])
        Collecting(store).passage(NAME, one, words, "Whose?")
    held = f'value="{one}"', "Passage, as it stands"
    mine, other = (form_of(editable.get(PAGE).text, *held) for _ in range(2))
    assert post(editable, mine, passage=words, on_passage="Mine").status_code == 303
    assert notes(collected)[2] == "Mine"
    assert post(editable, other, passage=words, on_passage="Theirs").status_code == 409
    assert notes(collected)[2] == "Mine"


@pytest.mark.parametrize("note", ["anything", ""])
def test_a_form_that_has_seen_nothing_replaces_nothing(
    editable: FlaskClient, collected: Path, note: str
) -> None:
    mine = form_of(editable.get(PAGE).text, ">Note on the whole")
    mine.poplist("shown")
    assert post(editable, mine, note=note).status_code == 409
    assert notes(collected)[0] == "For Monday"
