"""The form that writes the query language: what it writes is read as it was meant."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.parse import parse
from tests.helpers.pages import query_of, total
from webui.asking.filled import filled_in
from webui.asking.wanted import Wanted


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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("oil market", Wanted(all="oil market")),
        ('"last town"', Wanted(phrase="last town")),
        ('oil "crude price" “deep well”', Wanted(all='oil "crude price" "deep well"')),
        ('oil -Iraq -"Deir Ezzor"', Wanted(all="oil", none='Iraq "Deir Ezzor"')),
        ("(oil OR gas) title:army", Wanted(any="oil gas", title="army")),
        ('title:(army "last town")', Wanted(title='army "last town"')),
        ('Syria "Euphrates Mayadeen"~5', Wanted(all="Syria", near="Euphrates Mayadeen", apart="5")),
        ("", Wanted()),
    ],
)
def test_a_query_is_taken_apart_into_fields(text: str, wanted: Wanted) -> None:
    assert filled_in(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "oil OR gas", "tag:Syria", "oil*", "=oil", "oil^3", "-(oil gas)", "(oil gas)", "oil~",
        "title:oil*", '"a b"~2 "c d"~2', "(a OR b) (c OR d)", "NOT oil", "query:Euphrates", "(oil",
        "date:2017", '-"a b"~3', "(a OR (b c))", "a AND b", "title:(a OR b)", "-", "title:",
    ],
)  # fmt: skip
def test_what_the_fields_cannot_say_stays_as_it_was_typed(get, text: str) -> None:
    filled = filled_in(text)
    assert filled is None or parse(filled.query()).query == parse(text).query
    page = get(f"/advanced?{urlencode({'q': text, 'none': 'zzz'})}")
    assert ("q", text) in page.inputs[1:]
    brackets = f"({text}) -zzz" if " OR " in text else f"{text} -zzz"
    assert dict(query_of(page.link(brackets).href)) == {"q": brackets}


@given(st.lists(st.sampled_from(
    ["oil", '"last town"', "-gas", "(a OR b)", "OR", "title:x", '"n m"~4', "tag:S", "(", ")", "-"]
), max_size=6).map(" ".join))  # fmt: skip
def test_fields_that_a_query_fills_in_write_one_that_means_the_same(text: str) -> None:
    filled = filled_in(text)
    if filled is not None:
        found, meant = (parse(each).query for each in (filled.query(), text))
        assert sorted(map(repr, getattr(found, "items", [found]))) == sorted(
            map(repr, getattr(meant, "items", [meant]))
        )


@pytest.mark.parametrize(
    "search",
    [
        "q=Syria+-Iraq&tag=Conflict&agency=AFP&from=2017&sort=newest",
        "q=Syria+OR+Iraq&-tag=Mosul&any.agency=AFP&any.agency=Reuters&exact=1&match=all",
        "q=&tag=Syria&tag=Conflict&author=Jane+Roe&lang=en&fold=0&size=20",
        "tag=Nothing+of+that+name",
    ],
)
def test_the_form_carries_the_search_along_that_one_comes_from(get, search: str) -> None:
    came = get(f"/?{search}")
    if came.status == 302:
        came = get(came.headers["Location"])
    form = get(came.link("Advanced").href)
    fields = form.html.split('<form class="advanced"')[1].split("</form>")[0]
    filled = [
        (name, unescape(value))
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', fields)
    ]
    selects = re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', fields, re.S)
    filled += [
        (name, unescape(chosen[0]))
        for name, options in selects
        if (chosen := re.findall(r'<option value="([^"]*)" selected', options))
    ]
    there = get(f"/advanced?{urlencode(filled)}")
    assert there.status == 302
    again = get(there.headers["Location"])
    assert sorted(again.inputs) == sorted(came.inputs)
    assert again.titles() == came.titles()


def test_the_form_says_what_it_keeps_and_has_no_field_for(get) -> None:
    page = get("/advanced?q=Syria&-tag=Mosul&author=Jane+Roe")
    assert "Kept from the search: not tag Mosul, author Jane Roe" in page.text


def test_searching_leads_to_the_results(get) -> None:
    moved = get("/advanced?all=Euphrates&phrase=&any=&near=&apart=10&tag=&from=&sort=newest&go=1")
    assert moved.status == 302
    assert query_of(moved.headers["Location"]) == [("q", "Euphrates"), ("sort", "newest")]
    assert get("/advanced").status == 200
    assert "It wrote" not in get("/advanced").text
