"""The chart: on the search page, on a page of its own, and as files."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from itertools import pairwise

import pytest
from lxml import etree

from index.answers.results import Period, Results
from tests.helpers.pages import total
from webui.charts.draw import LARGE, SMALL, draw
from webui.charts.picture import FONTS, png_of
from webui.common.address import Address

SVG = "{http://www.w3.org/2000/svg}"


def results_of(periods: tuple[Period, ...]) -> Results:
    return Results("", 1, "articles", 1, 0.0, (), (), periods, ())


def months(counts: list[int], of: list[int]) -> Results:
    """A timeline of months of 2017, each with what was found and what is held."""
    from archive.dates.parse import bounds

    keys = [f"2017-{number:02}" for number in range(1, len(counts) + 1)]
    return results_of(
        tuple(
            Period(key, *bounds(key), count, every)
            for key, count, every in zip(keys, counts, of, strict=True)
        )
    )


def heights(path: str) -> list[float]:
    return [float(height) for height in re.findall(r"v([\d.]+)", path)]


def test_bars_are_as_high_as_their_counts_and_fit_the_picture(client) -> None:
    with client.application.test_request_context("/"):
        drawn = draw(months([1, 2, 4], [9, 9, 9]), Address(), SMALL)
    assert drawn
    low, middle, high = heights(drawn.paths[0])
    assert (round(high / low, 1), round(high / middle, 1)) == (4.0, 2.0)
    assert high <= SMALL.foot
    assert [tick.label for tick in drawn.levels] == ["4", "2"]
    assert [tick.label for tick in drawn.dates] == ["2017", "Feb", "Mar"]
    assert not drawn.root


def test_one_large_bar_does_not_flatten_the_others_and_that_is_told(client, get) -> None:
    with client.application.test_request_context("/"):
        drawn = draw(months([1, 1, 1, 400], [9, 9, 9, 400]), Address(), SMALL)
    assert drawn
    assert drawn.root
    low, *_, high = heights(drawn.paths[0])
    assert high / low == pytest.approx(20, rel=0.05)


def test_a_time_of_which_nothing_is_held_is_hatched_and_silence_is_not(client) -> None:
    found = months([1, 0, 0, 0, 2], [9, 9, 0, 0, 9])
    with client.application.test_request_context("/"):
        small, drawn = (draw(found, Address(), size) for size in (SMALL, LARGE))
    assert small
    assert drawn
    assert len(small.gaps) == 1
    assert not small.silences
    (gap,) = drawn.gaps
    assert gap.title == "March 2017 to April 2017: the archive holds nothing"
    assert gap.x == pytest.approx(2 * drawn.step, abs=0.2)
    assert gap.width == pytest.approx(2 * drawn.step, abs=0.2)
    (silence,) = drawn.silences
    assert silence.title == "February 2017: nothing found, of 9 articles"
    assert silence.x == pytest.approx(drawn.step, abs=0.2)


def test_labels_of_the_axis_do_not_overlap(client) -> None:
    from archive.dates.parse import bounds

    years = tuple(Period(str(year), *bounds(str(year)), 1, 1) for year in range(1960, 2022))
    with client.application.test_request_context("/"):
        drawn = draw(results_of(years), Address(), SMALL)
    assert drawn
    labelled = [tick for tick in drawn.dates if tick.label]
    assert len(labelled) > 4
    gaps = [b.at - a.at for a, b in pairwise(labelled)]
    assert min(gaps) > 30


def test_a_gap_of_the_samples_is_hatched_on_the_page(get) -> None:
    page = get("/")
    assert "the archive holds nothing" in page.html
    assert 'fill="url(#hatch)"' in page.html


def test_the_numbers_are_a_table_for_spreadsheets(get, client) -> None:
    text = client.get("/chart.csv?q=Syria&versus=Iraq").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == [
        "period", "first day", "last day", "articles", "Syria", "Iraq", "all articles",
    ]  # fmt: skip
    answer = client.get("/search.json?q=Syria&versus=Iraq&per=share").json
    expected = [(p["key"], p["count"], p["parts"], p["of"]) for p in answer["timeline"]]
    assert [
        (row["period"], int(row["articles"]), [int(row["Syria"]), int(row["Iraq"])],
         int(row["all articles"]))
        for row in rows
    ] == expected  # fmt: skip


def test_the_picture_says_what_it_is_of_and_is_sound(client) -> None:
    answer = client.get("/chart.svg?q=%3CSyria%3E+%26+war&tag=Conflict&from=2017")
    assert answer.mimetype == "image/svg+xml"
    root = etree.fromstring(answer.data)
    words = " ".join(root.itertext())
    assert "over time for “<Syria> & war”" in words
    assert "tag Conflict · from 2017" in words
    assert "News archive · " in words
    assert "localhost" not in words  # a client names the host as it likes


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("-tag=Iraq&agency=AFP", "not tag Iraq · agency AFP"),
        ("any.tag=Conflict&any.tag=Iraq&from=2017-11-03&to=2017-11", "tag Conflict or Iraq · from"),
        ("missing=author&from=2017-09-05&to=2017-09-05", "author none given · date 5 September"),
        ("lang=en&from=2017-09&to=2017-11", "language English · from September 2017 · to November"),
    ],
)
def test_the_picture_says_filters_as_the_page_does(client, asked: str, says: str) -> None:
    words = " ".join(etree.fromstring(client.get(f"/chart.svg?{asked}").data).itertext())
    assert says in words


def test_the_picture_names_the_archive_and_its_address(open_home, samples) -> None:
    client = open_home(
        samples.home, ARCHIVE_NAME="River & Sea", ARCHIVE_BASE_ADDRESS="https://news.example.org"
    )
    words = " ".join(etree.fromstring(client.get("/chart.svg?q=Syria").data).itertext())
    assert "River & Sea · https://news.example.org" in words


def test_the_picture_of_a_search_has_a_bar_for_each_period(client) -> None:
    root = etree.fromstring(client.get("/chart.svg?q=Syria").data)
    answer = client.get("/search.json?q=Syria").json
    bars = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("fill") == "#a39a88"]
    assert bars[0].count("M") == sum(bool(p["count"]) for p in answer["timeline"] if p["key"])


def test_its_letters_are_those_that_are_looked_for_before_pixels_are_drawn(client) -> None:
    root = etree.fromstring(client.get("/chart.svg?q=Syria").data)
    assert root.get("font-family") == FONTS
    assert not [each for each in root.iter() if each is not root and each.get("font-family")]


def test_the_picture_is_given_as_pixels_too(client) -> None:
    data = client.get("/chart.png?q=Syria").data
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width = int.from_bytes(data[16:20])
    assert width == 2 * (LARGE.width + 40)
    blank = png_of('<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="300"/>')
    assert len(data) > 2 * len(blank)


@pytest.mark.parametrize("sign", ["\0", "\x0b", "\uffff"])
def test_what_xml_cannot_hold_is_left_out_of_the_picture(client, sign: str) -> None:
    for name in ("q", "tag", "versus"):
        asked = {"q": "Syria", name: f"Syria{sign}"}
        root = etree.fromstring(client.get("/chart.svg", query_string=asked).data)
        assert "Syria" in " ".join(root.itertext())
        assert client.get("/chart.png", query_string=asked).data[:4] == b"\x89PNG"


def test_nothing_to_draw_is_a_sentence_in_every_form(get, client) -> None:
    assert "There is nothing to draw" in get("/chart?q=zzyzx").text
    assert b"There is nothing to draw" in client.get("/chart.svg?q=zzyzx").data
    assert client.get("/chart.csv?q=zzyzx").data.decode("utf-8-sig").count("\n") == 1
    assert get("/chart?q=x&from=never").status == 400


def test_the_page_draws_by_facets_and_compares(get) -> None:
    page = get("/chart?q=Syria")
    for label in ("By agency", "By section", "By language"):
        assert get(page.link(label).href).status == 200
    versus = get("/chart?q=Syria&versus=Iraq")
    titles = [unescape(title) for title in re.findall("<title>([^<]+: [^<]+)</title>", versus.html)]
    assert any(re.search(r": Syria \d+; Iraq \d+$", title) for title in titles)
    assert total(versus) == total(get("/?q=Syria&fold=0"))
