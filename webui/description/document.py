"""The description as a document: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.routing import Rule

from archive.article import JSON_VERSION
from archive.masthead import Masthead
from webui.description import articles, beside, collections, company, holdings, searches
from webui.description.operations import JSON, OPERATIONS, TAGS, Operation
from webui.description.parameters import components, in_path, in_query, references
from webui.description.shapes import Schema, one

Document = dict[str, Any]

_ABOUT = """\
Whatever this archive shows can be had as JSON: the address of a page with `.json` behind its path.
Nothing needs a key, and nothing can be written. Addresses hold what they mean and no more, so they
can be kept and passed on.

- **Versions.** Every object has `version`. Keys may be added to it as it stands; it grows when one
  changes its meaning or goes. What is not known is `null`, never a guess.
- **Parameters** that are not known are left out of account, and so are empty ones. A filter may be
  given several times.
- **Errors** have a status and say as JSON what is wrong and what would be right. 410 means that an
  article was taken away for good: drop what you have of it. 403 means that it may be readable
  later.
- **What has not changed** is answered with 304 to a request with `If-None-Match`, which costs next
  to nothing: send the `ETag` of the last answer.
"""
_MEANINGS = {
    400: "The search cannot be answered as it stands",
    403: "The article is held back, or under an embargo",
    404: "There is no such article, revision, facet or collection",
    410: "The article was withdrawn, removed or replaced",
    503: "The archive or its index cannot be read now, or too many search at once: try again after"
    " the seconds of `Retry-After`. Without that header the search took too long: ask for less",
}
_ETAG: Schema = {
    "description": "names the answer as it is now",
    "schema": {"type": "string"},
    "required": True,
}
_RETRY: Schema = {
    "description": "in how many seconds to try again",
    "schema": {"type": "integer"},
    "required": True,
}
_IF_NONE_MATCH: Schema = {
    "name": "If-None-Match", "in": "header", "required": False,
    "description": "the ETag of an answer that you have: 304 where it has not changed",
    "schema": {"type": "string"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive at hand adds: what it says of itself, its address, how many hits are on a
    page; and a value for each parameter, by its name, so that examples find something.
    """

    masthead: Masthead
    address: str
    page_size: int
    examples: Mapping[str, str]


def described(rules: Iterable[Rule]) -> list[Rule]:
    """The routes that are for programs: those that end in .json or .jsonl, and exports."""
    ends = (".json", ".jsonl")
    return [rule for rule in rules if rule.rule.endswith(ends) or rule.endpoint == "export"]


def document(rules: Iterable[Rule], known: Known) -> Document:
    """The whole description, of the routes of an application."""
    return {
        "openapi": "3.1.1",
        "info": _info(known.masthead),
        "servers": [{"url": known.address, "description": known.masthead.title}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": _paths(described(rules), known.examples),
        "components": {
            "schemas": searches.SCHEMAS
            | articles.SCHEMAS
            | holdings.SCHEMAS
            | company.SCHEMAS
            | beside.SCHEMAS
            | collections.SCHEMAS,
            "parameters": {
                name: _exemplified(found, known.examples)
                for name, found in components(known.page_size).items()
            } | {"If-None-Match": _IF_NONE_MATCH},
            "responses": {str(status): _error(status, JSON) for status in _MEANINGS},
            "headers": {"ETag": _ETAG, "Retry-After": _RETRY},
        },
    }  # fmt: skip


def _info(masthead: Masthead) -> Document:
    about = f"{_ABOUT}\n{masthead.rights}\n" if masthead.rights else _ABOUT
    info: Document = {"title": masthead.title, "version": str(JSON_VERSION), "description": about}
    if contact := masthead.contact:
        kind = "email" if re.fullmatch(r"[^\s@]+@[^\s@]+", contact) else "name"
        info["contact"] = {"url" if re.match("https?://", contact) else kind: contact}
    return info


def _paths(rules: Iterable[Rule], examples: Mapping[str, str]) -> Document:
    """The addresses in the order of the table; an endpoint may have several."""
    order = list(OPERATIONS)
    paths: Document = {}
    seen: set[str] = set()
    for rule in sorted(rules, key=lambda rule: (order.index(rule.endpoint), len(rule.arguments))):
        operation, name = OPERATIONS[rule.endpoint], rule.endpoint
        if name in seen:
            name += "_" + "_".join(sorted(rule.arguments))
        seen.add(name)
        parts = re.findall(r"<(\w+)>", rule.rule)
        path = re.sub(r"<(\w+)>", r"{\1}", rule.rule)
        own = [in_path(part) for part in parts]
        own += [in_query(each, what) for each, what in operation.own.items()]
        paths[path] = {"get": _operation(name, operation, [
            _exemplified(each, examples) for each in own
        ])}  # fmt: skip
    return paths


def _operation(name: str, operation: Operation, own: list[Schema]) -> Document:
    return {
        "operationId": name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": [*own, *references([*operation.takes, "If-None-Match"])],
        "responses": {
            "200": {
                "description": operation.summary,
                "headers": {"ETag": _etag_of(operation)},
                "content": {
                    media_type: {"schema": schema}
                    for media_type, schema in operation.answers.items()
                },
            },
            "304": {
                "description": "The answer is the one that you have",
                "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
            },
            **{
                str(status): {"$ref": f"#/components/responses/{status}"}
                if operation.told_in == JSON
                else _error(status, operation.told_in)
                for status in (*operation.errors, 503)
            },
        },
    }


def _etag_of(operation: Operation) -> Schema:
    """The header of an answer. Files are streamed: one that has no name yet goes without."""
    if operation.told_in == JSON:
        return {"$ref": "#/components/headers/ETag"}
    return {**_ETAG, "required": False}


def _error(status: int, media_type: str) -> Schema:
    schema = one("Error") if media_type == JSON else {"type": "string"}
    found: Schema = {
        "description": _MEANINGS[status],
        "content": {media_type: {"schema": schema}},
    }
    if status == 503:
        found["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return found


def _exemplified(parameter: Schema, examples: Mapping[str, str]) -> Schema:
    """A parameter with a value that finds something in this archive, where one is known."""
    example = examples.get(parameter["name"])
    return {**parameter, "example": example} if example is not None else parameter
