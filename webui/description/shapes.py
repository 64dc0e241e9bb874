"""How schemas are written here: JSON Schema 2020-12, as OpenAPI 3.1 has it, in few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

Schema = dict[str, Any]
Keys = Mapping[str, tuple[Schema, str]]  # of an object: the schema and the meaning of each

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
COUNT: Schema = {"type": "integer", "minimum": 0}
YES_OR_NO: Schema = {"type": "boolean"}
ANYTHING: Schema = {}
NOTHING: Schema = {"type": "null"}


def one(name: str) -> Schema:
    """One of what a schema of that name describes."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Schema) -> Schema:
    """A list of them."""
    return {"type": "array", "items": items}


def maybe(schema: Schema) -> Schema:
    """It, or null."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, NOTHING]}


def either(*schemas: Schema) -> Schema:
    """Any of these."""
    return {"anyOf": list(schemas)}


def word_of(words: Iterable[str]) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(words)}


def word(literal: Any) -> Schema:
    """One of the words of a type: of a `Literal`."""
    return word_of(get_args(literal))


def always(value: str | int | Literal[True]) -> Schema:
    """This value, and no other."""
    return {"const": value}


def each_of(values: Schema, names: Iterable[str] = ()) -> Schema:
    """An object whose keys are names, of these if they are known, with a value for each."""
    found = list(names)
    by_name: Schema = {"type": "object", "additionalProperties": values}
    return {**by_name, "propertyNames": word_of(found)} if found else by_name


def thing(meaning: str, keys: Keys, rare: Keys | None = None) -> Schema:
    """An object with all of these keys; those that are `rare` are left out where there is nothing
    to say. More keys may come without a new version.
    """
    whole = {**keys, **(rare or {})}
    return {
        "type": "object",
        "description": meaning,
        "required": list(keys),
        "properties": {
            name: {**schema, "description": said} for name, (schema, said) in whole.items()
        },
    }
