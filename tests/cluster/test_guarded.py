"""A cluster that asks for a name and a password, over TLS: nginx before a node does both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.helpers.commands import Archive
from tests.helpers.engines import cluster_engine, forget
from tests.helpers.front import certificate, free_port, in_front
from tests.helpers.servers import nodes

PASSWORD = "correct horse"


@pytest.fixture
def guarded(
    samples_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """The settings by which the samples' index is let in."""
    pytest.importorskip("opensearchpy")
    node, port, folder = nodes()[0], free_port(), tmp_path / "nginx"
    made, key = certificate(tmp_path / "tls")
    users = tmp_path / "users"
    users.write_text(f"news:{{PLAIN}}{PASSWORD}\n")
    front = f"""server {{
        listen 127.0.0.1:{port} ssl; ssl_certificate {made}; ssl_certificate_key {key};
        client_max_body_size 20m;
        auth_basic "OpenSearch"; auth_basic_user_file {users};
        location / {{ proxy_pass {node}; proxy_set_header Authorization ""; }}
    }}"""
    engine = cluster_engine(samples_copy, [node], timeout=60)
    with ExitStack() as stack:
        stack.callback(engine.close)
        stack.callback(forget, engine)
        stack.enter_context(in_front(folder, front, port))
        given = {
            "ARCHIVE_ENGINE": "opensearch",
            "ARCHIVE_OPENSEARCH": f"https://localhost:{port}",
            "ARCHIVE_OPENSEARCH_USER": "news",
            "ARCHIVE_OPENSEARCH_PASSWORD": PASSWORD,
            "ARCHIVE_OPENSEARCH_CERTIFICATES": str(made),
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        yield given


def test_whoever_is_let_in_searches_as_elsewhere(
    run: Archive, samples_copy: Path, guarded: dict[str, str]
) -> None:
    assert run("--home", samples_copy, "reindex").code == 0
    found = run("--home", samples_copy, "search", "Deir Ezzor")
    assert found.code == 0
    status = run("--home", samples_copy, "status")
    assert guarded["ARCHIVE_OPENSEARCH"] in status.out
    assert PASSWORD not in found.out + found.err + status.out + status.err


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PASSWORD", "wrong", "lets news in for less than that"),
        ("USER", "", "lets nobody without a name in for less than that"),
        ("CERTIFICATES", "", "cannot be asked over TLS"),
    ],
)
def test_whoever_is_not_is_told_what_to_set(
    run: Archive, samples_copy: Path, guarded: dict[str, str], monkeypatch: pytest.MonkeyPatch,
    name: str, value: str, told: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(f"ARCHIVE_OPENSEARCH_{name}", value)
    refused = run("--home", samples_copy, "search", "Deir Ezzor")
    assert refused.code == 2
    assert told in refused.err
    assert f"opensearch_{name.lower()}" in refused.err or name == "USER"
    assert "wrong" not in refused.err


def test_a_wrong_scheme_is_told(
    run: Archive, samples_copy: Path, guarded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = guarded["ARCHIVE_OPENSEARCH"].replace("https", "http")
    monkeypatch.setenv("ARCHIVE_OPENSEARCH", plain)
    refused = run("--home", samples_copy, "search", "Deir Ezzor")
    assert refused.code == 2
    assert plain in refused.err
