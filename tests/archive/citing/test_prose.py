"""APA, MLA and Chicago: as citeproc-py writes them, and what it cannot judge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from archive.article import Article
from archive.citing.cited import Cited, cite
from archive.citing.names import name_of
from archive.citing.prose import Italic, apa, chicago, mla, plain
from archive.citing.styles import STYLES
from archive.masthead import Masthead
from archive.store.store import Store
from tests.helpers.archives import SampleArchive
from tests.helpers.citeproc import as_html, by_citeproc

HOUSE = Masthead("River Archive", "https://news.example.org")
TODAY = date(2026, 11, 28)
AUTHORS = (
    (), ("Jane Roe",), ("Agence France-Presse",), ("Jane K. Roe", "Jean-Paul Doe"),
    ("Jane Roe", "John Doe", "Ann Poe"), ("王小明",), ("Иван Петров", "Jane Roe Jr."), ("Plato",),
    tuple(f"Jane Roe{letter}" for letter in "abcdefghijklmno"),
)  # fmt: skip
TITLES = (
    "IS driven from Albu Kamal, its last town in Syria", "Stop!", "はやぶさ2「帰還」",
    "الجيش يعلن",
    "What iPhones do: a look at e-mail", "[The words of a text …]", "“Quoted start” of a day",
    "Is this “the end”?", "Prices & wages up 3.5% at year-end", "Le monde d’hier",
)  # fmt: skip
DATES = ((2017, 11, 19), (2017, 9), (2017,), ())


def made() -> Iterator[Cited]:
    """Every combination of what an article may have and lack, with one title after the other."""
    combined = product(AUTHORS, DATES, ("Lakeside Tribune", "みなと新聞", None), (True, False))
    for number, (authors, when, paper, public) in enumerate(combined):
        yield Cited(
            id=f"article{number}",
            title=TITLES[number % len(TITLES)],
            names=tuple(map(name_of, authors)),
            publisher=paper,
            when=when,
            address="https://x.example/a?b=1&c=2" if public else None,
            accessed=None if when else TODAY,
            language=("en", "fr", None)[number // len(TITLES) % 3],
        )


@pytest.mark.parametrize("style", ["apa", "mla", "chicago"])
def test_a_citation_is_that_of_citeproc(style: str) -> None:
    for cited in made():
        assert as_html(STYLES[style].runs(cited)) == by_citeproc(style, cited), cited


@pytest.mark.parametrize("style", ["apa", "mla", "chicago"])
def test_the_samples_are_cited_as_citeproc_cites_them(style: str, samples: SampleArchive) -> None:
    with Store.open(samples.home) as store:
        articles = store.get_many(store.ids()).values()
    assert len(articles) > 50
    for article in articles:
        # A section of a site is none of a paper's: ours leave it out.
        cited = replace(cite(article), revision=None, section=None)
        cited = cited if cited.when else replace(cited, accessed=TODAY)
        assert as_html(STYLES[style].runs(cited)) == by_citeproc(style, cited), article


def roe(make_article: Callable[..., Article], **fields: object) -> Cited:
    fields = {
        "title": 'Troops "retake" city', "authors": ("Jane Roe",), "publisher": "Lakeside Tribune",
        "agency": ("AFP",), "url": "https://tribune.example.net/1", "revision": 2,
    } | fields  # fmt: skip
    return cite(make_article(**fields), HOUSE, TODAY)


def test_each_style_has_permalink_revision_and_day_of_access(
    make_article: Callable[..., Article],
) -> None:
    cited = roe(make_article)
    link = f"https://news.example.org/article/{cited.id}?revision=2"
    assert cited.original == "https://tribune.example.net/1"
    assert plain(apa(cited)) == (
        'Roe, J. (2017, November 3). Troops "retake" city (Revision 2). Lakeside Tribune. '
        f"Retrieved November 28, 2026, from {link}"
    )
    assert plain(mla(cited)) == (
        "Roe, Jane. “Troops ‘Retake’ City.” Lakeside Tribune, 3 Nov. 2017. River Archive, "
        f"revision 2, {link}. Accessed 28 Nov. 2026."
    )
    assert plain(chicago(cited)) == (
        "Roe, Jane. “Troops ‘Retake’ City.” Lakeside Tribune, November 3, 2017. River Archive, "
        f"revision 2. Accessed November 28, 2026. {link}."
    )
    assert [run for run in mla(cited) if isinstance(run, Italic)] == [
        "Lakeside Tribune", "River Archive",
    ]  # fmt: skip


def test_without_a_base_address_the_articles_own_is_cited_and_else_none(
    make_article: Callable[..., Article],
) -> None:
    made = make_article(authors=("Jane Roe",), url="https://x.example/ä b")
    own = cite(made, Masthead("River Archive"), TODAY)
    assert (own.address, own.original, own.archive) == ("https://x.example/%C3%A4%20b", None, None)
    assert "River Archive" not in plain(mla(own))
    for url in (None, "javascript:alert(1)", "urn:newsml:x"):
        homeless = cite(replace(made, url=url), Masthead("River Archive"), TODAY)
        assert homeless.address is None
        for style in STYLES.values():
            assert "2026" not in style.text(homeless)
        assert "River Archive, revision 1" in plain(chicago(homeless))


@pytest.mark.parametrize("style", [apa, mla, chicago])
def test_a_revision_that_begins_a_sentence_begins_with_a_capital(
    make_article: Callable[..., Article], style: Callable[[Cited], Iterable[str]]
) -> None:
    bare = cite(make_article(agency=(), publisher=None))
    assert bare.container is None
    said = plain(style(bare))
    assert "Revision 1" in said
    assert not re.search(r"[.”] revision", said), said


def test_an_agency_is_never_an_author(make_article: Callable[..., Article]) -> None:
    dispatch = cite(make_article(agency=("AFP", "Reuters")))
    assert plain(mla(dispatch)).startswith("“Title One.” AFP, Reuters, revision 1, 3 Nov. 2017")
    assert dispatch.names == ()
    assert (dispatch.container, dispatch.supplier) == ("AFP, Reuters", None)
    assert roe(make_article).supplier == "AFP"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ('It is "over"', "“It Is ‘Over.’”"),
        ('"Quoted" at first', "“‘Quoted’ at First.”"),
        ("“He said ‘don’t’ twice,” she said", "“‘He Said “Don’t” Twice,’ She Said.”"),
        ("„Wort“ des Tages", "“„Wort“ Des Tages.”"),
        ("al-Qaeda: face-to-face with UNICEF", "“al-Qaeda: Face-to-Face with UNICEF.”"),
        ("Is this it?", "“Is This It?”"),
        ("What to look for", "“What to Look For.”"),
        ("「帰還」", "“「帰還」.”"),
    ],
)  # fmt: skip
def test_titles_in_english_quotation_marks(
    make_article: Callable[..., Article], title: str, written: str
) -> None:
    cited = roe(make_article, title=title)
    assert plain(mla(cited)).split(" Lakeside")[0] == f"Roe, Jane. {written}"


def test_only_english_titles_get_capitals(make_article: Callable[..., Article]) -> None:
    for language in ("fr", None):
        cited = roe(make_article, title="Le monde d'hier", language=language)
        assert "“Le monde d'hier.”" in plain(chicago(cited))


def test_more_names_than_a_style_lists(make_article: Callable[..., Article]) -> None:
    names = tuple(f"Jane Roe{letter}" for letter in "abcdefghijklmnopqrstuvw")
    assert "Roes, J., . . . Roew, J. (2017" in plain(apa(roe(make_article, authors=names)))
    assert plain(mla(roe(make_article, authors=names))).startswith("Roea, Jane, et al. “")
    seven = plain(chicago(roe(make_article, authors=names)))
    assert "Jane Roeg, et al. “" in seven
    assert "Roeh" not in seven
