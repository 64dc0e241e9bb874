"""Requests that schemathesis makes of the description: each is answered, and as it says."""

from __future__ import annotations

from collections import Counter
from typing import Any

import schemathesis
import schemathesis.engine
from schemathesis.config import SchemathesisConfig
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from archive.store.store import Store
from index.query.filters import FILTERS, MISSING, PRESENT, facet_of
from tests.helpers.openapi import closed, described
from tests.helpers.seeds import SEED, USUAL

EXAMPLES = 12  # for each address, besides those at the limits of each parameter
# All filters are made in one way: those of a facet that may have several values, and of one that
# usually has one, stand for the others. So does an address for another that leads to the same.
FACETS = {"tag", "agency"}
TWICE = ("/.json", "/article/{article_id}/{slug}.json")
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance", "response_headers_conformance",
)  # fmt: skip


def config() -> SchemathesisConfig:
    """Everything that can be asked at the limits of what is described, and beyond; always alike."""
    return SchemathesisConfig.from_dict({
        "seed": SEED,
        "headers": {"Accept-Encoding": "identity"},  # it unpacks what a server sends, not this
        "continue-on-failure": True,
        "generation": {
            "max-examples": EXAMPLES, "deterministic": SEED == USUAL, "database": "none",
        },
        "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
        "phases": {"coverage": {"unexpected-methods": []}, "stateful": {"enabled": False}},
    })  # fmt: skip


def reduced(document: dict[str, Any], ids: list[str]) -> dict[str, Any]:
    """The document, closed, with fewer parameters that are alike, and ids that there are."""
    left_out = {
        f"#/components/parameters/{name}"
        for name in FILTERS
        if name not in (MISSING, PRESENT) and facet_of(name) not in FACETS
    }
    found: dict[str, Any] = closed(document)
    for path in TWICE:
        del found["paths"][path]
    for item in found["paths"].values():
        parameters = item["get"]["parameters"]
        parameters[:] = [each for each in parameters if each.get("$ref") not in left_out]
        for each in parameters:
            if each.get("name") in ("article_id", "first", "second"):
                each["schema"] = {"type": "string", "enum": ids}
    found["servers"] = [{"url": "http://localhost"}]
    return found


def test_nothing_that_can_be_asked_is_answered_otherwise_than_described(client, samples) -> None:
    with Store.open(samples.home) as store:
        ids = ["aaaaaaaaaaaaaaaa", *sorted(store.ids())]
    document = reduced(described(client), ids)
    schema = schemathesis.openapi.from_dict(document, config=config())
    schema.app = client.application
    failures, statuses, asked = [], Counter[int](), set()
    for event in schemathesis.engine.from_schema(schema).execute():
        assert not isinstance(event, (FatalError, NonFatalError)), event
        if not isinstance(event, ScenarioFinished):
            continue
        for case, interaction in event.recorder.interactions.items():
            assert interaction.response is not None
            statuses[interaction.response.status_code] += 1
            asked.add(event.label)
            failures += [
                (check.failure_info.failure, interaction.request.uri)
                for check in event.recorder.checks.get(case, [])
                if check.failure_info
            ]
    assert failures == []
    assert asked == {f"GET {path}" for path in document["paths"]}
    assert set(statuses) >= {200, 304, 400, 404, 410}
    assert statuses[200] > 300
