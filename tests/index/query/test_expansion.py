"""Which other spellings a query is searched with, and the query without them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from index.names.groups import Names, load_names
from index.query.parse import Parsed, parse
from index.query.tree import Key, Or


class EveryWord:
    """The vocabulary of an archive that has every word."""

    def terms(self, stream: str, start: str = "", most: int | None = None) -> Iterable[str]:
        return [start]

    def like(self, stream: str, word: str, edits: int) -> None: ...


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return load_names(tmp_path_factory.mktemp("none"))


def read(text: str, names: Names, exact: bool = False) -> Parsed:
    return parse(text, ["en"], EveryWord(), names, exact=exact)


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("Raqa", "=Raqa"),
        ("oil Abu Kamal gas", 'oil ="Abu Kamal" gas'),
        ('"battle of Raqa"~3', '="battle of Raqa"~3'),
        ("“battle of Raqa”", '="battle of Raqa"'),
        ("title:(Raqa OR oil)", "title:(=Raqa OR oil)"),
        ("title: Raqa", "title: =Raqa"),
        ('-tag:"Deir Ezzor" oil', '-tag:="Deir Ezzor" oil'),
        ("Raqa^2", "=Raqa^2"),
        ("al-Foobar", "=al-Foobar"),
        ("'Raqa", '="\'Raqa"'),
        ("IS", "=IS"),
    ],
)
def test_an_expansion_knows_the_query_without_it(typed: str, only: str, names: Names) -> None:
    (expansion,) = read(typed, names).expansions
    assert expansion.only == only
    without = read(only, names)
    assert (without.expansions, without.notices) == ((), read(typed, names).notices)


@pytest.mark.parametrize(
    ("typed", "name"),
    [('"battle of Raqa"', "Raqa"), ('"Deir ez-Zor"', "Deir ez-Zor"), ('"IS towns"~3', "IS")],
)
def test_a_name_in_a_phrase_is_told_as_it_was_typed(typed: str, name: str, names: Names) -> None:
    (expansion,) = read(typed, names).expansions
    assert expansion.typed == name


def test_in_a_query_all_in_capitals_the_small_words_are_told(names: Names) -> None:
    (notice,) = read("IS UN", names).notices
    assert notice.endswith("the small words are found too: IS, UN")
    assert read("IS towns", names).notices == read("IS", names).notices == ()


def test_of_two_names_each_can_be_taken_as_typed(names: Names) -> None:
    only = [each.only for each in read("Raqa -Daesh", names).expansions]
    assert only == ["=Raqa -Daesh", "Raqa -=Daesh"]


@pytest.mark.parametrize("typed", ["Raqa", '"Raqa"', "tag:Raqa", "al-Qaim", "Abu Kamal"])
def test_exact_expands_nothing(typed: str, names: Names) -> None:
    assert read(typed, names).expansions
    assert read(typed, names, exact=True).expansions == ()


def test_a_tag_is_searched_in_its_spellings_as_a_whole(names: Names) -> None:
    query = read("tag:Raqa", names).query
    assert isinstance(query, Or)
    assert {Key("tag", "raqa"), Key("tag", "raqqa"), Key("tag", "ar-raqqah")} <= set(query.items)


def test_spellings_that_an_archive_lacks_are_not_searched(names: Names) -> None:
    class Few(EveryWord):
        def terms(self, stream: str, start: str = "", most: int | None = None) -> Iterable[str]:
            return [word for word in ("raqqa",) if word.startswith(start)]

    (expansion,) = parse("Raqa", ["en"], Few(), names).expansions
    assert set(expansion.names) <= {"Raqqa", "Al-Raqqa"}


def test_an_acronym_that_was_not_typed_is_searched_where_it_is_meant(names: Names) -> None:
    words = {
        typed: [leaf.words for leaf in read(typed, names).query.leaves[1:]]  # type: ignore[union-attr]
        for typed in ("Daesh", '"Daesh fighters"', "ISIS")
    }
    assert ("IS!",) in words["Daesh"]
    assert ("IS!",) in words["ISIS"]
    assert ("IS!", "fighters") in words['"Daesh fighters"']
    assert ("IS",) in [leaf.words for leaf in read("IS", names).query.leaves]  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["IS FIGHTERS", '"IS FIGHTERS"', 'TOWN "FIGHTERS OF IS"'])
def test_where_all_is_in_capitals_a_name_may_be_a_small_word(typed: str, names: Names) -> None:
    told = "All of the query is in capitals, so the small words are found too: IS"
    assert told in read(typed, names).notices
    assert told not in read(typed.replace("FIGHTERS", "fighters"), names).notices


@pytest.mark.parametrize("typed", ["Mount Raqa", '"Mount Raqa"', "saint Abu Kamal", "jk Raqa"])
def test_a_name_behind_what_begins_names_keeps_its_spellings(typed: str, names: Names) -> None:
    (expansion,) = read(typed, names).expansions
    assert expansion.typed in ("Raqa", "Abu Kamal")


@pytest.mark.parametrize("typed", ["St Petersburg", "Ft. Lauderdale"])
def test_a_name_that_begins_in_short_keeps_its_spellings(typed: str, names: Names) -> None:
    (expansion,) = read(typed, names).expansions
    assert expansion.typed == typed


@pytest.mark.parametrize(
    ("typed", "name"),
    [("uk prime minister", "uk"), ("UK Prime Minister", "UK"), ("sdf fighters", "sdf")],
)
def test_letters_that_are_a_name_keep_its_spellings_where_they_may_be_initials(
    typed: str, name: str, names: Names
) -> None:
    (expansion,) = read(typed, names).expansions
    assert expansion.typed == name
    assert expansion.names == read(name, names).expansions[0].names
