"""A cluster that wants every request signed as Amazon's services do, keys found as usual there."""

from __future__ import annotations

import builtins
import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.errors import SettingsError
from index.engines.opensearch.signing import signer
from tests.cluster.signed_front import Front, canonical, signature, signed_front
from tests.helpers.commands import Archive
from tests.helpers.engines import cluster_engine, forget
from tests.helpers.servers import nodes

SECRET, TOKEN = "secret/of+the archive", "token+of/the=session"
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # SHA-256 of nothing


@pytest.fixture(autouse=True)
def _nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of whoever runs the suite must not reach it."""
    pytest.importorskip("botocore")
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def front(samples_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    """The door before a node, by which the samples' index is reached, and who may pass."""
    pytest.importorskip("opensearchpy")
    node = nodes()[0]
    engine = cluster_engine(samples_copy, [node], timeout=60)
    with ExitStack() as stack:
        stack.callback(engine.close)
        stack.callback(forget, engine)
        front = stack.enter_context(signed_front(Front(node, secret=SECRET, token=TOKEN)))
        for name, value in {
            "ARCHIVE_ENGINE": "opensearch",
            "ARCHIVE_OPENSEARCH": front.address,
            "ARCHIVE_OPENSEARCH_AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": front.key,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_SESSION_TOKEN": TOKEN,
        }.items():
            monkeypatch.setenv(name, value)
        yield front


def test_the_door_reckons_as_the_published_example() -> None:
    """That of a list of users, in "Signature Version 4 signing process"."""
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        "host": "iam.amazonaws.com",
        "x-amz-date": "20150830T123600Z",
    }
    names = ";".join(headers)
    request = canonical("GET", "/?Action=ListUsers&Version=2010-05-08", headers, names, EMPTY)
    found = signature(
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830/us-east-1/iam/aws4_request",
        headers["x-amz-date"], request,
    )  # fmt: skip
    assert found == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"


def test_who_signs_searches_as_elsewhere(
    run: Archive, samples_copy: Path, front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = [run("--home", samples_copy, "reindex")]
    done += [run("--home", samples_copy, "search", "Deir Ezzor", "--facets", "--fold")]
    done += [run("--home", samples_copy, "status"), run("--home", samples_copy, "check")]
    assert [each.code for each in done] == [0, 0, 0, 0]
    assert front.passed > 20
    assert front.refused == 0
    printed = "".join(each.out + each.err for each in done)
    assert front.address in printed
    assert not [secret for secret in (SECRET, TOKEN, front.key) if secret in printed]

    # The same credentials as a profile.
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    (tmp_path / "none").write_text(
        f"[press]\naws_access_key_id = {front.key}\naws_secret_access_key = {SECRET}\n"
        f"aws_session_token = {TOKEN}\n"
    )
    monkeypatch.setenv("AWS_PROFILE", "press")
    again = run("--home", samples_copy, "search", "Deir Ezzor", "--facets", "--fold")
    assert again.out.splitlines()[1:] == done[1].out.splitlines()[1:]
    assert front.refused == 0


def test_the_role_of_a_machine_is_taken_and_what_has_ended_is_renewed(
    run: Archive, samples_copy: Path, front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{front.address}/role")
    given = {
        "AccessKeyId": front.key, "SecretAccessKey": SECRET, "Token": TOKEN,
        "Expiration": "2099-01-01T00:00:00Z",
    }  # fmt: skip
    over = {**given, "Token": "of yesterday", "Expiration": "2001-01-01T00:00:00Z"}
    front.roles = [json.dumps(given), json.dumps(over)]  # the last one is given first
    assert run("--home", samples_copy, "search", "Deir Ezzor").code == 0
    assert front.roles == []
    assert front.refused == 0
    nothing = run("--home", samples_copy, "search", "Deir Ezzor")
    assert nothing.code == 2
    assert "The credentials to sign requests with cannot be had" in nothing.err
    assert SECRET not in nothing.err


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong", "refuses a signed request: The request signature we"),
        ("AWS_ACCESS_KEY_ID", "AKIDNOBODY", "refuses a signed request: The security token"),
        ("AWS_SESSION_TOKEN", "another one", "refuses a signed request: The security token"),
        ("ARCHIVE_OPENSEARCH_AWS_REGION", "us-east-1", "refuses a signed request: The request"),
        ("ARCHIVE_OPENSEARCH_AWS_REGION", "Frankfurt", "should be a region such as eu-central-1"),
        ("ARCHIVE_OPENSEARCH_AWS_REGION", "", "lets nobody without a name in"),
        ("ARCHIVE_OPENSEARCH_AWS_SERVICE", "aoss", "refuses a signed request: The request"),
        ("ARCHIVE_OPENSEARCH_USER", "news", "either a name and a password or a signature"),
        ("AWS_PROFILE", "nobody", "cannot be had: The config profile (nobody)"),
    ],
)
def test_who_signs_wrongly_is_told_what_to_look_at(
    run: Archive, samples_copy: Path, front: Front, monkeypatch: pytest.MonkeyPatch,
    name: str, value: str, told: str,
) -> None:  # fmt: skip
    monkeypatch.setenv(name, value)
    refused = run("--home", samples_copy, "search", "Deir Ezzor")
    assert refused.code == 2
    assert told in refused.err
    assert front.passed == 0
    for secret in (SECRET, TOKEN, "wrong", "another one", "Canonical"):
        assert secret not in refused.err


def test_nobody_to_sign_as_is_told() -> None:
    with pytest.raises(SettingsError, match="There are no credentials") as raised:
        signer("eu-central-1", "es")
    assert "AWS_PROFILE" in (raised.value.hint or "")


def test_without_botocore_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "botocore"]:
        monkeypatch.delitem(sys.modules, name)
    kept = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name.startswith("botocore"):
            raise ModuleNotFoundError("No module named 'botocore'", name="botocore")
        return kept(name, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match="botocore, which is not installed") as raised:
        signer("eu-central-1", "es")
    assert "news-archive[aws]" in (raised.value.hint or "")
