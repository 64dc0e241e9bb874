"""Including, leaving out and finding values of facets, dates as a tree, and other timelines."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from itertools import product

import pytest

from index.query.filters import MISSING, PRESENT, none_of
from tests.helpers.pages import query_of, total
from webui.common.address import Address
from webui.common.links import filter_urls, search_url, search_urls


def leave_out(page, value: str) -> str:
    """Where the small link beside a value leads."""
    return next(
        x.href for x in page.links if x.attributes.get("aria-label") == f"Leave out {value}"
    )


def test_a_value_is_left_out_by_the_small_link_beside_it_and_taken_back(get) -> None:
    page = get("/?q=Syria&tag=Conflict")
    without = get(leave_out(page, "Iraq"))
    assert ("-tag", "Iraq") in without.inputs
    assert total(without) == total(page) - total(get("/?q=Syria&tag=Conflict&tag=Iraq"))
    back = next(link for link in without.links if link.text.startswith("No longer without"))
    assert back.href == without.link("Remove Not tag Iraq").href == "/?q=Syria&tag=Conflict"


def test_all_of_several_tags_become_any_of_them_and_back(get) -> None:
    both = get("/?tag=Syria&tag=Iraq")
    either = get(both.link("Any will do").href)
    expected = total(get("/?tag=Syria")) + total(get("/?tag=Iraq")) - total(both)
    assert total(either) == expected
    assert either.link("Remove or Iraq")
    assert get(either.link("All together").href).titles() == both.titles()
    third = next(x for x in either.links if x.text.startswith("Conflict "))
    assert query_of(third.href) == [("any.tag", name) for name in ("Syria", "Iraq", "Conflict")]


def test_what_has_no_value_is_counted_chosen_and_left_out(get) -> None:
    page = get("/?from=2017&to=2020")
    rows = [link for link in page.links if link.text.startswith("none given")]
    assert rows
    for link in rows:
        assert total(get(link.href)) == int(re.search(r"(\d+)$", link.text)[1])
    without = get("/?missing=source")
    assert without.link("Remove Agency none given").href == "/"
    some = get("/?-missing=agency")
    assert some.link("Remove Agency any at all")
    every = total(get("/?q=after:1900+OR+date:none"))
    assert total(some) + total(without) == every
    assert total(get("/?agency=AP&missing=agency")) == total(without) + total(get("/?agency=AP"))


def test_a_facet_has_a_page_of_all_its_values_with_a_box_to_find_one(get, client) -> None:
    listed = get(get("/").link("More under Tag").href)
    assert "value" in listed.text
    found = get("/facet/tag?find=ezz&q=Syria&tag=Conflict")
    assert found.inputs[-3:] == [("find", "ezz"), ("q", "Syria"), ("tag", "Conflict")]
    value = found.link("Deir Ezzor")
    count = int(re.search(r"(\d+)$", value.text)[1])
    assert total(get(value.href)) == count
    assert query_of(value.href) == [("q", "Syria"), ("tag", "Conflict"), ("tag", "Deir Ezzor")]
    assert found.link("← Back to the results").href == "/?q=Syria&tag=Conflict"
    answer = client.get("/facet/tag.json?find=ezz&q=Syria&tag=Conflict").json
    assert answer["values"] == [{"value": "Deir Ezzor", "count": count}]
    assert "No value is like that" in get("/facet/author?find=zzyzx").text
    assert get("/facet/colour").status == 404


def test_the_pages_of_a_facet_hold_each_value_once(get, client, monkeypatch) -> None:
    monkeypatch.setattr("webui.facet.PER_PAGE", 6)
    page, seen = get("/facet/tag?q=Syria+OR+oil"), []
    while True:
        links = [link.href for link in page.links if re.search(r" \d+$", link.text)]
        seen += [href for href in links if "missing=" not in href]
        if "Next" not in [link.text for link in page.links]:
            break
        page = get(page.link("Next").href)
    assert len(seen) == len(set(seen)) == client.get("/facet/tag.json?q=Syria+OR+oil").json["of"]
    assert len(seen) > 6


def test_the_timeline_is_split_by_agency_and_its_table_has_a_column_for_each(get, client) -> None:
    page = get(get(get("/?q=Syria").link("Chart, numbers, compare").href).link("By agency").href)
    answer = client.get("/search.json?q=Syria&split=agency").json
    labels = [series["label"] for series in answer["series"]]
    assert all(f'<th scope="col"><bdi>{label}</bdi></th>' in page.html for label in labels)
    titles = [unescape(title) for title in re.findall("<title>([^<]+: [^<]+)</title>", page.html)]
    titles = [title for title in titles if ": nothing found" not in title]
    counted = [period for period in answer["timeline"] if period["count"] and period["key"]]
    assert len(titles) == len(counted) > 1
    for title, period in zip(titles, counted, strict=True):
        said = "; ".join(
            f"{label} {part}" for label, part in zip(labels, period["parts"], strict=True)
        )
        assert title.endswith(f": {said}")
    assert get(page.link("By agency").href).html == get("/chart?q=Syria").html


def test_shares_are_of_all_articles_of_a_time(get, client) -> None:
    page = get(get("/chart?tag=Conflict").link("Share of all articles").href)
    everything = {
        p["key"]: p["count"] for p in client.get("/search.json?from=2017&to=2017").json["timeline"]
    }
    for period in client.get("/search.json?tag=Conflict&per=share").json["timeline"]:
        assert period["of"] == everything[period["key"]]
        if period["count"]:
            assert f"{period['count'] / period['of']:.1%}" in page.text


def test_a_second_query_stands_beside_the_first_and_a_bar_keeps_it(get) -> None:
    page = get("/chart?q=Syria&versus=Iraq&split=agency")
    assert re.search(r"<title>[^<]+: Syria \d+; Iraq \d+</title>", page.html)
    assert ("versus", "Iraq") in page.inputs
    bar = re.search(r'<a href="([^"]+)" tabindex="-1">', page.html)
    assert ("versus", "Iraq") in query_of(unescape(bar[1]))
    assert "versus" not in dict(query_of(page.link("Stop comparing").href))


@pytest.mark.parametrize(
    ("bad", "says"), [("per=day", "cannot be drawn per 'day'"), ("split=tag", "not split by 'tag'")]
)
def test_a_timeline_that_cannot_be_drawn_is_a_sentence(get, bad: str, says: str) -> None:
    page = get(f"/?q=Raqa&{bad}")
    assert page.status == 400
    assert says in page.text
    assert bad.partition("=")[0] not in dict(page.inputs)


@pytest.mark.parametrize(
    "address",
    [
        Address(),
        Address(text="oil & \ue000\ue000", filters={"tag": ("Syria", "\ue000")}, fold=True),
        Address(filters={"tag-any": ("Iraq",), "-agency": ("AP",)}, start="2017-11", page="3"),
        Address(filters={"missing": ("tag",)}, variants=False, match="most"),
    ],
)
def test_links_that_are_written_at_once_are_those_of_each_value(client, address: Address) -> None:
    values = ["Syria+Iraq & co.", "%00", "ü/?#=", "石油", "\ue000\ue000\ue000", "a b"]
    with client.application.test_request_context("/"):
        for facet in ("tag", "agency"):
            for change in (address.adding, address.excluding):
                each = search_urls(address, partial(change, facet))
                assert [each(value) for value in values] == [
                    search_url(change(facet, value)) for value in values
                ]


@pytest.mark.parametrize(
    "address",
    [
        Address(),
        Address(text="oil & \ue000?"),
        Address(start="2017-11", page="3", fold=False, sort="newest"),
        Address(text="oil", end="2018?", size="50", page="2", variants=False, match="most"),
    ],
)
def test_a_search_without_filters_is_given_one(client, address: Address) -> None:
    values = ["Syria+Iraq & co.", "%00", "ü/?#=", "石油", "\ue000", "a b"]
    with client.application.test_request_context("/"):
        given = filter_urls(address)
        for facet, value in product(("tag", "agency"), values):
            assert given(facet, value) == search_url(address.adding(facet, value))
            assert given(none_of(facet), value) == search_url(address.excluding(facet, value))
        for kind in (MISSING, PRESENT):
            assert given(kind, "tag") == search_url(address.lacking("tag", kind))


def test_kinds_of_tag_have_lists_of_their_own_with_proper_names(holding, visit) -> None:
    client, _ = holding(
        tags=("cocoa", "ghana", "volcker", "icco", "other"),
        tag_kinds={
            "topic": ("cocoa",), "place": ("ghana",), "person": ("volcker",),
            "organisation": ("icco",),
        },
    )  # fmt: skip
    tags = visit(client, "/facet/tag")
    for label, value in (
        ("Topics", "cocoa"), ("Places mentioned", "ghana"), ("People", "volcker"),
        ("Organisations", "icco"),
    ):  # fmt: skip
        page = visit(client, tags.link(label).href)
        assert f"<h1>{label}</h1>" in page.html
        assert visit(client, page.link(value).href).status == 200
        assert "other" not in page.text
    assert "<h1>Places filed from</h1>" in visit(client, "/facet/place").html


def test_letters_of_a_long_list_lead_to_the_values_under_them(get) -> None:
    page = get("/facet/tag?order=az")
    letters = [link for link in page.links if "letter=" in link.href]
    assert len(letters) > 10
    for link in letters:
        listed = get(link.href)
        said = int(re.search(r"(\d+) values?$", link.attributes["aria-label"])[1])
        assert f"{said} value" in listed.text


def test_a_code_of_reuters_stands_with_its_meaning_and_is_found_by_it(get, client) -> None:
    found = get("/facet/organisation?find=european+commun")
    (link,) = [link for link in found.links if link.text.startswith("ec ")]
    assert re.fullmatch(r"ec European Community \d+", link.text)
    chosen = get(link.href)
    assert ("organisation", "ec") in chosen.inputs
    assert chosen.link("Remove Organisation ec European Community")
    article = get(next(link.href for link in chosen.links if link.href.startswith("/article/")))
    assert "European Community" in re.sub("<[^>]+>", "", article.html.split('class="tags"')[1])
    twin = client.get("/facet/organisation.json?find=ec").json["values"]
    assert {"value": "ec", "count": 1, "meaning": "European Community"} in twin
    assert all(each.get("meaning") != "" for each in twin)
