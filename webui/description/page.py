"""The document as its page shows it: addresses, parameters, schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from archive.text.markdown import to_html
from index.query.filters import FILTERS
from webui.description.document import Document
from webui.description.shapes import Schema

_NAMES = {"string": "text", "integer": "number", "boolean": "true or false", "null": "null"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A run of words that say of what kind a value is; `schema` where it is described by itself."""

    text: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter, or a key of an object: its name, kind and meaning; whether it must be there."""

    name: str
    kind: tuple[Kind, ...]
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An address: its parameters, which it takes of those of every search, `filtered` if all
    filters besides, and `example`, an address that can be opened ("" where there is none).
    `answers` are kinds by media type.
    """

    name: str
    path: str
    summary: str
    own: tuple[Line, ...]
    common: tuple[str, ...]
    filtered: bool
    example: str
    answers: tuple[tuple[str, tuple[Kind, ...]], ...]
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A schema by its name: the keys of an object, or what it is otherwise."""

    name: str
    meaning: str
    kind: tuple[Kind, ...]
    keys: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that is shown. `about` is HTML, `groups` are addresses by what they are about."""

    about: Markup
    server: str
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]
    parameters: tuple[Line, ...]
    schemas: tuple[Described, ...]


def shown(document: Document, root: str) -> Page:
    """The page of a document; its examples are addresses below `root`."""
    parts = document["components"]
    groups = tuple(
        (
            tag["description"].rstrip("."),
            tuple(
                _shown(path, item["get"], parts, root.rstrip("/"))
                for path, item in document["paths"].items()
                if tag["name"] in item["get"]["tags"]
            ),
        )
        for tag in document["tags"]
    )
    return Page(
        Markup(to_html(document["info"]["description"])),  # noqa: S704 - cleaned there
        document["servers"][0]["url"],
        groups,
        tuple(map(_line, parts["parameters"].values())),
        tuple(_described(name, schema) for name, schema in parts["schemas"].items()),
    )


def _shown(path: str, operation: Document, parts: Document, root: str) -> Shown:
    own = [each for each in operation["parameters"] if "$ref" not in each]
    common = [
        parts["parameters"][_last(each["$ref"])]
        for each in operation["parameters"]
        if "$ref" in each
    ]
    names = dict.fromkeys(each["name"] for each in common if each["in"] == "query").keys()
    content = operation["responses"]["200"]["content"]
    return Shown(
        operation["operationId"],
        path,
        operation["summary"],
        tuple(map(_line, own)),
        tuple(name for name in names if name not in FILTERS),
        names >= set(FILTERS),
        _example(path, [*own, *common], root),
        tuple((name, tuple(_kind(each["schema"]))) for name, each in content.items()),
        tuple(
            (status, _resolved(response, parts)["description"])
            for status, response in operation["responses"].items()
            if status != "200"
        ),
    )


def _example(path: str, parameters: Iterable[Schema], root: str) -> str:
    """The address with an example of each of its parameters that has one; "" if its path lacks
    one.
    """
    pairs = []
    for each in parameters:
        value = each.get("example")
        if each["in"] == "path":
            if value is None:
                return ""
            path = path.replace(f"{{{each['name']}}}", quote(str(value)))
        elif value is not None:
            pairs.append((each["name"], value))
    return root + path + (f"?{urlencode(pairs)}" if pairs else "")


def _line(parameter: Schema) -> Line:
    return Line(
        parameter["name"],
        tuple(_kind(parameter["schema"])),
        parameter["description"],
        parameter["required"],
    )


def _described(name: str, schema: Schema) -> Described:
    return Described(
        name,
        schema.get("description", ""),
        () if "properties" in schema else tuple(_kind(schema)),
        tuple(_keys(schema)),
    )


def _keys(schema: Schema, before: str = "") -> Iterator[Line]:
    """The keys of an object, and those of objects that have no name, as error.message."""
    required: list[str] = schema.get("required", [])
    for name, each in schema.get("properties", {}).items():
        whole = f"{before}{name}"
        yield Line(whole, tuple(_kind(each)), each["description"], name in required)
        inner = each.get("items", each)
        yield from _keys(inner, f"{whole}[]." if inner is not each else f"{whole}.")


def _kind(schema: Schema) -> Iterator[Kind]:
    """Of what kind a value is, in words."""
    if "$ref" in schema:
        yield Kind(_last(schema["$ref"]), _last(schema["$ref"]))
    elif "const" in schema:
        yield Kind(str(schema["const"]))
    elif "enum" in schema:
        yield Kind(" | ".join(map(str, schema["enum"])))
    elif "anyOf" in schema:
        for number, each in enumerate(schema["anyOf"]):
            if number:
                yield Kind(" or ")
            yield from _kind(each)
    else:
        yield from _of_type(schema)


def _of_type(schema: Schema) -> Iterator[Kind]:
    types = schema.get("type", "anything")
    for number, name in enumerate([types] if isinstance(types, str) else types):
        yield Kind((" or " if number else "") + _NAMES.get(name, name).replace("array", "list"))
        if name == "array" and "items" in schema:
            yield Kind(" of ")
            yield from _kind(schema["items"])
        if name == "object" and isinstance(schema.get("additionalProperties"), Mapping):
            yield Kind(": each name with ")
            yield from _kind(schema["additionalProperties"])
    if "format" in schema:
        yield Kind(f" ({schema['format']})")


def _resolved(part: Any, parts: Document) -> Any:
    """A part, or what it refers to among the responses."""
    return parts["responses"][_last(part["$ref"])] if "$ref" in part else part


def _last(reference: str) -> str:
    return reference.rpartition("/")[2]
