"""What an address may have behind its question mark and in its path, as parameters of OpenAPI: made
of the tables of parameters, filters and facets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.fields import FACETS
from index.query.filters import FILTERS, MISSING, PRESENT, all_of, any_of, facet_of
from webui.common.parameters import FINDING, PARAMETERS, Parameter
from webui.description.articles import ID
from webui.description.shapes import TEXT, Schema, many, word_of

_HELP = {facet.name: facet.help for facet in FACETS}
_OTHERS = {facet.name: facet.aliases for facet in FACETS}

FOUND_BY: tuple[str, ...] = (*FINDING, *FILTERS)  # what says what a search finds
SEARCH: tuple[str, ...] = (*PARAMETERS, *FILTERS)  # all that the search page understands


@dataclass(frozen=True, slots=True)
class Own:
    """A parameter that no search has: its schema and meaning."""

    schema: Schema
    meaning: str


IN_PATH: Mapping[str, Own] = {
    "article_id": Own(ID, "the id of an article"),
    "slug": Own(TEXT, "words of the title; whatever they are, the id alone says which article"),
    "pair": Own(TEXT, "two revisions, as 1..3; 1.. or 1 with the current one"),
    "first": Own(ID, "the id of an article"),
    "second": Own(ID, "the id of another article"),
    "name": Own(word_of(_HELP), "the name of the facet"),
    "collection_name": Own(TEXT, "the name of a collection, in any case"),
}


def components(usual_size: int) -> dict[str, Schema]:
    """All parameters of a search, by name; `usual_size` is how many hits are on a page."""
    found = {name: _of_table(name, each, usual_size) for name, each in PARAMETERS.items()}
    return found | {name: _of_filter(name) for name in FILTERS}


def references(names: Iterable[str]) -> list[Schema]:
    """These parameters of a search, where they are described."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def in_query(name: str, own: Own) -> Schema:
    """A parameter of one address alone."""
    return {
        "name": name, "in": "query", "required": False, "description": own.meaning,
        "schema": own.schema,
    }  # fmt: skip


def in_path(name: str) -> Schema:
    """A part of a path."""
    own = IN_PATH[name]
    return {
        "name": name, "in": "path", "required": True, "description": own.meaning,
        "schema": own.schema,
    }  # fmt: skip


def _of_table(name: str, parameter: Parameter, usual_size: int) -> Schema:
    schema: Schema = {"type": "integer", "minimum": 1} if parameter.number else dict(TEXT)
    if parameter.choices and parameter.number:
        schema = {"type": "integer", "enum": sorted({*map(int, parameter.choices), usual_size})}
        schema["default"] = usual_size
    elif parameter.choices:
        schema = word_of(parameter.choices)
    return in_query(name, Own(schema, parameter.meaning))


def _of_filter(name: str) -> Schema:
    if name in (MISSING, PRESENT):
        how_many = "no value of these facets" if name == MISSING else "a value of these facets"
        return in_query(name, Own(many(word_of(_HELP)), f"only articles that have {how_many}"))
    facet = facet_of(name)
    how = {all_of(facet): "have all of these", any_of(facet): "have one of these"}
    also = ", ".join(name.removesuffix(facet) + other for other in _OTHERS[facet])
    meaning = f"only articles that {how.get(name, 'have none of these')}: {_HELP[facet]}"
    return in_query(name, Own(many(TEXT), meaning + (f" (also as {also})" if also else "")))
