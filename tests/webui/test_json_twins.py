"""Every page as JSON at the same address: the same answer, the same errors."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from archive.article import to_json
from archive.store.store import Store
from index.answers.results_json import copy_json
from index.fields import FIELDS
from index.query.language import SECTIONS


def test_search_as_json_holds_what_the_page_shows(get, client) -> None:
    query = "q=Deir+Ezzor&tag=Syria&agency=AFP&from=2017-09&to=2017-11&sort=oldest"
    answer = client.get(f"/search.json?{query}").json
    assert list(answer) == [
        "version", "query", "total", "about", "counted", "articles", "took_ms", "hits", "facets",
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
            assert words <= {"Deir Ezzor", "دير الزور"}  # a name is one term


def test_an_article_as_json_is_what_the_store_holds(client, samples) -> None:
    with Store.open(samples.home) as store:
        article = store.get(sorted(store.ids())[0])
        answer = client.get(f"/article/{article.id}.json").json
        alone = {"story": article.id, "more": 0, "others": [], "explanation": None}
        similar = answer.pop("similar")
        kept = to_json(article)
        file = answer["article"]["origin"].pop("file")
        assert kept["origin"].pop("file").endswith(file)  # readers see no path of the server
        assert answer == {"version": 1, "article": kept, **alone}
        assert similar == [copy_json(store.get(other["id"])) for other in similar]
        slugged = client.get(f"/article/{article.id}/any-slug.json").json
        del slugged["article"]["origin"]["file"]
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


def test_the_help_page_and_its_twin_are_the_table_of_the_language(get, client) -> None:
    page, answer = get("/help"), client.get("/help.json").json
    links = {link.text: parse_qs(urlsplit(link.href).query) for link in page.links}
    entries = [entry for section in SECTIONS for entry in section.entries]
    assert [entry["example"] for entry in answer["syntax"]] == [entry.example for entry in entries]
    for entry in entries:
        assert entry.meaning in page.text
        assert f"finds {entry.relation} {entry.other}" in page.text
        assert links[entry.example] == {"q": [entry.example]}
        assert links[entry.other] == {"q": [entry.other]}
    for line in (*answer["grammar"].splitlines(), *answer["terminals"].values()):
        assert " ".join(line.split()) in page.text


def test_the_help_page_and_its_twin_have_every_field_and_alias(get, client) -> None:
    page, answer = get("/help"), client.get("/help.json").json
    listed = {entry["name"]: entry for entry in answer["fields"] if entry["name"]}
    assert set(listed) == {field.name for field in FIELDS}
    for field in FIELDS:
        assert listed[field.name]["aliases"] == list(field.aliases)
        names = f"{field.name} or {', '.join(field.aliases)}" if field.aliases else field.name
        assert f"{names} {field.help} {field.example}" in page.text
        assert page.link(field.example)


def test_the_contents_of_the_help_page_lead_to_its_sections(get) -> None:
    page = get("/help")
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    targets = [link.href[1:] for link in page.links if link.href.startswith("#")]
    assert {section.name for section in SECTIONS} < set(targets) <= ids


def test_an_example_of_the_help_page_runs_when_it_is_followed(get) -> None:
    link = get("/help").link('"Euphrates Mayadeen"~5')
    answer = get(link.href)
    assert ("q", link.text) in answer.inputs
    assert len(answer.titles()) == 2
