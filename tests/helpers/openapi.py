"""The description of the archive at hand, and answers held against it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse


def closed(part: Any) -> Any:
    """The same description, by which an object has no key that it does not name."""
    if isinstance(part, list):
        return [closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    found = {name: closed(each) for name, each in part.items()}
    if "required" in found and "properties" in found:
        found["additionalProperties"] = False
    return found


def described(client: FlaskClient) -> dict[str, Any]:
    """The document that the application gives."""
    answer = client.get("/openapi.json")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json
    return document


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("/".join(_part(part) for part in path.split("/")))


def _part(part: str) -> str:
    return "[^/]+".join(re.escape(text) for text in re.split(r"\{\w+\}", part))


def operation_of(document: dict[str, Any], path: str) -> dict[str, Any]:
    """What the document says of a path: of those that fit the one with the fewest parameters."""
    fitting = [each for each in document["paths"] if _pattern(each).fullmatch(path)]
    found: dict[str, Any] = document["paths"][min(fitting, key=lambda each: each.count("{"))]
    return found["get"]


def complaints(document: dict[str, Any], answer: TestResponse) -> list[str]:
    """In what an answer is not as the document says: its status, type, headers, its every key."""
    operation = operation_of(document, answer.request.path)
    response = operation["responses"].get(str(answer.status_code))
    if response is None:
        return [f"{answer.status_code} is not described"]
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    missing = [
        f"no {name}"
        for name, header in response.get("headers", {}).items()
        if name not in answer.headers and header.get("required", True)
    ]
    if "content" not in response:
        return missing
    content = response["content"].get(answer.mimetype)
    if content is None:
        return [*missing, f"{answer.mimetype} is not described"]
    if "json" not in answer.mimetype or answer.mimetype.endswith("jsonl"):
        return missing
    schema = {"components": closed(document["components"]), "allOf": [content["schema"]]}
    checked = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    found = checked.iter_errors(answer.get_json(force=True))
    return [*missing, *(f"{error.json_path}: {error.message}"[:500] for error in found)]
