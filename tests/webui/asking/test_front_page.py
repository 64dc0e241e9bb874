"""What the front and help pages propose: searches and dates of the archive's own."""

from __future__ import annotations

import re

from tests.helpers.pages import query_of, total


def test_the_front_page_proposes_searches_that_find_something(get) -> None:
    page = get("/")
    line = page.html.split('<p class="also">Try')[1].split("</p>")[0]
    hrefs = re.findall(r'href="([^"]+)"', line)
    assert len(hrefs) == 3
    for href in hrefs:
        assert total(get(href.replace("&#34;", '"').replace("&amp;", "&"))) > 0


def test_an_archive_in_another_language_gets_examples_of_its_own(holding, visit) -> None:
    client, _ = holding(title="Überschwemmung bedroht Küstenstädte", tags=("Wetter",))
    page = visit(client, "/help")
    assert page.link("Wetter")
    assert page.link('"Überschwemmung bedroht"')
    assert "finds 1 article" in page.text


def test_an_archive_of_one_bare_article_has_no_example_that_finds_nothing(holding, visit) -> None:
    client, _ = holding(title=None, tags=(), agency=(), date=None, precision=None, published=None)
    assert visit(client, "/").status == 200
    assert "finds 0" not in visit(client, "/help").text


def test_presets_count_back_from_the_last_day_held(get) -> None:
    page = get("/?q=a")
    link = page.link("12 months")
    assert dict(query_of(link.href)) == {"q": "a", "from": "2025-03-21", "to": "2026-03-20"}
    chosen = get(link.href).link("12 months")
    assert chosen.attributes["aria-current"] == "true"
    assert query_of(chosen.href) == [("q", "a")]
    assert 'placeholder="1987-02-22"' in page.html
    assert 'placeholder="2026-03-20"' in page.html


def test_the_last_days_lead_to_as_many_articles_as_they_say(get) -> None:
    html = get("/").html.split('id="days"')[1].split("</section>")[0]
    rows = re.findall(r'href="([^"]+)"><span>[^<]+</span> <span class="count">(\d+)<', html)
    assert rows
    for href, count in rows:
        assert total(get(href.replace("&amp;", "&") + "&fold=0")) == int(count)
