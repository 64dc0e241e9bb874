"""What may change an archive: nothing without --edit, and with it a page of its own alone."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from archive.collecting.reading import Collections
from archive.store.store import Store
from tests.webui.collecting.conftest import SECRET, members
from webui.collecting.seen import mark

OTHER_METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "LOCK")
HOME = {"Origin": "http://localhost"}
TAKE_OUT = {"do": "delete", "collection": "Bridges & Co"}
FORWARDING = (
    "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port",
    "X-Forwarded-Server", "X-Forwarded", "Via", "X-Real-IP", "True-Client-IP",
    "CF-Connecting-IP",
)  # fmt: skip


def address_of(rule: Rule) -> str:
    values = {"number": "1", "filename": "style.css", "kind": "json", "pair": "1..2"}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], "x"), rule.rule)


def test_without_edit_no_address_takes_anything_but_a_question(client: FlaskClient) -> None:
    rules = list(client.application.url_map.iter_rules())
    assert len(rules) > 40
    for rule in rules:
        assert rule.methods is not None
        assert rule.methods <= {"GET", "HEAD"}, rule
        for method in OTHER_METHODS:
            answer = client.open(address_of(rule), method=method, data={"token": SECRET})
            assert answer.status_code == 405, (method, rule)
    assert client.get("/edit").status_code == 404
    assert client.get("/collect").status_code == 404


def test_with_edit_one_address_takes_forms_and_no_other(editable: FlaskClient) -> None:
    writing = [
        rule.rule
        for rule in editable.application.url_map.iter_rules()
        if rule.methods and rule.methods - {"GET", "HEAD"}
    ]
    assert writing == ["/edit"]
    for rule in editable.application.url_map.iter_rules():
        for method in OTHER_METHODS:
            if (rule.rule, method) != ("/edit", "POST"):
                answer = editable.open(address_of(rule), method=method, headers=HOME)
                assert answer.status_code == 405, (method, rule)


def test_a_page_of_its_own_writes(editable: FlaskClient, collected: Path) -> None:
    answer = editable.post("/edit", data={**TAKE_OUT, "token": SECRET}, headers=HOME)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/collections?done=")
    assert members(collected) == []


@pytest.mark.parametrize(
    "token", ["", "of-this-ru", "of-this-run ", "OF-THIS-RUN", "ö\ud83d\ude00", "x" * 5000, None]
)
def test_a_forged_token_writes_nothing(
    editable: FlaskClient, collected: Path, token: str | None
) -> None:
    data = TAKE_OUT if token is None else {**TAKE_OUT, "token": token}
    for form in (data, {**data, "x": "y"}):
        body = urlencode({k: v.encode("utf-8", "surrogatepass") for k, v in form.items()})
        answer = editable.post(
            "/edit", data=body, headers=HOME, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 403
    assert len(members(collected)) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "https://localhost"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://localhost.evil.example"},
        {**HOME, "Sec-Fetch-Site": "same-site"},
        {**HOME, "Sec-Fetch-Site": "cross-site"},
        *({**HOME, name: "10.0.0.1"} for name in FORWARDING),
        *({**HOME, name: ""} for name in FORWARDING),
    ],
)
def test_who_comes_from_elsewhere_writes_nothing(
    editable: FlaskClient, collected: Path, headers: dict[str, str]
) -> None:
    answer = editable.post("/edit", data={**TAKE_OUT, "token": SECRET}, headers=headers)
    assert answer.status_code == 403
    assert len(members(collected)) == 3


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "localhost:81", "127.0.0.1:8000", "localhost.evil.example",
     "10.0.0.1", "[::2]", "0.0.0.0", "", "127.0.0.1.nip.io", "localhost."],
)  # fmt: skip
def test_another_name_is_not_answered_at_all(
    editable: FlaskClient, collected: Path, host: str
) -> None:
    for address in ("/", "/collections", "/healthz", "/static/style.css", "/search.json", "/none"):
        answer = editable.get(address, headers={"Host": host})
        assert answer.status_code == 421, address
        assert len(answer.data) < 100
    answer = editable.post(
        "/edit", data={**TAKE_OUT, "token": SECRET},
        headers={"Host": host, "Origin": f"http://{host}"},
    )  # fmt: skip
    assert answer.status_code == 421
    assert len(members(collected)) == 3


def test_its_own_names_are_answered(editable: FlaskClient) -> None:
    for host in ("localhost", "localhost:80", "127.0.0.1", "[::1]", "LOCALHOST"):
        assert editable.get("/collections", headers={"Host": host}).status_code == 200


def test_the_token_is_in_no_page_that_is_forwarded_and_in_none_without_edit(
    editable: FlaskClient, client: FlaskClient
) -> None:
    pages = ("/", "/collections", "/collection/Bridges & Co")
    for address in pages:
        for _ in range(2):  # once made, once kept
            for name in FORWARDING:
                text = editable.get(address, headers={name: "10.0.0.1"}).text
                assert SECRET not in text
                assert "<form class=" not in text.replace('<form id="take" class=', "")
            if address != "/":
                assert SECRET in editable.get(address).text
    assert "Collect</button>" in editable.get("/").text
    for address in ("/", "/collections"):
        assert '"/edit"' not in client.get(address).text


def test_articles_are_chosen_for_a_collection_by_whoever_can_put_them_in(
    editable: FlaskClient, collected: Path
) -> None:
    ids = members(collected)
    with Store.open(collected) as store:
        title = store.get(ids[0]).headline
    address = f"/collect?id={ids[0]}"
    assert title in unescape(editable.get(address).text)
    for name in FORWARDING:
        answer = editable.get(address, headers={name: "10.0.0.1"})
        assert answer.status_code == 403
        assert title not in unescape(answer.text)


def test_nothing_is_told_of_an_article_that_may_not_be_read_before_it_is_put_in(
    editable: FlaskClient, collected: Path
) -> None:
    with Store.open(collected) as store:
        one = store.get(members(collected)[0])
        closed = [
            replace(one, status="withheld", title="Held back"),
            replace(one, status="withdrawn", title="Taken back"),
            replace(one, extra={"embargo": "2999-01-01T00:00:00+00:00"}, title="Not yet"),
        ]
        for article in closed:
            with store.transaction():
                store.put(article, article.headline.encode(), "text/plain")
            page = editable.get(f"/collect?id={one.id}")
            assert "Collect 0 articles" in page.text
            data = {"do": "put", "token": SECRET, "id": one.id, "name": "New"}
            answer = editable.post("/edit", data=data, headers=HOME)
            assert answer.status_code == 400
            assert article.headline not in page.text + answer.text
        assert Collections(store.database).find("New") is None


def test_articles_go_into_a_new_collection_at_once_or_not_at_all(
    editable: FlaskClient, collected: Path
) -> None:
    one = members(collected)[0]
    put = {"do": "put", "token": SECRET, "id": one, "name": "New", "note": "seen"}

    def found() -> list[str]:
        listed = editable.get("/collections.json").json
        assert listed is not None
        return [each["name"] for each in listed["collections"]]

    before = found()
    answer = editable.post("/edit", data={**put, "passage": "no such words"}, headers=HOME)
    assert "<h1>That was not done</h1>" in answer.text
    assert found() == before
    answer = editable.post("/edit", data=put, headers=HOME)
    number = answer.headers["Location"].partition("done=")[2].partition("#")[0]
    assert "New" in found()
    undo = {"do": "undo", "token": SECRET, "number": number}
    answer = editable.post("/edit", data=undo, headers=HOME)
    assert answer.headers["Location"] == f"/collections?done={number}"
    assert found() == before


def test_what_was_done_is_told_without_the_title_of_an_article_that_may_not_be_read(
    editable: FlaskClient, collected: Path
) -> None:
    one = members(collected)[0]
    put = {"do": "put", "token": SECRET, "id": one, "name": "New"}
    where = editable.post("/edit", data=put, headers=HOME).headers["Location"]
    with Store.open(collected) as store:
        title = store.get(one).headline
        assert f"put in “{title}”" in unescape(editable.get(where).text)
        store.remove(one)
    page = unescape(editable.get(where).text)
    assert title not in page
    assert f"Made New: put in {one}." in page


def test_what_was_not_done_is_told_as_that_with_the_way_back(editable: FlaskClient) -> None:
    new = {"do": "new", "token": SECRET, "name": "Bridges & Co"}
    for data in (new, {**new, "name": "a/b"}, {**new, "name": "Other", "note": "n" * 20_000}):
        answer = editable.post("/edit", data=data, headers=HOME)
        assert answer.status_code == 400
        assert "<h1>That was not done</h1>" in answer.text
        assert "Go back to the page before" in answer.text
        assert "Dates" not in answer.text
    assert "can only be read" not in editable.get("/edit").text


def test_nothing_is_shared_with_other_origins(editable: FlaskClient) -> None:
    evil = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    answers = [
        editable.get("/collections", headers=evil),
        editable.get("/collections.json", headers=evil),
        editable.options("/edit", headers=evil),
        editable.post("/edit", data={**TAKE_OUT, "token": SECRET}, headers=HOME),
    ]
    for answer in answers:
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    assert answers[2].status_code == 403


def test_a_form_that_is_too_long_is_refused(editable: FlaskClient, collected: Path) -> None:
    data = {**TAKE_OUT, "token": SECRET, "note": "x" * (2 << 20)}
    assert editable.post("/edit", data=data, headers=HOME).status_code == 413
    assert len(members(collected)) == 3


def ask(
    address: str, method: str, path: str, body: str = "", **headers: str
) -> tuple[int, str, dict[str, str]]:
    """What a real server answers to a request with these headers and no others."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    if body:
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body.encode() if body else None)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, dict(answer.getheaders())


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_real_server_lets_its_own_pages_write_and_nobody_else(
    serve_editable: Callable[..., str], collected: Path, processes: str
) -> None:
    address = serve_editable("--processes", processes)
    host = urlsplit(address).netloc
    page = ask(address, "GET", "/collections", Host=host)[1]
    (token,) = set(re.findall(r'name="token" value="([^"]+)"', page))
    assert len(token) >= 40

    def post(form: dict[str, str], **headers: str) -> int:
        given = {"Host": host, "Origin": address} | headers
        return ask(address, "POST", "/edit", urlencode({"token": token, **form}), **given)[0]

    for name in FORWARDING:  # which the server must not take away before they are seen
        assert post(TAKE_OUT, **{name: "10.0.0.1"}) == 403
        assert token not in ask(address, "GET", "/collections", Host=host, **{name: "x"})[1]
    assert post(TAKE_OUT, Origin="http://evil.example") == 403
    assert post(TAKE_OUT, Host="evil.example", Origin="http://evil.example") == 421
    assert post({**TAKE_OUT, "token": f"{token}x"}) == 403
    assert ask(address, "GET", "/")[0] == 400  # without a Host
    assert len(members(collected)) == 3

    # What is written through one process is shown by all at once, and writes wait for each other.
    note = "For Monday"
    for number in range(6):
        shown, note = mark(note), f"note number {number}"
        noted = {"do": "note", "collection": "Bridges & Co", "note": note, "shown": shown}
        assert post(noted) == 303
        for _ in range(4):
            shown = ask(address, "GET", "/collection/Bridges%20%26%20Co", Host=host)[1]
            assert note in shown
            assert f"note number {number - 1}" not in shown
