"""The table of the language is what the parser reads and what the engines find, and all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Lark, Tree

from archive.store.store import Store
from index.answers.asked import Asked
from index.answers.search import Search
from index.fields import FIELDS
from index.names.groups import load_names
from index.query import tree
from index.query.language import GRAMMAR, SECTIONS, TERMINALS, Entry, Relation, fields
from index.query.leaves import MOST_APART
from index.query.parse import Parsed, parse
from index.upkeep.sync import sync
from tests.helpers.archives import SampleArchive
from tests.helpers.engines import ENGINES, opened

TODAY = date(2017, 11, 20)  # a Monday on which the samples have news of yesterday and of last week
ENTRIES = [entry for section in SECTIONS for entry in section.entries]
# Kinds of the query tree that nobody types: preferences are added to it, --match makes the other.
NOT_TYPED = {"Prefer", "AtLeast"}


def names(*kinds: str) -> list[str]:
    """The names and aliases of the fields of these kinds, "authors" before "author"."""
    found = [name for f in FIELDS if f.kind in kinds for name in (f.name, *f.aliases)]
    return sorted(found, reverse=True)


PATTERNS = {
    "WORD": r"(?!(AND|OR|NOT)\b)[^\W_]+",
    "TEXT": "|".join(names("text")),
    "KEY": "|".join(names("keyword")),
    "SIZED": "|".join(names("size")),
    "DATE": "|".join(names("date")),
    "SAVED": "|".join(names("saved")),
    "DAY": r"(?!none\b)[\w-]+",
    "SPOKEN": r"[\w ]+",
    "NUMBER": r"\d+(\.\d+)?",
}
LANGUAGE = Lark(
    GRAMMAR + "".join(f"\n{name}: /({pattern})/" for name, pattern in PATTERNS.items()),
    start="query",
    keep_all_tokens=True,
    maybe_placeholders=False,
)
KEYS = re.compile(rf"\b({PATTERNS['KEY']}):")  # a whole value takes two mistakes, not nine
FRIDAY = date(2017, 11, 3)
# Queries as the grammar has them. Any two of the days are a range, whichever comes first.
TYPED = from_lark(
    LANGUAGE,
    explicit={
        "WORD": st.sampled_from(["a", "oil", "or", "Été", "u2", "мир", "النفط", "1987"]),
        "TEXT": st.sampled_from(names("text")),
        "KEY": st.sampled_from([f.name for f in FIELDS if f.facet and f.kind == "keyword"]),
        "SIZED": st.sampled_from(names("size")),
        "DATE": st.sampled_from(names("date")),
        "SAVED": st.sampled_from(names("saved")),
        "DAY": st.sampled_from(["2017", "2017-11", "20171103", "today", "friday", "november"]),
        "SPOKEN": st.sampled_from(["last week", "3 November 2017", "past 2 years"]),
        "NUMBER": st.sampled_from(["1", "9", str(MOST_APART)]),
    },
).filter(lambda text: len(text) < 400 and not ("~" in text and KEYS.search(text)))


@pytest.fixture(scope="module", params=ENGINES)
def search(
    request: pytest.FixtureRequest, samples: SampleArchive, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Search]:
    """The samples and the names that ship, in each engine."""
    home = tmp_path_factory.mktemp(request.param)
    with Store.open(samples.home) as store:
        engine = opened(request.param, home)
        sync(store, engine)
        yield Search(store, engine, load_names(home))
        engine.close()


@pytest.fixture(scope="module")
def found(search: Search) -> Callable[[str], tuple[list[str], tuple[str, ...]]]:
    """What a query finds, in its order, and its notices."""

    def found(text: str) -> tuple[list[str], tuple[str, ...]]:
        languages = search.engine.values("language")
        parsed = parse(text, languages, search.engine, search.names, today=TODAY)
        articles = search.articles(Asked(query=parsed.query))
        return [article.id for article in articles], parsed.notices

    return found


def holds(relation: Relation, found: list[str], other: list[str]) -> bool:
    """Whether what two queries find is related so."""
    match relation:
        case Relation.SAME:
            return set(found) == set(other)
        case Relation.MORE:
            return set(found) > set(other) != set()
        case Relation.LESS:
            return set(found) < set(other)
        case Relation.OTHER:
            return other != [] and set(found).isdisjoint(other)
        case Relation.REORDERED:
            return set(found) == set(other) and found != other


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.example)
def test_an_example_finds_what_it_says_beside_another_query(
    entry: Entry, found: Callable[[str], tuple[list[str], tuple[str, ...]]]
) -> None:
    ids, notices = found(entry.example)
    others, _ = found(entry.other)
    assert ids
    assert holds(entry.relation, ids, others), (len(ids), entry.relation, len(others))
    assert bool(notices) == entry.noticed


@pytest.mark.parametrize("example", [f.example for f in fields()], ids=str)
def test_the_example_of_a_field_finds_something(example: str, search: Search) -> None:
    answer = search.search(Asked(example))
    assert answer.total
    assert answer.notices == ()


def kinds_in(query: object) -> Iterator[str]:
    """The kinds of node of a query tree."""
    yield type(query).__name__
    for name in ("items", "leaves"):
        for inner in getattr(query, name, ()):
            yield from kinds_in(inner)
    for name in ("item", "query"):
        if hasattr(query, name):
            yield from kinds_in(getattr(query, name))


def test_every_kind_of_node_that_can_be_typed_has_an_example(search: Search) -> None:
    shown = {
        kind
        for entry in ENTRIES
        for kind in kinds_in(parse(entry.example, ("en",), search.engine, search.names).query)
    }
    assert shown == {kind.__name__ for kind in get_args(tree.Query)} - NOT_TYPED


def test_every_production_of_the_grammar_has_an_example() -> None:
    plain = [entry.example for entry in ENTRIES if not entry.noticed]
    plain += [f.example for f in FIELDS if f.kind == "saved"]
    shown = {rule.data for text in plain for rule in LANGUAGE.parse(text).iter_subtrees()}
    assert shown == set(re.findall(r"^\w+", GRAMMAR, re.M))


def test_every_word_of_the_grammar_is_explained() -> None:
    assert set(TERMINALS) == {terminal.name for terminal in LANGUAGE.terminals} & set(PATTERNS)


def bracketed(tree: Tree) -> str:
    """A query with brackets around every part that the grammar takes as one."""
    text = "".join(bracketed(part) if isinstance(part, Tree) else part for part in tree.children)
    return f"({text})" if tree.data in ("all", "weighted", "item") else text


@given(TYPED)
def test_what_the_grammar_describes_is_read_as_it_says_and_without_a_notice(text: str) -> None:
    def saved(name: str, exact: bool, inside: int) -> Parsed:
        return Parsed(tree.Key("story", name))

    parsed = parse(text, today=FRIDAY, saved=saved)
    assert [told for told in parsed.notices if "turned round" not in told] == []
    within = parse(bracketed(LANGUAGE.parse(text)), today=FRIDAY, saved=saved)
    assert within.query == parsed.query
