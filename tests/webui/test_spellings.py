"""Other spellings in the browser: told, and taken back by a link."""

from __future__ import annotations

from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.store.store import Store
from index.names.own import FILE


def query_of(link) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link.href).query)


def test_other_spellings_are_told_and_can_be_taken_back(get) -> None:
    page = get("/?q=Raqa&tag=Syria&page=1")
    assert "Also searched: Raqqa, Ar-Raqqah" in page.text
    link = page.link("search only Raqa")
    assert query_of(link) == {"q": ["=Raqa"], "tag": ["Syria"]}
    assert "Also searched" not in get(link.href).text


def test_of_several_names_all_can_be_taken_back_at_once(get) -> None:
    link = get("/?q=Raqa+Daesh").link("Search all only as typed")
    assert query_of(link) == {"q": ["Raqa Daesh"], "variants": ["off"]}
    page = get(link.href)
    assert "No other spellings were searched" in page.text
    assert query_of(page.link("Search as usual")) == {"q": ["Raqa Daesh"]}


def test_how_words_are_taken_is_kept_and_told(get) -> None:
    page = get("/?q=Euphrates+zebra&exact=1&variants=off&match=any")
    assert "Words were searched only as written. Any of the words was enough." in page.text
    assert {("exact", "1"), ("variants", "off"), ("match", "any")} <= set(page.inputs)
    assert query_of(page.link("Oldest"))["match"] == ["any"]


def test_an_unknown_number_of_words_is_refused_in_words(get) -> None:
    page = get("/?q=Raqa&match=few")
    assert page.status == 400
    assert "'few' does not say how many words" in page.text


def test_the_words_found_by_another_spelling_are_marked_in_the_article(get) -> None:
    hit = next(link for link in get("/?q=Dayr+az-Zawr").links if "/article/" in link.href)
    assert "<mark>Deir" in get(hit.href).html


def test_what_is_added_to_the_file_is_searched_at_once(samples_copy, open_home, visit) -> None:
    client = open_home(samples_copy)
    assert "Also searched" not in visit(client, "/?q=Mossulia").text
    (samples_copy / FILE).write_text("Mossulia, Mosul\n", "utf-8")
    assert "Also searched: Mosul" in visit(client, "/?q=Mossulia").text


@pytest.mark.parametrize("address", ["/?q=Raqa&view=kwic", "/facet/tag?q=Raqa"])
def test_lines_and_lists_of_values_tell_the_other_spellings_too(get, address: str) -> None:
    page = get(address)
    assert "Also searched: Raqqa" in page.text
    link = page.link("search only Raqa")
    assert "Also searched" not in get(link.href).text
    assert link.href.startswith(address.split("?")[0])
    assert query_of(link).get("view") == parse_qs(urlsplit(address).query).get("view")


@pytest.fixture
def chinese(tmp_path, make_article, open_home, visit):
    """Opens a page of an archive with the same news in both scripts of Chinese."""
    with Store.create(tmp_path) as store, store.transaction():
        for name, body in (("simplified", "国务院在台湾说。"), ("traditional", "國務院在臺灣說。")):
            store.put(make_article(name, body=body, language="zh"), b"x", "text/plain")
    return partial(visit, open_home(tmp_path))


def test_a_chinese_word_is_searched_in_both_scripts_and_can_be_taken_back(chinese) -> None:
    page = chinese("/?q=国务院")
    assert "2 stories" in page.text
    assert "Also searched: 國務院" in page.text
    assert "<mark>國務院</mark>" in page.html
    link = page.link("search only 国务院")
    assert query_of(link) == {"q": ["=国务院"]}
    assert chinese(link.href).titles() == ["Title simplified"]
    assert chinese("/?q=国务院&variants=off").titles() == ["Title simplified"]
    hit = next(link for link in page.links if "traditional" in link.text)
    assert "<mark>國務院</mark>" in chinese(hit.href).html
