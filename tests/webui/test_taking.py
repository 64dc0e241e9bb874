"""Articles taken away from a page: the same rows in every format, with a manifest that holds."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from urllib.parse import urlsplit

import pytest

from archive.exports.verify import verify
from tests.helpers.pages import query_of, total

SEARCH = "q=Syria&tag=Conflict&sort=oldest"


def rows(client, query: str) -> list[dict[str, str]]:
    data = client.get(f"/export?{query}&format=csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data)))


def test_a_reader_goes_from_a_search_to_a_file(get, client) -> None:
    page = get(get("/?q=Syria&tag=Conflict").link("Export").href)
    assert "Take away" in page.text
    for name in ("CSV", "JSON Lines", "RIS", "BibTeX", "CSL-JSON", "Markdown, zipped", "ninjs"):
        answer = client.get(page.link(name).href)
        assert answer.status_code == 200
        assert answer.data
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "syria-" in answer.headers["Content-Disposition"]


def test_rows_and_order_are_those_of_the_screen(get, client) -> None:
    page = get(f"/?{SEARCH}&fold=0&size=50")
    hits = [link.href for link in page.links if link.href.startswith("/article/")]
    ids = [href.split("/")[2] for href in hits]
    assert [row["id"] for row in rows(client, SEARCH)] == ids
    assert len(ids) == total(page) > 5


def test_an_export_from_a_folded_page_is_folded_and_its_manifest_says_so(get, client) -> None:
    page = get(f"/?{SEARCH}")
    query = urlsplit(page.link("Export").href).query
    assert ("fold", "1") in query_of(f"?{query}")
    assert len(rows(client, query)) == total(page) < len(rows(client, SEARCH))
    folded = json.loads(client.get(f"/export?{query}&format=csv&manifest=1").data)
    assert folded["filters"]["fold"] is True
    plain = json.loads(client.get(f"/export?{SEARCH}&format=csv&manifest=1").data)
    assert "fold" not in plain["filters"]


@pytest.mark.parametrize("name", ["csv", "jsonl", "ris", "csl-json", "markdown-zip"])
def test_the_manifest_describes_the_very_bytes_and_travels_with_them(
    client, tmp_path, name
) -> None:
    data = client.get(f"/export?{SEARCH}&format={name}").data
    manifest = json.loads(client.get(f"/export?{SEARCH}&format={name}&manifest=1").data)
    (entry,) = manifest["files"]
    assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert (manifest["query"], manifest["sort"]) == ("Syria", "oldest")
    packed = client.get(f"/export?{SEARCH}&format={name}&pack=1").data
    with zipfile.ZipFile(io.BytesIO(packed)) as both:
        both.extractall(tmp_path)
        file, beside = both.namelist()
    assert (tmp_path / file).read_bytes() == data
    assert list(verify(tmp_path / beside, None)) == []


def test_ticked_articles_alone_come_in_their_order(client) -> None:
    ids = [row["id"] for row in rows(client, SEARCH)]
    wanted = [ids[3], ids[0], "nothinglikethis1"]
    query = "&".join(f"id={each}" for each in wanted)
    assert [row["id"] for row in rows(client, f"{SEARCH}&{query}")] == wanted[:2]
    manifest = json.loads(client.get(f"/export?{SEARCH}&{query}&format=csv&manifest=1").data)
    assert manifest["articles"] == 2
    assert manifest["filters"]["id"] == wanted


def test_what_may_not_be_read_cannot_be_taken_by_its_id(holding) -> None:
    client, article = holding(status="withheld")
    assert rows(client, f"id={article.id}") == []
    assert b"0 citations" in client.get(f"/cite?id={article.id}").data


def test_large_exports_are_sent_while_they_are_made(client, monkeypatch) -> None:
    answer = client.get(f"/export?{SEARCH}&format=jsonl")
    assert answer.is_streamed
    assert "Content-Length" not in answer.headers


def test_hits_are_cited_in_each_style_and_ticked_ones_alone(get) -> None:
    page = get(get("/?q=Syria&sort=oldest").link("Cite").href)
    assert f"{len(get('/?q=Syria').html.split('<li id=')) - 1} citations" in page.text
    for label in ("MLA", "Chicago", "Wikipedia"):
        assert get(page.link(label).href).status == 200
    assert "{{cite news" in get("/cite?q=Syria&style=wiki").html
    one = get("/?q=Syria").links
    article_id = next(x.href for x in one if x.href.startswith("/article/")).split("/")[2]
    assert "1 citation" in get(f"/cite?id={article_id}").text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/export?q=x&format=doc", "no format 'doc'"),
        ("/export?from=never&format=csv", "is no date"),
        ("/cite?q=x&style=ris", "no style 'ris'"),
        ("/export?format=csv&" + "&".join(f"id={n}" for n in range(600)), "600 articles"),
    ],
)
def test_what_cannot_be_taken_is_a_sentence(get, address: str, says: str) -> None:
    page = get(address)
    assert page.status == 400
    assert says in page.text


def test_each_format_is_told_without_another_that_the_page_may_not_have(get) -> None:
    page = get("/export?q=Syria")
    assert "Markdown files in folders, in a zip file" in page.text
    assert "the same" not in page.text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("الجيش", 'attachment; filename="20'),
        ("石油 oil", 'attachment; filename="oil-20'),
        ("oil", 'attachment; filename="oil-20'),
    ],
)
def test_a_file_for_words_in_other_letters_has_a_name_that_a_header_can_hold(
    client, query: str, named: str
) -> None:
    said = client.get("/export", query_string={"q": query, "format": "csv"}).headers[
        "Content-Disposition"
    ]
    assert said.encode("latin-1").isascii()
    assert said.startswith(named)
    assert ("filename*=UTF-8''" in said) is (query != "oil")


def test_parquet_is_offered_where_it_can_be_written(get, client, monkeypatch) -> None:
    import pyarrow.parquet

    page = get(f"/export?{SEARCH}")
    answer = client.get(page.link("Parquet").href)
    assert answer.content_type == "application/vnd.apache.parquet"
    ids = pyarrow.parquet.read_table(io.BytesIO(answer.data))["id"].to_pylist()
    assert ids == [row["id"] for row in rows(client, SEARCH)]
    manifest = json.loads(client.get(f"/export?{SEARCH}&format=parquet&manifest=1").data)
    assert manifest["files"][0]["sha256"] == hashlib.sha256(answer.data).hexdigest()
    monkeypatch.setattr("archive.exports.parquet.find_spec", lambda name: None)
    assert "Parquet" not in {link.text for link in get(f"/export?{SEARCH}&from=1900").links}
    assert client.get(f"/export?{SEARCH}&format=parquet&to=2030").status_code == 400
