"""The files in docs/deploy: they fit their schemas, and what they name exists. None was run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml

from archive.settings import SETTINGS, load
from cli.main import main
from index.names.groups import load_names
from tests.helpers.archives import ROOT
from webui.visitors import QUICK

FOLDER = ROOT / "docs" / "deploy"
KUBERNETES = FOLDER / "kubernetes"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
OWN = "news-archive"  # the image
PROBE = 'import urllib.request as it; it.urlopen("http://127.0.0.1:8000/healthz", timeout=8)'


@cache
def objects() -> list[dict[str, Any]]:
    """All objects of the manifests."""
    paths = [path for path in KUBERNETES.glob("*.yaml") if path.name != "kustomization.yaml"]
    return [each for path in paths for each in yaml.safe_load_all(path.read_text("utf-8"))]


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of what makes pods, and how these are to be."""
    for each in objects():
        spec = each.get("spec", {})
        spec = spec.get("jobTemplate", {"spec": spec})["spec"]
        if "template" in spec:
            yield each["metadata"]["name"], spec["template"]["spec"]


def found(thing: Any, key: str) -> Iterator[Any]:
    """Every value of a key, however deep."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            if name == key:
                yield value
            yield from found(value, key)
    elif isinstance(thing, list):
        for value in thing:
            yield from found(value, key)


SERVICES = {
    name: service for name, service in COMPOSE["services"].items() if service["image"] == OWN
}
CONTAINERS = {
    name: container
    for name, pod in pods()
    for container in pod["containers"]
    if container["image"] == OWN
}
CALLS = [
    *(("compose", name, service["command"]) for name, service in SERVICES.items()),
    *(("kubernetes", name, container["args"]) for name, container in CONTAINERS.items()),
    *(
        (path.name, words[0], words)
        for path in (FOLDER / "compose.yaml", KUBERNETES / "kustomization.yaml")
        for words in map(str.split, re.findall(
            r"(?:docker compose run --rm \w+|-- archive) (\w[^\n]*?)(?:  +|\n)",
            path.read_text("utf-8"),
        ))
    ),
]  # fmt: skip


# Their schemas -----------------------------------------------------------------------------------


def test_the_compose_file_is_one() -> None:
    """By the schema of the Compose specification, as check-jsonschema brings it."""
    folder = files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((folder / "compose-spec.json").read_text("utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(COMPOSE)
    COMPOSE["services"]["web"]["no such key"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validators.validator_for(schema)(schema).validate(COMPOSE)
    del COMPOSE["services"]["web"]["no such key"]


@pytest.mark.parametrize(
    "one", objects(), ids=lambda one: f"{one['kind']}-{one['metadata']['name']}"
)
def test_each_manifest_is_one(one: dict[str, Any]) -> None:
    """By the schemas that Kubernetes publishes, as kubernetes-validate brings them; strictly."""
    import kubernetes_validate as kubernetes

    kubernetes.validate(one, kubernetes.latest_version(), strict=True)
    if one["kind"] == "Service":
        with pytest.raises(kubernetes.ValidationError):
            kubernetes.validate({**one, "no such key": 1}, kubernetes.latest_version(), strict=True)


def test_kustomize_puts_all_together() -> None:
    listed = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text("utf-8"))
    assert set(listed["resources"]) == {path.name for path in KUBERNETES.glob("*.yaml")} - {
        "kustomization.yaml"
    }
    if (program := shutil.which("kubectl")) is None:
        pytest.skip("kubectl is not here to put it together")
    done = subprocess.run(
        [program, "kustomize", KUBERNETES], capture_output=True, text=True, check=True
    )
    made = list(yaml.safe_load_all(done.stdout))
    assert len(made) == len(objects()) + len(listed["configMapGenerator"])
    scaled = {each["metadata"]["name"]: each["spec"].get("replicas") for each in made
              if each["kind"] == "Deployment"}  # fmt: skip
    for each in listed["replicas"]:
        assert scaled[each["name"]] == each["count"]


# What they have of us ----------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "name", "words"), CALLS)
def test_each_command_is_one_with_these_options(where: str, name: str, words: list[str]) -> None:
    words = [word.replace("$(PROXY_NETWORK)", "10.244.0.0/16") for word in words]
    context = click.Context(main, info_name="archive", **main.context_settings)
    command = main.get_command(context, words[0])
    assert command is not None, (where, name)
    command.make_context(words[0], words[1:], parent=context)  # raises for a wrong option


def test_both_have_each_part() -> None:
    for parts in (SERVICES, CONTAINERS):
        assert set(parts) == {"init", "worker", "web", "watch"}
    assert len(CALLS) == 10


def settings_of(kind: str) -> dict[str, str]:
    """All variables that parts of the archive are given."""
    if kind == "compose":
        given = [service["environment"] for service in SERVICES.values()]
    else:
        given = [each["data"] for each in objects() if each["kind"] == "ConfigMap"]
    return {name: str(value) for some in given for name, value in some.items()}


@pytest.mark.parametrize("kind", ["compose", "kubernetes"])
def test_each_variable_is_a_setting_with_a_value_that_it_takes(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings_of(kind)
    known = {setting.variable: setting.name for setting in SETTINGS}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    read = load(str(tmp_path))
    ours = {name: value for name, value in given.items() if name.startswith("ARCHIVE_")}
    assert {"ARCHIVE_STORE", "ARCHIVE_OPENSEARCH", "ARCHIVE_OPENSEARCH_INDEX"} < set(ours)
    for name, value in ours.items():
        assert str(read.values[known[name]]) == value


@pytest.mark.parametrize("kind", ["compose", "kubernetes"])
def test_each_address_is_that_of_a_part(kind: str) -> None:
    if kind == "compose":
        parts = set(COMPOSE["services"])
    else:
        parts = {each["metadata"]["name"] for each in objects() if each["kind"] == "Service"}
        parts |= {f"opensearch-{number}.opensearch" for number in range(3)}
    given = settings_of(kind)
    assert set(re.findall(r"http://([^:]+):9200", given["ARCHIVE_OPENSEARCH"])) <= parts
    assert re.fullmatch("postgresql://archive@(.*)/news", given["ARCHIVE_STORE"])[1] in parts  # type: ignore[index]
    (host,) = re.findall(r"server ([\w.]+):8000", nginx_of(kind).read_text("utf-8"))
    assert host.removesuffix(".news.svc.cluster.local") in parts


def test_the_health_check_asks_the_address_that_tells() -> None:
    asked = [
        COMPOSE["services"]["web"]["healthcheck"]["test"][-1],
        *(words[-1] for words in found(CONTAINERS["web"], "command")),
    ]
    assert asked == [PROBE] * 3
    assert "/healthz" in QUICK  # of which tests/webui/test_observing.py has what it answers


def test_the_nodes_are_of_the_version_that_is_tested() -> None:
    tested = re.search(r"<opensearch>(.+)</", (ROOT / "tests/cluster/pom.xml").read_text())
    assert tested
    images = [
        *found(COMPOSE, "image"),
        *(image for each in objects() for image in found(each, "image")),
    ]
    for image in images:
        if image.startswith("opensearchproject"):
            assert image == f"opensearchproject/opensearch:{tested[1]}"
    assert {image.partition(":")[0] for image in images} == {
        OWN, "nginx", "opensearchproject/opensearch", "postgres"
    }  # fmt: skip


@pytest.mark.parametrize("folder", [FOLDER, KUBERNETES], ids=lambda folder: folder.name)
def test_the_names_that_ship_with_it_are_no_mistake(folder: Path) -> None:
    assert load_names(folder).own.problems == ()


def test_each_says_that_it_has_not_been_run() -> None:
    for path in (FOLDER / "compose.yaml", KUBERNETES / "kustomization.yaml"):
        assert "IT HAS NOT BEEN RUN" in path.read_text("utf-8")


# What holds them together ------------------------------------------------------------------------


def test_all_that_the_compose_file_uses_is_in_it() -> None:
    services = COMPOSE["services"]
    for kind in ("secrets", "configs", "networks"):
        used = {
            each["source"] if isinstance(each, dict) else each
            for service in services.values() for each in service.get(kind, ())
        }  # fmt: skip
        assert used == set(COMPOSE[kind])
    used = {
        volume.partition(":")[0] for each in services.values() for volume in each.get("volumes", ())
    } - {"./incoming"}
    assert used == set(COMPOSE["volumes"])
    for each in COMPOSE["configs"].values():
        assert (FOLDER / each["file"]).is_file()
    for name, service in services.items():
        assert set(service.get("depends_on", {})) < set(services), name
        assert "resources" in service["deploy"], name
    proxy = services["nginx"]["networks"]["inside"]["ipv4_address"]
    assert f"--behind-proxy={proxy}" in services["web"]["command"]


def test_all_that_the_manifests_use_is_in_them() -> None:
    made = {(each["kind"], each["metadata"]["name"]) for each in objects()}
    told = (KUBERNETES / "kustomization.yaml").read_text("utf-8")
    listed = yaml.safe_load(told)
    configured = {name for kind, name in made if kind == "ConfigMap"}
    configured |= {each["name"] for each in listed["configMapGenerator"]}
    secrets = set(re.findall(r"create secret \w+ (\w+)", told))
    kinds = (
        ("persistentVolumeClaim", "claimName", {n for k, n in made if k.startswith("Persistent")}),
        ("configMap", "name", configured), ("configMapRef", "name", configured),
        ("secret", "secretName", secrets), ("secretKeyRef", "name", secrets),
    )  # fmt: skip
    for name, pod in pods():
        for kind, key, known in kinds:
            assert {each[key] for each in found(pod, kind)} <= known, name
        claims = [volume["name"] for volume in pod.get("volumes", ())]
        for container in pod["containers"]:
            mounted = {each["name"] for each in container.get("volumeMounts", ())}
            assert mounted - {"data"} <= set(claims), name
            assert "resources" in container, name
    for each in objects():
        for selected in found(each, "podSelector"):
            for key, value in selected.get("matchLabels", {}).items():
                assert any(
                    value == labels.get(key) for one in objects() for labels in found(one, "labels")
                )


# The front, and the image ------------------------------------------------------------------------


def nginx_of(kind: str) -> Path:
    """Where the configuration of nginx is."""
    return (FOLDER if kind == "compose" else KUBERNETES) / "nginx.conf"


@pytest.mark.parametrize("kind", ["compose", "kubernetes"])
def test_the_front_is_the_one_that_the_docs_show_and_a_test_starts(
    kind: str, tmp_path: Path
) -> None:
    text = nginx_of(kind).read_text("utf-8")
    shown = (ROOT / "docs" / "scale.md").read_text("utf-8")
    (shown,) = re.findall(r"```nginx\n(.*?)```", shown, re.S)
    differs = re.compile(r"^ *(#|resolver|zone|ssl_certificate|server [\w.]+:8000).*\n|^\n", re.M)
    assert differs.sub("", text) == differs.sub("", shown)
    if (program := shutil.which("nginx")) is None:
        pytest.skip("nginx is not here to read it: apt install nginx-light")
    # An nginx before 1.27.3 knows no servers of which the addresses change.
    read = re.sub(r"server [\w.]+:8000 resolve", "server 127.0.0.1:8000", text)
    read = re.sub(r"^ *(ssl_.*|resolver.*)\n", "", read, flags=re.M).replace("443 ssl", "8443")
    path = tmp_path / "nginx.conf"
    path.write_text(f"pid {tmp_path}/pid; events {{}} http {{ access_log off; {read} }}")
    done = subprocess.run(
        [program, "-t", "-c", path, "-e", "stderr"], capture_output=True, text=True, check=False
    )
    assert "syntax is ok" in done.stderr, done.stderr


def test_the_image_is_made_of_what_there_is() -> None:
    text = (FOLDER / "Dockerfile").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (extras,) = re.findall(r"'\.\[(.+)\]'", text)
    assert set(extras.split(",")) < set(project["project"]["optional-dependencies"])
    kept = re.findall(r"^!(.+)$", (FOLDER / "Dockerfile.dockerignore").read_text("utf-8"), re.M)
    assert all((ROOT / each).exists() for each in kept)
    assert {each.partition(".")[0] for each in project["tool"]["setuptools"]["packages"]} < set(
        kept
    )
    (editing,) = re.findall(r"RUN sed (.+?) requirements.lock", text)
    done = subprocess.run(
        f"sed {editing} {ROOT}/requirements.lock", shell=True, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    named = [line for line in done.stdout.splitlines() if not line.lstrip().startswith("#")]
    assert len(named) > 50
    assert all(re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.+-]+( ; .+)?", line) for line in named), named
    (version,) = set(re.findall(r"FROM python:([\d.]+)-", text))
    assert tuple(map(int, version.split("."))) >= (3, 11)


def test_the_way_in_of_the_compose_file_passes_the_password_and_all_words(tmp_path: Path) -> None:
    """As the shell of the image does it, with a program that tells what it was given."""
    shell, flag, line, name = SERVICES["web"]["entrypoint"]
    (tmp_path / "password").write_text("geheim\n")
    program = tmp_path / "archive"
    program.write_text(f"#!{sys.executable}\nimport os, sys\n"
                       "print(os.environ['PGPASSWORD'], *sys.argv[1:], sep='|')\n")  # fmt: skip
    program.chmod(0o700)
    line = line.replace("$$", "$").replace("/run/secrets/postgres-password", f"{tmp_path}/password")
    done = subprocess.run(
        [shell, flag, line, name, "search", "two words", "--fold"],
        capture_output=True, text=True, check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
    )  # fmt: skip
    assert done.stdout == "geheim|search|two words|--fold\n"
