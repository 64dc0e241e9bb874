"""By which names the server is asked, and what other sites get of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.helpers.archives import SampleArchive

Open = Callable[..., FlaskClient]
ADDRESSES = ("/", "/?q=army", "/search.json?q=army", "/healthz", "/static/style.css", "/none")
OTHERS = (
    "elsewhere.example", "elsewhere.example:8000", "localhost.evil.example", "127.0.0.1.nip.io",
    "10.0.0.1", "0.0.0.0", "[::2]", "", "localhost.", "localhost:port", "a, localhost", "a b",
    "localhost@evil.example", "evil.example#localhost", "2130706433", "localhost:80:80",
)  # fmt: skip


def status(client: FlaskClient, address: str, host: str, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(address, headers={"Host": host, **named}).status_code


@pytest.mark.parametrize("host", OTHERS)
def test_another_name_is_answered_nothing_also_of_what_is_kept(
    client: FlaskClient, host: str
) -> None:
    for address in ADDRESSES:
        client.get(address).close()
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 421, address
        assert len(answer.data) < 100


@pytest.mark.parametrize("port", ["", ":80", ":8000", ":9999"])
def test_names_of_loopback_are_answered_by_any_port_as_a_tunnel_has_it(
    client: FlaskClient, port: str
) -> None:
    for name in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST"):
        assert status(client, "/?q=army", name + port) == 200


def test_the_settings_name_others(open_home: Open, samples: SampleArchive) -> None:
    client = open_home(
        samples.home,
        ARCHIVE_BASE_ADDRESS="https://News.example.org:8443/archive",
        ARCHIVE_HOSTS="inner, desk.local  [fd00::7]",
    )
    for name in ("news.example.org", "NEWS.example.org:1", "inner:80", "desk.local", "[FD00::7]:1"):
        assert status(client, "/?q=army", name) == 200
    assert status(client, "/?q=army", "example.org") == 421


@pytest.mark.parametrize("listens", ["0.0.0.0", "192.168.7.7", "::", "desk.local"])
def test_where_others_can_reach_it_it_has_any_address_in_figures_and_no_other_name(
    open_home: Open, samples: SampleArchive, listens: str
) -> None:
    client = open_home(samples.home, ARCHIVE_HOST=listens)
    for host in ("192.168.7.7:8000", "10.0.0.1", "[fe80::1]:80", "localhost"):
        assert status(client, "/?q=army", host) == 200
    for host in ("evil.example", "2130706433", "127.1", "10.0.0.1.evil.example", "[evil]"):
        assert status(client, "/?q=army", host) == 421
    assert status(client, "/?q=army", "desk.local") == (200 if listens == "desk.local" else 421)


def test_an_address_of_this_machine_is_a_name_like_others(
    open_home: Open, samples: SampleArchive
) -> None:
    client = open_home(samples.home, ARCHIVE_HOST="127.0.0.2")
    assert status(client, "/", "127.0.0.2:80") == 200
    assert status(client, "/", "10.0.0.1") == 421


IMAGE = {"Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}
LINK = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_leads_here_and_shows_nothing_but_pictures_of_charts(
    client: FlaskClient, site: str
) -> None:
    for address in ADDRESSES[:3]:
        client.get(address)  # also what is kept
        assert status(client, address, "localhost", Sec_Fetch_Site=site, **LINK) == 200
        for asked in (
            IMAGE,
            {"Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"},
            {"Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"},
            {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
            {},
        ):
            assert status(client, address, "localhost", Sec_Fetch_Site=site, **asked) == 403
    for chart in ("/chart.svg?q=army", "/chart.png?q=army"):
        assert status(client, chart, "localhost", Sec_Fetch_Site=site, **IMAGE) == 200


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_its_own_pages_and_an_address_typed_in_get_all(client: FlaskClient, site: str) -> None:
    for address in ADDRESSES[:4]:
        assert status(client, address, "localhost", Sec_Fetch_Site=site, **IMAGE) == 200
