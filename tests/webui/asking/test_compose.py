"""The form that writes the query language: what it writes is read as it was meant."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.parse import parse
from tests.helpers.pages import query_of, total
from webui.asking.compose import Wanted


@pytest.mark.parametrize(
    ("wanted", "query"),
    [
        (Wanted(all="oil market"), "oil market"),
        (Wanted(phrase="last town"), '"last town"'),
        (Wanted(phrase='the "last" town'), '"the last town"'),
        (Wanted(any="oil gas"), "(oil OR gas)"),
        (Wanted(any="oil"), "oil"),
        (Wanted(none="Iraq Syria"), "-Iraq -Syria"),
        (Wanted(title="army"), "title:army"),
        (Wanted(title="army forces"), "title:(army forces)"),
        (Wanted(near="Euphrates Mayadeen", apart="5"), '"Euphrates Mayadeen"~5'),
        (Wanted(near="Euphrates Mayadeen", apart="900"), '"Euphrates Mayadeen"~50'),
        (Wanted(near="Euphrates Mayadeen", apart="x"), '"Euphrates Mayadeen"~10'),
        (Wanted(all="this OR that"), "this or that"),
        (Wanted(all="tag:Syria (x*)"), "tag Syria x"),
        (Wanted(near="Euphrates Mayadeen", apart="99999"), '"Euphrates Mayadeen"~50'),
        (Wanted(all='oil "crude price"'), 'oil "crude price"'),
        (Wanted(any="“crude oil” gas OR tin"), '("crude oil" OR gas OR tin)'),
        (Wanted(any="or argent"), "(or OR argent)"),
        (Wanted(none='"crude oil" gas'), '-"crude oil" -gas'),
        (Wanted(title='"crude oil" up'), 'title:("crude oil" up)'),
        (Wanted(title='"crude oil"'), 'title:"crude oil"'),
        (Wanted(none='oil "gas price'), "-oil -gas -price"),
        (Wanted(none='"" oil'), "-oil"),
        (Wanted(), ""),
    ],
)
def test_fields_are_written_as_a_query(wanted: Wanted, query: str) -> None:
    assert wanted.query() == query


@given(st.lists(st.text(max_size=20), min_size=6, max_size=6))
def test_whatever_is_filled_in_is_read_without_a_notice_of_a_mistake(texts: list[str]) -> None:
    names = ("all", "phrase", "any", "none", "title", "near")
    notices = parse(Wanted(**dict(zip(names, texts, strict=True))).query()).notices
    assert not [each for each in notices if "missing" in each or "no field" in each], notices


def test_the_form_shows_what_it_wrote_and_how_much_that_finds(get) -> None:
    page = get("/advanced?all=Euphrates&none=Mosul&tag=Conflict&from=2017")
    assert ("q", "Euphrates -Mosul") in page.inputs
    link = page.link("Euphrates -Mosul")
    assert query_of(link.href) == [("q", "Euphrates -Mosul"), ("tag", "Conflict"), ("from", "2017")]
    assert f"which finds {total(get(link.href + '&fold=0'))} articles" in page.text
    assert '<option value="Conflict" selected>' in page.html


def test_to_leave_a_phrase_out_keeps_articles_that_have_only_its_words(get) -> None:
    found = total(get("/?q=Syria&fold=0"))
    left = total(get("/?q=" + quote(Wanted(all="Syria", none='"Deir Ezzor"').query()) + "&fold=0"))
    phrase = total(get("/?q=" + quote('Syria "Deir Ezzor"') + "&fold=0"))
    assert phrase
    assert left == found - phrase


def test_the_number_of_words_between_comes_back_as_it_was_taken(get) -> None:
    assert ("apart", "50") in get("/advanced?near=a+b&apart=99999").inputs
    assert ("apart", "10") in get("/advanced?near=a+b&apart=x").inputs


def test_searching_leads_to_the_results(get) -> None:
    moved = get("/advanced?all=Euphrates&phrase=&any=&near=&apart=10&tag=&from=&sort=newest&go=1")
    assert moved.status == 302
    assert query_of(moved.headers["Location"]) == [("q", "Euphrates"), ("sort", "newest")]
    assert get("/advanced").status == 200
    assert "It wrote" not in get("/advanced").text
