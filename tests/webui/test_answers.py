"""What every answer has in common: headers, caching, prefixes, methods, errors."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

PAGES = ["/", "/?q=Syria", "/help", "/search.json", "/?page=0", "/nowhere", "/static/style.css"]


@pytest.mark.parametrize("path", PAGES)
def test_an_answer_allows_a_browser_nothing_but_what_is_our_own(client, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'", "style-src": "'self'", "img-src": "'self'",
        "script-src": "'self'", "connect-src": "'self'",
        "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
    }  # fmt: skip
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/?q=Deir+Ezzor&tag=Syria", "/help", "/nowhere", "/?page=x"])
def test_a_page_needs_nothing_that_the_policy_forbids(get, path: str) -> None:
    for tag, attributes in get(path).elements:
        assert tag not in ("script", "style", "img", "iframe")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        if tag == "link" and attributes["rel"] in ("stylesheet", "icon"):
            assert attributes["href"].startswith("/static/")


def test_static_files_are_kept_and_found_under_a_version(get, client) -> None:
    style = re.search(r'href="(/static/style\.css\?v=\w{10})"', get("/").html)
    answer = client.get(style[1], buffered=True)
    assert answer.status_code == 200
    assert answer.cache_control.max_age == 365 * 24 * 3600
    assert "@import" not in answer.text
    assert "url(" not in answer.text


def test_pages_are_asked_for_anew_and_sent_again_only_when_changed(client) -> None:
    first = client.get("/help")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/help", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/help", "/search.json?q=Syria"])
def test_head_gives_the_headers_alone(client, path: str) -> None:
    answer = client.head(path)
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_type == client.get(path).content_type


def test_behind_a_prefix_every_link_stays_below_it(get) -> None:
    for path in ("/?q=Deir+Ezzor&tag=Syria&page=1", "/help", "/nowhere"):
        page = get(path, environ_overrides={"SCRIPT_NAME": "/news"})
        addresses = [
            attributes.get("href") or attributes.get("action") for _, attributes in page.elements
        ]
        assert {
            address for address in addresses if address and not address.startswith(("/news/", "#"))
        } == set()


def test_the_host_that_a_client_names_is_never_repeated(get) -> None:
    named = {"Host": "LocalHost:6543"}
    for address in ("/?q=Syria", "/chart.svg?q=Syria"):
        page = get(address, headers=named)
        assert page.status == 200
        assert ":6543" not in page.html


def test_what_only_reads_cannot_be_written_to(client) -> None:
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "can only be read" in answer.text


def test_a_mistake_of_ours_is_a_plain_page_and_its_trace_goes_to_the_log(
    client, monkeypatch, caplog
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(client.application.extensions["archive"], "search", broken)
    for path in ("/", "/search.json"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "Traceback" not in answer.text
        assert "secret" not in answer.text
        assert "ZeroDivisionError: a secret detail" in caplog.text


PARTS = {"name": "tag", "slug": "words", "pair": "1..2", "filename": "style.css"}
HOSTILE = [
    "a\0b", "\uffff", "\U0010ffff", "\udc80", "9" * 400, "-1", "(" * 3000, "a* " * 3000,
    "a OR " * 3000, "date:0000", "date:9999-12-31..",
    "story:\0", "a~" + "9" * 20, "\u0301" * 3000, "中" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_is_a_mistake_of_ours(client, value: str) -> None:
    typed = quote(value.encode("utf-8", "surrogateescape"))
    article = client.get("/search.json?q=status:corrected").json["hits"][0]["id"]
    for rule in client.application.url_map.iter_rules():
        parts = {name: PARTS.get(name, article) for name in rule.arguments}
        asked = [f"{filled(rule.rule, parts)}?q={typed}&why=1"]
        asked += [filled(rule.rule, {**parts, name: typed}) for name in parts]
        statuses = [client.get(each, buffered=True).status_code for each in asked]
        assert [status for status in statuses if status >= 500] == [], rule


def filled(path: str, parts: dict[str, str]) -> str:
    return re.sub(r"<(?:int:)?(\w+)>", lambda found: parts[found[1]], path)


def test_every_page_has_its_landmarks_and_a_way_past_the_masthead(get) -> None:
    for path in ("/?q=Deir+Ezzor", "/help", "/nowhere", "/?page=x"):
        page = get(path)
        tags = [tag for tag, _ in page.elements]
        assert [tags.count(tag) for tag in ("main", "h1", "search", "footer")] == [1, 1, 1, 1]
        assert page.links[0].href in ("#content", "#hits")
        assert ("main", {"id": "content", "tabindex": "-1"}) in page.elements
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        labels = {a["for"] for tag, a in page.elements if tag == "label" and "for" in a}
        assert labels <= set(ids)
