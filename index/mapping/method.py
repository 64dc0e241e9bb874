"""How the numbers of a map were computed, told from what computes them."""

from __future__ import annotations

from index.answers.method import ARTICLES, EXACT
from index.mapping.gazetteer import LEAST_PEOPLE
from index.mapping.mapped import SOURCE, TIMES, WHY


def map_method() -> tuple[tuple[str, str], ...]:
    """What the places of a map and their numbers depend on: names, and sentences."""
    return (
        ("What is counted", ARTICLES),
        ("Which place", _PLACE),
        ("Several places", _SEVERAL),
        ("How a name is looked up", _NAMES),
        ("Names with several meanings", _MEANINGS),
        ("Countries", _COUNTRIES),
        ("Not on the map", f"A name is listed with why: {'; '.join(WHY.values())}."),
        ("The places that are known", _KNOWN),
        ("Exact or estimated", EXACT),
    )


_PLACE = """Where an article was filed from, as its dateline says; not what it is about. An article
whose dateline names no place, or that has none, is counted without a place."""
_SEVERAL = "An article that was filed from two places counts at both."
_NAMES = """Without case and accents, in any spelling that the archive knows of the name. The places
that it is the first name of count before those that are also called so."""
_MEANINGS = f"""The place that lies in the country, state or province that the dateline names
beside it; if none of that name is known there, it is not placed. Where the dateline names none, the
place with {TIMES} times as many people as any other of that name; if there is none, it is not
placed. Where one dateline names two countries or states, it is not placed either."""
_COUNTRIES = "The name of a country is no place, unless a place in that country has it too."
_KNOWN = f"""{SOURCE}: places of {LEAST_PEOPLE:,} people and more, capitals, and what else has a
name of one of these."""
