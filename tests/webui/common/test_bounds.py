"""What an address may ask for, and how it is told that it asks for too much."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from index.query.filters import MOST_VALUES
from index.query.lexer import LONGEST as LONGEST_QUERY
from webui.common.bounds import LONGEST, MOST_IDS, MOST_PARAMETERS

# Pages and files that read a search, or what is ticked, from their address.
ADDRESSES = (
    "/", "/search.json", "/feed.atom", "/facet/tag", "/facet/tag.json", "/chart", "/chart.png",
    "/chart.csv", "/calendar", "/map", "/map.json", "/coverage", "/coverage.csv", "/words",
    "/words.json", "/export", "/cite", "/advanced", "/context.jsonl", "/help", "/collections",
    "/article/o64gnp64dioob26b", "/no/such/page",
)  # fmt: skip


def filters(count: int, names: tuple[str, ...] = ("tag",)) -> str:
    """Parameters of so many filters, of these names in turn."""
    return urlencode([(names[at % len(names)], f"t{at}") for at in range(count)])


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "asked",
    [
        filters(MOST_VALUES + 1),
        filters(5_000 // 9),
        filters(MOST_VALUES + 1, ("tag", "any.agency", "-place", "missing", "source")),
        "q=" + "a" * LONGEST,
        "&" * MOST_PARAMETERS,
        "x=1&" * MOST_PARAMETERS,
        urlencode([("id", f"id{at}") for at in range(MOST_IDS + 1)]),
    ],
    ids=["a filter", "filters", "kinds", "long", "empty", "unknown", "ticked"],
)
def test_what_asks_for_too_much_is_refused_in_a_short_answer(
    client: FlaskClient, address: str, asked: str
) -> None:
    answer = client.get(f"{address}?{asked}")
    assert answer.status_code == 400
    assert len(answer.data) < 5_000  # nothing of what was asked is in it
    if address.endswith((".json", ".jsonl")):
        said = answer.get_json()["error"]
        assert said["status"] == 400
        assert said["message"]
        assert said["hint"]
    else:
        assert "That search has no answer" in answer.text


def test_what_is_refused_says_what_to_do(client: FlaskClient) -> None:
    text = client.get("/?" + filters(60)).text
    assert "The search has 60 filters; it takes 50" in text
    assert "tag:A OR tag:B" in text


def test_as_many_filters_as_are_taken_make_a_page_of_ordinary_size(client: FlaskClient) -> None:
    answer = client.get("/?" + filters(MOST_VALUES, ("tag", "-tag", "any.tag")))
    assert answer.status_code == 200
    assert len(answer.data) < 400_000


def test_a_query_longer_than_is_read_is_cut_in_the_links_of_its_page(client: FlaskClient) -> None:
    words = "oil " * 3_000
    answer = client.get("/?" + urlencode({"q": words}))
    assert answer.status_code == 200
    assert f"only its first {LONGEST_QUERY:,} characters were used" in answer.text
    assert urlencode({"q": words[: LONGEST_QUERY - 8]}) in answer.text
    assert urlencode({"q": words[: LONGEST_QUERY + 8]}) not in answer.text
