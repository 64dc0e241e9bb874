"""Tags: the article's own lists before links, in whichever of its descriptions they stand."""

from __future__ import annotations

from tests.helpers.saved_pages import TEXT, article, ld, news, page

LINKS = (
    '<ul class="tags"><li><a href="/tag/{0}">{0}</a></li><li><a href="/tag/{1}">{1}</a></li></ul>'
)
SECOND = ld(**{"@type": "NewsArticle", "headline": "Bridge to be repaired", "keywords": ["Rivers"]})
OTHER = ld(**{"@type": "NewsArticle", "headline": "Ferry sails again", "keywords": ["Ferries"]})


def tags_of(head: str, links: str = "") -> tuple[str, ...]:
    return article(
        page(head, f"<article><h1>Bridge to be repaired</h1>{TEXT}{links}</article>")
    ).tags


def test_a_second_description_of_the_same_article_counts() -> None:
    own = news(url="https://e.org/bridge", datePublished="2019-05-03")
    assert tags_of(own + SECOND + OTHER) == ("Rivers",)
    assert tags_of(own + OTHER) == ()


def test_lists_of_metadata_come_before_those_of_a_second_description() -> None:
    stated = '<meta name="keywords" content="Bridges, Towns">'
    assert tags_of(news(url="https://e.org/bridge") + SECOND + stated) == ("Bridges", "Towns")


def test_links_count_where_nothing_is_stated_or_they_hold_all_of_it() -> None:
    links = LINKS.format("Winter", "Market")
    assert tags_of("", links) == ("Winter", "Market")
    assert tags_of(news(keywords=["Spans", "Piers"]), links) == ("Spans", "Piers")
    assert tags_of(news(keywords=["Winter"]), links) == ("Winter", "Market")
