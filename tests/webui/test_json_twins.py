"""Every page as JSON at the same address: the same answer, the same errors."""

from __future__ import annotations

import pytest

from archive.article import to_json
from archive.store import Store
from index.results_json import copy_json
from webui import language_help


def test_search_as_json_holds_what_the_page_shows(get, client) -> None:
    query = "q=Deir+Ezzor&tag=Syria&agency=AFP&from=2017-09&to=2017-11&sort=oldest"
    answer = client.get(f"/search.json?{query}").json
    assert list(answer) == [
        "version", "query", "total", "counted", "articles", "took_ms", "hits", "facets",
        "timeline", "mentions", "notices", "missing", "dates", "series",
        "advice", "expansions",
    ]  # fmt: skip
    assert (answer["version"], answer["query"]) == (1, "Deir Ezzor")
    assert [hit["title"] for hit in answer["hits"]] == get(f"/?{query}").titles()
    assert {"value": "Syria", "count": answer["total"]} in answer["facets"]["tag"]
    assert sum(period["count"] for period in answer["timeline"]) == answer["total"]
    for hit in answer["hits"]:
        for snippet in hit["snippets"]:
            words = {snippet["text"][start:end] for start, end in snippet["spans"]}
            assert words <= {"Deir Ezzor"}  # a name is one term


def test_an_article_as_json_is_what_the_store_holds(client, samples) -> None:
    with Store.open(samples.home) as store:
        article = store.get(sorted(store.ids())[0])
        answer = client.get(f"/article/{article.id}.json").json
        alone = {"story": article.id, "more": 0, "others": [], "explanation": None}
        similar = answer.pop("similar")
        assert answer == {"version": 1, "article": to_json(article), **alone}
        assert similar == [copy_json(store.get(other["id"])) for other in similar]
        slugged = client.get(f"/article/{article.id}/any-slug.json").json
        assert slugged == {**answer, "similar": similar}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search.json?from=foo", 400),
        ("/search.json?page=0", 400),
        ("/article/nosucharticle.json", 404),
        ("/nowhere.json", 404),
    ],
)
def test_errors_are_json_too(client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json["version"] == 1
    assert answer.json["error"]["status"] == status
    assert answer.json["error"]["message"]


@pytest.mark.parametrize("address", ["/?q=Mosul&tag=Iraq&page=1", "/help"])
def test_a_page_names_its_twin(get, address: str) -> None:
    page = get(address)
    twin = next(
        attributes["href"]
        for tag, attributes in page.elements
        if tag == "link" and attributes["rel"] == "alternate"
    )
    assert twin == page.link("This page as JSON").href
    assert get(twin).headers["Content-Type"] == "application/json"


def test_the_help_page_is_the_help_of_the_field_table(get, client) -> None:
    page, answer = get("/help"), client.get("/help.json").json
    for entry in answer["fields"]:
        assert entry["meaning"] in page.text
        assert all(alias in page.text for alias in entry["aliases"])
    assert {"title", "tag", "agency", "date"} <= {entry["name"] for entry in answer["fields"]}
    for line in answer["grammar"].splitlines():
        assert " ".join(line.split()) in page.text
    assert answer["grammar"].startswith("query")


@pytest.mark.parametrize("entry", [*language_help.syntax(), *language_help.fields()])
def test_every_example_on_the_help_page_is_understood_as_it_is(get, client, entry) -> None:
    answer = client.get("/search.json", query_string={"q": entry.example})
    assert answer.json["notices"] == []
    assert get(get("/help").link(entry.example).href).status == 200


@pytest.mark.parametrize("entry", language_help.syntax())
def test_the_examples_of_what_can_be_typed_find_something(client, entry) -> None:
    assert client.get("/search.json", query_string={"q": entry.example}).json["total"] > 0
