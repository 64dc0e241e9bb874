"""A query's tree as JSON, for the browser's own engine (`browser/engine.js`).

    ["all"]  ["none"]  ["and", tree ...]  ["or", tree ...]  ["not", tree]
    ["any", leaf ...]        variants: an occurrence of each is one of the same term
    ["word", word, stem ...] stems by number     ["prefix", start]
    ["phrase", word ...]     ["near", apart, word ...]

No leaf says in which streams: a browser puts them in where it reads the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.query.tree import (
    All,
    And,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Variants,
    Word,
)

Tree = list[Any]


def as_json(query: Query, stems: Mapping[str, int]) -> Tree:
    """The tree of words alone; of a word's stems, those that have a number. ValueError for a tree
    that no word is read as.
    """
    match query:
        case All():
            return ["all"]
        case Or(()):
            return ["none"]
        case And(items):
            return ["and", *(as_json(item, stems) for item in items)]
        case Or(items):
            return ["or", *(as_json(item, stems) for item in items)]
        case Variants(leaves):
            return ["any", *(as_json(leaf, stems) for leaf in leaves)]
        case Not(item):
            return ["not", as_json(item, stems)]
        case Word(_, word, found):
            return ["word", word, *(stems[stem] for stem in found if stem in stems)]
        case Prefix(_, start):
            return ["prefix", start]
        case Phrase(_, words):
            return ["phrase", *words]
        case Near(_, words, apart):
            return ["near", apart, *words]
        case _:
            raise ValueError(f"no tree of words: {query!r}")
