"""Saved web pages: each field from wherever a page states it, and a reason for every bad one."""

from __future__ import annotations

import gzip
import json
from itertools import product
from pathlib import Path

import pytest

from archive.article import Article, RawArticle
from archive.normalise.rules import normalise
from archive.readers.formats import read, recognise
from archive.readers.saved_pages.html import looks_like_html
from archive.readers.sources.source import sources
from archive.text.markdown import to_text
from tests.helpers.archives import SAMPLES
from tests.helpers.saved_pages import PARAGRAPHS, TEXT, article, ld, news, page

FOLDER = SAMPLES / "html"

# Metadata


def test_json_ld_gives_every_field() -> None:
    found = article(
        page(
            news(
                datePublished="2019-05-03T18:00:00+02:00",
                author=[
                    {"@type": "Person", "name": "Jane Roe"},
                    {"@type": "Person", "name": "AFP"},
                ],
                publisher={"@type": "Organization", "name": "The Courier"},
                keywords="Bridges, Rivers",
                articleSection="Local",
                inLanguage="en-GB",
                description="Work begins in May.",
                url="https://courier.example.org/bridge",
            )
            + '<link rel="canonical" href="https://courier.example.org/bridge">'
        )
    )
    assert (found.title, found.date) == ("Bridge to be repaired", "2019-05-03")
    assert str(found.published) == "2019-05-03 16:00:00+00:00"
    assert (found.authors, found.agency) == (("Jane Roe",), ("AFP",))
    assert (found.publisher, found.section) == ("The Courier", "Local")
    assert (found.tags, found.language) == (("Bridges", "Rivers"), "en")
    assert (found.summary, found.url) == (
        "Work begins in May.",
        "https://courier.example.org/bridge",
    )
    assert to_text(found.body).split("\n\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "A b c d"}]}',
        '[{"@type": "ItemList"}, {"@type": ["Report", "NewsArticle"], "headline": "A b c d"}]',
        '{"@type": "NewsArticle", "headline": "A b c d", "keywords": ["x",],}',
        '{"@type": "NewsArticle", "headline": "A b\tc d", "description": "one\ntwo"}',
        '<!-- {"@type": "http://schema.org/NewsArticle", "headline": "A b c d"} -->',
        '//<![CDATA[\n{"@type": "schema:Article", "headline": "A b c d"}\n//]]>',
        '{"@type": "WebSite", "name": "X"} {"@type": "NewsArticle", "headline": "A b c d"}',
        '{"@type": "NewsArticle", "headline": "A b c d", "path": "C:\\x"}',
    ],
)  # fmt: skip
def test_json_ld_is_read_in_any_shape_and_repaired(script: str) -> None:
    found = article(page(f'<script type="application/ld+json">{script}</script>', TEXT))
    assert found.title == "A b c d"


def test_of_several_articles_that_one_counts_which_the_page_is_about() -> None:
    other = ld(**{"@type": "NewsArticle", "headline": "Ferry sails again", "keywords": "Ferries",
                  "url": "https://e.org/ferry", "datePublished": "2020-01-01"})  # fmt: skip
    own = news(url="https://e.org/bridge", keywords="Bridges")
    canonical = '<link rel="canonical" href="https://e.org/bridge?from=home">'
    for head in (other + own + canonical, own + other + canonical):
        assert article(page(head)).tags == ("Bridges",)


def test_microdata_is_read_like_json_ld() -> None:
    found = article(
        page(
            "",
            '<div itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">'
            "Bridge to be repaired</h1><span itemprop='author' itemscope "
            "itemtype='http://schema.org/Person'><b itemprop='name'>John Poe</b></span>"
            '<time itemprop="datePublished" datetime="2019-05-03">Friday</time>'
            f'<meta itemprop="keywords" content="Bridges,Rivers"><div>{TEXT}</div></div>',
        )
    )
    assert (found.title, found.authors) == ("Bridge to be repaired", ("John Poe",))
    assert (found.date, found.tags) == ("2019-05-03", ("Bridges", "Rivers"))


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta property="og:title" content="A b c d">', "title", "A b c d"),
        ('<meta name="citation_title" content="A b c d">', "title", "A b c d"),
        ('<meta property="article:published_time" content="2019-05-03T10:00Z">', "date",
         "2019-05-03"),
        ('<meta name="DC.date.issued" content="2019-05-03">', "date", "2019-05-03"),
        ('<meta name="sailthru.date" content="May 3, 2019">', "date", "2019-05-03"),
        ('<meta name="author" content="By Jane Roe and John Poe">', "authors",
         ("Jane Roe", "John Poe")),
        ('<meta property="article:author" content="Jane Roe">', "authors", ("Jane Roe",)),
        ('<meta name="parsely-author" content="Jane Roe">', "authors", ("Jane Roe",)),
        ("<meta name='parsely-page' content='{\"author\": \"Jane Roe\"}'>", "authors",
         ("Jane Roe",)),
        ('<meta name="news_keywords" content="Bridges, Rivers">', "tags", ("Bridges", "Rivers")),
        ('<meta property="article:tag" content="Bridges">'
         '<meta property="article:tag" content="Rivers">', "tags", ("Bridges", "Rivers")),
        ('<meta name="DC.subject" content="Bridges">', "tags", ("Bridges",)),
        ('<meta property="article:section" content="Local">', "section", "Local"),
        ('<meta property="og:site_name" content="The Courier">', "publisher", "The Courier"),
        ('<meta property="og:url" content="https://e.org/x">', "url", "https://e.org/x"),
        ('<meta property="og:locale" content="pt_BR">', "language", "pt"),
        ('<meta name="description" content="Work begins.">', "summary", "Work begins."),
    ],
)  # fmt: skip
def test_each_vocabulary_of_metadata(head: str, field: str, value: object) -> None:
    assert getattr(article(page(head, TEXT)), field) == value


# Titles


@pytest.mark.parametrize(
    ("stated", "shared", "page_title", "h1", "title"),
    [
        (None, None, "Bridge to be repaired | The Courier", "Bridge to be repaired",
         "Bridge to be repaired"),
        (None, None, "Bridge to be repaired", "", "Bridge to be repaired"),
        (None, "Bridge to be repaired - The Courier", "x", "y", "Bridge to be repaired"),
        ("Bridge to be repaired", "Bridge to be repaired: all you need to know now", "x", "x",
         "Bridge to be repaired"),
        ("In the east: Old bridge to be repaired", "Old bridge to be repaired", "x", "x",
         "Old bridge to be repaired"),
        ("Bridge repair explained", "After years of waiting the council repairs the bridge",
         "Bridge repair explained", "x", "After years of waiting the council repairs the bridge"),
        ("Council agrees on bridge", "Bridge: costs and dates",
         "Bridge: costs and dates | The Courier", "Council agrees on bridge",
         "Council agrees on bridge"),
    ],
)  # fmt: skip
def test_which_headline_is_the_title(
    stated: str | None, shared: str | None, page_title: str, h1: str, title: str
) -> None:
    head = f'<meta property="og:site_name" content="The Courier"><title>{page_title}</title>'
    head += f'<meta property="og:title" content="{shared}">' if shared else ""
    head += news(headline=stated) if stated else ""
    assert article(page(head, f"<h1>{h1}</h1>{TEXT}")).title == title


# Authors, dates, tags that the page only shows


@pytest.mark.parametrize(
    "line",
    [
        '<p class="byline">By Jane Roe in Rivertown · 3 May 2019</p>',
        '<a rel="author" href="/x">Jane Roe</a>',
        '<span><a href="/authors/jane-roe">Jane Roe</a></span>',
        "<p>Von Jane Roe</p>",
    ],
)
def test_a_byline_that_is_only_shown(line: str) -> None:
    assert article(page("", f"<h1>Bridge to be repaired</h1>{line}{TEXT}")).authors == ("Jane Roe",)


def test_a_publisher_is_not_an_author_where_somebody_signs() -> None:
    head = news(author={"@type": "Organization", "name": "The Courier"})
    head += '<meta property="og:site_name" content="The Courier">'
    body = f"<h1>Bridge to be repaired</h1>{TEXT}<p><b>Jane Roe</b></p>"
    assert article(page(head, body)).authors == ("Jane Roe",)
    assert article(page(head)).authors == ()  # a site is no person


def test_a_date_that_is_only_shown() -> None:
    shown = "<h1>Bridge to be repaired</h1><div><span>3. Mai 2019</span></div>"
    assert article(page("", shown + TEXT)).date == "2019-05-03"
    timed = '<h1>Bridge to be repaired</h1><time datetime="2019-05-03T08:00:00+02:00">heute</time>'
    assert article(page("", timed + TEXT)).date == "2019-05-03"


def test_a_list_of_links_to_topics_gives_tags_and_a_menu_does_not() -> None:
    menu = '<nav><a href="/topic/bridge">Bridge</a><a href="/topic/council">Council</a></nav>'
    topics = "".join(f'<li><a href="/tag/{tag}">{tag}</a>' for tag in ("Winter", "Market"))
    topics = f'<ul class="tags">{topics}</ul>'
    found = article(
        page("", f"{menu}<article><h1>Bridge to be repaired</h1>{TEXT}{topics}</article>")
    )
    assert found.tags == ("Winter", "Market")
    assert "Winter" not in found.body
    assert article(page("", f"{menu}<h1>Bridge to be repaired</h1>{TEXT}")).tags == ()


# Text


ANYWHERE = [
    '<nav><a href="/">Home</a> <a href="/world">World</a></nav>',
    "<aside><p>This box tells at some length what else there is on the site.</p></aside>",
    '<div class="newsletter-signup"><p>Get our news every morning, free of charge.</p></div>',
    '<p>Read more: <a href="/x">What the old ferry has to do with the bridge</a></p>',
    '<ul><li><a href="/x">Ferry sails again</a><li><a href="/y">Harbour to be dredged</a></ul>',
    '<figure><img src="/b.jpg"><figcaption>The bridge in winter</figcaption></figure>',
    "<script>document.write('no')</script>",
    '<div class="comments"><p>A reader writes that he has always said so, to nobody.</p></div>',
]  # fmt: skip
BELOW = ["<h2>You may also like</h2>"]  # above text a heading is one of the text
FURNITURE = [*product(ANYWHERE, (0, 2, len(PARAGRAPHS))), *product(BELOW, [len(PARAGRAPHS)])]


@pytest.mark.parametrize(("furniture", "place"), FURNITURE)
def test_the_text_comes_without_the_furniture(furniture: str, place: int) -> None:
    parts = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    parts.insert(place, furniture)
    body = f"<main><h1>Bridge to be repaired</h1><div>{''.join(parts)}</div></main>"
    assert to_text(article(page("", body)).body).split("\n\n") == PARAGRAPHS


def test_names_of_furniture_on_the_text_itself_do_not_hide_it() -> None:
    parts = "".join(f'<div class="article-widget-share"><p>{p}</p></div>' for p in PARAGRAPHS)
    body = f'<div class="has-sidebar teaser"><h1>Bridge to be repaired</h1>{parts}</div>'
    assert to_text(article(page("", body)).body).split("\n\n") == PARAGRAPHS


def test_a_standfirst_begins_the_text_and_the_dateline_is_found_behind_it() -> None:
    intro = "The repair of the old bridge has been agreed on, and begins in May."
    text = TEXT.replace("The council", "RIVERTOWN, May 3 (AFP) - The council", 1)
    head = f'<header><h1>Bridge to be repaired</h1><p class="lead">{intro}</p></header>'
    body = f"{head}<div>{text}</div>"
    found = article(page("", body))
    assert to_text(found.body).split("\n\n") == [intro, *PARAGRAPHS]
    assert (found.dateline, found.agency) == ("RIVERTOWN, May 3", ("AFP",))


def test_of_two_articles_on_a_page_the_first_is_read() -> None:
    other = "".join(f"<p>{paragraph.replace('bridge', 'ferry')}</p>" for paragraph in PARAGRAPHS)
    first = f"<article><h1>Bridge to be repaired</h1>{TEXT}</article>"
    body = f"{first}<article><h1>Ferry</h1>{other}</article>"
    assert "ferry" not in article(page("", body)).body


def test_the_stated_text_is_taken_where_the_page_shows_none() -> None:
    head = news(articleBody="\n\n".join(PARAGRAPHS * 2))
    assert PARAGRAPHS[3] in article(page(head, "<div id='app'></div>")).body


def test_figures_come_with_address_and_caption() -> None:
    figure = '<figure><img data-src="/b.jpg"><figcaption>The bridge</figcaption></figure>'
    head = '<link rel="canonical" href="https://e.org/a/b">'
    [image] = article(page(head, f"<h1>Bridge to be repaired</h1>{figure}{TEXT}")).images
    assert (image.url, image.caption) == ("https://e.org/b.jpg", "The bridge")
    head = '<meta property="og:image" content="https://e.org/c.jpg">'
    assert [image.url for image in article(page(head)).images] == ["https://e.org/c.jpg"]


def test_a_page_that_is_no_article_still_gives_its_title_and_text() -> None:
    links = "".join(f'<li><a href="/{n}">Story number {n}</a></li>' for n in range(30))
    assert (
        article(page("<title>News of the day</title>", f"<ul>{links}</ul>")).title
        == "News of the day"
    )


# Recognition and samples


@pytest.mark.parametrize(
    ("start", "is_page"),
    [
        ("<!DOCTYPE html><html>", True),
        ("\ufeff\n<html lang='en'>", True),
        ("<?xml version='1.0'?><!-- x --><html xmlns='http://www.w3.org/1999/xhtml'>", True),
        ("<div><p>Saved</p></div>", True),
        ("<?xml version='1.0'?><rss><channel><title>x</title>", False),
        ("<nitf><head><title>x</title></head><body>", False),
        ("<feed><title>x</title>", False),
        ("<NewsML><div>", False),
        ("Plain <p> text", False),
    ],
)
def test_a_page_is_told_from_other_markup(start: str, is_page: bool) -> None:
    assert looks_like_html(start) is is_page
    found = recognise(start.encode(), "file.txt")
    assert (found is not None and found.name == "html") is is_page


def test_the_samples() -> None:
    found = {}
    for source in sources([str(FOLDER)]):
        [item] = read(source)
        assert isinstance(item, RawArticle)
        done = normalise(item)
        assert isinstance(done, Article)
        found[Path(source.name).stem] = done
    paris = found["2015-12-12-paris-agreement"]
    assert (paris.date, paris.dateline, paris.agency) == ("2015-12-12", "PARIS, Dec 12", ("AFP",))
    assert (paris.authors, paris.tags) == (("Jane Roe",), ("Climate", "Paris", "United Nations"))
    assert "## Money for poorer countries" in paris.body
    brand = found["2019-04-15-notre-dame-brand"]
    assert (brand.date, brand.authors, brand.language) == ("2019-04-15", ("John Poe",), "de")
    assert [image.caption for image in brand.images] == ["Der Vierungsturm kurz vor dem Einsturz"]
    assert "Oper" not in brand.body
    rosetta = found["2016-09-30-rosetta"]
    assert (rosetta.title, rosetta.date) == ("La sonde Rosetta se pose sur sa comète", "2016-09-30")
    assert (rosetta.authors, rosetta.language, rosetta.tags) == (("Jeanne Poe",), "fr", ())


def test_no_real_page_is_without_a_result(data: Path) -> None:
    truths = (data / "pages" / "truth.jsonl").read_text("utf-8").splitlines()
    for truth in map(json.loads, truths[::8]):
        found = article(gzip.decompress((data / "pages" / truth["file"]).read_bytes()))
        assert found.title, truth["file"]
        assert found.date, truth["file"]
        assert len(found.body) > 0.6 * len(truth["body"]), truth["file"]
