"""The search page: hits, facets, timeline, order, pages, and the form's state in the address."""

from __future__ import annotations

import re

import pytest

from tests.helpers.pages import query_of, total


def choices(page, facet: str) -> list:
    """The links of the panel that add a value of a facet."""
    return [
        link for link in page.links
        if link.attributes.get("rel") == "nofollow"
        and any(name == facet for name, _ in query_of(link.href))
    ]  # fmt: skip


def test_the_front_page_shows_the_newest_articles_and_the_facets(get) -> None:
    page = get("/")
    assert page.status == 200
    newest = get("/?sort=newest").titles()
    assert page.titles() == newest
    assert len(newest) == 10
    assert total(page) == 80  # all but the one that was withdrawn
    assert "22 February 1987 to 20 March 2026" in page.text
    for label in ("Tag", "Agency", "Section", "Publisher", "Language", "Author"):
        assert f">{label}</h2>" in page.html


def test_search_is_another_name_of_the_front_page(get) -> None:
    assert get("/search?q=mosul").titles() == get("/?q=mosul").titles() != []


def test_hits_show_marked_title_and_snippet_facts_and_tags(get) -> None:
    page = get("/?q=Deir+Ezzor&tag=Humanitarian+aid")
    assert total(page) == 1
    assert "siege of <mark>Deir Ezzor</mark></a>" in page.html
    assert "the city of <mark>Deir Ezzor</mark> on Tuesday" in page.html
    facts = page.html[page.html.index('<p class="facts"><span><bdi>') :].split("</p>")[0]
    assert re.sub("<.*?>", " ", facts).split() == ["Reuters", "5", "September", "2017", "World"]
    assert '<time datetime="2017-09-05">5 September 2017</time>' in facts
    assert total(get(next(link.href for link in page.links if link.href == "/?tag=Conflict"))) == 10


@pytest.mark.parametrize("facet", ["tag", "agency", "section", "publisher", "language", "author"])
def test_every_value_of_a_facet_leads_to_as_many_articles_as_it_says(get, facet: str) -> None:
    links = choices(get("/?from=2017&to=2020"), facet)
    assert links
    for link in links:
        if link.text == "−":
            continue
        count = int(re.search(r"(\d+)$", link.text)[1])
        assert total(get(link.href)) == count, link.text


def test_tags_must_all_hold_while_any_of_several_agencies_will_do(get) -> None:
    both = total(get("/?tag=Syria&tag=Iraq"))
    assert 0 < both < total(get("/?tag=Iraq"))
    assert total(get("/?agency=AFP&agency=Reuters")) == total(get("/?agency=AFP")) + total(
        get("/?agency=Reuters")
    ) - total(get("/?q=agency:AFP+agency:Reuters"))


def test_a_chosen_value_is_marked_and_its_links_take_it_back(get) -> None:
    page = get("/?q=Raqa&tag=syria&agency=AFP")
    chosen = [link for link in page.links if link.attributes.get("aria-current") == "true"]
    assert {link.text.split()[1] for link in chosen if link.text.startswith("Remove")} == {
        "Syria", "AFP",
    }  # fmt: skip
    chip = page.link("Remove Tag Syria")
    assert query_of(chip.href) == [("q", "Raqa"), ("agency", "AFP")]
    in_panel = next(link for link in chosen if "Syria" in link.text)
    assert in_panel.href == chip.href


def test_all_choices_can_be_taken_back_at_once(get) -> None:
    page = get("/?q=Raqa&tag=Syria&from=2017&to=2018&sort=oldest&page=1")
    assert query_of(page.link("Remove all").href) == [("q", "Raqa"), ("sort", "oldest")]
    assert query_of(page.link("Remove From 2017").href) == [
        ("q", "Raqa"), ("tag", "Syria"), ("to", "2018"), ("sort", "oldest"),
    ]  # fmt: skip


def test_a_facet_shows_eight_values_and_leads_to_the_rest(get) -> None:
    html = get("/?q=a").html
    start = html.index(">Tag</h2>")
    section = html[start : html.index("</section>", start)]
    assert section.count("<li>") == 8 + 1  # and what has none
    assert "none given" in section
    assert "/facet/tag" in section


def test_a_language_is_named_in_words(get) -> None:
    page = get("/?language=ja")
    assert page.link("Remove Language Japanese")
    assert total(page) == 1


def test_source_is_another_name_of_agency(get) -> None:
    page = get("/?source=afp")
    assert page.titles() == get("/?agency=AFP").titles()
    assert page.link("Remove Agency AFP")


@pytest.mark.parametrize(
    ("dates", "same"),
    [
        ("from=2017&to=2017", "from=2017-01-01&to=2017-12-31"),
        ("from=2017-09&to=2017-11", "from=2017-09-01&to=2017-11-30"),
        ("from=2017-11-03&to=2017-11-03", "from=2017-11-03&to=2017-11-03"),
        ("to=1999", "to=1999-12-31"),
    ],
)
def test_a_range_of_dates_includes_both_ends(get, dates: str, same: str) -> None:
    found = get(f"/search.json?{dates}").html
    assert re.search(r'"total": ?[1-9]', found)
    assert total(get(f"/?{dates}")) == total(get(f"/?{same}"))


def test_every_bar_of_the_timeline_leads_to_as_many_articles_as_it_says(get) -> None:
    page = get("/?q=tag:Conflict&fold=0")
    bars = re.findall(r'<a href="([^"]+)" tabindex="-1"><title>[^<]+: (\d+) articles?<', page.html)
    assert len(bars) > 1
    for href, count in bars:
        assert total(get(href.replace("&amp;", "&"))) == int(count)


def test_the_table_of_the_timeline_has_the_links_of_its_bars_and_the_undated(get) -> None:
    html = get("/chart?fold=0").html
    svg = html[html.index("<svg") : html.index("</svg>")]
    table = html[html.index("<table") : html.index("</table>")]
    links = re.findall(r'<a href="([^"]+)"', table)
    assert links[:-1] == re.findall(r'<a href="(/\?[^"]+)"', svg)
    assert total(get(links[-1].replace("&amp;", "&"))) == 2


def test_what_was_found_of_one_day_alone_has_no_timeline(get) -> None:
    page = get("/?tag=Humanitarian+aid")
    assert total(page) == 1
    assert "<svg" not in page.html


def test_the_undated_are_found_within_a_query_of_alternatives(get) -> None:
    page = get("/chart?q=Raqa+OR+Euphrates")
    undated = get(page.link("No date").href)
    assert total(undated) == 1
    assert "date:none (Raqa OR Euphrates)" in [value for _, value in undated.inputs]


def test_the_order_can_be_changed_and_the_one_in_force_is_named(get) -> None:
    def in_force(page) -> list[str]:
        bar = page.html.split('aria-label="Order"')[1].split("</nav>")[0]
        return re.findall('aria-current="true">([^<]+)<', bar)

    page = get("/?q=Deir+Ezzor&tag=Conflict")
    newest = get("/?q=Deir+Ezzor&tag=Conflict&sort=newest")
    oldest = get(page.link("Oldest").href)
    assert [in_force(each) for each in (page, newest, oldest)] == [
        ["Best match"], ["Newest"], ["Oldest"],
    ]  # fmt: skip
    assert oldest.titles() == newest.titles()[::-1] != page.titles()
    assert "Best match" not in get("/").text  # without words, nothing is a better match


def test_pages_go_through_all_articles_once(open_home, visit, samples) -> None:
    client = open_home(samples.home, ARCHIVE_PAGE_SIZE="7")
    page = visit(client, "/?q=Syria+OR+Iraq&tag=Conflict&fold=0")
    expected, seen = total(page), page.titles()
    while "Next" in [link.text for link in page.links]:
        page = visit(client, page.link("Next").href)
        seen += page.titles()
    assert len(seen) == expected == 11
    assert "Page 2 of 2" in page.text
    assert page.link("Previous").href == page.link("First").href
    assert '<ol class="hits" id="hits" start="8"' in page.html


def test_what_was_not_plain_in_a_query_is_told(get) -> None:
    page = get("/?q=%22Deir+Ezzor")
    assert "A quotation mark is missing: the phrase goes to the end." in page.text


def test_nothing_found_says_what_each_part_would_find(get) -> None:
    page = get("/?q=zzyzx&tag=Syria&sort=oldest")
    assert page.status == 200
    assert total(page) == 0
    assert "zzyzx nothing" in page.text
    assert total(get("/?tag=Syria&sort=oldest")) > 1
    alone = page.link("tag: Syria")
    assert query_of(alone.href) == [("tag", "Syria"), ("sort", "oldest")]
    assert alone.text.endswith(f" {total(get(alone.href))} stories")
    without = get("/?q=Raqa+-Raqa").link("Without -Raqa")
    assert without.text.endswith(f" {total(get(without.href))} stories")


def test_a_misspelling_is_asked_about_and_fewer_words_are_offered(get) -> None:
    page = get("/?q=Euphratse")
    meant = page.link("Euphrates")
    assert "Did you mean Euphrates?" in page.text
    assert query_of(meant.href) == [("q", "Euphrates")]
    assert total(get(meant.href)) > 0
    words = get("/?q=Euphrates+barley+zzyzx")
    assert query_of(words.link("Any of the words").href)[-1] == ("match", "any")
    assert total(words) == 0


def test_an_empty_archive_says_how_to_fill_it(open_home, visit, store) -> None:
    page = visit(open_home(store.path.parent), "/")
    assert page.status == 200
    assert "archive ingest FOLDER" in page.text
    assert "Nothing in the archive matches" in visit(open_home(store.path.parent), "/?q=x").text


def test_the_form_keeps_what_was_chosen_but_not_the_page(get) -> None:
    page = get("/?q=Conflict&tag=Syria&tag=Iraq&from=2017&sort=oldest&page=1")
    taken = [("q", "Conflict"), ("tag", "Syria"), ("tag", "Iraq"), ("sort", "oldest")]
    assert page.inputs[:4] == taken
    assert page.inputs[-2:] == [("from", "2017"), ("to", "")]
    assert all(
        attributes["form"] == "search"
        for tag, attributes in page.elements
        if attributes.get("name") in ("from", "to") and attributes.get("type") != "hidden"
    )


def test_what_is_empty_is_taken_out_of_the_address_and_what_is_unknown_is_told(get) -> None:
    for address, short in (
        ("/?q=&tag=&from=&to=&sort=&page=&utm_source=x", "/"),
        ("/?q=Syria&tag=&from=&to=2017", "/?q=Syria&to=2017"),
        ("/search?q=+&tag=&colour=red", "/"),
    ):
        moved = get(address)
        assert (moved.status, moved.headers["Location"]) == (302, short)
    page = get("/?q=Syria&colour=red&utm_source=x")
    assert "Nothing here is called colour" in page.text
    assert "utm_source" not in page.text
    assert page.titles() == get("/?q=Syria").titles()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("from=foo", "'foo' is no date"),
        ("to=2017-13", "'2017-13' is no date"),
        ("from=2018&to=2017", "ends (2017) before it begins (2018)"),
        ("page=0", "no page 0"),
        ("page=abc", "'abc' is not a page"),
        ("page=-1", "'-1' is not a page"),
        ("page=999", "There is no page 999. The last is page 1."),
        ("page=" + "9" * 30, "is not a page"),
        ("sort=best", "no order 'best'. One of: relevance, newest, oldest"),
    ],
)
def test_a_bad_value_gets_a_page_that_keeps_the_form(get, bad: str, says: str) -> None:
    page = get(f"/?q=Raqa&tag=Syria&{bad}")
    assert page.status == 400
    assert says in page.text
    kept = dict(page.inputs)
    assert (kept["q"], kept["tag"]) == ("Raqa", "Syria")
    name, _, value = bad.partition("&")[0].partition("=")
    if name in ("from", "to"):
        assert kept[name] == value
    else:
        assert name not in kept  # sent again, it would be as bad


@pytest.mark.parametrize(
    "query",
    [
        *("%22", "((", "%00", "%ff%fe", "*", "-", "a%0d%0ab", "title:", "%E2%80%9Ca", "x" * 5000),
        "%22%3E%3Cscript%3E",
    ],
)
def test_whatever_is_typed_is_answered_with_a_page_and_never_run(get, query: str) -> None:
    page = get(f"/?q={query}&tag={query}")
    assert page.status in (200, 400)
    assert "script" not in [tag for tag, _ in page.elements]
    assert get(f"/search.json?q={query}&tag={query}").status == page.status
