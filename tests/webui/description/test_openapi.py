"""The description: valid, whole, and what the archive really answers; and its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from archive.store.store import Store
from index.fields import FACETS
from index.query.filters import FILTERS
from tests.helpers.openapi import complaints, described
from tests.helpers.pages import Page
from webui.common.parameters import PARAMETERS
from webui.common.wording import host_of


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    return described(client)


def test_it_is_valid_openapi(document) -> None:
    validate(document)
    assert document["openapi"].startswith("3.1.")


def test_what_is_not_valid_is_told(document) -> None:
    del document["paths"]["/search.json"]["get"]["responses"]
    document["paths"]["/search.json"]["get"]["parameters"] = "none"
    with pytest.raises(Exception, match=r"none"):
        validate(document)


def test_every_address_that_gives_json_is_described_and_nothing_else(client, document) -> None:
    rules = [rule.rule for rule in client.application.url_map.iter_rules()]
    programs = {re.sub(r"<(\w+)>", r"{\1}", rule) for rule in rules
                if rule.endswith((".json", ".jsonl"))}  # fmt: skip
    assert set(document["paths"]) == programs | {"/export"}
    for path, item in document["paths"].items():
        assert list(item) == ["get"]
        in_path = {each["name"] for each in item["get"]["parameters"] if each.get("in") == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path))
    names = [item["get"]["operationId"] for item in document["paths"].values()]
    assert len(names) == len(set(names))


def test_every_schema_and_parameter_is_used_and_every_reference_leads_somewhere(document) -> None:
    found = set(re.findall(r"'\$ref': '#/components/([^']+)'", str(document)))
    parts = document["components"]
    assert found == {f"{kind}/{name}" for kind in parts for name in parts[kind]}


def test_parameters_are_those_of_the_tables_with_their_meanings(document) -> None:
    parts = document["components"]["parameters"]
    assert set(parts) == {*PARAMETERS, *FILTERS, "If-None-Match"}
    for name, parameter in PARAMETERS.items():
        assert parts[name]["description"] == parameter.meaning
        if parameter.choices:
            assert set(parameter.choices) <= set(map(str, parts[name]["schema"]["enum"]))
    for facet in FACETS:
        assert facet.help in parts[facet.name]["description"]
        assert all(alias in parts[facet.name]["description"] for alias in facet.aliases)
    taken = document["paths"]["/search.json"]["get"]["parameters"]
    named = {each["$ref"].rpartition("/")[2] for each in taken if "$ref" in each}
    assert named == set(parts)


def test_each_choice_of_a_parameter_is_taken_and_another_is_refused_or_does_nothing(client) -> None:
    asked = "/search.json?q=oil&collection=Samples"  # which has an order of its own
    for name, parameter in PARAMETERS.items():
        for choice in parameter.choices:
            assert client.get(f"{asked}&{name}={choice}").status_code == 200
        if parameter.choices:
            answer = client.get(f"{asked}&{name}=otherwise")
            assert answer.status_code == (200 if parameter.lenient else 400), name


def paths_of(home: Any) -> list[str]:
    """Addresses of programs for every article of an archive, and for searches."""
    with Store.open(home) as store:
        ids = sorted(store.ids())
        revised = [each for each in ids if store.get(each).revision > 1]
    parts = [".json", "/history.json", "/cite.json", "/cite/csl-json.json", "/diff.json"]
    return [
        *(f"/article/{each}{part}" for each in ids for part in parts),
        *(f"/article/{each}/words{part}" for each in ids[:3] for part in (".json",)),
        *(f"/article/{each}.json?q=Syria+-oil+%22last+town%22+Mos*&why=1" for each in ids[:20]),
        *(f"/article/{each}/diff/1..2.json" for each in revised),
        *(f"/article/{each}.json?revision=1" for each in revised),
        *(f"/compare/{one}/{other}.json" for one, other in pairwise(ids[:9])),
        *(f"/facet/{facet.name}.json?q=Syria" for facet in FACETS),
        *(f"/export?q=Syria&format={form}&{how}" for form in ("csv", "jsonl", "ris", "csl-json")
          for how in ("", "pack=1", "manifest=1")),
        "/collections.json", "/collection/samples.json", "/collection/none.json",
        "/search.json", "/.json", "/export", "/help.json", "/openapi.json",
        "/search.json?q=Deir+Ezzor&fold=1&split=agency&per=share&from=2017",
        "/search.json?q=oil&versus=Mosul&from=2017-11&to=2017-11", "/search.json?q=is:withdrawn",
        "/search.json?q=Syira", "/search.json?q=%22oil+Mosul%22&tag=Sport&agency=AFP",
        "/search.json?q=Raqa&view=kwic&lines=left", "/search.json?q=date:none",
        "/context.jsonl?q=Raqa&lines=left", "/context.jsonl?q=oil&sort=oldest&limit=3",
        "/coverage.json", "/coverage.json?by=tag&year=2017", "/coverage.json?q=oil&before=1",
        "/map.json", "/map.json?q=Syria&tag=Conflict",
        "/words.json?q=oil", "/words.json?q=Syria&axis=year&show=neighbours&small=1",
        "/words.json?q=Syria&versus=oil&axis=agency", "/words.json?q=army&axis=month&left=0",
        "/new.json", "/new.json?q=Syria&since=none", "/suggest.json?q=sy",
        "/suggest.json", "/opensearch-suggestions.json?q=sy",
    ]  # fmt: skip


def test_every_answer_of_the_samples_is_as_described(client, document, samples) -> None:
    statuses = set()
    for path in paths_of(samples.home):
        answer = client.get(path, buffered=True)
        assert complaints(document, answer) == [], path
        statuses.add(answer.status_code)
        name = {"If-None-Match": answer.headers.get("ETag", "")}
        again = client.get(path, buffered=True, headers=name)
        assert again.status_code == (304 if answer.status_code == 200 else answer.status_code)
        assert complaints(document, again) == [], path
    assert statuses == {200, 404, 410}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search.json?page=0", 400), ("/search.json?from=soon", 400), ("/.json?size=7", 400),
        ("/coverage.json?by=colour", 400), ("/new.json?match=some", 400),
        ("/words.json", 400), ("/words.json?q=oil&axis=colour", 400),
        ("/facet/tag.json?page=x", 400), ("/facet/tag.json?order=z", 400),
        ("/facet/title.json", 404), ("/context.jsonl", 400), ("/context.jsonl?q=oil&limit=x", 400),
        ("/context.jsonl?q=oil&from=soon", 400), ("/context.jsonl?q=oil&from=2018&to=2017", 400),
        ("/article/aaaaaaaaaaaaaaaa.json?similar=0", 404),
        ("/export?format=docx", 400), ("/export?from=soon", 400),
        ("/article/aaaaaaaaaaaaaaaa.json", 404), ("/article/aaaaaaaaaaaaaaaa/diff.json", 404),
    ],
)  # fmt: skip
def test_errors_are_as_described(client, document, path: str, status: int) -> None:
    answer = client.get(path, buffered=True)
    assert answer.status_code == status
    assert complaints(document, answer) == []


def test_what_may_not_be_read_is_answered_as_described(tmp_path, open_home, make_article) -> None:
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    kinds: dict[str, tuple[int, dict[str, Any]]] = {
        "killed": (410, {"status": "withdrawn"}), "held": (403, {"status": "withheld"}),
        "later": (403, {"extra": {"embargo": until}}), "gone": (410, {}),
    }  # fmt: skip
    with Store.create(tmp_path / "own") as store:
        for name, (_, fields) in kinds.items():
            with store.transaction():
                store.put(make_article(name, **fields), name.encode(), "text/plain")
        store.remove(make_article("gone").id)
    client = open_home(tmp_path / "own")
    document = described(client)
    for name, (status, _) in kinds.items():
        for part in (".json", "/history.json", "/diff.json", "/cite.json", "/cite/csl-json.json"):
            answer = client.get(f"/article/{make_article(name).id}{part}")
            assert answer.status_code == status
            assert complaints(document, answer) == []


@pytest.mark.leaves_damage("it has to be told")
def test_an_archive_that_cannot_be_read_answers_as_described(samples_copy, open_home) -> None:
    client = open_home(samples_copy)
    document = described(client)
    for file in samples_copy.glob("archive.db*"):
        file.unlink()
    fresh = samples_copy / "fresh.db"
    fresh.write_bytes(b"no database " * 1000)
    fresh.replace(samples_copy / "archive.db")
    for path in ("/search.json?q=oil", "/facet/tag.json", "/export?format=csv"):
        answer = client.get(path, buffered=True)
        assert answer.status_code == 503
        assert complaints(document, answer) == []


def test_what_is_new_is_told_as_described(samples_copy, open_home, make_article) -> None:
    client = open_home(samples_copy)
    document = described(client)
    place = client.get("/new.json?q=zeppelin").json["place"]
    with Store.open(samples_copy) as store, store.transaction():
        store.put(make_article(title="A quixotic zeppelin"), b"", "text/plain")
    answer = client.get(f"/new.json?q=zeppelin&since={place}")
    assert complaints(document, answer) == []
    assert [each["title"] for each in answer.json["articles"]] == ["A quixotic zeppelin"]


def test_an_answer_that_is_not_as_described_is_told(client, document) -> None:
    answer = client.get("/search.json?q=Syria")
    del document["components"]["schemas"]["Hit"]["properties"]["title"]
    document["components"]["schemas"]["Results"]["properties"]["total"] = {"type": "string"}
    assert complaints(document, answer) != []


def test_it_says_whose_archive_it_is_and_where(open_home, samples) -> None:
    client = open_home(
        samples.home, ARCHIVE_NAME="River News", ARCHIVE_CONTACT="desk@river.example",
        ARCHIVE_BASE_ADDRESS="https://news.river.example/archive", ARCHIVE_RIGHTS="Ask us first.",
        ARCHIVE_PAGE_SIZE="15",
    )  # fmt: skip
    found = described(client)
    validate(found)
    assert found["info"]["title"] == "River News"
    assert found["info"]["contact"] == {"email": "desk@river.example"}
    assert "Ask us first." in found["info"]["description"]
    assert [each["url"] for each in found["servers"]] == ["https://news.river.example/archive"]
    sizes = found["components"]["parameters"]["size"]["schema"]
    assert sizes == {"type": "integer", "enum": [10, 15, 20, 50, 100], "default": 15}
    assert client.get("/search.json?size=15").status_code == 200


def test_behind_a_prefix_the_server_is_where_it_was_asked(client) -> None:
    answer = client.get("/openapi.json", environ_overrides={"SCRIPT_NAME": "/news"})
    (server,) = answer.json["servers"]
    assert urlsplit(server["url"]).path == "/news"
    assert host_of(server["url"]) == "localhost"


@pytest.mark.parametrize("path", ["/", "/help", "/nowhere"])
def test_every_page_leads_to_the_description(get: Callable[..., Page], path: str) -> None:
    page = get(path)
    named = [found for tag, found in page.elements if tag == "link"]
    assert {"rel": "service-desc", "type": "application/json", "href": "/openapi.json"} in named
    assert page.link("For programs").href == "/api"


def test_the_page_says_all_that_the_document_says(get, document) -> None:
    page = get("/api")
    ids = {found["id"] for _, found in page.elements if "id" in found}
    for path, item in document["paths"].items():
        assert path in page.text
        assert item["get"]["operationId"] in ids
        assert item["get"]["summary"] in page.text
    for parameter in document["components"]["parameters"].values():
        assert f"{parameter['name']} {parameter['description']}" in page.text
    for name, schema in document["components"]["schemas"].items():
        assert f"schema-{name}" in ids
        for key, each in schema.get("properties", {}).items():
            assert key in page.text
            assert each["description"] in page.text
    for link in page.links:
        if link.href.startswith("#"):
            assert link.href[1:] in ids


def test_the_examples_of_the_page_find_something(client, get, document) -> None:
    tried = [link.href for link in get("/api").links if link.href == link.text]
    assert len(tried) == len(document["paths"])
    for address in tried:
        answer = client.get(address, buffered=True)
        assert answer.status_code == 200
        assert complaints(document, answer) == []
    hits = client.get(next(each for each in tried if each.startswith("/search.json"))).json["hits"]
    assert hits


def test_an_empty_archive_is_described_without_examples(tmp_path, open_home, visit) -> None:
    with Store.create(tmp_path / "own"):
        pass
    client = open_home(tmp_path / "own")
    validate(described(client))
    page = visit(client, "/api")
    assert page.status == 200
    tried = [link.href for link in page.links if link.href == link.text]
    assert {"/search.json", "/help.json", "/openapi.json"} <= set(tried)
    assert not [address for address in tried if "{" in address]
